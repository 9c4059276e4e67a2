//! Words given by the debtor and not kept: what a step then says, how firm it becomes, how many times it happened.
//!
//! Whether a word was kept follows from the money on the books; nobody decides it here.

use super::reason::Reason;
use super::{ApprovalNeeded, Proposal};
use crate::facts::{Channel, HoldFacts, WordFacts};
use crate::scenario::{Policy, Scenario, Step, Tone};
use crate::situation::{Situation, Standing};
use base::{Date, add_days, days_between};
use std::collections::BTreeSet;

/// A word broken longer ago than this is no longer held against anybody.
const REMEMBERED_DAYS: i64 = 365;
/// The message that asks what came up.
const TEMPLATE: &str = "promise-broken";

/// The last day on which money keeps a word given: as granted then or, for older ones, as the scenario grants now.
pub(super) fn last_day(situation: &Situation<'_>, hold: &HoldFacts, policy: &Policy) -> Option<Date> {
    match facts(situation, hold) {
        Some(word) => Some(word.last_day),
        None => hold.until.and_then(|until| add_days(until, policy.promise_grace_days)),
    }
}

fn facts<'f>(situation: &Situation<'f>, hold: &HoldFacts) -> Option<&'f WordFacts> {
    situation.debtor.words.iter().find(|w| w.hold == hold.id)
}

/// The last word on this receivable that was not kept, when nobody was in contact since.
pub(super) fn broken(standing: &Standing<'_>, situation: &Situation<'_>, policy: &Policy) -> Option<Reason> {
    let failed = standing.holds.iter().filter(|h| is_broken(situation, h, policy));
    let hold = failed.max_by_key(|h| (h.until, h.id))?;
    let until = hold.until?;
    let contacted_since = standing.performed.iter().any(|p| p.on > until);
    let word = facts(situation, hold);
    (!contacted_since).then(|| Reason::WordBroken {
        promised_on: hold.opened_on,
        until,
        asked_cents: word.map(|w| w.asked).or(hold.amount),
        received_cents: word.map(|w| w.received).filter(|r| r.is_positive()),
        times: times(situation, policy).max(1),
    })
}

/// On how many days promised, within a year, the money did not come. What was promised for several invoices at once is
/// one word; what its author took back in time is none.
pub(super) fn times(situation: &Situation<'_>, policy: &Policy) -> u32 {
    let recent = |h: &&HoldFacts| days_between(h.opened_on, situation.as_of) <= REMEMBERED_DAYS;
    let known = situation.debtor.holds.iter().filter(|h| h.opened_on <= situation.as_of).filter(recent);
    let broken: BTreeSet<_> =
        known.filter(|h| is_broken(situation, h, policy)).map(|h| (h.opened_on, h.until)).collect();
    u32::try_from(broken.len()).unwrap_or(u32::MAX)
}

fn is_broken(situation: &Situation<'_>, hold: &HoldFacts, policy: &Policy) -> bool {
    let Some(last_day) = last_day(situation, hold, policy).filter(|_| hold.kind.is_word_given()) else { return false };
    if last_day >= situation.as_of
        || hold.lifted_on.is_some_and(|on| on <= last_day)
        || is_renewed(situation, hold, last_day)
    {
        return false;
    }
    match facts(situation, hold) {
        Some(word) => word.word(situation.as_of).is_failed(),
        // Nothing tells of the money: what is still owed was not paid.
        None => situation.standings.iter().any(|s| {
            s.receivable.outstanding.is_positive() && hold.invoice.is_none_or(|invoice| invoice == s.receivable.id)
        }),
    }
}

/// Another word was given in its place before its last day: only the newer one counts.
fn is_renewed(situation: &Situation<'_>, hold: &HoldFacts, last_day: Date) -> bool {
    let newer = |h: &HoldFacts| (h.opened_on, h.id) > (hold.opened_on, hold.id) && h.opened_on <= last_day;
    let words = situation.debtor.holds.iter().filter(|h| h.kind.is_word_given() && h.invoice == hold.invoice);
    words.filter(|h| h.opened_on <= situation.as_of).any(|h| newer(h) && h.until > hold.until)
}

/// Softer than firm, with a firmer step after it.
pub(super) fn is_softer(scenario: &Scenario, at: usize, step: &Step) -> bool {
    let is_firm = |s: &Step| matches!(s.tone, Tone::Firm | Tone::Formal);
    !is_firm(step) && scenario.after_due().any(|(later, s)| later > at && is_firm(s))
}

/// Whoever broke so many words is no longer asked softly.
pub(super) fn are_too_many(scenario: &Scenario, times: u32) -> bool {
    let limit = scenario.policy.broken_words_to_firm;
    limit > 0 && times >= limit
}

/// The message names the word that was not kept, and a person reads it before it leaves.
pub(super) fn name_it(proposal: &mut Proposal) {
    if !proposal.reasons.iter().any(|r| matches!(r, Reason::WordBroken { .. })) {
        return;
    }
    if proposal.approval == ApprovalNeeded::StandingOrder {
        proposal.approval = ApprovalNeeded::Anybody;
    }
    let is_soft = matches!(proposal.tone, Tone::Service | Tone::Courteous | Tone::Neutral);
    if proposal.channel == Channel::Email && is_soft {
        proposal.template = TEMPLATE.to_string();
        proposal.tone = Tone::Neutral;
    }
}
