//! The planner: situation × scenario → proposals and silences. Synchronous, deterministic, and without any effect.

use super::guards::{self, Stop};
use super::reason::Reason;
use super::{ApprovalNeeded, Proposal, ProposalLine, Silence, target};
use crate::scenario::{ApprovalRule, Choice, Scenario, ScenarioBook, Step, When};
use crate::situation::{Lateness, Situation, Standing};
use base::{Cents, Currency, Date, MoneyError, add_days};
use std::collections::BTreeMap;

/// What one debtor's situation gives on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a plan nobody reads helps nobody"]
pub struct Plan {
    pub proposals: Vec<Proposal>,
    pub silences: Vec<Silence>,
}

/// A group of overdue receivables of one currency that may be asked for together.
struct Group<'s, 'f> {
    situation: &'s Situation<'f>,
    scenario: &'s Scenario,
    choice: Choice,
    lines: Vec<&'s Standing<'f>>,
    total: Cents,
}

/// The step a group has come to.
struct Due<'s> {
    step: &'s Step,
    reasons: Vec<Reason>,
}

/// Plans the day of one debtor.
///
/// Each overdue receivable is afterwards in exactly one proposal line or one silence.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub fn plan(situation: &Situation<'_>, book: &ScenarioBook) -> Result<Plan, MoneyError> {
    let mut plan = Plan::default();
    let overdue: Vec<&Standing<'_>> = situation.overdue().collect();
    if let Some(stop) = guards::debtor(situation) {
        plan.silences.extend(overdue.iter().map(|s| silence(situation, s, &stop)));
        return Ok(plan);
    }
    let Some((scenario, choice)) = book.choose(situation) else {
        plan.silences.extend(overdue.iter().map(|s| silence(situation, s, &(Reason::NoScenario, None))));
        return Ok(plan);
    };
    let mut groups: BTreeMap<Currency, Vec<&Standing<'_>>> = BTreeMap::new();
    for standing in overdue {
        match guards::receivable(standing, situation, &scenario.policy) {
            Some(stop) => plan.silences.push(silence(situation, standing, &stop)),
            None => groups.entry(standing.receivable.currency).or_default().push(standing),
        }
    }
    for lines in groups.into_values() {
        let total = Cents::sum(lines.iter().map(|l| l.undisputed()))?;
        Group { situation, scenario, choice: choice.clone(), lines, total }.plan(&mut plan)?;
    }
    if plan.proposals.is_empty() {
        plan.proposals.extend(pre_due(situation, scenario, &choice)?);
    }
    Ok(plan)
}

impl<'s, 'f> Group<'s, 'f> {
    fn plan(mut self, plan: &mut Plan) -> Result<(), MoneyError> {
        self.lines.sort_by(|a, b| (a.receivable.due_on, &a.receivable.number).cmp(&(b.receivable.due_on, &b.receivable.number)));
        let due = match self.due_step() {
            Ok(due) => due,
            Err(stop) => return Ok(self.be_silent(&stop, plan)),
        };
        let (named, fresh): (Vec<&Standing<'f>>, Vec<&Standing<'f>>) =
            self.lines.iter().copied().partition(|l| l.days_late() >= due.step.include_from_days || self.is_lead(l));
        let total = Cents::sum(named.iter().map(|l| l.undisputed()))?;
        let used = match guards::step(self.situation, &self.scenario.policy, due.step, total, &named)? {
            Ok(used) => used,
            Err(stop) => return Ok(self.be_silent(&stop, plan)),
        };
        let (channel, target, wishes) = match target::choose(due.step, self.situation.debtor) {
            Ok(found) => found,
            Err(reason) => return Ok(self.be_silent(&(reason, None), plan)),
        };
        let mut reasons = self.opening_reasons(&named, total);
        reasons.extend(due.reasons);
        reasons.extend(used);
        reasons.extend(wishes);
        reasons.extend(self.cautions(&named));
        let draft = ProposalDraft { situation: self.situation, scenario: self.scenario, step: due.step };
        plan.proposals.push(draft.proposal(channel, target, &named, total, reasons));
        plan.silences.extend(fresh.into_iter().map(|l| silence(self.situation, l, &too_fresh(l, due.step))));
        Ok(())
    }

    fn be_silent(&self, stop: &Stop, plan: &mut Plan) {
        plan.silences.extend(self.lines.iter().map(|l| silence(self.situation, l, stop)));
    }

    /// The receivable that sets the level: the furthest along, then the oldest.
    fn lead(&self) -> Option<&'s Standing<'f>> {
        self.lines.iter().copied().max_by(|a, b| {
            let level = |s: &Standing<'_>| self.progress(s).map(|(at, _)| at);
            (level(a), b.receivable.due_on, &b.receivable.number).cmp(&(level(b), a.receivable.due_on, &a.receivable.number))
        })
    }

    fn is_lead(&self, standing: &Standing<'_>) -> bool {
        self.lead().is_some_and(|l| l.receivable.id == standing.receivable.id)
    }

