//! By what a ledger line is recognised when it is met again, in another export or as a document of its own.
//!
//! An invoice whose number stands once is known by that number, as the document is; a credit note likewise. Any other
//! line is known by what it says and its rank among equal lines. It decides nothing about what is already in the books.

use base::fold;
use draft::{LedgerItem, LedgerItemKind};
use std::collections::HashMap;

/// Shorter numbers, or ones without a digit, are words like « RAN » that many lines share.
const SHORTEST_NUMBER: usize = 3;

/// How a line is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineKey {
    /// The document's own key where the line has a number of its own, else the line's.
    pub best: String,
    /// What the line says and its rank among equal lines.
    pub line: String,
}

/// One key for each item. `family` turns a kind of document and its folded number into the key of the document.
pub(super) fn keys_of(items: &[LedgerItem], family: impl Fn(&str, &str) -> String) -> Vec<LineKey> {
    let claims = count(items.iter().filter(|i| is_numbered_claim(i)).map(number));
    let credits = count(items.iter().filter(|i| i.kind == LedgerItemKind::CreditNote).flat_map(own_numbers));
    let mut ranks: HashMap<String, u32> = HashMap::new();
    items
        .iter()
        .map(|item| {
            let line = line_key(item, &mut ranks);
            let once = |counts: &HashMap<String, u32>, n: &str| is_number(n) && counts.get(n) == Some(&1);
            let best = if is_numbered_claim(item) {
                Some(number(item)).filter(|n| once(&claims, n)).map(|n| family("inv", &n))
            } else if item.kind == LedgerItemKind::CreditNote {
                let mut own = own_numbers(item).into_iter();
                own.find(|n| once(&credits, n) && !claims.contains_key(n)).map(|n| family("crn", &n))
            } else {
                None
            };
            LineKey { best: best.unwrap_or_else(|| line.clone()), line }
        })
        .collect()
}

/// An opening line is known by its rank on its customer's account, since its number and amount may be anything.
fn line_key(item: &LedgerItem, ranks: &mut HashMap<String, u32>) -> String {
    let line = if item.kind == LedgerItemKind::Opening && !item.is_advance() {
        opening_prefix(&item.party, item.booked_on)
    } else {
        format!("led:{}:{}:{}:{}", item.party, number(item), item.booked_on, item.amount.get())
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
