//! What a program reports: money received, and what stops or resumes the chasing of a customer or an invoice.

use super::agenda::customer;
use super::company::day;
use super::disputes::known;
use super::gate::{Caller, Problem, act};
use super::invoices::found;
use super::request::Recorded;
use crate::answer::Oops;
use crate::route::Arrival;
use app::AppError;
use app::disputes::{self, Contention};
use app::holds::{self, NewHold};
use app::payments::pay;
use app::records::ApiScope;
use app::worklist;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::Cents;
use base::id::{ActId, DisputeId, HoldId, InvoiceId, PartyId};
use domain::facts::{DisputeCause, HoldKind};
use domain::journal::kinds::ReturnCause;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Money received for an invoice.
#[derive(Deserialize, ToSchema)]
pub struct Payment {
    /// `inv_…`
    invoice: String,
    /// At most what is outstanding.
    #[schema(minimum = 1)]
    amount_cents: i64,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    received_on: Option<String>,
    #[serde(default)]
    reference: String,
    /// For the interest and the compensation of the invoice, and not for the invoice itself; then at most what is left of them.
    #[serde(default)]
    accessories: bool,
}

/// What money on an invoice that was written off is in the books.
#[derive(Serialize, ToSchema)]
struct RecoveredShape {
    #[schema(value_type = i64)]
    gain_cents: Cents,
    /// Owed again, since it had been taken back.
    #[schema(value_type = i64)]
    vat_cents: Cents,
}

#[derive(Serialize, ToSchema)]
struct PaymentShape {
    recorded: bool,
    /// Of the amount, what paid interest that a document had asked for, before the principal (C. civ. 1343-1).
    #[schema(value_type = i64)]
    interest_cents: Cents,
    /// Principal still to pay.
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
    /// Present when the invoice had been written off.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovered: Option<RecoveredShape>,
}

/// Records money received for an invoice.
#[utoipa::path(post, path = "/payments", tag = "Faits", request_body = Payment,
    params(("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = PaymentShape), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn payment(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: Payment| {
        let invoice = found(caller, &given.invoice)?;
        let world = caller.world();
        let on = day(given.received_on.as_deref(), world.today)?;
        let (amount, reference) = (Cents::new(given.amount_cents), given.reference.as_str());
        let mut to_interest = Cents::ZERO;
        if given.accessories {
            app::accessories::receive(&world, &caller.company, invoice.id, (amount, on, reference))?;
        } else {
            let paid = pay(&world, &caller.company, invoice.id, amount, on, reference)?;
            to_interest = paid.to_interest;
        }
        worklist::refresh(&world, &caller.company, invoice.party)?;
        let lost = if given.accessories {
            None
        } else {
            app::bad_debts::recovered(&world, &caller.company, invoice.id, amount)?
        };
        let recovered = lost.map(|r| RecoveredShape { gain_cents: r.gain, vat_cents: r.vat });
        let balance = world.read(|books| Ok(books.balance(invoice.id)?))?;
        let outstanding_cents = balance.map_or(Cents::ZERO, |b| b.outstanding);
        Ok(PaymentShape { recorded: true, interest_cents: to_interest, outstanding_cents, recovered })
    })
    .await
}

/// What stops or bends the chasing of a customer, or of one invoice.
#[derive(Deserialize, ToSchema)]
pub struct Hold {
    /// `pty_…`
    customer: String,
    /// `inv_…`; all of the customer's when absent.
    invoice: Option<String>,
    /// `dispute`, `promise`, `plan`, `insolvency`, `factored`, `pause`, `payment_announced` or `awaiting_validation`.
    #[schema(example = "promise")]
    kind: String,
    /// Its last day; a promise has one.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<String>,
    /// What is contested or promised, when not all of it.
    amount_cents: Option<i64>,
    /// Of a dispute, and wanted there: `price`, `quantity`, `quality`, `delivery`, `missing_document`, `not_received`,
    /// `wrong_recipient` or `legal`.
    cause: Option<String>,
    /// One sentence, for whoever asks later.
    why: String,
}

#[derive(Serialize, ToSchema)]
struct HoldShape {
    /// Of the first, when there are several disputes.
    #[schema(value_type = String, example = "hld_0193…")]
    id: HoldId,
    /// Of what is contested: one for the invoice, or one for each that the customer owes.
    #[schema(value_type = Vec<String>)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disputes: Vec<DisputeId>,
}

