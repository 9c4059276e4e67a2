//! Rule `no_double_send`: no message leaves twice, and no invoice sees the same step of a scenario twice. The steps of a plan
//! come again with each payment: `plan_kept` looks at those.

use super::{Auditor, Reached, plans};
use base::Date;

/// Compares a new contact with all earlier ones. Called before it is noted.
pub fn check(auditor: &Auditor, on: Date, new: &Reached) -> Vec<String> {
    let mut wrong = Vec::new();
    for (before_on, before) in auditor.contacts() {
        if new.message.is_some() && before.message == new.message {
            wrong.push(format!("{:?} left on {before_on} and again on {on}", new.message));
        }
        let is_of_plan = new.step.starts_with(plans::STEPS);
        let same_step = !is_of_plan
            && before.scenario == new.scenario
            && before.step == new.step
            && before.customer == new.customer;
        if let Some(number) = new.numbers.iter().find(|n| same_step && before.numbers.contains(n)) {
            wrong.push(format!("{number} saw {}/{} on {before_on} and again on {on}", new.scenario, new.step));
        }
    }
    wrong
}
