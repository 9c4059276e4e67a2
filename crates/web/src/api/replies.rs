//! What customers answered: recorded with the message itself or its text, listed, handled by the outcomes that a call has.

use super::acts::Heard;
use super::base64;
use super::gate::{Asked, Caller, act, ask, ask_file};
use super::request::{Named, NotAnswered, NotDone, Once, Recorded, act_of, cut, day_if, follow, party, sentence};
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::disputes::NewFile;
use app::folders::NewContact;
use app::ports::replies::ReplyList;
use app::records::{ApiScope, ReplyEnded, ReplyRow};
use app::replies::{self, Handling, Meaning, NewReply};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::Date;
use base::id::{ActId, InvoiceId, PartyId, ReplyId};
use domain::facts::ContactRole;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a customer answered.
#[derive(Serialize, ToSchema)]
struct ReplyShape {
    #[schema(value_type = String, example = "rpl_0193…")]
    id: ReplyId,
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    /// What it answers, when that is known.
    #[schema(value_type = Option<String>)]
    act: Option<ActId>,
    #[schema(value_type = String, format = Date)]
    received_on: Date,
    #[schema(value_type = String, format = Date)]
    recorded_on: Date,
    recorded_by: String,
    from: String,
    subject: String,
    /// In a list, its beginning.
    text: String,
    /// Name of the file that came with it; `/replies/{id}/file` is its bytes.
    file: Option<String>,
    /// `waiting`, `handled` or `withdrawn`.
    state: &'static str,
    handled: Option<EndShape>,
    withdrawn: Option<EndShape>,
}

/// How an answer ended.
#[derive(Serialize, ToSchema)]
struct EndShape {
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// What it was taken to mean; absent when it was withdrawn.
    meaning: Option<&'static str>,
    note: String,
    by: String,
}

impl From<ReplyEnded> for EndShape {
    fn from(ended: ReplyEnded) -> Self {
        let meaning = ended.meaning.map(|m| m.code());
        EndShape { on: ended.on, meaning, note: ended.note, by: ended.author }
    }
}

impl From<ReplyRow> for ReplyShape {
    fn from(row: ReplyRow) -> Self {
        let state = match (&row.withdrawn, &row.handled) {
            (Some(_), _) => "withdrawn",
            (None, Some(_)) => "handled",
            (None, None) => "waiting",
        };
        ReplyShape {
            id: row.reply.id,
            customer: row.reply.party,
            customer_name: row.customer,
            act: row.reply.act,
            received_on: row.reply.received_on,
            recorded_on: row.reply.noted_on,
            recorded_by: row.reply.author,
            from: row.sender,
            subject: row.subject,
            text: row.text,
            file: row.reply.file.map(|f| f.name),
            state,
            handled: row.handled.map(EndShape::from),
            withdrawn: row.withdrawn.map(EndShape::from),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// `waiting` (when absent; the oldest first) or `all` (the latest first).
    #[serde(default)]
    #[param(required = false)]
    state: String,
    /// All of that customer, whatever became of them.
    #[param(required = false)]
    customer: Option<String>,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// What customers answered.
#[utoipa::path(get, path = "/replies", tag = "Clients", params(Wanted),
    responses((status = 200, body = Page<ReplyShape>), NotAnswered))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<Wanted>) -> Response {
    ask(arrival, move |caller| {
        let list = match (&asked.customer, asked.state.as_str()) {
            (Some(customer), _) => ReplyList::OfParty(party(caller, customer)?.id),
            (None, "" | "waiting") => ReplyList::Waiting,
            (None, "all") => ReplyList::All,
            (None, word) => return Err(Oops::Unreadable(format!("« {word} » n’est pas un état connu."))),
        };
        let cut = cut(asked.page)?;
        let rows = caller.world().read(|books| Ok(books.reply_rows(caller.scope(), list, cut)?))?;
        Ok(Page::cut(rows.into_iter().map(ReplyShape::from).collect(), asked.page))
    })
    .await
}

fn found(caller: &Caller, id: &str) -> Result<ReplyRow, Oops> {
    let id = ReplyId::parse(id).ok_or(Oops::NotHere)?;
    Ok(replies::read(&caller.world(), &caller.company, id)?.0)
}

/// An answer with its whole text.
#[utoipa::path(get, path = "/replies/{id}", tag = "Clients", params(Named),
    responses((status = 200, body = ReplyShape), NotAnswered))]
pub async fn one(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask(arrival, move |caller| Ok(ReplyShape::from(found(caller, &id)?))).await
}

/// The file that came with an answer, byte for byte.
#[utoipa::path(get, path = "/replies/{id}/file", tag = "Clients", params(Named),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), NotAnswered))]
pub async fn file(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask_file(arrival, move |caller| {
        let row = found(caller, &id)?;
        let bytes = caller.world().read(|books| Ok(books.reply_file(row.reply.id)?))?.ok_or(Oops::NotHere)?;
        Ok((bytes, "application/octet-stream".to_string()))
    })
    .await
}

