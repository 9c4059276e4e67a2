//! The texts under which a claim can be named by a payment: folded references, per customer.
//! A key is only as good as it is rare: one that too many lines of a customer share names nothing.

use crate::numbering::{Numbering, tokens};
use draft::LedgerItem;
use std::collections::HashMap;

/// More debits than this under one key of one customer: it is no reference.
const MOST: usize = 64;
/// Words of a label that are tried together as one number (`FC 2025 012`).
const LONGEST_NUMBER: usize = 3;

/// A text that may name a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    text: String,
    /// Digits only and short: believed only when the amount agrees too.
    pub is_vague: bool,
}

/// Debits by customer and key, oldest first.
#[derive(Default)]
pub(crate) struct Keys {
    debits: HashMap<String, HashMap<String, Vec<usize>>>,
}

impl Keys {
    pub(crate) fn of(items: &[LedgerItem], numbering: &Numbering) -> Keys {
        let mut order: Vec<usize> =
            (0..items.len()).filter(|i| items.get(*i).is_some_and(|i| i.amount.is_positive())).collect();
        order.sort_by_key(|i| items.get(*i).map(|item| (item.booked_on, item.line)));
        let mut keys = Keys::default();
        for at in order {
            let Some(item) = items.get(at) else { continue };
            let party = keys.debits.entry(item.party.clone()).or_default();
            for key in debit_keys(item, numbering) {
                let list = party.entry(key).or_default();
                if list.len() <= MOST && list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
        keys
    }

    /// What that key names for the customer of `item`.
    pub(crate) fn debits(&self, item: &LedgerItem, key: &Key) -> &[usize] {
        let list = self.debits.get(&item.party).and_then(|party| party.get(&key.text));
        list.filter(|l| l.len() <= MOST).map_or(&[], Vec::as_slice)
    }
}

fn debit_keys(item: &LedgerItem, numbering: &Numbering) -> Vec<String> {
    let piece = Some(item.piece.as_str()).filter(|p| numbering.is_document(p));
    let texts = [Some(item.reference.as_str()), piece, numbering.in_label(&item.label)];
    let mut keys: Vec<String> = texts.into_iter().flatten().map(base::fold::reference).filter(|k| is_key(k)).collect();
    keys.dedup();
    keys
}

/// Everything by which a credit could name a claim, in the order it is written: label first, then its piece.
pub(crate) fn credit_keys(item: &LedgerItem, numbering: &Numbering) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut add = |text: &str| {
        let text = base::fold::reference(text);
        if is_key(&text) && !keys.iter().any(|k| k.text == text) {
            let is_vague = text.len() < 4 && text.bytes().all(|b| b.is_ascii_digit());
            keys.push(Key { text, is_vague });
        }
    };
    tokens(&item.label).for_each(&mut add);
    let words: Vec<&str> = item.label.split_whitespace().take(40).collect();
    for length in 2..=LONGEST_NUMBER {
        // Digits alone, put together, make any number: at least one word must have a letter.
        let joined = words.windows(length).map(<[&str]>::concat);
        joined.filter(|text| text.contains(char::is_alphabetic)).for_each(|text| add(&text));
    }
    if numbering.is_document(&item.piece) {
        add(&item.piece);
    }
    if item.amount.is_positive() {
        add(&item.reference);
    }
    keys
}

/// At least one digit, two characters, and not the whole label of a net opening line.
fn is_key(text: &str) -> bool {
    (2..=40).contains(&text.len()) && text.bytes().any(|b| b.is_ascii_digit())
}
