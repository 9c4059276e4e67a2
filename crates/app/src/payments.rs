//! Money recorded by hand, and taken back: both steps stay visible.

use crate::error::{AppError, AppResult};
use crate::ports::books::{Books, View};
use crate::records::{
    AllocationBasis, AllocationRecord, Company, Component, InvoiceRecord, PaymentOrigin, PaymentRecord,
};
use crate::world::World;
use base::id::{BankLineId, InvoiceId};
use base::{Cents, Date, add_days, fr};
use domain::journal::JournalKind;
use domain::journal::kinds::{AllocationRecorded, AllocationReversed, InvoiceRef, PaymentRecorded};
use domain::matching::HOLDS_BACK_DAYS;

/// Records money received for an invoice, at most what is outstanding.
///
/// # Errors
/// `Refused` when the amount is not positive or exceeds what is outstanding.
pub fn pay(
    world: &World<'_>,
    company: &Company,
    invoice: InvoiceId,
    amount: Cents,
    on: Date,
    reference: &str,
) -> AppResult<()> {
    world.write(|books| {
        let record =
            books.invoice(invoice)?.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))?;
        let left = books.balance(invoice)?.map_or(Cents::ZERO, |b| b.outstanding);
        if !amount.is_positive() || amount > left {
            return Err(AppError::refused(
                format!(
                    "{} ne peut pas être imputé : il reste {} sur {}.",
                    fr::money(amount, record.currency),
                    fr::money(left, record.currency),
                    record.number
                ),
                "Indiquez un montant entre un centime et ce reste.",
            ));
        }
        let at = world.clock.now();
        let line = line_of(books, company, &record, amount, on)?;
        let payment = PaymentRecord {
            id: world.new_id(),
            company: company.id,
            party: Some(record.party),
            source: None,
            key: format!("hnd:{}:{}:{}:{}", record.key, on, amount.get(), at.as_microsecond()),
            content_hash: format!("{}:{on}", amount.get()),
            received_on: on,
            amount,
            currency: record.currency,
            reference: reference.to_string(),
            origin: PaymentOrigin::ByHand,
            bank_line: line,
            recorded_at: at,
        };
        books.insert_payments(std::slice::from_ref(&payment))?;
        if let Some(line) = line {
            books.match_line(line, payment.id, at)?;
        }
        let recorded = PaymentRecorded {
            reference: (!reference.is_empty()).then(|| reference.to_string()),
            amount_cents: amount,
            currency: record.currency,
            received_on: on,
            source: "saisie".to_string(),
        };
        world.note(books, company.id, payment.id, JournalKind::PaymentRecorded(recorded))?;
        allocate(world, books, &record, &payment)
    })
}

/// All of a payment recorded by hand goes to the principal of the invoice it was recorded for.
fn allocate(
    world: &World<'_>,
    books: &mut dyn Books,
    invoice: &InvoiceRecord,
    payment: &PaymentRecord,
) -> AppResult<()> {
    books.insert_allocations(&[AllocationRecord {
        id: world.new_id(),
        company: payment.company,
        invoice: invoice.id,
        payment: Some(payment.id),
        against: None,
        component: Component::Principal,
        amount: payment.amount,
        effective_on: payment.received_on,
        basis: AllocationBasis::ByHand,
        reverses: None,
        recorded_at: payment.recorded_at,
    }])?;
    let allocated = AllocationRecorded {
        invoice: InvoiceRef { id: invoice.id, number: invoice.number.clone() },
        amount_cents: payment.amount,
        currency: payment.currency,
        basis: "décidé par vous".to_string(),
    };
    world.note(books, payment.company, invoice.id, JournalKind::AllocationRecorded(allocated))
}

/// The bank credit that this money is: of just that amount, booked by then, signed with the invoice or the customer, and
/// the only such one. Once linked, it no longer holds anybody's reminder back; hence never one that may be another's.
fn line_of(
    books: &mut dyn Books,
    company: &Company,
    invoice: &InvoiceRecord,
    amount: Cents,
    on: Date,
) -> AppResult<Option<BankLineId>> {
    let since = add_days(on, -HOLDS_BACK_DAYS).unwrap_or(on);
    let customer = books.party(invoice.party)?.map(|party| party.name).unwrap_or_default();
    let credits = books.unmatched_credits(company.id, since, View { as_of: on, known_at: None })?;
    let mut signed = credits.iter().filter(|c| c.amount == amount && c.is_signed(&invoice.number, &customer));
    let only = signed.next().filter(|_| signed.next().is_none());
    Ok(only.map(|credit| credit.id))
}

/// Takes back the last allocation on an invoice that still stands.
///
/// # Errors
/// `Refused` when nothing is allocated.
pub fn reverse_last(world: &World<'_>, company: &Company, invoice: InvoiceId, why: &str) -> AppResult<Cents> {
    world.write(|books| {
        let record =
            books.invoice(invoice)?.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))?;
        let all = books.allocations_of_invoice(invoice)?;
        let reversed: Vec<_> = all.iter().filter_map(|a| a.reverses).collect();
        let last = all
            .iter()
            .filter(|a| a.payment.is_some() && a.amount.is_positive() && !reversed.contains(&a.id))
            .max_by_key(|a| (a.effective_on, a.id))
            .ok_or_else(|| {
                AppError::refused(format!("Aucun paiement n’est imputé sur {}.", record.number), "Rien n’a changé.")
            })?;
        books.insert_allocations(&[AllocationRecord {
            id: world.new_id(),
            amount: last.amount.neg()?,
            effective_on: world.today,
            basis: AllocationBasis::Reversal,
            reverses: Some(last.id),
            recorded_at: world.clock.now(),
            ..last.clone()
        }])?;
        let kind = JournalKind::AllocationReversed(AllocationReversed {
            invoice: InvoiceRef { id: invoice, number: record.number.clone() },
            amount_cents: last.amount,
            currency: record.currency,
            why: why.to_string(),
        });
        world.note(books, company.id, invoice, kind)?;
        Ok(last.amount)
    })
}
