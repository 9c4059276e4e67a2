//! What the page of the journal leaves out unless asked: the same day planned again and again, and the fingerprints of files.

use crate::view::paris;
use crate::visit::Visit;
use app::AppResult;
use app::logbook::{self, Told};
use app::ports::screens::JournalFilter;
use base::Date;
use std::collections::HashMap;

/// An entry, and how often more the like was written that day.
pub type Counted = (Told, u64);

/// The entry that is written each time a day is planned.
pub const PLANNED: &str = "agenda_planned";
/// So many of them are read for a page.
const READ: u64 = 1_000;

/// A page of the journal in which each civil day has one planning, the last, with how often it was done before that day.
pub fn page(visit: &Visit, filter: &JournalFilter, rows: u64) -> AppResult<(Vec<Counted>, Option<u64>)> {
    let (world, company) = (visit.world(), &visit.company);
    let others = JournalFilter { without: vec![PLANNED], ..filter.clone() };
    let told = logbook::page(&world, company, &others, rows)?;
    let older = told.last().filter(|_| told.len() as u64 == rows).map(|t| t.seq);
    let again = JournalFilter { kinds: vec![PLANNED], after: older, ..filter.clone() };
    let mut found: Vec<Counted> = told.into_iter().map(|t| (t, 0)).collect();
    found.extend(once_a_day(logbook::page(&world, company, &again, READ)?));
    found.sort_by_key(|(t, _)| std::cmp::Reverse(t.seq));
    Ok((found, older))
}

/// The newest of each day, newest first.
fn once_a_day(plannings: Vec<Told>) -> Vec<Counted> {
    let mut kept: Vec<Counted> = Vec::new();
    let mut days: HashMap<Date, usize> = HashMap::new();
    for told in plannings {
        let day = paris(told.recorded_at).date();
        match days.get(&day).and_then(|at| kept.get_mut(*at)) {
            Some((_, times)) => *times += 1,
            None => {
                days.insert(day, kept.len());
                kept.push((told, 0));
            }
        }
    }
    kept
}

/// The sentence without the beginnings of fingerprints.
pub fn without_fingerprints(sentence: &str) -> String {
    let mut said = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once("empreinte ") {
        let Some((_, end)) = after.split_once('…').filter(|(hash, _)| hash.chars().all(|c| c.is_ascii_alphanumeric()))
        else {
            said.push_str(before);
            said.push_str("empreinte ");
            rest = after;
            continue;
        };
        match (before.strip_suffix(" ("), end.strip_prefix(')')) {
            (Some(before), Some(end)) => {
                said.push_str(before);
                rest = end;
            }
            _ => {
                said.push_str(before.strip_suffix(", ").unwrap_or(before));
                rest = end;
            }
        }
    }
    said.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    use super::without_fingerprints;

    #[test]
    fn fingerprints_are_left_out_and_nothing_else() {
        for (before, after) in [
            ("Le fichier « a.csv » (CSV, empreinte 3f2a…) a été importé.", "Le fichier « a.csv » (CSV) a été importé."),
            ("La version 1 a été adoptée (empreinte 3f2a99…).", "La version 1 a été adoptée."),
            ("Noté (motif : « une empreinte carbone »).", "Noté (motif : « une empreinte carbone »)."),
            ("Deux (empreinte a1…) et (empreinte b2…), puis.", "Deux et, puis."),
            ("Rien.", "Rien."),
        ] {
            assert_eq!(without_fingerprints(before), after);
        }
    }
}
