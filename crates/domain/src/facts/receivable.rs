use base::id::{BankLineId, InvoiceId};
use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};

/// Where a due date comes from; the best known one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueBasis {
    /// Put off by agreement with the customer.
    Agreed,
    /// Written on the invoice.
    Stated,
    /// From the customer's agreed payment terms.
    Terms,
    /// Thirty days, for want of anything better (C. com. L441-10 I): shown as estimated.
    Default,
}

impl DueBasis {
    pub fn code(self) -> &'static str {
        match self {
            DueBasis::Agreed => "agreed",
            DueBasis::Stated => "stated",
            DueBasis::Terms => "terms",
            DueBasis::Default => "default",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [DueBasis::Agreed, DueBasis::Stated, DueBasis::Terms, DueBasis::Default].into_iter().find(|b| b.code() == code)
    }

    pub fn is_estimated(self) -> bool {
        self == DueBasis::Default
    }
}

/// One receivable with something outstanding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceivableFacts {
    pub id: InvoiceId,
    pub number: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub due_basis: DueBasis,
    pub currency: Currency,
    /// What the document asked to be paid.
    pub principal: Cents,
    /// What is left of it; negative when it is a credit in the debtor's favour.
    pub outstanding: Cents,
    /// The day we learnt of it: an invoice imported long after its due date starts gently.
    pub known_on: Date,
    /// Part of what settled it was only inferred from amounts or age, and waits for confirmation.
    pub has_estimated_settlement: bool,
}

/// An unmatched credit on our bank account that could be this debtor's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PossiblePayment {
    pub line: BankLineId,
    pub booked_on: Date,
    pub amount: Cents,
    /// The receivable it seems to pay, when one is named or has just that amount.
    pub invoice: Option<InvoiceId>,
    pub clue: crate::matching::Clue,
}
