//! To the books: what the accountant does not have yet, handed over once and noted. Movements of the bank account, documents
//! made out here, debts depreciated, written off or given up in part, and what changed of payments that were handed over before.
//!
//! What an imported ledger knows of the bank is left out, since it is in the books already. An export is kept line by line and
//! can be made again as it was; the next one goes on from there. It decides nothing about accounts: see `domain::entries`.

mod accounts;
mod ahead;
mod changes;
mod gather;
mod layout;
mod letters;
mod movement;
mod whole;

pub use accounts::{accounts, keep_accounts};
pub use ahead::{NAME, ToHandOver, to_hand_over};
pub use layout::{keep_layout, layout};
pub use letters::{MOST_LINES, letter_again, lettered, letters, told_letters};

use crate::error::{AppError, AppResult};
use crate::money::look::Look;
use crate::ports::books::Books;
use crate::ports::screens::Cut;
use crate::records::{Company, ExportRecord, Told, ToldLine};
use crate::world::World;
use base::{Cents, Date, fr};
use domain::entries::{Account, Accounts, Line};
use domain::journal::JournalKind;
use domain::journal::kinds::EntriesExported;
use gather::gather;
use movement::Entry;

/// Entries, ready to be written as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries {
    /// `None` while nothing was handed over.
    pub number: Option<i64>,
    pub after: Option<Date>,
    pub until: Date,
    pub accounts: Accounts,
    pub lines: Vec<Line>,
    /// What each entry tells, in order.
    pub told: Vec<Told>,
    /// Entries, whatever they tell.
    pub movements: u64,
    /// Received less taken back.
    pub total: Cents,
    /// Left out: in another currency, whose value in euros nobody told.
    pub foreign: u64,
}

/// What would be handed over, without it being so.
///
/// # Errors
/// `Refused` for accounts that are none; a broken store.
pub fn to_come(world: &World<'_>, company: &Company, until: Date, accounts: &Accounts) -> AppResult<Entries> {
    accounts::check(accounts)?;
    world.read(|books| written(books, company, until, accounts))
}

/// A page of what would be handed over, with what the whole comes to. What is no movement of the bank account stands on the
/// first page.
///
/// # Errors
/// `Refused` for accounts that are none; `NotCounted` when the whole is to be counted beside; a broken store.
pub fn preview(
    look: &Look<'_>,
    company: &Company,
    until: Date,
    accounts: &Accounts,
    cut: Cut,
) -> AppResult<(Entries, Vec<(&'static str, u64)>)> {
    accounts::check(accounts)?;
    let bank = to_hand_over(look, company, until)?;
    look.world.read(|books| {
        let after = books.ledger_known_until(company.id)?;
        let beside = gather::others(books, company, until)?;
        let others = made(beside.clone(), accounts)?;
        let rows = books.movements_to_export(company.id, after, until, Some(cut))?;
        let mut shown = movement::movements(books, &rows)?;
        if cut.offset == 0 {
            shown.splice(0..0, beside);
        }
        let mut counted = others.counted();
        if bank.movements > 0 {
            counted.insert(0, ("Mouvement de banque", bank.movements));
        }
        let (all, total) = (bank.movements + others.movements, bank.received.add(others.total)?);
        let entries = Entries { after, until, foreign: bank.foreign, movements: all, total, ..made(shown, accounts)? };
        Ok((entries, counted))
    })
}

/// Hands over what is not in an earlier export.
///
/// # Errors
/// `Refused` when there is nothing to hand over, for a day to come, or for accounts that are none; a broken store.
pub fn export(world: &World<'_>, company: &Company, until: Date, accounts: &Accounts) -> AppResult<Entries> {
    accounts::check(accounts)?;
    if until > world.today {
        return Err(AppError::refused(
            "Ce jour n’est pas encore passé.",
            "Choisissez aujourd’hui, ou un jour d’avant.",
        ));
    }
    world.write(|books| {
        let entries = written(books, company, until, accounts)?;
        if entries.told.is_empty() {
            let what = format!("Aucun mouvement à transmettre jusqu’au {}.", fr::date(until));
            return Err(AppError::refused(what, "Ce qui l’a déjà été se refait avec son numéro."));
        }
        let number = books.exports(company.id, 1)?.first().map_or(1, |last| last.number + 1);
        let record = ExportRecord {
            id: world.new_id(),
            company: company.id,
            number,
            after_on: entries.after,
            until_on: until,
            accounts: serde_json::to_string(accounts).map_err(|e| AppError::Broken(e.to_string()))?,
            movements: i64::try_from(entries.movements).unwrap_or(i64::MAX),
            total: entries.total,
            author: world.author(),
            recorded_at: world.clock.now(),
        };
        let lines: Vec<ToldLine> =
            entries.with_told().map(|(told, line)| ToldLine { told, line: line.clone() }).collect();
        books.insert_export(&record, &entries.told, &lines)?;
        let (movements, total_cents) = (entries.movements, entries.total);
        let kind = EntriesExported { number: u64::try_from(number).unwrap_or(0), movements, total_cents, until };
        world.note(books, company.id, company.id, JournalKind::EntriesExported(kind))?;
        Ok(Entries { number: Some(number), ..entries })
    })
}

/// An export made again: the same lines, lettered as they were. Exports older than the keeping of lines are made anew from
/// the same movements, lettered as far as they are now.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn again(world: &World<'_>, company: &Company, number: i64) -> AppResult<Entries> {
    world.read(|books| {
        let Some(export) = books.export(company.id, number)? else {
            return Err(AppError::NotFound(format!("Aucune transmission d’écritures ne porte le numéro {number}.")));
        };
        let accounts: Accounts = serde_json::from_str(&export.accounts).unwrap_or_default();
        let kept = books.lines_of_export(export.id)?;
        let mut entries = if kept.is_empty() {
            let rows = books.movements_of_export(export.id)?;
            made(movement::movements(books, &rows)?, &accounts)?
        } else {
            of_kept(kept, &accounts)?
        };
        (entries.number, entries.after, entries.until) = (Some(number), export.after_on, export.until_on);
        Ok(entries)
    })
}

