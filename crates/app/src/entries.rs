//! To the books: movements of the bank account that the accountant does not have yet, handed over once and noted.
//!
//! What an imported ledger knows of the bank is left out, since it is in the books already. An export can be made again
//! as it was; the next one goes on from there. It decides nothing about accounts: see `domain::entries`.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{AllocationRecord, Company, ExportRecord, MovementRow};
use crate::world::World;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date, fr};
use domain::entries::{Accounts, Auxiliary, Line, Movement, Share, lettering, lines};
use domain::journal::JournalKind;
use domain::journal::kinds::EntriesExported;
use std::collections::BTreeMap;

/// Longest code of a customer that accounting programs take.
const LONGEST_CODE: usize = 17;

/// Entries, ready to be written as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries {
    /// `None` while nothing was handed over.
    pub number: Option<i64>,
    pub after: Option<Date>,
    pub until: Date,
    pub accounts: Accounts,
    pub lines: Vec<Line>,
    pub movements: u64,
    /// Received less taken back.
    pub total: Cents,
    /// Left out: in another currency, whose value in euros nobody told.
    pub foreign: u64,
}

/// The accounts of the last export, or those of the French chart.
///
/// # Errors
/// A broken store.
pub fn accounts(world: &World<'_>, company: &Company) -> AppResult<Accounts> {
    world.read(|books| {
        let last = books.exports(company.id, 1)?.into_iter().next();
        Ok(last.and_then(|e| serde_json::from_str(&e.accounts).ok()).unwrap_or_default())
    })
}

/// What would be handed over, without it being so.
///
/// # Errors
/// `Refused` for accounts that are none; a broken store.
pub fn to_come(world: &World<'_>, company: &Company, until: Date, accounts: &Accounts) -> AppResult<Entries> {
    check(accounts)?;
    world.read(|books| Ok(gather(books, company, until, accounts)?.1))
}

/// Hands over what is not in an earlier export.
///
/// # Errors
/// `Refused` when there is nothing to hand over, or for accounts that are none; a broken store.
pub fn export(world: &World<'_>, company: &Company, until: Date, accounts: &Accounts) -> AppResult<Entries> {
    check(accounts)?;
    world.write(|books| {
        let (rows, entries) = gather(books, company, until, accounts)?;
        if rows.is_empty() {
            let what = format!("Aucun mouvement à remettre jusqu’au {}.", fr::date(until));
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
            movements: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            total: entries.total,
            author: world.author(),
            recorded_at: world.clock.now(),
        };
        books.insert_export(&record, &rows)?;
        let (movements, total_cents) = (entries.movements, entries.total);
        let kind = EntriesExported { number: u64::try_from(number).unwrap_or(0), movements, total_cents, until };
        world.note(books, company.id, company.id, JournalKind::EntriesExported(kind))?;
        Ok(Entries { number: Some(number), ..entries })
    })
}

/// An export made again: the same movements, on the same accounts, lettered as far as they are now.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn again(world: &World<'_>, company: &Company, number: i64) -> AppResult<Entries> {
    world.read(|books| {
        let all = books.exports(company.id, u64::from(u32::MAX))?;
        let Some(export) = all.into_iter().find(|e| e.number == number) else {
            return Err(AppError::NotFound(format!("Aucune remise d’écritures ne porte le numéro {number}.")));
        };
        let accounts: Accounts = serde_json::from_str(&export.accounts).unwrap_or_default();
        let rows = books.movements_of_export(export.id)?;
        let entries = made(books, &rows, &accounts)?;
        Ok(Entries { number: Some(number), after: export.after_on, until: export.until_on, accounts, ..entries })
    })
}

/// The exports that were made, newest first.
///
/// # Errors
/// A broken store.
pub fn made_so_far(world: &World<'_>, company: &Company, limit: u64) -> AppResult<Vec<ExportRecord>> {
    world.read(|books| Ok(books.exports(company.id, limit)?))
}

