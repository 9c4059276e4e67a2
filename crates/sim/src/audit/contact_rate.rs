//! Rule `contact_rate`: days pass between two contacts with a customer, as many as the scenario of the later one says.

use super::{Auditor, Reached};
use base::{Date, days_between};

/// Days between contacts, written down here a second time from the scenarios' own texts.
const DAYS: [(&str, i64); 6] = [
    ("standard", 5),
    ("key-account", 7),
    ("repeat-late", 4),
    ("small-amounts", 10),
    ("consumer", 7),
    ("public-body", 7),
];

/// Compares a new contact with the last one. Called before it is noted.
pub fn check(auditor: &Auditor, on: Date, new: &Reached) -> Vec<String> {
    if !new.reaches_customer() {
        return Vec::new();
    }
    let Some((_, days)) = DAYS.iter().find(|(name, _)| *name == new.scenario) else {
        return vec![format!("nobody knows the scenario {}", new.scenario)];
    };
    let before = auditor.contacts().filter(|(_, c)| c.customer == new.customer && c.reaches_customer()).last();
    match before {
        Some((before_on, before)) if days_between(before_on, on) < *days => vec![format!(
            "customer {} was contacted on {before_on} ({}) and again on {on} ({}), less than {days} days later",
            new.customer, before.step, new.step
        )],
        _ => Vec::new(),
    }
}
