//! Instalment plans in the day's agenda: each instalment is followed like a due date, and nothing else is asked meanwhile.
//!
//! A word before the date, a reminder once the grace has passed, then the formal notice of default that the agreement wants.
//! After that notice nothing is proposed: a person records that the whole is due, and the scenario goes on from where it was.

use super::case::{Case, Message, Stop};
use super::reason::Reason;
use super::{Plan, Proposal, guards, holds, target};
use crate::facts::{ActFacts, Channel, ContactRole, HoldFacts, HoldKind, PlanFacts};
use crate::payment_plan::{PlanStanding, PlanState};
use crate::scenario::{ApprovalRule, Conditions, Gate, Step, Tone, When};
use crate::situation::{Situation, Standing};
use base::id::InvoiceId;
use base::{Cents, Date, MoneyError, days_between};
use std::sync::LazyLock;

/// Before an instalment, a reminder and the notice of default: steps that no scenario has.
pub const PLAN_STEPS: [&str; 3] = [PRE_DUE, REMINDER, NOTICE];
const PRE_DUE: &str = "plan-pre-due";
const REMINDER: &str = "plan-reminder";
const NOTICE: &str = "plan-default-notice";
/// Days before its date on which an instalment is announced.
const PRE_DUE_DAYS: i64 = 5;
/// Days left to a reminder before the formal notice of default.
const REMINDER_DAYS: i64 = 8;

static STEPS: LazyLock<[Step; 3]> = LazyLock::new(|| {
    // What cannot be mailed is asked for on the telephone.
    let mails = [Channel::Email, Channel::Call];
    let people = [ContactRole::AccountsPayable, ContactRole::Decider, ContactRole::Buyer, ContactRole::User];
    let owner = [ContactRole::Decider, ContactRole::AccountsPayable, ContactRole::Buyer, ContactRole::User];
    [
        step(PRE_DUE, "Échéance d’un échéancier à venir", &mails[..1], &people, Tone::Service),
        step(REMINDER, "Échéance d’un échéancier en retard", &mails, &people, Tone::Neutral),
        step(NOTICE, "Mise en demeure sur échéancier", &[Channel::RegisteredLetter], &owner, Tone::Formal),
    ]
});

fn step(id: &str, title: &str, channels: &[Channel], to: &[ContactRole], tone: Tone) -> Step {
    let is_formal = tone == Tone::Formal;
    Step {
        id: id.to_string(),
        title: title.to_string(),
        when: When::AfterDue { days: 0 },
        channels: channels.to_vec(),
        to: to.to_vec(),
        tone,
        template: id.to_string(),
        approval: if is_formal { ApprovalRule::Owner } else { ApprovalRule::Each },
        only_if: Conditions::default(),
        gates: if is_formal { vec![Gate::NoOpenDispute] } else { Vec::new() },
        include_from_days: 1,
    }
}

/// A plan in force on the day of the situation.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub fn plan_standing(situation: &Situation<'_>, plan: &PlanFacts) -> Result<PlanStanding, MoneyError> {
    let noticed_on = performed(situation, plan, NOTICE).max();
    PlanStanding::of(plan, noticed_on, situation.as_of)
}

fn performed<'s>(situation: &'s Situation<'_>, plan: &'s PlanFacts, step: &'s str) -> impl Iterator<Item = Date> + 's {
    let about = move |a: &&ActFacts| a.step == step && a.invoices.iter().any(|i| plan.invoices.contains(i));
    situation.acts().filter(about).filter_map(ActFacts::left_on).filter(|on| *on <= situation.as_of)
}

/// What a plan asks for today.
struct Ask {
    step: &'static Step,
    rank: usize,
    due_on: Date,
    amount: Cents,
}

fn ask_of(situation: &Situation<'_>, plan: &PlanFacts, standing: &PlanStanding) -> Result<Option<Ask>, MoneyError> {
    let (as_of, Some(next)) = (situation.as_of, standing.next()) else { return Ok(None) };
    let after = |step, day| performed(situation, plan, step).filter(|on| *on > day).max();
    let [pre_due, reminder, notice] = &*STEPS;
    let (step, amount) = match standing.state {
        PlanState::Running => {
            let in_days = days_between(as_of, next.due_on);
            let soon = base::add_days(next.due_on, -PRE_DUE_DAYS - 1).unwrap_or(next.due_on);
            if !(0..=PRE_DUE_DAYS).contains(&in_days) || after(PRE_DUE, soon).is_some() {
                return Ok(None);
            }
            (pre_due, next.amount.sub(next.paid)?)
        }
        PlanState::Late { since } => match after(REMINDER, since) {
            None => (reminder, standing.arrears),
            Some(on) if days_between(on, as_of) >= REMINDER_DAYS => (notice, standing.arrears),
            Some(_) => return Ok(None),
        },
        _ => return Ok(None),
    };
    Ok(Some(Ask { step, rank: next.rank, due_on: next.due_on, amount }))
}

