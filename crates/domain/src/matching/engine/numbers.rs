//! Which invoice numbers a label tells, whatever their spelling: `F2026-00031` written `FACTURE 2026 00031`, `fact.f2026-31`
//! or `FA202631`. A number of our own making that no invoice bears is told too: it may be a slip of the pen.

use super::label::{Gap, Piece, pieces};
use crate::matching::naming::names;
use base::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words that come before a number that is an invoice's.
const REFERENCE_WORDS: [&str; 22] = [
    "F", "FA", "FAC", "FACT", "FACTURE", "FACTURES", "FCT", "FV", "FC", "N", "NO", "NUM", "NUMERO", "NUMEROS", "REF",
    "REFS", "NREF", "INV", "INVOICE", "RF", "ET", "FACTS",
];
/// Shorter numbers stand in many labels by chance.
const SHORTEST: usize = 4;
/// A number is written in at most so many groups of digits.
const MOST_GROUPS: usize = 4;
const MOST_PIECES: usize = 8;
/// So few lone digits after a shortened number may be its end, cut off.
const CUT_DIGITS: usize = 2;

/// A number that the label tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// The receivables that bear it: several where a numbering starts again.
    pub receivables: Vec<usize>,
    /// Letter for letter, signs apart.
    pub is_exact: bool,
}

/// What a label tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub told: Vec<Told>,
    /// Digits of numbers made like ours that no known invoice bears.
    pub unknown: Vec<String>,
}

/// How our numbers are made: `F2026-00031` begins with `2026` and goes on with five digits.
type Scheme = (String, usize);

/// All numbers, by their spellings.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// By letters and digits run together.
    exact: HashMap<String, Vec<usize>>,
    /// By digits alone, whole or without the zeros before the last group.
    digits: HashMap<String, Vec<usize>>,
    schemes: BTreeSet<Scheme>,
    /// The letters before the digits of our numbers.
    prefixes: BTreeSet<String>,
    /// For each receivable its number, the letters before its digits, and all its digits.
    known: Vec<(String, String, String)>,
}

