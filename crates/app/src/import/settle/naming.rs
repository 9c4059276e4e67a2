//! Which documents of the books a bank label could name, found by key: no customer is read for it.

use crate::error::AppResult;
use crate::import::Intake;
use crate::ports::books::Books;
use crate::records::KnownInvoice;
use base::fold;
use domain::matching::BankCredit;
use std::collections::{BTreeSet, HashMap};

/// Shorter ones stand in many labels by chance.
const SHORTEST: usize = 4;
/// A number may be written in several words.
const MOST_WORDS: usize = 4;
const CHUNK: usize = 1_000;

/// Invoices by the keys that the labels hold.
pub(super) fn named(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credits: &[BankCredit],
) -> AppResult<HashMap<String, KnownInvoice>> {
    let keys: BTreeSet<String> = credits.iter().flat_map(keys_in).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let mut named = HashMap::new();
    for chunk in keys.chunks(CHUNK) {
        named.extend(books.known_invoices(intake.company.id, chunk)?.into_iter().map(|k| (k.key.clone(), k)));
    }
    Ok(named)
}

/// Keys of the invoices whose number could be words of this label.
pub(super) fn keys_in(credit: &BankCredit) -> Vec<String> {
    let words = fold::words(&credit.text);
    let words: Vec<&str> = words.split(' ').filter(|w| !w.is_empty()).collect();
    let mut keys = BTreeSet::new();
    for width in 1..=MOST_WORDS {
        for run in words.windows(width) {
            let number = fold::reference(&run.concat());
            if number.len() >= SHORTEST && number.bytes().any(|b| b.is_ascii_digit()) {
                keys.insert(format!("inv:{number}"));
            }
        }
    }
    keys.into_iter().collect()
}
