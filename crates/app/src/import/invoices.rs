//! Invoice drafts to invoices: the same document twice is known, another content under the same key is a conflict.

use super::document::{self, Given, content_of, is_credit, key_of, key_of_year};
use super::parties::PartyResolver;
use super::repeated::repeated;
use super::report::FileReport;
use super::tally::Tally;
use super::{Intake, due, sighted};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{AllocationRecord, InvoiceRecord, KnownInvoice, PartyRecord, PaymentRecord};
use base::id::{InvoiceId, PartyId, SourceId};
use draft::{InvoiceDraft, InvoiceKind, Problem, Reading};
use std::collections::{HashMap, HashSet};

const CHUNK: usize = 1_000;
/// A list that contradicts the books everywhere is told by its first lines.
const MOST_CONFLICTS: usize = 100;

/// What the books have under the keys of these drafts, and of their number in other years under the key of the year.
pub(super) type Known = HashMap<String, KnownInvoice>;

pub(super) fn known(intake: &Intake<'_, '_>, books: &mut dyn Books, drafts: &[InvoiceDraft]) -> AppResult<Known> {
    let mut known = Known::new();
    for chunk in drafts.chunks(CHUNK) {
        let keys: Vec<String> = chunk.iter().map(|d| key_of(intake, d)).collect();
        let rows = books.known_invoices(intake.company.id, &keys)?;
        known.extend(rows.into_iter().map(|k| (k.key.clone(), k)));
    }
    for draft in drafts {
        let key = key_of(intake, draft);
        if known.get(&key).is_some_and(|k| !document::is_same(k, draft)) {
            for other in of_other_years(intake, books, &key, draft)? {
                known.entry(key_of_year(&key, other.issued_on.year())).or_insert(other);
            }
        }
    }
    Ok(known)
}

/// What else the books have under that number: of other years, or booked by a ledger.
fn of_other_years(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    key: &str,
    draft: &InvoiceDraft,
) -> AppResult<Vec<KnownInvoice>> {
    let of_year = key_of_year(key, 0);
    let of_year = of_year.trim_end_matches('0');
    let is_invoice = !is_credit(draft);
    let mut keys = Vec::new();
    for found in books.invoices_by_number(intake.company.id, &draft.number)? {
        let is_booked = found.key.starts_with("led:") && found.principal.is_positive() == is_invoice;
        if is_booked || found.key.starts_with(of_year) {
            keys.push(found.key);
        }
    }
    Ok(books.known_invoices(intake.company.id, &keys)?)
}

/// What the books have that is this document, or that contradicts it.
fn before<'k>(known: &'k Known, key: &str, draft: &InvoiceDraft) -> Option<&'k KnownInvoice> {
    let first = known.get(key)?;
    if document::is_same(first, draft) {
        return Some(first);
    }
    // A list may have a document on another side of the new year.
    let year = draft.issued_on.year();
    let others = [year, year - 1, year + 1].map(|y| known.get(&key_of_year(key, y)));
    let all = || std::iter::once(first).chain(others.into_iter().flatten());
    let contradicts = |k: &&KnownInvoice| !document::may_have_restarted(&draft.number, k.issued_on, draft.issued_on);
    all().find(|k| document::is_same(k, draft)).or_else(|| all().find(contradicts))
}

/// One document beside the books.
pub(super) enum Found {
    Nothing,
    Same(InvoiceId),
    /// Its number is that of another document, or of another customer's.
    Other(Problem),
}

/// Compares a document that a person typed with the books.
pub(super) fn compared(intake: &Intake<'_, '_>, books: &mut dyn Books, draft: &InvoiceDraft) -> AppResult<Found> {
    let known = known(intake, books, std::slice::from_ref(draft))?;
    let Some(before) = before(&known, &key_of(intake, draft), draft) else { return Ok(Found::Nothing) };
    if !document::is_same(before, draft) {
        return Ok(Found::Other(document::differs(before, draft, Given::Typed)));
    }
    let party = books.party(before.party)?;
    let chosen = intake.hand.and_then(|hand| hand.customer);
    let other = party.and_then(|party| match chosen {
        Some(id) if id == before.party => None,
        Some(_) => Some(document::is_of(&party, draft)),
        None => document::other_customer(before, &party, draft),
    });
    Ok(other.map_or(Found::Same(before.id), Found::Other))
}

/// A draft met earlier in the same file that this one repeats or contradicts.
fn earlier<'d>(met: &[&'d InvoiceDraft], draft: &InvoiceDraft) -> Option<&'d InvoiceDraft> {
    let restarted = |m: &&&InvoiceDraft| document::may_have_restarted(&draft.number, m.issued_on, draft.issued_on);
    met.iter().find(|m| !restarted(m)).copied()
}

/// The customers that the books have for these documents.
pub(super) fn customers(books: &mut dyn Books, known: &Known) -> AppResult<HashMap<PartyId, PartyRecord>> {
    let mut customers = HashMap::new();
    for invoice in known.values() {
        if !customers.contains_key(&invoice.party) {
            customers.extend(books.party(invoice.party)?.map(|p| (p.id, p)));
        }
    }
    Ok(customers)
}