/// The exports that were made, newest first.
///
/// # Errors
/// A broken store.
pub fn made_so_far(world: &World<'_>, company: &Company, limit: u64) -> AppResult<Vec<ExportRecord>> {
    world.read(|books| Ok(books.exports(company.id, limit)?))
}

impl Entries {
    /// Each line with what its entry tells.
    pub fn with_told(&self) -> impl Iterator<Item = (Told, &Line)> {
        let told =
            |line: &Line| usize::try_from(line.entry).ok()?.checked_sub(1).and_then(|at| self.told.get(at)).copied();
        self.lines.iter().filter_map(move |line| Some((told(line)?, line)))
    }

    /// How many entries tell what, in the order of the program.
    pub fn counted(&self) -> Vec<(&'static str, u64)> {
        let mut counted: Vec<(&'static str, u64)> = Vec::new();
        for told in &self.told {
            match counted.iter_mut().find(|(what, _)| *what == told.french()) {
                Some((_, count)) => *count += 1,
                None => counted.push((told.french(), 1)),
            }
        }
        counted
    }
}

fn written(books: &mut dyn Books, company: &Company, until: Date, accounts: &Accounts) -> AppResult<Entries> {
    let after = books.ledger_known_until(company.id)?;
    let foreign = books.foreign_movements(company.id, after, until)?;
    let found = gather(books, company, after, until)?;
    Ok(Entries { after, until, foreign, ..made(found, accounts)? })
}

/// Lines and sums of entries.
fn made(found: Vec<Entry>, accounts: &Accounts) -> AppResult<Entries> {
    let mut lines = Vec::new();
    let mut total = Cents::ZERO;
    for (at, number) in found.iter().zip(1..) {
        if !at.entry.balance()?.is_zero() {
            return Err(AppError::Broken(format!("an entry of {} is not balanced", at.told.code())));
        }
        for leg in at.entry.legs.iter().filter(|leg| leg.account == Account::Bank) {
            total = total.add(leg.amount)?;
        }
        lines.extend(at.entry.lines(number, accounts)?);
    }
    Ok(Entries {
        number: None,
        after: None,
        until: found.last().map_or(Date::MIN, |e| e.entry.on),
        accounts: accounts.clone(),
        lines,
        movements: found.len() as u64,
        told: found.iter().map(|e| e.told).collect(),
        total,
        foreign: 0,
    })
}

fn of_kept(kept: Vec<ToldLine>, accounts: &Accounts) -> AppResult<Entries> {
    let mut told: Vec<Told> = Vec::new();
    let mut total = Cents::ZERO;
    for row in &kept {
        if u64::try_from(told.len()).is_ok_and(|known| known < row.line.entry) {
            told.push(row.told);
        }
        if row.line.account_name == Account::Bank.french() {
            total = total.add(row.line.amount()?)?;
        }
    }
    Ok(Entries {
        number: None,
        after: None,
        until: Date::MIN,
        accounts: accounts.clone(),
        lines: kept.into_iter().map(|row| row.line).collect(),
        movements: told.len() as u64,
        told,
        total,
        foreign: 0,
    })
}
