//! Debits of a ledger: new receivables, those the books know already, and those that carry an earlier one on.

use super::Posting;
use crate::error::AppResult;
use crate::import::conflict;
use crate::import::report::FileReport;
use crate::ports::books::Books;
use crate::records::{AllocationBasis, KnownInvoice, PaymentRecord};
use base::id::InvoiceId;
use base::{Cents, days_between, fr};
use draft::{LedgerItem, LedgerItemKind, Problem, Severity};
use std::collections::hash_map::Entry;

/// A number met again further away in time is another invoice: numberings may start again each year.
pub(in crate::import) const SAME_NUMBER_DAYS: i64 = 120;

impl Posting<'_, '_> {
    pub(super) fn claims(&mut self, books: &mut dyn Books, report: &mut FileReport) -> AppResult<()> {
        for (at, item) in self.items(true) {
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
            }
        }
        Ok(())
    }

    /// The best key, unless the books have something else under it.
    pub(super) fn free_key(&self, at: usize) -> String {
        let Some(key) = self.keys.get(at) else { return String::new() };
        if self.known.contains_key(&key.best) { key.line.clone() } else { key.best.clone() }
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
        let is_opening = item.kind == LedgerItemKind::Opening || known.kind == "opening";
        if !is_opening && known.gross.abs() != item.amount && known.principal != item.amount {
            report.problems.push(other_amount(known, item));
        }
        if item.kind == LedgerItemKind::Opening && known.kind != "opening" {
            self.paid_before(books, at, item, known)?;
        }
        Ok(())
    }

    /// An opening line says what was left of an invoice on its day: the rest had been paid, even if nobody told us when.
    fn paid_before(
        &mut self,
        books: &mut dyn Books,
        at: usize,
        item: &LedgerItem,
        known: &KnownInvoice,
    ) -> AppResult<()> {
        let Some(key) = self.keys.get(at).map(|k| format!("bef:{}:{}", k.best, item.booked_on)) else { return Ok(()) };
        let mut left = known.principal;
        for set in books.allocations_of_invoice(known.id)?.iter().filter(|a| a.effective_on < item.booked_on) {
            left = left.sub(set.amount)?;
        }
        let paid = left.sub(item.amount)?;
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

    /// The reopening of a claim that was known before this file is only recorded once.
    fn reopen(&mut self, books: &mut dyn Books, claim: InvoiceId, item: &LedgerItem) -> AppResult<()> {
        let again = (item.amount.neg()?, item.booked_on);
        if self.old_claims.contains_key(&claim) {
            let past = match self.reopened.entry(claim) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => {
                    let all = books.allocations_of_invoice(claim)?;
                    let past = all.iter().filter(|a| a.basis == AllocationBasis::Reversal && a.payment.is_none());
                    free.insert(past.map(|a| (a.amount, a.effective_on)).collect())
                }
            };
            if let Some(met) = past.iter().position(|p| *p == again) {
                past.swap_remove(met);
                return Ok(());
            }
        }
        self.allocations.push(self.allocation(claim, again.0, again.1, AllocationBasis::Reversal, None));
        Ok(())
    }
}

/// Whether a document of the books under the line's number can be what the line is about.
pub(super) fn could_be(known: &KnownInvoice, item: &LedgerItem) -> bool {
    let amount = item.amount.abs();
    let on = item.piece_on.unwrap_or(item.booked_on);
    let is_near = days_between(known.issued_on, on).abs() <= SAME_NUMBER_DAYS;
    match (item.kind == LedgerItemKind::Opening, known.kind == "opening") {
        (false, false) => is_near || known.issued_on == item.booked_on,
        // The year's detail of what a later opening carried.
        (false, true) => known.gross <= amount && item.booked_on < known.issued_on || known.issued_on == on,
        (true, false) => amount <= known.gross.abs() && known.issued_on <= item.booked_on,
        (true, true) => {
            known.gross == amount && known.issued_on == on || known.outstanding == amount && known.issued_on < on
        }
    }
}

fn other_amount(known: &KnownInvoice, item: &LedgerItem) -> Problem {
    let what = format!(
        "{} vaut {} dans la comptabilité et {} sur la facture",
        item.reference,
        fr::euros(item.amount),
        fr::euros(Cents::abs(known.gross))
    );
    let mut problem =
        conflict(what, "vérifiez l’écriture ; la facture enregistrée n’a pas été touchée.").at_line(item.line);
    problem.severity = Severity::Warning;
    problem
}
