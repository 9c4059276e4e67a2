//! One receivable on one date: how late, what holds it, which steps it has seen.

use super::touching::Touching;
use crate::facts::{ActState, DecisionKind, HoldFacts, HoldKind, PossiblePayment, ReceivableFacts};
use base::{Cents, Date, MoneyError, days_between};

/// Where a receivable stands towards its due date. A due date itself is not late (C. com. L441-10 II: "le jour suivant").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// A credit, or nothing outstanding.
    NothingDue,
    NotDue {
        in_days: i64,
    },
    Overdue {
        days: i64,
    },
}

/// A step that this receivable has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Performed<'f> {
    pub step: &'f str,
    /// `None` for a step that a person skipped, whatever the scenario.
    pub scenario: Option<&'f str>,
    pub on: Date,
    /// Skipped for the whole debtor, not for this receivable in particular.
    pub for_all: bool,
    /// Who skipped it and why; `None` for a step that was done.
    pub skipped: Option<(&'f str, &'f str)>,
}

/// A receivable, seen on a date.
#[derive(Clone, Debug)]
pub struct Standing<'f> {
    pub receivable: &'f ReceivableFacts,
    pub lateness: Lateness,
    /// Holds opened and not lifted, this receivable's or the whole debtor's, oldest first.
    pub holds: Vec<&'f HoldFacts>,
    pub performed: Vec<Performed<'f>>,
    /// The last attempt that certainly did not leave, after the last performed step.
    pub failed_attempt_on: Option<Date>,
    /// Bank credits that may pay it, the most likely one first.
    pub possible_payments: Vec<&'f PossiblePayment>,
    /// Postponed by a person: until when, by whom, why.
    pub postponed: Option<(Date, &'f str, &'f str)>,
    as_of: Date,
}

impl<'f> Standing<'f> {
    pub(super) fn of(receivable: &'f ReceivableFacts, touching: &Touching<'f>, as_of: Date) -> Self {
        Standing {
            receivable,
            lateness: lateness(receivable, as_of),
            holds: touching.holds(receivable.id),
            performed: performed(receivable, touching, as_of),
            failed_attempt_on: failed_attempt(receivable, touching),
            possible_payments: touching.payments(receivable.id),
            postponed: postponed(receivable, touching, as_of),
            as_of,
        }
    }

    pub fn is_overdue(&self) -> bool {
        matches!(self.lateness, Lateness::Overdue { .. })
    }

    pub fn days_late(&self) -> i64 {
        match self.lateness {
            Lateness::Overdue { days } => days,
            _ => 0,
        }
    }

    /// How late it already was on the day we learnt of it; zero when we knew it in time, or had not learnt of it yet.
    pub fn days_late_when_known(&self) -> i64 {
        let known_on = self.receivable.known_on;
        if known_on > self.as_of { 0 } else { days_between(self.receivable.due_on, known_on).max(0) }
    }

    /// The first day on which we could follow it: its due date, or the day we learnt of it when that was later.
    pub fn followed_since(&self) -> Date {
        let learnt_late = self.days_late_when_known() > 0;
        if learnt_late { self.receivable.known_on } else { self.receivable.due_on }
    }

    /// What may be asked for now: the outstanding amount less what is contested in disputes still in force.
    pub fn undisputed(&self) -> Cents {
        self.disputes().fold(self.receivable.outstanding, |left, dispute| match dispute.amount {
            Some(contested) => left.sub(contested.max(Cents::ZERO)).unwrap_or(Cents::ZERO).max(Cents::ZERO),
            None => Cents::ZERO,
        })
    }

    /// What is contested of the outstanding amount.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the difference leaves what can be counted.
    pub fn contested(&self) -> Result<Cents, MoneyError> {
        self.receivable.outstanding.sub(self.undisputed())
    }

    /// Disputes still in force, oldest first.
    pub fn disputes(&self) -> impl Iterator<Item = &'f HoldFacts> + '_ {
        let in_force = |h: &&HoldFacts| h.kind == HoldKind::Dispute && h.until.is_none_or(|until| until >= self.as_of);
        self.holds.iter().copied().filter(in_force)
    }
}

fn lateness(receivable: &ReceivableFacts, as_of: Date) -> Lateness {
    if !receivable.outstanding.is_positive() {
        return Lateness::NothingDue;
    }
    let days = days_between(receivable.due_on, as_of);
    if days > 0 { Lateness::Overdue { days } } else { Lateness::NotDue { in_days: -days } }
}

fn performed<'f>(receivable: &ReceivableFacts, touching: &Touching<'f>, as_of: Date) -> Vec<Performed<'f>> {
    let acts = touching.acts(receivable.id).filter_map(|a| {
        a.left_on().map(|on| Performed {
            step: &a.step,
            scenario: Some(&a.scenario),
            on,
            for_all: false,
            skipped: None,
        })
    });
    let skips = touching.decisions(receivable.id).filter_map(|d| match &d.kind {
        DecisionKind::Skip { step } => {
            let skipped = Some((d.author.as_str(), d.why.as_str()));
            Some(Performed { step, scenario: None, on: d.decided_on, for_all: d.invoice.is_none(), skipped })
        }
        _ => None,
    });
    acts.chain(skips).filter(|p| p.on <= as_of && (!p.for_all || receivable.issued_on <= p.on)).collect()
}

fn failed_attempt(receivable: &ReceivableFacts, touching: &Touching<'_>) -> Option<Date> {
    let tried = touching.acts(receivable.id).filter(|a| a.state != ActState::Cancelled);
    let last = tried.max_by_key(|a| (a.planned_on, a.id))?;
    (last.state == ActState::Failed).then_some(last.planned_on)
}

/// The newest word counts, whether it was said of this receivable or of the debtor.
fn postponed<'f>(
    receivable: &ReceivableFacts,
    touching: &Touching<'f>,
    as_of: Date,
) -> Option<(Date, &'f str, &'f str)> {
    let said = touching.decisions(receivable.id).filter_map(|d| match d.kind {
        DecisionKind::Postpone { until } => Some((d, until)),
        _ => None,
    });
    let (decision, until) = said.max_by_key(|(d, _)| (d.decided_on, d.id))?;
    (until > as_of).then_some((until, decision.author.as_str(), decision.why.as_str()))
}
