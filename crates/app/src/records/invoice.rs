use base::id::{CompanyId, InvoiceId, PartyId, SourceId};
use base::{Cents, Currency, Date, Timestamp};
use domain::facts::DueBasis;
use std::sync::Arc;

/// An imported file, kept byte for byte as evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRecord {
    pub id: SourceId,
    pub company: CompanyId,
    pub name: String,
    pub format: String,
    /// Lower-case hexadecimal SHA-256 of the bytes; unique within a company.
    pub sha256: String,
    /// Shared: an accounting export may be large.
    pub bytes: Arc<Vec<u8>>,
    pub recorded_at: Timestamp,
}

/// An invoice or credit note: the fact, and the receivable it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceRecord {
    pub id: InvoiceId,
    pub company: CompanyId,
    pub party: PartyId,
    pub source: Option<SourceId>,
    /// What makes it the same document again, unique within a company.
    pub key: String,
    /// Hash of what may not differ under the same key.
    pub content_hash: String,
    pub number: String,
    /// `invoice`, `credit_note`, `down_payment`, `corrective` or `opening`.
    pub kind: String,
    pub issued_on: Date,
    pub delivered_on: Option<Date>,
    pub currency: Currency,
    pub gross: Cents,
    /// What it asks to be paid: positive for invoices, negative for credit notes.
    pub principal: Cents,
    /// First known due date; better ones are `DueStatement`s.
    pub due_on: Date,
    pub due_basis: DueBasis,
    pub payment_terms: Option<String>,
    /// Numbers of the invoices it refers to.
    pub precedents: Vec<String>,
    pub order_reference: Option<String>,
    pub iban: Option<String>,
    /// JSON array of the official rules' findings.
    pub validity: String,
    /// The civil day on which we learnt of it.
    pub known_on: Date,
    pub recorded_at: Timestamp,
}

/// A later, better statement of when an invoice is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueStatement {
    pub invoice: InvoiceId,
    pub company: CompanyId,
    pub due_on: Date,
    pub basis: DueBasis,
    pub source: Option<SourceId>,
    pub recorded_at: Timestamp,
}

/// What an import must know of an invoice that is already there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownInvoice {
    pub id: InvoiceId,
    pub party: PartyId,
    pub key: String,
    pub content_hash: String,
    pub number: String,
    pub kind: String,
    pub issued_on: Date,
    pub gross: Cents,
    pub principal: Cents,
    pub due_on: Date,
    pub due_basis: DueBasis,
    pub outstanding: Cents,
}

/// The disposable balance of one invoice: always what the facts say, rebuilt by `verify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    pub invoice: InvoiceId,
    pub company: CompanyId,
    pub party: PartyId,
    pub number: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub due_basis: DueBasis,
    pub currency: Currency,
    pub principal: Cents,
    pub outstanding: Cents,
    pub known_on: Date,
    pub has_estimated_settlement: bool,
    /// The day it reached zero, if it has.
    pub settled_on: Option<Date>,
}

/// What a person said of an invoice that they typed, beside the invoice itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedInvoiceRecord {
    pub invoice: InvoiceId,
    pub company: CompanyId,
    pub vat: Option<Cents>,
    /// What it is for.
    pub subject: Option<String>,
    pub author: String,
    pub recorded_at: Timestamp,
}
