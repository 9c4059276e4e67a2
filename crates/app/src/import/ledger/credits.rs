//! Credits of a ledger: money received and documents in the debtor's favour, with what the ledger set them against.
//!
//! A credit known from an earlier export only gets what was lettered since. One that another source told of is not
//! recorded again.

use super::keys::account_key;
use super::records::{Giver, basis_of};
use super::{CHUNK, Posting};
use crate::error::AppResult;
use crate::import::report::FileReport;
use crate::ports::books::Books;
use crate::records::{AllocationBasis, PaymentOrigin, PaymentRecord};
use base::id::{InvoiceId, PartyId, PaymentId};
use base::{Cents, days_between};
use draft::{LedgerItem, LedgerItemKind, LedgerSettlement};
use std::collections::{HashMap, HashSet};

/// The bank and the ledger book the same money a few days apart.
const SAME_MONEY_DAYS: i64 = 5;

/// What a credit settles: the claim, how much, and how sure that is.
type Settles = Vec<(InvoiceId, Cents, AllocationBasis)>;

/// Payments of the customers that were in the books before.
#[derive(Default)]
struct Past {
    by_party: HashMap<PartyId, Vec<PaymentRecord>>,
    by_key: HashMap<String, PaymentId>,
    used: HashSet<PaymentId>,
}

impl Past {
    fn read(&mut self, books: &mut dyn Books, party: PartyId) -> AppResult<()> {
        if !self.by_party.contains_key(&party) {
            let payments = books.payments_of_party(party)?;
            self.by_key.extend(payments.iter().map(|p| (p.key.clone(), p.id)));
            self.by_party.insert(party, payments);
        }
        Ok(())
    }

    /// The same money as another source told it, each once.
    fn twin(&mut self, party: PartyId, item: &LedgerItem) -> bool {
        let (amount, on) = (item.amount.abs(), item.booked_on);
        let apart = |p: &PaymentRecord| days_between(p.received_on, on).abs();
        let same =
            |p: &&PaymentRecord| p.amount == amount && p.origin != PaymentOrigin::Ledger && apart(p) <= SAME_MONEY_DAYS;
        let all = self.by_party.get(&party).map_or(&[][..], Vec::as_slice);
        let free = all.iter().filter(same).filter(|p| !self.used.contains(&p.id));
        let Some(twin) = free.min_by_key(|p| (apart(p), p.id)).map(|p| p.id) else { return false };
        self.used.insert(twin)
    }
}

