//! Disputes: which ones, and what they came to. What changes them is in the neighbour.

use super::gate::{Asked, Problem, ask};
use super::request::cut;
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::ports::screens::{DisputeFilter, DisputeRow, DisputeState};
use axum::response::Response;
use base::id::{DisputeId, InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::facts::DisputeCause;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// `open` (when absent), `due`, `awaits_credit`, `settled` or `all`.
    #[param(required = false)]
    state: Option<String>,
    /// `price`, `quantity`, `quality`, `delivery`, `missing_document`, `not_received`, `wrong_recipient` or `legal`.
    #[param(required = false)]
    cause: Option<String>,
    /// Part of a customer's name or of an invoice number.
    #[serde(default)]
    #[param(required = false)]
    search: String,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// A contested invoice.
#[derive(Serialize, ToSchema)]
struct DisputeShape {
    #[schema(value_type = String, example = "dsp_0193…")]
    id: DisputeId,
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    #[schema(value_type = String)]
    invoice: InvoiceId,
    number: String,
    #[schema(example = "quality")]
    cause: &'static str,
    #[schema(value_type = String, format = Date)]
    opened_on: Date,
    /// At the opening.
    #[schema(value_type = i64)]
    contested_cents: Cents,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    owner: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    target_on: Option<Date>,
    /// `unknown`, `ours` or `not_ours`.
    fault: &'static str,
    /// What is held now; absent when nothing is.
    #[schema(value_type = Option<i64>)]
    held_cents: Option<Cents>,
    /// `under_review`, `to_settle`, `escalated` or `awaits_credit`; absent when nothing is held.
    stage: Option<&'static str>,
    outcome: Option<OutcomeShape>,
}

#[derive(Serialize, ToSchema)]
struct OutcomeShape {
    #[schema(value_type = String, format = Date)]
    ended_on: Date,
    /// `founded`, `partly` or `unfounded`.
    finding: &'static str,
    #[schema(value_type = i64)]
    founded_cents: Cents,
}

fn shape(row: DisputeRow, today: Date) -> DisputeShape {
    DisputeShape {
        stage: row.stage(today).map(|(stage, _)| stage.code()),
        id: row.id,
        customer: row.party,
        customer_name: row.customer,
        invoice: row.invoice,
        number: row.number,
        cause: row.cause.code(),
        opened_on: row.opened_on,
        contested_cents: row.contested,
        currency: row.currency,
        owner: row.owner,
        target_on: row.target_on,
        fault: row.fault.code(),
        held_cents: row.held.map(|(held, _)| held),
        outcome: row.outcome.map(|(ended_on, finding, founded_cents)| OutcomeShape {
            ended_on,
            finding: finding.code(),
            founded_cents,
        }),
    }
}

/// Contested invoices, those to be settled first on top.
#[utoipa::path(get, path = "/disputes", tag = "Litiges", params(Wanted), responses(
    (status = 200, body = Page<DisputeShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<Wanted>) -> Response {
    ask(arrival, move |caller| {
        let world = caller.world();
        let cut = cut(asked.page)?;
        let state = known(asked.state.as_deref(), DisputeState::parse)?.unwrap_or(DisputeState::Open);
        let cause = known(asked.cause.as_deref(), DisputeCause::parse)?;
        let filter = DisputeFilter {
            scope: caller.scope(),
            party: None,
            owner: None,
            state,
            cause,
            search: asked.search.clone(),
            as_of: world.today,
        };
        let rows = world.read(|books| Ok(books.dispute_rows(&filter, cut)?))?;
        Ok(Page::cut(rows.into_iter().map(|row| shape(row, world.today)).collect(), asked.page))
    })
    .await
}

/// A code of a closed list.
pub(super) fn known<T>(code: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Oops> {
    let read = |code: &str| parse(code).ok_or_else(|| Oops::Unreadable(format!("« {code} » n’est pas un code connu.")));
    code.map(read).transpose()
}

/// What disputes of one cause came to.
#[derive(Serialize, ToSchema)]
struct FiguresShape {
    cause: &'static str,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    opened: u64,
    open: u64,
    #[schema(value_type = i64)]
    contested_cents: Cents,
    founded: u64,
    partly: u64,
    unfounded: u64,
    /// From opening to outcome; absent when none has one.
    mean_days: Option<i64>,
    /// Of what was contested and settled, whole percents.
    founded_share_percent: Option<i64>,
    /// Found to be our own fault.
    ours: u64,
}

/// Disputes of the last twelve months by cause: how many, how long, how many of them founded.
#[utoipa::path(get, path = "/disputes/figures", tag = "Litiges", responses(
    (status = 200, body = Vec<FiguresShape>), (status = 401, body = Problem)))]
pub async fn figures(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        let world = caller.world();
        let from = base::add_days(world.today, -365).unwrap_or(world.today);
        let found = world.read(|books| Ok(books.dispute_figures(caller.scope(), None, from, world.today)?))?;
        let shapes = found.iter().map(|f| FiguresShape {
            cause: f.cause.code(),
            currency: f.currency,
            opened: f.opened,
            open: f.open,
            contested_cents: f.contested,
            founded: f.founded,
            partly: f.partly,
            unfounded: f.unfounded,
            mean_days: f.mean_days(),
            founded_share_percent: f.founded_share(),
            ours: f.ours,
        });
        Ok(shapes.collect::<Vec<_>>())
    })
    .await
}
