//! What the folder of a customer and the page of an invoice show.

use super::{Cut, Scope};
use crate::ports::terms::BooksResult;
use crate::records::HoldRecord;
use base::id::{ActId, CompanyId, InvoiceId, PartyId, PaymentId, SourceId};
use base::{Cents, Currency, Date, Timestamp};
use domain::facts::{ActState, Channel, WordFacts};
use domain::payer::Settlement;

/// What a customer owes in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    pub currency: Currency,
    pub outstanding: Cents,
    pub overdue: Cents,
    /// In the customer's favour, as a negative amount.
    pub credits: Cents,
    pub open: u64,
    pub late: u64,
    pub oldest_due_on: Option<Date>,
}

/// What a line of the timeline tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Prepared,
    Outcome,
    /// The customer answered.
    Reply,
    Payment,
    /// The bank took a payment back.
    Returned,
    HoldOpened,
    HoldLifted,
    Decision,
    Note,
    Import,
}

impl Told {
    pub const ALL: [Told; 10] = [
        Told::Prepared,
        Told::Outcome,
        Told::Reply,
        Told::Payment,
        Told::Returned,
        Told::HoldOpened,
        Told::HoldLifted,
        Told::Decision,
        Told::Note,
        Told::Import,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Told::Prepared => "prepared",
            Told::Outcome => "outcome",
            Told::Reply => "reply",
            Told::Payment => "payment",
            Told::Returned => "returned",
            Told::HoldOpened => "hold",
            Told::HoldLifted => "lift",
            Told::Decision => "decision",
            Told::Note => "note",
            Told::Import => "import",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.code() == code)
    }
}

/// A line of the timeline. Which fields say something, and what, depends on [`Told`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineRow {
    pub on: Date,
    pub at: Timestamp,
    pub told: Told,
    /// The act, payment, hold, decision, note or source, as bytes; none for a file that is not kept.
    pub reference: Option<[u8; 16]>,
    /// Number of the invoice it is about, when it is about one.
    pub number: String,
    /// Channel, event, origin, kind of hold or decision, or format.
    pub code: String,
    /// Title of the step, reference of the payment, name of the file.
    pub title: String,
    /// Subject, sentence of the author, words of the note.
    pub detail: String,
    /// State of an act; step or guard of a decision.
    pub extra: String,
    pub amount: Option<Cents>,
    pub currency: Option<Currency>,
    /// Last day of a hold or decision; day on which a payment was taken back by the bank.
    pub until: Option<Date>,
    /// Number of invoices of an import.
    pub count: i64,
    pub author: String,
}

/// Where an invoice stands, the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InvoiceStatus {
    Settled,
    /// A credit in the customer's favour.
    Credit,
    Disputed,
    Plan,
    Promise,
    /// Paused, sold, in collective proceedings, being checked or said to be paid.
    Suspended,
    Overdue,
    Current,
}

impl InvoiceStatus {
    pub const ALL: [InvoiceStatus; 8] = [
        InvoiceStatus::Overdue,
        InvoiceStatus::Current,
        InvoiceStatus::Disputed,
        InvoiceStatus::Promise,
        InvoiceStatus::Plan,
        InvoiceStatus::Suspended,
        InvoiceStatus::Credit,
        InvoiceStatus::Settled,
    ];

    pub fn code(self) -> &'static str {
        match self {
            InvoiceStatus::Settled => "settled",
            InvoiceStatus::Credit => "credit",
            InvoiceStatus::Disputed => "disputed",
            InvoiceStatus::Plan => "plan",
            InvoiceStatus::Promise => "promise",
            InvoiceStatus::Suspended => "suspended",
            InvoiceStatus::Overdue => "overdue",
            InvoiceStatus::Current => "current",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// An invoice in the list of a customer's invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceRow {
    pub invoice: InvoiceId,
    pub number: String,
    pub kind: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub settled_on: Option<Date>,
    pub currency: Currency,
    pub principal: Cents,
    pub outstanding: Cents,
    pub status: InvoiceStatus,
}

/// A file that invoices or payments of a customer came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    pub source: SourceId,
    pub name: String,
    pub format: String,
    pub recorded_at: Timestamp,
    pub invoices: u64,
    pub payments: u64,
}

