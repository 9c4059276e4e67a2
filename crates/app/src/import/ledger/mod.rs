//! An accounting export to facts: each claim once, under its number, with the payments and credits the ledger set on it.
//!
//! A claim moved to doubtful accounts, or reopened by a rejected payment, goes on as the same receivable. What a credit
//! leaves unused is kept "on account": an item in the debtor's favour, so that the sum always is the ledger's balance.
//! Advances (4191) stay outside that balance, as in the ledger: they are payments that nothing is set on yet.

mod claims;
mod cover;
mod credits;
mod keys;
mod openings;
mod records;
mod who;

use super::Intake;
use super::parties::PartyResolver;
use super::report::FileReport;
use super::tally::Tally;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{AllocationRecord, InvoiceRecord, KnownInvoice, PaymentRecord};
use base::id::{InvoiceId, PartyId, SourceId};
pub(super) use claims::SAME_NUMBER_DAYS;
use draft::{LedgerDraft, LedgerItem};
use keys::LineKey;
use std::collections::HashMap;

const CHUNK: usize = 1_000;

pub(super) fn take(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    ledger: &LedgerDraft,
    source: SourceId,
    parties: &mut PartyResolver<'_, '_>,
    report: &mut FileReport,
) -> AppResult<()> {
    let mut posting = Posting::new(intake, ledger, source);
    posting.look_up(books)?;
    posting.parties(books, parties)?;
    posting.claims(books, report)?;
    posting.credits(books, report)?;
    posting.write(books)?;
    openings::reconcile(&posting, books, report)?;
    report.customers += parties.created;
    let (invoices, credits) = posting.tally.counts();
    report.invoices += invoices;
    report.credit_notes += credits;
    report.created += invoices + credits;
    posting.tally.note(intake, books, source)
}

/// One ledger on its way into the books.
struct Posting<'p, 'w> {
    intake: &'p Intake<'p, 'w>,
    ledger: &'p LedgerDraft,
    source: SourceId,
    keys: Vec<LineKey>,
    /// Documents of the books under one of the keys.
    known: HashMap<String, KnownInvoice>,
    party_of: HashMap<&'p str, Customer>,
    claim_of: HashMap<usize, InvoiceId>,
    /// Claims that were in the books before, with the line that names them.
    old_claims: HashMap<InvoiceId, usize>,
    /// What other sources already set on them, and the ledger sets again.
    cover: HashMap<InvoiceId, base::Cents>,
    /// Reopenings already in the books, each to be met once.
    reopened: HashMap<InvoiceId, Vec<(base::Cents, base::Date)>>,
    invoices: Vec<InvoiceRecord>,
    payments: Vec<PaymentRecord>,
    allocations: Vec<AllocationRecord>,
    tally: Tally,
}

/// A ledger's customer in the books.
#[derive(Clone)]
struct Customer {
    id: PartyId,
    payment_terms: Option<String>,
    /// Somebody whose facts may be in the books already.
    is_old: bool,
}

impl<'p, 'w> Posting<'p, 'w> {
    fn new(intake: &'p Intake<'p, 'w>, ledger: &'p LedgerDraft, source: SourceId) -> Self {
        let owner = ledger.siren.clone().filter(|s| intake.company.siren.as_deref().is_some_and(|ours| ours != s));
        let family = |family: &str, number: &str| match &owner {
            Some(siren) => format!("{family}:{siren}:{number}"),
            None => format!("{family}:{number}"),
        };
        Posting {
            intake,
            ledger,
            source,
            keys: keys::keys_of(&ledger.items, family),
            known: HashMap::new(),
            party_of: HashMap::new(),
            claim_of: HashMap::new(),
            old_claims: HashMap::new(),
            cover: HashMap::new(),
            reopened: HashMap::new(),
            invoices: Vec::new(),
            payments: Vec::new(),
            allocations: Vec::new(),
            tally: Tally::default(),
        }
    }

    fn look_up(&mut self, books: &mut dyn Books) -> AppResult<()> {
        let mut wanted: Vec<String> = Vec::with_capacity(self.keys.len());
        for key in &self.keys {
            wanted.push(key.best.clone());
            if key.best != key.line {
                wanted.push(key.line.clone());
            }
        }
        for chunk in wanted.chunks(CHUNK) {
            for known in books.known_invoices(self.intake.company.id, chunk)? {
                self.known.insert(known.key.clone(), known);
            }
        }
        Ok(())
    }

    /// The line's document in the books, if it can be the same.
    fn known_of(&self, at: usize, item: &LedgerItem) -> Option<&KnownInvoice> {
        let key = self.keys.get(at)?;
        let by_number = self.known.get(&key.best).filter(|k| key.best == key.line || claims::could_be(k, item));
        by_number.or_else(|| self.known.get(&key.line))
    }

    fn customer(&self, item: &LedgerItem) -> AppResult<Customer> {
        self.party_of
            .get(item.party.as_str())
            .cloned()
            .ok_or_else(|| AppError::Broken(format!("ligne {} : client {} absent du plan", item.line, item.party)))
    }

    /// Items of one sign, advances left out.
    fn items(&self, is_debit: bool) -> impl Iterator<Item = (usize, &'p LedgerItem)> + use<'p> {
        let all = self.ledger.items.iter().enumerate();
        all.filter(move |(_, i)| !i.is_advance() && !i.amount.is_zero() && i.amount.is_positive() == is_debit)
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