/// An answer to record: its text, its message, or both. What is said comes before what the message says.
#[derive(Deserialize, ToSchema)]
pub struct Given {
    /// `pty_…`; found from the message when absent.
    customer: Option<String>,
    /// `act_…`, what it answers; found from the message when absent.
    act: Option<String>,
    /// The day of the message, else today, when absent.
    #[schema(value_type = Option<String>, format = Date)]
    received_on: Option<String>,
    #[serde(default)]
    from: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    text: String,
    file: Option<Joined>,
}

/// A file, kept byte for byte: the message as `.eml`, or a scanned letter beside its text.
#[derive(Deserialize, ToSchema)]
pub struct Joined {
    name: String,
    base64: String,
}

/// What was recorded.
#[derive(Serialize, ToSchema)]
struct RecordedShape {
    #[schema(value_type = String, example = "rpl_0193…")]
    id: ReplyId,
    #[schema(value_type = String)]
    customer: PartyId,
    /// The same message was recorded before: nothing was added.
    already_known: bool,
}

/// Records what a customer answered: until it is handled, reminders wait for it some working days.
#[utoipa::path(post, path = "/replies", tag = "Clients", request_body = Given, params(Once),
    responses((status = 200, body = RecordedShape), NotDone))]
pub async fn record(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: Given| {
        let file =
            given.file.map(|f| Ok::<_, Oops>(NewFile { name: f.name, bytes: base64::read(&f.base64)? })).transpose()?;
        let new = NewReply {
            party: given.customer.as_deref().map(|c| party(caller, c)).transpose()?.map(|p| p.id),
            act: given.act.as_deref().map(|a| act_of(caller, a)).transpose()?.map(|row| row.act.id),
            from: given.from,
            subject: given.subject,
            text: given.text,
            received_on: day_if(given.received_on.as_deref())?,
            file,
        };
        let reader = caller.house.outside.mail_reader();
        let made = replies::record(&caller.world(), &caller.company, caller.scope(), reader, &new)?;
        follow(caller, made.party())?;
        let already_known = matches!(made, replies::Recorded::Known { .. });
        Ok(RecordedShape { id: made.id(), customer: made.party(), already_known })
    })
    .await
}

/// What an answer means.
#[derive(Deserialize, ToSchema)]
pub struct Meant {
    /// `promise`, `payment_sent`, `awaiting_validation`, `dispute`, `invoice_not_received`, `wrong_contact` or `other`.
    meaning: String,
    /// The promised day, or until when it is being checked, or when it was sent.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<String>,
    /// Why it is contested (`dispute`), as for the outcome of an act.
    cause: Option<String>,
    /// What is contested or promised, when not all of it.
    amount_cents: Option<i64>,
    /// `inv_…`, what it is about; what the act asked for, else all that is overdue, when absent.
    #[serde(default)]
    invoices: Vec<String>,
    /// Who is to be written to instead (`wrong_contact`).
    contact: Option<Person>,
    #[serde(default)]
    note: String,
}

/// Somebody at the customer's.
#[derive(Deserialize, ToSchema)]
pub struct Person {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
}

/// Says what an answer means; what follows is opened.
#[utoipa::path(post, path = "/replies/{id}/handling", tag = "Clients", request_body = Meant, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn handle(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, meant: Meant| {
        let row = found(caller, &id)?;
        let invoices = meant.invoices.iter().map(|i| InvoiceId::parse(i).ok_or(Oops::NotHere));
        let invoices = invoices.collect::<Result<Vec<_>, _>>()?;
        let note = meant.note.clone();
        let meaning = if meant.meaning == "wrong_contact" {
            let Person { name, email, phone } = meant.contact.unwrap_or(Person::NOBODY);
            let role = ContactRole::AccountsPayable;
            let is_named = !(name.is_empty() && email.is_empty() && phone.is_empty());
            Meaning::WrongContact(is_named.then_some(NewContact { role, name, email, phone }))
        } else {
            let Meant { meaning: outcome, on, cause, amount_cents, note, .. } = meant;
            Meaning::Heard(Heard { outcome, on, cause, amount_cents, note }.read()?)
        };
        let handling = Handling { meaning, invoices, note };
        replies::handle(&caller.world(), &caller.company, row.reply.id, &handling)?;
        follow(caller, row.reply.party)
    })
    .await
}

impl Person {
    const NOBODY: Person = Person { name: String::new(), email: String::new(), phone: String::new() };
}

/// Why an answer is taken back.
#[derive(Deserialize, ToSchema)]
pub struct Mistaken {
    why: String,
}

/// Withdraws an answer that was recorded by mistake: it holds nothing back any more, and stays visible.
#[utoipa::path(post, path = "/replies/{id}/withdrawal", tag = "Clients", request_body = Mistaken, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn withdraw(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Mistaken| {
        let row = found(caller, &id)?;
        replies::withdraw(&caller.world(), &caller.company, row.reply.id, sentence(&given.why)?)?;
        follow(caller, row.reply.party)
    })
    .await
}
