//! An accounting export to facts: each claim once, under its number, with the payments and credits the ledger set on it.
//!
//! A claim moved to doubtful accounts, or reopened by a rejected payment, goes on as the same receivable. What a credit
//! leaves unused is kept "on account": an item in the debtor's favour, so that the sum always is the ledger's balance.

use super::invoices::Tally;
use super::parties::PartyResolver;
use super::report::FileReport;
use super::{Intake, conflict, due};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{
    AllocationBasis, AllocationRecord, Component, InvoiceRecord, KnownInvoice, PaymentOrigin, PaymentRecord,
};
use base::id::{InvoiceId, PartyId, PaymentId, SourceId};
use base::{Cents, Currency, Date, fold, fr};
use domain::facts::DueBasis;
use draft::{Confidence, LedgerDraft, LedgerItem, LedgerItemKind, PartyDraft};
use std::collections::{HashMap, HashSet};

const CHUNK: usize = 1_000;

pub(super) fn take(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    ledger: &LedgerDraft,
    source: SourceId,
    parties: &mut PartyResolver<'_>,
    report: &mut FileReport,
) -> AppResult<()> {
    let mut posting = Posting::new(intake, ledger, source);
    posting.parties(books, parties)?;
    posting.look_up(books)?;
    posting.claims(books, report)?;
    posting.credits(books, report)?;
    posting.settlements(books)?;
    posting.write(books)?;
    report.customers += parties.created;
    let (invoices, credits) = posting.tally.counts();
    report.invoices += invoices;
    report.credit_notes += credits;
    report.created += invoices + credits;
    if let Some(until) = ledger.bank_known_until {
        books.insert_ledger_horizon(intake.company.id, source, until, intake.world.clock.now())?;
    }
    posting.tally.note(intake, books, source)
}

/// What a ledger credit became.
#[derive(Clone, Copy)]
enum Credit {
    /// Money received, new with this file.
    Payment(PaymentId),
    /// A credit note, write-off or transfer, as a document in the debtor's favour.
    Document(InvoiceId),
    /// Known from before: its settlements are already in the books.
    Known,
}

struct Posting<'p, 'i> {
    intake: &'p Intake<'i, 'i>,
    ledger: &'p LedgerDraft,
    source: SourceId,
    party_of: HashMap<&'p str, (PartyId, Option<String>)>,
    keys: Vec<String>,
    known: HashMap<String, KnownInvoice>,
    claim_of: HashMap<usize, InvoiceId>,
    credit_of: HashMap<usize, Credit>,
    invoices: Vec<InvoiceRecord>,
    payments: Vec<PaymentRecord>,
    allocations: Vec<AllocationRecord>,
    tally: Tally,
}

impl<'p, 'i> Posting<'p, 'i> {
    fn new(intake: &'p Intake<'i, 'i>, ledger: &'p LedgerDraft, source: SourceId) -> Self {
        Posting {
            intake,
            ledger,
            source,
            party_of: HashMap::new(),
            keys: keys_of(&ledger.items),
            known: HashMap::new(),
            claim_of: HashMap::new(),
            credit_of: HashMap::new(),
            invoices: Vec::new(),
            payments: Vec::new(),
            allocations: Vec::new(),
            tally: Tally::default(),
        }
    }

    fn parties(&mut self, books: &mut dyn Books, parties: &mut PartyResolver<'_>) -> AppResult<()> {
        for party in &self.ledger.parties {
            let draft =
                PartyDraft { name: Some(party.name.clone()), code: Some(party.code.clone()), ..PartyDraft::default() };
            let found = parties.resolve(books, &draft, None, party.is_pseudo)?;
            self.party_of.insert(&party.code, found);
        }
        Ok(())
    }

    fn look_up(&mut self, books: &mut dyn Books) -> AppResult<()> {
        for chunk in self.keys.chunks(CHUNK) {
            for known in books.known_invoices(self.intake.company.id, chunk)? {
                self.known.insert(known.key.clone(), known);
            }
        }
        Ok(())
    }

