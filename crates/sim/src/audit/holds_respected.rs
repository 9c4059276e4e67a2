//! Rule `holds_respected`: nobody insolvent, paid, possibly paid, contested or promised is contacted, nor anybody on old
//! bank data.

use super::{Books, Obstacle, Reached, plans};
use base::{Date, calendar, days_between};

/// The most patient scenario accepts bank data of that age.
const OLDEST_BANK_DATA: i64 = 15;

/// Checks a contact against the books as they stood when it was made. The heads-up to our own salesperson obeys too.
pub fn check(books: &Books, on: Date, new: &Reached) -> Vec<String> {
    let mut wrong = Vec::new();
    for number in &new.numbers {
        let left = books.debts.get(number).map_or(0, super::books::Debt::left);
        if left <= 0 {
            wrong.push(format!("{number} is asked for ({}), and {left} is left of it", new.step));
        }
        // What a plan itself asks for has a rule of its own.
        let is_of_plan = |o: &Obstacle| *o == Obstacle::Plan && new.step.starts_with(plans::STEPS);
        if let Some(obstacle) = books.obstacle(number, on).filter(|o| !is_of_plan(o)) {
            wrong.push(format!("{number} is asked for ({}) in spite of {obstacle:?}", new.step));
        }
        if books.is_perhaps_paid(number, on) && !books.cleared.contains(&(on, new.customer)) {
            wrong.push(format!("{number} is asked for ({}) although a credit names it", new.step));
        }
    }
    if books.bank_known_until.is_some_and(|until| days_between(until, on) > OLDEST_BANK_DATA) {
        wrong.push(format!("customer {} is contacted on bank data of {:?}", new.customer, books.bank_known_until));
    }
    if !calendar::is_working_day(on, calendar::Region::Metropole) {
        wrong.push(format!("customer {} is contacted on a day off", new.customer));
    }
    wrong
}
