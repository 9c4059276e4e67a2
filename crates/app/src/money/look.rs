//! A look at figures that are kept: exact at once for books of ordinary size; of large ones, what was counted last, which says
//! since when it is no longer exact.
//!
//! Counting takes a pass over all that is open. A page of a large company never waits for one: it shows the last figures
//! with their time, or says that they are being counted; whoever made the page has them counted beside it.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::screens::{KeptFigures, Scope};
use crate::world::World;
use base::{Date, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;

/// What has to be counted (again).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Uncounted {
    pub name: String,
    pub on: Date,
}

/// Figures shown although a fact came since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Older {
    pub what: Uncounted,
    pub made_at: Timestamp,
}

/// Who looks at which books, and whether it waits for counting.
pub struct Look<'w> {
    pub world: &'w World<'w>,
    pub scope: Scope,
    waits: bool,
    older: RefCell<Option<Older>>,
}

impl<'w> Look<'w> {
    /// Counts whatever is missing or no longer exact.
    pub fn counting(world: &'w World<'w>, scope: Scope) -> Look<'w> {
        Look { world, scope, waits: true, older: RefCell::new(None) }
    }

    /// Answers at once: counts only in books where that takes no time.
    ///
    /// # Errors
    /// A broken store.
    pub fn at_once(world: &'w World<'w>, scope: Scope) -> AppResult<Look<'w>> {
        let waits = !world.read(|books| Ok(books.is_large(scope)?))?;
        Ok(Look { world, scope, waits, older: RefCell::new(None) })
    }

    /// The oldest of the figures that were shown although a fact came since; `None` when all are exact.
    pub fn older(&self) -> Option<Older> {
        self.older.borrow().clone()
    }

    /// Whether what is missing is counted now.
    ///
    /// # Errors
    /// `NotCounted` when it is to be counted beside.
    pub(super) fn may_count(&self, name: &str, on: Date) -> AppResult<()> {
        if self.waits { Ok(()) } else { Err(AppError::NotCounted(Uncounted { name: name.to_string(), on })) }
    }

    fn note_older(&self, name: &str, on: Date, made_at: Timestamp) {
        let mut older = self.older.borrow_mut();
        if older.as_ref().is_none_or(|known| made_at < known.made_at) {
            *older = Some(Older { what: Uncounted { name: name.to_string(), on }, made_at });
        }
    }
}

/// What is kept under that name for the day when it still stands, otherwise counted now and kept, or the last that was.
/// `basis` is what the figures rest on beside the facts (a planning, say): of another one they no longer stand.
pub(crate) fn kept<T: Serialize + DeserializeOwned>(
    look: &Look<'_>,
    name: &str,
    on: Date,
    basis: &str,
    compute: impl Fn(&mut dyn Books) -> AppResult<T>,
) -> AppResult<T> {
    let found = look.world.read(|books| Ok(books.kept_figures(look.scope, name, on)?))?;
    // A text of another version of the program does not read: it is counted again.
    let read = found.and_then(|row| Some((serde_json::from_str(&row.json).ok()?, row)));
    if let Some((value, row)) = read {
        if row.stands && row.basis == basis {
            return Ok(value);
        }
        if !look.waits {
            look.note_older(name, on, row.made_at);
            return Ok(value);
        }
    }
    look.may_count(name, on)?;
    count_and_keep(look, name, on, basis, compute)
}

/// Counts in one unchanging state of the books, and keeps it in a short transaction that sees whether a fact came between.
fn count_and_keep<T: Serialize>(
    look: &Look<'_>,
    name: &str,
    on: Date,
    basis: &str,
    compute: impl Fn(&mut dyn Books) -> AppResult<T>,
) -> AppResult<T> {
    let made_at = look.world.clock.now();
    let (value, state) = look.world.read(|books| {
        let state = books.figures_state(look.scope.company)?;
        Ok((compute(books)?, state))
    })?;
    let json = serde_json::to_string(&value).map_err(|e| AppError::Broken(e.to_string()))?;
    let basis = basis.to_string();
    let row = KeptFigures { json, basis, made_at, stands: true };
    look.world.write(|books| {
        let stands = books.figures_state(look.scope.company)? == state;
        Ok(books.keep_figures(look.scope, name, on, &KeptFigures { stands, ..row.clone() })?)
    })?;
    Ok(value)
}
