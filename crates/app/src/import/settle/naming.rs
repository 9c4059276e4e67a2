//! Which documents of the books a bank label could name, found by key: no customer is read for it.

use crate::error::AppResult;
use crate::import::Intake;
use crate::import::document::key_of_year;
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
    forget_restarted(intake, books, credits, &mut named)?;
    Ok(named)
}

/// A number that served in several years names none of them by itself.
fn forget_restarted(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credits: &[BankCredit],
    named: &mut HashMap<String, KnownInvoice>,
) -> AppResult<()> {
    let years: BTreeSet<i16> = credits.iter().map(|c| c.booked_on.year()).flat_map(|y| [y - 1, y]).collect();
    let of_years = named.keys().flat_map(|key| years.iter().map(move |y| (key_of_year(key, *y), key.clone())));
    let of_years: HashMap<String, String> = of_years.collect();
    let keys: Vec<String> = of_years.keys().cloned().collect();
    for chunk in keys.chunks(CHUNK) {
        for other in books.known_invoices(intake.company.id, chunk)? {
            of_years.get(&other.key).map(|key| named.remove(key));
        }
    }
    Ok(())
}

/// Keys of the invoices whose number could be words of this label.
pub(crate) fn keys_in(credit: &BankCredit) -> Vec<String> {
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
