//! Rule `paid_not_chased`: nobody is asked for an invoice whose whole money stands on a statement that was taken, whoever has
//! sorted it or not.

use super::Reached;

/// Checks a contact against what has truly come.
pub fn check(new: &Reached, is_paid: impl Fn(&str) -> bool) -> Vec<String> {
    let paid = new.numbers.iter().filter(|number| is_paid(number));
    paid.map(|number| format!("{number} is asked for ({}), and its money has come", new.step)).collect()
}
