//! What stops a step that is otherwise due. Each guard returns its reason and, when known, the day it lets go.

use super::reason::Reason;
use crate::facts::{DecisionKind, Guard, HoldFacts, HoldKind};
use crate::scenario::{Gate, Policy, Step};
use crate::situation::{Situation, Standing};
use base::{Cents, Date, MoneyError, add_days, calendar, days_between, fr};

/// A reason to wait, and until when.
pub(super) type Stop = (Reason, Option<Date>);

fn day_after(date: Date, extra: i64) -> Option<Date> {
    add_days(date, extra + 1)
}

/// What stops the whole debtor, whatever the step.
pub(super) fn debtor(situation: &Situation<'_>) -> Option<Stop> {
    if situation.debtor.party.is_pseudo {
        return Some((Reason::PseudoCustomer, None));
    }
    if let Some(hold) = situation.insolvency() {
        return Some((Reason::Insolvency { since: hold.opened_on, why: hold.why.clone() }, None));
    }
    let act = situation.pending_act()?;
    Some((Reason::ActPending { step: act.step.clone(), state: act.state, planned_on: act.planned_on }, None))
}

/// What stops one receivable, whatever the step.
pub(super) fn receivable(standing: &Standing<'_>, situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let held = standing.holds.iter().filter_map(|h| held(h, standing, situation.as_of, policy)).max_by_key(|s| s.1.is_none());
    if held.is_some() {
        return held;
    }
    if let Some((until, author, why)) = standing.postponed {
        return Some((Reason::Postponed { until, author: author.to_string(), why: why.to_string() }, Some(until)));
    }
    let payment = standing.possible_payment?;
    if overridden(situation, Guard::PossiblyPaid).is_some() {
        return None;
    }
    let reason =
        Reason::PossiblyPaid { booked_on: payment.booked_on, amount_cents: payment.amount, clue: payment.clue };
    Some((reason, None))
}

fn held(hold: &HoldFacts, standing: &Standing<'_>, as_of: Date, policy: &Policy) -> Option<Stop> {
    let grace = if hold.kind.is_word_given() { policy.promise_grace_days } else { 0 };
    let lets_go = hold.until.and_then(|until| day_after(until, grace));
    if lets_go.is_some_and(|on| on <= as_of) {
        return None;
    }
    let until = hold.until;
    let reason = match hold.kind {
        HoldKind::Dispute if standing.undisputed().is_positive() => return None,
        HoldKind::Dispute => Reason::Dispute { since: hold.opened_on, why: hold.why.clone() },
        HoldKind::Promise => Reason::Promise { until: until?, amount_cents: hold.amount },
        HoldKind::Plan => Reason::Plan { until },
        HoldKind::Insolvency => Reason::Insolvency { since: hold.opened_on, why: hold.why.clone() },
        HoldKind::Factored => Reason::Factored { since: hold.opened_on },
        HoldKind::Pause => Reason::Pause { until, why: hold.why.clone() },
        HoldKind::PaymentAnnounced => Reason::PaymentAnnounced { until: until? },
        HoldKind::AwaitingValidation => Reason::AwaitingValidation { until },
    };
    Some((reason, lets_go))
}

/// A promise or announcement whose term and grace have passed without a lift: the word was not kept.
pub(super) fn broken_word<'f>(standing: &Standing<'f>, as_of: Date, policy: &Policy) -> Option<&'f HoldFacts> {
    standing
        .holds
        .iter()
        .copied()
        .filter(|h| h.kind.is_word_given())
        .filter(|h| h.until.and_then(|u| day_after(u, policy.promise_grace_days)).is_some_and(|on| on <= as_of))
        .max_by_key(|h| (h.until, h.id))
}

/// What stops a step that reaches the debtor today. Returns the overrides that were used otherwise.
pub(super) fn step(
    situation: &Situation<'_>,
    policy: &Policy,
    step: &Step,
    total: Cents,
    lines: &[&Standing<'_>],
) -> Result<Result<Vec<Reason>, Stop>, MoneyError> {
    if let Some(gate) = step.gates.iter().copied().find(|g| !is_open(*g, situation, lines)) {
        return Ok(Err((Reason::GateClosed { step: step.title.clone(), gate }, None)));
    }
    if total.sub(situation.credits)?.get() <= 0 {
        return Ok(Err((Reason::CreditsCover { credits_cents: situation.credits }, None)));
    }
    let mut used = Vec::new();
    for (guard, stop) in [
        (Guard::BelowMinimum, below_minimum(policy, total)),
        (Guard::BankDataStale, bank_stale(situation, policy)),
        (Guard::ContactTooRecent, too_recent(situation, policy)),
        (Guard::NonWorkingDay, non_working(situation, policy)),
    ] {
        match (stop, overridden(situation, guard)) {
            (Some(_), Some(reason)) => used.push(reason),
            (Some(stop), None) => return Ok(Err(stop)),
            (None, _) => {}
        }
    }
    if lines.iter().any(|l| l.possible_payment.is_some()) {
        used.extend(overridden(situation, Guard::PossiblyPaid));
    }
    Ok(Ok(used))
}

fn is_open(gate: Gate, situation: &Situation<'_>, lines: &[&Standing<'_>]) -> bool {
    match gate {
        Gate::NoOpenDispute => situation.holds(HoldKind::Dispute).next().is_none(),
        Gate::DueDateConfirmed => lines.iter().all(|l| !l.receivable.due_basis.is_estimated()),
        Gate::SettlementsConfirmed => situation.standings.iter().all(|s| !s.receivable.has_estimated_settlement),
    }
}

fn below_minimum(policy: &Policy, total: Cents) -> Option<Stop> {
    (total < policy.minimum_amount)
        .then_some((Reason::BelowMinimum { total_cents: total, minimum_cents: policy.minimum_amount }, None))
}

fn bank_stale(situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let known_until = situation.company.bank_known_until?;
    let age = days_between(known_until, situation.as_of);
    (age > policy.bank_data_max_age_days)
        .then_some((Reason::BankDataStale { known_until, max_age_days: policy.bank_data_max_age_days }, None))
}

fn too_recent(situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let last_on = situation.last_contact()?.performed_on?;
    let minimum_days = policy.days_between_contacts;
    (days_between(last_on, situation.as_of) < minimum_days)
        .then(|| (Reason::ContactTooRecent { last_on, minimum_days }, add_days(last_on, minimum_days)))
}

fn non_working(situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let (day, region) = (situation.as_of, situation.company.region);
    if !policy.working_days_only || calendar::is_working_day(day, region) {
        return None;
    }
    let name = calendar::holiday(day, region).map_or_else(|| capitalised(fr::weekday(day)), capitalised);
    Some((Reason::NonWorkingDay { day: name }, Some(calendar::next_working_day(day, region))))
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// An override counts on the day it was decided, and nowhere else.
fn overridden(situation: &Situation<'_>, guard: Guard) -> Option<Reason> {
    situation.debtor.decisions.iter().find_map(|d| match d.kind {
        DecisionKind::Override { guard: lifted } if lifted == guard && d.decided_on == situation.as_of => {
            Some(Reason::Overridden { guard, author: d.author.clone(), why: d.why.clone() })
        }
        _ => None,
    })
}
