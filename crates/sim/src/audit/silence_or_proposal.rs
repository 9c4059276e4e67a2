//! Rule `silence_or_proposal`: each overdue receivable is, that day, in exactly one line of a proposal or one silence, and the
//! contested part of one beside it.

use super::{Books, Obstacle, plans};
use crate::seen::Seen;
use base::Date;
use std::collections::BTreeMap;

/// Compares the agenda of a day with the notes.
pub fn check(books: &Books, seen: &Seen, day: Date) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut counted: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for number in seen.proposals.iter().flat_map(|p| &p.overdue) {
        counted.entry(number).or_default().0 += 1;
    }
    for silence in &seen.silences {
        counted.entry(&silence.number).or_default().1 += 1;
        if silence.reason.is_empty() {
            wrong.push(format!("{} is silent without a reason", silence.number));
        }
        if silence.next_on.is_some_and(|next| next <= day) {
            wrong.push(format!("{} will be looked at again on {:?}, which is past", silence.number, silence.next_on));
        }
    }
    for (number, _) in books.overdue(day) {
        match counted.remove(number.as_str()) {
            Some((1, 0) | (0, 1)) => {}
            Some((lines, silences)) => {
                wrong.push(format!("{number} stands in {lines} proposals and {silences} silences"));
            }
            None => wrong.push(format!("{number} is overdue and stands nowhere")),
        }
    }
    wrong.extend(counted.keys().map(|number| format!("{number} is not overdue and stands in the agenda")));
    wrong.extend(promised(books, seen, day));
    wrong.extend(contested(books, seen, day));
    wrong
}

/// What is proposed is permitted.
fn promised(books: &Books, seen: &Seen, day: Date) -> Vec<String> {
    let lines = seen.proposals.iter().flat_map(|p| p.all.iter().map(move |n| (p, n)));
    lines
        .filter_map(|(p, number)| books.obstacle(number, day).map(|o| (p, number, o)))
        .filter(|(p, _, obstacle)| *obstacle != Obstacle::Plan || !p.step.starts_with(plans::STEPS))
        .map(|(p, number, obstacle)| format!("{number} is proposed ({}) in spite of {obstacle:?}", p.step))
        .collect()
}

/// The contested part of what is asked for is told apart, once and with its amount; and nothing else is.
fn contested(books: &Books, seen: &Seen, day: Date) -> Vec<String> {
    let told: BTreeMap<&str, i64> = seen.contested.iter().map(|(number, cents)| (number.as_str(), *cents)).collect();
    let mut wrong = Vec::new();
    if told.len() != seen.contested.len() {
        wrong.push("a contested part is told twice".to_string());
    }
    for number in seen.proposals.iter().flat_map(|p| &p.overdue) {
        let (expected, found) = (books.contested(number, day), told.get(number.as_str()).copied());
        if expected != found {
            wrong.push(format!("{number} is asked for, {expected:?} of it is contested and {found:?} is told"));
        }
    }
    for (number, cents) in &told {
        if books.contested(number, day) != Some(*cents) {
            wrong.push(format!("{cents} of {number} is told as contested, and it is not"));
        }
    }
    wrong
}
