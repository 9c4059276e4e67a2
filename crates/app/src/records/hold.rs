use base::id::{ActId, BankLineId, CompanyId, ContactId, DecisionId, HoldId, InvoiceId, PartyId};
use base::{Cents, Date, Timestamp};
use domain::facts::{DecisionKind, Heard, HoldKind};

/// A hold, as opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldRecord {
    pub id: HoldId,
    pub company: CompanyId,
    pub party: PartyId,
    pub invoice: Option<InvoiceId>,
    pub kind: HoldKind,
    pub opened_on: Date,
    pub until: Option<Date>,
    pub amount: Option<Cents>,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// How a word given (a promise, a payment announced) reached us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseRecord {
    pub hold: HoldId,
    pub company: CompanyId,
    pub party: PartyId,
    /// The last day on which money still keeps it.
    pub last_day: Date,
    /// Who gave it, when that person is known.
    pub made_by: Option<ContactId>,
    pub heard: Heard,
    /// The call or visit in which it was given.
    pub act: Option<ActId>,
}

/// The end of a hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiftRecord {
    pub hold: HoldId,
    pub company: CompanyId,
    pub lifted_on: Date,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// A skip, postponement or override.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRecord {
    pub id: DecisionId,
    pub company: CompanyId,
    pub party: PartyId,
    pub invoice: Option<InvoiceId>,
    pub decided_on: Date,
    pub kind: DecisionKind,
    /// Bank lines that its author looked at.
    pub lines: Vec<BankLineId>,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// Claims that somebody gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// `None` when it is said of all invoices of the customer.
    pub invoice: Option<InvoiceId>,
    pub interest: bool,
    pub compensation: bool,
}
