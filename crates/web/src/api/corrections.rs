//! Credit notes, and the invoices that take the place of what they take away: made out here, or recorded.

use super::gate::{Problem, act, ask};
use super::invoices::found;
use crate::answer::Oops;
use crate::route::Arrival;
use app::AppError;
use app::corrections::{self, Correction, Link, MadeBy, NewCredit, NewInvoice};
use app::records::ApiScope;
use app::{disputes, worklist};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{DisputeId, InvoiceId};
use base::{Cents, Date, RateBp, parse_iso_date};
use domain::vat::{Vat, VatShare};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A credit note or an invoice. Either it has the number that another program gave it, or Quitus makes it out today: then
/// it says what it is about and its VAT.
#[derive(Deserialize, ToSchema)]
pub struct Document {
    /// All taxes included.
    #[schema(minimum = 1)]
    amount_cents: i64,
    /// As another program gave it; absent to have it made out here.
    number: Option<String>,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    issued_on: Option<String>,
    /// Of an invoice.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<String>,
    /// Of an invoice: the dispute goes on about it.
    #[serde(default)]
    is_contested: bool,
    /// What a document made out here is about.
    #[serde(default)]
    description: String,
    /// VAT of a document made out here: one share for each rate.
    #[serde(default)]
    vat: Vec<VatLine>,
    /// Or why no VAT is charged.
    exemption: Option<String>,
}

#[derive(Deserialize, ToSchema)]
pub struct VatLine {
    #[schema(example = 2000)]
    rate_bp: i32,
    net_cents: i64,
    vat_cents: i64,
}

/// A credit note on an invoice, and what is invoiced again.
#[derive(Deserialize, ToSchema)]
pub struct CorrectionBody {
    credit: Document,
    /// At most one, if any.
    again: Option<Document>,
    /// `dsp_…`: which dispute it answers, when several stand on the invoice.
    dispute: Option<String>,
    /// The dispute goes on about what is left of it.
    #[serde(default)]
    goes_on: bool,
    why: String,
}

#[derive(Serialize, ToSchema)]
struct Corrected {
    credit_note: String,
    #[schema(value_type = String)]
    credit_note_id: InvoiceId,
    /// Numbers of the new invoices.
    invoices: Vec<String>,
}

/// Gives a credit note on an invoice, and invoices again what it takes away if asked. An open dispute on it moves on.
#[utoipa::path(post, path = "/invoices/{id}/corrections", tag = "Litiges", request_body = CorrectionBody,
    params(("id" = String, Path, description = "inv_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = Corrected), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn correct(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: CorrectionBody| {
        let invoice = found(caller, &id)?;
        let world = caller.world();
        let named = given.dispute.as_deref().map(|d| DisputeId::parse(d).ok_or(Oops::NotHere)).transpose()?;
        let dispute = disputes::standing_on(&world, &caller.company, invoice.id, named)?;
        let credit = NewCredit {
            amount: Cents::new(given.credit.amount_cents),
            issued_on: on(given.credit.issued_on.as_deref(), world.today)?,
            by: made_by(&given.credit)?,
        };
        let invoices = given.again.as_ref().map(|again| new_invoice(again, world.today)).transpose()?;
        let correction = Correction {
            invoice: invoice.id,
            dispute,
            credit,
            invoices: invoices.into_iter().collect(),
            finding: None,
            goes_on: given.goes_on,
            why: given.why,
        };
        let made = corrections::correct(&world, &caller.company, &correction)?;
        worklist::refresh(&world, &caller.company, invoice.party)?;
        Ok(Corrected {
            credit_note_id: made.credit.id,
            credit_note: made.credit.number,
            invoices: made.invoices.into_iter().map(|i| i.number).collect(),
        })
    })
    .await
}

fn new_invoice(given: &Document, today: Date) -> Result<NewInvoice, Oops> {
    let due_on = given
        .due_on
        .as_deref()
        .ok_or_else(|| Oops::App(AppError::refused("La nouvelle facture n’a pas d’échéance.", "Donnez due_on.")))?;
    Ok(NewInvoice {
        amount: Cents::new(given.amount_cents),
        issued_on: on(given.issued_on.as_deref(), today)?,
        due_on: on(Some(due_on), today)?,
        is_contested: given.is_contested,
        by: made_by(given)?,
    })
}

fn on(text: Option<&str>, today: Date) -> Result<Date, Oops> {
    let Some(text) = text else { return Ok(today) };
    parse_iso_date(text).ok_or_else(|| Oops::Unreadable(format!("« {text} » n’est pas une date (AAAA-MM-JJ).")))
}

fn made_by(given: &Document) -> Result<MadeBy, Oops> {
    if let Some(number) = &given.number {
        return Ok(MadeBy::Elsewhere { number: number.clone(), file: None });
    }
    let vat = match &given.exemption {
        Some(reason) => Vat::Exempt(reason.clone()),
        None => Vat::Rates(given.vat.iter().map(share).collect()),
    };
    Ok(MadeBy::Here { description: given.description.clone(), vat })
}

fn share(line: &VatLine) -> VatShare {
    VatShare {
        rate_bp: RateBp::new(line.rate_bp),
        net_cents: Cents::new(line.net_cents),
        vat_cents: Cents::new(line.vat_cents),
    }
}

/// A document and what it puts right.
#[derive(Serialize, ToSchema)]
struct LinkShape {
    #[schema(value_type = String)]
    id: InvoiceId,
    number: String,
    /// `credit_note` or `invoice`.
    kind: String,
    #[schema(value_type = String, format = Date)]
    issued_on: Date,
    /// Below zero for a credit note.
    #[schema(value_type = i64)]
    amount_cents: Cents,
    /// Number of the invoice it refers to.
    corrects: String,
    #[schema(value_type = Option<String>)]
    dispute: Option<DisputeId>,
    /// Made out here, under our own number.
    is_issued: bool,
}

impl From<Link> for LinkShape {
    fn from(link: Link) -> Self {
        LinkShape {
            id: link.document.id,
            number: link.document.number,
            kind: link.document.kind,
            issued_on: link.document.issued_on,
            amount_cents: link.document.principal,
            corrects: link.corrects.number,
            dispute: link.dispute,
            is_issued: link.is_issued,
        }
    }
}

/// The credit notes and invoices that an invoice led to, in order.
#[utoipa::path(get, path = "/invoices/{id}/corrections", tag = "Litiges",
    params(("id" = String, Path, description = "inv_…")), responses((status = 200, body = Vec<LinkShape>),
    (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn chain(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask(arrival, move |caller| {
        let invoice = found(caller, &id)?;
        let links = corrections::chain(&caller.world(), &caller.company, invoice.id)?;
        Ok(links.into_iter().map(LinkShape::from).collect::<Vec<_>>())
    })
    .await
}
