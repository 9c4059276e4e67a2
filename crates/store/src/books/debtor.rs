//! Debtors with everything a planning reads about them, page by page, and the open items of a day.
//!
//! Each kind of fact of a page is read by one range scan, in order of customer, and dealt out in memory. Today's view
//! reads cached balances and states of acts; any other one computes both from facts. The two give the same answer for
//! the same knowledge: the contract tests compare them.

use super::columns::{Columns, count};
use super::past::{self, Range};
use super::{balance, debtor_acts, debtor_record, reach};
use crate::engine::{Result, Tx};
use crate::params;
use app::ports::terms::{BooksResult, OpenItem, View};
use app::records::Balance;
use base::Date;
use base::id::{CompanyId, PartyId};
use domain::facts::{DebtorFacts, DueBasis, PartyFacts, PayerHistory, ReceivableFacts};

/// The debtors being put together, in order of identifier.
pub(super) struct Page {
    debtors: Vec<DebtorFacts>,
}

impl Page {
    fn of(parties: impl IntoIterator<Item = PartyId>) -> Page {
        let debtor = |id| DebtorFacts { party: PartyFacts { id, ..PartyFacts::default() }, ..DebtorFacts::default() };
        Page { debtors: parties.into_iter().map(debtor).collect() }
    }

    /// The debtor a row belongs to; a range scan also meets customers who owe nothing.
    pub(super) fn debtor(&mut self, party: PartyId) -> Option<&mut DebtorFacts> {
        let at = self.debtors.binary_search_by_key(&party, |debtor| debtor.party.id).ok()?;
        self.debtors.get_mut(at)
    }

    fn range(&self, company: CompanyId) -> Option<Range> {
        let (first, last) = self.debtors.first().zip(self.debtors.last())?;
        Some(Range { company, first: first.party.id, last: last.party.id })
    }
}

/// Debtors with something open, after `after`, at most `limit`.
pub(super) fn page(
    tx: &mut Tx,
    company: CompanyId,
    after: Option<PartyId>,
    limit: u64,
    view: View,
) -> Result<Vec<DebtorFacts>> {
    if reach::is_present(tx, company, view)? {
        let page = Page::of(open_parties(tx, company, after, limit)?);
        return with_cached_balances(tx, company, page, view);
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut found, mut after) = (Vec::new(), after);
    while found.len() < limit
        && let Some(range) = past::next_range(tx, company, after)?
    {
        found.extend(with_past_balances(tx, range, limit - found.len(), view)?);
        after = Some(range.last);
    }
    Ok(found)
}

/// One debtor, if it has something open.
pub(super) fn one(tx: &mut Tx, company: CompanyId, party: PartyId, view: View) -> Result<Option<DebtorFacts>> {
    let found = if reach::is_present(tx, company, view)? {
        with_cached_balances(tx, company, Page::of([party]), view)?
    } else {
        with_past_balances(tx, Range { company, first: party, last: party }, 1, view)?
    };
    Ok(found.into_iter().next())
}

const FIRST_OPEN: &str =
    "SELECT DISTINCT party FROM balance WHERE company = $1 AND outstanding <> 0 ORDER BY party LIMIT $2";
const NEXT_OPEN: &str = "SELECT DISTINCT party FROM balance WHERE company = $1 AND outstanding <> 0 AND party > $3 \
    ORDER BY party LIMIT $2";

fn open_parties(tx: &mut Tx, company: CompanyId, after: Option<PartyId>, limit: u64) -> Result<Vec<PartyId>> {
    let limit = count(limit);
    match after {
        None => tx.all(FIRST_OPEN, params![company, limit], |row| row.get(0)),
        Some(after) => tx.all(NEXT_OPEN, params![company, limit, after], |row| row.get(0)),
    }
}

const OPEN: &str = "SELECT party, invoice, number, issued_on, due_on, due_basis, currency, principal, outstanding, known_on, \
    is_estimated FROM balance WHERE company = $1 AND party BETWEEN $2 AND $3 AND outstanding <> 0 ORDER BY party, invoice";

const HISTORY: &str = "SELECT party, COUNT(*), CAST(SUM(CASE WHEN settled_on > late_after THEN 1 ELSE 0 END) AS BIGINT) \
    FROM balance WHERE company = $1 AND party BETWEEN $2 AND $3 AND settled_on > $4 AND settled_on <= $5 \
    AND settled_on IS NOT NULL AND principal > 0 GROUP BY party";

/// Customers with a settlement that was only inferred, on an open invoice or a closed one.
const UNSURE: &str = "SELECT DISTINCT party FROM balance WHERE company = $1 AND party BETWEEN $2 AND $3 \
    AND is_estimated <> 0 ORDER BY party";

fn with_cached_balances(tx: &mut Tx, company: CompanyId, mut page: Page, view: View) -> Result<Vec<DebtorFacts>> {
    let Some(range) = page.range(company) else { return Ok(Vec::new()) };
    tx.each(OPEN, &range.values(), |row| {
        let mut c = Columns::of(row);
        if let Some(debtor) = page.debtor(c.next()?) {
            debtor.receivables.push(read_receivable(&mut c)?);
        }
        Ok(())
    })?;
    let [company, first, last] = range.values();
    tx.each(HISTORY, &[company, first, last, a_year_before(view.as_of).into(), view.as_of.into()], |row| {
        let mut c = Columns::of(row);
        if let Some(debtor) = page.debtor(c.next()?) {
            debtor.history = PayerHistory { settled: c.next()?, settled_late: c.next()? };
        }
        Ok(())
    })?;
    page.debtors.retain(|debtor| !debtor.receivables.is_empty());
    let unsure = tx.all(UNSURE, &range.values(), |row| row.get(0))?;
    debtor_acts::add_by_cache(tx, &mut page, range, view)?;
    finish(tx, page, range, view, &unsure)
}

