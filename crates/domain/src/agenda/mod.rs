//! What to do today, and why; what not to do, and why not. The planner changes nothing: dropping an agenda loses text only.
//!
//! Every overdue receivable is, on each day, either in a proposal or in a silence with its reason and next date. The
//! contested part of one is told apart, in a silence of its own.

mod calendar;
mod case;
mod contested;
mod group;
mod guards;
mod holds;
mod label;
mod plan;
mod plans;
mod pre_due;
mod reason;
mod remedy;
mod sentence;
mod suspension;
mod target;
mod words;
mod worth;

pub use guards::{reply_lets_go, unread_reply};
pub use holds::{still_holds, unseen_payment};
pub use label::{guard_name, label};
pub use plan::{Plan, plan};
pub use plans::{PLAN_STEPS, asked_under_plan, plan_standing};
pub use reason::{DisputeWords, Reason, ServiceStage, Unmet};
pub use remedy::{liftable, remedy};
pub use sentence::{sentence, sentence_in};
pub use suspension::SERVICE_STEPS;
pub use target::Target;
pub use worth::{Worth, WorthReason, days_late};

use crate::facts::Channel;
use crate::scenario::{ScenarioRef, Tone};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, MoneyError};
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

impl ApprovalNeeded {
    pub const ALL: [ApprovalNeeded; 3] =
        [ApprovalNeeded::StandingOrder, ApprovalNeeded::Anybody, ApprovalNeeded::Owner];

    pub fn code(self) -> &'static str {
        match self {
            ApprovalNeeded::StandingOrder => "standing_order",
            ApprovalNeeded::Anybody => "anybody",
            ApprovalNeeded::Owner => "owner",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }
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

impl Proposal {
    /// What its step is made for, where nobody can be reached that way.
    pub fn instead_of(&self) -> Option<Channel> {
        self.reasons.iter().find_map(|reason| match reason {
            Reason::ChannelFallback { wanted, .. } => Some(*wanted),
            _ => None,
        })
    }

    /// The same message about some of its invoices only: lines, total and reasons follow. `None` when nothing is kept, or
    /// when something is asked for that it does not name.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn about(&self, kept: &[InvoiceId]) -> Result<Option<Proposal>, MoneyError> {
        let is_named = |id: &InvoiceId| self.lines.iter().any(|l| l.invoice == *id);
        if kept.is_empty() || !kept.iter().all(is_named) {
            return Ok(None);
        }
        let (lines, gone): (Vec<ProposalLine>, Vec<ProposalLine>) =
            self.lines.iter().cloned().partition(|l| kept.contains(&l.invoice));
        let total_cents = Cents::sum(lines.iter().map(|l| l.amount_cents))?;
        let about_gone = |number: &String| gone.iter().any(|l| l.number == *number);
        let reasons = self.reasons.iter().filter_map(|reason| match reason {
            Reason::Overdue { .. } => lines.first().filter(|l| l.days_late > 0).map(|l| Reason::Overdue {
                number: l.number.clone(),
                due_on: l.due_on,
                days: l.days_late,
            }),
            Reason::Grouped { .. } => {
                (lines.len() > 1).then_some(Reason::Grouped { invoices: lines.len() as u64, total_cents })
            }
            Reason::DueDateEstimated { number } | Reason::PartDisputed { number, .. } if about_gone(number) => None,
            other => Some(other.clone()),
        });
        Ok(Some(Proposal { reasons: reasons.collect(), total_cents, lines, ..self.clone() }))
    }
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
    /// What it speaks of: the outstanding amount, less what is contested and told apart.
    pub outstanding_cents: Cents,
    pub reasons: Vec<Reason>,
    /// `None` when only a new fact can change it.
    pub next_on: Option<Date>,
}
