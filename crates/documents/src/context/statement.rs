//! The account statement: every open line of a customer on one day.
//!
//! It asks for nothing by itself; it shows what is open, how old it is and how to pay it.

use super::{Cents, Date, Letterhead};
use serde::{Deserialize, Serialize};

/// What a statement line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Invoice,
    /// Reduces what is owed: `outstanding` is negative.
    CreditNote,
    /// A payment not yet tied to an invoice: `outstanding` is negative.
    UnallocatedPayment,
}

/// One open line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    pub kind: LineKind,
    pub number: String,
    pub issued_on: Date,
    pub due_on: Option<Date>,
    #[serde(default)]
    pub due_is_estimated: bool,
    pub gross: Cents,
    pub outstanding: Cents,
    /// What is contested of `outstanding` and under examination; zero when nothing is.
    #[serde(default)]
    pub contested: Cents,
    pub days_late: i64,
}

/// One slice of the aged balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeingBucket {
    /// `Non échu`, `1 à 30 jours`… in the customer's language.
    pub label: String,
    pub amount: Cents,
}

impl AccountStatementContext {
    /// What is asked to be paid: all that is open, less what is contested.
    pub fn to_pay(&self) -> Cents {
        let contested = Cents::sum(self.lines.iter().map(|l| l.contested)).unwrap_or(Cents::ZERO);
        self.total_outstanding.sub(contested).unwrap_or(self.total_outstanding).max(Cents::ZERO)
    }

    /// What the customer has with us, above zero; nothing while they owe as much or more.
    pub fn in_favour(&self) -> Option<Cents> {
        self.total_outstanding.neg().ok().filter(|credit| credit.is_positive())
    }
}

/// Everything an account statement shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountStatementContext {
    pub letterhead: Letterhead,
    pub as_of: Date,
    pub lines: Vec<StatementLine>,
    /// Adds up to `total_outstanding`; may be empty.
    pub ageing: Vec<AgeingBucket>,
    pub total_outstanding: Cents,
    /// The part of the total whose due date has passed.
    pub total_overdue: Cents,
}