    /// Debits: new receivables, known ones, and those that carry an earlier one on.
    fn claims(&mut self, books: &mut dyn Books, report: &mut FileReport) -> AppResult<()> {
        for (at, item) in self.ledger.items.iter().enumerate().filter(|(_, i)| i.amount.is_positive()) {
            if let Some(earlier) = item.continues.and_then(|c| self.claim_of.get(&c)).copied() {
                self.claim_of.insert(at, earlier);
                if !self.is_reopened_already(books, earlier, item)? {
                    self.allocate(earlier, item.amount.neg()?, item.booked_on, AllocationBasis::Reversal, None, None);
                }
                continue;
            }
            if let Some(known) = self.keys.get(at).and_then(|k| self.known.get(k)) {
                report.already_known += 1;
                self.claim_of.insert(at, known.id);
                if known.gross.abs() != item.amount && item.kind != LedgerItemKind::Opening && known.kind != "opening" {
                    report.problems.push(other_amount(known, item));
                }
                continue;
            }
            let invoice = self.claim(at, item)?;
            self.claim_of.insert(at, invoice.id);
            self.tally.count(&invoice)?;
            self.invoices.push(invoice);
        }
        Ok(())
    }

    /// The reopening of a claim that was known before this file is only recorded once.
    fn is_reopened_already(&self, books: &mut dyn Books, claim: InvoiceId, item: &LedgerItem) -> AppResult<bool> {
        if self.invoices.iter().any(|i| i.id == claim) {
            return Ok(false);
        }
        let reopened = item.amount.neg()?;
        Ok(books
            .allocations_of_invoice(claim)?
            .iter()
            .any(|a| a.basis == AllocationBasis::Reversal && a.amount == reopened && a.effective_on == item.booked_on))
    }

    fn claim(&self, at: usize, item: &LedgerItem) -> AppResult<InvoiceRecord> {
        let issued_on = item.piece_on.unwrap_or(item.booked_on);
        let (party, terms) = self.party(item)?;
        let (due_on, due_basis) = due::due_date(self.intake, None, None, terms.as_deref(), issued_on, None)?;
        let kind = match item.kind {
            LedgerItemKind::Opening => "opening",
            LedgerItemKind::Retention => "retention",
            _ => "invoice",
        };
        Ok(InvoiceRecord { due_on, due_basis, ..self.document(at, item, party, kind, item.amount) })
    }

    fn document(&self, at: usize, item: &LedgerItem, party: PartyId, kind: &str, principal: Cents) -> InvoiceRecord {
        let issued_on = item.piece_on.unwrap_or(item.booked_on);
        InvoiceRecord {
            id: self.intake.world.new_id(),
            company: self.intake.company.id,
            party,
            source: Some(self.source),
            key: self.keys.get(at).cloned().unwrap_or_default(),
            content_hash: format!("led:{issued_on}:{}", principal.get()),
            number: if item.reference.is_empty() { item.label.clone() } else { item.reference.clone() },
            kind: kind.to_string(),
            issued_on,
            delivered_on: None,
            currency: Currency::EUR,
            gross: principal.abs(),
            principal,
            due_on: issued_on,
            due_basis: DueBasis::Stated,
            payment_terms: None,
            precedents: Vec::new(),
            order_reference: None,
            iban: None,
            validity: "[]".to_string(),
            known_on: self.intake.world.today,
            recorded_at: self.intake.world.clock.now(),
        }
    }

    fn party(&self, item: &LedgerItem) -> AppResult<(PartyId, Option<String>)> {
        self.party_of.get(item.party.as_str()).cloned().ok_or_else(|| {
            crate::error::AppError::Broken(format!("ligne {} : client {} absent du plan", item.line, item.party))
        })
    }