/// A letter, mail or sheet that was made for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActRowBrief {
    pub act: ActId,
    pub planned_on: Date,
    pub title: String,
    pub subject: String,
    pub channel: Channel,
    pub state: ActState,
}

/// What of a payment was set against which invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidRow {
    pub payment: PaymentId,
    pub invoice: InvoiceId,
    pub number: String,
    pub amount: Cents,
}

/// A payment that the bank took back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnRow {
    pub payment: PaymentId,
    pub returned_on: Date,
    /// The bank's own words for it.
    pub why: String,
    /// What it had paid, open again.
    pub reopened: Vec<PaidRow>,
}

pub trait Folder {
    /// One for each currency, the largest first.
    fn exposure(&mut self, company: CompanyId, party: PartyId, as_of: Date) -> BooksResult<Vec<Exposure>>;

    /// Newest first; only what is asked for.
    fn timeline(
        &mut self,
        company: CompanyId,
        party: PartyId,
        told: &[Told],
        cut: Cut,
    ) -> BooksResult<Vec<TimelineRow>>;

    fn paid_by(&mut self, payments: &[PaymentId]) -> BooksResult<Vec<PaidRow>>;

    /// Those of these payments that the bank took back, with what each had paid.
    fn returns_of(&mut self, payments: &[PaymentId]) -> BooksResult<Vec<ReturnRow>>;

    /// How many invoices stand where.
    fn invoice_statuses(
        &mut self,
        company: CompanyId,
        party: PartyId,
        as_of: Date,
    ) -> BooksResult<Vec<(InvoiceStatus, u64)>>;

    /// Newest first; of one status, or of all.
    fn invoices_of_party(
        &mut self,
        company: CompanyId,
        party: PartyId,
        as_of: Date,
        status: Option<InvoiceStatus>,
        cut: Cut,
    ) -> BooksResult<Vec<InvoiceRow>>;

    /// One invoice of the customer, with where it stands.
    fn invoice_standing(
        &mut self,
        company: CompanyId,
        party: PartyId,
        invoice: InvoiceId,
        as_of: Date,
    ) -> BooksResult<Option<InvoiceRow>>;

    /// What became of the newest invoices.
    fn settlements(&mut self, company: CompanyId, party: PartyId, limit: u64) -> BooksResult<Vec<Settlement>>;

    /// What became of promises not taken back before their day, newest first.
    fn words_of_party(
        &mut self,
        company: CompanyId,
        party: PartyId,
        as_of: Date,
        limit: u64,
    ) -> BooksResult<Vec<WordFacts>>;

    /// Newest first.
    fn sources_of_party(&mut self, company: CompanyId, party: PartyId, cut: Cut) -> BooksResult<Vec<SourceRow>>;

    /// Whether the file brought something of this customer, and nothing that the scope may not see.
    fn may_see_source(&mut self, scope: Scope, party: PartyId, source: SourceId) -> BooksResult<bool>;

    /// Newest first.
    fn papers_of_party(&mut self, company: CompanyId, party: PartyId, cut: Cut) -> BooksResult<Vec<ActRowBrief>>;

    /// Acts that name an invoice, newest first.
    fn acts_naming(&mut self, company: CompanyId, invoice: InvoiceId, limit: u64) -> BooksResult<Vec<ActRowBrief>>;

    /// Holds on an invoice or on all of the customer's, lifted ones too with the day, newest first.
    fn holds_on(
        &mut self,
        company: CompanyId,
        party: PartyId,
        invoice: InvoiceId,
        limit: u64,
    ) -> BooksResult<Vec<(HoldRecord, Option<Date>)>>;

    /// What was learnt of the due date: day, basis, and when it was learnt; oldest first.
    fn due_statements(&mut self, invoice: InvoiceId) -> BooksResult<Vec<(Date, String, Timestamp)>>;
}
