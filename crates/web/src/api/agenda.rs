use super::gate::{Asked, Caller, Problem, act, ask};
use super::request::cut;
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use crate::spoken;
use app::AppError;
use app::ports::screens::{QuietFilter, QuietOrder, QuietRow, WorkFilter, WorkOrder, WorkRow};
use app::prepare::{Desk, Prepared, prepare_about};
use app::records::ApiScope;
use app::worklist;
use axum::body::Bytes;
use axum::response::Response;
use base::id::{ActId, InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::agenda::{ApprovalNeeded, Proposal, Reason, Silence};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Part of a customer's name.
    #[serde(default)]
    #[param(required = false)]
    search: String,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// Why, as a stable code and as a French sentence.
#[derive(Serialize, ToSchema)]
pub struct ReasonShape {
    #[schema(example = "overdue")]
    code: &'static str,
    sentence: String,
}

impl From<&Reason> for ReasonShape {
    fn from(reason: &Reason) -> Self {
        ReasonShape { code: reason.code(), sentence: spoken::reason(reason) }
    }
}

/// An act proposed today.
#[derive(Serialize, ToSchema)]
struct ProposalShape {
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    step: String,
    step_title: String,
    /// `email`, `call`, `letter`, `registered_letter`, `visit` or `internal`.
    channel: String,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    #[schema(value_type = i64)]
    total_cents: Cents,
    #[schema(value_type = Vec<String>)]
    invoices: Vec<InvoiceId>,
    reasons: Vec<ReasonShape>,
}

fn proposal(row: WorkRow) -> Result<ProposalShape, Oops> {
    let p: Proposal = read(&row.item.json)?;
    Ok(ProposalShape {
        customer: p.party,
        customer_name: row.customer,
        step: p.step,
        step_title: p.step_title,
        channel: p.channel.code().to_string(),
        currency: p.currency,
        total_cents: p.total_cents,
        invoices: p.lines.iter().map(|l| l.invoice).collect(),
        reasons: p.reasons.iter().map(ReasonShape::from).collect(),
    })
}

fn read<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, Oops> {
    serde_json::from_str(json).map_err(|e| Oops::App(AppError::Broken(e.to_string())))
}

const ALL_APPROVALS: &[ApprovalNeeded] =
    &[ApprovalNeeded::Anybody, ApprovalNeeded::Owner, ApprovalNeeded::StandingOrder];

/// What is proposed today, what a minute is expected to bring first.
#[utoipa::path(get, path = "/agenda/proposals", tag = "Agenda", params(Wanted), responses(
    (status = 200, body = Page<ProposalShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn proposals(arrival: Arrival, Asked(asked): Asked<Wanted>) -> Response {
    ask(arrival, move |caller| {
        let world = caller.world();
        worklist::of_day(&world, &caller.company)?;
        let cut = cut(asked.page)?;
        let filter =
            WorkFilter { scope: caller.scope(), approvals: ALL_APPROVALS, search: base::fold::words(&asked.search) };
        let rows = world.read(|books| Ok(books.work_rows(&filter, WorkOrder::Worth, cut)?))?;
        let items = rows.into_iter().map(proposal).collect::<Result<Vec<_>, Oops>>()?;
        Ok(Page::cut(items, asked.page))
    })
    .await
}

/// Why nothing is done today for one overdue invoice.
#[derive(Serialize, ToSchema)]
struct SilenceShape {
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    #[schema(value_type = String)]
    invoice: InvoiceId,
    number: String,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// What it speaks of: the contested part of an invoice stands apart from the rest.
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
    is_contested: bool,
    reasons: Vec<ReasonShape>,
    /// Absent when only a new fact can change it.
    #[schema(value_type = Option<String>, format = Date)]
    next_on: Option<Date>,
}

fn silence(row: QuietRow) -> Result<SilenceShape, Oops> {
    let s: Silence = read(&row.item.json)?;
    Ok(SilenceShape {
        customer: s.party,
        customer_name: row.customer,
        invoice: s.invoice,
        number: s.number,
        currency: s.currency,
        outstanding_cents: s.outstanding_cents,
        is_contested: row.item.is_contested,
        reasons: s.reasons.iter().map(ReasonShape::from).collect(),
        next_on: s.next_on,
    })
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SilencesWanted {
    /// Part of a customer's name or of an invoice's number.
    #[serde(default)]
    #[param(required = false)]
    search: String,
    /// Code of the first reason; all when absent.
    #[serde(default)]
    #[param(required = false)]
    reason: String,
    /// Only those looked at again on that day or before.
    #[param(required = false, value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// `next` (the soonest looked at again, then the largest), `amount` or `customer`.
    #[serde(default)]
    #[param(required = false)]
    sort: Sort,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Sort {
    #[default]
    Next,
    Amount,
    Customer,
}

impl From<Sort> for QuietOrder {
    fn from(sort: Sort) -> QuietOrder {
        match sort {
            Sort::Next => QuietOrder::Next,
            Sort::Amount => QuietOrder::Amount,
            Sort::Customer => QuietOrder::Customer,
        }
    }
}

/// Overdue invoices for which nothing is proposed today, with the reason.
#[utoipa::path(get, path = "/agenda/silences", tag = "Agenda", params(SilencesWanted), responses(
    (status = 200, body = Page<SilenceShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn silences(arrival: Arrival, Asked(asked): Asked<SilencesWanted>) -> Response {
    ask(arrival, move |caller| {
        let world = caller.world();
        worklist::of_day(&world, &caller.company)?;
        let cut = cut(asked.page)?;
        let search = base::fold::words(&asked.search);
        let filter = QuietFilter { scope: caller.scope(), search, reason: asked.reason.clone(), until: asked.until };
        let rows = world.read(|books| Ok(books.quiet_rows(&filter, asked.sort.into(), cut)?))?;
        let items = rows.into_iter().map(silence).collect::<Result<Vec<_>, Oops>>()?;
        Ok(Page::cut(items, asked.page))
    })
    .await
}

/// A proposal of today that somebody approves.
#[derive(Deserialize, ToSchema)]
pub struct Approval {
    /// `pty_…`
    customer: String,
    step: String,
    #[schema(example = "EUR")]
    currency: String,
    /// `inv_…`: only these of the proposal's; all when absent.
    invoices: Option<Vec<String>>,
}

#[derive(Serialize, ToSchema)]
struct PreparedShape {
    #[schema(value_type = String, example = "act_0193…")]
    act: ActId,
    subject: String,
}

/// Approves a proposal of today: the act is prepared, and leaves with the next round unless it is cancelled before. What the
/// scenario reserves to the owner needs the right to manage.
#[utoipa::path(post, path = "/agenda/approvals", tag = "Agenda", request_body = Approval,
    params(("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = PreparedShape), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem, description = "It no longer stands, or a document cannot be made")))]
pub async fn approve(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: Approval| {
        let party = customer(caller, &given.customer)?;
        let world = caller.world();
        let (run, stored) = worklist::proposal(&world, &caller.company, party, &given.step, &given.currency)?;
        let wanted: Proposal = read(&stored.json)?;
        if wanted.approval == ApprovalNeeded::Owner {
            caller.must_manage()?;
        }
        let read = |text: &String| InvoiceId::parse(text).ok_or(Oops::NotHere);
        let kept: Option<Vec<InvoiceId>> =
            given.invoices.as_ref().map(|all| all.iter().map(read).collect::<Result<_, _>>()).transpose()?;
        let templates = app::texts::in_force(&world, &caller.company)?;
        let desk = Desk { templates: &templates, composer: caller.house.outside.composer() };
        let made = prepare_about(&world, &caller.company, &desk, run, &stored, kept.as_deref())?;
        worklist::refresh(&world, &caller.company, party)?;
        match made {
            Prepared::Act { id, subject, .. } => Ok(PreparedShape { act: id, subject }),
            Prepared::Overtaken { why } => Err(AppError::refused(why, "Relisez l’agenda.").into()),
        }
    })
    .await
}

/// A customer of the caller's company.
pub fn customer(caller: &Caller, text: &str) -> Result<PartyId, Oops> {
    let id = PartyId::parse(text).ok_or(Oops::NotHere)?;
    let seen = caller.world().read(|books| Ok(books.may_see(caller.scope(), id)?))?;
    if seen { Ok(id) } else { Err(Oops::NotHere) }
}
