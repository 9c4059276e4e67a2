//! Disputes: which ones, what was said, what comes of them. Credit notes are in the neighbour.

use super::gate::{Asked, Caller, Problem, act, act_on, ask};
use super::invoices::found;
use super::shapes::{Page, ROWS};
use crate::answer::Oops;
use crate::route::Arrival;
use app::disputes::{self, DisputeFolder, NewDispute, NewFile, Settlement};
use app::ports::screens::{Cut, DisputeFilter, DisputeRow, DisputeState};
use app::records::{ApiScope, DisputeOwner};
use app::worklist;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{ContactId, DisputeEntryId, DisputeId, InvoiceId, PartyId, UserId};
use base::{Cents, Currency, Date, parse_iso_date};
use domain::facts::{DisputeCause, Fault, Finding};
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
        let offset = asked.page.checked_mul(ROWS).ok_or_else(|| Oops::Unreadable("page trop grande".to_string()))?;
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
        let rows = world.read(|books| Ok(books.dispute_rows(&filter, Cut { offset, limit: ROWS + 1 })?))?;
        Ok(Page::cut(rows.into_iter().map(|row| shape(row, world.today)).collect(), asked.page))
    })
    .await
}

/// A code of a closed list.
fn known<T>(code: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Oops> {
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

/// An invoice that a customer contests.
#[derive(Deserialize, ToSchema)]
pub struct Contested {
    /// `inv_…`
    invoice: String,
    #[schema(example = "quality")]
    cause: String,
    /// All that is outstanding when absent.
    #[schema(minimum = 1)]
    amount_cents: Option<i64>,
    /// The contested lines as they read on the invoice.
    #[serde(default)]
    lines: String,
    /// `usr_…` or `ctc_…`; the salesperson who looks after the customer when absent.
    owner: Option<String>,
    /// In fifteen days when absent.
    #[schema(value_type = Option<String>, format = Date)]
    target_on: Option<String>,
    why: String,
}

#[derive(Serialize, ToSchema)]
struct Opened {
    #[schema(value_type = String, example = "dsp_0193…")]
    dispute: DisputeId,
}

/// Opens a dispute: what is contested is no longer asked for, the rest is.
#[utoipa::path(post, path = "/disputes", tag = "Litiges", request_body = Contested,
    params(("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = Opened), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn open(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: Contested| {
        let invoice = found(caller, &given.invoice)?;
        let world = caller.world();
        let new = NewDispute {
            invoice: invoice.id,
            cause: known(Some(&given.cause), DisputeCause::parse)?.ok_or(Oops::NotHere)?,
            contested: given.amount_cents.map(Cents::new),
            lines: given.lines,
            owner: given.owner.as_deref().map(owner).transpose()?,
            target_on: given.target_on.as_deref().map(day).transpose()?,
            why: given.why,
        };
        let dispute = disputes::open(&world, &caller.company, &new)?;
        worklist::refresh(&world, &caller.company, invoice.party)?;
        Ok(Opened { dispute })
    })
    .await
}

fn owner(text: &str) -> Result<DisputeOwner, Oops> {
    let user = UserId::parse(text).map(DisputeOwner::User);
    user.or_else(|| ContactId::parse(text).map(DisputeOwner::Contact)).ok_or(Oops::NotHere)
}

fn day(text: &str) -> Result<Date, Oops> {
    parse_iso_date(text).ok_or_else(|| Oops::Unreadable(format!("« {text} » n’est pas une date (AAAA-MM-JJ).")))
}

fn folder(caller: &Caller, id: &str) -> Result<DisputeFolder, Oops> {
    let id = DisputeId::parse(id).ok_or(Oops::NotHere)?;
    disputes::folder(&caller.world(), &caller.company, id).map_err(|_| Oops::NotHere)
}

/// What was said or written about a dispute.
#[derive(Deserialize, ToSchema)]
pub struct Message {
    text: String,
}

#[derive(Serialize, ToSchema)]
struct Added {
    #[schema(value_type = String, example = "dse_0193…")]
    entry: DisputeEntryId,
}

/// Adds a message to a dispute.
#[utoipa::path(post, path = "/disputes/{id}/messages", tag = "Litiges", request_body = Message,
    params(("id" = String, Path, description = "dsp_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = Added), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn tell(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Message| {
        let folder = folder(caller, &id)?;
        let entry = disputes::tell(&caller.world(), &caller.company, folder.dispute.id, &given.text, None)?;
        Ok(Added { entry })
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Named {
    /// Name of the file.
    name: String,
}

/// Adds a file to a dispute: the body is the file, kept byte for byte.
#[utoipa::path(post, path = "/disputes/{id}/files", tag = "Litiges",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(("id" = String, Path, description = "dsp_…"), Named,
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = Added), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn attach(arrival: Arrival, Path(id): Path<String>, Asked(named): Asked<Named>, body: Bytes) -> Response {
    let bytes = |bytes: &[u8]| Ok(bytes.to_vec());
    act_on(arrival, ApiScope::Act, body, bytes, move |caller, bytes: Vec<u8>| {
        let folder = folder(caller, &id)?;
        let file = NewFile { name: named.name, bytes };
        let entry = disputes::tell(&caller.world(), &caller.company, folder.dispute.id, "", Some(&file))?;
        Ok(Added { entry })
    })
    .await
}

/// Who sees to a dispute, by when, whose fault it is; what is absent stays.
#[derive(Deserialize, ToSchema)]
pub struct Followed {
    /// `usr_…` or `ctc_…`.
    owner: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    target_on: Option<String>,
    /// `unknown`, `ours` or `not_ours`.
    fault: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Recorded {
    recorded: bool,
}

/// Says who sees to a dispute, by when, whose fault it is.
#[utoipa::path(post, path = "/disputes/{id}/follow", tag = "Litiges", request_body = Followed,
    params(("id" = String, Path, description = "dsp_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = Recorded), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn follow(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Followed| {
        let folder = folder(caller, &id)?;
        let (world, company, dispute) = (caller.world(), &caller.company, folder.dispute.id);
        if let Some(text) = &given.owner {
            disputes::give_owner(&world, company, dispute, Some(owner(text)?))?;
        }
        if let Some(text) = &given.target_on {
            disputes::set_target(&world, company, dispute, day(text)?)?;
        }
        if let Some(fault) = known(given.fault.as_deref(), Fault::parse)? {
            disputes::set_fault(&world, company, dispute, fault)?;
        }
        worklist::refresh(&world, company, folder.dispute.party)?;
        Ok(Recorded { recorded: true })
    })
    .await
}

/// What came of a dispute.
#[derive(Deserialize, ToSchema)]
pub struct Outcome {
    /// `founded`, `partly` or `unfounded`.
    #[schema(example = "unfounded")]
    finding: String,
    /// Of what is contested; for `partly` only.
    founded_cents: Option<i64>,
    /// `unknown`, `ours` or `not_ours`.
    fault: Option<String>,
    why: String,
}

/// Says what came of a dispute: what is founded waits for its credit note, the rest is asked for again with its interest.
#[utoipa::path(post, path = "/disputes/{id}/outcome", tag = "Litiges", request_body = Outcome,
    params(("id" = String, Path, description = "dsp_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = Recorded), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn settle(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Outcome| {
        let folder = folder(caller, &id)?;
        let world = caller.world();
        let settlement = Settlement {
            finding: known(Some(&given.finding), Finding::parse)?.ok_or(Oops::NotHere)?,
            founded: given.founded_cents.map(Cents::new),
            fault: known(given.fault.as_deref(), Fault::parse)?,
            why: given.why,
        };
        disputes::settle(&world, &caller.company, folder.dispute.id, &settlement)?;
        worklist::refresh(&world, &caller.company, folder.dispute.party)?;
        Ok(Recorded { recorded: true })
    })
    .await
}

/// Whether the customer accepts the outcome.
#[derive(Deserialize, ToSchema)]
pub struct Answer {
    accepted: bool,
    /// Who said so.
    by: String,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<String>,
}

/// Records that the customer accepts or rejects the outcome of a dispute.
#[utoipa::path(post, path = "/disputes/{id}/answer", tag = "Litiges", request_body = Answer,
    params(("id" = String, Path, description = "dsp_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = Recorded), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn answer(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Answer| {
        let folder = folder(caller, &id)?;
        let world = caller.world();
        let on = given.on.as_deref().map(day).transpose()?.unwrap_or(world.today);
        disputes::answer(&world, &caller.company, folder.dispute.id, (given.accepted, &given.by), on)?;
        Ok(Recorded { recorded: true })
    })
    .await
}
