use base::Date;
use base::id::{BankLineId, DecisionId, InvoiceId};
use serde::{Deserialize, Serialize};

/// A guard that a person may lift, with their name and a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    ReplyUnread,
    BankDataStale,
    PossiblyPaid,
    ContactTooRecent,
    BelowMinimum,
    NonWorkingDay,
}

impl Guard {
    pub const ALL: [Guard; 6] = [
        Guard::ReplyUnread,
        Guard::BankDataStale,
        Guard::PossiblyPaid,
        Guard::ContactTooRecent,
        Guard::BelowMinimum,
        Guard::NonWorkingDay,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Guard::ReplyUnread => "reply_unread",
            Guard::BankDataStale => "bank_data_stale",
            Guard::PossiblyPaid => "possibly_paid",
            Guard::ContactTooRecent => "contact_too_recent",
            Guard::BelowMinimum => "below_minimum",
            Guard::NonWorkingDay => "non_working_day",
        }
    }

    /// What it says when it stops a message.
    pub fn french(self) -> &'static str {
        match self {
            Guard::ReplyUnread => "réponse du client à lire",
            Guard::BankDataStale => "relevés bancaires trop anciens",
            Guard::PossiblyPaid => "un virement reçu pourrait être le sien",
            Guard::ContactTooRecent => "dernier contact trop récent",
            Guard::BelowMinimum => "montant trop petit",
            Guard::NonWorkingDay => "jour non ouvré",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.code() == code)
    }
}

/// What a person decided against, or beside, the scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DecisionKind {
    /// The step is left out and counts as performed on that day; on the day it would have come, when that is later.
    /// For a whole debtor it concerns what was overdue on that day, or not yet due when the step comes before the due date.
    Skip { step: String },
    /// Nothing before that date. The newest word counts: a later decision may shorten an earlier one.
    Postpone { until: Date },
    /// The guard does not apply on that day.
    Override { guard: Guard },
    /// Interest, or the fixed compensation, is given up.
    Waive { interest: bool, compensation: bool },
}

/// A skip, postponement or override: a fact with an author and a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DecisionFacts {
    pub id: DecisionId,
    pub decided_on: Date,
    /// The receivable it concerns; `None` for all of the debtor's.
    pub invoice: Option<InvoiceId>,
    #[serde(flatten)]
    pub kind: DecisionKind,
    /// The bank lines that were looked at, when the guard lifted is that somebody may have paid. Any other line stops the
    /// message all the same, whatever its day.
    pub lines: Vec<BankLineId>,
    pub author: String,
    pub why: String,
}

impl DecisionFacts {
    /// Its author looked at that bank line and held it not to pay this receivable.
    pub fn looked_at(&self, line: BankLineId, invoice: InvoiceId) -> bool {
        self.kind == DecisionKind::Override { guard: Guard::PossiblyPaid }
            && self.invoice.is_none_or(|named| named == invoice)
            && self.lines.contains(&line)
    }
}
