//! Invoice drafts to invoices: the same document twice is known, another content under the same key is a conflict.

use super::parties::PartyResolver;
use super::report::FileReport;
use super::{Intake, conflict, due};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{
    AllocationBasis, AllocationRecord, Component, DueStatement, InvoiceRecord, KnownInvoice, PaymentOrigin,
    PaymentRecord,
};
use base::id::{InvoiceId, SourceId};
use base::{Cents, fold, fr};
use domain::facts::{DueBasis, PartyKind};
use domain::journal::JournalKind;
use domain::journal::kinds::{CreditNoteRecorded, InvoiceRecorded};
use draft::{InvoiceDraft, InvoiceKind, Problem, Reading};
use std::collections::HashMap;

const CHUNK: usize = 1_000;

/// What makes a document the same again: its family and number, and its seller where that is not the company.
pub(super) fn key_of(intake: &Intake<'_, '_>, draft: &InvoiceDraft) -> String {
    let family = if is_credit(draft) { "crn" } else { "inv" };
    let number = fold::reference(&draft.number);
    match foreign_seller(intake, draft) {
        Some(seller) => format!("{family}:{seller}:{number}"),
        None => format!("{family}:{number}"),
    }
}

fn foreign_seller(intake: &Intake<'_, '_>, draft: &InvoiceDraft) -> Option<String> {
    let seller = &draft.seller;
    let id =
        seller.siren.clone().or_else(|| seller.vat_id.clone()).or_else(|| seller.name.as_deref().map(fold::words))?;
    let ours = intake.company.siren.as_deref() == Some(id.as_str())
        || intake.company.vat_id.as_deref() == Some(id.as_str())
        || fold::words(&intake.company.name) == fold::words(seller.name.as_deref().unwrap_or(""));
    (!ours).then_some(id)
}

fn is_credit(draft: &InvoiceDraft) -> bool {
    draft.kind == InvoiceKind::CreditNote
}

/// What may not differ between two sightings of a document. Ledgers know less and are compared on the amount alone.
pub(super) fn content_of(draft: &InvoiceDraft) -> String {
    format!("doc:{}:{}:{}", draft.issued_on, draft.gross.get(), draft.currency)
}

/// Drafts that contradict what is in the books, as problems that say both sides.
pub(super) fn conflicts(intake: &Intake<'_, '_>, books: &mut dyn Books, reading: &Reading) -> AppResult<Vec<Problem>> {
    let mut problems = Vec::new();
    for chunk in reading.invoices.chunks(CHUNK) {
        let known = known(intake, books, chunk)?;
        for draft in chunk {
            let Some(before) = known.get(&key_of(intake, draft)) else { continue };
            if !same_document(before, draft) {
                let what = format!(
                    "{} est déjà connue avec un autre contenu : {} du {} au lieu de {} du {}",
                    draft.number,
                    fr::money(before.gross.abs(), draft.currency),
                    fr::date_short(before.issued_on),
                    fr::money(draft.gross.abs(), draft.currency),
                    fr::date_short(draft.issued_on)
                );
                let mut problem =
                    conflict(what, "vérifiez laquelle est la bonne ; celle qui est enregistrée n’a pas été touchée.");
                problem.place.line = draft.line;
                problems.push(problem);
            }
        }
    }
    Ok(problems)
}

fn known(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    drafts: &[InvoiceDraft],
) -> AppResult<HashMap<String, KnownInvoice>> {
    let keys: Vec<String> = drafts.iter().map(|d| key_of(intake, d)).collect();
    let rows = books.known_invoices(intake.company.id, &keys)?;
    Ok(rows.into_iter().map(|k| (k.key.clone(), k)).collect())
}

fn same_document(before: &KnownInvoice, draft: &InvoiceDraft) -> bool {
    before.content_hash == content_of(draft)
        || (before.content_hash.starts_with("led:") && before.gross.abs() == draft.gross.abs())
}

pub(super) fn take(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    drafts: &[InvoiceDraft],
    source: SourceId,
    parties: &mut PartyResolver<'_>,
    report: &mut FileReport,
) -> AppResult<()> {
    let mut tally = Tally::default();
    for chunk in drafts.chunks(CHUNK) {
        let known = known(intake, books, chunk)?;
        let mut batch = Batch::default();
        for draft in chunk {
            match known.get(&key_of(intake, draft)) {
                Some(before) => sighted_again(intake, books, before, draft, source, &mut batch, report)?,
                None => batch.add(intake, books, draft, source, parties, &mut tally)?,
            }
        }
        books.insert_invoices(&batch.invoices)?;
        books.insert_payments(&batch.payments)?;
        books.insert_allocations(&batch.allocations)?;
        report.payments += batch.payments.len() as u64;
        report.created += batch.payments.len() as u64;
    }
    report.customers += parties.created;
    report.invoices += tally.invoices.count;
    report.credit_notes += tally.credits.count;
    report.created += tally.invoices.count + tally.credits.count;
    tally.note(intake, books, source)
}

