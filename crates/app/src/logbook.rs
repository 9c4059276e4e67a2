//! The journal as people read it: one French sentence for each entry, with the personal data that was not erased.

use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::screens::JournalFilter;
use crate::records::Company;
use crate::world::World;
use base::Timestamp;
use domain::journal::{JournalEntry, PersonalRef};
use std::collections::HashMap;

/// An entry, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub seq: u64,
    pub recorded_at: Timestamp,
    pub actor: String,
    pub sentence: String,
    pub entry: JournalEntry,
}

/// Entries, newest first.
///
/// # Errors
/// A broken store.
pub fn page(world: &World<'_>, company: &Company, filter: &JournalFilter, limit: u64) -> AppResult<Vec<Told>> {
    world.read(|books| {
        let entries = books.journal_page(company.id, filter, limit)?;
        tell(books, entries)
    })
}

/// Entries with their sentences, in the order given.
pub(crate) fn tell(books: &mut dyn Books, entries: Vec<JournalEntry>) -> AppResult<Vec<Told>> {
    let known = personal(books, &entries)?;
    Ok(entries.into_iter().map(|entry| told(entry, &known)).collect())
}

fn told(entry: JournalEntry, known: &HashMap<String, String>) -> Told {
    let sentence = entry.sentence(&|reference: &PersonalRef| known.get(reference.as_str()).cloned());
    Told { seq: entry.seq, recorded_at: entry.recorded_at, actor: entry.actor.to_string(), sentence, entry }
}

/// Personal texts that the entries refer to and that were not erased.
fn personal(books: &mut dyn Books, entries: &[JournalEntry]) -> AppResult<HashMap<String, String>> {
    let mut known = HashMap::new();
    for entry in entries {
        for (at, _) in entry.payload.match_indices(PersonalRef::PREFIX) {
            let end = at + PersonalRef::LENGTH;
            let Some(reference) = entry.payload.get(at..end).and_then(PersonalRef::parse) else { continue };
            if let Some(text) = books.personal(reference.as_str())? {
                known.insert(reference.as_str().to_string(), text);
            }
        }
    }
    Ok(known)
}
