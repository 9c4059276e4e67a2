//! What programs do in a dispute: open it, add to it, follow it, say its outcome.

use super::disputes::known;
use super::gate::{Asked, Caller, Problem, act, act_on};
use super::invoices::found;
use super::request::Recorded;
use crate::answer::Oops;
use crate::route::Arrival;
use app::disputes::{self, DisputeFolder, NewDispute, NewFile, Settlement};
use app::records::{ApiScope, DisputeOwner};
use app::worklist;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{ContactId, DisputeEntryId, DisputeId, UserId};
use base::{Cents, Date, parse_iso_date};
use domain::facts::{DisputeCause, Fault, Finding};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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
        Ok(Recorded::DONE)
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
        Ok(Recorded::DONE)
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
        Ok(Recorded::DONE)
    })
    .await
}
