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
use super::document::key_of_year;
use super::parties::PartyResolver;
use super::report::FileReport;
use super::sources::Sources;
use super::tally::Tally;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{AllocationRecord, InvoiceRecord, KnownInvoice, PaymentRecord};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date};
pub(super) use claims::SAME_NUMBER_DAYS;
use draft::{LedgerDraft, LedgerItem, LedgerItemKind};
use keys::{Keys, LineKey};
use std::collections::{HashMap, HashSet};

const CHUNK: usize = 1_000;

/// The ledger with what the books know of it; nothing is written yet.
pub(super) fn look_up<'p, 'w>(
    intake: &'p Intake<'p, 'w>,
    books: &mut dyn Books,
    ledger: &'p LedgerDraft,
) -> AppResult<Posting<'p, 'w>> {
    let mut posting = Posting::new(intake, ledger);
    posting.look_up(books)?;
    Ok(posting)
}

pub(super) fn take(
    mut posting: Posting<'_, '_>,
    books: &mut dyn Books,
    sources: Sources,
    parties: &mut PartyResolver<'_, '_>,
    report: &mut FileReport,
) -> AppResult<()> {
    let source = sources.whole();
    posting.sources = Some(sources);
    posting.parties(books, parties)?;
    posting.claims(books, report)?;
    posting.write_documents(books)?;
    posting.credits(books, report)?;
    posting.write_rest(books)?;
    openings::reconcile(&posting, books, report)?;
    report.customers += parties.created;
    let (invoices, credits) = posting.tally.counts();
    report.invoices += invoices;
    report.credit_notes += credits;
    report.created += invoices + credits;
    posting.tally.note(posting.intake, books, source)
}

/// One ledger on its way into the books.
pub(super) struct Posting<'p, 'w> {
    intake: &'p Intake<'p, 'w>,
    ledger: &'p LedgerDraft,
    sources: Option<Sources>,
    keys: Keys,
    /// Further instalments, each with the first line of its invoice.
    parts: HashMap<usize, usize>,
    /// First lines of such invoices, for the whole amount.
    wholes: HashMap<usize, LedgerItem>,
    /// Documents of the books under one of the keys.
    known: HashMap<String, KnownInvoice>,
    /// Opening lines that carry on an opening of the year before.
    carried_on: HashSet<usize>,
    party_of: HashMap<&'p str, Customer>,
    claim_of: HashMap<usize, InvoiceId>,
    /// Claims that were in the books before, with the line that names them.
    old_claims: HashMap<InvoiceId, usize>,
    /// What other sources already set on them, and the ledger sets again.
    cover: HashMap<InvoiceId, Cents>,
    /// Reopenings already in the books, each to be met once.
    /// Amount, day, and whether it is money that the bank, or a person, took back from a payment.
    reopened: HashMap<InvoiceId, Vec<(Cents, Date, bool)>>,
    invoices: Vec<InvoiceRecord>,
    payments: Vec<PaymentRecord>,
    allocations: Vec<AllocationRecord>,
    /// What is set on documents that the books knew before: written last.
    waiting: Vec<AllocationRecord>,
    /// Documents in the debtor's favour that the books knew before and this ledger uses up.
    used_before: HashSet<InvoiceId>,
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
    fn new(intake: &'p Intake<'p, 'w>, ledger: &'p LedgerDraft) -> Self {
        let owner = ledger.siren.clone().filter(|s| intake.company.siren.as_deref().is_some_and(|ours| ours != s));
        let parts = keys::instalments(&ledger.items);
        Posting {
            intake,
            ledger,
            sources: None,
            wholes: wholes(&ledger.items, &parts),
            keys: Keys::of(&ledger.items, &parts, owner),
            parts,
            known: HashMap::new(),
            carried_on: HashSet::new(),
            party_of: HashMap::new(),
            claim_of: HashMap::new(),
            old_claims: HashMap::new(),
            cover: HashMap::new(),
            reopened: HashMap::new(),
            invoices: Vec::new(),
            payments: Vec::new(),
            allocations: Vec::new(),
            waiting: Vec::new(),
            used_before: HashSet::new(),
            tally: Tally::default(),
        }
    }