    /// Position and day of the furthest step after the due date that this receivable has seen.
    fn progress(&self, standing: &Standing<'_>) -> Option<(usize, Date)> {
        standing
            .performed
            .iter()
            .filter(|p| p.scenario.is_none_or(|s| s == self.scenario.reference.name))
            .filter_map(|p| self.scenario.position(p.step).map(|at| (at, p.on)))
            .filter(|(at, _)| self.scenario.steps.get(*at).is_some_and(|s| !matches!(s.when, When::BeforeDue { .. })))
            .max()
    }

    /// The next step and when it may be performed, or why it may not yet.
    fn due_step(&self) -> Result<Due<'s>, Stop> {
        let Some(lead) = self.lead() else { return Err((Reason::NoScenario, None)) };
        let progress = self.progress(lead);
        let mut reasons = Vec::new();
        let mut next = None;
        for (_, step) in self.scenario.after_due().filter(|(at, _)| progress.is_none_or(|(done, _)| *at > done)) {
            match self.unmet(step) {
                Some(condition) => reasons.push(Reason::PassedOver { step: step.title.clone(), condition: condition.to_string() }),
                None => {
                    next = Some(step);
                    break;
                }
            }
        }
        let Some(step) = next else {
            let last = progress.and_then(|(at, _)| self.scenario.steps.get(at)).map_or_else(String::new, |s| s.title.clone());
            return Err((Reason::ScenarioFinished { last_step: last }, None));
        };
        let (earliest_on, timing) = self.timing(step, lead, progress);
        let broken = self.broken_word();
        if earliest_on > self.situation.as_of && broken.is_none() {
            let waiting = Reason::WaitingForStep { step: step.title.clone(), earliest_on };
            return Err((waiting, Some(earliest_on)));
        }
        reasons.insert(0, timing);
        reasons.extend(broken);
        reasons.extend(lead.failed_attempt_on.map(|on| Reason::PreviousAttemptFailed { on }));
        if progress.is_none() && lead.days_late_when_known() > 0 {
            reasons.push(Reason::LateOnboarding {
                known_on: lead.receivable.known_on,
                days_late_then: lead.days_late_when_known(),
            });
        }
        Ok(Due { step, reasons })
    }

    fn unmet(&self, step: &Step) -> Option<&'static str> {
        if step.only_if.outstanding_min.is_some_and(|min| self.total < min) {
            return Some("le montant est trop faible pour elle");
        }
        let role = step.only_if.has_role?;
        let known = self.situation.debtor.contacts.iter().any(|c| c.role == role);
        (!known).then_some("personne ne tient ce rôle pour ce client")
    }

    fn timing(&self, step: &Step, lead: &Standing<'_>, progress: Option<(usize, Date)>) -> (Date, Reason) {
        let due_on = lead.receivable.due_on;
        match (&step.when, progress) {
            (When::AfterStep { step: named, days }, Some((furthest, furthest_on))) => {
                // A step that was passed over was never performed: the delay runs from the furthest one that was.
                let seen = lead.performed.iter().filter(|p| p.step == named).map(|p| p.on).max();
                let at = seen.map_or(Some(furthest), |_| self.scenario.position(named));
                let on = seen.unwrap_or(furthest_on);
                let before = at.and_then(|at| self.scenario.steps.get(at)).map_or_else(String::new, |s| s.title.clone());
                let reason = Reason::AfterStep { step: before, performed_on: on, needed_days: *days };
                (add_days(on, *days).unwrap_or(on), reason)
            }
            (When::AfterDue { days } | When::AfterStep { days, .. } | When::BeforeDue { days }, _) => {
                let since = add_days(due_on, *days).unwrap_or(due_on);
                (since, Reason::DueSince { needed_days: *days, since })
            }
        }
    }

    /// A promise not kept, and nobody written to since.
    fn broken_word(&self) -> Option<Reason> {
        self.lines.iter().find_map(|line| {
            let hold = guards::broken_word(line, self.situation.as_of, &self.scenario.policy)?;
            let until = hold.until?;
            let contacted_since = line.performed.iter().any(|p| p.on > until);
            (!contacted_since).then_some(Reason::WordBroken { promised_on: hold.opened_on, until })
        })
    }

    fn opening_reasons(&self, named: &[&Standing<'_>], total: Cents) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some(oldest) = named.first() {
            let r = oldest.receivable;
            reasons.push(Reason::Overdue { number: r.number.clone(), due_on: r.due_on, days: oldest.days_late() });
        }
        if named.len() > 1 {
            reasons.push(Reason::Grouped { invoices: named.len() as u64, total_cents: total });
        }
        reasons.push(Reason::ScenarioChosen { scenario: self.scenario.title.clone(), choice: self.choice.clone() });
        reasons
    }

    fn cautions(&self, named: &[&Standing<'_>]) -> Vec<Reason> {
        let mut reasons = cautions(self.situation, named);
        for line in named {
            let contested = line.receivable.outstanding.sub(line.undisputed()).unwrap_or(Cents::ZERO);
            if contested.is_positive() {
                let number = line.receivable.number.clone();
                reasons.push(Reason::PartDisputed { number, contested_cents: contested });
            }
        }
        reasons
    }
}

