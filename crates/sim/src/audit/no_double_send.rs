//! Rule `no_double_send`: no message leaves twice, and no invoice sees the same step of a scenario twice.

use super::{Auditor, Reached};
use base::Date;

/// Compares a new contact with all earlier ones. Called before it is noted.
pub fn check(auditor: &Auditor, on: Date, new: &Reached) -> Vec<String> {
    let mut wrong = Vec::new();
    for (before_on, before) in auditor.contacts() {
        if new.message.is_some() && before.message == new.message {
            wrong.push(format!("{:?} left on {before_on} and again on {on}", new.message));
        }
        let same_step = before.scenario == new.scenario && before.step == new.step && before.customer == new.customer;
        if let Some(number) = new.numbers.iter().find(|n| same_step && before.numbers.contains(n)) {
            wrong.push(format!("{number} saw {}/{} on {before_on} and again on {on}", new.scenario, new.step));
        }
    }
    wrong
}