/// Proposes what the plans of the debtor call for; true when something reaches the debtor.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub(super) fn propose(case: Case<'_, '_>, plan: &mut Plan) -> Result<bool, MoneyError> {
    if plan.proposals.iter().any(|p| p.channel.reaches_debtor()) {
        return Ok(false);
    }
    for agreed in &case.situation.debtor.plans {
        let standing = plan_standing(case.situation, agreed)?;
        let Some(ask) = ask_of(case.situation, agreed, &standing)? else { continue };
        if let Some(proposal) = message(case, agreed, &standing, &ask)? {
            let named = |id: &InvoiceId| proposal.lines.iter().any(|l| l.invoice == *id);
            plan.silences.retain(|s| !named(&s.invoice));
            plan.proposals.push(proposal);
            return Ok(true);
        }
    }
    Ok(false)
}

fn message(
    case: Case<'_, '_>,
    plan: &PlanFacts,
    standing: &PlanStanding,
    ask: &Ask,
) -> Result<Option<Proposal>, MoneyError> {
    let situation = case.situation;
    let lines = asked(situation, plan, ask.amount)?;
    let named: Vec<&Standing<'_>> =
        situation.standings.iter().filter(|s| lines.iter().any(|(id, _)| *id == s.receivable.id)).collect();
    // A word given before the plan, whose day is past, stops nothing; a dispute does, of a part too.
    let lets_go = |s: &Standing<'_>, h: &HoldFacts| match h.kind {
        HoldKind::Plan => true,
        HoldKind::Dispute => false,
        _ => !holds::still_holds(h, s, situation, &case.scenario.policy),
    };
    let is_free = |s: &&Standing<'_>| {
        s.postponed.is_none() && s.holds.iter().all(|h| lets_go(s, h)) && holds::unseen_payment(s, situation).is_none()
    };
    // Money pays the oldest instalment whatever invoice it is set against: what stops one invoice of the plan stops the plan,
    // not only while the sum asked for is laid on that one.
    let mut bound = situation.standings.iter().filter(|s| plan.invoices.contains(&s.receivable.id) && is_open(s));
    let gates = guards::Gates::of(situation);
    if named.is_empty() || !bound.all(|s| is_free(&s)) || named.iter().any(|s| gates.closed(ask.step, s).is_some()) {
        return Ok(None);
    }
    let message = Message { step: ask.step, currency: plan.currency, named, total: ask.amount };
    let Ok(used) = guards::message(situation, &case.scenario.policy, &message)? else { return Ok(None) };
    let Ok((channel, target, wishes)) = target::choose(ask.step, situation.debtor) else { return Ok(None) };
    let mut reasons = vec![Reason::PlanInstalment {
        rank: ask.rank as u64,
        of: standing.parts.len() as u64,
        due_on: ask.due_on,
        amount_cents: ask.amount,
        in_days: days_between(situation.as_of, ask.due_on),
    }];
    reasons.push(case.chosen());
    reasons.extend(used);
    reasons.extend(wishes);
    reasons.extend(case.cautions(&message)?);
    let mut proposal = case.proposal(&message, (channel, target), reasons);
    for line in &mut proposal.lines {
        line.amount_cents = lines.iter().find(|(id, _)| *id == line.invoice).map_or(Cents::ZERO, |(_, a)| *a);
    }
    Ok(Some(proposal))
}

fn is_open(standing: &Standing<'_>) -> bool {
    standing.receivable.outstanding.is_positive()
}

