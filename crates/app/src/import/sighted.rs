//! A document seen before, or a list that says more than the document: a better due date, a part paid in the meantime.
//!
//! What is recorded is never changed: what is new is added beside it, and what contradicts it is told.

use super::document::is_from_ledger;
use super::invoices::Batch;
use super::report::FileReport;
use super::{Intake, due};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{
    AllocationBasis, AllocationRecord, Component, DueStatement, InvoiceRecord, KnownInvoice, PaymentOrigin,
    PaymentRecord,
};
use base::id::{InvoiceId, PartyId, SourceId};
use base::{Cents, Currency, Date, fr};
use domain::facts::DueBasis;
use draft::{InvoiceDraft, Problem};

/// The receivable that something was paid on.
struct Paid<'p> {
    invoice: InvoiceId,
    party: PartyId,
    number: &'p str,
    currency: Currency,
    source: SourceId,
}

pub(super) fn again(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    before: &KnownInvoice,
    draft: &InvoiceDraft,
    source: SourceId,
    batch: &mut Batch,
    report: &mut FileReport,
) -> AppResult<()> {
    better_due_date(intake, books, before, draft, source)?;
    if !before.principal.is_positive() {
        return Ok(());
    }
    let paid = Paid {
        invoice: before.id,
        party: before.party,
        number: &before.number,
        currency: super::document::currency_of(before),
        source,
    };
    if paid.currency != draft.currency {
        return Ok(());
    }
    prepaid(intake, books, before, draft, &paid, batch)?;
    let Some(outstanding) = draft.outstanding else { return Ok(()) };
    let more = before.outstanding.sub(outstanding)?;
    if more.is_negative() {
        report.problems.push(older_list(before, draft, outstanding));
        return Ok(());
    }
    let key = format!("tab:{}:{}", before.key, before.principal.sub(outstanding)?.get());
    if more.is_zero() || books.payment_by_key(intake.company.id, &key)?.is_some() {
        return Ok(());
    }
    let on = draft.paid_on.unwrap_or(draft.issued_on);
    pay(intake, &paid, more, on, PaymentOrigin::Table, key, batch);
    Ok(())
}

/// The best basis counts; among equal ones the later day, whichever file came first.
fn better_due_date(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    before: &KnownInvoice,
    draft: &InvoiceDraft,
    source: SourceId,
) -> AppResult<()> {
    let (due_on, basis) = due::of_draft(intake, draft, None)?;
    let replaces_guess = basis == DueBasis::Default && is_from_ledger(before) && draft.line.is_none();
    let is_later = due_on > before.due_on || (replaces_guess && due_on != before.due_on);
    if basis < before.due_basis || (basis == before.due_basis && is_later) {
        books.insert_due_statement(&DueStatement {
            invoice: before.id,
            company: intake.company.id,
            due_on,
            basis,
            source: Some(source),
            recorded_at: intake.world.clock.now(),
        })?;
    }
    Ok(())
}

/// A ledger asked for the whole; the document says that a part of it was paid before it was issued.
fn prepaid(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    before: &KnownInvoice,
    draft: &InvoiceDraft,
    paid: &Paid<'_>,
    batch: &mut Batch,
) -> AppResult<()> {
    if !is_from_ledger(before) || before.gross.abs() != draft.gross.abs() || draft.amount_due.is_negative() {
        return Ok(());
    }
    let settled = before.principal.sub(before.outstanding)?;
    let missing = before.principal.sub(draft.amount_due)?.sub(settled)?;
    let key = format!("pre:{}", before.key);
    if missing.is_positive() && books.payment_by_key(intake.company.id, &key)?.is_none() {
        pay(intake, paid, missing, draft.issued_on, PaymentOrigin::Prepaid, key, batch);
    }
    Ok(())
}

/// What a table says is already paid becomes a payment of its own, dated as the table says or as the invoice:
/// the earliest possible day never claims interest on money that may have been there. A credit note is used up instead.
pub(super) fn settled_part(
    intake: &Intake<'_, '_>,
    draft: &InvoiceDraft,
    invoice: &InvoiceRecord,
    source: SourceId,
    batch: &mut Batch,
) -> AppResult<()> {
    let Some(outstanding) = draft.outstanding else { return Ok(()) };
    let on = draft.paid_on.unwrap_or(draft.issued_on);
    if invoice.principal.is_negative() {
        let used = invoice.principal.add(outstanding.abs())?;
        if used.is_negative() {
            batch.allocations.push(allocation(intake, invoice.id, None, used, on));
        }
        return Ok(());
    }
    let amount = invoice.principal.sub(outstanding)?;
    if amount.is_positive() {
        let (number, currency) = (invoice.number.as_str(), invoice.currency);
        let paid = Paid { invoice: invoice.id, party: invoice.party, number, currency, source };
        let key = format!("tab:{}:{}", invoice.key, amount.get());
        pay(intake, &paid, amount, on, PaymentOrigin::Table, key, batch);
    }
    Ok(())
}

fn pay(
    intake: &Intake<'_, '_>,
    paid: &Paid<'_>,
    amount: Cents,
    on: Date,
    origin: PaymentOrigin,
    key: String,
    batch: &mut Batch,
) {
    let payment = PaymentRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        party: Some(paid.party),
        source: Some(paid.source),
        content_hash: format!("{}:{on}", amount.get()),
        key,
        received_on: on,
        amount,
        currency: paid.currency,
        reference: paid.number.to_string(),
        origin,
        bank_line: None,
        recorded_at: intake.world.clock.now(),
    };
    batch.allocations.push(allocation(intake, paid.invoice, Some(payment.id), amount, on));
    batch.payments.push(payment);
}

fn allocation(
    intake: &Intake<'_, '_>,
    invoice: InvoiceId,
    payment: Option<base::id::PaymentId>,
    amount: Cents,
    on: Date,
) -> AllocationRecord {
    AllocationRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        invoice,
        payment,
        against: None,
        component: Component::Principal,
        amount,
        effective_on: on,
        basis: AllocationBasis::Table,
        reverses: None,
        recorded_at: intake.world.clock.now(),
    }
}

fn older_list(before: &KnownInvoice, draft: &InvoiceDraft, outstanding: Cents) -> Problem {
    let what = format!(
        "{} : la liste dit {} encore dus, les paiements enregistrés n’en laissent que {}",
        draft.number,
        fr::money(outstanding, draft.currency),
        fr::money(before.outstanding, draft.currency)
    );
    let mut problem =
        Problem::warning("older_outstanding", what, "la liste est sans doute plus ancienne ; rien n’a été changé.");
    problem.place.line = draft.line;
    problem
}
