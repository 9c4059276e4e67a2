use base::id::{HoldId, InvoiceId};
use base::{Cents, Date};
use serde::{Deserialize, Serialize};

/// What stops or bends recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    Dispute,
    Promise,
    /// Instalment plan.
    Plan,
    /// Collective proceedings: nothing may be chased (C. com. L622-21).
    Insolvency,
    /// Sold or pledged: not ours to chase.
    Factored,
    /// Suspended by the user.
    Pause,
    /// The debtor says the money is on its way.
    PaymentAnnounced,
    /// The customer is checking the invoice.
    AwaitingValidation,
}

impl HoldKind {
    pub const ALL: [HoldKind; 8] = [
        HoldKind::Dispute,
        HoldKind::Promise,
        HoldKind::Plan,
        HoldKind::Insolvency,
        HoldKind::Factored,
        HoldKind::Pause,
        HoldKind::PaymentAnnounced,
        HoldKind::AwaitingValidation,
    ];

    pub fn code(self) -> &'static str {
        match self {
            HoldKind::Dispute => "dispute",
            HoldKind::Promise => "promise",
            HoldKind::Plan => "plan",
            HoldKind::Insolvency => "insolvency",
            HoldKind::Factored => "factored",
            HoldKind::Pause => "pause",
            HoldKind::PaymentAnnounced => "payment_announced",
            HoldKind::AwaitingValidation => "awaiting_validation",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            HoldKind::Dispute => "litige",
            HoldKind::Promise => "promesse de règlement",
            HoldKind::Plan => "échéancier",
            HoldKind::Insolvency => "procédure collective",
            HoldKind::Factored => "créance cédée",
            HoldKind::Pause => "suspension",
            HoldKind::PaymentAnnounced => "paiement annoncé",
            HoldKind::AwaitingValidation => "facture en cours de validation",
        }
    }

    /// Counts a date after which the debtor is held to have broken their word.
    pub fn is_word_given(self) -> bool {
        matches!(self, HoldKind::Promise | HoldKind::PaymentAnnounced)
    }
}

/// A hold as recorded; it may have been lifted since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HoldFacts {
    pub id: HoldId,
    pub kind: HoldKind,
    /// The receivable it concerns; `None` for all of the debtor's.
    pub invoice: Option<InvoiceId>,
    pub opened_on: Date,
    /// Last day it holds, when it has one; without, it holds until it is lifted. Collective proceedings ignore it.
    pub until: Option<Date>,
    pub lifted_on: Option<Date>,
    /// Amount promised or contested.
    pub amount: Option<Cents>,
    /// One sentence by its author.
    pub why: String,
}