impl<'p> Posting<'p, '_> {
    pub(super) fn credits(&mut self, books: &mut dyn Books, report: &mut FileReport) -> AppResult<()> {
        let by_credit = self.settled_by_credit();
        let mut past = Past::default();
        for (at, item) in self.items(false) {
            let settles = self.settles(&by_credit, at);
            let customer = self.customer(item)?;
            if customer.is_old {
                past.read(books, customer.id)?;
            }
            let is_money = matches!(item.kind, LedgerItemKind::Payment | LedgerItemKind::Advance);
            let is_new = if is_money {
                self.money(books, at, item, customer.id, settles, &mut past)?
            } else {
                self.credit_document(books, at, item, customer.id, settles)?
            };
            match (is_new, is_money) {
                (false, _) => report.already_known += 1,
                (true, true) => {
                    report.payments += 1;
                    report.created += 1;
                }
                (true, false) => {}
            }
            if self.allocations.len() >= CHUNK {
                self.write_gathered(books)?;
            }
        }
        self.advances(books, report, &mut past)
    }

    /// The settlements in order of their credits.
    fn settled_by_credit(&self) -> Vec<&'p LedgerSettlement> {
        let mut by_credit: Vec<_> = self.ledger.settlements.iter().collect();
        by_credit.sort_by_key(|settlement| settlement.credit);
        by_credit
    }

    fn settles(&self, by_credit: &[&LedgerSettlement], credit: usize) -> Settles {
        let from = by_credit.partition_point(|s| s.credit < credit);
        let all = by_credit.get(from..).unwrap_or(&[]).iter().copied().take_while(|s| s.credit == credit);
        let one = |s: &LedgerSettlement| Some((*self.claim_of.get(&s.debit)?, s.amount, basis_of(s.confidence)));
        all.filter_map(one).collect()
    }

    /// Money received. What it leaves unused stands on account. `false` when it is in the books already.
    fn money(
        &mut self,
        books: &mut dyn Books,
        at: usize,
        item: &LedgerItem,
        party: PartyId,
        settles: Settles,
        past: &mut Past,
    ) -> AppResult<bool> {
        let key = self.key(at).map(|k| k.line).unwrap_or_default();
        if let Some(known) = past.by_key.get(&key).copied() {
            self.lettered_since(books, item, &account_key(&key), Giver::Payment(known), settles)?;
            return Ok(false);
        }
        let is_told = past.twin(party, item);
        let (rest, absorbed) = self.not_in_the_books(books, settles)?;
        if is_told || absorbed == item.amount.abs() {
            return Ok(false);
        }
        let payment = self.payment(key, item, party, item.amount.abs().sub(absorbed)?);
        let giver = Giver::Payment(payment.id);
        if item.open.is_negative() {
            self.on_account(item, &payment, party)?;
        }
        self.payments.push(payment);
        for (claim, amount, basis) in rest {
            self.give(giver, claim, amount, item.booked_on, basis)?;
        }
        Ok(true)
    }

    /// What the payment leaves unused, as an item in the debtor's favour.
    fn on_account(&mut self, item: &LedgerItem, payment: &PaymentRecord, party: PartyId) -> AppResult<()> {
        let document = self.document(account_key(&payment.key), item, party, "on_account", Cents::ZERO);
        let giver = Some(Giver::Payment(payment.id));
        let unused = item.open.abs();
        let basis = AllocationBasis::LedgerLettering;
        self.allocations.push(self.allocation(document.id, unused, item.booked_on, basis, giver));
        self.invoices.push(document);
        Ok(())
    }

    /// A credit note, write-off or transfer. `false` when it is in the books already.
    fn credit_document(
        &mut self,
        books: &mut dyn Books,
        at: usize,
        item: &LedgerItem,
        party: PartyId,
        settles: Settles,
    ) -> AppResult<bool> {
        if let Some(known) = self.known_of(at, item).cloned() {
            self.lettered_since(books, item, &known.key, Giver::Document(known.id), settles)?;
            return Ok(false);
        }
        let (rest, absorbed) = self.not_in_the_books(books, settles)?;
        let principal = item.amount.add(absorbed)?;
        if principal.is_zero() {
            return Ok(false);
        }
        let kind = match item.kind {
            LedgerItemKind::CreditNote => "credit_note",
            LedgerItemKind::WriteOff => "write_off",
            LedgerItemKind::Transfer => "transfer",
            LedgerItemKind::Opening => "opening",
            _ => "credit",
        };
        let document = self.document(self.free_key(at), item, party, kind, principal);
        let giver = Giver::Document(document.id);
        self.tally.count(&document)?;
        self.invoices.push(document);
        for (claim, amount, basis) in rest {
            self.give(giver, claim, amount, item.booked_on, basis)?;
        }
        Ok(true)
    }

    /// The settlements less what other sources set on the same claims, and how much that was.
    fn not_in_the_books(&mut self, books: &mut dyn Books, settles: Settles) -> AppResult<(Settles, Cents)> {
        let (mut rest, mut absorbed) = (Settles::new(), Cents::ZERO);
        for (claim, amount, basis) in settles {
            let there = self.absorb(books, claim, amount)?;
            absorbed = absorbed.add(there)?;
            if there != amount {
                rest.push((claim, amount.sub(there)?, basis));
            }
        }
        Ok((rest, absorbed))
    }

    /// A credit known from before, then unused, and lettered since: what it has left settles its claims now.
    fn lettered_since(
        &mut self,
        books: &mut dyn Books,
        item: &LedgerItem,
        holder: &str,
        giver: Giver,
        settles: Settles,
    ) -> AppResult<()> {
        let known = books.known_invoices(self.intake.company.id, &[holder.to_string()])?;
        let Some(holder) = known.into_iter().next().filter(|h| h.outstanding.is_negative()) else { return Ok(()) };
        self.used_before.insert(holder.id);
        let mut free = holder.outstanding.abs().sub(item.open.abs())?;
        for (claim, amount, basis) in settles {
            if !free.is_positive() {
                break;
            }
            let given = given_already(books, claim, giver, holder.id)?;
            let missing = amount.sub(given)?.max(Cents::ZERO);
            let there = self.absorb(books, claim, missing)?;
            let usable = missing.sub(there)?.min(free);
            if usable.is_positive() {
                self.give(Giver::Document(holder.id), claim, usable, item.booked_on, basis)?;
                free = free.sub(usable)?;
            }
        }
        Ok(())
    }

    /// Advances received (4191): payments that nothing is set on yet. Their use is the invoice's own affair.
    fn advances(&mut self, books: &mut dyn Books, report: &mut FileReport, past: &mut Past) -> AppResult<()> {
        let ledger = self.ledger;
        let all = ledger.items.iter().enumerate();
        for (at, item) in all.filter(|(_, i)| i.is_advance() && i.open.is_negative()) {
            let customer = self.customer(item)?;
            past.read(books, customer.id)?;
            let key = self.key(at).map(|k| k.line).unwrap_or_default();
            if past.by_key.contains_key(&key) || past.twin(customer.id, item) {
                report.already_known += 1;
                continue;
            }
            self.payments.push(self.payment(key, item, customer.id, item.amount.abs()));
            report.payments += 1;
            report.created += 1;
        }
        Ok(())
    }
}

/// What this credit, itself or from its account, gave to the claim in earlier imports.
fn given_already(books: &mut dyn Books, claim: InvoiceId, giver: Giver, holder: InvoiceId) -> AppResult<Cents> {
    let all = books.allocations_of_invoice(claim)?;
    let mine =
        all.iter().filter(|a| a.against == Some(holder) || a.payment.is_some_and(|p| Giver::Payment(p) == giver));
    Ok(Cents::sum(mine.map(|a| a.amount))?)
}
