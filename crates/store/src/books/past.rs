//! Balances as of any day and by what was known at any instant, computed from facts alone.
//!
//! It reads no cache, so it is both what a view of the past shows and what the caches are checked against. It goes
//! through the customers page by page: memory holds the invoices of one page.

use super::bank::known_at;
use super::columns::{Columns, unexpected};
use super::due::Due;
use crate::engine::{Result, Tx, Value};
use crate::params;
use app::ports::terms::View;
use app::records::{AllocationBasis, Balance, Component};
use base::id::{AllocationId, CompanyId, InvoiceId, PartyId};
use base::{Cents, Date, Timestamp};
use domain::facts::DueBasis;
use std::collections::{HashMap, HashSet};

/// Customers in a page.
const PAGE: i64 = 1_000;

/// The customers from one identifier to another, both included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) company: CompanyId,
    pub(super) first: PartyId,
    pub(super) last: PartyId,
}

impl Range {
    /// `$1`, `$2` and `$3` of a statement.
    pub(super) fn values(self) -> [Value; 3] {
        [self.company.into(), self.first.into(), self.last.into()]
    }
}

const FIRST: &str = "SELECT id FROM party WHERE company = $1 ORDER BY id LIMIT $2";
const NEXT: &str = "SELECT id FROM party WHERE company = $1 AND id > $3 ORDER BY id LIMIT $2";

/// The next page of customers after `after`, whether they owe something or not.
pub(super) fn next_range(tx: &mut Tx, company: CompanyId, after: Option<PartyId>) -> Result<Option<Range>> {
    let read = |row: &crate::engine::Row| row.get::<PartyId>(0);
    let parties = match after {
        None => tx.all(FIRST, params![company, PAGE], read)?,
        Some(after) => tx.all(NEXT, params![company, PAGE, after], read)?,
    };
    Ok(parties.first().zip(parties.last()).map(|(first, last)| Range { company, first: *first, last: *last }))
}

const INVOICES: &str = "SELECT id, party, number, issued_on, currency, principal, known_on, due_on, due_basis, recorded_at \
    FROM invoice WHERE company = $1 AND party BETWEEN $2 AND $3 AND issued_on <= $4 AND recorded_at <= $5 \
    ORDER BY party, id";

/// The balances of these customers' invoices in the view, in order of customer and invoice.
pub(super) fn balances(tx: &mut Tx, range: Range, view: View) -> Result<Vec<Balance>> {
    let mut settled = settlements(tx, range, view)?;
    let dues = due_statements(tx, range, view)?;
    let [company, first, last] = range.values();
    tx.all(INVOICES, &[company, first, last, view.as_of.into(), known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        let mut balance = Balance {
            invoice: c.next()?,
            company: range.company,
            party: c.next()?,
            number: c.next()?,
            issued_on: c.next()?,
            currency: c.next()?,
            principal: c.next()?,
            known_on: c.next()?,
            due_on: view.as_of,
            due_basis: DueBasis::Default,
            outstanding: Cents::ZERO,
            has_estimated_settlement: false,
            settled_on: None,
        };
        let stated = Due::read(&mut c)?;
        let due = dues.get(&balance.invoice).map_or(stated, |later| stated.or_better(*later));
        (balance.due_on, balance.due_basis) = (due.on, due.basis);
        settled.remove(&balance.invoice).unwrap_or_default().apply(&mut balance)?;
        Ok(balance)
    })
}

/// What is set against one invoice.
#[derive(Default)]
struct Settlement {
    amount: Cents,
    last_on: Option<Date>,
    estimates: Vec<AllocationId>,
    taken_back: HashSet<AllocationId>,
}

impl Settlement {
    fn apply(self, balance: &mut Balance) -> Result<()> {
        balance.outstanding = balance.principal.sub(self.amount).map_err(|error| unexpected(error.to_string()))?;
        balance.settled_on = balance.outstanding.is_zero().then(|| self.last_on.unwrap_or(balance.issued_on));
        balance.has_estimated_settlement = self.estimates.iter().any(|id| !self.taken_back.contains(id));
        Ok(())
    }
}

const ALLOCATIONS: &str = "SELECT a.invoice, a.id, a.component, a.amount, a.effective_on, a.basis, a.reverses \
    FROM invoice i JOIN allocation a ON a.invoice = i.id WHERE i.company = $1 AND i.party BETWEEN $2 AND $3 \
    AND a.effective_on <= $4 AND a.recorded_at <= $5";

fn settlements(tx: &mut Tx, range: Range, view: View) -> Result<HashMap<InvoiceId, Settlement>> {
    let mut settled: HashMap<InvoiceId, Settlement> = HashMap::new();
    let [company, first, last] = range.values();
    tx.each(ALLOCATIONS, &[company, first, last, view.as_of.into(), known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        let settlement = settled.entry(c.next()?).or_default();
        let (id, component): (AllocationId, Component) = (c.next()?, c.coded(Component::parse)?);
        let (amount, on): (Cents, Date) = (c.next()?, c.next()?);
        let basis = c.coded(AllocationBasis::parse)?;
        settlement.taken_back.extend(c.next::<Option<AllocationId>>()?);
        if component == Component::Principal {
            settlement.amount = settlement.amount.add(amount).map_err(|error| unexpected(error.to_string()))?;
            settlement.last_on = settlement.last_on.max(Some(on));
            settlement.estimates.extend(basis.is_estimate().then_some(id));
        }
        Ok(())
    })?;
    Ok(settled)
}

const DUE_STATEMENTS: &str = "SELECT invoice, due_on, basis, recorded_at FROM due_statement \
    WHERE company = $1 AND party BETWEEN $2 AND $3 AND recorded_at <= $4";

fn due_statements(tx: &mut Tx, range: Range, view: View) -> Result<HashMap<InvoiceId, Due>> {
    let mut best: HashMap<InvoiceId, Due> = HashMap::new();
    let [company, first, last] = range.values();
    tx.each(DUE_STATEMENTS, &[company, first, last, Timestamp::into(known_at(view))], |row| {
        let mut c = Columns::of(row);
        let invoice = c.next()?;
        let due = Due::read(&mut c)?;
        best.entry(invoice).and_modify(|known| *known = known.or_better(due)).or_insert(due);
        Ok(())
    })?;
    Ok(best)
}
