//! What makes a customer's balance on each side, as events that can be set against one another.

use super::compare::{Event, culprits};
use super::{Row, opens_on};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{AllocationBasis, AllocationRecord, Component, Culprit, CulpritKind, OurDocument};
use base::id::{InvoiceId, PaymentId};
use base::{Cents, Date, fold, fr};
use draft::{LedgerDraft, LedgerItem, LedgerItemKind};
use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) struct Sides<'s> {
    /// By code of the customer.
    items: HashMap<&'s str, Vec<&'s LedgerItem>>,
    opens_on: Option<Date>,
    as_of: Date,
    lost: &'s HashSet<InvoiceId>,
}

impl<'s> Sides<'s> {
    pub fn of(ledger: &'s LedgerDraft, as_of: Date, lost: &'s HashSet<InvoiceId>) -> Sides<'s> {
        let mut items: HashMap<&str, Vec<&LedgerItem>> = HashMap::new();
        for item in &ledger.items {
            items.entry(&item.party).or_default().push(item);
        }
        Sides { items, opens_on: opens_on(ledger), as_of, lost }
    }

    pub fn culprits(&self, books: &mut dyn Books, row: &Row) -> AppResult<Vec<Culprit>> {
        let opens_on = self.opens_on;
        let ledger = self.of_ledger(row, opens_on)?;
        let ours = match row.party {
            Some(party) => {
                let documents = books.documents_of_party(party, self.as_of)?;
                let ids: Vec<InvoiceId> = documents.iter().map(|d| d.id).collect();
                let sets = books.allocations_of_invoices(&ids)?;
                self.of_ours(books, &documents, &sets, opens_on)?
            }
            None => Vec::new(),
        };
        Ok(culprits(ledger, ours, row.ours.sub(row.ledger)?)?)
    }

    fn of_ledger(&self, row: &Row, opens_on: Option<Date>) -> AppResult<Vec<Event>> {
        let mut opening = Cents::ZERO;
        let mut events: BTreeMap<(CulpritKind, String), Event> = BTreeMap::new();
        let items = row.codes.iter().filter_map(|code| self.items.get(code.as_str()));
        for item in items.flatten().filter(|item| !item.is_advance()) {
            let (kind, key) = match item.kind {
                LedgerItemKind::Opening => {
                    opening = opening.add(item.amount)?;
                    continue;
                }
                LedgerItemKind::Invoice | LedgerItemKind::CreditNote | LedgerItemKind::Retention => {
                    (CulpritKind::Document, document_key(item))
                }
                // Both lines of a transfer are this customer's: together they are nothing.
                LedgerItemKind::Transfer | LedgerItemKind::Other => (CulpritKind::Rest, String::new()),
                LedgerItemKind::WriteOff => (CulpritKind::WriteOff, format!("{}", item.line)),
                LedgerItemKind::Payment | LedgerItemKind::Advance | LedgerItemKind::UnpaidOrRefund => {
                    (CulpritKind::Payment, format!("{}#{}", item.entry, item.amount.is_negative()))
                }
            };
            let new = || Event {
                kind,
                key: key.clone(),
                label: words(item),
                on: Some(item.booked_on),
                invoice: None,
                amount: Cents::ZERO,
                whole: None,
            };
            let event = events.entry((kind, key.clone())).or_insert_with(new);
            event.amount = event.amount.add(item.amount)?;
        }
        let mut events: Vec<Event> = events.into_values().collect();
        events.extend(opens_on.map(|on| carried(on, opening)));
        Ok(events)
    }

    fn of_ours(
        &self,
        books: &mut dyn Books,
        documents: &[OurDocument],
        sets: &[AllocationRecord],
        opens_on: Option<Date>,
    ) -> AppResult<Vec<Event>> {
        let mut sums = Sums { opens_on, opening: Cents::ZERO, events: BTreeMap::new() };
        for document in documents {
            let event = Event {
                kind: CulpritKind::Document,
                key: fold::reference(&document.number),
                label: document.number.clone(),
                on: Some(document.issued_on),
                invoice: Some(document.id),
                amount: document.principal,
                whole: None,
            };
            sums.add(event, document.kind == "opening")?;
        }
        let mut left: BTreeMap<InvoiceId, Cents> = documents.iter().map(|d| (d.id, d.principal)).collect();
        let counted = |s: &&AllocationRecord| s.component == Component::Principal && s.effective_on <= self.as_of;
        for set in sets.iter().filter(counted) {
            if let Some(left) = left.get_mut(&set.invoice) {
                *left = left.sub(set.amount)?;
            }
            // What one document gives, another takes.
            if is_waived(set, sets) {
                let document = documents.iter().find(|d| d.id == set.invoice);
                sums.add(waiver(set, document.map_or("", |d| d.number.as_str()))?, false)?;
            } else if set.against.is_none() {
                sums.add(payment(books, set)?, is_cover(set, opens_on))?;
            }
        }
        for (id, amount) in left.into_iter().filter(|(id, left)| self.lost.contains(id) && !left.is_zero()) {
            let document = documents.iter().find(|d| d.id == id);
            let label = document.map(|d| d.number.clone()).unwrap_or_default();
            let (kind, key) = (CulpritKind::WriteOff, id.to_string());
            let event =
                Event { kind, key, label, on: Some(self.as_of), invoice: Some(id), amount: amount.neg()?, whole: None };
            sums.add(event, false)?;
        }
        let mut events: Vec<Event> = sums.events.into_values().collect();
        events.extend(opens_on.map(|on| carried(on, sums.opening)));
        Ok(events)
    }
}

