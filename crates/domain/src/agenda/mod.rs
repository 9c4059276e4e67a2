//! What to do today, and why; what not to do, and why not. The planner changes nothing: dropping an agenda loses text only.
//!
//! Every overdue receivable is, on each day, either in a proposal or in a silence with its reason and next date.

mod calendar;
mod case;
mod group;
mod guards;
mod holds;
mod label;
mod plan;
mod pre_due;
mod reason;
mod sentence;
mod target;

pub use holds::unseen_payment;
pub use label::label;
pub use plan::{Plan, plan};
pub use reason::{Reason, Unmet};
pub use sentence::{sentence, sentence_in};
pub use target::Target;

use crate::facts::Channel;
use crate::scenario::{ScenarioRef, Tone};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};

/// One receivable named in a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalLine {
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: Date,
    pub days_late: i64,
    /// What is asked for: the outstanding amount less what is contested.
    pub amount_cents: Cents,
}

/// Who must say yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalNeeded {
    /// Covered by a standing order somebody signed.
    StandingOrder,
    Anybody,
    Owner,
}

/// An act proposed for today: one message for all late invoices of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "a proposal nobody reads helps nobody"]
pub struct Proposal {
    pub party: PartyId,
    pub customer: String,
    pub scenario: ScenarioRef,
    pub step: String,
    pub step_title: String,
    pub channel: Channel,
    pub template: String,
    pub tone: Tone,
    pub target: Target,
    pub approval: ApprovalNeeded,
    pub currency: Currency,
    pub total_cents: Cents,
    pub lines: Vec<ProposalLine>,
    pub reasons: Vec<Reason>,
}

/// Why nothing is done today for one overdue receivable, and when it will be looked at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "a silence has a reason too"]
pub struct Silence {
    pub party: PartyId,
    pub customer: String,
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: Date,
    pub days_late: i64,
    pub currency: Currency,
    pub outstanding_cents: Cents,
    pub reasons: Vec<Reason>,
    /// `None` when only a new fact can change it.
    pub next_on: Option<Date>,
}
