//! Rule `money`: every customer's balance is the one the notes give, today and on past days, and the buckets sum to it.

use super::Books;
use crate::seen::Aged;
use base::{Date, days_between};
use std::collections::BTreeMap;

/// Compares the program's aged balance of a day with the notes.
pub fn check(books: &Books, aged: &Aged, day: Date, today: Date) -> Vec<String> {
    let mut wrong = Vec::new();
    let when = if day == today { String::new() } else { format!("on {day}, ") };
    let left = |d: &super::books::Debt| if day == today { d.left() } else { d.left_on(day) };
    let mut expected: BTreeMap<&str, i64> = books
        .debts
        .iter()
        .filter(|(_, d)| d.issued_on <= day)
        .map(|(number, debt)| (number.as_str(), left(debt)))
        .filter(|(_, cents)| *cents != 0)
        .collect();
    for (number, _, _, _, cents) in books.waiting.iter().filter(|w| w.3 <= day) {
        expected.insert(number.as_str(), -cents);
    }
    for (number, (due_on, cents)) in &aged.items {
        match expected.remove(number.as_str()) {
            Some(same) if same == *cents => {}
            Some(other) => wrong.push(format!("{when}{number}: the program says {cents}, the notes {other}")),
            None => wrong.push(format!("{when}{number}: the program says {cents}, the notes nothing")),
        }
        if books.debts.get(number).is_some_and(|d| d.due_on != *due_on) {
            wrong.push(format!("{number} falls due on another day: {due_on}"));
        }
    }
    wrong.extend(expected.iter().map(|(n, cents)| format!("{when}{n}: the program says nothing, the notes {cents}")));
    wrong.extend(buckets(aged, day));
    wrong
}

/// Days late, from, to (both included): the columns of an aged balance, counted here a second time.
const COLUMNS: [(i64, i64); 5] = [(i64::MIN, 0), (1, 30), (31, 60), (61, 90), (91, i64::MAX)];

fn buckets(aged: &Aged, day: Date) -> Vec<String> {
    let mut counted = [0_i64; 6];
    for (due_on, cents) in aged.items.values() {
        let late = days_between(*due_on, day);
        let column = COLUMNS.iter().position(|(from, to)| (*from..=*to).contains(&late)).unwrap_or(0);
        let column = if *cents < 0 { 5 } else { column };
        if let Some(sum) = counted.get_mut(column) {
            *sum += cents;
        }
    }
    let total: i64 = counted.iter().sum();
    let mut wrong = Vec::new();
    if counted != aged.buckets {
        wrong.push(format!("on {day}, buckets are {:?} and should be {counted:?}", aged.buckets));
    }
    if total != aged.total {
        wrong.push(format!("on {day}, the total is {} and should be {total}", aged.total));
    }
    wrong
}