#[derive(Default)]
struct Batch {
    invoices: Vec<InvoiceRecord>,
    payments: Vec<PaymentRecord>,
    allocations: Vec<AllocationRecord>,
    keys: HashMap<String, ()>,
}

impl Batch {
    fn add(
        &mut self,
        intake: &Intake<'_, '_>,
        books: &mut dyn Books,
        draft: &InvoiceDraft,
        source: SourceId,
        parties: &mut PartyResolver<'_>,
        tally: &mut Tally,
    ) -> AppResult<()> {
        let key = key_of(intake, draft);
        if self.keys.insert(key.clone(), ()).is_some() {
            return Ok(());
        }
        let kind = kind_of(draft);
        let (party, terms) = parties.resolve(books, &draft.buyer, kind, false)?;
        let invoice = record(intake, draft, key, party, terms.as_deref(), source)?;
        tally.count(&invoice)?;
        self.settled_part(intake, draft, &invoice, source)?;
        self.invoices.push(invoice);
        Ok(())
    }

    /// What a table says is already paid becomes a payment of its own, dated as the table says or as the invoice:
    /// the earliest possible day never claims interest on money that may have been there.
    fn settled_part(
        &mut self,
        intake: &Intake<'_, '_>,
        draft: &InvoiceDraft,
        invoice: &InvoiceRecord,
        source: SourceId,
    ) -> AppResult<()> {
        let Some(outstanding) = draft.outstanding else { return Ok(()) };
        let paid = invoice.principal.sub(outstanding)?;
        if !paid.is_positive() || invoice.principal.is_negative() {
            return Ok(());
        }
        let on = draft.paid_on.unwrap_or(draft.issued_on);
        self.pay(intake, invoice.id, invoice, paid, on, source, format!("tab:{}:{}", invoice.key, paid.get()));
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn pay(
        &mut self,
        intake: &Intake<'_, '_>,
        id: InvoiceId,
        like: &InvoiceRecord,
        amount: Cents,
        on: base::Date,
        source: SourceId,
        key: String,
    ) {
        let at = intake.world.clock.now();
        let payment = PaymentRecord {
            id: intake.world.new_id(),
            company: intake.company.id,
            party: Some(like.party),
            source: Some(source),
            content_hash: format!("{}:{on}", amount.get()),
            key,
            received_on: on,
            amount,
            currency: like.currency,
            reference: like.number.clone(),
            origin: PaymentOrigin::Table,
            bank_line: None,
            recorded_at: at,
        };
        self.allocations.push(AllocationRecord {
            id: intake.world.new_id(),
            company: intake.company.id,
            invoice: id,
            payment: Some(payment.id),
            against: None,
            component: Component::Principal,
            amount,
            effective_on: on,
            basis: AllocationBasis::Table,
            reverses: None,
            recorded_at: at,
        });
        self.payments.push(payment);
    }
}

/// A document seen before: its due date may be better known now, and a table may say more of it was paid.
fn sighted_again(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    before: &KnownInvoice,
    draft: &InvoiceDraft,
    source: SourceId,
    batch: &mut Batch,
    report: &mut FileReport,
) -> AppResult<()> {
    report.already_known += 1;
    if let Some(due_on) = draft.due_on.filter(|_| before.due_basis != DueBasis::Stated) {
        books.insert_due_statement(&DueStatement {
            invoice: before.id,
            company: intake.company.id,
            due_on,
            basis: DueBasis::Stated,
            source: Some(source),
            recorded_at: intake.world.clock.now(),
        })?;
    }
    let Some(outstanding) = draft.outstanding.filter(|_| before.principal.is_positive()) else { return Ok(()) };
    let more_paid = before.outstanding.sub(outstanding)?;
    if more_paid.is_positive() {
        let Some(invoice) = books.invoice(before.id)? else { return Ok(()) };
        let on = draft.paid_on.unwrap_or(intake.world.today);
        let key = format!("tab:{}:{}", invoice.key, invoice.principal.sub(outstanding)?.get());
        batch.pay(intake, before.id, &invoice, more_paid, on, source, key);
    } else if more_paid.is_negative() {
        report.problems.push(older_list(before, draft));
    }
    Ok(())
}

fn older_list(before: &KnownInvoice, draft: &InvoiceDraft) -> Problem {
    let mut problem = Problem::warning(
        "older_outstanding",
        format!(
            "{} : la liste dit {} encore dus, les paiements enregistrés n’en laissent que {}",
            draft.number,
            fr::euros(draft.outstanding.unwrap_or_default()),
            fr::euros(before.outstanding)
        ),
        "la liste est sans doute plus ancienne ; rien n’a été changé.",
    );
    problem.place.line = draft.line;
    problem
}

fn kind_of(draft: &InvoiceDraft) -> Option<PartyKind> {
    draft.buyer.kind.and_then(PartyKind::parse)
}

fn record(
    intake: &Intake<'_, '_>,
    draft: &InvoiceDraft,
    key: String,
    party: base::id::PartyId,
    party_terms: Option<&str>,
    source: SourceId,
) -> AppResult<InvoiceRecord> {
    let (due_on, due_basis) = due::due_date(
        intake,
        draft.due_on,
        draft.payment_terms.as_deref(),
        party_terms,
        draft.issued_on,
        draft.delivered_on,
    )?;
    let principal = if is_credit(draft) { draft.amount_due.abs().neg()? } else { draft.amount_due };
    Ok(InvoiceRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        party,
        source: Some(source),
        key,
        content_hash: content_of(draft),
        number: draft.number.trim().to_string(),
        kind: kind_code(draft.kind).to_string(),
        issued_on: draft.issued_on,
        delivered_on: draft.delivered_on,
        currency: draft.currency,
        gross: draft.gross,
        principal,
        due_on,
        due_basis,
        payment_terms: draft.payment_terms.clone(),
        precedents: draft.precedents.iter().map(|p| p.number.clone()).collect(),
        order_reference: draft.order_reference.clone(),
        iban: draft.iban.clone(),
        validity: serde_json::to_string(&draft.validity).unwrap_or_else(|_| "[]".to_string()),
        known_on: intake.world.today,
        recorded_at: intake.world.clock.now(),
    })
}

