//! What was only inferred, confirmed by a person: settlements guessed from amounts or age, due dates that were estimates.
//!
//! A confirmation replaces nothing: the guess is taken back and entered again as decided, both steps staying visible.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{AllocationBasis, AllocationRecord, Company, DueStatement, InvoiceRecord, PartyRecord};
use crate::world::World;
use base::Date;
use base::id::InvoiceId;
use domain::facts::DueBasis;
use domain::journal::JournalKind;
use domain::journal::kinds::{AllocationRecorded, DueDateStated, InvoiceRef};
use law::LawBook;
use law::terms::PaymentTerms;

/// Confirms every settlement of this invoice that was only inferred; returns how many.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn settlements(world: &World<'_>, company: &Company, invoice: InvoiceId) -> AppResult<u64> {
    world.write(|books| {
        let record = found(books, invoice)?;
        let all = books.allocations_of_invoice(invoice)?;
        let taken_back: Vec<_> = all.iter().filter_map(|a| a.reverses).collect();
        let guesses: Vec<&AllocationRecord> =
            all.iter().filter(|a| a.basis.is_estimate() && !taken_back.contains(&a.id)).collect();
        let mut rows = Vec::with_capacity(guesses.len() * 2);
        for guess in &guesses {
            let again = AllocationRecord {
                id: world.new_id(),
                basis: AllocationBasis::ByHand,
                recorded_at: world.clock.now(),
                ..(*guess).clone()
            };
            rows.push(AllocationRecord {
                id: world.new_id(),
                amount: guess.amount.neg()?,
                basis: AllocationBasis::Reversal,
                reverses: Some(guess.id),
                ..again.clone()
            });
            let kind = JournalKind::AllocationRecorded(AllocationRecorded {
                invoice: reference(&record),
                amount_cents: guess.amount,
                currency: record.currency,
                basis: "confirmé par vous".to_string(),
            });
            world.note(books, company.id, invoice, kind)?;
            rows.push(again);
        }
        books.insert_allocations(&rows)?;
        Ok(guesses.len() as u64)
    })
}

/// States when an invoice is due, as a person read it on the document.
///
/// # Errors
/// `Refused` when that is before the invoice; `NotFound`; a broken store.
pub fn due_date(world: &World<'_>, company: &Company, invoice: InvoiceId, due_on: Date) -> AppResult<()> {
    world.write(|books| {
        let record = found(books, invoice)?;
        if due_on < record.issued_on {
            return Err(AppError::refused(
                format!(
                    "{} est du {} : elle ne peut pas être due avant.",
                    record.number,
                    base::fr::date(record.issued_on)
                ),
                "Vérifiez la date.",
            ));
        }
        // An agreed delay beats what is stated: what corrects it is agreed too.
        let is_put_off = books.balance(invoice)?.is_some_and(|b| b.due_basis == DueBasis::Agreed);
        let basis = if is_put_off { DueBasis::Agreed } else { DueBasis::Stated };
        state(world, books, company, &record, due_on, basis)
    })
}

/// Counts the due dates that were only estimated again, from the terms now agreed with the customer; returns how many.
///
/// # Errors
/// A broken store, or terms the law tables cannot count.
pub fn terms(
    world: &World<'_>,
    company: &Company,
    law: &LawBook,
    party: &PartyRecord,
    terms: PaymentTerms,
) -> AppResult<u64> {
    world.write(|books| {
        let view = View { as_of: world.today, known_at: None };
        let Some(debtor) = books.debtor(company.id, party.id, view)? else { return Ok(0) };
        let mut counted = 0;
        for receivable in
            debtor.receivables.iter().filter(|r| r.due_basis.is_estimated() && r.outstanding.is_positive())
        {
            let record = found(books, receivable.id)?;
            let due_on = terms.due_on(law, record.issued_on, record.delivered_on)?.date;
            state(world, books, company, &record, due_on, DueBasis::Terms)?;
            counted += 1;
        }
        Ok(counted)
    })
}

fn state(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    record: &InvoiceRecord,
    due_on: Date,
    basis: DueBasis,
) -> AppResult<()> {
    let before = books.balance(record.id)?.map(|b| b.due_on);
    books.insert_due_statement(&DueStatement {
        invoice: record.id,
        company: company.id,
        due_on,
        basis,
        source: None,
        recorded_at: world.clock.now(),
    })?;
    let basis = match basis {
        DueBasis::Agreed => "convenue avec le client",
        DueBasis::Stated => "lu sur la facture",
        DueBasis::Terms => "délai convenu avec le client",
        DueBasis::Default => "trente jours, à défaut",
    };
    let kind = JournalKind::DueDateStated(DueDateStated {
        invoice: reference(record),
        before,
        after: due_on,
        basis: basis.to_string(),
    });
    world.note(books, company.id, record.id, kind)
}

pub(crate) fn found(books: &mut dyn Books, invoice: InvoiceId) -> AppResult<InvoiceRecord> {
    books.invoice(invoice)?.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))
}

fn reference(record: &InvoiceRecord) -> InvoiceRef {
    InvoiceRef { id: record.id, number: record.number.clone() }
}
