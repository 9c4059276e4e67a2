use base::id::{BankLineId, CompanyId, InvoiceId, LineWordId, PartyId, PaymentId, SourceId};
use base::{Cents, Currency, Date, Timestamp};

/// One statement received: what it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRecord {
    pub company: CompanyId,
    pub source: SourceId,
    pub account: String,
    pub from: Option<Date>,
    /// Until when the account is known.
    pub until: Option<Date>,
    pub currency: Currency,
    pub opening: Option<Cents>,
    pub closing: Option<Cents>,
    pub lines: u64,
    pub recorded_at: Timestamp,
}

/// A line as one kind of file tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SightingRecord {
    pub company: CompanyId,
    /// Of the line in that kind of file; unique within a company.
    pub key: String,
    pub line: BankLineId,
    /// The format, and for tables the fingerprint of the header row.
    pub dialect: String,
    /// The entry that the line is a part of, and its amount.
    pub batch: Option<(String, Cents)>,
    pub source: SourceId,
    pub recorded_at: Timestamp,
}

/// One booked line of a bank account. Whether it is matched is said by the payment made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankLineRecord {
    pub id: BankLineId,
    pub company: CompanyId,
    pub source: SourceId,
    pub account: String,
    /// The bank's reference, or a hash of the content and its rank among equal lines; unique within a company.
    pub key: String,
    pub content_hash: String,
    pub booked_on: Date,
    /// Credits positive.
    pub amount: Cents,
    pub currency: Currency,
    pub counterparty: Option<String>,
    pub counterparty_iban: Option<String>,
    /// The payer's own reference; a taking-back repeats it.
    pub end_to_end: Option<String>,
    /// Label, payer and references as one text.
    pub text: String,
    pub is_reversal: bool,
    /// The payments it is, if any (read only; written through `Books::match_line`).
    pub payments: Vec<PaymentId>,
    pub recorded_at: Timestamp,
}

/// A person said whose a credit is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineWordRecord {
    pub id: LineWordId,
    pub line: BankLineId,
    pub company: CompanyId,
    /// `None`: no customer's at all.
    pub party: Option<PartyId>,
    /// `None`: nothing of that customer's.
    pub invoice: Option<InvoiceId>,
    pub said_on: Date,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// The end of such a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineWordLift {
    pub word: LineWordId,
    pub company: CompanyId,
    pub lifted_on: Date,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}
