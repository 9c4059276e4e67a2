//! Where an accepted plan stands on a day: which instalments are paid, what is late, whether the whole may be asked for.
//!
//! Money pays the oldest instalment first, whatever invoice it was set against. Forfeiture of the term needs an express
//! clause and a formal notice that names a delay (Cass. 1re civ. 22 June 2017, 16-18.418): the delay runs out by itself, and
//! a person records that it did.

use crate::facts::{Instalment, PlanFacts};
use base::{Cents, Date, MoneyError, add_days, days_between};
use std::collections::BTreeSet;

/// Where one instalment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    Paid,
    ToCome,
    /// Its date has passed, the days of grace have not.
    Awaited,
    Late {
        days: i64,
    },
}

/// One instalment, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// From 1.
    pub rank: usize,
    pub due_on: Date,
    pub amount: Cents,
    pub paid: Cents,
    pub state: PartState,
}

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanState {
    Running,
    /// An instalment is late, grace included.
    Late {
        since: Date,
    },
    /// The formal notice of default was presented; the whole becomes due after that day.
    Noticed {
        on: Date,
        until: Date,
    },
    /// The notice has run out unpaid: a person may record that the whole is due.
    Forfeitable {
        since: Date,
    },
    /// Recorded: the whole is due.
    Lapsed {
        on: Date,
    },
    Withdrawn {
        on: Date,
    },
    /// All of it came.
    Kept,
}

/// Payments of a plan that follow each other, and what is left of them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The rank of the first, from 1.
    pub rank: u64,
    pub count: u64,
    pub amount: Cents,
}

/// Each sum that payments following each other make, with the oldest and fewest that make it; `left` by rank, the oldest
/// first, paid ones left out.
///
/// # Errors
/// `MoneyError::Overflow` when a sum leaves what can be counted.
pub fn runs(left: &[(u64, Cents)]) -> Result<Vec<Run>, MoneyError> {
    let mut seen = BTreeSet::new();
    let mut runs = Vec::new();
    for (first, (rank, _)) in left.iter().enumerate() {
        let mut amount = Cents::ZERO;
        for (count, (_, one)) in (1..).zip(left.iter().skip(first)) {
            amount = amount.add(*one)?;
            runs.extend(seen.insert(amount).then_some(Run { rank: *rank, count, amount }));
        }
    }
    Ok(runs)
}

/// A plan on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStanding {
    pub parts: Vec<Part>,
    pub state: PlanState,
    pub total: Cents,
    pub received: Cents,
    /// What should have come by the day and did not, grace included.
    pub arrears: Cents,
    /// What is left of all instalments.
    pub left: Cents,
}

impl PlanStanding {
    /// The plan at the end of `as_of`; `noticed_on` is the day a formal notice of default was presented, if one was.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the sums leave what can be counted.
    pub fn of(plan: &PlanFacts, noticed_on: Option<Date>, as_of: Date) -> Result<PlanStanding, MoneyError> {
        let received = received(plan, as_of)?;
        let mut left_over = received.max(Cents::ZERO);
        let mut parts = Vec::with_capacity(plan.instalments.len());
        for (at, instalment) in plan.instalments.iter().enumerate() {
            let paid = left_over.min(instalment.amount);
            left_over = left_over.sub(paid)?;
            let state = part_state(instalment, paid, plan.terms.grace_days, as_of);
            parts.push(Part { rank: at + 1, due_on: instalment.due_on, amount: instalment.amount, paid, state });
        }
        let total = Cents::sum(parts.iter().map(|p| p.amount))?;
        let left = total.sub(Cents::sum(parts.iter().map(|p| p.paid))?)?;
        let late = || parts.iter().filter(|p| matches!(p.state, PartState::Late { .. }));
        let arrears = Cents::sum(late().map(|p| p.amount))?.sub(Cents::sum(late().map(|p| p.paid))?)?;
        let since = late().map(|p| p.due_on).min();
        let state = state(plan, noticed_on, as_of, left, since);
        Ok(PlanStanding { parts, state, total, received, arrears, left })
    }

    /// The oldest instalment that is not fully paid.
    pub fn next(&self) -> Option<&Part> {
        self.parts.iter().find(|p| p.state != PartState::Paid)
    }

    /// What is left of each payment not fully made, by rank.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when a difference leaves what can be counted.
    pub fn open_parts(&self) -> Result<Vec<(u64, Cents)>, MoneyError> {
        let open = self.parts.iter().filter(|p| p.state != PartState::Paid);
        open.map(|p| Ok((p.rank as u64, p.amount.sub(p.paid)?))).collect()
    }

    pub fn is_in_force(&self) -> bool {
        !matches!(self.state, PlanState::Lapsed { .. } | PlanState::Withdrawn { .. } | PlanState::Kept)
    }
}

fn received(plan: &PlanFacts, as_of: Date) -> Result<Cents, MoneyError> {
    Cents::sum(plan.received.iter().filter(|(on, _)| *on <= as_of).map(|(_, amount)| *amount))
}

fn part_state(instalment: &Instalment, paid: Cents, grace_days: i64, as_of: Date) -> PartState {
    let days = days_between(instalment.due_on, as_of);
    if paid >= instalment.amount {
        PartState::Paid
    } else if days <= 0 {
        PartState::ToCome
    } else if days <= grace_days {
        PartState::Awaited
    } else {
        PartState::Late { days }
    }
}

fn state(plan: &PlanFacts, noticed_on: Option<Date>, as_of: Date, left: Cents, late_since: Option<Date>) -> PlanState {
    if let Some(on) = plan.withdrawn_on.filter(|on| *on <= as_of) {
        return PlanState::Withdrawn { on };
    }
    if let Some(on) = plan.lapsed_on.filter(|on| *on <= as_of) {
        return PlanState::Lapsed { on };
    }
    let Some(since) = late_since else {
        return if left.is_zero() { PlanState::Kept } else { PlanState::Running };
    };
    // A notice of before is about another default: what was paid since put that one right.
    let Some(on) = noticed_on.filter(|on| *on > since && *on <= as_of) else { return PlanState::Late { since } };
    match add_days(on, plan.terms.notice_days) {
        Some(until) if until >= as_of => PlanState::Noticed { on, until },
        Some(until) => PlanState::Forfeitable { since: add_days(until, 1).unwrap_or(until) },
        None => PlanState::Late { since },
    }
}