fn with_past_balances(tx: &mut Tx, range: Range, limit: usize, view: View) -> Result<Vec<DebtorFacts>> {
    let balances = past::balances(tx, range, view)?;
    let mut open: Vec<PartyId> = balances.iter().filter(|b| !b.outstanding.is_zero()).map(|b| b.party).collect();
    open.dedup();
    open.truncate(limit);
    let mut page = Page::of(open);
    let mut unsure: Vec<PartyId> = balances.iter().filter(|b| b.has_estimated_settlement).map(|b| b.party).collect();
    unsure.dedup();
    let since = a_year_before(view.as_of);
    for balance in balances {
        let Some(debtor) = page.debtor(balance.party) else { continue };
        if !balance.outstanding.is_zero() {
            debtor.receivables.push(receivable(balance));
        } else if let Some(on) = balance.settled_on.filter(|on| *on > since && balance.principal.is_positive()) {
            debtor.history.settled += 1;
            debtor.history.settled_late += u32::from(on > balance::late_after(balance.due_on));
        }
    }
    let Some(range) = page.range(range.company) else { return Ok(Vec::new()) };
    debtor_acts::add_by_events(tx, &mut page, range, view)?;
    finish(tx, page, range, view, &unsure)
}

/// What is read the same way in any view.
fn finish(tx: &mut Tx, mut page: Page, range: Range, view: View, unsure: &[PartyId]) -> Result<Vec<DebtorFacts>> {
    debtor_record::add_parties(tx, &mut page, range, view)?;
    for party in unsure {
        if let Some(debtor) = page.debtor(*party) {
            debtor.party.has_settlements_to_confirm = true;
        }
    }
    debtor_record::add_contacts(tx, &mut page, range, view)?;
    debtor_record::add_holds(tx, &mut page, range, view)?;
    debtor_record::add_words(tx, &mut page, range, view)?;
    debtor_record::add_plans(tx, &mut page, range, view)?;
    debtor_record::add_service_terms(tx, &mut page, range, view)?;
    debtor_record::add_replies(tx, &mut page, range, view)?;
    debtor_record::add_decisions(tx, &mut page, range, view)?;
    Ok(page.debtors)
}

/// History counts what was settled after this day; 29 February answers with the 28th.
fn a_year_before(as_of: Date) -> Date {
    let year = as_of.year().saturating_sub(1);
    Date::new(year, as_of.month(), as_of.day()).or_else(|_| Date::new(year, as_of.month(), 28)).unwrap_or(as_of)
}

fn read_receivable(c: &mut Columns) -> Result<ReceivableFacts> {
    Ok(ReceivableFacts {
        id: c.next()?,
        number: c.next()?,
        issued_on: c.next()?,
        due_on: c.next()?,
        due_basis: c.coded(DueBasis::parse)?,
        currency: c.next()?,
        principal: c.next()?,
        outstanding: c.next()?,
        known_on: c.next()?,
        has_estimated_settlement: c.next()?,
    })
}

fn receivable(balance: Balance) -> ReceivableFacts {
    ReceivableFacts {
        id: balance.invoice,
        number: balance.number,
        issued_on: balance.issued_on,
        due_on: balance.due_on,
        due_basis: balance.due_basis,
        currency: balance.currency,
        principal: balance.principal,
        outstanding: balance.outstanding,
        known_on: balance.known_on,
        has_estimated_settlement: balance.has_estimated_settlement,
    }
}

const OPEN_ITEMS: &str = "SELECT invoice, party, number, issued_on, due_on, currency, principal, outstanding FROM balance \
    WHERE company = $1 AND outstanding <> 0 ORDER BY party, invoice";

/// Open items in order of customer and invoice, one at a time.
pub(super) fn open_items(
    tx: &mut Tx,
    company: CompanyId,
    view: View,
    each: &mut dyn FnMut(OpenItem) -> BooksResult<()>,
) -> BooksResult<()> {
    if reach::is_present(tx, company, view)? {
        return tx.try_each(OPEN_ITEMS, params![company], |row| each(read_open_item(row)?));
    }
    let mut after = None;
    while let Some(range) = past::next_range(tx, company, after)? {
        for balance in past::balances(tx, range, view)?.into_iter().filter(|b| !b.outstanding.is_zero()) {
            each(open_item(balance))?;
        }
        after = Some(range.last);
    }
    Ok(())
}

fn read_open_item(row: &crate::engine::Row) -> Result<OpenItem> {
    let mut c = Columns::of(row);
    Ok(OpenItem {
        invoice: c.next()?,
        party: c.next()?,
        number: c.next()?,
        issued_on: c.next()?,
        due_on: c.next()?,
        currency: c.next()?,
        principal: c.next()?,
        outstanding: c.next()?,
    })
}

fn open_item(balance: Balance) -> OpenItem {
    OpenItem {
        invoice: balance.invoice,
        party: balance.party,
        number: balance.number,
        issued_on: balance.issued_on,
        due_on: balance.due_on,
        currency: balance.currency,
        principal: balance.principal,
        outstanding: balance.outstanding,
    }
}
