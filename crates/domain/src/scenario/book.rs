//! The scenarios in use, and which one a customer gets.

use super::{AppliesTo, Scenario, ScenarioRef};
use crate::situation::Situation;
use base::Cents;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Why a scenario was taken for a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Choice {
    /// The running case is pinned to the version it started with.
    Running,
    /// The version the case started with is no longer known: it goes on under the current one of the same name.
    RunningRenewed,
    ChosenByHand,
    KeyAccount,
    RepeatLate {
        settled_late: u32,
    },
    /// Overdue or, when nothing is yet, about to fall due.
    SmallAmount {
        overdue: Cents,
    },
    ByKind,
}

/// Current scenarios, and older versions that running cases are pinned to.
#[derive(Clone, Debug, Default)]
pub struct ScenarioBook {
    /// By descending priority, then name: the order in which they are tried.
    current: Vec<Scenario>,
    pinned: HashMap<ScenarioRef, Scenario>,
}

impl ScenarioBook {
    pub fn new(mut current: Vec<Scenario>) -> Self {
        current.sort_by(|a, b| (b.applies_to.priority, &a.reference).cmp(&(a.applies_to.priority, &b.reference)));
        ScenarioBook { current, pinned: HashMap::new() }
    }

    /// Adds an older version that acts may refer to.
    pub fn pin(&mut self, scenario: Scenario) {
        self.pinned.insert(scenario.reference.clone(), scenario);
    }

    /// The book as it would be once that text is adopted: running cases keep the version they started with.
    #[must_use]
    pub fn adopting(&self, scenario: &Scenario) -> ScenarioBook {
        self.clone().renewed(std::slice::from_ref(scenario))
    }

    /// The book with these as the current versions of their names; those they replace stay known for running cases.
    #[must_use]
    pub fn renewed(self, new: &[Scenario]) -> ScenarioBook {
        let is_replaced = |s: &Scenario| new.iter().any(|n| n.reference.name == s.reference.name);
        let (replaced, kept): (Vec<Scenario>, Vec<Scenario>) = self.current.into_iter().partition(is_replaced);
        let mut book = ScenarioBook::new(kept.into_iter().chain(new.iter().cloned()).collect());
        book.pinned = self.pinned;
        replaced.into_iter().for_each(|s| book.pin(s));
        book
    }

    pub fn current(&self) -> &[Scenario] {
        &self.current
    }

    pub fn named(&self, name: &str) -> Option<&Scenario> {
        self.current.iter().find(|s| s.reference.name == name)
    }

    pub fn version(&self, reference: &ScenarioRef) -> Option<&Scenario> {
        self.current.iter().find(|s| s.reference == *reference).or_else(|| self.pinned.get(reference))
    }

    /// The scenario of this customer's case, and why. `None` when no scenario fits the kind of debtor.
    ///
    /// In this order: chosen by hand; the one the case runs under, unless it is bound to an amount that is now exceeded;
    /// the first that fits. A version that is no longer known is followed by the current one of the same name.
    pub fn choose(&self, situation: &Situation<'_>) -> Option<(&Scenario, Choice)> {
        let running = situation.running_scenario();
        if let Some(by_hand) = situation.debtor.party.scenario.as_deref().and_then(|name| self.named(name)) {
            let pinned = running.filter(|r| r.name == by_hand.reference.name).and_then(|r| self.version(&r));
            return Some((pinned.unwrap_or(by_hand), Choice::ChosenByHand));
        }
        if let Some(chosen) = running.and_then(|r| self.running(&r)).filter(|(s, _)| !outgrown(s, situation)) {
            return Some(chosen);
        }
        self.current.iter().find_map(|s| fits(s, situation).map(|why| (s, why)))
    }

    fn running(&self, reference: &ScenarioRef) -> Option<(&Scenario, Choice)> {
        let pinned = self.version(reference).map(|s| (s, Choice::Running));
        pinned.or_else(|| self.named(&reference.name).map(|s| (s, Choice::RunningRenewed)))
    }
}

/// Made for amounts up to a limit that is now exceeded.
fn outgrown(scenario: &Scenario, situation: &Situation<'_>) -> bool {
    let at_stake = situation.at_stake();
    scenario.applies_to.overdue_max.is_some_and(|maximum| at_stake.is_ok_and(|sum| sum > maximum))
}

/// Every condition must hold; the first stated is the one told.
fn fits(scenario: &Scenario, situation: &Situation<'_>) -> Option<Choice> {
    let rule = &scenario.applies_to;
    let party = &situation.debtor.party;
    let settled_late = situation.debtor.history.settled_late;
    let at_stake = situation.at_stake().ok()?;
    let holds = rule.debtor == party.kind
        && (!rule.key_account || party.is_key_account)
        && rule.settled_late_min.is_none_or(|minimum| settled_late >= minimum)
        && rule.overdue_max.is_none_or(|maximum| at_stake <= maximum);
    holds.then_some(match rule {
        AppliesTo { key_account: true, .. } => Choice::KeyAccount,
        AppliesTo { settled_late_min: Some(_), .. } => Choice::RepeatLate { settled_late },
        AppliesTo { overdue_max: Some(_), .. } => Choice::SmallAmount { overdue: at_stake },
        _ => Choice::ByKind,
    })
}
