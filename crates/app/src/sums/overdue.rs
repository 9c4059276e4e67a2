//! The statements of sums of everything overdue in a company: the same law and the same facts as for one invoice, read page
//! by page, so that neither memory nor the number of questions grows with each invoice.

use super::{ORDER, given_up, notice_naming, regime_for, taken};
use crate::error::AppResult;
use crate::lawbook;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{ActRow, AllocationRecord, Company};
use crate::world::World;
use base::id::{InvoiceId, PartyId};
use base::{Date, RateBp};
use domain::facts::{DebtorFacts, DecisionKind, HoldKind, PartyKind, ReceivableFacts};
use law::LawBook;
use law::interest::{InterestClaim, StatementOfSums, statement};
use std::collections::HashMap;

/// How many debtors are in memory at once.
const PAGE: u64 = 1_000;

/// Gathers the statements of all receivables overdue on a date, in order of customer and invoice.
///
/// The gathering begins anew when the books are read again, hence `T` is made here.
///
/// # Errors
/// `Law` when a day that bears interest is outside the tables; what `add` returns; a broken store.
pub fn of_every_overdue<T: Default>(
    world: &World<'_>,
    company: &Company,
    as_of: Date,
    add: &mut dyn FnMut(&mut T, &DebtorFacts, &ReceivableFacts, &StatementOfSums) -> AppResult<()>,
) -> AppResult<T> {
    let law = lawbook::load(world)?;
    world.read(|books| {
        let mut gathered = T::default();
        each_overdue(books, &law, company, as_of, &mut |debtor, receivable, sums| {
            add(&mut gathered, debtor, receivable, sums)
        })?;
        Ok(gathered)
    })
}

/// Gives the statement of each receivable overdue on a date, in order of customer and invoice.
///
/// # Errors
/// As [`of_every_overdue`].
pub(crate) fn each_overdue(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    as_of: Date,
    each: &mut dyn FnMut(&DebtorFacts, &ReceivableFacts, &StatementOfSums) -> AppResult<()>,
) -> AppResult<()> {
    let view = View { as_of, known_at: None };
    let mut after = None;
    loop {
        let debtors = books.debtors(company.id, after, PAGE, view)?;
        let Some(page) = Page::read(books, company, law, &debtors, as_of)? else { return Ok(()) };
        after = Some(page.last);
        for debtor in &debtors {
            for receivable in overdue(debtor, as_of) {
                let sums = page.statement(books, debtor, receivable)?;
                each(debtor, receivable, &sums)?;
            }
        }
    }
}

fn overdue(debtor: &DebtorFacts, as_of: Date) -> impl Iterator<Item = &ReceivableFacts> {
    debtor.receivables.iter().filter(move |r| r.due_on < as_of && r.outstanding.is_positive())
}

/// What the statements of a page of debtors need beyond their facts.
struct Page<'p> {
    company: &'p Company,
    law: &'p LawBook,
    as_of: Date,
    last: PartyId,
    allocations: HashMap<InvoiceId, Vec<AllocationRecord>>,
    agreed: HashMap<PartyId, RateBp>,
    /// The due dates that interest counts from, where that is not the one of today.
    interest_dues: HashMap<InvoiceId, Date>,
}

impl<'p> Page<'p> {
    /// `None` after the last page.
    fn read(
        books: &mut dyn Books,
        company: &'p Company,
        law: &'p LawBook,
        debtors: &[DebtorFacts],
        as_of: Date,
    ) -> AppResult<Option<Self>> {
        let Some((first, last)) = debtors.first().zip(debtors.last()) else { return Ok(None) };
        let (first, last) = (first.party.id, last.party.id);
        let named: Vec<InvoiceId> = debtors.iter().flat_map(|d| overdue(d, as_of)).map(|r| r.id).collect();
        let mut allocations: HashMap<InvoiceId, Vec<AllocationRecord>> = HashMap::new();
        for allocation in books.allocations_of_invoices(&named)? {
            allocations.entry(allocation.invoice).or_default().push(allocation);
        }
        let agreed = books.agreed_rates(company.id, first, last)?.into_iter().collect();
        let interest_dues = books.interest_dues(company.id, first, last)?.into_iter().collect();
        Ok(Some(Page { company, law, as_of, last, allocations, agreed, interest_dues }))
    }

    fn statement(
        &self,
        books: &mut dyn Books,
        debtor: &DebtorFacts,
        receivable: &ReceivableFacts,
    ) -> AppResult<StatementOfSums> {
        let allocations: &[AllocationRecord] = self.allocations.get(&receivable.id).map_or(&[], Vec::as_slice);
        let events: Vec<_> = taken(allocations, receivable.issued_on)?.into_iter().map(|t| t.event).collect();
        let kind = debtor.party.kind;
        // Only against a consumer does a formal notice change what is owed.
        let acts: Vec<ActRow> =
            if kind == PartyKind::Consumer { books.acts_of_party(debtor.party.id)? } else { Vec::new() };
        let notice = notice_naming(&acts, receivable.id);
        let claim = InterestClaim {
            principal: receivable.principal,
            currency: receivable.currency,
            due_on: self.interest_dues.get(&receivable.id).copied().unwrap_or(receivable.due_on),
            regime: regime_for(self.company, kind, self.agreed.get(&debtor.party.id).copied(), notice),
            events: &events,
            as_of: self.as_of,
            order: ORDER,
            stop_before: judgment(debtor, receivable.id),
            settled_on: None,
            waiver: given_up(waived(debtor, receivable.id, self.as_of)),
        };
        Ok(statement(&claim, self.law)?)
    }
}

/// The opening of insolvency proceedings not lifted since.
fn judgment(debtor: &DebtorFacts, invoice: InvoiceId) -> Option<Date> {
    let standing = debtor.holds.iter().filter(|h| h.kind == HoldKind::Insolvency && h.lifted_on.is_none());
    standing.filter(|h| h.invoice.is_none_or(|i| i == invoice)).map(|h| h.opened_on).min()
}

/// Whether interest, and whether the fixed compensation, were given up by then.
fn waived(debtor: &DebtorFacts, invoice: InvoiceId, as_of: Date) -> (bool, bool) {
    let about = debtor.decisions.iter().filter(|d| d.decided_on <= as_of && d.invoice.is_none_or(|i| i == invoice));
    about.fold((false, false), |(interest, compensation), decision| match decision.kind {
        DecisionKind::Waive { interest: i, compensation: c } => (interest || i, compensation || c),
        _ => (interest, compensation),
    })
}
