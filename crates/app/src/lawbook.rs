//! The law in force for this instance: the shipped tables and the values users added, each with its source.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::world::World;
use domain::journal::JournalKind;
use domain::journal::kinds::LawValueSet;
use law::{LawBook, LawValue};
use std::sync::OnceLock;

/// The shipped tables with the values added here.
///
/// # Errors
/// A stored value that the tables refuse, or a broken store.
pub fn load(world: &World<'_>) -> AppResult<LawBook> {
    world.read(read)
}

/// The same, inside a transaction.
pub(crate) fn read(books: &mut dyn Books) -> AppResult<LawBook> {
    let shipped = shipped()?;
    let texts = books.law_values()?;
    if texts.is_empty() {
        return Ok(shipped);
    }
    let added = texts
        .iter()
        .map(|text| serde_json::from_str::<LawValue>(text))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| AppError::Broken(format!("une valeur légale enregistrée est illisible : {e}")))?;
    Ok(shipped.with_overrides(&added)?)
}

/// The tables embedded in the program: read once, since nothing can change them while it runs.
fn shipped() -> AppResult<LawBook> {
    static SHIPPED: OnceLock<LawBook> = OnceLock::new();
    if let Some(book) = SHIPPED.get() {
        return Ok(book.clone());
    }
    let book = LawBook::shipped()
        .map_err(|problems| AppError::Broken(problems.iter().map(|p| p.french()).collect::<Vec<_>>().join(" ; ")))?;
    Ok(SHIPPED.get_or_init(|| book).clone())
}

/// Adds a value that the shipped tables do not have, e.g. the reference rate of the next half-year.
///
/// # Errors
/// A table, key or value that cannot be read, or one that would replace a shipped verified value.
pub fn add(world: &World<'_>, table: &str, key: &str, value: &str, source: &str) -> AppResult<LawValue> {
    let added = load(world)?.proposal(table, key, value, source, world.today)?;
    add_all(world, std::slice::from_ref(&added))?;
    Ok(added)
}

/// Adds several values, all or none; each company's journal says so.
///
/// # Errors
/// As [`add`].
pub fn add_all(world: &World<'_>, values: &[LawValue]) -> AppResult<()> {
    load(world)?.with_overrides(values)?;
    world.write(|books| {
        for added in values {
            let json = serde_json::to_string(added).map_err(|e| AppError::Broken(e.to_string()))?;
            books.insert_law_value(&json, &world.author(), world.clock.now())?;
            for company in books.companies()? {
                let kind = JournalKind::LawValueSet(LawValueSet {
                    table: format!("{} {}", added.table.french(), added.key),
                    from: added.valid_from.unwrap_or(world.today),
                    value: added.value.clone(),
                    source: added.source.clone(),
                });
                world.note(books, company.id, company.id, kind)?;
            }
        }
        Ok(())
    })
}
