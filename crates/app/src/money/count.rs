//! Counting ahead of the visitor: what the pages of a day show, made as soon as a fact has changed it.

use super::look::{Look, Uncounted};
use super::{alerts, figures, month, outlook};
use crate::diagnosis;
use crate::entries;
use crate::error::AppResult;
use crate::ports::screens::Scope;
use crate::records::Company;
use crate::world::World;
use base::{Date, add_days};

/// Figures of the page of the money are compared with those of so many days before.
pub const BEFORE_DAYS: i64 = 30;
/// Month-ends drawn before a day.
pub const MONTHS: usize = 12;

/// Counts what the pages of a day show and that is missing or no longer exact. Nothing is done where pages count for themselves.
///
/// # Errors
/// A broken store, or sums that leave what can be counted.
pub fn ahead(world: &World<'_>, company: &Company, scope: Scope) -> AppResult<()> {
    if !world.read(|books| Ok(books.is_large(scope)?))? {
        return Ok(());
    }
    let look = Look::counting(world, scope);
    day_of_pages(&look, company, world.today)
}

/// What was missing when a page was asked for, and all that the page shows with it.
///
/// # Errors
/// As [`ahead`].
pub fn wanted(world: &World<'_>, company: &Company, scope: Scope, what: &Uncounted) -> AppResult<()> {
    let look = Look::counting(world, scope);
    if what.name == diagnosis::NAME {
        return diagnosis::look(&look, company, what.on).map(drop);
    }
    if what.name == entries::NAME {
        return entries::to_hand_over(&look, company, what.on).map(drop);
    }
    if what.name == outlook::COLUMNS {
        return outlook::columns(&look, what.on).map(drop);
    }
    if what.on == world.today { day_of_pages(&look, company, what.on) } else { past_day(&look, what.on) }
}

fn day_of_pages(look: &Look<'_>, company: &Company, day: Date) -> AppResult<()> {
    figures::on(look, day)?;
    figures::on(look, add_days(day, -BEFORE_DAYS).unwrap_or(day))?;
    let outlook = outlook::on(look, day)?;
    month::of(look, day)?;
    let run = look.world.read(|books| Ok(books.last_run(company.id, Some(day))?))?;
    alerts::on(look, day, &outlook, run.as_ref())?;
    past_day(look, day)
}

fn past_day(look: &Look<'_>, day: Date) -> AppResult<()> {
    figures::lay_out(look, day)?;
    figures::month_ends(look, day, MONTHS)?;
    figures::by_facts(look, day)?;
    Ok(())
}
