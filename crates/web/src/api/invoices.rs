use super::company::{OnDay, day};
use super::gate::{Asked, Caller, Problem, ask};
use crate::answer::Oops;
use crate::route::Arrival;
use app::records::InvoiceRecord;
use axum::extract::Path;
use axum::response::Response;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, RateBp};
use serde::Serialize;
use utoipa::ToSchema;

/// An invoice or a credit note, and what is left of it.
#[derive(Serialize, ToSchema)]
struct InvoiceShape {
    #[schema(value_type = String, example = "inv_0193…")]
    id: InvoiceId,
    #[schema(value_type = String)]
    customer: PartyId,
    number: String,
    /// `invoice`, `credit_note`, `down_payment`, `corrective` or `opening`.
    kind: String,
    #[schema(value_type = String, format = Date)]
    issued_on: Date,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    #[schema(value_type = i64)]
    gross_cents: Cents,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
    #[schema(value_type = Option<String>, format = Date)]
    settled_on: Option<Date>,
}

pub fn found(caller: &Caller, id: &str) -> Result<InvoiceRecord, Oops> {
    let id = InvoiceId::parse(id).ok_or(Oops::NotHere)?;
    let invoice = caller.world().read(|books| Ok(books.invoice(id)?))?;
    invoice.filter(|i| i.company == caller.company.id).ok_or(Oops::NotHere)
}

/// One invoice.
#[utoipa::path(get, path = "/invoices/{id}", tag = "Factures", params(("id" = String, Path, description = "inv_…")),
    responses((status = 200, body = InvoiceShape), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn one(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask(arrival, move |caller| {
        let invoice = found(caller, &id)?;
        let balance = caller.world().read(|books| Ok(books.balance(invoice.id)?))?.ok_or(Oops::NotHere)?;
        Ok(InvoiceShape {
            id: invoice.id,
            customer: invoice.party,
            number: invoice.number,
            kind: invoice.kind,
            issued_on: invoice.issued_on,
            due_on: balance.due_on,
            currency: invoice.currency,
            gross_cents: invoice.gross,
            outstanding_cents: balance.outstanding,
            settled_on: balance.settled_on,
        })
    })
    .await
}

/// What is due on an invoice on a day, segment by segment.
#[derive(Serialize, ToSchema)]
struct SumsShape {
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    #[schema(value_type = i64)]
    principal_cents: Cents,
    segments: Vec<SegmentShape>,
    #[schema(value_type = i64)]
    interest_cents: Cents,
    #[schema(value_type = i64)]
    fixed_compensation_cents: Cents,
    #[schema(value_type = i64)]
    total_cents: Cents,
    /// What of it is contested: no interest is claimed on that part while the dispute lasts.
    #[schema(value_type = i64)]
    contested_cents: Cents,
    /// What may be claimed meanwhile on the undisputed part.
    #[schema(value_type = i64)]
    claimable_interest_cents: Cents,
}

#[derive(Serialize, ToSchema)]
struct SegmentShape {
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    to: Date,
    days: i64,
    #[schema(value_type = i32)]
    rate_bp: RateBp,
    #[schema(value_type = i64)]
    base_cents: Cents,
    #[schema(value_type = i64)]
    interest_cents: Cents,
    article: String,
}

/// Late-payment interest and compensation of an invoice on any day, with the articles they rest on.
#[utoipa::path(get, path = "/invoices/{id}/interest", tag = "Factures",
    params(("id" = String, Path, description = "inv_…"), OnDay), responses(
    (status = 200, body = SumsShape), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 404, body = Problem), (status = 422, body = Problem, description = "A legal table does not cover a day")))]
pub async fn interest(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<OnDay>) -> Response {
    ask(arrival, move |caller| {
        let invoice = found(caller, &id)?;
        let world = caller.world();
        let as_of = day(asked.date.as_deref(), world.today)?;
        let law = app::lawbook::load(&world)?;
        let sums = world.read(|books| app::sums::of_invoice(books, &law, &caller.company, &invoice, as_of))?;
        let apart = world.read(|books| app::sums::meanwhile(books, &law, &caller.company, &invoice, as_of))?;
        let segments = sums.segments.iter().map(|s| SegmentShape {
            from: s.from,
            to: s.to,
            days: s.days,
            rate_bp: s.rate,
            base_cents: s.base,
            interest_cents: s.amount,
            article: s.record.article.clone(),
        });
        Ok(SumsShape {
            as_of,
            principal_cents: sums.principal_due,
            segments: segments.collect(),
            interest_cents: sums.interest_due,
            fixed_compensation_cents: sums.fixed_compensation_due,
            total_cents: sums.total_due,
            contested_cents: apart.as_ref().map_or(Cents::ZERO, |(contested, _)| *contested),
            claimable_interest_cents: apart.as_ref().map_or(sums.interest_due, |(_, asked)| asked.interest_due),
        })
    })
    .await
}
