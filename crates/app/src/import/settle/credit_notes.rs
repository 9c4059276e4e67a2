//! Credit notes that name one invoice are set against it, whole; a corrective invoice takes the place of its own.
//!
//! One that names several invoices, or an invoice of somebody else, stays in the customer's favour until a person decides.

use super::allocation;
use crate::disputes;
use crate::error::AppResult;
use crate::import::document::{is_credit, key_of, key_of_year};
use crate::import::{Intake, ReadFile};
use crate::ports::books::Books;
use crate::records::{AllocationBasis, AllocationRecord, InvoiceRecord};
use base::{Cents, fold};
use domain::journal::JournalKind;
use domain::journal::kinds::{AllocationRecorded, InvoiceRef};
use draft::InvoiceDraft;
use std::collections::{BTreeMap, BTreeSet};

const CHUNK: usize = 1_000;

/// Those that these files bring or tell more of, or every one that waits when an earlier import was stopped before this.
pub(super) fn set(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    files: &[ReadFile],
    was_stopped: bool,
) -> AppResult<u64> {
    let mut done = 0;
    let mut waiting: BTreeMap<_, InvoiceRecord> = BTreeMap::new();
    if was_stopped {
        waiting.extend(books.waiting_credits(intake.company.id, &[])?.into_iter().map(|c| (c.id, c)));
    }
    let numbers: Vec<String> = numbers(files).into_iter().collect();
    for chunk in numbers.chunks(CHUNK) {
        waiting.extend(books.waiting_credits(intake.company.id, chunk)?.into_iter().map(|c| (c.id, c)));
    }
    waiting.extend(named_since(intake, books, files)?.into_iter().map(|c| (c.id, c)));
    for credit in waiting.values() {
        let Some(invoice) = target(intake, books, credit)? else { continue };
        if credit.kind == "corrective" {
            replace(intake, books, credit, &invoice)?;
            done += 1;
        } else if set_against(intake, books, credit, &invoice)? {
            done += 1;
        }
    }
    Ok(done)
}

/// Numbers that these files bring, and those that they refer to: what could have been waiting for one another.
fn numbers(files: &[ReadFile]) -> BTreeSet<String> {
    let mut numbers = BTreeSet::new();
    for file in files {
        for draft in &file.reading.invoices {
            numbers.insert(fold::reference(&draft.number));
            numbers.extend(draft.precedents.iter().map(|p| fold::reference(&p.number)));
        }
        let items = file.reading.ledger.iter().flat_map(|l| &l.items);
        numbers.extend(items.filter(|i| i.amount.is_positive()).map(|i| fold::reference(&i.reference)));
    }
    numbers.remove("");
    numbers
}

/// Credit notes known from a ledger or a list, whose document now says which invoice they reduce.
fn named_since(intake: &Intake<'_, '_>, books: &mut dyn Books, files: &[ReadFile]) -> AppResult<Vec<InvoiceRecord>> {
    let drafts = files.iter().flat_map(|f| &f.reading.invoices).filter(|d| is_credit(d) && !d.precedents.is_empty());
    let by_key: BTreeMap<String, &InvoiceDraft> = drafts
        .flat_map(|d| {
            let key = key_of(intake, d);
            [(key_of_year(&key, d.issued_on.year()), d), (key, d)]
        })
        .collect();
    let keys: Vec<String> = by_key.keys().cloned().collect();
    let mut found = Vec::new();
    for chunk in keys.chunks(CHUNK) {
        for known in books.known_invoices(intake.company.id, chunk)? {
            let draft = by_key
                .get(&known.key)
                .filter(|d| known.outstanding.is_negative() && known.issued_on.year() == d.issued_on.year());
            if let (Some(draft), Some(mut credit)) = (draft, books.invoice(known.id)?)
                && credit.precedents.is_empty()
            {
                credit.precedents = draft.precedents.iter().map(|p| p.number.clone()).collect();
                found.push(credit);
            }
        }
    }
    Ok(found)
}

/// The one invoice that a credit note or corrective names, if it is the same customer's and in the same currency.
fn target(intake: &Intake<'_, '_>, books: &mut dyn Books, credit: &InvoiceRecord) -> AppResult<Option<InvoiceRecord>> {
    let named: BTreeSet<String> = credit.precedents.iter().map(|n| fold::reference(n)).collect();
    let mut named = named.into_iter();
    let (Some(number), None) = (named.next(), named.next()) else { return Ok(None) };
    let mut candidates = books.invoices_by_number(intake.company.id, &number)?;
    candidates.retain(|i| {
        i.id != credit.id && i.party == credit.party && i.principal.is_positive() && i.currency == credit.currency
    });
    Ok(if candidates.len() == 1 { candidates.pop() } else { None })
}

fn left_of(books: &mut dyn Books, invoice: &InvoiceRecord) -> AppResult<Cents> {
    Ok(books.balance(invoice.id)?.map_or(Cents::ZERO, |b| b.outstanding))
}

/// `false` when nothing of the credit note is left.
fn set_against(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credit: &InvoiceRecord,
    invoice: &InvoiceRecord,
) -> AppResult<bool> {
    let left = left_of(books, credit)?;
    if !left.is_negative() {
        return Ok(false);
    }
    let on = credit.issued_on;
    // One whose document is used in part already was set by a person.
    let is_whole = left == credit.principal && books.correction(credit.id)?.is_none();
    let answered = match is_whole {
        true => disputes::answered_by(books, intake.company, invoice.id, left.neg()?)?,
        false => None,
    };
    let basis = if answered.is_some() { AllocationBasis::DisputeCredit } else { AllocationBasis::CreditNote };
    let reduces = allocation(intake, invoice.id, left.neg()?, on, basis);
    let uses_up = allocation(intake, credit.id, left, on, basis);
    books.insert_allocations(&[
        AllocationRecord { against: Some(credit.id), ..reduces },
        AllocationRecord { against: Some(invoice.id), ..uses_up },
    ])?;
    let Some(answered) = answered else {
        note(intake, books, invoice, left.neg()?, format!("avoir {}", credit.number))?;
        return Ok(true);
    };
    note(intake, books, invoice, left.neg()?, format!("avoir {}, qui répond au litige", credit.number))?;
    disputes::answer_by(intake.world, books, intake.company, &answered, (invoice, credit))?;
    Ok(true)
}

/// A corrective invoice (384) restates the whole: what is left of the first is cancelled, what was paid on it moves over.
fn replace(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    corrective: &InvoiceRecord,
    invoice: &InvoiceRecord,
) -> AppResult<()> {
    let left = left_of(books, invoice)?;
    let paid = invoice.principal.sub(left)?;
    let on = corrective.issued_on;
    let cancelled = allocation(intake, invoice.id, left, on, AllocationBasis::CreditNote);
    let moved = allocation(intake, corrective.id, paid, on, AllocationBasis::CreditNote);
    books.insert_allocations(&[
        AllocationRecord { against: Some(corrective.id), ..cancelled },
        AllocationRecord { against: Some(invoice.id), ..moved },
    ])?;
    note(intake, books, invoice, left, format!("remplacée par la facture rectificative {}", corrective.number))
}

fn note(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    invoice: &InvoiceRecord,
    amount: Cents,
    basis: String,
) -> AppResult<()> {
    let invoice_ref = InvoiceRef { id: invoice.id, number: invoice.number.clone() };
    let allocated =
        AllocationRecorded { invoice: invoice_ref, amount_cents: amount, currency: invoice.currency, basis };
    intake.world.note(books, intake.company.id, invoice.id, JournalKind::AllocationRecorded(allocated))
}
