//! What is to be handed over: each fact as an entry, in order of day.

use super::changes;
use super::whole::{Whose, is_lost, letter};
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{AllocationRecord, BadDebtRow, BadDebtWord, Company, IssuedRecord, MovementRow, Told};
use base::id::{BadDebtWordId, InvoiceId};
use base::{Cents, Date};
use documents::CorrectionPaper;
use domain::entries::{self, Debt, Document, Movement, Share, WrittenOff};
use domain::facts::{DebtKind, DebtWord};
use std::collections::BTreeMap;

/// An entry and what it tells.
#[derive(Clone)]
pub(super) struct Entry {
    pub told: Told,
    pub entry: entries::Entry,
}

pub(super) fn gather(
    books: &mut dyn Books,
    company: &Company,
    after: Option<Date>,
    until: Date,
) -> AppResult<Vec<Entry>> {
    let rows = books.movements_to_export(company.id, after, until, None)?;
    let mut found = movements(books, &rows)?;
    found.extend(others(books, company, until)?);
    // Stable: entries of one day stay in the order they were gathered.
    found.sort_by_key(|e| e.entry.on);
    Ok(found)
}

/// All but movements of the bank account.
pub(super) fn others(books: &mut dyn Books, company: &Company, until: Date) -> AppResult<Vec<Entry>> {
    let mut found = Vec::new();
    let mut whose = Whose::default();
    for issued in books.documents_to_export(company.id, until)? {
        found.push(document(books, &issued, &mut whose)?);
    }
    let said = books.debts_to_export(company.id, until)?;
    for of_invoice in said.chunk_by(|a, b| a.0 == b.0) {
        found.extend(debts(books, of_invoice, &mut whose)?);
    }
    for set in books.waivers_to_export(company.id, until)? {
        found.extend(waived(books, &set, &mut whose)?);
    }
    found.extend(changes::changes(books, company, until)?);
    Ok(found)
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
fn gross(row: &BadDebtRow) -> Cents {
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

fn document(books: &mut dyn Books, issued: &IssuedRecord, whose: &mut Whose) -> AppResult<Entry> {
    let paper: CorrectionPaper = serde_json::from_str(&issued.context).map_err(|e| AppError::Broken(e.to_string()))?;
    let record = books
        .invoice(issued.document)?
        .ok_or_else(|| AppError::Broken(format!("the document {} is missing", issued.document)))?;
    let document = Document {
        invoice: record.id,
        number: record.number.clone(),
        on: record.issued_on,
        is_credit_note: paper.is_credit_note,
        customer: whose.customer(books, record.party)?,
        total: paper.total,
        vat: Cents::sum(paper.taxes.iter().map(|tax| tax.vat))?,
        letter: letter(books, record.id)?,
    };
    Ok(Entry { told: Told::Document(record.id), entry: document.entry()? })
}

/// The entries of what was said of an invoice's debts, in order.
fn debts(books: &mut dyn Books, said: &[(InvoiceId, BadDebtWordId)], whose: &mut Whose) -> AppResult<Vec<Entry>> {
    let Some((invoice, _)) = said.first().copied() else { return Ok(Vec::new()) };
    let rows = books.bad_debts_of_invoice(invoice)?;
    let Some(record) = books.invoice(invoice)? else { return Ok(Vec::new()) };
    let customer = whose.customer(books, record.party)?;
    let letter = letter(books, invoice)?;
    let mut found = Vec::new();
    for row in &rows {
        for word in row.words.iter().filter(|w| said.iter().any(|(_, id)| *id == w.id)) {
            let debt = Debt {
                invoice,
                number: record.number.clone(),
                on: word.on,
                customer: customer.clone(),
                gross: word.outstanding,
                net: row.debt.sums.net,
                vat: row.debt.sums.vat,
                letter: letter.clone(),
            };
            if let Some(entry) = debt_entry(row, word, debt, &rows)? {
                found.push((word.recorded_at, word.id, Entry { told: Told::Debt(word.id), entry }));
            }
        }
    }
    found.sort_by_key(|(at, id, _)| (*at, *id));
    Ok(found.into_iter().map(|(_, _, entry)| entry).collect())
}

/// Principal given up, or owed again. What is written off has left the customers' accounts already.
fn waived(books: &mut dyn Books, set: &AllocationRecord, whose: &mut Whose) -> AppResult<Option<Entry>> {
    let rows = books.bad_debts_of_invoice(set.invoice)?;
    let held = |row: &&BadDebtRow| row.held_at(set.recorded_at);
    let is_written_off = |row: &BadDebtRow| row.debt.kind == DebtKind::WriteOff;
    let Some(record) = books.invoice(set.invoice)?.filter(|_| !rows.iter().filter(held).any(is_written_off)) else {
        return Ok(None);
    };
    let debt = Debt {
        invoice: record.id,
        number: record.number.clone(),
        on: set.effective_on,
        customer: whose.customer(books, record.party)?,
        gross: set.amount,
        net: Cents::ZERO,
        vat: Cents::ZERO,
        letter: letter(books, record.id)?,
    };
    let was_doubtful = rows.iter().filter(held).any(|row| row.debt.kind == DebtKind::Depreciation);
    Ok(Some(Entry { told: Told::Waiver(set.id), entry: debt.waived(was_doubtful)? }))
}

fn debt_entry(
    row: &BadDebtRow,
    word: &BadDebtWord,
    debt: Debt,
    all: &[BadDebtRow],
) -> AppResult<Option<entries::Entry>> {
    let made = match (row.debt.kind, word.word) {
        (DebtKind::Depreciation, DebtWord::Approved) => debt.depreciated()?,
        (DebtKind::Depreciation, DebtWord::Released) => debt.released()?,
        (DebtKind::Depreciation, DebtWord::Lost) => Debt { gross: Cents::ZERO, ..debt }.released()?,
        (DebtKind::WriteOff, DebtWord::Approved) => {
            let was_doubtful =
                |other: &BadDebtRow| other.debt.kind == DebtKind::Depreciation && other.held_at(word.recorded_at);
            lost(debt)?.written_off(all.iter().any(was_doubtful))?
        }
        (DebtKind::WriteOff, DebtWord::TakenBack) => lost(Debt { gross: gross(row), ..debt })?.restored()?,
        _ => return Ok(None),
    };
    Ok(Some(made))
}

/// The loss is what was owed without the tax taken back.
fn lost(debt: Debt) -> AppResult<Debt> {
    let net = debt.gross.sub(debt.vat)?;
    Ok(Debt { net, ..debt })
}
