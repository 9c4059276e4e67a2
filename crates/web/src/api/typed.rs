//! One invoice told by a program that has no file of it.

use super::base64;
use super::gate::{Caller, act};
use super::request::{NotDone, Once, coded, day_if, party};
use crate::answer::Oops;
use crate::route::Arrival;
use app::import::{NewCustomer, ReadFile, Typed, TypedCustomer, TypedDue, TypedInvoice, add};
use app::records::ApiScope;
use app::{AppError, import::named};
use axum::body::Bytes;
use axum::response::Response;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::facts::PartyKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An invoice as it is written. `customer` or `new_customer` says who owes it.
#[derive(Deserialize, ToSchema)]
pub struct InvoiceTold {
    /// `pty_…`
    customer: Option<String>,
    new_customer: Option<CustomerTold>,
    #[schema(example = "F-2026-031")]
    number: String,
    #[schema(format = Date)]
    issued_on: String,
    /// As the invoice says it.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<String>,
    /// Otherwise the terms it states, from which the day is reckoned; without either, those agreed with the customer, or the law's.
    #[schema(example = "30 jours fin de mois")]
    payment_terms: Option<String>,
    /// Including VAT.
    #[schema(minimum = 1)]
    gross_cents: i64,
    vat_cents: Option<i64>,
    /// Euros when absent.
    #[schema(example = "EUR")]
    currency: Option<String>,
    /// What it is for.
    #[serde(default)]
    subject: String,
    #[serde(default)]
    order_reference: String,
    /// The invoice itself, a PDF without data: kept byte for byte and attached to reminders.
    file: Option<DocumentTold>,
}

/// A customer that the books do not have yet; one of the same SIREN or name is taken for it.
#[derive(Deserialize, ToSchema)]
pub struct CustomerTold {
    name: String,
    /// `business`, `consumer` or `public_body`; unknown when absent.
    kind: Option<String>,
    #[serde(default)]
    #[schema(example = "552081317")]
    siren: String,
    #[serde(default)]
    #[schema(example = "compta@client.example")]
    email: String,
    /// Street lines, one a line.
    #[serde(default)]
    address: String,
    #[serde(default)]
    postcode: String,
    #[serde(default)]
    city: String,
}

#[derive(Deserialize, ToSchema)]
pub struct DocumentTold {
    #[schema(example = "F-2026-031.pdf")]
    name: String,
    /// In base64.
    base64: String,
}

#[derive(Serialize, ToSchema)]
struct InvoiceTaken {
    /// `recorded`, or `known`: it was in the books already, the same, and nothing was written.
    outcome: &'static str,
    #[schema(value_type = String, example = "inv_0193…")]
    id: InvoiceId,
    #[schema(value_type = String, example = "pty_0193…")]
    customer: PartyId,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// The due date is a guess: neither the invoice nor an agreement states it.
    due_is_estimated: bool,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
}

impl CustomerTold {
    fn read(self) -> Result<NewCustomer, Oops> {
        Ok(NewCustomer {
            kind: self.kind.as_deref().map(|code| coded(code, PartyKind::parse)).transpose()?,
            name: self.name,
            siren: self.siren,
            email: self.email,
            address: self.address,
            postcode: self.postcode,
            city: self.city,
        })
    }
}

impl InvoiceTold {
    fn read(self, caller: &Caller) -> Result<TypedInvoice, Oops> {
        let customer = match (self.customer, self.new_customer) {
            (Some(id), None) => TypedCustomer::Known(party(caller, &id)?.id),
            (None, Some(new)) => TypedCustomer::New(new.read()?),
            _ => {
                let what = "Une facture a un client, et un seul.";
                return Err(AppError::refused(what, "Donnez « customer » ou « new_customer ».").into());
            }
        };
        let none = || Oops::Unreadable("Champ « issued_on » : une date AAAA-MM-JJ est attendue.".to_string());
        let due = match (day_if(self.due_on.as_deref())?, self.payment_terms) {
            (Some(day), _) => TypedDue::On(day),
            (None, Some(terms)) => TypedDue::Terms(terms),
            (None, None) => TypedDue::Usual,
        };
        Ok(TypedInvoice {
            customer,
            number: self.number,
            issued_on: day_if(Some(&self.issued_on))?.ok_or_else(none)?,
            due,
            gross: Cents::new(self.gross_cents),
            vat: self.vat_cents.map(Cents::new),
            currency: coded(self.currency.as_deref().unwrap_or("EUR"), Currency::parse)?,
            subject: self.subject,
            order_reference: self.order_reference,
            paper: self.file.map(|file| file.read(caller)).transpose()?,
        })
    }
}

impl DocumentTold {
    fn read(self, caller: &Caller) -> Result<ReadFile, Oops> {
        let contents = [(named(&self.name), base64::read(&self.base64)?)];
        let files = caller.house.outside.read(&contents, &|_| None, &mut |_| {});
        let none = || AppError::refused("Ce fichier ne se lit pas.", "Joignez la facture en PDF.");
        Ok(files.into_iter().next().ok_or_else(none)?)
    }
}

/// Records one invoice that no file says: by the way of imports, so that what is known is not taken twice and what contradicts the
/// books is refused.
#[utoipa::path(post, path = "/invoices", tag = "Factures", request_body = InvoiceTold, params(Once),
    responses((status = 200, body = InvoiceTaken), NotDone))]
pub async fn record(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Import, body, |caller, told: InvoiceTold| {
        let typed = told.read(caller)?;
        let world = caller.world();
        let (outcome, id) = match add(&world, &caller.company, &typed)? {
            Typed::Recorded(id) => ("recorded", id),
            Typed::Known(id) => ("known", id),
        };
        let found = world.read(|books| Ok(books.invoice(id)?.zip(books.balance(id)?)))?;
        let (invoice, balance) = found.ok_or(Oops::NotHere)?;
        Ok(InvoiceTaken {
            outcome,
            id,
            customer: invoice.party,
            due_on: balance.due_on,
            due_is_estimated: balance.due_basis.is_estimated(),
            outstanding_cents: balance.outstanding,
        })
    })
    .await
}
