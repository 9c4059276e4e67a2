//! What is late with one debtor in one currency: the step it has come to, and the one message that asks for it.
//!
//! The receivable furthest along sets the level. Those that have come to their end, or stand before a closed gate, are set
//! aside and the others go on without them; nobody is forgotten because an older invoice is stuck.

use super::calendar::{Calendar, Progress};
use super::case::{Case, Message, Stop};
use super::guards::Gates;
use super::reason::{Reason, Unmet};
use super::{Proposal, Silence, guards, plans, target, words};
use crate::facts::DebtorFacts;
use crate::scenario::{Gate, Step};
use crate::situation::Standing;
use base::{Cents, Currency, Date, MoneyError, add_days, days_between};
use std::cmp::Reverse;

/// What a group gives on the day.
pub(super) struct GroupPlan<'s, 'f> {
    pub(super) message: Option<GroupMessage<'s, 'f>>,
    pub(super) silences: Vec<Silence>,
    /// A message is proposed, or the next one already has its day.
    pub(super) is_chasing: bool,
}

pub(super) struct GroupMessage<'s, 'f> {
    pub(super) proposal: Proposal,
    pub(super) named: Vec<&'s Standing<'f>>,
    /// Which group comes first: the furthest along, then the oldest, then by currency.
    pub(super) rank: (Reverse<Option<usize>>, Date, Currency),
}

/// A receivable and how far along it is.
#[derive(Clone, Copy)]
struct Line<'s, 'f> {
    standing: &'s Standing<'f>,
    progress: Option<Progress>,
}

impl Line<'_, '_> {
    fn level(&self) -> Option<usize> {
        self.progress.map(|p| p.at)
    }
}

pub(super) struct Group<'s, 'f> {
    case: Case<'s, 'f>,
    calendar: Calendar<'s>,
    gates: Gates,
    currency: Currency,
    /// Words that the debtor did not keep.
    broken_words: u32,
    /// A plan on one of them was not kept.
    plan_lapsed: bool,
    /// Oldest first.
    lines: Vec<Line<'s, 'f>>,
    silences: Vec<Silence>,
}

/// The step that a group has come to.
struct Due<'s> {
    at: usize,
    step: &'s Step,
    reasons: Vec<Reason>,
}

enum Next<'s> {
    Finished(Stop),
    Waiting(Stop),
    Due(Due<'s>),
}

/// Steps a person or the law wants seen before later ones: `(position, title)`.
type Milestone<'s> = (usize, &'s str);

impl<'s, 'f> Group<'s, 'f> {
    pub(super) fn new(case: Case<'s, 'f>, currency: Currency, standings: Vec<&'s Standing<'f>>) -> Self {
        let plan_lapsed = plans::lapsed(case.situation, &standings).is_some();
        let calendar = Calendar::of(case.scenario);
        let lines = standings.into_iter().map(|s| Line { standing: s, progress: calendar.progress(s) }).collect();
        let broken_words = words::times(case.situation, &case.scenario.policy);
        Group {
            case,
            calendar,
            gates: Gates::of(case.situation),
            currency,
            broken_words,
            plan_lapsed,
            lines,
            silences: Vec::new(),
        }
    }

    /// # Errors
    /// `MoneyError::Overflow` when the sums leave what can be counted.
    pub(super) fn plan(mut self) -> Result<GroupPlan<'s, 'f>, MoneyError> {
        self.keep_what_was_lifted()?;
        while let Some(lead) = self.lead() {
            match self.next(&lead)? {
                Next::Finished(stop) => self.set_aside(|l| l.level() == lead.level(), &stop),
                Next::Waiting(stop) => {
                    self.set_aside(|_| true, &stop);
                    return Ok(self.told(None, true));
                }
                Next::Due(due) => match self.gates.closed(due.step, lead.standing) {
                    Some(gate) => self.wait_at_gate(&lead, due.step, gate),
                    None => return self.propose(&lead, due),
                },
            }
        }
        Ok(self.told(None, false))
    }

    /// Where a guard is lifted for some receivables only, the message of the day is about those.
    fn keep_what_was_lifted(&mut self) -> Result<(), MoneyError> {
        let situation = self.case.situation;
        for (guard, stop) in guards::stops(situation, &self.case.scenario.policy, self.currency, self.total()?) {
            let lifted = |l: &Line<'_, '_>| guards::is_lifted_for_one(situation, guard, l.standing);
            if self.lines.iter().any(lifted) {
                self.set_aside(|l| !lifted(l), &stop);
            }
        }
        Ok(())
    }

