use base::id::{CompanyId, InvoiceId, PartyId, PlanId, SourceId};
use base::{Cents, Currency, Date, MoneyError, Timestamp};
use domain::facts::{Instalment, PlanFacts, PlanTerms};

/// An invoice that a plan bears on, with what was recognised as owed on it when the plan was proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanInvoice {
    pub invoice: InvoiceId,
    pub principal: Cents,
    pub interest: Cents,
    pub compensation: Cents,
}

/// An instalment plan, as proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRecord {
    pub id: PlanId,
    pub company: CompanyId,
    pub party: PartyId,
    pub proposed_on: Date,
    pub currency: Currency,
    pub terms: PlanTerms,
    /// Oldest due date first.
    pub invoices: Vec<PlanInvoice>,
    /// By date.
    pub instalments: Vec<Instalment>,
    /// The agreement as it was given to be signed.
    pub document: Option<SourceId>,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

impl PlanRecord {
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn total(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.instalments.iter().map(|i| i.amount))
    }
}

/// What became of a plan, once for each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanEventKind {
    Accepted,
    Refused,
    Withdrawn,
    /// A person recorded that the whole is due for default.
    Lapsed,
}

impl PlanEventKind {
    pub const ALL: [PlanEventKind; 4] =
        [PlanEventKind::Accepted, PlanEventKind::Refused, PlanEventKind::Withdrawn, PlanEventKind::Lapsed];

    pub fn code(self) -> &'static str {
        match self {
            PlanEventKind::Accepted => "accepted",
            PlanEventKind::Refused => "refused",
            PlanEventKind::Withdrawn => "withdrawn",
            PlanEventKind::Lapsed => "lapsed",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// Something that became of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanEventRecord {
    pub plan: PlanId,
    pub company: CompanyId,
    pub party: PartyId,
    pub kind: PlanEventKind,
    pub on: Date,
    /// The signed file, of an acceptance.
    pub source: Option<SourceId>,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// A plan with what became of it and the money that came since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    pub plan: PlanRecord,
    pub events: Vec<PlanEventRecord>,
    /// Set against its invoices since it was accepted, by day.
    pub received: Vec<(Date, Cents)>,
    /// Taken off the debt since it was proposed, by credit notes and waivers.
    pub given_up: Cents,
}

impl PlanRow {
    /// The instalments, less what is no longer owed: the last ones first, so that none is asked for beyond the debt and
    /// none counts as paid.
    fn instalments(&self) -> Vec<Instalment> {
        let mut off = self.given_up.max(Cents::ZERO);
        let mut instalments = self.plan.instalments.clone();
        for instalment in instalments.iter_mut().rev() {
            let part = off.min(instalment.amount);
            // Both are differences between amounts that are not negative: they cannot overflow.
            off = off.sub(part).unwrap_or(Cents::ZERO);
            instalment.amount = instalment.amount.sub(part).unwrap_or(Cents::ZERO);
        }
        instalments
    }

    pub fn event(&self, kind: PlanEventKind) -> Option<&PlanEventRecord> {
        self.events.iter().find(|e| e.kind == kind)
    }

    /// Refused, taken back, or lost by default. One that is proposed or accepted is not over.
    pub fn is_over(&self) -> bool {
        self.events.iter().any(|e| e.kind != PlanEventKind::Accepted)
    }

    /// As the planner sees it, once accepted.
    pub fn facts(&self) -> Option<PlanFacts> {
        let on = |kind| self.event(kind).map(|e| e.on);
        Some(PlanFacts {
            id: self.plan.id,
            agreed_on: on(PlanEventKind::Accepted)?,
            currency: self.plan.currency,
            invoices: self.plan.invoices.iter().map(|i| i.invoice).collect(),
            instalments: self.instalments(),
            terms: self.plan.terms,
            received: self.received.clone(),
            lapsed_on: on(PlanEventKind::Lapsed),
            withdrawn_on: on(PlanEventKind::Withdrawn),
        })
    }
}
