//! Interest and compensation as claims of their own, for programs.

use super::agenda::customer;
use super::company::{OnDay, day};
use super::gate::{Asked, Problem, ask};
use super::invoices::found;
use crate::route::Arrival;
use app::accessories::{self, OfInvoice, Step};
use axum::extract::Path;
use axum::response::Response;
use base::id::InvoiceId;
use base::{Cents, Currency, Date};
use domain::accessories::{Claim, ClaimState};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Interest and compensation of an invoice on a day, and how they came to be so.
#[derive(Serialize, ToSchema)]
struct InvoiceClaims {
    #[schema(value_type = String, example = "inv_0193…")]
    invoice: InvoiceId,
    number: String,
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    interest: ClaimShape,
    /// In euros, whatever the currency of the invoice (C. com. D441-5).
    compensation: ClaimShape,
    /// Oldest first: each with `on`, `kind` (`claimed`, `waived`, `paid`), `interest_cents`, `compensation_cents`, and the act,
    /// author or payment it comes from.
    #[schema(value_type = Vec<Object>)]
    steps: Vec<Value>,
}

/// What accrued is what was waived, what was paid and what is due.
#[derive(Serialize, ToSchema)]
struct ClaimShape {
    /// `nothing`, `claimed`, `unclaimed`, `paid` or `waived`.
    #[schema(value_type = String)]
    state: ClaimState,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    #[schema(value_type = i64)]
    accrued_cents: Cents,
    /// Of what accrued, how much a document asked for.
    #[schema(value_type = i64)]
    claimed_cents: Cents,
    #[schema(value_type = i64)]
    waived_cents: Cents,
    #[schema(value_type = i64)]
    paid_cents: Cents,
    #[schema(value_type = i64)]
    due_cents: Cents,
}

#[derive(Serialize, ToSchema)]
struct CustomerClaims {
    items: Vec<InvoiceClaims>,
}

fn claim(claim: &Claim, currency: Currency) -> ClaimShape {
    ClaimShape {
        state: claim.state(),
        currency,
        accrued_cents: claim.accrued,
        claimed_cents: claim.claimed,
        waived_cents: claim.waived,
        paid_cents: claim.paid,
        due_cents: claim.due,
    }
}

fn shape(of: &OfInvoice) -> InvoiceClaims {
    let step = |step: &Step| serde_json::to_value(step).ok();
    InvoiceClaims {
        invoice: of.invoice,
        number: of.number.clone(),
        as_of: of.as_of,
        interest: claim(&of.claims.interest, of.currency),
        compensation: claim(&of.claims.compensation, Currency::EUR),
        steps: of.steps.iter().filter_map(step).collect(),
    }
}

/// Interest and compensation of an invoice: what was claimed, waived, paid, and what is left.
#[utoipa::path(get, path = "/invoices/{id}/claims", tag = "Factures",
    params(("id" = String, Path, description = "inv_…"), OnDay), responses(
    (status = 200, body = InvoiceClaims), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 404, body = Problem), (status = 422, body = Problem, description = "A legal table does not cover a day")))]
pub async fn of_invoice(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<OnDay>) -> Response {
    ask(arrival, move |caller| {
        let invoice = found(caller, &id)?;
        let world = caller.world();
        let as_of = day(asked.date.as_deref(), world.today)?;
        let law = app::lawbook::load(&world)?;
        let of = world.read(|books| accessories::of_invoice(books, &law, &caller.company, &invoice, as_of))?;
        Ok(shape(&of))
    })
    .await
}

/// The same for every invoice of a customer for which something was asked, the oldest due first.
#[utoipa::path(get, path = "/customers/{id}/claims", tag = "Clients",
    params(("id" = String, Path, description = "pty_…"), OnDay), responses(
    (status = 200, body = CustomerClaims), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 404, body = Problem), (status = 422, body = Problem, description = "A legal table does not cover a day")))]
pub async fn of_customer(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<OnDay>) -> Response {
    ask(arrival, move |caller| {
        let party = customer(caller, &id)?;
        let world = caller.world();
        let as_of = day(asked.date.as_deref(), world.today)?;
        let law = app::lawbook::load(&world)?;
        let found = world.read(|books| accessories::of_party(books, &law, &caller.company, party, as_of))?;
        Ok(CustomerClaims { items: found.iter().map(shape).collect() })
    })
    .await
}
