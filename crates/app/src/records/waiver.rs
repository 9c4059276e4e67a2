use super::Component;
use base::id::{AllocationId, CompanyId, ExtensionId, InvoiceId, PartyId, PaymentId, WaiverId};
use base::{Cents, Currency, Date, MoneyError, Timestamp};
use domain::facts::Heard;
use domain::waiver::Weighed;

/// What is given up on one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaiverLine {
    pub invoice: InvoiceId,
    pub principal: Cents,
    /// As counted on the day. Zero: none is given up; else all of that invoice's interest is, whatever it becomes.
    pub interest: Cents,
    pub compensation: Cents,
}

impl WaiverLine {
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn total(&self) -> Result<Cents, MoneyError> {
        Cents::sum([self.principal, self.interest, self.compensation])
    }
}

/// A part of what is owed, given up or asked to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverRecord {
    pub id: WaiverId,
    pub company: CompanyId,
    pub party: PartyId,
    pub asked_on: Date,
    pub currency: Currency,
    pub weighed: Weighed,
    /// Oldest due date first.
    pub lines: Vec<WaiverLine>,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

impl WaiverRecord {
    /// All that is given up, with its part of each kind: principal, interest, compensation.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when a sum leaves what can be counted.
    pub fn parts(&self) -> Result<[Cents; 3], MoneyError> {
        Ok([
            Cents::sum(self.lines.iter().map(|l| l.principal))?,
            Cents::sum(self.lines.iter().map(|l| l.interest))?,
            Cents::sum(self.lines.iter().map(|l| l.compensation))?,
        ])
    }

    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn total(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.parts()?)
    }
}

/// What was decided of a waiver, once for each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaiverEventKind {
    Granted,
    Refused,
    /// Recorded by mistake: what was given up is owed again.
    Withdrawn,
}

impl WaiverEventKind {
    pub const ALL: [WaiverEventKind; 3] =
        [WaiverEventKind::Granted, WaiverEventKind::Refused, WaiverEventKind::Withdrawn];

    pub fn code(self) -> &'static str {
        match self {
            WaiverEventKind::Granted => "granted",
            WaiverEventKind::Refused => "refused",
            WaiverEventKind::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverEventRecord {
    pub waiver: WaiverId,
    pub company: CompanyId,
    pub party: PartyId,
    pub kind: WaiverEventKind,
    pub on: Date,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// Where a waiver stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverState {
    /// Above the limit of whoever asked: the owner decides.
    Asked,
    Granted,
    Refused,
    Withdrawn,
}

impl WaiverState {
    pub const ALL: [WaiverState; 4] =
        [WaiverState::Asked, WaiverState::Granted, WaiverState::Refused, WaiverState::Withdrawn];

    pub fn code(self) -> &'static str {
        match self {
            WaiverState::Asked => "asked",
            WaiverState::Granted => "granted",
            WaiverState::Refused => "refused",
            WaiverState::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            WaiverState::Asked => "à décider",
            WaiverState::Granted => "accordée",
            WaiverState::Refused => "refusée",
            WaiverState::Withdrawn => "reprise",
        }
    }
}

/// A waiver with what was decided of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverRow {
    pub waiver: WaiverRecord,
    /// Oldest first.
    pub events: Vec<WaiverEventRecord>,
}

impl WaiverRow {
    pub fn event(&self, kind: WaiverEventKind) -> Option<&WaiverEventRecord> {
        self.events.iter().find(|e| e.kind == kind)
    }

    pub fn state(&self) -> WaiverState {
        if self.event(WaiverEventKind::Withdrawn).is_some() {
            WaiverState::Withdrawn
        } else if self.event(WaiverEventKind::Refused).is_some() {
            WaiverState::Refused
        } else if self.event(WaiverEventKind::Granted).is_some() {
            WaiverState::Granted
        } else {
            WaiverState::Asked
        }
    }
}

/// A due date put off by agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensionRecord {
    pub id: ExtensionId,
    pub company: CompanyId,
    pub party: PartyId,
    pub invoice: InvoiceId,
    pub agreed_on: Date,
    /// When it was due before.
    pub before: Date,
    pub until: Date,
    /// The due date that interest counts from: the one before, or the new one where it was given up meanwhile.
    pub interest_from: Date,
    /// Who asked for it: the reference of a personal text.
    pub asked_by: String,
    pub heard: Heard,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// Money handed over to whom an invoice is assigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverRecord {
    pub allocation: AllocationId,
    pub company: CompanyId,
    pub party: PartyId,
    pub invoice: InvoiceId,
    pub on: Date,
    pub amount: Cents,
    /// Of the transfer to the assignee.
    pub reference: String,
    pub author: String,
    pub recorded_at: Timestamp,
}

/// Money received for an assigned invoice, and whether it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedMoney {
    pub allocation: AllocationId,
    pub payment: PaymentId,
    pub party: PartyId,
    pub customer: String,
    pub invoice: InvoiceId,
    pub number: String,
    pub currency: Currency,
    pub component: Component,
    pub amount: Cents,
    pub received_on: Date,
    pub assigned_on: Date,
    /// What was said when it was assigned: to whom, above all.
    pub assignment: String,
    pub handed_on: Option<Date>,
    pub reference: Option<String>,
}
