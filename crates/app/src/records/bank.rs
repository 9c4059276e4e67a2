use base::id::{BankLineId, CompanyId, InvoiceId, LineWordId, PartyId, PaymentId, SourceId};
use base::{Cents, Currency, Date, Timestamp};
use serde::Serialize;

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
    /// Its own balances say that lines are missing.
    pub is_broken: bool,
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
    /// What it tells of the line beside what was known.
    pub told: Option<Telling>,
    pub source: SourceId,
    pub recorded_at: Timestamp,
}

/// What a file tells of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    pub label: String,
    pub counterparty: Option<String>,
    pub counterparty_iban: Option<String>,
    pub end_to_end: Option<String>,
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

/// Whether a line tells money that another line told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EchoVerdict {
    /// It is the same money: this line counts for nothing.
    Same,
    /// Nobody can tell without looking: it waits for a person and is never matched without one.
    Perhaps,
    /// It is money of its own.
    Apart,
}

impl EchoVerdict {
    pub fn code(self) -> &'static str {
        match self {
            EchoVerdict::Same => "same",
            EchoVerdict::Perhaps => "perhaps",
            EchoVerdict::Apart => "apart",
        }
    }

    pub fn parse(code: &str) -> Option<EchoVerdict> {
        [EchoVerdict::Same, EchoVerdict::Perhaps, EchoVerdict::Apart].into_iter().find(|v| v.code() == code)
    }
}

/// What was said of a line that tells again what another kind of file told, on another day or as a sum. The last word counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EchoRecord {
    pub company: CompanyId,
    pub line: BankLineId,
    /// The line that counts; of a sum, the first of its parts.
    pub original: BankLineId,
    pub verdict: EchoVerdict,
    /// A person's word, which the program never takes back.
    pub is_persons: bool,
    pub said_on: Date,
    pub author: String,
    pub why: String,
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