/// Drafts that contradict the books or one another, as problems that say both sides.
pub(super) fn conflicts(
    intake: &Intake<'_, '_>,
    known: &Known,
    customers: &HashMap<PartyId, PartyRecord>,
    reading: &Reading,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut more = 0_u64;
    let twice = repeated(|| reading.invoices.iter().map(|d| key_of(intake, d)));
    let mut met: HashMap<String, Vec<&InvoiceDraft>> = HashMap::new();
    for draft in &reading.invoices {
        let key = key_of(intake, draft);
        let against_books = before(known, &key, draft).and_then(|k| {
            let party = customers.get(&k.party);
            let differs = (!document::is_same(k, draft)).then(|| document::differs(k, draft, Given::File));
            differs.or_else(|| party.and_then(|party| document::other_customer(k, party, draft)))
        });
        let found = match met.get(&key).and_then(|met| earlier(met, draft)) {
            Some(earlier) => against_books.or_else(|| document::differs_within(earlier, draft)),
            None => {
                if twice.contains(&key) {
                    met.entry(key).or_default().push(draft);
                }
                against_books
            }
        };
        match found {
            Some(problem) if problems.len() < MOST_CONFLICTS => problems.push(problem),
            Some(_) => more += 1,
            None => {}
        }
    }
    if more > 0 {
        let what =
            format!("et {} de même nature", base::fr::count(more, "autre contradiction", "autres contradictions"));
        problems.push(super::conflict(what, "corrigez d’abord celles qui précèdent."));
    }
    problems
}

/// What one file adds, written in batches.
#[derive(Default)]
pub(super) struct Batch {
    pub invoices: Vec<InvoiceRecord>,
    pub payments: Vec<PaymentRecord>,
    pub allocations: Vec<AllocationRecord>,
}

impl Batch {
    fn write(&mut self, books: &mut dyn Books, report: &mut FileReport) -> AppResult<()> {
        books.insert_invoices(&self.invoices)?;
        books.insert_payments(&self.payments)?;
        books.insert_allocations(&self.allocations)?;
        report.payments += self.payments.len() as u64;
        report.created += self.payments.len() as u64;
        *self = Batch::default();
        Ok(())
    }
}

pub(super) fn take(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    drafts: &[InvoiceDraft],
    known: &Known,
    source: SourceId,
    parties: &mut PartyResolver<'_, '_>,
    report: &mut FileReport,
) -> AppResult<()> {
    let mut tally = Tally::default();
    let mut batch = Batch::default();
    let mut met: HashSet<String> = HashSet::new();
    // Known documents first: they tell whose the new ones are.
    for draft in drafts {
        let key = key_of(intake, draft);
        if let Some(before) = before(known, &key, draft) {
            report.already_known += 1;
            report.problems.extend(parties.recognise(books, before, &draft.buyer)?);
            if met.insert(before.key.clone()) {
                sighted::again(intake, books, before, draft, source, &mut batch, report)?;
            }
        }
    }
    batch.write(books, report)?;
    let twice = repeated(|| drafts.iter().map(|d| key_of(intake, d)));
    let mut new: HashMap<String, Vec<&InvoiceDraft>> = HashMap::new();
    for draft in drafts {
        let mut key = key_of(intake, draft);
        if before(known, &key, draft).is_some() {
            continue;
        }
        let alike = new.get(&key).map_or(&[][..], Vec::as_slice);
        if earlier(alike, draft).is_some() {
            report.already_known += 1;
            continue;
        }
        let is_taken = known.contains_key(&key) || !alike.is_empty();
        if twice.contains(&key) {
            new.entry(key.clone()).or_default().push(draft);
        }
        if is_taken {
            key = key_of_year(&key, draft.issued_on.year());
        }
        let party = parties.resolve(books, &draft.buyer, false)?;
        let invoice = record(intake, draft, key, party.id, party.payment_terms.as_deref(), source)?;
        tally.count(&invoice)?;
        sighted::settled_part(intake, draft, &invoice, source, &mut batch)?;
        batch.invoices.push(invoice);
        if batch.invoices.len() >= CHUNK {
            batch.write(books, report)?;
        }
    }
    batch.write(books, report)?;
    report.customers += parties.created;
    let (invoices, credits) = tally.counts();
    report.invoices += invoices;
    report.credit_notes += credits;
    report.created += invoices + credits;
    tally.note(intake, books, source)
}

fn record(
    intake: &Intake<'_, '_>,
    draft: &InvoiceDraft,
    key: String,
    party: PartyId,
    party_terms: Option<&str>,
    source: SourceId,
) -> AppResult<InvoiceRecord> {
    let (due_on, due_basis) = due::of_draft(intake, draft, party_terms)?;
    let principal = if is_credit(draft) { draft.amount_due.abs().neg()? } else { draft.amount_due };
    Ok(InvoiceRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        party,
        source: Some(source),
        key,
        content_hash: content_of(draft),
        number: draft.number.trim().to_string(),
        kind: kind_code(draft).to_string(),
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

fn kind_code(draft: &InvoiceDraft) -> &'static str {
    match draft.kind {
        _ if is_credit(draft) => "credit_note",
        InvoiceKind::Invoice | InvoiceKind::CreditNote => "invoice",
        InvoiceKind::DownPayment => "down_payment",
        InvoiceKind::Corrective => "corrective",
    }
}
