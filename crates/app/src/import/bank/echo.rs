//! The same movement told on different days by two kinds of file: a statement by the day it was booked, an export by its
//! value day. It decides which line tells which again, from all that is known, whatever the order in which files came.
//!
//! Only lines that no kind of file tells both of can be one movement: two equal transfers within one file, or within two files
//! of one kind, stay two. Of two kinds, a file that covers both days and tells one of the lines only would have told both
//! movements. When it does, and the lines share what tells them apart from others, they are the same; when only one of these
//! speaks for it, a person is asked.

use super::same::contradict;
use super::words::telling;
use crate::ports::statements::{SeenLine, StatementRow};
use crate::records::EchoVerdict;
use base::id::BankLineId;
use base::{Cents, Currency, Date, days_between, fold};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Between the day one kind of file tells and the day another does: a long weekend.
pub(super) const DAYS: i64 = 5;
/// More lines of one amount than this within the days looked at are those of a business whose customers all pay the same.
const MOST: usize = 3_000;

/// Days that statements cover, by format.
pub(super) struct Covered(Vec<(String, Date, Date)>);

impl Covered {
    pub fn of(statements: &[StatementRow]) -> Covered {
        let days = |s: &StatementRow| Some((s.format.clone(), s.from?, s.until?));
        Covered(statements.iter().filter_map(days).collect())
    }

    /// True when files of one kind only were received: nothing can have been told by another.
    pub fn is_of_one_kind(&self) -> bool {
        let formats: BTreeSet<&str> = self.0.iter().map(|(format, ..)| format.as_str()).collect();
        formats.len() < 2 && !formats.iter().any(|f| f.contains("csv") || f.contains("xlsx"))
    }

    /// Some file of these kinds covers that day.
    fn by(&self, dialects: &BTreeSet<&str>, day: Date) -> bool {
        let formats: BTreeSet<&str> = dialects.iter().filter_map(|d| d.split(':').next()).collect();
        self.0.iter().any(|(format, from, until)| formats.contains(format.as_str()) && (*from..=*until).contains(&day))
    }
}

/// Two lines that are one movement, or perhaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The one that counts: its place among the lines.
    pub original: usize,
    pub echo: usize,
    pub verdict: EchoVerdict,
}

/// A line, or the sum of the lines of a batch.
struct Unit<'l> {
    /// Of the line; of a batch, its first part.
    at: usize,
    line: &'l SeenLine,
    dialects: BTreeSet<&'l str>,
    words: BTreeSet<String>,
    is_sum: bool,
}

/// What was said of two lines before, that told again first.
pub(super) struct Said {
    /// They were taken for one: they stay one rather than others that would do as well.
    pub one: HashSet<(BankLineId, BankLineId)>,
    /// A person said that they are not.
    pub apart: HashSet<(BankLineId, BankLineId)>,
}

impl Said {
    fn has(set: &HashSet<(BankLineId, BankLineId)>, a: &Unit<'_>, b: &Unit<'_>) -> bool {
        let (one, other) = (a.line.id, b.line.id);
        set.contains(&(one, other)) || set.contains(&(other, one))
    }
}

/// Which lines tell which again.
pub(super) fn pairs(lines: &[SeenLine], covered: &Covered, said: &Said) -> Vec<Pair> {
    let mut groups: BTreeMap<(Cents, Currency), Vec<Unit<'_>>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        groups.entry((line.amount, line.currency)).or_default().push(Unit::single(at, line));
    }
    for (total, unit) in sums(lines) {
        groups.entry((total, unit.line.currency)).or_default().push(unit);
    }
    let mut found = Vec::new();
    for units in groups.into_values().filter(|units| (2..=MOST).contains(&units.len())) {
        found.extend(within(units, covered, said));
    }
    found
}

/// The batches of which parts are known, each under its first part.
fn sums(lines: &[SeenLine]) -> Vec<(Cents, Unit<'_>)> {
    let mut batches: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some((batch, _)) = &line.batch {
            batches.entry(batch).or_default().push(at);
        }
    }
    let mut out = Vec::new();
    for parts in batches.into_values() {
        let of = |at: &usize| lines.get(*at);
        let first = parts.iter().filter_map(|at| Some((of(at)?, *at))).min_by_key(|(l, _)| (l.amount, &l.text, l.id));
        let Some((line, at)) = first else { continue };
        let Some((_, total)) = line.batch.as_ref() else { continue };
        let dialects = parts.iter().filter_map(of).flat_map(|l| l.dialects.iter().map(String::as_str)).collect();
        let words = parts.iter().filter_map(of).flat_map(|l| telling(&l.text)).collect();
        out.push((*total, Unit { at, line, dialects, words, is_sum: true }));
    }
    out
}

impl<'l> Unit<'l> {
    fn single(at: usize, line: &'l SeenLine) -> Unit<'l> {
        let mut dialects: BTreeSet<&str> = line.dialects.iter().map(String::as_str).collect();
        if dialects.is_empty() {
            dialects.insert(&line.format);
        }
        Unit { at, line, dialects, words: telling(&line.text), is_sum: false }
    }

    /// The same whatever file came first: which of two lines counts does not depend on it.
    fn order(&self) -> impl Ord + use<'_> {
        (Reverse(self.is_sum), authority(&self.dialects), self.line.booked_on, &self.line.text, self.line.id)
    }
}

