//! Suspension of a service and end of its contract in the day's agenda, where the general terms that the customer accepted
//! provide for them.
//!
//! First a formal notice that names the clause and leaves a delay (C. civ. 1225; for a suspension, 1219 wants none, and proof
//! and good faith do), then the suspension, then the end of the contract. A word, a dispute, a plan or a hold is an
//! explanation: nothing is stopped then. In collective proceedings nothing is proposed at all (C. com. L622-13).

use super::case::{Case, Message};
use super::reason::{Reason, ServiceStage};
use super::{Plan, guards, holds, target};
use crate::facts::{ActFacts, Channel, ContactRole, ServiceTerms};
use crate::scenario::{ApprovalRule, Conditions, Gate, Step, Tone, When};
use crate::situation::{Situation, Standing};
use base::id::InvoiceId;
use base::{Date, MoneyError, days_between};
use std::sync::LazyLock;

/// Formal notice, suspension, end of the contract: steps that no scenario has.
pub const SERVICE_STEPS: [&str; 3] = [NOTICE, SUSPENSION, TERMINATION];
const NOTICE: &str = "service-notice";
const SUSPENSION: &str = "service-suspension";
const TERMINATION: &str = "service-termination";

static STEPS: LazyLock<[Step; 3]> = LazyLock::new(|| {
    [
        step(NOTICE, "Mise en demeure avant suspension"),
        step(SUSPENSION, "Suspension du service"),
        step(TERMINATION, "Résiliation du contrat"),
    ]
});

fn step(id: &str, title: &str) -> Step {
    Step {
        id: id.to_string(),
        title: title.to_string(),
        when: When::AfterDue { days: 0 },
        channels: vec![Channel::RegisteredLetter],
        to: vec![ContactRole::Decider, ContactRole::AccountsPayable, ContactRole::Buyer, ContactRole::User],
        tone: Tone::Formal,
        template: id.to_string(),
        approval: ApprovalRule::Owner,
        only_if: Conditions::default(),
        gates: vec![Gate::NoOpenDispute, Gate::DueDateConfirmed, Gate::SettlementsConfirmed],
        include_from_days: 1,
    }
}

fn left_on(situation: &Situation<'_>, step: &str, invoice: InvoiceId) -> Option<Date> {
    let about = |a: &&ActFacts| a.step == step && a.invoices.contains(&invoice);
    let days = situation.acts().filter(about).filter_map(ActFacts::left_on);
    days.filter(|on| *on <= situation.as_of).max()
}

/// Unpaid and unexplained: nothing holds it, nothing of it is contested, no bank credit could be its payment.
fn is_unexplained(standing: &Standing<'_>, situation: &Situation<'_>) -> Result<bool, MoneyError> {
    Ok(standing.is_overdue()
        && standing.receivable.outstanding.is_positive()
        && standing.holds.is_empty()
        && standing.postponed.is_none()
        && !standing.contested()?.is_positive()
        && holds::unseen_payment(standing, situation).is_none())
}

/// What the terms call for today about the oldest of these.
fn due(
    situation: &Situation<'_>,
    terms: &ServiceTerms,
    oldest: &Standing<'_>,
) -> Option<(&'static Step, ServiceStage, i64)> {
    let as_of = situation.as_of;
    // What was learnt late counts from the day it could be followed.
    let late = days_between(oldest.followed_since(), as_of);
    let left = |step| left_on(situation, step, oldest.receivable.id);
    let [notice, suspension, termination] = &*STEPS;
    if left(TERMINATION).is_some() {
        return None;
    }
    let Some(noticed_on) = left(NOTICE) else {
        let after = terms.first_day()?;
        return (late >= after).then_some((notice, ServiceStage::Notice, after));
    };
    if days_between(noticed_on, as_of) <= terms.notice_days {
        return None;
    }
    if let Some(after) = terms.terminate_after_days.filter(|after| late >= *after) {
        return Some((termination, ServiceStage::Termination { noticed_on }, after));
    }
    let after = terms.suspend_after_days.filter(|after| late >= *after)?;
    left(SUSPENSION).is_none().then_some((suspension, ServiceStage::Suspension { noticed_on }, after))
}

/// Proposes what the terms of the debtor call for. What else would have reached it today waits.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub(super) fn propose(case: Case<'_, '_>, plan: &mut Plan) -> Result<(), MoneyError> {
    let situation = case.situation;
    let Some(terms) = &situation.debtor.service else { return Ok(()) };
    let mut named: Vec<&Standing<'_>> = Vec::new();
    for standing in &situation.standings {
        if is_unexplained(standing, situation)? {
            named.push(standing);
        }
    }
    named.sort_by_key(|s| (s.receivable.due_on, s.receivable.id));
    let Some(oldest) = named.first().copied() else { return Ok(()) };
    named.retain(|s| s.receivable.currency == oldest.receivable.currency);
    let Some((step, stage, after_days)) = due(situation, terms, oldest) else { return Ok(()) };
    let gates = guards::Gates::of(situation);
    if gates.closed(step, oldest).is_some() || plan.proposals.iter().any(|p| !p.channel.reaches_debtor()) {
        return Ok(());
    }
    // Nothing is stopped for what no notice named.
    let was_noticed = |s: &Standing<'_>| left_on(situation, NOTICE, s.receivable.id).is_some();
    named.retain(|s| gates.closed(step, s).is_none() && (step.id == NOTICE || was_noticed(s)));
    let message = Message::new(step, oldest.receivable.currency, named)?;
    let Ok(used) = guards::message(situation, &case.scenario.policy, &message)? else { return Ok(()) };
    let Ok((channel, target, wishes)) = target::choose(step, situation.debtor) else { return Ok(()) };
    let days_late = days_between(oldest.followed_since(), situation.as_of);
    let mut reasons = vec![Reason::ServiceTerms { clause: terms.clause.clone(), stage, after_days, days_late }];
    reasons.push(case.chosen());
    reasons.extend(used);
    reasons.extend(wishes);
    reasons.extend(case.cautions(&message)?);
    let proposal = case.proposal(&message, (channel, target), reasons);
    let is_named = |id: InvoiceId| proposal.lines.iter().any(|l| l.invoice == id);
    let stop = (Reason::AfterOtherMessage { step: step.title.clone() }, None);
    let others: Vec<InvoiceId> =
        plan.proposals.iter().flat_map(|p| &p.lines).map(|l| l.invoice).filter(|id| !is_named(*id)).collect();
    let put_off = situation.standings.iter().filter(|s| s.is_overdue() && others.contains(&s.receivable.id));
    plan.silences.retain(|s| !is_named(s.invoice));
    plan.silences.extend(put_off.map(|s| case.silence(s, &stop)));
    plan.proposals = vec![proposal];
    Ok(())
}
