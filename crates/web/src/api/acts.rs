use super::disputes::known;
use super::gate::{Asked, act, ask, ask_file};
use super::request::{Named, NotAnswered, NotDone, Once, Recorded, act_of, amount_if, coded, cut, day_if, sentence};
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::AppError;
use app::outcomes::{self, Outcome};
use app::ports::screens::ActList;
use app::records::{ActRow, ApiScope};
use app::worklist;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{ActId, InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::facts::{Channel, DisputeCause};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A reminder, letter, call or visit that was approved.
#[derive(Serialize, ToSchema)]
struct ActShape {
    #[schema(value_type = String, example = "act_0193…")]
    id: ActId,
    #[schema(value_type = String)]
    customer: PartyId,
    step: String,
    step_title: String,
    /// `email`, `call`, `letter`, `registered_letter`, `visit` or `internal`.
    channel: &'static str,
    /// `prepared`, `dispatching`, `handed_over`, `delivered`, `done`, `failed`, `unknown` or `cancelled`.
    state: &'static str,
    detail: String,
    subject: String,
    addressed_to: String,
    #[schema(value_type = String, format = Date)]
    planned_on: Date,
    #[schema(value_type = Option<String>, format = Date)]
    performed_on: Option<Date>,
    approved_by: String,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    #[schema(value_type = i64)]
    total_cents: Cents,
    #[schema(value_type = Vec<String>)]
    invoices: Vec<InvoiceId>,
    live: bool,
    content_type: String,
    content_sha256: String,
}

impl From<ActRow> for ActShape {
    fn from(row: ActRow) -> Self {
        ActShape {
            id: row.act.id,
            customer: row.act.party,
            channel: row.act.channel.code(),
            state: row.state.code(),
            detail: row.last_detail,
            planned_on: row.act.planned_on,
            performed_on: row.performed_on,
            currency: row.act.currency,
            total_cents: row.act.total,
            invoices: row.act.lines.iter().map(|l| l.invoice).collect(),
            live: row.act.live,
            step: row.act.step,
            step_title: row.act.step_title,
            subject: row.act.subject,
            addressed_to: row.act.addressed_to,
            approved_by: row.act.approved_by,
            content_type: row.act.content_type,
            content_sha256: row.act.content_sha256,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listed {
    /// `leaving` (approved, not gone yet), `answers` (waiting for a result) or `done` (today).
    #[serde(default = "leaving")]
    #[param(required = false)]
    list: String,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

fn leaving() -> String {
    "leaving".to_string()
}

/// Acts by where they stand.
#[utoipa::path(get, path = "/acts", tag = "Actes", params(Listed), responses((status = 200, body = Page<ActShape>), NotAnswered))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<Listed>) -> Response {
    ask(arrival, move |caller| {
        let world = caller.world();
        let list = coded(&asked.list, |word| match word {
            "leaving" => Some(ActList::Leaving),
            "answers" => Some(ActList::Answers),
            "done" => Some(ActList::Done(world.today)),
            _ => None,
        })?;
        let cut = cut(asked.page)?;
        let rows = world.read(|books| Ok(books.act_rows(caller.scope(), list, cut)?))?;
        Ok(Page::cut(rows.into_iter().map(|named| ActShape::from(named.row)).collect(), asked.page))
    })
    .await
}

/// One act.
#[utoipa::path(get, path = "/acts/{id}", tag = "Actes", params(Named), responses((status = 200, body = ActShape), NotAnswered))]
pub async fn one(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask(arrival, move |caller| act_of(caller, &id).map(ActShape::from)).await
}

/// The exact bytes that leave or left. A letter that waits is looked at again first.
#[utoipa::path(get, path = "/acts/{id}/content", tag = "Actes", params(Named),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), NotAnswered))]
pub async fn content(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask_file(arrival, move |caller| {
        let row = act_of(caller, &id)?;
        let bytes = app::dispatch::document(&caller.world(), &caller.company, &row, None)?;
        Ok((bytes, row.act.content_type))
    })
    .await
}

/// What a call or visit gave.
#[derive(Deserialize, ToSchema)]
pub struct Heard {
    /// `no_answer`, `invoice_not_received`, `awaiting_validation`, `dispute`, `promise`, `payment_sent` or `other`.
    pub outcome: String,
    /// The promised day, or until when it is being checked, or when it was sent.
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<String>,
    /// Why it is contested (`dispute`): `price`, `quantity`, `quality`, `delivery`, `missing_document`, `not_received`,
    /// `wrong_recipient` or `legal`. A dispute is opened for each invoice.
    pub cause: Option<String>,
    /// What is contested or promised, when not all of it.
    pub amount_cents: Option<i64>,
    #[serde(default)]
    pub note: String,
}

impl Heard {
    fn cause(&self) -> Result<DisputeCause, Oops> {
        let no_cause = || Oops::from(AppError::refused("Un litige a un motif.", "Donnez-le dans « cause »."));
        known(self.cause.as_deref(), DisputeCause::parse)?.ok_or_else(no_cause)
    }

    pub fn read(&self) -> Result<Outcome, Oops> {
        let (on, amount) = (day_if(self.on.as_deref())?, amount_if(self.amount_cents)?);
        let dated =
            || on.ok_or_else(|| Oops::from(AppError::refused("Une promesse a une date.", "Donnez-la dans « on ».")));
        Ok(match self.outcome.as_str() {
            "no_answer" => Outcome::NoAnswer,
            "invoice_not_received" => Outcome::InvoiceNotReceived,
            "awaiting_validation" => Outcome::AwaitingValidation { until: on },
            "dispute" => Outcome::Dispute { cause: self.cause()?, amount },
            "promise" => Outcome::Promise { on: dated()?, amount },
            "payment_sent" => Outcome::PaymentSent { on },
            "other" => {
                sentence(&self.note)?;
                Outcome::Other
            }
            word => return Err(Oops::Unreadable(format!("« {word} » n’est pas un résultat connu."))),
        })
    }
}

/// Records what a call or visit gave; the next step follows from it.
#[utoipa::path(post, path = "/acts/{id}/outcome", tag = "Actes", request_body = Heard, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn outcome(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, heard: Heard| {
        let row = act_of(caller, &id)?;
        if !matches!(row.act.channel, Channel::Call | Channel::Visit) {
            let what = "Seuls un appel et une visite ont un résultat de cette sorte.";
            return Err(AppError::refused(what, "Pour un courrier : /done.").into());
        }
        let world = caller.world();
        outcomes::record_call(&world, &caller.company, row.act.id, &heard.read()?, heard.note.trim())?;
        worklist::refresh(&world, &caller.company, row.act.party)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// When something was posted, presented or done.
#[derive(Deserialize, ToSchema)]
pub struct Done {
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<String>,
    /// Number of a registered letter, name of who received it.
    #[serde(default)]
    proof: String,
}

/// What was noted, and what is to be known about it.
#[derive(Serialize, ToSchema)]
struct DoneShape {
    warnings: Vec<String>,
}

/// A letter was posted, a task done.
#[utoipa::path(post, path = "/acts/{id}/done", tag = "Actes", request_body = Done, params(Named, Once),
    responses((status = 200, body = DoneShape), NotDone))]
pub async fn done(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Done| {
        let row = act_of(caller, &id)?;
        let world = caller.world();
        let on = day_if(given.on.as_deref())?.unwrap_or(world.today);
        let warnings = outcomes::record_done(&world, &caller.company, row.act.id, on, given.proof.trim())?;
        worklist::refresh(&world, &caller.company, row.act.party)?;
        Ok(DoneShape { warnings })
    })
    .await
}

/// Whether a message of unknown outcome left.
#[derive(Deserialize, ToSchema)]
pub struct Resolution {
    left: bool,
    why: String,
}

/// Somebody looked whether the message left.
#[utoipa::path(post, path = "/acts/{id}/resolution", tag = "Actes", request_body = Resolution, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn resolve(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Resolution| {
        let row = act_of(caller, &id)?;
        let world = caller.world();
        outcomes::resolve_unknown(&world, &caller.company, row.act.id, given.left, sentence(&given.why)?)?;
        worklist::refresh(&world, &caller.company, row.act.party)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// Why.
#[derive(Deserialize, ToSchema)]
pub struct Why {
    pub why: String,
}

/// Gives up what has not left.
#[utoipa::path(post, path = "/acts/{id}/cancellation", tag = "Actes", request_body = Why, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn cancel(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Why| {
        let row = act_of(caller, &id)?;
        let world = caller.world();
        outcomes::cancel(&world, &caller.company, row.act.id, sentence(&given.why)?)?;
        worklist::refresh(&world, &caller.company, row.act.party)?;
        Ok(Recorded::DONE)
    })
    .await
}
