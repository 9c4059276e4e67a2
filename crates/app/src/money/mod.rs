//! Where the money is: figures of a day and what changed, the month's target, what should come and when, what is amiss.
//!
//! Figures of a day are computed once and kept until a fact bears that day ([`figures::on`]); a page then reads one row.
//! All sums are in euros; what is owed in other currencies is told apart and never added.

pub mod alerts;
pub mod figures;
pub mod month;
pub mod outlook;
pub mod today;

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::screens::Scope;
use crate::world::World;
use base::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is kept under that name for the day, or computed now and kept. Reading first never holds up a writer.
fn kept<T: Serialize + DeserializeOwned>(
    world: &World<'_>,
    scope: Scope,
    name: &str,
    on: Date,
    compute: impl Fn(&mut dyn Books) -> AppResult<T>,
) -> AppResult<T> {
    let read = |books: &mut dyn Books| -> AppResult<Option<T>> {
        let Some(json) = books.kept_figures(scope, name, on)? else { return Ok(None) };
        // A text of another version of the program does not read: it is computed again.
        Ok(serde_json::from_str(&json).ok())
    };
    if let Some(found) = world.read(read)? {
        return Ok(found);
    }
    world.write(|books| {
        let computed = compute(books)?;
        let json = serde_json::to_string(&computed).map_err(|e| AppError::Broken(e.to_string()))?;
        books.keep_figures(scope, name, on, &json)?;
        Ok(computed)
    })
}

/// Computes and keeps what the first visitor of a planned day would otherwise wait for.
///
/// # Errors
/// A broken store, or sums that leave what can be counted.
pub fn prepare_day(world: &World<'_>, scope: Scope, day: Date) -> AppResult<()> {
    figures::on(world, scope, day)?;
    outlook::on(world, scope, day)?;
    Ok(())
}
