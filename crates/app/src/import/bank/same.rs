//! The same line told by two kinds of file: a CSV export and the CAMT statement, OFX and MT940.
//!
//! On one day of one account, as many lines of one amount exist as the kind of file that tells most of them tells. A line of
//! this file is therefore one that only other kinds told, as long as there is one; which one, is the one that says most of
//! the same words. Lines whose payers' references or IBANs differ are never the same. So nothing is counted twice, nothing
//! is lost, and the number of lines does not depend on the order of the files.

use super::content::Told;
use super::words::telling;
use crate::ports::statements::SeenLine;
use base::id::BankLineId;
use base::{Cents, Currency, Date, fold};
use std::collections::{BTreeMap, HashMap, HashSet};

/// An account number of another form is no IBAN to compare.
const SHORTEST_IBAN: usize = 15;

type Group = (Date, Cents, Currency);

/// For each line of the file, the stored line that it is.
pub(super) fn pair(told: &[Told], seen: &[SeenLine], dialect: &str) -> Vec<Option<BankLineId>> {
    let mut free: BTreeMap<Group, Vec<&SeenLine>> = BTreeMap::new();
    for line in seen.iter().filter(|line| !tells(line, dialect)) {
        free.entry((line.booked_on, line.amount, line.currency)).or_default().push(line);
    }
    let mut out = vec![None; told.len()];
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (at, line) in told.iter().enumerate() {
        let record = &line.record;
        groups.entry((record.booked_on, record.amount, record.currency)).or_default().push(at);
    }
    let mut taken: HashSet<BankLineId> = HashSet::new();
    for (group, mine) in &groups {
        if let Some(theirs) = free.get(group) {
            best(told, mine, theirs, &mut out, &mut taken);
        }
    }
    batches_of_this_file(told, &free, &mut out, &mut taken);
    batches_of_others(told, seen, dialect, &mut out);
    out
}

fn tells(line: &SeenLine, dialect: &str) -> bool {
    if line.dialects.is_empty() {
        // Kept before kinds of files were noted: its format is all that is known.
        return dialect.split(':').next() == Some(line.format.as_str());
    }
    line.dialects.iter().any(|d| d == dialect)
}

/// Pairs the most alike first.
fn best(
    told: &[Told],
    mine: &[usize],
    theirs: &[&SeenLine],
    out: &mut [Option<BankLineId>],
    taken: &mut HashSet<BankLineId>,
) {
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for at in mine {
        let Some(line) = told.get(*at) else { continue };
        let own = telling(&line.record.text);
        for (place, other) in theirs.iter().enumerate() {
            if !contradicts(line, other) {
                let shared = telling(&other.text).intersection(&own).count();
                scored.push((shared, *at, place));
            }
        }
    }
    scored.sort_by_key(|(shared, at, place)| (std::cmp::Reverse(*shared), *at, *place));
    for (_, at, place) in scored {
        let Some(other) = theirs.get(place) else { continue };
        if let Some(slot @ None) = out.get_mut(at)
            && taken.insert(other.id)
        {
            *slot = Some(other.id);
        }
    }
}

/// What proves two lines to be different.
fn contradicts(line: &Told, other: &SeenLine) -> bool {
    let differ = |a: &Option<String>, b: &Option<String>, shortest: usize| match (a, b) {
        (Some(a), Some(b)) => {
            let (a, b) = (fold::reference(a), fold::reference(b));
            a.len() >= shortest && b.len() >= shortest && a != b
        }
        _ => false,
    };
    differ(&line.record.end_to_end, &other.end_to_end, 1)
        || differ(&line.record.counterparty_iban, &other.counterparty_iban, SHORTEST_IBAN)
}

/// A batch of which this file tells the parts, and another kind of file told the sum as one line.
fn batches_of_this_file(
    told: &[Told],
    free: &BTreeMap<Group, Vec<&SeenLine>>,
    out: &mut [Option<BankLineId>],
    taken: &mut HashSet<BankLineId>,
) {
    let mut batches: BTreeMap<(&str, Group), Vec<usize>> = BTreeMap::new();
    for (at, line) in told.iter().enumerate() {
        if let Some((batch, total)) = &line.batch {
            let group = (line.record.booked_on, *total, line.record.currency);
            batches.entry((batch, group)).or_default().push(at);
        }
    }
    for ((_, group), parts) in batches {
        let is_new = parts.iter().all(|at| out.get(*at).is_some_and(Option::is_none));
        let whole =
            free.get(&group).and_then(|lines| lines.iter().find(|l| l.batch.is_none() && !taken.contains(&l.id)));
        if let (true, Some(whole)) = (is_new, whole) {
            taken.insert(whole.id);
            for at in parts {
                if let Some(slot) = out.get_mut(at) {
                    *slot = Some(whole.id);
                }
            }
        }
    }
}

/// A line that is the sum of a batch of which another kind of file told the parts.
fn batches_of_others(told: &[Told], seen: &[SeenLine], dialect: &str, out: &mut [Option<BankLineId>]) {
    let mut batches: HashMap<(&str, Group), (BankLineId, bool)> = HashMap::new();
    for line in seen {
        if let Some((batch, total)) = &line.batch {
            let entry = batches.entry((batch, (line.booked_on, *total, line.currency)));
            let known = entry.or_insert((line.id, false));
            known.1 |= tells(line, dialect);
        }
    }
    let mut order: Vec<_> = batches.into_iter().filter(|(_, (_, is_told))| !is_told).collect();
    order.sort_by_key(|((batch, _), _)| batch.to_string());
    for (at, line) in told.iter().enumerate() {
        let group = (line.record.booked_on, line.record.amount, line.record.currency);
        let found = order.iter().position(|((_, wanted), _)| *wanted == group);
        if let (Some(slot @ None), Some(found)) = (out.get_mut(at), found) {
            *slot = Some(order.remove(found).1.0);
        }
    }
}
