//! Lettering that changed after lines were handed over: an invoice settled since, or open again. It is told once, as a list of
//! these lines with the letters they had and have: nothing is booked a second time.

use super::whole::letter;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{Company, LetterChange, LetteringRecord};
use crate::world::World;
use base::id::InvoiceId;
use domain::journal::JournalKind;
use domain::journal::kinds::LetteringTold;
use std::collections::HashMap;

/// Lines of one list: what an accountant letters in one go.
pub const MOST_LINES: u64 = 10_000;

/// What is to be told, without it being so.
///
/// # Errors
/// A broken store.
pub fn letters(world: &World<'_>, company: &Company, limit: u64) -> AppResult<Vec<LetterChange>> {
    world.read(|books| changed(books, company, limit))
}

/// Tells it: returns its number and its lines.
///
/// # Errors
/// `Refused` when no lettering changed; a broken store.
pub fn lettered(world: &World<'_>, company: &Company) -> AppResult<(i64, Vec<LetterChange>)> {
    world.write(|books| {
        let changes = changed(books, company, MOST_LINES)?;
        if changes.is_empty() {
            return Err(AppError::refused(
                "Aucun lettrage n’a changé depuis les transmissions.",
                "Les listes déjà faites se refont avec leur numéro.",
            ));
        }
        let number = books.letterings(company.id, 1)?.first().map_or(1, |last| last.number + 1);
        let record = LetteringRecord {
            company: company.id,
            number,
            lines: i64::try_from(changes.len()).unwrap_or(i64::MAX),
            author: world.author(),
            recorded_at: world.clock.now(),
        };
        books.insert_lettering(&record, &changes)?;
        let kind = LetteringTold { number: u64::try_from(number).unwrap_or(0), lines: changes.len() as u64 };
        world.note(books, company.id, company.id, JournalKind::LetteringTold(kind))?;
        Ok((number, changes))
    })
}

/// A list that was told, again.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn letter_again(world: &World<'_>, company: &Company, number: i64) -> AppResult<Vec<LetterChange>> {
    let found = world.read(|books| Ok(books.letter_changes_of(company.id, number)?))?;
    if found.is_empty() {
        return Err(AppError::NotFound(format!("Aucune liste de lettrage ne porte le numéro {number}.")));
    }
    Ok(found)
}

/// The lists that were told, newest first.
///
/// # Errors
/// A broken store.
pub fn told_letters(world: &World<'_>, company: &Company, limit: u64) -> AppResult<Vec<LetteringRecord>> {
    world.read(|books| Ok(books.letterings(company.id, limit)?))
}

fn changed(books: &mut dyn Books, company: &Company, limit: u64) -> AppResult<Vec<LetterChange>> {
    let mut known: HashMap<InvoiceId, Option<String>> = HashMap::new();
    let mut found = books.letters_to_change(company.id, limit)?;
    for change in &mut found {
        let Some(invoice) = change.line.invoice else { continue };
        change.after = match known.get(&invoice) {
            Some(letters) => letters.clone(),
            None => known.entry(invoice).or_insert(letter(books, invoice)?).clone(),
        };
    }
    found.retain(|change| change.after != change.before);
    Ok(found)
}
