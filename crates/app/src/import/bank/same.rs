//! The same line told by two kinds of file: a CSV export and the CAMT statement, OFX and MT940.
//!
//! On one day of one account, as many lines of one amount exist as the kind of file that tells most of them tells. A line of
//! this file is therefore one that only other kinds told, as long as there is one; which one, is the one that says most of
//! the same words. Lines whose payers' references or IBANs differ are never the same. So nothing is counted twice, nothing
//! is lost, and the number of lines does not depend on the order of the files. Lines of different days are [`super::echo`]'s.

use super::content::Told;
use super::words::telling;
use crate::ports::statements::SeenLine;
use crate::records::{BankLineRecord, Telling};
use base::id::BankLineId;
use base::{Cents, Currency, Date, fold};
use std::collections::{BTreeMap, HashMap, HashSet};

/// An account number of another form is no IBAN to compare.
const SHORTEST_IBAN: usize = 15;

type Group = (Date, Cents, Currency);

/// What of a file was told before.
pub(super) struct Paired {
    /// For each line of the file, the stored line that it is.
    pub same: Vec<Option<BankLineId>>,
    /// Stored lines that are the sum of several lines of the file.
    pub sums: Vec<(BankLineId, Vec<usize>)>,
}

pub(super) fn pair(told: &[Told], seen: &[SeenLine], dialect: &str) -> Paired {
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
    let sums = batches_of_this_file(told, &free, &out, &mut taken);
    batches_of_others(told, seen, dialect, &mut out);
    Paired { same: out, sums }
}

/// What a file tells of a line beside what was known; nothing when the two share no word that tells them from others, and were
/// only counted.
pub(super) fn more(record: &BankLineRecord, known: &SeenLine) -> Option<Telling> {
    let (own, theirs) = (telling(&record.text), telling(&known.text));
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    let is_sure = theirs.is_empty()
        || own.intersection(&theirs).next().is_some()
        || same(&record.end_to_end, &known.end_to_end)
        || same(&record.counterparty_iban, &known.counterparty_iban);
    let is_more = !known.text.contains(&record.text)
        || (record.end_to_end.is_some() && known.end_to_end.is_none())
        || (record.counterparty_iban.is_some() && known.counterparty_iban.is_none())
        || record.counterparty.is_some();
    // A sum told of a batch's first part is not that part.
    (is_sure && is_more && record.amount == known.amount).then(|| Telling {
        label: record.text.clone(),
        counterparty: record.counterparty.clone(),
        counterparty_iban: record.counterparty_iban.clone(),
        end_to_end: record.end_to_end.clone(),
    })
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

fn contradicts(line: &Told, other: &SeenLine) -> bool {
    let record = &line.record;
    contradict((&record.end_to_end, &record.counterparty_iban), (&other.end_to_end, &other.counterparty_iban))
}

/// A payer's reference and account, where they are known.
type Signs<'s> = (&'s Option<String>, &'s Option<String>);

/// What proves two lines to be different.
pub(super) fn contradict(one: Signs<'_>, other: Signs<'_>) -> bool {
    let differ = |a: &Option<String>, b: &Option<String>, shortest: usize| match (a, b) {
        (Some(a), Some(b)) => {
            let (a, b) = (fold::reference(a), fold::reference(b));
            a.len() >= shortest && b.len() >= shortest && a != b
        }
        _ => false,
    };
    differ(one.0, other.0, 1) || differ(one.1, other.1, SHORTEST_IBAN)
}

/// A batch of which this file tells the parts, and another kind of file told the sum as one line.
fn batches_of_this_file(
    told: &[Told],
    free: &BTreeMap<Group, Vec<&SeenLine>>,
    out: &[Option<BankLineId>],
    taken: &mut HashSet<BankLineId>,
) -> Vec<(BankLineId, Vec<usize>)> {
    let mut sums = Vec::new();
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
            sums.push((whole.id, parts));
        }
    }
    sums
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