/// So much, laid on what is left of the plan's invoices, the oldest first; accessories beyond the principal go on the last.
fn asked(situation: &Situation<'_>, plan: &PlanFacts, amount: Cents) -> Result<Vec<(InvoiceId, Cents)>, MoneyError> {
    let mut left = amount;
    let mut lines: Vec<(InvoiceId, Cents)> = Vec::new();
    let open = situation.standings.iter().filter(|s| plan.invoices.contains(&s.receivable.id));
    for standing in open.filter(|s| is_open(s)) {
        let part = left.min(standing.receivable.outstanding);
        if part.is_positive() {
            left = left.sub(part)?;
            lines.push((standing.receivable.id, part));
        }
    }
    if let Some((_, last)) = lines.last_mut() {
        *last = last.add(left)?;
    }
    Ok(lines)
}

/// What a message about a plan may still ask for on each of its invoices today; empty when it no longer holds.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub fn asked_under_plan(
    situation: &Situation<'_>,
    step: &str,
    invoices: &[InvoiceId],
) -> Result<Vec<(InvoiceId, Cents)>, MoneyError> {
    for plan in &situation.debtor.plans {
        if !invoices.iter().any(|id| plan.invoices.contains(id)) {
            continue;
        }
        let standing = plan_standing(situation, plan)?;
        let amount = match (step, standing.next()) {
            (PRE_DUE, Some(next)) if standing.is_in_force() => next.amount.sub(next.paid)?,
            (_, Some(_)) if standing.is_in_force() => standing.arrears,
            _ => continue,
        };
        return asked(situation, plan, amount);
    }
    Ok(Vec::new())
}

/// Silences of invoices under a plan say where the plan stands.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub(super) fn tell(case: Case<'_, '_>, plan: &mut Plan) -> Result<(), MoneyError> {
    for agreed in &case.situation.debtor.plans {
        let standing = plan_standing(case.situation, agreed)?;
        if !standing.is_in_force() {
            continue;
        }
        let (reason, next_on) = told(&standing, agreed.terms.grace_days, case.situation.as_of);
        let asks = ask_of(case.situation, agreed, &standing)?.is_some();
        for silence in plan.silences.iter_mut().filter(|s| agreed.invoices.contains(&s.invoice)) {
            if matches!(silence.reasons.first(), Some(Reason::Plan { .. })) {
                (silence.reasons, silence.next_on) = (vec![reason.clone()], next_on);
                // What would be asked for today waits for the credit that may be it, or for an answer to be read.
                if let Some((waits, until)) = credit_that_waits(case.situation, agreed, silence.invoice)
                    .or_else(|| guards::answer_that_waits(case.situation, &case.scenario.policy))
                    .filter(|_| asks)
                {
                    silence.reasons.insert(0, waits);
                    silence.next_on = until;
                }
            }
        }
    }
    Ok(())
}

/// A credit that may pay this invoice, or else another one under the same plan.
fn credit_that_waits(situation: &Situation<'_>, plan: &PlanFacts, invoice: InvoiceId) -> Option<Stop> {
    let under = || situation.standings.iter().filter(|s| plan.invoices.contains(&s.receivable.id) && is_open(s));
    let own = under().filter(|s| s.receivable.id == invoice);
    own.chain(under()).find_map(|s| holds::possibly_paid(s, situation))
}

fn told(standing: &PlanStanding, grace_days: i64, as_of: Date) -> (Reason, Option<Date>) {
    match standing.state {
        PlanState::Late { since } => {
            (Reason::PlanLate { since, arrears_cents: standing.arrears, left_cents: standing.left }, None)
        }
        PlanState::Noticed { on, until } => (Reason::PlanNoticed { on, until }, base::add_days(until, 1)),
        PlanState::Forfeitable { since } => (Reason::PlanForfeitable { since, left_cents: standing.left }, None),
        _ => {
            let until = standing.parts.last().map(|p| p.due_on);
            let next = standing.next().map(|p| p.due_on);
            let next_on = next.map(|due| if due > as_of { Some(due) } else { base::add_days(due, grace_days + 1) });
            (Reason::Plan { until }, next_on.flatten())
        }
    }
}

/// The plan that these were under and that was not kept.
pub(super) fn lapsed(situation: &Situation<'_>, named: &[&Standing<'_>]) -> Option<Reason> {
    let under = |plan: &&PlanFacts| named.iter().any(|s| plan.invoices.contains(&s.receivable.id));
    let mut lapsed = situation.debtor.plans.iter().filter(under).filter_map(|plan| {
        let on = plan.lapsed_on.filter(|on| *on <= situation.as_of)?;
        Some(Reason::PlanLapsed { agreed_on: plan.agreed_on, on })
    });
    lapsed.next_back()
}
