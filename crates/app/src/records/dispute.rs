use base::id::{CompanyId, ContactId, DisputeEntryId, DisputeId, HoldId, InvoiceId, PartyId, UserId};
use base::{Cents, Currency, Date, Timestamp};
use domain::facts::{DisputeCause, Fault, Finding};

/// A contested invoice, as the dispute was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeRecord {
    pub id: DisputeId,
    pub company: CompanyId,
    pub party: PartyId,
    pub invoice: InvoiceId,
    pub cause: DisputeCause,
    pub opened_on: Date,
    /// What was contested at the opening.
    pub contested: Cents,
    /// All that was outstanding.
    pub is_whole: bool,
    pub currency: Currency,
    /// The contested lines as they read on the invoice; may be empty.
    pub lines: String,
    pub author: String,
    pub recorded_at: Timestamp,
}

/// A hold of a dispute. The one that is not lifted says what is held now, and on which invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisputeHold {
    pub hold: HoldId,
    pub dispute: DisputeId,
    pub company: CompanyId,
    pub party: PartyId,
    /// Found right: it waits for a credit note only.
    pub awaits_credit: bool,
}

/// Who of us sees to a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeOwner {
    User(UserId),
    /// A person known at the customer's, our salesperson for them above all.
    Contact(ContactId),
}

/// What an entry of a dispute says. Texts are references into the erasable table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DisputeWord {
    Message {
        text: String,
    },
    File {
        name: String,
        sha256: String,
        text: Option<String>,
    },
    Owner(Option<DisputeOwner>),
    Target(Option<Date>),
    Fault(Fault),
    /// The customer accepted or rejected the outcome, by the voice of whom.
    Answer {
        accepted: bool,
        by: String,
    },
}

/// Something said or changed in a dispute; the last word of a kind counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeEntry {
    pub id: DisputeEntryId,
    pub dispute: DisputeId,
    /// From 1, in the order of recording.
    pub seq: i64,
    pub company: CompanyId,
    pub party: PartyId,
    pub on: Date,
    pub word: DisputeWord,
    pub author: String,
    pub recorded_at: Timestamp,
}

/// What came of a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeOutcome {
    pub dispute: DisputeId,
    pub company: CompanyId,
    pub party: PartyId,
    pub ended_on: Date,
    pub finding: Finding,
    /// Of what was contested.
    pub founded: Cents,
    /// From its opening.
    pub days: i64,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// A credit note or new invoice, and the invoice it puts right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CorrectionRecord {
    pub document: InvoiceId,
    pub company: CompanyId,
    pub party: PartyId,
    pub corrects: InvoiceId,
    pub dispute: Option<DisputeId>,
    pub recorded_at: Timestamp,
}

/// A document made out by Quitus, under the next number of its series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedRecord {
    pub company: CompanyId,
    pub series: String,
    /// From 1, without gaps.
    pub position: i64,
    pub document: InvoiceId,
    /// Of the exact bytes.
    pub sha256: String,
    /// JSON of what it was made from.
    pub context: String,
    pub recorded_at: Timestamp,
}
