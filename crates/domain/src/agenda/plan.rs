//! The planner: situation × scenario → proposals and silences. Synchronous, deterministic, and without any effect.
//!
//! The order of its questions is told in `docs/spec/agenda.md`; this file only asks them. What each answer means is in
//! the neighbours: `holds` and `guards` say what stops, `calendar` says when, `group` makes the message.

use super::case::{Case, Stop, stopped};
use super::contested;
use super::group::{Group, GroupMessage, GroupPlan};
use super::holds;
use super::plans;
use super::pre_due::pre_due;
use super::reason::Reason;
use super::suspension;
use super::{Proposal, Silence};
use crate::scenario::ScenarioBook;
use crate::situation::{Situation, Standing};
use base::{Currency, MoneyError, add_days};
use serde::Serialize;
use std::collections::BTreeMap;

/// What one debtor's situation gives on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[must_use = "a plan nobody reads helps nobody"]
pub struct Plan {
    pub proposals: Vec<Proposal>,
    pub silences: Vec<Silence>,
    /// The contested parts of overdue receivables of which the rest may be asked for: beside the line or silence above,
    /// and with it the whole of what is outstanding.
    pub contested: Vec<Silence>,
}

/// Plans the day of one debtor.
///
/// Each overdue receivable is afterwards in exactly one proposal line or one silence; a contested part beside it.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub fn plan(situation: &Situation<'_>, book: &ScenarioBook) -> Result<Plan, MoneyError> {
    if let Some(stop) = holds::debtor(situation, book) {
        return Ok(all_silent(situation, &stop));
    }
    let Some((scenario, choice)) = book.choose(situation) else {
        return Ok(all_silent(situation, &(Reason::NoScenario, None)));
    };
    let case = Case { situation, scenario, choice: &choice };
    let mut plan = Plan { contested: contested::parts(case)?, ..Plan::default() };
    let mut groups: BTreeMap<Currency, Vec<&Standing<'_>>> = BTreeMap::new();
    for standing in situation.overdue() {
        match holds::receivable(standing, situation, &scenario.policy) {
            Some(stop) => plan.silences.push(case.silence(standing, &stop)),
            None => groups.entry(standing.receivable.currency).or_default().push(standing),
        }
    }
    let mut planned = Vec::with_capacity(groups.len());
    for (currency, standings) in groups {
        planned.push(Group::new(case, currency, standings).plan()?);
    }
    let is_chasing = planned.iter().any(|g| g.is_chasing);
    one_message(case, planned, &mut plan);
    suspension::propose(case, &mut plan)?;
    let is_asked = plans::propose(case, &mut plan)?;
    plans::tell(case, &mut plan)?;
    if !is_chasing && !is_asked {
        plan.proposals.extend(pre_due(case)?);
    }
    Ok(plan)
}

/// What stops the whole debtor stops contested parts too: each receivable is told once, whole.
fn all_silent(situation: &Situation<'_>, stop: &Stop) -> Plan {
    let all = situation.overdue().map(|s| stopped(situation, (s, s.receivable.outstanding), stop));
    Plan { silences: all.collect(), ..Plan::default() }
}

/// Of several currencies only one message reaches the debtor on a day: the furthest along, then the oldest.
fn one_message(case: Case<'_, '_>, planned: Vec<GroupPlan<'_, '_>>, plan: &mut Plan) {
    let mut messages: Vec<GroupMessage<'_, '_>> = Vec::new();
    for group in planned {
        plan.silences.extend(group.silences);
        messages.extend(group.message);
    }
    messages.sort_by_key(|m| m.rank);
    let mut first: Option<String> = None;
    for message in messages {
        let reaches = message.proposal.channel.reaches_debtor();
        if let Some(step) = first.clone().filter(|_| reaches) {
            let pause = case.scenario.policy.days_between_contacts.max(1);
            let stop = (Reason::AfterOtherMessage { step }, add_days(case.situation.as_of, pause));
            plan.silences.extend(message.named.iter().map(|s| case.silence(s, &stop)));
            continue;
        }
        first = first.or_else(|| reaches.then(|| message.proposal.step_title.clone()));
        plan.proposals.push(message.proposal);
    }
}