/// Opens a promise, a pause… or a dispute, on each invoice that the customer owes when none is named.
#[utoipa::path(post, path = "/holds", tag = "Faits", request_body = Hold,
    params(("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = HoldShape), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn hold(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: Hold| {
        let party = customer(caller, &given.customer)?;
        let invoice = given.invoice.as_deref().map(|text| found(caller, text)).transpose()?;
        if invoice.as_ref().is_some_and(|i| i.party != party) {
            return Err(Oops::NotHere);
        }
        let invoice = invoice.map(|i| i.id);
        let unknown = || Oops::Unreadable(format!("« {} » n’est pas une suspension connue.", given.kind));
        let world = caller.world();
        let kind = HoldKind::parse(&given.kind).ok_or_else(unknown)?;
        if kind == HoldKind::Dispute {
            return contest(caller, (party, invoice), &given);
        }
        let new = NewHold {
            party,
            invoice,
            kind,
            since: None,
            until: given.until.as_deref().map(|text| day(Some(text), world.today)).transpose()?,
            amount: given.amount_cents.map(Cents::new),
            why: given.why,
        };
        let id = holds::open(&world, &caller.company, &new)?;
        worklist::refresh(&world, &caller.company, party)?;
        Ok(HoldShape { id, disputes: Vec::new() })
    })
    .await
}

fn contest(caller: &Caller, subject: (PartyId, Option<InvoiceId>), given: &Hold) -> Result<HoldShape, Oops> {
    if given.until.is_some() {
        let why = "Un litige ne s’arrête pas un jour donné : il se tranche.";
        return Err(AppError::refused(why, "Laissez « until » de côté ; /disputes reçoit un jour visé.").into());
    }
    let cause = known(given.cause.as_deref(), DisputeCause::parse)?;
    let no_cause = || AppError::refused("Un litige a un motif.", "Donnez-le dans « cause ».");
    let contested = Contention {
        cause: cause.ok_or_else(no_cause)?,
        amount: given.amount_cents.map(Cents::new),
        why: given.why.clone(),
    };
    let world = caller.world();
    let disputes = disputes::open_all(&world, &caller.company, subject, &contested)?;
    worklist::refresh(&world, &caller.company, subject.0)?;
    let first = disputes.first().copied().ok_or(Oops::NotHere)?;
    let standing = disputes::folder(&world, &caller.company, first)?.standing;
    let (hold, _) = standing.ok_or(Oops::NotHere)?;
    Ok(HoldShape { id: hold.id, disputes })
}

/// Why it ends.
#[derive(Deserialize, ToSchema)]
pub struct Lift {
    why: String,
}

/// Ends a hold.
#[utoipa::path(post, path = "/holds/{id}/lift", tag = "Faits", request_body = Lift,
    params(("id" = String, Path, description = "hld_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = Recorded), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn lift(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Lift| {
        let id = HoldId::parse(&id).ok_or(Oops::NotHere)?;
        let world = caller.world();
        let hold = world.read(|books| Ok(books.hold(id)?))?.filter(|h| h.company == caller.company.id);
        let hold = hold.ok_or(Oops::NotHere)?;
        holds::lift(&world, &caller.company, id, &given.why)?;
        worklist::refresh(&world, &caller.company, hold.party)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// A letter that came back.
#[derive(Deserialize, ToSchema)]
pub struct Return {
    /// `unclaimed` (registered, presented and not fetched) or `unknown_address`.
    #[schema(example = "unclaimed")]
    cause: String,
    /// The day it was presented; only, and always, with `unclaimed`.
    #[schema(value_type = Option<String>, format = Date)]
    presented_on: Option<String>,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    returned_on: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct ReturnShape {
    /// In French.
    follows: &'static str,
}

/// Records that a letter came back: an unclaimed formal notice counts from its presentation, a letter to a wrong address
/// reached nobody.
#[utoipa::path(post, path = "/acts/{id}/return", tag = "Faits", request_body = Return,
    params(("id" = String, Path, description = "act_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = ReturnShape), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn returned(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Return| {
        let world = caller.world();
        let id = ActId::parse(&id).ok_or(Oops::NotHere)?;
        let row = world.read(|books| Ok(books.act(id)?))?.filter(|r| r.act.company == caller.company.id);
        let row = row.ok_or(Oops::NotHere)?;
        let cause = match (given.cause.as_str(), given.presented_on.as_deref()) {
            ("unclaimed", Some(text)) => ReturnCause::Unclaimed { presented_on: day(Some(text), world.today)? },
            ("unknown_address", None) => ReturnCause::UnknownAddress,
            _ => {
                return Err(Oops::Unreadable(format!(
                    "« {} » avec ou sans presented_on n’est pas un motif.",
                    given.cause
                )));
            }
        };
        let on = day(given.returned_on.as_deref(), world.today)?;
        let follows = app::undelivered::record(&world, &caller.company, id, on, cause)?;
        worklist::refresh(&world, &caller.company, row.act.party)?;
        Ok(ReturnShape { follows })
    })
    .await
}
