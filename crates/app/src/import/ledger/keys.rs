//! By what a ledger line is recognised when it is met again, in another export or as a document of its own.
//!
//! An invoice whose number stands once is known by that number, as the document is; a credit note likewise. Any other
//! line is known by what it says and its rank among equal lines. It decides nothing about what is already in the books.

use base::fold;
use draft::{LedgerItem, LedgerItemKind};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Shorter numbers, or ones without a digit, are words like « RAN » that many lines share.
const SHORTEST_NUMBER: usize = 3;

/// How a line is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineKey {
    /// The document's own key where the line has a number of its own, else the line's.
    pub best: String,
    /// What the line says and its rank among equal lines.
    pub line: String,
    /// Keys of documents with one of the line's numbers: the same when day and amount are too. A number that stood once
    /// in one year's export may stand twice in that of two years.
    pub alike: Vec<String>,
}

/// One key for each item. `family` turns a kind of document and its folded number into the key of the document.
pub(super) fn keys_of(items: &[LedgerItem], family: impl Fn(&str, &str) -> String) -> Vec<LineKey> {
    let parts = instalments(items);
    let whole = items.iter().enumerate().filter(|(at, i)| is_numbered_claim(i) && !parts.contains_key(at));
    let claims = count(whole.map(|(_, i)| number(i)));
    let credits = count(items.iter().filter(|i| i.kind == LedgerItemKind::CreditNote).flat_map(own_numbers));
    let mut ranks: HashMap<String, u32> = HashMap::new();
    items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let line = line_key(item, &mut ranks);
            if parts.contains_key(&at) {
                return LineKey { best: line.clone(), line, alike: Vec::new() };
            }
            let once = |counts: &HashMap<String, u32>, n: &str| is_number(n) && counts.get(n) == Some(&1);
            let best = if is_numbered_claim(item) {
                Some(number(item)).filter(|n| once(&claims, n)).map(|n| family("inv", &n))
            } else if item.kind == LedgerItemKind::CreditNote {
                let mut own = own_numbers(item).into_iter();
                own.find(|n| once(&credits, n) && !claims.contains_key(n)).map(|n| family("crn", &n))
            } else {
                None
            };
            let mut alike = alike(item, &family);
            alike.retain(|key| best.as_ref() != Some(key));
            LineKey { best: best.unwrap_or_else(|| line.clone()), line, alike }
        })
        .collect()
}

/// Lines that are a further instalment of an invoice booked on several lines of one entry, each with the first line.
pub(super) fn instalments(items: &[LedgerItem]) -> HashMap<usize, usize> {
    let mut first: HashMap<(u64, &str, String), usize> = HashMap::new();
    let mut parts = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        let number = number(item);
        let is_invoice = item.kind == LedgerItemKind::Invoice && item.continues.is_none();
        if !is_invoice || !item.amount.is_positive() || item.is_advance() || !is_number(&number) {
            continue;
        }
        match first.entry((item.entry, item.party.as_str(), number)) {
            Entry::Occupied(earlier) => drop(parts.insert(at, *earlier.get())),
            Entry::Vacant(free) => drop(free.insert(at)),
        }
    }
    parts
}

fn alike(item: &LedgerItem, family: impl Fn(&str, &str) -> String) -> Vec<String> {
    if is_numbered_claim(item) && item.kind != LedgerItemKind::Opening {
        Some(number(item)).filter(|n| is_number(n)).map(|n| family("inv", &n)).into_iter().collect()
    } else if item.kind == LedgerItemKind::CreditNote {
        own_numbers(item).iter().filter(|n| is_number(n)).map(|n| family("crn", n)).collect()
    } else {
        Vec::new()
    }
}

/// An opening line is known by its rank on its customer's account, since its number and amount may be anything.
fn line_key(item: &LedgerItem, ranks: &mut HashMap<String, u32>) -> String {
    let line = if item.kind == LedgerItemKind::Opening && !item.is_advance() {
        opening_prefix(&item.party, item.booked_on)
    } else {
        // As written: the number that was understood from it may depend on the rest of the file.
        let piece = fold::reference(&item.piece);
        format!("led:{}:{piece}:{}:{}", item.party, item.booked_on, item.amount.get())
    };
    let rank = ranks.entry(line.clone()).or_insert(0);
    *rank += 1;
    format!("{line}#{rank}")
}

/// The key of a customer's opening line is this and its rank.
pub(super) fn opening_prefix(party: &str, on: base::Date) -> String {
    format!("opn:{party}:{on}")
}

/// Where a payment leaves something unused.
pub(super) fn account_key(payment_key: &str) -> String {
    format!("acc:{payment_key}")
}

/// An invoice, or one carried forward by number. What only carries another claim on is not counted.
fn is_numbered_claim(item: &LedgerItem) -> bool {
    let kind = matches!(item.kind, LedgerItemKind::Invoice | LedgerItemKind::Opening | LedgerItemKind::Retention);
    kind && item.amount.is_positive() && item.continues.is_none() && !item.is_advance()
}

pub(super) fn is_number(folded: &str) -> bool {
    folded.len() >= SHORTEST_NUMBER && folded.bytes().any(|b| b.is_ascii_digit())
}

pub(super) fn number(item: &LedgerItem) -> String {
    fold::reference(&item.reference)
}

/// A credit note's reference may be the invoice it reduces; its piece is more often its own number.
fn own_numbers(item: &LedgerItem) -> Vec<String> {
    let mut numbers = vec![fold::reference(&item.piece), number(item)];
    numbers.dedup();
    numbers
}

fn count(numbers: impl Iterator<Item = String>) -> HashMap<String, u32> {
    let mut counts = HashMap::new();
    for number in numbers {
        *counts.entry(number).or_insert(0) += 1;
    }
    counts
}
