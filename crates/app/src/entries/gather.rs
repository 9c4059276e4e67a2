//! What is to be handed over: each fact as an entry, in order of day.

use super::changes;
use super::movement::{Entry, gross, movements};
use super::whole::{Whose, letter};
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{AllocationRecord, BadDebtRow, BadDebtWord, Company, IssuedRecord, Told};
use base::id::{BadDebtWordId, InvoiceId};
use base::{Cents, Date};
use documents::CorrectionPaper;
use domain::entries::{self, Debt, Document};
use domain::facts::{DebtKind, DebtWord};

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