fn cautions(situation: &Situation<'_>, named: &[&Standing<'_>]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if situation.company.bank_known_until.is_none() {
        reasons.push(Reason::NoBankData);
    }
    let estimated = named.iter().find(|l| l.receivable.due_basis.is_estimated());
    reasons.extend(estimated.map(|l| Reason::DueDateEstimated { number: l.receivable.number.clone() }));
    reasons
}

/// The service message before the due date: is anything missing to pay us? At most one, and never beside a reminder.
fn pre_due(situation: &Situation<'_>, scenario: &Scenario, choice: &Choice) -> Result<Option<Proposal>, MoneyError> {
    let Some(step) = scenario.pre_due() else { return Ok(None) };
    let When::BeforeDue { days } = step.when else { return Ok(None) };
    let lines: Vec<&Standing<'_>> = situation
        .standings
        .iter()
        .filter(|s| matches!(s.lateness, Lateness::NotDue { in_days } if in_days <= days))
        .filter(|s| s.performed.iter().all(|p| p.step != step.id))
        .filter(|s| guards::receivable(s, situation, &scenario.policy).is_none())
        .collect();
    let Some(currency) = lines.first().map(|l| l.receivable.currency) else { return Ok(None) };
    let lines: Vec<_> = lines.into_iter().filter(|l| l.receivable.currency == currency).collect();
    let total = Cents::sum(lines.iter().map(|l| l.undisputed()))?;
    if step.only_if.outstanding_min.is_some_and(|min| total < min) {
        return Ok(None);
    }
    let Ok(used) = guards::step(situation, &scenario.policy, step, total, &lines)? else { return Ok(None) };
    let Ok((channel, target, wishes)) = target::choose(step, situation.debtor) else { return Ok(None) };
    let mut reasons: Vec<Reason> = lines
        .iter()
        .map(|l| Reason::PreDue {
            number: l.receivable.number.clone(),
            due_on: l.receivable.due_on,
            in_days: base::days_between(situation.as_of, l.receivable.due_on),
        })
        .collect();
    reasons.push(Reason::ScenarioChosen { scenario: scenario.title.clone(), choice: choice.clone() });
    reasons.extend(used);
    reasons.extend(wishes);
    reasons.extend(cautions(situation, &lines));
    let draft = ProposalDraft { situation, scenario, step };
    Ok(Some(draft.proposal(channel, target, &lines, total, reasons)))
}

struct ProposalDraft<'s, 'f> {
    situation: &'s Situation<'f>,
    scenario: &'s Scenario,
    step: &'s Step,
}

impl ProposalDraft<'_, '_> {
    fn proposal(
        &self,
        channel: crate::facts::Channel,
        target: super::Target,
        named: &[&Standing<'_>],
        total: Cents,
        reasons: Vec<Reason>,
    ) -> Proposal {
        let party = &self.situation.debtor.party;
        Proposal {
            party: party.id,
            customer: party.name.clone(),
            scenario: self.scenario.reference.clone(),
            step: self.step.id.clone(),
            step_title: self.step.title.clone(),
            channel,
            template: self.step.template.clone(),
            tone: self.step.tone,
            target,
            approval: self.approval(),
            currency: named.first().map_or(Currency::EUR, |l| l.receivable.currency),
            total_cents: total,
            lines: named.iter().map(|l| line(l)).collect(),
            reasons,
        }
    }

    /// A standing order only counts where bank data is known: otherwise a person looks at the account first.
    fn approval(&self) -> ApprovalNeeded {
        let company = self.situation.company;
        let covered = company.standing_order.covers(&self.scenario.reference.name, &self.step.id);
        match self.step.approval {
            ApprovalRule::Owner => ApprovalNeeded::Owner,
            ApprovalRule::Standing if covered && company.bank_known_until.is_some() => ApprovalNeeded::StandingOrder,
            ApprovalRule::Standing | ApprovalRule::Each => ApprovalNeeded::Anybody,
        }
    }
}

fn line(standing: &Standing<'_>) -> ProposalLine {
    ProposalLine {
        invoice: standing.receivable.id,
        number: standing.receivable.number.clone(),
        due_on: standing.receivable.due_on,
        days_late: standing.days_late(),
        amount_cents: standing.undisputed(),
    }
}

fn too_fresh(standing: &Standing<'_>, step: &Step) -> Stop {
    let needed_days = step.include_from_days;
    let reason = Reason::TooFresh { days: standing.days_late(), needed_days };
    (reason, add_days(standing.receivable.due_on, needed_days))
}

fn silence(situation: &Situation<'_>, standing: &Standing<'_>, stop: &Stop) -> Silence {
    Silence {
        party: situation.debtor.party.id,
        customer: situation.debtor.party.name.clone(),
        invoice: standing.receivable.id,
        number: standing.receivable.number.clone(),
        due_on: standing.receivable.due_on,
        days_late: standing.days_late(),
        currency: standing.receivable.currency,
        outstanding_cents: standing.receivable.outstanding,
        reasons: vec![stop.0.clone()],
        next_on: stop.1,
    }
}
