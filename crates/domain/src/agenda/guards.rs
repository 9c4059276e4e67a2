//! What stops a message that is otherwise due: an answer nobody read, gates, credits, the amount, bank data, the last contact, the day.
//!
//! A person may lift some of these for one day, for a whole debtor or for one receivable; they never lift a gate.

use super::case::{Message, Stop};
use super::reason::Reason;
use crate::facts::{
    CompanyFacts, DecisionFacts, DecisionKind, Guard, HoldKind, PossiblePayment, ReplyFacts, closed_on, next_open_day,
};
use crate::scenario::{Gate, Policy, Step};
use crate::situation::{Lateness, Situation, Standing};
use base::{Cents, Currency, Date, MoneyError, add_days, calendar, days_between, fr};

/// What the gates look at in the whole debtor, sorted out once for all receivables.
#[derive(Clone, Copy)]
pub(super) struct Gates {
    is_disputed: bool,
    is_inferred: bool,
    is_kind_known: bool,
}

impl Gates {
    /// A dispute counts while something is owed on its receivable, past its term too: somebody must close it.
    pub(super) fn of(situation: &Situation<'_>) -> Self {
        let owed = || situation.standings.iter().filter(|s| s.receivable.outstanding.is_positive());
        Gates {
            is_disputed: owed().any(|s| s.holds.iter().any(|h| h.kind == HoldKind::Dispute)),
            is_inferred: situation.debtor.party.has_settlements_to_confirm
                || situation.standings.iter().any(|s| s.receivable.has_estimated_settlement),
            is_kind_known: situation.debtor.party.kind_basis.is_known(),
        }
    }

    /// The first gate of the step that is closed for this receivable.
    pub(super) fn closed(self, step: &Step, standing: &Standing<'_>) -> Option<Gate> {
        // No scenario may leave this gate out: a consumer would be asked for what only a business owes.
        let kind = step.claims_by_law().then_some(Gate::CustomerKindKnown);
        kind.into_iter().chain(step.gates.iter().copied()).find(|gate| !self.is_open(*gate, standing))
    }

    /// Why nothing is done while the gate is closed.
    pub(super) fn told(situation: &Situation<'_>, step: &Step, gate: Gate) -> Reason {
        let step = step.title.clone();
        match gate {
            Gate::CustomerKindKnown => Reason::KindUnknown { step, customer: situation.debtor.party.name.clone() },
            gate => Reason::GateClosed { step, gate },
        }
    }

    pub(super) fn is_open(self, gate: Gate, standing: &Standing<'_>) -> bool {
        match gate {
            Gate::NoOpenDispute => !self.is_disputed,
            Gate::DueDateConfirmed => !standing.receivable.due_basis.is_estimated(),
            Gate::SettlementsConfirmed => !self.is_inferred,
            Gate::CustomerKindKnown => self.is_kind_known,
        }
    }
}

/// What stops a message today. Returns the overrides that were used otherwise.
pub(super) fn message(
    situation: &Situation<'_>,
    policy: &Policy,
    message: &Message<'_, '_>,
) -> Result<Result<Vec<Reason>, Stop>, MoneyError> {
    let credits_cents = situation.credits_in(message.currency)?;
    if message.total.sub(credits_cents)?.get() <= 0 {
        let next = next_due(situation, message.currency);
        return Ok(Err((Reason::CreditsCover { credits_cents }, next)));
    }
    let mut used = Vec::new();
    for (guard, stop) in stops(situation, policy, message.currency, message.total) {
        if message.step.is_internal() && is_about_the_debtor(guard) {
            continue;
        }
        match overridden(situation, guard, &message.named) {
            Some(reason) => used.push(reason),
            None => return Ok(Err(stop)),
        }
    }
    let looked =
        message.named.iter().flat_map(|s| s.possible_payments.iter().filter_map(|p| looked_at(situation, s, p)));
    used.extend(looked.min_by_key(|d| d.id).map(|d| used_override(Guard::PossiblyPaid, d)));
    Ok(Ok(used))
}

/// The guards that are up today, in the order they are told.
pub(super) fn stops(
    situation: &Situation<'_>,
    policy: &Policy,
    currency: Currency,
    total: Cents,
) -> Vec<(Guard, Stop)> {
    let up = [
        (Guard::ReplyUnread, reply_unread(situation, policy)),
        (Guard::BelowMinimum, below_minimum(situation, policy, currency, total)),
        (Guard::BankDataStale, bank_stale(situation, policy)),
        (Guard::ContactTooRecent, too_recent(situation, policy)),
        (Guard::NonWorkingDay, non_working(situation, policy)),
    ];
    up.into_iter().filter_map(|(guard, stop)| stop.map(|s| (guard, s))).collect()
}

/// What a word to our own people does not wait for.
fn is_about_the_debtor(guard: Guard) -> bool {
    matches!(guard, Guard::ReplyUnread | Guard::BankDataStale | Guard::ContactTooRecent)
}

/// An answer to be read first, unless somebody lifted that for the whole debtor today.
pub(super) fn answer_that_waits(situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    reply_unread(situation, policy).filter(|_| overridden(situation, Guard::ReplyUnread, &[]).is_none())
}

fn reply_unread(situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let (reply, until) = unread_reply(situation, policy)?;
    Some((Reason::ReplyUnread { received_on: reply.received_on, until }, Some(until)))
}

