//! The rows a ledger line becomes: a document, a payment, money set against a claim.

use super::Posting;
use crate::error::AppResult;
use crate::import::due;
use crate::records::{AllocationBasis, AllocationRecord, Component, InvoiceRecord, PaymentOrigin, PaymentRecord};
use base::id::{InvoiceId, PartyId, PaymentId, SourceId};
use base::{Cents, Currency, Date};
use domain::facts::DueBasis;
use draft::{Confidence, LedgerItem, LedgerItemKind};

/// Money, or a document in the debtor's favour, that settles a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Giver {
    Payment(PaymentId),
    Document(InvoiceId),
}

impl Posting<'_, '_> {
    /// A claim, due as the customer's terms or the law say: a ledger states no due date.
    pub(super) fn claim(&self, key: String, item: &LedgerItem) -> AppResult<InvoiceRecord> {
        let customer = self.customer(item)?;
        let kind = match item.kind {
            LedgerItemKind::Opening => "opening",
            LedgerItemKind::Retention => "retention",
            _ => "invoice",
        };
        let claim = self.document(key, item, customer.id, kind, item.amount);
        let terms = customer.payment_terms.as_deref();
        let (due_on, due_basis) = due::due_date(self.intake, None, None, terms, claim.issued_on, None)?;
        Ok(InvoiceRecord { due_on, due_basis, ..claim })
    }

    pub(super) fn document(
        &self,
        key: String,
        item: &LedgerItem,
        party: PartyId,
        kind: &str,
        principal: Cents,
    ) -> InvoiceRecord {
        let issued_on = item.piece_on.filter(|_| !key.starts_with("opn:")).unwrap_or(item.booked_on);
        InvoiceRecord {
            id: self.intake.world.new_id(),
            company: self.intake.company.id,
            party,
            source: self.source(item),
            key,
            content_hash: format!("led:{issued_on}:{}:EUR", principal.abs().get()),
            number: said(item),
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

    fn source(&self, item: &LedgerItem) -> Option<SourceId> {
        self.sources.as_ref().map(|sources| sources.of(item.booked_on))
    }

    pub(super) fn payment(&self, key: String, item: &LedgerItem, party: PartyId, amount: Cents) -> PaymentRecord {
        PaymentRecord {
            id: self.intake.world.new_id(),
            company: self.intake.company.id,
            party: Some(party),
            source: self.source(item),
            content_hash: format!("led:{}:{}", item.booked_on, item.amount.abs().get()),
            key,
            received_on: item.booked_on,
            amount,
            currency: Currency::EUR,
            reference: said(item),
            origin: PaymentOrigin::Ledger,
            bank_line: None,
            recorded_at: self.intake.world.clock.now(),
        }
    }

    pub(super) fn allocation(
        &self,
        invoice: InvoiceId,
        amount: Cents,
        on: Date,
        basis: AllocationBasis,
        giver: Option<Giver>,
    ) -> AllocationRecord {
        AllocationRecord {
            id: self.intake.world.new_id(),
            company: self.intake.company.id,
            invoice,
            payment: if let Some(Giver::Payment(id)) = giver { Some(id) } else { None },
            against: if let Some(Giver::Document(id)) = giver { Some(id) } else { None },
            component: Component::Principal,
            amount,
            effective_on: on,
            basis,
            reverses: None,
            recorded_at: self.intake.world.clock.now(),
        }
    }

    /// Sets money or a credit against a claim; a credit is used up by as much.
    pub(super) fn give(
        &mut self,
        giver: Giver,
        claim: InvoiceId,
        amount: Cents,
        on: Date,
        basis: AllocationBasis,
    ) -> AppResult<()> {
        self.allocations.push(self.allocation(claim, amount, on, basis, Some(giver)));
        if let Giver::Document(document) = giver {
            let used = self.allocation(document, amount.neg()?, on, basis, Some(Giver::Document(claim)));
            self.allocations.push(used);
        }
        Ok(())
    }
}

/// The line's number, or its words.
fn said(item: &LedgerItem) -> String {
    if item.reference.is_empty() { item.label.to_string() } else { item.reference.to_string() }
}

pub(super) fn basis_of(confidence: Confidence) -> AllocationBasis {
    match confidence {
        Confidence::Ledger => AllocationBasis::LedgerLettering,
        Confidence::Reference => AllocationBasis::SameReference,
        Confidence::Amount => AllocationBasis::SameAmount,
        Confidence::Fifo => AllocationBasis::OldestFirst,
    }
}
