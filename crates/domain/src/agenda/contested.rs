//! What is contested: said with its cause, who sees to it and until when, and looked at again when its target comes.
//!
//! The contested part of a receivable is a silence of its own beside the rest, which goes its way. A dispute of the whole
//! silences the receivable like any other hold.

use super::Silence;
use super::case::{Case, stopped};
use super::reason::{DisputeWords, Reason};
use crate::facts::{DisputeStage, HoldFacts, dispute_stage};
use crate::situation::Standing;
use base::{Cents, Date, MoneyError};

/// The contested parts of overdue receivables that are not contested whole, in the order of the situation.
///
/// # Errors
/// `MoneyError::Overflow` when an amount leaves what can be counted.
pub(super) fn parts(case: Case<'_, '_>) -> Result<Vec<Silence>, MoneyError> {
    let mut parts = Vec::new();
    for standing in case.situation.overdue().filter(|s| s.undisputed().is_positive()) {
        let contested = standing.contested()?;
        if contested.is_positive() {
            parts.push(part(case, standing, contested));
        }
    }
    Ok(parts)
}

fn part(case: Case<'_, '_>, standing: &Standing<'_>, contested: Cents) -> Silence {
    let as_of = case.situation.as_of;
    let reasons: Vec<Reason> = standing
        .disputes()
        .map(|hold| Reason::ContestedPart {
            since: since(hold),
            why: hold.why.clone(),
            contested_cents: hold.amount.unwrap_or(contested).max(Cents::ZERO),
            about: words(hold, as_of),
        })
        .collect();
    let lets_go = standing.disputes().filter_map(|h| h.until).filter_map(|until| base::add_days(until, 1)).min();
    let review = reasons.iter().filter_map(|reason| review_day(reason, as_of)).min();
    let next_on = lets_go.into_iter().chain(review).min();
    let silence = stopped(case.situation, (standing, contested), &(Reason::NoScenario, next_on));
    Silence { reasons, ..silence }
}

/// A dispute that bears on all that is owed.
pub(super) fn whole(hold: &HoldFacts, as_of: Date) -> Reason {
    Reason::Dispute { since: since(hold), why: hold.why.clone(), about: words(hold, as_of) }
}

/// The day on which a dispute is next to be looked at.
pub(super) fn review_day(reason: &Reason, as_of: Date) -> Option<Date> {
    match reason {
        Reason::Dispute { about: Some(about), .. } | Reason::ContestedPart { about: Some(about), .. } => {
            dispute_stage(about.target_on, about.stage == DisputeStage::AwaitsCredit, as_of).1
        }
        _ => None,
    }
}

fn since(hold: &HoldFacts) -> Date {
    hold.dispute.as_ref().map_or(hold.opened_on, |dispute| dispute.opened_on)
}

fn words(hold: &HoldFacts, as_of: Date) -> Option<DisputeWords> {
    let dispute = hold.dispute.as_ref()?;
    Some(DisputeWords {
        cause: dispute.cause,
        owner: dispute.owner.clone(),
        target_on: dispute.target_on,
        stage: dispute_stage(dispute.target_on, dispute.awaits_credit, as_of).0,
    })
}
