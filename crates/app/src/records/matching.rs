use super::BankLineRecord;
use base::id::{BankLineId, CompanyId, InvoiceId, PartyId, PaymentId};
use base::{Cents, Currency, Date, Timestamp};

/// What the matching engine made of a credit that waits. A cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProposal {
    pub line: BankLineId,
    pub company: CompanyId,
    /// Certain first, then to sort, then nothing fits.
    pub rank: i64,
    /// Whose the best candidate is.
    pub party: Option<PartyId>,
    /// A [`crate::matching::Studied`].
    pub json: String,
}

/// Somebody who paid before from that account, under that name, and whose payment a person or the ledger confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayerSeen {
    pub party: PartyId,
    pub name: Option<String>,
    pub iban: Option<String>,
}

/// A credit that waits, with what was made of it, if it was studied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingLine {
    pub line: BankLineRecord,
    pub json: Option<String>,
}

/// A credit that is a payment, and what it pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchedLine {
    pub line: BankLineRecord,
    pub payment: PaymentId,
    pub matched_at: Timestamp,
    pub party: Option<PartyId>,
    pub customer: Option<String>,
    /// Invoices, and how much of them.
    pub paid: Vec<(InvoiceId, String, Cents)>,
}

/// A credit that counts for nothing: a person said that it is no customer's, or it tells another line's money again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineSetAside {
    pub line: BankLineRecord,
    /// The day of the line whose money it tells again.
    pub told_on: Option<Date>,
    pub said_on: Date,
    pub author: String,
    pub why: String,
}

/// A rest that waits for a person: what a payment left open on an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemainderRow {
    pub invoice: InvoiceId,
    pub number: String,
    pub party: PartyId,
    pub customer: String,
    pub currency: Currency,
    pub left: Cents,
    pub since: Date,
    /// What may explain it, in French.
    pub guess: String,
}
