//! Facts against caches: what `verify` compares, and what a rebuild puts right.

use super::past;
use super::{act_state, balance, figures, reach};
use crate::engine::{Result, Tx};
use crate::params;
use app::ports::terms::{Totals, View};
use app::records::Balance;
use base::id::CompanyId;
use base::{Cents, Date};

/// Faulty rows named; there is nothing to learn from a longer list.
const MOST_NAMED: usize = 100;

/// Everything known, on the last of days.
const ALL: View = View { as_of: Date::MAX, known_at: None };

const INVOICES: &str = "SELECT COUNT(*), COALESCE(CAST(SUM(principal) AS BIGINT), 0) FROM invoice WHERE company = $1";
const ALLOCATED: &str = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM allocation \
    WHERE company = $1 AND component = 'principal'";
const OUTSTANDING: &str = "SELECT COALESCE(CAST(SUM(outstanding) AS BIGINT), 0) FROM balance WHERE company = $1";

/// A payment received gives out at most its amount; one paid back takes back at most its own.
const OVERALLOCATED: &str = "SELECT p.key FROM payment p JOIN (SELECT payment, CAST(SUM(amount) AS BIGINT) AS given \
        FROM allocation WHERE company = $1 AND payment IS NOT NULL GROUP BY payment) a ON a.payment = p.id \
    WHERE p.company = $1 AND ((p.amount >= 0 AND a.given > p.amount) OR (p.amount < 0 AND a.given < p.amount)) \
    ORDER BY p.key LIMIT $2";

pub(super) fn totals(tx: &mut Tx, company: CompanyId) -> Result<Totals> {
    let (invoices, principal) =
        tx.one(INVOICES, params![company], |row| Ok((row.get::<i64>(0)?, row.get(1)?)))?.unwrap_or_default();
    let mut stale_balances = Vec::new();
    each_fault(tx, company, |_, faults| {
        let room = MOST_NAMED - stale_balances.len();
        stale_balances.extend(faults.into_iter().take(room).map(|balance| balance.number));
        Ok(())
    })?;
    Ok(Totals {
        invoices: invoices.unsigned_abs(),
        principal,
        allocated: sum(tx, ALLOCATED, company)?,
        outstanding: sum(tx, OUTSTANDING, company)?,
        stale_balances,
        overallocated: tx.all(OVERALLOCATED, params![company, MOST_NAMED as i64], |row| row.get(0))?,
    })
}

/// Puts right the balances that are not what the facts say, and finds all other caches of the company again. Returns how
/// many balances were wrong.
pub(super) fn rebuild(tx: &mut Tx, company: CompanyId) -> Result<u64> {
    let mut wrong = 0;
    each_fault(tx, company, |tx, faults| {
        wrong += faults.len() as u64;
        balance::replace(tx, &faults)
    })?;
    act_state::rebuild(tx, company)?;
    reach::rebuild(tx, company)?;
    figures::forget_all(tx, company)?;
    Ok(wrong)
}

fn sum(tx: &mut Tx, sql: &str, company: CompanyId) -> Result<Cents> {
    Ok(tx.one(sql, params![company], |row| row.get(0))?.unwrap_or_default())
}

/// Gives, page by page, the balances as they should be where the cached ones are otherwise or missing.
fn each_fault(tx: &mut Tx, company: CompanyId, mut f: impl FnMut(&mut Tx, Vec<Balance>) -> Result<()>) -> Result<()> {
    let mut after = None;
    while let Some(range) = past::next_range(tx, company, after)? {
        let mut cached = balance::of_range(tx, range)?;
        let mut faults = past::balances(tx, range, ALL)?;
        faults.retain(|balance| cached.remove(&balance.invoice).as_ref() != Some(balance));
        if !faults.is_empty() {
            f(tx, faults)?;
        }
        after = Some(range.last);
    }
    Ok(())
}