/// The answer that nobody has dealt with and that holds messages back the longest, and the day it lets go by itself.
pub fn unread_reply<'f>(situation: &Situation<'f>, policy: &Policy) -> Option<(&'f ReplyFacts, Date)> {
    let as_of = situation.as_of;
    let known = situation.debtor.replies.iter().filter(|r| r.noted_on <= as_of);
    let held = known.map(|r| (r, reply_lets_go(r, situation.company, policy)));
    held.filter(|(_, until)| *until > as_of).max_by_key(|(reply, until)| (*until, reply.id))
}

/// The day from which an answer nobody dealt with no longer holds anything back, counted in days on which the company works.
pub fn reply_lets_go(reply: &ReplyFacts, company: &CompanyFacts, policy: &Policy) -> Date {
    (0..policy.reply_days).fold(reply.noted_on, |day, _| {
        add_days(day, 1).map_or(day, |next| next_open_day(&company.closings, company.region, next))
    })
}

fn below_minimum(situation: &Situation<'_>, policy: &Policy, currency: Currency, total: Cents) -> Option<Stop> {
    let reason = Reason::BelowMinimum { total_cents: total, minimum_cents: policy.minimum_amount };
    (total < policy.minimum_amount).then(|| (reason, next_due(situation, currency)))
}

fn bank_stale(situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let known_until = situation.company.bank_known_until?;
    let max_age_days = policy.bank_data_max_age_days;
    let is_stale = days_between(known_until, situation.as_of) > max_age_days;
    let account = situation.company.bank_account.clone();
    let gap_until = situation.company.bank_gap_until;
    is_stale.then_some((Reason::BankDataStale { known_until, max_age_days, account, gap_until }, None))
}

fn too_recent(situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let last_on = situation.last_contact()?.left_on()?;
    let minimum_days = policy.days_between_contacts;
    let is_recent = days_between(last_on, situation.as_of) < minimum_days;
    is_recent.then(|| (Reason::ContactTooRecent { last_on, minimum_days }, add_days(last_on, minimum_days)))
}

fn non_working(situation: &Situation<'_>, policy: &Policy) -> Option<Stop> {
    let (day, region) = (situation.as_of, situation.company.region);
    let closings = &situation.company.closings;
    let next = || Some(next_open_day(closings, region, day));
    if let Some(closing) = closed_on(closings, day) {
        return Some((Reason::CompanyClosed { until: closing.until, why: closing.why.clone() }, next()));
    }
    if !policy.working_days_only || calendar::is_working_day(day, region) {
        return None;
    }
    let name = calendar::holiday(day, region).map_or_else(|| fr::capital(fr::weekday(day)), fr::capital);
    Some((Reason::NonWorkingDay { day: name }, next()))
}

/// When the amount changes without a new fact: the day the next invoice of that currency becomes overdue.
fn next_due(situation: &Situation<'_>, currency: Currency) -> Option<Date> {
    let coming = situation.standings.iter().filter(|s| matches!(s.lateness, Lateness::NotDue { .. }));
    let due_on = coming.map(|s| s.receivable).filter(|r| r.currency == currency).map(|r| r.due_on).min()?;
    add_days(due_on, 1)
}

/// Who lifted the guard for all of these today. An override counts on the day it was decided, and on no other.
pub(super) fn overridden(situation: &Situation<'_>, guard: Guard, standings: &[&Standing<'_>]) -> Option<Reason> {
    let lifted = lifts(situation, guard);
    let for_all = lifted.iter().find(|d| d.invoice.is_none());
    let for_each = || {
        let each = standings.iter().all(|s| lifted.iter().any(|d| d.invoice == Some(s.receivable.id)));
        lifted.first().filter(|_| each && !standings.is_empty())
    };
    for_all.or_else(for_each).map(|decision| used_override(guard, decision))
}

/// Today's decision of a person who looked at that very bank line and goes on.
pub(super) fn looked_at<'f>(
    situation: &Situation<'f>,
    standing: &Standing<'_>,
    payment: &PossiblePayment,
) -> Option<&'f DecisionFacts> {
    let mut lifted = lifts(situation, Guard::PossiblyPaid).into_iter();
    lifted.find(|d| d.looked_at(payment.line, standing.receivable.id))
}

fn used_override(guard: Guard, decision: &DecisionFacts) -> Reason {
    Reason::Overridden { guard, author: decision.author.clone(), why: decision.why.clone() }
}

/// Whether today's overrides of this guard name this receivable and not the whole debtor.
pub(super) fn is_lifted_for_one(situation: &Situation<'_>, guard: Guard, standing: &Standing<'_>) -> bool {
    let lifted = lifts(situation, guard);
    lifted.iter().all(|d| d.invoice.is_some()) && lifted.iter().any(|d| d.invoice == Some(standing.receivable.id))
}

/// Today's overrides of a guard, in order of their ids.
fn lifts<'f>(situation: &Situation<'f>, guard: Guard) -> Vec<&'f DecisionFacts> {
    let today = situation.debtor.decisions.iter().filter(|d| d.decided_on == situation.as_of);
    let mut lifts: Vec<_> = today.filter(|d| d.kind == DecisionKind::Override { guard }).collect();
    lifts.sort_by_key(|d| d.id);
    lifts
}
