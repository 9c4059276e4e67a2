//! What depends on several files: credit notes find their invoice, bank lines find the payment they are.
//!
//! It runs after each import and always looks at everything that waits, so that the order of the files does not matter.

use super::Intake;
use crate::error::AppResult;
use crate::ports::books::{Books, View};
use crate::records::{AllocationBasis, AllocationRecord, Component, InvoiceRecord, PaymentOrigin, PaymentRecord};
use base::id::{BankLineId, InvoiceId, PartyId};
use base::{Cents, Date, add_days};
use domain::facts::ReceivableFacts;
use domain::journal::JournalKind;
use domain::journal::kinds::{AllocationRecorded, InvoiceRef, PaymentRecorded};
use domain::matching::{BankCredit, CreditIndex};
use serde::Serialize;
use std::collections::BTreeMap;

/// How far back unmatched credits are still looked at.
const LOOK_BACK_DAYS: i64 = 730;
const PAGE: u64 = 1_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// Credit notes set against their invoice.
    pub credit_notes: u64,
    /// Bank credits that certainly pay one invoice, and were allocated to it.
    pub certain_payments: u64,
    /// Bank credits that were already known as payments of the ledger.
    pub known_payments: u64,
    /// Bank credits that wait for somebody to say whose they are.
    pub unmatched_credits: u64,
}

pub(super) fn settle(intake: &Intake<'_, '_>, books: &mut dyn Books) -> AppResult<Settled> {
    let mut settled = Settled { credit_notes: credit_notes(intake, books)?, ..Settled::default() };
    let view = View { as_of: intake.world.today, known_at: None };
    let since = add_days(intake.world.today, -LOOK_BACK_DAYS).unwrap_or(intake.world.today);
    let mut credits = books.unmatched_credits(intake.company.id, since, view)?;
    let before = credits.len();
    credits.retain(|credit| match known_payment(intake, books, credit) {
        Ok(known) => !known,
        Err(_) => true,
    });
    settled.known_payments = (before - credits.len()) as u64;
    for (credit, receivable, party) in certain(intake, books, &credits, view)? {
        pay(intake, books, &credit, &receivable, party)?;
        settled.certain_payments += 1;
    }
    settled.unmatched_credits = credits.len() as u64 - settled.certain_payments;
    Ok(settled)
}

