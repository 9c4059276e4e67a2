use base::id::{InvoiceId, PlanId};
use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};

/// One dated payment of an instalment plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalment {
    pub due_on: Date,
    pub amount: Cents,
}

/// What becomes of late-payment interest and of the fixed compensation under a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanInterest {
    /// Given up if the plan is kept to its end, due again if it is not.
    #[default]
    WaivedIfKept,
    /// Counted up to the agreement and paid with the instalments; none runs while the plan is kept.
    Included,
}

impl PlanInterest {
    pub const ALL: [PlanInterest; 2] = [PlanInterest::WaivedIfKept, PlanInterest::Included];

    pub fn code(self) -> &'static str {
        match self {
            PlanInterest::WaivedIfKept => "waived_if_kept",
            PlanInterest::Included => "included",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|i| i.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            PlanInterest::WaivedIfKept => "abandonnés si l’échéancier est tenu",
            PlanInterest::Included => "compris dans les versements",
        }
    }
}

/// What the parties agreed beside the dates and amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTerms {
    pub interest: PlanInterest,
    /// Money goes to interest, then to the compensation, then to principal, by written derogation; else to principal first.
    pub interest_first: bool,
    /// Days after the date of an instalment before it is asked for.
    pub grace_days: i64,
    /// Days that the formal notice of default leaves before the whole becomes due.
    pub notice_days: i64,
}

impl Default for PlanTerms {
    fn default() -> Self {
        PlanTerms { interest: PlanInterest::default(), interest_first: false, grace_days: 3, notice_days: 15 }
    }
}

/// An instalment plan that was accepted, and what came since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanFacts {
    pub id: PlanId,
    pub agreed_on: Date,
    pub currency: Currency,
    pub invoices: Vec<InvoiceId>,
    /// By date.
    pub instalments: Vec<Instalment>,
    pub terms: PlanTerms,
    /// Money set against its invoices since it was agreed, by day; negative where the bank took some back.
    pub received: Vec<(Date, Cents)>,
    /// The day the whole was recorded as due for default.
    pub lapsed_on: Option<Date>,
    /// The day it was ended otherwise, by agreement or by mistake.
    pub withdrawn_on: Option<Date>,
}
