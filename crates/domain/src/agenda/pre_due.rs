//! The service message before the due date: is anything missing to pay us? At most one, and never beside a reminder.

use super::case::{Case, Message, undisputed_total};
use super::group::unmet;
use super::reason::Reason;
use super::{Proposal, guards, holds, target};
use crate::scenario::{Step, When};
use crate::situation::{Lateness, Standing};
use base::{MoneyError, days_between};

/// The message of the day, when there is something to ask about. Silence needs no reason here: nothing is late.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub(super) fn pre_due(case: Case<'_, '_>) -> Result<Option<Proposal>, MoneyError> {
    let Some(step) = case.scenario.pre_due() else { return Ok(None) };
    let situation = case.situation;
    let gates = guards::Gates::of(situation);
    let soon: Vec<&Standing<'_>> =
        situation.standings.iter().filter(|s| is_soon(case, step, s) && gates.closed(step, s).is_none()).collect();
    let Some(currency) = soon.first().map(|s| s.receivable.currency) else { return Ok(None) };
    let named: Vec<&Standing<'_>> = soon.into_iter().filter(|s| s.receivable.currency == currency).collect();
    if unmet(step, undisputed_total(&named)?, situation.debtor).is_some() {
        return Ok(None);
    }
    let message = Message::new(step, currency, named)?;
    let Ok(used) = guards::message(situation, &case.scenario.policy, &message)? else { return Ok(None) };
    let Ok((channel, target, wishes)) = target::choose(step, situation.debtor) else { return Ok(None) };
    let mut reasons: Vec<Reason> = message.named.iter().map(|s| falls_due(case, s)).collect();
    reasons.push(case.chosen());
    reasons
        .extend(message.named.iter().find_map(|s| s.failed_attempt_on).map(|on| Reason::PreviousAttemptFailed { on }));
    reasons.extend(used);
    reasons.extend(wishes);
    reasons.extend(case.cautions(&message)?);
    Ok(Some(case.proposal(&message, (channel, target), reasons)))
}

fn is_soon(case: Case<'_, '_>, step: &Step, standing: &Standing<'_>) -> bool {
    let When::BeforeDue { days } = step.when else { return false };
    matches!(standing.lateness, Lateness::NotDue { in_days } if in_days <= days)
        && standing.performed.iter().all(|p| p.step != step.id)
        && holds::receivable(standing, case.situation, &case.scenario.policy).is_none()
}

fn falls_due(case: Case<'_, '_>, standing: &Standing<'_>) -> Reason {
    let due_on = standing.receivable.due_on;
    let in_days = days_between(case.situation.as_of, due_on);
    Reason::PreDue { number: standing.receivable.number.clone(), due_on, in_days }
}