/// A credit of the same amount within five days of a ledger payment nobody linked yet, and the only one: the same money.
fn known_payment(intake: &Intake<'_, '_>, books: &mut dyn Books, credit: &BankCredit) -> AppResult<bool> {
    let twins = books.unlinked_payments(intake.company.id, credit.amount, credit.booked_on)?;
    match twins.as_slice() {
        [only] => {
            books.match_line(credit.id, only.id, intake.world.clock.now())?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Credits that name exactly one open invoice and have just its amount; a receivable is paid by one of them at most.
fn certain(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credits: &[BankCredit],
    view: View,
) -> AppResult<Vec<(BankCredit, ReceivableFacts, PartyId)>> {
    if credits.is_empty() {
        return Ok(Vec::new());
    }
    let index = CreditIndex::new(credits.iter().cloned());
    let mut named: BTreeMap<BankLineId, Vec<(ReceivableFacts, PartyId)>> = BTreeMap::new();
    let mut after = None;
    loop {
        let page = books.debtors(intake.company.id, after, PAGE, view)?;
        let Some(last) = page.last() else { break };
        after = Some(last.party.id);
        for debtor in &page {
            for (line, invoice) in index.naming_any(&debtor.receivables) {
                if let Some(receivable) = debtor.receivables.iter().find(|r| r.id == invoice) {
                    named.entry(line).or_default().push((receivable.clone(), debtor.party.id));
                }
            }
        }
    }
    let mut taken: Vec<InvoiceId> = Vec::new();
    let mut sure = Vec::new();
    for credit in credits {
        let Some(claims) = named.get(&credit.id) else { continue };
        let only = CreditIndex::certain(credit, claims.iter().map(|(r, _)| r));
        let Some((receivable, party)) = only.and_then(|r| claims.iter().find(|(c, _)| c.id == r.id)) else { continue };
        if !taken.contains(&receivable.id) {
            taken.push(receivable.id);
            sure.push((credit.clone(), receivable.clone(), *party));
        }
    }
    Ok(sure)
}

fn pay(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credit: &BankCredit,
    receivable: &ReceivableFacts,
    party: PartyId,
) -> AppResult<()> {
    let at = intake.world.clock.now();
    let payment = PaymentRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        party: Some(party),
        source: None,
        key: format!("bnk:{}", credit.id),
        content_hash: format!("{}:{}", credit.amount.get(), credit.booked_on),
        received_on: credit.booked_on,
        amount: credit.amount,
        currency: receivable.currency,
        reference: credit.text.clone(),
        origin: PaymentOrigin::Bank,
        bank_line: Some(credit.id),
        recorded_at: at,
    };
    books.insert_payments(std::slice::from_ref(&payment))?;
    books.match_line(credit.id, payment.id, at)?;
    let allocation = allocation(intake, receivable.id, credit.amount, credit.booked_on, AllocationBasis::CertainMatch);
    books.insert_allocations(&[AllocationRecord { payment: Some(payment.id), ..allocation }])?;
    let invoice = InvoiceRef { id: receivable.id, number: receivable.number.clone() };
    let recorded = PaymentRecorded {
        reference: Some(receivable.number.clone()),
        amount_cents: credit.amount,
        currency: receivable.currency,
        received_on: credit.booked_on,
        source: "relevé bancaire".to_string(),
    };
    intake.world.note(books, intake.company.id, payment.id, JournalKind::PaymentRecorded(recorded))?;
    let allocated = AllocationRecorded {
        invoice,
        amount_cents: credit.amount,
        currency: receivable.currency,
        basis: "le libellé cite la facture et le montant est exact".to_string(),
    };
    intake.world.note(books, intake.company.id, receivable.id, JournalKind::AllocationRecorded(allocated))
}

fn allocation(
    intake: &Intake<'_, '_>,
    invoice: InvoiceId,
    amount: Cents,
    on: Date,
    basis: AllocationBasis,
) -> AllocationRecord {
    AllocationRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        invoice,
        payment: None,
        against: None,
        component: Component::Principal,
        amount,
        effective_on: on,
        basis,
        reverses: None,
        recorded_at: intake.world.clock.now(),
    }
}

/// Credit notes that name their invoice are set against it, whole; a corrective invoice takes its place.
fn credit_notes(intake: &Intake<'_, '_>, books: &mut dyn Books) -> AppResult<u64> {
    let mut done = 0;
    for credit in books.waiting_credits(intake.company.id, &[])? {
        let mut candidates = Vec::new();
        for number in &credit.precedents {
            candidates.extend(books.invoices_by_number(intake.company.id, number)?);
        }
        candidates.retain(|i| i.id != credit.id && i.party == credit.party && i.principal.is_positive());
        let [invoice] = candidates.as_slice() else { continue };
        if credit.kind == "corrective" {
            replace(intake, books, &credit, invoice)?;
        } else {
            set_against(intake, books, &credit, invoice)?;
        }
        done += 1;
    }
    Ok(done)
}

fn set_against(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credit: &InvoiceRecord,
    invoice: &InvoiceRecord,
) -> AppResult<()> {
    let left = books.balance(credit.id)?.map_or(Cents::ZERO, |b| b.outstanding);
    if !left.is_negative() {
        return Ok(());
    }
    let on = credit.issued_on;
    let reduces = allocation(intake, invoice.id, left.neg()?, on, AllocationBasis::CreditNote);
    let uses_up = allocation(intake, credit.id, left, on, AllocationBasis::CreditNote);
    books.insert_allocations(&[
        AllocationRecord { against: Some(credit.id), ..reduces },
        AllocationRecord { against: Some(invoice.id), ..uses_up },
    ])?;
    let allocated = AllocationRecorded {
        invoice: InvoiceRef { id: invoice.id, number: invoice.number.clone() },
        amount_cents: left.neg()?,
        currency: invoice.currency,
        basis: format!("avoir {}", credit.number),
    };
    intake.world.note(books, intake.company.id, invoice.id, JournalKind::AllocationRecorded(allocated))
}

/// A corrective invoice (384) restates the whole: what is left of the first is cancelled, what was paid on it moves over.
fn replace(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    corrective: &InvoiceRecord,
    invoice: &InvoiceRecord,
) -> AppResult<()> {
    let left = books.balance(invoice.id)?.map_or(Cents::ZERO, |b| b.outstanding);
    let paid = invoice.principal.sub(left)?;
    let on = corrective.issued_on;
    let cancelled = allocation(intake, invoice.id, left, on, AllocationBasis::CreditNote);
    let moved = allocation(intake, corrective.id, paid, on, AllocationBasis::CreditNote);
    books.insert_allocations(&[
        AllocationRecord { against: Some(corrective.id), ..cancelled },
        AllocationRecord { against: Some(invoice.id), ..moved },
    ])?;
    Ok(())
}