fn kind_code(kind: InvoiceKind) -> &'static str {
    match kind {
        InvoiceKind::Invoice => "invoice",
        InvoiceKind::CreditNote => "credit_note",
        InvoiceKind::DownPayment => "down_payment",
        InvoiceKind::Corrective => "corrective",
    }
}

/// Counts what one file brought, for its journal lines.
#[derive(Default)]
pub(super) struct Tally {
    invoices: Counted,
    credits: Counted,
}

#[derive(Default)]
struct Counted {
    count: u64,
    gross: Cents,
    first: String,
    last: String,
}

impl Counted {
    fn add(&mut self, invoice: &InvoiceRecord) -> AppResult<()> {
        if self.count == 0 {
            self.first = invoice.number.clone();
        }
        self.last = invoice.number.clone();
        self.count += 1;
        self.gross = self.gross.add(invoice.gross)?;
        Ok(())
    }
}

impl Tally {
    pub(super) fn count(&mut self, invoice: &InvoiceRecord) -> AppResult<()> {
        if invoice.principal.is_negative() { self.credits.add(invoice) } else { self.invoices.add(invoice) }
    }

    pub(super) fn counts(&self) -> (u64, u64) {
        (self.invoices.count, self.credits.count)
    }

    pub(super) fn note(&self, intake: &Intake<'_, '_>, books: &mut dyn Books, source: SourceId) -> AppResult<()> {
        let currency = base::Currency::EUR;
        let Tally { invoices: i, credits: c } = self;
        if i.count > 0 {
            let kind = JournalKind::InvoiceRecorded(InvoiceRecorded {
                count: i.count,
                gross_cents: i.gross,
                currency,
                first_number: i.first.clone(),
                last_number: i.last.clone(),
            });
            intake.world.note(books, intake.company.id, source, kind)?;
        }
        if c.count > 0 {
            let kind = JournalKind::CreditNoteRecorded(CreditNoteRecorded {
                count: c.count,
                gross_cents: c.gross,
                currency,
                first_number: c.first.clone(),
                last_number: c.last.clone(),
            });
            intake.world.note(books, intake.company.id, source, kind)?;
        }
        Ok(())
    }
}
