//! What customers promised, for programs: noted once, listed with what became of it.

use super::agenda::customer;
use super::gate::{Asked, Problem, act, ask};
use super::invoices::found;
use super::request::InState;
use super::shapes::{Page, ROWS};
use crate::answer::Oops;
use crate::route::Arrival;
use app::ports::screens::{Cut, PromiseRow};
use app::promises::{self, NewPromise, Source};
use app::records::ApiScope;
use app::worklist;
use axum::body::Bytes;
use axum::response::Response;
use base::id::{ContactId, HoldId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, parse_iso_date};
use domain::facts::{Heard, Word};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A promise to pay.
#[derive(Deserialize, ToSchema)]
pub struct Promise {
    /// `pty_…`
    customer: String,
    /// `inv_…`; all that the customer owes when absent.
    invoice: Option<String>,
    /// The day promised.
    #[schema(value_type = String, format = Date)]
    on: String,
    /// What was promised, when not all of it.
    #[schema(minimum = 1)]
    amount_cents: Option<i64>,
    /// `ctc_…`, who promised.
    made_by: Option<String>,
    /// `call`, `mail`, `letter`, `visit` or `other`.
    #[serde(default)]
    heard: String,
    /// One sentence, for whoever asks later.
    why: String,
}

#[derive(Serialize, ToSchema)]
struct PromiseGiven {
    #[schema(value_type = String, example = "hld_0193…")]
    hold: HoldId,
}

/// Notes a promise: nothing is asked until its day and grace have passed.
#[utoipa::path(post, path = "/promises", tag = "Accords", request_body = Promise,
    params(("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = PromiseGiven), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn promise(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: Promise| {
        let party = customer(caller, &given.customer)?;
        let invoice = given.invoice.as_deref().map(|text| found(caller, text)).transpose()?;
        if invoice.as_ref().is_some_and(|i| i.party != party) {
            return Err(Oops::NotHere);
        }
        let on = parse_iso_date(&given.on)
            .ok_or_else(|| Oops::Unreadable(format!("« {} » n’est pas une date AAAA-MM-JJ.", given.on)))?;
        let made_by = given.made_by.as_deref().map(|text| ContactId::parse(text).ok_or(Oops::NotHere)).transpose()?;
        let new = NewPromise {
            party,
            invoice: invoice.map(|i| i.id),
            on,
            amount: given.amount_cents.map(Cents::new),
            source: Source { made_by, heard: Heard::parse(&given.heard).unwrap_or_default(), act: None },
            why: given.why,
        };
        let world = caller.world();
        let hold = promises::give(&world, &caller.company, &new)?;
        worklist::refresh(&world, &caller.company, party)?;
        Ok(PromiseGiven { hold })
    })
    .await
}

/// A promise, and what the money on the books made of it.
#[derive(Serialize, ToSchema)]
struct PromiseShape {
    #[schema(value_type = String)]
    hold: HoldId,
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    #[schema(value_type = Option<String>)]
    invoice: Option<InvoiceId>,
    #[schema(value_type = String, format = Date)]
    given_on: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// The last day on which money still keeps it.
    #[schema(value_type = String, format = Date)]
    last_day: Date,
    /// `pending`, `kept`, `partly_kept` or `broken`.
    state: &'static str,
    /// Ended by somebody before its last day.
    taken_back: bool,
    #[schema(value_type = i64)]
    asked_cents: Cents,
    #[schema(value_type = i64)]
    received_cents: Cents,
    #[schema(value_type = String)]
    currency: Currency,
    made_by: Option<String>,
    heard: &'static str,
    why: String,
}

impl From<PromiseRow> for PromiseShape {
    fn from(row: PromiseRow) -> Self {
        PromiseShape {
            hold: row.hold,
            customer: row.party,
            customer_name: row.customer,
            invoice: row.invoice,
            given_on: row.given_on,
            until: row.until,
            last_day: row.last_day,
            state: row.word.code(),
            taken_back: row.is_lifted,
            asked_cents: row.asked,
            received_cents: row.received,
            currency: row.currency,
            made_by: row.made_by,
            heard: row.heard.code(),
            why: row.why,
        }
    }
}

/// Promises, in state `pending`, `kept`, `partly_kept` or `broken`: those whose day comes last first.
#[utoipa::path(get, path = "/promises", tag = "Accords", params(InState), responses(
    (status = 200, body = Page<PromiseShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<InState>) -> Response {
    ask(arrival, move |caller| {
        let word = match asked.state.as_str() {
            "" => None,
            code => Some(Word::parse(code).ok_or_else(|| Oops::Unreadable(format!("« {code} » n’est pas un état.")))?),
        };
        let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
        let world = caller.world();
        let rows = world.read(|books| Ok(books.promise_rows(caller.scope(), word, world.today, cut)?))?;
        Ok(Page::cut(rows.into_iter().map(PromiseShape::from).collect(), asked.page))
    })
    .await
}
