//! Debits of a ledger: new receivables, those the books know already, and those that carry an earlier one on.

use super::{CHUNK, Posting};
use crate::error::AppResult;
use crate::import::conflict;
use crate::import::document::currency_of;
use crate::import::report::FileReport;
use crate::ports::books::Books;
use crate::records::{AllocationBasis, KnownInvoice, PaymentRecord};
use base::id::InvoiceId;
use base::{Cents, Currency, Date, days_between, fr};
use draft::{LedgerItem, LedgerItemKind, Problem, Severity};
use std::collections::hash_map::Entry;

/// A number met again further away in time is another invoice: numberings may start again each year.
pub(in crate::import) const SAME_NUMBER_DAYS: i64 = 120;

/// So many contradictions may be slips, each told; more, when they are one in ten of what is shared, are another ledger.
const FEW: usize = 5;
const TOLERATED: usize = 10;
/// A ledger books what the bank did within so many days.
const BOOKED_WITHIN_DAYS: i64 = 15;

impl Posting<'_, '_> {
    pub(super) fn claims(&mut self, books: &mut dyn Books, report: &mut FileReport) -> AppResult<()> {
        for (at, item) in self.items(true) {
            if let Some(first) = self.parts.get(&at).and_then(|first| self.claim_of.get(first)).copied() {
                self.claim_of.insert(at, first);
                continue;
            }
            let whole = self.wholes.get(&at).cloned();
            let item = whole.as_ref().unwrap_or(item);
            if let Some(earlier) = item.continues.and_then(|c| self.claim_of.get(&c)).copied() {
                self.claim_of.insert(at, earlier);
                self.reopen(books, earlier, item)?;
            } else if let Some(known) = self.known_of(at, item).cloned() {
                self.met_again(books, at, item, &known, report)?;
            } else {
                let claim = self.claim(self.free_key(at), item)?;
                self.claim_of.insert(at, claim.id);
                self.tally.count(&claim)?;
                self.invoices.push(claim);
                if self.invoices.len() >= CHUNK {
                    self.write_documents(books)?;
                }
            }
        }
        Ok(())
    }

    /// The best key, unless the books have something else under it.
    pub(super) fn free_key(&self, at: usize) -> String {
        let Some(key) = self.key(at) else { return String::new() };
        if self.known.contains_key(&key.best) { key.line } else { key.best }
    }

    fn met_again(
        &mut self,
        books: &mut dyn Books,
        at: usize,
        item: &LedgerItem,
        known: &KnownInvoice,
        report: &mut FileReport,
    ) -> AppResult<()> {
        report.already_known += 1;
        self.claim_of.insert(at, known.id);
        self.old_claims.entry(known.id).or_insert(at);
        if contradicts(known, item) {
            report.problems.push(other_amount(known, item));
        }
        if item.kind == LedgerItemKind::Opening && known.kind != "opening" {
            self.paid_before(books, at, item, known)?;
        }
        Ok(())
    }

    /// A ledger that contradicts many of the invoices it shares with the books is not this company's, or not this year's.
    pub(in crate::import) fn contradiction(&self) -> Option<Problem> {
        let (mut shared, mut other) = (0_usize, Vec::new());
        for (at, item) in self.items(true).filter(|(_, i)| i.continues.is_none()) {
            let item = self.whole(at, item);
            let Some(known) = self.known_of(at, item) else { continue };
            shared += 1;
            if contradicts(known, item) {
                other.push(said(known, item));
            }
        }
        if other.len() < FEW || other.len() * TOLERATED < shared {
            return None;
        }
        let what = format!("{} factures connues ont un autre montant, par exemple {}", other.len(), other.first()?);
        let remedy =
            "vérifiez que cet export est bien celui de cette société et de cet exercice ; rien n’en a été pris.";
        Some(conflict(what, remedy))
    }

    /// An opening line says what was left of an invoice on its day: the rest had been paid, even if nobody told us when.
    fn paid_before(
        &mut self,
        books: &mut dyn Books,
        at: usize,
        item: &LedgerItem,
        known: &KnownInvoice,
    ) -> AppResult<()> {
        let Some(key) = self.key(at).map(|k| format!("bef:{}:{}", k.best, item.booked_on)) else { return Ok(()) };
        let paid = left_on_eve(books, known, item)?.sub(item.amount)?;
        if !paid.is_positive() || books.payment_by_key(self.intake.company.id, &key)?.is_some() {
            return Ok(());
        }
        let on = base::add_days(item.booked_on, -1).unwrap_or(item.booked_on);
        let payment = PaymentRecord { received_on: on, ..self.payment(key, item, known.party, paid) };
        let giver = super::records::Giver::Payment(payment.id);
        self.allocations.push(self.allocation(known.id, paid, on, AllocationBasis::Table, Some(giver)));
        self.payments.push(payment);
        Ok(())
    }