/// Our events, those of before the ledger's year together.
struct Sums {
    opens_on: Option<Date>,
    opening: Cents,
    events: BTreeMap<(CulpritKind, String), Event>,
}

impl Sums {
    fn add(&mut self, event: Event, is_opening: bool) -> AppResult<()> {
        let is_before = self.opens_on.is_some_and(|on| is_opening || event.on.is_some_and(|day| day < on));
        if is_before {
            self.opening = self.opening.add(event.amount)?;
            return Ok(());
        }
        let amount = event.amount;
        let sum = self.events.entry((event.kind, event.key.clone())).or_insert(Event { amount: Cents::ZERO, ..event });
        sum.amount = sum.amount.add(amount)?;
        Ok(())
    }
}

fn payment(books: &mut dyn Books, set: &AllocationRecord) -> AppResult<Event> {
    let record = set.payment.map(|id: PaymentId| books.payment(id)).transpose()?.flatten();
    let whose = set.payment.map_or_else(|| set.id.to_string(), |id| id.to_string());
    let is_back = set.amount.is_negative();
    let label = record.as_ref().map_or("écriture sans paiement", |p| p.reference.as_str()).trim();
    Ok(Event {
        kind: CulpritKind::Payment,
        key: format!("{whose}#{is_back}#{}", set.effective_on),
        label: if label.is_empty() { format!("du {}", fr::date_short(set.effective_on)) } else { label.to_string() },
        on: Some(set.effective_on),
        invoice: None,
        amount: set.amount.neg()?,
        whole: record.map(|p| if is_back { Ok(p.amount) } else { p.amount.neg() }).transpose()?,
    })
}

/// Given up by agreement, or owed again since that was taken back.
fn is_waived(set: &AllocationRecord, sets: &[AllocationRecord]) -> bool {
    let is_waiver = |s: &AllocationRecord| s.basis == AllocationBasis::Waiver;
    is_waiver(set) || set.reverses.is_some_and(|before| sets.iter().any(|s| s.id == before && is_waiver(s)))
}

fn waiver(set: &AllocationRecord, number: &str) -> AppResult<Event> {
    Ok(Event {
        kind: CulpritKind::Waiver,
        key: set.id.to_string(),
        label: number.to_string(),
        on: Some(set.effective_on),
        invoice: Some(set.invoice),
        amount: set.amount.neg()?,
        whole: None,
    })
}

/// An opening line is covered by the detail that it stood for.
fn is_cover(set: &AllocationRecord, opens_on: Option<Date>) -> bool {
    set.payment.is_none() && set.reverses.is_none() && Some(set.effective_on) == opens_on
}

fn carried(on: Date, amount: Cents) -> Event {
    Event {
        kind: CulpritKind::Opening,
        key: String::new(),
        label: format!("À-nouveau au {}", fr::date_short(on)),
        on: Some(on),
        invoice: None,
        amount,
        whole: None,
    }
}

fn document_key(item: &LedgerItem) -> String {
    let folded = fold::reference(&item.reference);
    if folded.is_empty() { format!("#{}", item.line) } else { folded }
}

fn words(item: &LedgerItem) -> String {
    let said = if item.reference.is_empty() { &item.label } else { &item.reference };
    format!("{said} (ligne {})", item.line)
}
