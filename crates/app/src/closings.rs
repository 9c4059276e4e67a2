//! Days on which the company is closed: nothing is proposed and nothing leaves. The owner's word, with a line of the journal
//! for each change; what was planned for such a day is planned again.

use crate::companies::change;
use crate::error::{AppError, AppResult};
use crate::planning::plan_day;
use crate::records::Company;
use crate::world::World;
use base::{Date, days_between, fr};
use domain::facts::Closing;

/// Longest closing: past a year it is no closing but an end.
const LONGEST_DAYS: i64 = 366;
/// More at once would be a calendar kept elsewhere.
const MOST: usize = 60;
const UNNAMED: &str = "Fermeture";

/// A closing in words, as the journal keeps it.
pub fn said(closing: &Closing) -> String {
    format!("{}, du {} au {}", closing.why, fr::date(closing.from), fr::date(closing.until))
}

/// Closes the company on these days, both included.
///
/// # Errors
/// `Refused` for days that do not follow, are over, are too many, or touch another closing; a broken store.
pub fn close(world: &World<'_>, company: &Company, from: Date, until: Date, why: &str) -> AppResult<()> {
    let why = if why.trim().is_empty() { UNNAMED } else { why.trim() };
    if until < from || until < world.today {
        let remedy = "Le dernier jour vient après le premier, et n’est pas passé.";
        return Err(AppError::refused("Ces dates ne se suivent pas.", remedy));
    }
    if days_between(from, until) > LONGEST_DAYS {
        return Err(AppError::refused("Cette fermeture dure plus d’un an.", "Vérifiez l’année."));
    }
    let closings = &company.settings.closings;
    if let Some(other) = closings.iter().find(|c| c.from <= until && from <= c.until) {
        let what = format!("Ces jours touchent une fermeture déjà notée : {}.", said(other));
        return Err(AppError::refused(what, "Retirez-la d’abord, ou choisissez d’autres jours."));
    }
    if closings.len() >= MOST {
        return Err(AppError::refused("Il y a trop de fermetures.", "Retirez celles qui sont passées."));
    }
    let mut after = company.clone();
    let closing = Closing { from, until, why: why.chars().take(80).collect() };
    let now = said(&closing);
    after.settings.closings.push(closing);
    after.settings.closings.sort_by_key(|c| c.from);
    change(world, &after, "jours de fermeture", None, Some(now))?;
    plan_day(world, &after, world.today).map(drop)
}

/// Takes the closing that begins on that day back.
///
/// # Errors
/// `NotFound` when none does; a broken store.
pub fn reopen(world: &World<'_>, company: &Company, from: Date) -> AppResult<()> {
    let mut after = company.clone();
    let closings = &mut after.settings.closings;
    let Some(at) = closings.iter().position(|c| c.from == from) else {
        return Err(AppError::NotFound(format!("Aucune fermeture ne commence le {}.", fr::date(from))));
    };
    let gone = closings.remove(at);
    change(world, &after, "jours de fermeture", Some(said(&gone)), None)?;
    plan_day(world, &after, world.today).map(drop)
}