    fn credits(&mut self, books: &mut dyn Books, report: &mut FileReport) -> AppResult<()> {
        let mut twins: HashSet<PaymentId> = HashSet::new();
        for (at, item) in self.ledger.items.iter().enumerate().filter(|(_, i)| i.amount.is_negative()) {
            let money = matches!(item.kind, LedgerItemKind::Payment | LedgerItemKind::Advance) || item.is_advance();
            let credit =
                if money { self.payment(books, at, item, &mut twins)? } else { self.credit_document(at, item)? };
            match credit {
                Credit::Known => report.already_known += 1,
                Credit::Payment(_) => {
                    report.payments += 1;
                    report.created += 1;
                }
                Credit::Document(_) => {}
            }
            self.credit_of.insert(at, credit);
        }
        Ok(())
    }

    fn credit_document(&mut self, at: usize, item: &LedgerItem) -> AppResult<Credit> {
        if self.keys.get(at).is_some_and(|k| self.known.contains_key(k)) {
            return Ok(Credit::Known);
        }
        let (party, _) = self.party(item)?;
        let kind = match item.kind {
            LedgerItemKind::CreditNote => "credit_note",
            LedgerItemKind::WriteOff => "write_off",
            LedgerItemKind::Transfer => "transfer",
            _ => "credit",
        };
        let document = self.document(at, item, party, kind, item.amount);
        let id = document.id;
        self.tally.count(&document)?;
        self.invoices.push(document);
        Ok(Credit::Document(id))
    }

    /// Money received. What it leaves unused stands on account; the bank may have told us of it before.
    fn payment(
        &mut self,
        books: &mut dyn Books,
        at: usize,
        item: &LedgerItem,
        twins: &mut HashSet<PaymentId>,
    ) -> AppResult<Credit> {
        let (party, _) = self.party(item)?;
        let key = self.keys.get(at).cloned().unwrap_or_default();
        let amount = item.amount.abs();
        if books.payment_by_key(self.intake.company.id, &key)?.is_some() {
            return Ok(Credit::Known);
        }
        let twin = books.payment_like(self.intake.company.id, party, amount, item.booked_on)?;
        if twin.is_some_and(|t| t.origin == PaymentOrigin::Bank && twins.insert(t.id)) {
            return Ok(Credit::Known);
        }
        let payment = PaymentRecord {
            id: self.intake.world.new_id(),
            company: self.intake.company.id,
            party: Some(party),
            source: Some(self.source),
            content_hash: format!("led:{}:{}", item.booked_on, amount.get()),
            key: key.clone(),
            received_on: item.booked_on,
            amount,
            currency: Currency::EUR,
            reference: if item.reference.is_empty() { item.label.clone() } else { item.reference.clone() },
            origin: PaymentOrigin::Ledger,
            bank_line: None,
            recorded_at: self.intake.world.clock.now(),
        };
        let id = payment.id;
        self.payments.push(payment);
        if item.open.is_negative() {
            let mut on_account = self.document(at, item, party, "on_account", Cents::ZERO);
            on_account.key = format!("acc:{key}");
            let account = on_account.id;
            self.invoices.push(on_account);
            self.allocate(account, item.open.abs(), item.booked_on, AllocationBasis::LedgerLettering, Some(id), None);
        }
        Ok(Credit::Payment(id))
    }

    fn settlements(&mut self, books: &mut dyn Books) -> AppResult<()> {
        let ledger = self.ledger;
        for settlement in &ledger.settlements {
            let Some(item) = ledger.items.get(settlement.credit) else { continue };
            let Some(&claim) = self.claim_of.get(&settlement.debit) else { continue };
            let basis = basis_of(settlement.confidence);
            match self.credit_of.get(&settlement.credit) {
                Some(Credit::Payment(payment)) => {
                    self.allocate(claim, settlement.amount, item.booked_on, basis, Some(*payment), None);
                }
                Some(Credit::Document(document)) => {
                    let document = *document;
                    self.allocate(claim, settlement.amount, item.booked_on, basis, None, Some(document));
                    self.allocate(document, settlement.amount.neg()?, item.booked_on, basis, None, Some(claim));
                }
                Some(Credit::Known) => {
                    self.settle_from_account(books, settlement.credit, claim, settlement.amount, basis)?
                }
                None => {}
            }
        }
        Ok(())
    }