impl Numbers {
    pub fn new<'n>(numbers: impl IntoIterator<Item = &'n str>) -> Self {
        let mut index = Numbers::default();
        for (at, number) in numbers.into_iter().enumerate() {
            index.add(at, number);
        }
        index
    }

    fn add(&mut self, at: usize, number: &str) {
        let reference = fold::reference(number);
        let parts = pieces(number);
        let prefix: String = parts.iter().take_while(|p| !p.is_number).map(|p| p.text.as_str()).collect();
        let groups: Vec<&str> = parts.iter().filter(|p| p.is_number).map(|p| p.text.as_str()).collect();
        let whole = groups.concat();
        if reference.len() >= SHORTEST && !whole.is_empty() {
            self.exact.entry(reference).or_default().push(at);
        }
        if let Some((last, before)) = groups.split_last()
            && whole.len() >= SHORTEST
        {
            let short = format!("{}{}", before.concat(), last.trim_start_matches('0'));
            if !before.is_empty() && short != whole && short.len() >= SHORTEST {
                self.digits.entry(short).or_default().push(at);
            }
            self.digits.entry(whole.clone()).or_default().push(at);
            self.schemes.insert((before.concat(), last.len()));
        }
        self.prefixes.extend(Some(prefix.clone()).filter(|p| !p.is_empty()));
        self.known.push((number.to_string(), prefix, whole));
    }

    /// The digits of a receivable's number.
    pub fn digits_of(&self, receivable: usize) -> &str {
        self.known.get(receivable).map_or("", |(_, _, digits)| digits)
    }

    pub fn read(&self, text: &str) -> Reading {
        let parts = pieces(text);
        let compact = fold::reference(text);
        let mut reading = Reading::default();
        let (mut at, mut after_reference) = (0, false);
        while at < parts.len() {
            if let Some((width, told)) = self.exact_at(&parts, at, (text, &compact)) {
                reading.told.push(told);
                (at, after_reference) = (at + width, true);
                continue;
            }
            let is_number = parts.get(at).is_some_and(|p| p.is_number);
            let before = at.checked_sub(1).and_then(|b| parts.get(b)).map_or("", |p| p.text.as_str());
            if is_number && let Some((width, told)) = self.respelled_at(&parts, at, before, after_reference) {
                reading.told.push(told);
                (at, after_reference) = (at + width, true);
                continue;
            }
            if is_number && let Some((width, digits)) = self.unknown_at(&parts, at, before) {
                reading.unknown.push(digits);
                at += width;
                continue;
            }
            // A list of numbers goes on over "et" and signs, and ends with any other word.
            after_reference = after_reference && parts.get(at).is_some_and(|p| p.text == "ET");
            at += 1;
        }
        reading.without_repeats()
    }

    fn exact_at(&self, parts: &[Piece], at: usize, label: (&str, &str)) -> Option<(usize, Told)> {
        let mut run = String::new();
        let mut longest = None;
        for (width, piece) in parts.iter().skip(at).take(MOST_PIECES).enumerate() {
            run.push_str(&piece.text);
            if let Some(receivables) = self.exact.get(&run) {
                let number = receivables.first().and_then(|r| self.known.get(*r)).map_or("", |(n, ..)| n);
                if names(label, number) {
                    longest = Some((width + 1, Told { receivables: receivables.clone(), is_exact: true }));
                }
            }
        }
        longest
    }

    /// A number known by its digits, after a word that announces one or after another number.
    fn respelled_at(&self, parts: &[Piece], at: usize, before: &str, after_reference: bool) -> Option<(usize, Told)> {
        for width in (1..=MOST_GROUPS).rev() {
            let Some(digits) = digits_run(parts, at, width) else { continue };
            let Some(receivables) = self.digits.get(&digits) else { continue };
            let prefix_of = |r: usize| self.known.get(r).map_or("", |(_, prefix, _)| prefix.as_str());
            let is_own = |r: &usize| !prefix_of(*r).is_empty() && before.ends_with(prefix_of(*r));
            let announced = after_reference || REFERENCE_WORDS.contains(&before);
            let own: Vec<usize> = receivables.iter().copied().filter(is_own).collect();
            let is_shortened = receivables.iter().any(|r| self.digits_of(*r).len() != digits.len());
            if (own.is_empty() && !announced) || goes_on(parts, at + width, is_shortened) {
                continue;
            }
            let receivables = if own.is_empty() { receivables.clone() } else { own };
            return Some((width, Told { receivables, is_exact: false }));
        }
        None
    }

    /// Digits made like one of our numbers, after a word that announces one; padded as ours are.
    fn unknown_at(&self, parts: &[Piece], at: usize, before: &str) -> Option<(usize, String)> {
        let is_announced = REFERENCE_WORDS.contains(&before) || self.prefixes.contains(before);
        if !is_announced {
            return None;
        }
        for width in (1..=MOST_GROUPS).rev() {
            let Some(digits) = digits_run(parts, at, width) else { continue };
            for (start, length) in &self.schemes {
                let Some(rest) = digits.strip_prefix(start.as_str()) else { continue };
                if !rest.is_empty() && rest.len() <= *length && (!start.is_empty() || rest.len() == *length) {
                    return Some((width, format!("{start}{rest:0>length$}", length = *length)));
                }
            }
        }
        None
    }
}

impl Reading {
    fn without_repeats(mut self) -> Self {
        let by_receivables: BTreeMap<Vec<usize>, bool> = self.told.drain(..).fold(BTreeMap::new(), |mut seen, told| {
            let exact = seen.entry(told.receivables).or_insert(told.is_exact);
            *exact = *exact || told.is_exact;
            seen
        });
        self.told = by_receivables.into_iter().map(|(receivables, is_exact)| Told { receivables, is_exact }).collect();
        self.unknown.sort_unstable();
        self.unknown.dedup();
        self
    }
}

/// The digits of so many groups that follow each other, with nothing but spaces or joining signs between.
fn digits_run(parts: &[Piece], at: usize, width: usize) -> Option<String> {
    let run = parts.get(at..at.checked_add(width)?)?;
    run.iter().all(|p| p.is_number).then(|| run.iter().map(|p| p.text.as_str()).collect())
}

/// The number may go on after these pieces: what was found would be a part of it.
fn goes_on(parts: &[Piece], next: usize, is_shortened: bool) -> bool {
    let Some(piece) = parts.get(next).filter(|p| p.is_number) else { return false };
    piece.gap == Gap::Joined || (is_shortened && piece.text.len() <= CUT_DIGITS)
}

/// Whether two numbers of equal length differ by one digit, or by two neighbours that changed places.
pub(super) fn is_a_slip(told: &str, number: &str) -> bool {
    if told.len() != number.len() {
        return false;
    }
    let differing: Vec<usize> =
        told.bytes().zip(number.bytes()).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    match differing.as_slice() {
        [_] => true,
        [a, b] => {
            *b == a + 1
                && told.as_bytes().get(*a) == number.as_bytes().get(*b)
                && told.as_bytes().get(*b) == number.as_bytes().get(*a)
        }
        _ => false,
    }
}
