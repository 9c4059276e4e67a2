//! What a document says of an instalment plan: the payments agreed, and the one that is spoken of.

use super::{Cents, Date};
use serde::{Deserialize, Serialize};

/// One dated payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPart {
    pub due_on: Date,
    pub amount: Cents,
}

/// An instalment plan, proposed or agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSpoken {
    /// Adds up to `total`; checked before anything is printed.
    pub parts: Vec<PlanPart>,
    pub total: Cents,
    pub principal: Cents,
    /// Interest and compensation among the payments.
    pub interest: Cents,
    pub compensation: Cents,
    /// Interest and compensation are given up if the plan is kept.
    pub is_waived: bool,
    pub interest_first: bool,
    pub grace_days: i64,
    /// Delay that the formal notice of default leaves.
    pub notice_days: i64,
    /// `None` while it is only proposed.
    pub agreed_on: Option<Date>,
    /// The payment spoken of, from 1.
    pub rank: usize,
    pub due_on: Option<Date>,
    /// What is asked for now.
    pub asked: Cents,
    /// What is left of all payments.
    pub left: Cents,
    pub deadline: Option<Date>,
}
