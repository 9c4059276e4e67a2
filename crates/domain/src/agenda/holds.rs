//! What stops a debtor or a receivable whatever the step: holds, postponements, money that may already be there.

use super::case::Stop;
use super::contested;
use super::guards::looked_at;
use super::reason::Reason;
use super::words;
use crate::facts::{ActState, HoldFacts, HoldKind, PossiblePayment};
use crate::matching::HOLDS_BACK_DAYS;
use crate::scenario::{Policy, ScenarioBook, ScenarioRef};
use crate::situation::{Situation, Standing};
use base::{Date, add_days};

/// What stops the whole debtor, whatever the step.
pub(super) fn debtor(situation: &Situation<'_>, book: &ScenarioBook) -> Option<Stop> {
    if situation.debtor.party.is_pseudo {
        return Some((Reason::PseudoCustomer, None));
    }
    if let Some(hold) = situation.insolvency() {
        return Some((Reason::Insolvency { since: hold.opened_on, why: hold.why.clone() }, None));
    }
    let act = situation.pending_act()?;
    let reference = ScenarioRef { name: act.scenario.clone(), version: act.scenario_version.clone() };
    let known = book.version(&reference).and_then(|s| s.steps.iter().find(|step| step.id == act.step));
    let step = known.map_or_else(|| act.step.clone(), |step| step.title.clone());
    // What left on a later day was only prepared on this one.
    let state = if act.state.is_pending() { act.state } else { ActState::Prepared };
    Some((Reason::ActPending { step, state, planned_on: act.planned_on }, None))
}

/// What stops one receivable, whatever the step.
pub(super) fn receivable(standing: &Standing<'_>, situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    longest_hold(standing, situation, policy)
        .or_else(|| postponed(standing))
        .or_else(|| possibly_paid(standing, situation))
}

/// Of several holds, the one that lets go last; the oldest when they end together.
fn longest_hold(standing: &Standing<'_>, situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let held = standing.holds.iter().rev().filter_map(|h| held(h, standing, situation, policy));
    let (reason, lets_go) = held.max_by_key(|(_, lets_go)| lets_go.unwrap_or(Date::MAX))?;
    let next = lets_go.or_else(|| contested::review_day(&reason, situation.as_of));
    Some((reason, next))
}

fn postponed(standing: &Standing<'_>) -> Option<Stop> {
    let (until, author, why) = standing.postponed?;
    Some((Reason::Postponed { until, author: author.to_string(), why: why.to_string() }, Some(until)))
}

/// A bank credit that may pay it, and at which nobody who goes on today looked.
pub fn unseen_payment<'f>(standing: &Standing<'f>, situation: &Situation<'_>) -> Option<&'f PossiblePayment> {
    standing.possible_payments.iter().find(|p| looked_at(situation, standing, p).is_none()).copied()
}

pub(super) fn possibly_paid(standing: &Standing<'_>, situation: &Situation<'_>) -> Option<Stop> {
    let payment = unseen_payment(standing, situation)?;
    let reason = Reason::PossiblyPaid {
        line: payment.line,
        booked_on: payment.booked_on,
        amount_cents: payment.amount,
        clue: payment.clue,
    };
    // Past that day an unmatched line no longer holds anybody back; a line older still waits for the next reading.
    let next = add_days(payment.booked_on, HOLDS_BACK_DAYS + 1).filter(|on| *on > situation.as_of);
    Some((reason, next))
}

/// The day a hold lets go by itself: the day after its last one, and after the grace left to a word given.
fn lets_go(hold: &HoldFacts, situation: &Situation<'_>, policy: &Policy) -> Option<Date> {
    let last = if hold.kind.is_word_given() { words::last_day(situation, hold, policy) } else { hold.until };
    last.and_then(|last| add_days(last, 1))
}

/// Whether a hold still stops what is asked of this receivable: a word whose day and grace are past does not.
pub fn still_holds(hold: &HoldFacts, standing: &Standing<'_>, situation: &Situation<'_>, policy: &Policy) -> bool {
    held(hold, standing, situation, policy).is_some()
}

fn held(hold: &HoldFacts, standing: &Standing<'_>, situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let (until, since) = (hold.until, hold.opened_on);
    let ends = lets_go(hold, situation, policy).filter(|_| hold.kind != HoldKind::Insolvency);
    if ends.is_some_and(|on| on <= situation.as_of) {
        return None;
    }
    let reason = match hold.kind {
        HoldKind::Dispute if standing.undisputed().is_positive() => return None,
        HoldKind::Dispute => contested::whole(hold, situation.as_of),
        HoldKind::Promise => Reason::Promise { until, amount_cents: hold.amount },
        HoldKind::Plan => Reason::Plan { until },
        HoldKind::Insolvency => Reason::Insolvency { since, why: hold.why.clone() },
        HoldKind::Factored => Reason::Factored { since },
        HoldKind::Pause => Reason::Pause { until, why: hold.why.clone() },
        HoldKind::PaymentAnnounced => Reason::PaymentAnnounced { until },
        HoldKind::AwaitingValidation => Reason::AwaitingValidation { until },
        HoldKind::Remainder => {
            Reason::Remainder { left_cents: standing.receivable.outstanding, guess: hold.why.clone() }
        }
        HoldKind::WrittenOff => Reason::WrittenOff { since, why: hold.why.clone() },
    };
    Some((reason, ends))
}
