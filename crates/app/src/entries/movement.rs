//! Movements of the bank account, each with the invoices that it settles.

use super::whole::{Whose, is_lost, letter};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{AllocationRecord, BadDebtRow, MovementRow, Told};
use base::Cents;
use base::id::InvoiceId;
use domain::entries::{self, Movement, Share, WrittenOff};
use domain::facts::{DebtKind, DebtWord};
use std::collections::BTreeMap;

/// An entry and what it tells.
#[derive(Clone)]
pub(super) struct Entry {
    pub told: Told,
    pub entry: entries::Entry,
}

pub(super) fn movements(books: &mut dyn Books, rows: &[MovementRow]) -> AppResult<Vec<Entry>> {
    let mut whose = Whose::default();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let told = if row.is_return { Told::Return(row.payment) } else { Told::Payment(row.payment) };
        found.push(Entry { told, entry: movement(books, row, &mut whose)?.entry()? });
    }
    Ok(found)
}

/// A movement as it stands now.
pub(super) fn movement(books: &mut dyn Books, row: &MovementRow, whose: &mut Whose) -> AppResult<Movement> {
    let customer = row.party.map(|party| whose.customer(books, party)).transpose()?;
    let all = books.allocations_of_payment(row.payment)?;
    let mut by_invoice: BTreeMap<InvoiceId, Vec<&AllocationRecord>> = BTreeMap::new();
    for set in all.iter().filter(|set| counts(row, set, &all)) {
        by_invoice.entry(set.invoice).or_default().push(set);
    }
    let mut shares = Vec::new();
    for (invoice, sets) in by_invoice {
        let amount = Cents::sum(sets.iter().map(|set| set.amount))?;
        let Some(record) = books.invoice(invoice)?.filter(|i| i.kind != "on_account" && !amount.is_zero()) else {
            continue;
        };
        let debts = books.bad_debts_of_invoice(invoice)?;
        let set_at = sets.iter().map(|set| set.recorded_at).min();
        let is_doubtful =
            |row: &BadDebtRow| row.debt.kind == DebtKind::Depreciation && set_at.is_some_and(|at| row.held_at(at));
        let lost = debts.iter().find(|row| is_lost(row));
        shares.push(Share {
            number: record.number,
            amount,
            invoice: Some(invoice),
            letter: if row.is_return { None } else { letter(books, invoice)? },
            is_doubtful: debts.iter().any(is_doubtful),
            written_off: match lost.zip(set_at) {
                Some((lost, at)) if lost.held_at(at) => Some(written_off(books, lost, at)?),
                _ => None,
            },
        });
    }
    let amount = if row.is_return { row.amount.neg()? } else { row.amount };
    Ok(Movement { on: row.on, amount, customer, reference: row.reference.clone(), shares })
}

/// What was written off, and what came on it since, before that instant.
fn written_off(books: &mut dyn Books, lost: &BadDebtRow, before: base::Timestamp) -> AppResult<WrittenOff> {
    let came =
        |set: &&AllocationRecord| set.payment.is_some() && set.recorded_at < before && lost.held_at(set.recorded_at);
    let all = books.allocations_of_invoice(lost.debt.invoice)?;
    let came_before = Cents::sum(all.iter().filter(came).map(|set| set.amount))?;
    Ok(WrittenOff { gross: gross(lost), vat: lost.debt.sums.vat, came_before })
}

/// What was still owed on the day it was approved.
pub(super) fn gross(row: &BadDebtRow) -> Cents {
    row.said(DebtWord::Approved).map_or(row.debt.sums.gross, |w| w.outstanding)
}

/// What was set when the money came, or what was undone when it went back. Words taken back meanwhile do not count.
fn counts(row: &MovementRow, set: &AllocationRecord, all: &[AllocationRecord]) -> bool {
    if row.is_return {
        return set.amount.is_negative() && set.effective_on == row.on;
    }
    let undone = all.iter().find(|other| other.reverses == Some(set.id));
    let by_the_bank = |other: &AllocationRecord| row.returned_on == Some(other.effective_on);
    set.amount.is_positive() && undone.is_none_or(by_the_bank)
}