fn check(accounts: &Accounts) -> AppResult<()> {
    let numbers = [&accounts.customers, &accounts.bank, &accounts.waiting];
    let is_account = |n: &&&String| n.len() >= 3 && n.len() <= 12 && n.bytes().all(|b| b.is_ascii_alphanumeric());
    if let Some(bad) = numbers.iter().find(|n| !is_account(n) || !n.starts_with(|c: char| c.is_ascii_digit())) {
        return Err(AppError::refused(format!("« {bad} » n’est pas un numéro de compte."), "Exemple : 411000."));
    }
    if accounts.journal.trim().is_empty() || accounts.journal.len() > 8 {
        return Err(AppError::refused("Le code du journal manque ou est trop long.", "Exemple : BQ."));
    }
    Ok(())
}

fn gather(
    books: &mut dyn Books,
    company: &Company,
    until: Date,
    accounts: &Accounts,
) -> AppResult<(Vec<MovementRow>, Entries)> {
    let after = books.ledger_known_until(company.id)?;
    let rows = books.movements_to_export(company.id, after, until)?;
    let foreign = books.foreign_movements(company.id, after, until)?;
    let entries = made(books, &rows, accounts)?;
    Ok((rows, Entries { after, until, foreign, ..entries }))
}

fn made(books: &mut dyn Books, rows: &[MovementRow], accounts: &Accounts) -> AppResult<Entries> {
    let mut movements = Vec::with_capacity(rows.len());
    let mut customers: BTreeMap<PartyId, Auxiliary> = BTreeMap::new();
    for row in rows {
        movements.push(movement(books, row, &mut customers)?);
    }
    let total = Cents::sum(movements.iter().map(|m| m.amount))?;
    Ok(Entries {
        number: None,
        after: None,
        until: rows.last().map_or(Date::MIN, |r| r.on),
        accounts: accounts.clone(),
        lines: lines(&movements, accounts)?,
        movements: rows.len() as u64,
        total,
        foreign: 0,
    })
}

fn movement(
    books: &mut dyn Books,
    row: &MovementRow,
    customers: &mut BTreeMap<PartyId, Auxiliary>,
) -> AppResult<Movement> {
    let customer = row.party.map(|party| auxiliary(books, party, customers)).transpose()?;
    let all = books.allocations_of_payment(row.payment)?;
    let mut by_invoice: BTreeMap<InvoiceId, Cents> = BTreeMap::new();
    for set in all.iter().filter(|set| counts(row, set, &all)) {
        let sum = by_invoice.entry(set.invoice).or_default();
        *sum = sum.add(set.amount)?;
    }
    let mut shares = Vec::new();
    for (invoice, amount) in by_invoice {
        let Some(record) = books.invoice(invoice)?.filter(|i| i.kind != "on_account" && !amount.is_zero()) else {
            continue;
        };
        let is_settled = !row.is_return && books.balance(invoice)?.is_some_and(|b| b.outstanding.is_zero());
        let letter = if is_settled { Some(lettering(books.rank_of_invoice(invoice)?)) } else { None };
        shares.push(Share { number: record.number, amount, letter });
    }
    let amount = if row.is_return { row.amount.neg()? } else { row.amount };
    Ok(Movement { on: row.on, amount, customer, reference: row.reference.clone(), shares })
}

/// What was set when the money came, or what was undone when it went back. Words taken back meanwhile do not count.
fn counts(row: &MovementRow, set: &AllocationRecord, all: &[AllocationRecord]) -> bool {
    if row.is_return {
        return set.amount.is_negative() && set.effective_on == row.on;
    }
    let undone = all.iter().find(|other| other.reverses == Some(set.id));
    let by_the_bank = |other: &AllocationRecord| other.effective_on > row.on;
    set.amount.is_positive() && undone.is_none_or(by_the_bank)
}

fn auxiliary(books: &mut dyn Books, party: PartyId, known: &mut BTreeMap<PartyId, Auxiliary>) -> AppResult<Auxiliary> {
    if let Some(found) = known.get(&party) {
        return Ok(found.clone());
    }
    let record = books.party(party)?.ok_or_else(|| AppError::Broken(format!("customer {party} is missing")))?;
    let folded = || base::fold::reference(&record.name).chars().take(LONGEST_CODE).collect();
    let found = Auxiliary { code: record.code.clone().unwrap_or_else(folded), name: record.name };
    known.insert(party, found.clone());
    Ok(found)
}