    fn look_up(&mut self, books: &mut dyn Books) -> AppResult<()> {
        for (chunk, start) in self.ledger.items.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
            let mut wanted: Vec<String> = Vec::with_capacity(2 * chunk.len());
            for (item, at) in chunk.iter().zip(start..) {
                let Some(key) = self.key(at) else { continue };
                wanted.extend(of_year(&key, item));
                if key.best != key.line {
                    wanted.push(key.line);
                }
                wanted.push(key.best);
                wanted.extend(key.alike);
            }
            for known in books.known_invoices(self.intake.company.id, &wanted)? {
                self.known.insert(known.key.clone(), known);
            }
        }
        self.find_carried_on(books)
    }

    /// Opening lines whose claim the books know from the opening of another year.
    fn find_carried_on(&mut self, books: &mut dyn Books) -> AppResult<()> {
        let ledger = self.ledger;
        let openings = self.items(true).filter(|(_, i)| i.kind == LedgerItemKind::Opening);
        let known: Vec<_> =
            openings.filter_map(|(at, item)| Some((at, item, self.known.get(&self.key(at)?.best)?))).collect();
        let mut settled: HashMap<usize, Vec<(Date, Cents)>> = known.iter().map(|(at, ..)| (*at, Vec::new())).collect();
        for settlement in &ledger.settlements {
            let on = ledger.items.get(settlement.credit).map(|credit| credit.booked_on);
            if let (Some(of), Some(on)) = (settled.get_mut(&settlement.debit), on) {
                of.push((on, settlement.amount));
            }
        }
        let mut carried_on = HashSet::new();
        for (at, item, known) in known {
            let settled = settled.get(&at).into_iter().flatten().copied();
            if claims::carries_on(books, known, item, settled)? {
                carried_on.insert(at);
            }
        }
        self.carried_on = carried_on;
        Ok(())
    }

    /// The line's document in the books, if it can be the same.
    fn known_of(&self, at: usize, item: &LedgerItem) -> Option<&KnownInvoice> {
        if self.known.is_empty() {
            return None;
        }
        let key = &self.key(at)?;
        let by_number = self
            .known
            .get(&key.best)
            .filter(|k| key.best == key.line || self.carried_on.contains(&at) || claims::could_be(k, item));
        let by_year = || of_year(key, item).and_then(|k| self.known.get(&k)).filter(|k| claims::could_be(k, item));
        let by_line = || self.known.get(&key.line);
        let alike = || key.alike.iter().filter_map(|k| self.known.get(k)).find(|k| claims::is_just(k, item));
        by_number.or_else(by_year).or_else(by_line).or_else(alike)
    }

    fn customer(&self, item: &LedgerItem) -> AppResult<Customer> {
        self.party_of
            .get(item.party.as_str())
            .cloned()
            .ok_or_else(|| AppError::Broken(format!("ligne {} : client {} absent du plan", item.line, item.party)))
    }

    fn key(&self, at: usize) -> Option<LineKey> {
        self.keys.of_line(at, self.ledger.items.get(at)?)
    }

    /// The line, for its whole invoice where it is the first of several instalments.
    fn whole<'s>(&'s self, at: usize, item: &'s LedgerItem) -> &'s LedgerItem {
        self.wholes.get(&at).unwrap_or(item)
    }

    /// Items of one sign, advances left out.
    fn items(&self, is_debit: bool) -> impl Iterator<Item = (usize, &'p LedgerItem)> + use<'p> {
        let all = self.ledger.items.iter().enumerate();
        all.filter(move |(_, i)| !i.is_advance() && !i.amount.is_zero() && i.amount.is_positive() == is_debit)
    }

    /// Writes the documents made so far and forgets them: a ledger may be large.
    fn write_documents(&mut self, books: &mut dyn Books) -> AppResult<()> {
        for chunk in std::mem::take(&mut self.invoices).chunks(CHUNK) {
            books.insert_invoices(chunk)?;
        }
        Ok(())
    }

    /// Writes what has gathered, and forgets it. What is set on documents of before waits: until the end, the books are
    /// asked what they knew of those without this ledger.
    fn write_gathered(&mut self, books: &mut dyn Books) -> AppResult<()> {
        self.write_documents(books)?;
        for chunk in std::mem::take(&mut self.payments).chunks(CHUNK) {
            books.insert_payments(chunk)?;
        }
        let (waiting, ready): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.allocations).into_iter().partition(|set| self.is_on_old(set));
        self.waiting.extend(waiting);
        for chunk in ready.chunks(CHUNK) {
            books.insert_allocations(chunk)?;
        }
        Ok(())
    }

    fn write_rest(&mut self, books: &mut dyn Books) -> AppResult<()> {
        self.write_gathered(books)?;
        for chunk in std::mem::take(&mut self.waiting).chunks(CHUNK) {
            books.insert_allocations(chunk)?;
        }
        Ok(())
    }

    fn is_on_old(&self, set: &AllocationRecord) -> bool {
        let is_old = |id: &InvoiceId| self.old_claims.contains_key(id) || self.used_before.contains(id);
        is_old(&set.invoice) || set.against.as_ref().is_some_and(is_old)
    }
}

/// The key of the line's document where its number had served in another year.
fn of_year(key: &LineKey, item: &LedgerItem) -> Option<String> {
    let year = item.piece_on.unwrap_or(item.booked_on).year();
    (key.best != key.line).then(|| key_of_year(&key.best, year))
}

fn wholes(items: &[LedgerItem], parts: &HashMap<usize, usize>) -> HashMap<usize, LedgerItem> {
    let mut wholes: HashMap<usize, LedgerItem> = HashMap::new();
    for (part, first) in parts {
        let (Some(part), Some(item)) = (items.get(*part), items.get(*first)) else { continue };
        let whole = wholes.entry(*first).or_insert_with(|| item.clone());
        // A reader keeps amounts far below what would overflow; a sum that did would stay the first instalment.
        whole.amount = whole.amount.add(part.amount).unwrap_or(whole.amount);
        whole.open = whole.open.add(part.open).unwrap_or(whole.open);
    }
    wholes
}