    fn total(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.lines.iter().map(|l| l.standing.undisputed()))
    }

    /// The receivable that sets the level: the furthest along, then the oldest.
    fn lead(&self) -> Option<Line<'s, 'f>> {
        self.lines.iter().rev().max_by_key(|l| l.level()).copied()
    }

    fn set_aside(&mut self, goes: impl Fn(&Line<'s, 'f>) -> bool, stop: &Stop) {
        let (gone, kept): (Vec<_>, Vec<_>) = self.lines.drain(..).partition(goes);
        self.lines = kept;
        self.silences.extend(gone.iter().map(|l| self.case.silence(l.standing, stop)));
    }

    fn wait_at_gate(&mut self, lead: &Line<'s, 'f>, step: &Step, gate: Gate) {
        let (level, gates) = (lead.level(), self.gates);
        let stop = (Gates::told(self.case.situation, step, gate), None);
        self.set_aside(|l| l.level() == level && !gates.is_open(gate, l.standing), &stop);
    }

    /// The next step and whether it is time, or why not.
    fn next(&self, lead: &Line<'s, 'f>) -> Result<Next<'s>, MoneyError> {
        let total = self.total()?;
        let mut passed_over = Vec::new();
        let ahead = self.case.scenario.after_due().filter(|(at, _)| lead.level().is_none_or(|done| *at > done));
        for (at, step) in ahead {
            let times = self.broken_words;
            let is_softer = words::is_softer(self.case.scenario, at, step);
            let too_soft = if is_softer && self.plan_lapsed {
                Some(Unmet::PlanLapsed)
            } else {
                (is_softer && words::are_too_many(self.case.scenario, times)).then_some(Unmet::WordsBroken { times })
            };
            match too_soft.or_else(|| unmet(step, total, self.case.situation.debtor)) {
                Some(condition) => passed_over.push(Reason::PassedOver { step: step.title.clone(), condition }),
                None => return Ok(self.timed(lead, at, step, passed_over)),
            }
        }
        let last = lead.level().and_then(|at| self.case.scenario.steps.get(at)).map(|s| s.title.clone());
        Ok(Next::Finished((Reason::ScenarioFinished { last_step: last.unwrap_or_default() }, None)))
    }

    fn timed(&self, lead: &Line<'s, 'f>, at: usize, step: &'s Step, passed_over: Vec<Reason>) -> Next<'s> {
        let (situation, policy) = (self.case.situation, &self.case.scenario.policy);
        let (earliest_on, timing) = self.calendar.earliest(at, lead.standing, lead.progress);
        let broken = |l: &Line<'_, '_>| words::broken(l.standing, situation, policy);
        if earliest_on > situation.as_of && broken(lead).is_none() {
            return Next::Waiting((
                Reason::WaitingForStep { step: step.title.clone(), earliest_on },
                Some(earliest_on),
            ));
        }
        let counted_from_due = matches!(timing, Reason::DueSince { .. });
        // Brought forward by a broken word, the delay has not run and is not told.
        let mut reasons: Vec<Reason> = (earliest_on <= situation.as_of).then_some(timing).into_iter().collect();
        reasons.extend(passed_over);
        reasons.extend(broken(lead).or_else(|| self.lines.iter().find_map(broken)));
        reasons.extend(lead.standing.failed_attempt_on.map(|on| Reason::PreviousAttemptFailed { on }));
        let days_late_then = lead.standing.days_late_when_known();
        if (lead.progress.is_none() || counted_from_due) && days_late_then > 0 {
            reasons.push(Reason::LateOnboarding { known_on: lead.standing.receivable.known_on, days_late_then });
        }
        Next::Due(Due { at, step, reasons })
    }

    fn propose(mut self, lead: &Line<'s, 'f>, due: Due<'s>) -> Result<GroupPlan<'s, 'f>, MoneyError> {
        let named = self.named(lead, &due);
        let message = Message::new(due.step, self.currency, named)?;
        let (situation, policy) = (self.case.situation, &self.case.scenario.policy);
        let used = match guards::message(situation, policy, &message)? {
            Ok(used) => used,
            Err(stop) => return Ok(self.silenced(&message, &stop)),
        };
        let (channel, target, wishes) = match target::choose(due.step, situation.debtor) {
            Ok(found) => found,
            Err(reason) => return Ok(self.silenced(&message, &(reason, None))),
        };
        let mut reasons = opening(&message);
        reasons.push(self.case.chosen());
        reasons.extend(due.reasons);
        reasons.extend(plans::lapsed(situation, &message.named));
        reasons.extend(used);
        reasons.extend(wishes);
        reasons.extend(self.case.cautions(&message)?);
        let mut proposal = self.case.proposal(&message, (channel, target), reasons);
        words::name_it(&mut proposal);
        let rank = (Reverse(lead.level()), lead.standing.receivable.due_on, self.currency);
        Ok(self.told(Some(GroupMessage { proposal, named: message.named, rank }), true))
    }

    /// Those the message names; the others are set aside, each with its reason.
    fn named(&mut self, lead: &Line<'s, 'f>, due: &Due<'s>) -> Vec<&'s Standing<'f>> {
        let milestones = self.milestones(lead, due.at);
        let mut named = Vec::with_capacity(self.lines.len());
        for line in std::mem::take(&mut self.lines) {
            let is_lead = line.standing.receivable.id == lead.standing.receivable.id;
            match self.left_out(&line, due.step, &milestones).filter(|_| !is_lead) {
                Some(stop) => self.silences.push(self.case.silence(line.standing, &stop)),
                None => named.push(line.standing),
            }
        }
        named
    }

    /// Steps not meant for young invoices (the formal notice) that the lead has seen: what missed one is not drawn past it.
    fn milestones(&self, lead: &Line<'s, 'f>, before: usize) -> Vec<Milestone<'s>> {
        let marked = self.case.scenario.after_due().filter(|(at, s)| *at < before && s.include_from_days > 1);
        let seen = marked.filter(|(at, _)| self.calendar.seen_on(*at, lead.standing).is_some());
        seen.map(|(at, s)| (at, s.title.as_str())).collect()
    }

    fn left_out(&self, line: &Line<'s, 'f>, step: &Step, milestones: &[Milestone<'s>]) -> Option<Stop> {
        let situation = self.case.situation;
        let missed = milestones.iter().find(|(at, _)| self.calendar.seen_on(*at, line.standing).is_none());
        if let Some((_, title)) = missed {
            return Some((Reason::BehindGroup { step: (*title).to_string() }, None));
        }
        let since = line.standing.followed_since();
        let (days, needed_days) = (days_between(since, situation.as_of), step.include_from_days);
        if needed_days > 1 && days < needed_days {
            return Some((Reason::TooFresh { days, needed_days }, add_days(since, needed_days)));
        }
        let gate = self.gates.closed(step, line.standing)?;
        Some((Gates::told(situation, step, gate), None))
    }

    fn silenced(mut self, message: &Message<'s, 'f>, stop: &Stop) -> GroupPlan<'s, 'f> {
        self.silences.extend(message.named.iter().map(|s| self.case.silence(s, stop)));
        self.told(None, false)
    }

    fn told(self, message: Option<GroupMessage<'s, 'f>>, is_chasing: bool) -> GroupPlan<'s, 'f> {
        GroupPlan { message, silences: self.silences, is_chasing }
    }
}

/// The first condition of a step that is not met.
pub(super) fn unmet(step: &Step, total_cents: Cents, debtor: &DebtorFacts) -> Option<Unmet> {
    if let Some(minimum_cents) = step.only_if.outstanding_min.filter(|minimum| total_cents < *minimum) {
        return Some(Unmet::OutstandingMin { minimum_cents, total_cents });
    }
    let role = step.only_if.has_role?;
    let is_known = debtor.contacts.iter().any(|c| c.role == role);
    (!is_known).then_some(Unmet::HasRole { role })
}

fn opening(message: &Message<'_, '_>) -> Vec<Reason> {
    let oldest = message.named.first().map(|s| Reason::Overdue {
        number: s.receivable.number.clone(),
        due_on: s.receivable.due_on,
        days: s.days_late(),
    });
    let invoices = message.named.len() as u64;
    let grouped = (invoices > 1).then_some(Reason::Grouped { invoices, total_cents: message.total });
    oldest.into_iter().chain(grouped).collect()
}
