//! Two rehearsals of the same facts, compared: what one does that the other does not, or does on another day.

use crate::agenda::Proposal;
use crate::facts::Channel;
use crate::scenario::Tone;
use base::id::InvoiceId;
use base::{Cents, Currency, Date, days_between};
use serde::{Deserialize, Serialize};

/// One thing that would have been done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsed {
    pub on: Date,
    pub step: String,
    pub title: String,
    pub channel: Channel,
    pub is_formal: bool,
    pub currency: Currency,
    pub total_cents: Cents,
    pub invoices: Vec<InvoiceId>,
}

impl Rehearsed {
    pub fn of(proposal: &Proposal, on: Date) -> Rehearsed {
        Rehearsed {
            on,
            step: proposal.step.clone(),
            title: proposal.step_title.clone(),
            channel: proposal.channel,
            is_formal: proposal.tone == Tone::Formal || proposal.channel == Channel::RegisteredLetter,
            currency: proposal.currency,
            total_cents: proposal.total_cents,
            invoices: proposal.lines.iter().map(|l| l.invoice).collect(),
        }
    }

    /// The same step about one of the same invoices.
    fn is_like(&self, other: &Rehearsed) -> bool {
        self.step == other.step && self.invoices.iter().any(|i| other.invoices.contains(i))
    }
}

/// How many of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub emails: u64,
    pub calls: u64,
    pub letters: u64,
    pub formal_notices: u64,
    pub internal: u64,
}

impl Tally {
    pub fn add(&mut self, done: &Rehearsed) {
        match done.channel {
            _ if done.is_formal => self.formal_notices += 1,
            Channel::Email => self.emails += 1,
            Channel::Call | Channel::Visit => self.calls += 1,
            Channel::Letter | Channel::RegisteredLetter => self.letters += 1,
            Channel::Internal => self.internal += 1,
        }
    }

    /// All that the debtor notices.
    pub fn reminders(&self) -> u64 {
        self.emails + self.calls + self.letters + self.formal_notices
    }
}

/// What is otherwise for one thing done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "shift")]
pub enum Shift {
    Added,
    Dropped,
    Earlier { days: i64 },
    Later { days: i64 },
}

/// One difference, told on what is done after; on what was done before when it is dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub done: Rehearsed,
    pub shift: Shift,
}

/// What changes for one debtor, in order of day. A step is the same when it asks for one of the same invoices; of
/// several, the nearest in time.
pub fn changes(before: &[Rehearsed], after: &[Rehearsed]) -> Vec<Change> {
    let mut left: Vec<&Rehearsed> = after.iter().collect();
    let mut changes = Vec::new();
    for old in before {
        let alike = left.iter().enumerate().filter(|(_, new)| old.is_like(new));
        let nearest = alike.min_by_key(|(_, new)| days_between(old.on, new.on).abs()).map(|(at, _)| at);
        let Some(at) = nearest else {
            changes.push(Change { done: old.clone(), shift: Shift::Dropped });
            continue;
        };
        let new = left.remove(at);
        let days = days_between(old.on, new.on);
        if days != 0 {
            let shift = if days < 0 { Shift::Earlier { days: -days } } else { Shift::Later { days } };
            changes.push(Change { done: new.clone(), shift });
        }
    }
    changes.extend(left.into_iter().map(|new| Change { done: new.clone(), shift: Shift::Added }));
    changes.sort_by_key(|c| c.done.on);
    changes
}