/// Statements of banks before exports for programs, those before tables.
fn authority(dialects: &BTreeSet<&str>) -> usize {
    const ORDER: [&str; 4] = ["camt053", "mt940", "cfonb", "ofx"];
    let rank = |d: &&str| ORDER.iter().position(|known| d.starts_with(known)).unwrap_or(ORDER.len());
    dialects.iter().map(rank).min().unwrap_or(ORDER.len())
}

/// How sure, not said before, how much they share, how many days lie between, and the two.
type Likely = (EchoVerdict, bool, Reverse<usize>, i64, usize, usize);

/// The likely pairs of one amount, the best first; no line is told again twice by one kind of file.
fn within(mut units: Vec<Unit<'_>>, covered: &Covered, said: &Said) -> Vec<Pair> {
    let everywhere = |d: &&str| units.iter().all(|u| u.dialects.contains(*d));
    if units.first().is_some_and(|u| u.dialects.iter().any(everywhere)) {
        return Vec::new();
    }
    units.sort_by(|a, b| (a.line.booked_on, a.order()).cmp(&(b.line.booked_on, b.order())));
    let mut likely: Vec<Likely> = Vec::new();
    for (first, a) in units.iter().enumerate() {
        for (second, b) in units.iter().enumerate().skip(first + 1) {
            let days = days_between(a.line.booked_on, b.line.booked_on);
            if days > DAYS {
                break;
            }
            if Said::has(&said.apart, a, b) {
                continue;
            }
            if let Some((verdict, shared)) = judge(a, b, days, covered) {
                likely.push((verdict, !Said::has(&said.one, a, b), Reverse(shared), days, first, second));
            }
        }
    }
    likely.sort_unstable();
    choose(&units, likely)
}

fn choose(units: &[Unit<'_>], likely: Vec<Likely>) -> Vec<Pair> {
    let mut dialects: Vec<BTreeSet<&str>> = units.iter().map(|u| u.dialects.clone()).collect();
    let (mut echoes, mut out) = (HashSet::new(), Vec::new());
    for (verdict, _, _, _, first, second) in likely {
        let (Some(a), Some(b)) = (units.get(first), units.get(second)) else { continue };
        let (original, echo) = if a.order() <= b.order() { (first, second) } else { (second, first) };
        let (Some(own), Some(theirs)) = (dialects.get(original), dialects.get(echo)) else { continue };
        if echoes.contains(&original) || echoes.contains(&echo) || !own.is_disjoint(theirs) {
            continue;
        }
        let joined: BTreeSet<&str> = own.union(theirs).copied().collect();
        if let Some(slot) = dialects.get_mut(original) {
            *slot = joined;
        }
        echoes.insert(echo);
        let at = |place: usize| units.get(place).map(|u| u.at);
        if let (Some(original), Some(echo)) = (at(original), at(echo)) {
            out.push(Pair { original, echo, verdict });
        }
    }
    out
}

/// Whether two lines may be one movement, and how much they share; `None` when nothing speaks for it.
fn judge(a: &Unit<'_>, b: &Unit<'_>, days: i64, covered: &Covered) -> Option<(EchoVerdict, usize)> {
    let is_sum = a.is_sum || b.is_sum;
    if (a.is_sum && b.is_sum) || !a.dialects.is_disjoint(&b.dialects) {
        return None;
    }
    // On one day lines are recognised when they are taken in; a sum that came before its parts is said to be them.
    if days == 0 {
        return is_sum.then_some((EchoVerdict::Same, 0));
    }
    if !is_sum && contradict(of(a.line), of(b.line)) {
        return None;
    }
    let shared = a.words.intersection(&b.words).count();
    let same = |a: &Option<String>, b: &Option<String>| {
        a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| fold::reference(a) == fold::reference(b))
    };
    let reference = !is_sum && same(&a.line.end_to_end, &b.line.end_to_end);
    let account = !is_sum && same(&a.line.counterparty_iban, &b.line.counterparty_iban);
    let shared = shared + 10 * usize::from(reference) + 5 * usize::from(account);
    let by_one = covered.by(&a.dialects, b.line.booked_on);
    let by_other = covered.by(&b.dialects, a.line.booked_on);
    let all_words = !a.words.is_empty() && (a.words.is_subset(&b.words) || b.words.is_subset(&a.words));
    match (by_one || by_other, shared > 0) {
        (true, true) => Some((EchoVerdict::Same, shared)),
        (true, false) => Some((EchoVerdict::Perhaps, shared)),
        (false, true) if reference || all_words => Some((EchoVerdict::Perhaps, shared)),
        _ => None,
    }
}

fn of(line: &SeenLine) -> (&Option<String>, &Option<String>) {
    (&line.end_to_end, &line.counterparty_iban)
}
