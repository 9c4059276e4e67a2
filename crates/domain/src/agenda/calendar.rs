//! How far along a receivable is in a scenario, and from which day on the next step may be performed.
//!
//! A step that was passed over still takes its time: its delay is added to the next one's, so that a part payment which
//! drops a call never brings the firm mail forward.

use super::reason::Reason;
use crate::scenario::{Scenario, Step, When};
use crate::situation::{Performed, Standing};
use base::{Date, add_days};

/// The furthest step after the due date that a receivable has seen, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Progress {
    pub(super) at: usize,
    on: Date,
}

/// The day a delay is counted from.
enum From<'s> {
    DueDate(Date),
    Step(&'s Step, Date),
}

pub(super) struct Calendar<'s> {
    scenario: &'s Scenario,
}

impl<'s> Calendar<'s> {
    pub(super) fn of(scenario: &'s Scenario) -> Self {
        Calendar { scenario }
    }

    pub(super) fn progress(&self, standing: &Standing<'_>) -> Option<Progress> {
        let seen = standing.performed.iter().filter_map(|p| {
            let at = self.scenario.position(p.step)?;
            let step = self.scenario.steps.get(at)?;
            (!step.is_pre_due() && self.counts(p, step, standing)).then_some(at)
        });
        let at = seen.max()?;
        self.seen_on(at, standing).map(|on| Progress { at, on })
    }

    /// The day on which the receivable last saw the step, performed or skipped.
    pub(super) fn seen_on(&self, at: usize, standing: &Standing<'_>) -> Option<Date> {
        let step = self.scenario.steps.get(at)?;
        let of_step = |p: &&Performed<'_>| p.step == step.id && self.counts(p, step, standing);
        let last = |skipped: bool| {
            let days = standing.performed.iter().filter(of_step).filter(|p| p.scenario.is_none() == skipped);
            days.map(|p| p.on).max()
        };
        // Skipped ahead of time, it counts from the day it would have come.
        let skipped = last(true).map(|on| on.max(self.earliest(at, standing, None).0));
        last(false).max(skipped)
    }

    /// The first day the step may be performed, and why that day.
    pub(super) fn earliest(&self, at: usize, standing: &Standing<'_>, progress: Option<Progress>) -> (Date, Reason) {
        let (from, days) = self.delay(at, standing, progress);
        match from {
            From::DueDate(due_on) => {
                let since = later(due_on, days);
                (since, Reason::DueSince { needed_days: days.max(0), since })
            }
            From::Step(step, on) => (later(on, days), self.after(step, on, days, standing)),
        }
    }

    /// That the step was done on the day its delay is counted from, or that a person skipped it and it never was.
    fn after(&self, step: &Step, on: Date, needed_days: i64, standing: &Standing<'_>) -> Reason {
        let of_step = || standing.performed.iter().filter(|p| p.step == step.id && self.counts(p, step, standing));
        let was_done = of_step().any(|p| p.skipped.is_none() && p.on == on);
        let skip = of_step().filter(|_| !was_done).filter_map(|p| Some((p.on, p.skipped?))).max_by_key(|(on, _)| *on);
        let title = step.title.clone();
        match skip {
            None => Reason::AfterStep { step: title, performed_on: on, needed_days },
            Some((skipped_on, (author, why))) => Reason::AfterSkip {
                step: title,
                skipped_on,
                author: author.to_string(),
                why: why.to_string(),
                counted_from: on,
                needed_days,
            },
        }
    }

    fn delay(&self, at: usize, standing: &Standing<'_>, progress: Option<Progress>) -> (From<'s>, i64) {
        let due = |days| (self.due_date(at, standing), days);
        match self.scenario.steps.get(at).map(|s| &s.when) {
            None => due(0),
            Some(When::BeforeDue { days }) => (From::DueDate(standing.receivable.due_on), -days),
            Some(When::AfterDue { days }) => due(*days),
            Some(When::AfterStep { step, days }) => match self.scenario.position(step).filter(|named| *named < at) {
                None => due(*days),
                Some(named) => self.delay_after(named, *days, standing, progress),
            },
        }
    }

    fn delay_after(
        &self,
        named: usize,
        days: i64,
        standing: &Standing<'_>,
        progress: Option<Progress>,
    ) -> (From<'s>, i64) {
        let seen = self.seen_on(named, standing).map(|on| (named, on));
        let beyond = progress.filter(|p| p.at > named).map(|p| (p.at, p.on));
        let from = seen.or(beyond).and_then(|(at, on)| self.scenario.steps.get(at).map(|s| From::Step(s, on)));
        match from {
            Some(from) => (from, days),
            None => {
                let (from, before) = self.delay(named, standing, progress);
                (from, before.saturating_add(days))
            }
        }
    }

    /// An invoice learnt late has its first step at once; the rest of its calendar runs from the day it was learnt.
    fn due_date(&self, at: usize, standing: &Standing<'_>) -> From<'s> {
        let is_first = self.scenario.after_due().next().is_some_and(|(first, _)| first == at);
        From::DueDate(if is_first { standing.receivable.due_on } else { standing.followed_since() })
    }

    /// An act of another scenario does not count, nor does a skip for the whole debtor made before this one was late.
    fn counts(&self, performed: &Performed<'_>, step: &Step, standing: &Standing<'_>) -> bool {
        let ours = performed.scenario.is_none_or(|s| s == self.scenario.reference.name);
        ours && (!performed.for_all || step.is_pre_due() || performed.on > standing.receivable.due_on)
    }
}

fn later(date: Date, days: i64) -> Date {
    add_days(date, days).unwrap_or(Date::MAX)
}
