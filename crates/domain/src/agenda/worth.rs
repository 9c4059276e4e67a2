//! What a minute spent on a proposal is expected to bring, so that the list of the day starts with the best use of it.
//!
//! It orders a list and decides nothing: no proposal exists, waits or leaves because of it. The chances and minutes below
//! are assumptions of ours, not measures of this company; `docs/spec/agenda.md` tells them to the user.

use super::{Proposal, Reason};
use crate::facts::{ActFacts, Channel, DebtorFacts};
use crate::scenario::Tone;
use base::{Cents, Date, MoneyError};
use serde::{Deserialize, Serialize};

/// From this amount on a proposal is worth a look whatever its age.
const LARGE: Cents = Cents::new(500_000);
/// Nobody is ever sure to be paid.
const MOST_PERCENT: i64 = 90;

/// Why a proposal stands where it does in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum WorthReason {
    /// The oldest invoice named is late by that much.
    Late {
        days: i64,
    },
    /// Nothing is late yet: a service message.
    NotYetDue {
        in_days: i64,
    },
    WordBroken,
    /// More than one word was not kept within a year.
    WordsBroken {
        times: u32,
    },
    /// A call is proposed and nobody ever called.
    NeverCalled,
    /// This customer was never written to nor called.
    FirstContact,
    LargeAmount,
    /// The last attempt did not leave.
    FailedBefore,
}

/// What a proposal is worth per minute, and the sum that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worth {
    /// How likely this contact is to bring the money, in percent.
    pub chance_percent: i64,
    /// The amount times the chance.
    pub expected_cents: Cents,
    /// What it takes a person, preparation included.
    pub minutes: i64,
    pub per_minute_cents: Cents,
    pub reasons: Vec<WorthReason>,
}

impl Worth {
    /// What this proposal to this debtor is worth on that day.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the amount leaves what can be counted.
    pub fn of(proposal: &Proposal, debtor: &DebtorFacts, as_of: Date) -> Result<Worth, MoneyError> {
        let reasons = reasons(proposal, debtor, as_of);
        let chance_percent = chance(proposal, &reasons);
        let scaled = proposal.total_cents.get().checked_mul(chance_percent).ok_or(MoneyError::Overflow)?;
        let expected_cents = Cents::new(scaled / 100);
        let minutes = proposal.channel.minutes();
        let per_minute_cents = Cents::new(expected_cents.get() / minutes);
        Ok(Worth { chance_percent, expected_cents, minutes, per_minute_cents, reasons })
    }
}

/// How late the oldest invoice of a proposal is; negative before its due date.
pub fn days_late(proposal: &Proposal) -> i64 {
    let early = proposal.reasons.iter().find_map(|r| match r {
        Reason::PreDue { in_days, .. } => Some(-in_days),
        _ => None,
    });
    proposal.lines.iter().map(|l| l.days_late).max().filter(|d| *d > 0).or(early).unwrap_or(0)
}

fn reasons(proposal: &Proposal, debtor: &DebtorFacts, as_of: Date) -> Vec<WorthReason> {
    let has = |wanted: fn(&Reason) -> bool| proposal.reasons.iter().any(wanted);
    let left = |a: &&ActFacts| a.left_on().is_some_and(|on| on <= as_of) && a.channel.reaches_debtor();
    let days = days_late(proposal);
    let mut found = Vec::new();
    let broken = proposal.reasons.iter().find_map(|r| match r {
        Reason::WordBroken { times, .. } => Some(*times),
        _ => None,
    });
    found.extend(broken.map(|times| match times {
        ..=1 => WorthReason::WordBroken,
        times => WorthReason::WordsBroken { times },
    }));
    found.push(if days > 0 { WorthReason::Late { days } } else { WorthReason::NotYetDue { in_days: -days } });
    if debtor.acts.iter().filter(left).count() == 0 {
        found.push(WorthReason::FirstContact);
    } else if proposal.channel == Channel::Call && !debtor.acts.iter().filter(left).any(|a| a.channel == Channel::Call)
    {
        found.push(WorthReason::NeverCalled);
    }
    if proposal.total_cents >= LARGE {
        found.push(WorthReason::LargeAmount);
    }
    if has(|r| matches!(r, Reason::PreviousAttemptFailed { .. })) {
        found.push(WorthReason::FailedBefore);
    }
    found
}

/// The older the invoice the less likely the money; a firmer step, a broken word, a first call make it likelier.
fn chance(proposal: &Proposal, reasons: &[WorthReason]) -> i64 {
    let by_age = match days_late(proposal) {
        ..=0 => 5,
        1..=15 => 60,
        16..=30 => 50,
        31..=60 => 40,
        61..=90 => 30,
        91..=180 => 20,
        _ => 10,
    };
    let by_step = match proposal.tone {
        Tone::Service | Tone::Courteous => 0,
        Tone::Neutral => 5,
        Tone::Firm => 10,
        Tone::Formal => 15,
    };
    let by_reason: i64 = reasons
        .iter()
        .map(|r| match r {
            WorthReason::WordBroken | WorthReason::NeverCalled => 10,
            WorthReason::WordsBroken { .. } => 20,
            _ => 0,
        })
        .sum();
    (by_age + by_step + by_reason).min(MOST_PERCENT)
}