    /// The reopening of a claim that was known before this file is only recorded once, whoever told it first.
    fn reopen(&mut self, books: &mut dyn Books, claim: InvoiceId, item: &LedgerItem) -> AppResult<()> {
        let again = (item.amount.neg()?, item.booked_on);
        if self.old_claims.contains_key(&claim) {
            let past = match self.reopened.entry(claim) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => {
                    let all = books.allocations_of_invoice(claim)?;
                    let past = all.iter().filter(|a| a.basis == AllocationBasis::Reversal);
                    free.insert(past.map(|a| (a.amount, a.effective_on, a.payment.is_some())).collect())
                }
            };
            // The bank's own return of the money is booked in the ledger some days later.
            let is_near = |on| (0..=BOOKED_WITHIN_DAYS).contains(&days_between(on, again.1));
            let is_same = |(amount, on, by_bank): &(Cents, Date, bool)| {
                *amount == again.0 && (*on == again.1 || (*by_bank && is_near(*on)))
            };
            if let Some(met) = past.iter().position(is_same) {
                past.swap_remove(met);
                return Ok(());
            }
        }
        self.allocations.push(self.allocation(claim, again.0, again.1, AllocationBasis::Reversal, None));
        Ok(())
    }
}

/// Whether an opening line and one of another year carry the same claim: the later one is just what was left of the
/// earlier one on its eve. `settled` are the ledger's settlements of the line.
pub(super) fn carries_on(
    books: &mut dyn Books,
    known: &KnownInvoice,
    item: &LedgerItem,
    settled: impl Iterator<Item = (Date, Cents)>,
) -> AppResult<bool> {
    if known.kind != "opening" {
        return Ok(false);
    }
    if known.issued_on < item.booked_on {
        return Ok(left_on_eve(books, known, item)? == item.amount);
    }
    let before = Cents::sum(settled.filter(|(on, _)| *on < known.issued_on).map(|(_, amount)| amount))?;
    Ok(known.issued_on > item.booked_on && item.amount.sub(before)? == known.gross)
}

fn left_on_eve(books: &mut dyn Books, known: &KnownInvoice, item: &LedgerItem) -> AppResult<Cents> {
    let mut left = known.principal;
    for set in books.allocations_of_invoice(known.id)?.iter().filter(|a| a.effective_on < item.booked_on) {
        left = left.sub(set.amount)?;
    }
    Ok(left)
}

/// Whether a document of the books under the line's number can be what the line is about.
pub(super) fn could_be(known: &KnownInvoice, item: &LedgerItem) -> bool {
    let amount = item.amount.abs();
    let on = item.piece_on.unwrap_or(item.booked_on);
    let is_near = days_between(known.issued_on, on).abs() <= SAME_NUMBER_DAYS;
    match (item.kind == LedgerItemKind::Opening, known.kind == "opening") {
        _ if item.amount.is_negative() => is_near && known.gross.abs() == amount,
        (false, false) => is_near || known.issued_on == item.booked_on,
        // The year's detail of what a later opening carried.
        (false, true) => known.gross <= amount && item.booked_on < known.issued_on || known.issued_on == on,
        (true, false) => amount <= known.gross.abs() && known.issued_on <= item.booked_on,
        (true, true) => known.gross == amount && known.issued_on == on,
    }
}

/// The same day and amount, under a number that is not the line's alone.
pub(super) fn is_just(known: &KnownInvoice, item: &LedgerItem) -> bool {
    let days = [Some(item.booked_on), item.piece_on];
    known.gross.abs() == item.amount.abs() && days.contains(&Some(known.issued_on))
}

fn contradicts(known: &KnownInvoice, item: &LedgerItem) -> bool {
    let is_opening = item.kind == LedgerItemKind::Opening || known.kind == "opening";
    let is_comparable = !is_opening && currency_of(known) == Currency::EUR;
    is_comparable && known.gross.abs() != item.amount && known.principal != item.amount
}

fn said(known: &KnownInvoice, item: &LedgerItem) -> String {
    let (ledger, document) = (fr::euros(item.amount), fr::euros(known.gross.abs()));
    format!("{} vaut {ledger} dans la comptabilité et {document} dans les comptes", known.number)
}

fn other_amount(known: &KnownInvoice, item: &LedgerItem) -> Problem {
    let remedy = "vérifiez l’écriture ; la facture enregistrée n’a pas été touchée.";
    let mut problem = conflict(said(known, item), remedy).at_line(item.line);
    problem.severity = Severity::Warning;
    problem
}