    /// A payment known from an earlier export, then on account, and lettered since: it now settles its invoice.
    fn settle_from_account(
        &mut self,
        books: &mut dyn Books,
        credit: usize,
        claim: InvoiceId,
        amount: Cents,
        basis: AllocationBasis,
    ) -> AppResult<()> {
        let Some(key) = self.keys.get(credit).map(|k| format!("acc:{k}")) else { return Ok(()) };
        let known = books.known_invoices(self.intake.company.id, &[key])?;
        let Some(account) = known.first().filter(|k| k.outstanding.is_negative()) else { return Ok(()) };
        let usable = amount.min(account.outstanding.abs());
        let on = self.ledger.items.get(credit).map_or(self.intake.world.today, |i| i.booked_on);
        self.allocate(claim, usable, on, basis, None, Some(account.id));
        self.allocate(account.id, usable.neg()?, on, basis, None, Some(claim));
        Ok(())
    }

    fn allocate(
        &mut self,
        invoice: InvoiceId,
        amount: Cents,
        on: Date,
        basis: AllocationBasis,
        payment: Option<PaymentId>,
        against: Option<InvoiceId>,
    ) {
        self.allocations.push(AllocationRecord {
            id: self.intake.world.new_id(),
            company: self.intake.company.id,
            invoice,
            payment,
            against,
            component: Component::Principal,
            amount,
            effective_on: on,
            basis,
            reverses: None,
            recorded_at: self.intake.world.clock.now(),
        });
    }

    fn write(&self, books: &mut dyn Books) -> AppResult<()> {
        for chunk in self.invoices.chunks(CHUNK) {
            books.insert_invoices(chunk)?;
        }
        for chunk in self.payments.chunks(CHUNK) {
            books.insert_payments(chunk)?;
        }
        for chunk in self.allocations.chunks(CHUNK) {
            books.insert_allocations(chunk)?;
        }
        Ok(())
    }
}

fn basis_of(confidence: Confidence) -> AllocationBasis {
    match confidence {
        Confidence::Ledger => AllocationBasis::LedgerLettering,
        Confidence::Reference => AllocationBasis::SameReference,
        Confidence::Amount => AllocationBasis::SameAmount,
        Confidence::Fifo => AllocationBasis::OldestFirst,
    }
}

/// A debit whose reference stands once in the file is known by that number, like the invoice itself; everything else by
/// what the line says and its rank among equal lines.
fn keys_of(items: &[LedgerItem]) -> Vec<String> {
    let mut claims: HashMap<String, u32> = HashMap::new();
    for item in items.iter().filter(|i| is_claim(i)) {
        *claims.entry(fold::reference(&item.reference)).or_insert(0) += 1;
    }
    let mut ranks: HashMap<String, u32> = HashMap::new();
    items
        .iter()
        .map(|item| {
            let number = fold::reference(&item.reference);
            if is_claim(item) && number.len() >= 3 && claims.get(&number) == Some(&1) {
                return format!("inv:{number}");
            }
            let line = format!("led:{}:{number}:{}:{}", item.party, item.booked_on, item.amount.get());
            let rank = ranks.entry(line.clone()).or_insert(0);
            *rank += 1;
            format!("{line}#{rank}")
        })
        .collect()
}

fn is_claim(item: &LedgerItem) -> bool {
    item.amount.is_positive() && item.continues.is_none()
}

fn other_amount(known: &KnownInvoice, item: &LedgerItem) -> draft::Problem {
    let what = format!(
        "{} vaut {} dans la comptabilité et {} sur la facture",
        item.reference,
        fr::euros(item.amount),
        fr::euros(known.gross.abs())
    );
    let mut problem =
        conflict(what, "vérifiez l’écriture ; la facture enregistrée n’a pas été touchée.").at_line(item.line);
    problem.severity = draft::Severity::Warning;
    problem
}
