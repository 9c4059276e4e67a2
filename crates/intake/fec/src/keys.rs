//! The texts under which a claim can be named by a payment: folded references, per customer.
//! A key is only as good as it is rare: one that too many lines of a customer share names nothing.

use crate::numbering::{Numbering, tokens};
use draft::LedgerItem;
use std::hash::{DefaultHasher, Hash, Hasher};

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

/// Debits by customer and key, oldest first: pairs of a hash and an item, sorted. What has the hash is compared by its
/// texts before it counts.
#[derive(Default)]
pub(crate) struct Keys {
    debits: Vec<(u64, u32)>,
}

impl Keys {
    pub(crate) fn of(items: &[LedgerItem], numbering: &Numbering) -> Keys {
        let mut order: Vec<usize> =
            (0..items.len()).filter(|i| items.get(*i).is_some_and(|i| i.amount.is_positive())).collect();
        order.sort_by_key(|i| items.get(*i).map(|item| (item.booked_on, item.line)));
        let mut keys = Keys::default();
        for at in order {
            let (Some(item), Ok(place)) = (items.get(at), u32::try_from(at)) else { continue };
            keys.debits.extend(debit_keys(item, numbering).iter().map(|key| (hash(&item.party, key), place)));
        }
        // Stable: by age within a key. An item stands once under a key, whichever of its texts says it.
        keys.debits.sort_by_key(|(hash, _)| *hash);
        keys.debits.dedup();
        keys
    }

    /// What that key names for the customer of `item`; nothing when it names too many.
    pub(crate) fn debits(
        &self,
        items: &[LedgerItem],
        item: &LedgerItem,
        key: &Key,
        numbering: &Numbering,
    ) -> Vec<usize> {
        let wanted = hash(&item.party, &key.text);
        let from = self.debits.partition_point(|(hash, _)| *hash < wanted);
        let same = self.debits.get(from..).unwrap_or(&[]).iter().take_while(|(hash, _)| *hash == wanted);
        let places: Vec<usize> = same.take(MOST + 1).filter_map(|(_, at)| usize::try_from(*at).ok()).collect();
        let is_named = |at: &usize| {
            items.get(*at).is_some_and(|d| d.party == item.party && debit_keys(d, numbering).contains(&key.text))
        };
        if places.len() > MOST { Vec::new() } else { places.into_iter().filter(is_named).collect() }
    }
}

fn hash(party: &str, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (party, key).hash(&mut hasher);
    hasher.finish()
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
