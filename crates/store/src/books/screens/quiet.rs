//! Why nothing is done today, invoice by invoice.

use super::keeper;
use super::worklist::{called, kept};
use crate::books::columns::{Columns, count};
use crate::books::current::{QUIET_LIST, quiet, read_quiet};
use crate::engine::{Result, Tx, Value};
use crate::params;
use app::ports::screens::{Cut, QuietFilter, QuietOrder, QuietRow, Scope};
use app::records::QuietItem;
use base::Date;
use base::id::PartyId;

/// `$1` the company, `$2` the keeper, then whatever the filter asks.
fn from(filter: &QuietFilter, with_reason: bool, by_name: bool) -> (String, Vec<Value>) {
    let search = base::fold::words(&filter.search);
    let party = if by_name { "JOIN party p ON p.id = q.party" } else { "" };
    let mut sql = format!("FROM quiet_item q {party} WHERE q.company = $1 AND {}", kept("q"));
    let mut params = params![filter.scope.company, keeper(filter.scope)].to_vec();
    let mut also = |condition: &str, value: Value| {
        params.push(value);
        sql.push_str(" AND ");
        sql.push_str(&condition.replace('?', &format!("${}", params.len())));
    };
    if !search.is_empty() {
        also(&format!("({} OR q.folded_number LIKE '%' || ? || '%')", called("q")), search.into());
    }
    if with_reason && !filter.reason.is_empty() {
        also("q.reason = ?", Value::from(&filter.reason));
    }
    if let Some(until) = filter.until {
        also("q.next_on <= ?", until.into());
    }
    (sql, params)
}

pub(super) fn rows(tx: &mut Tx, filter: &QuietFilter, order: QuietOrder, cut: Cut) -> Result<Vec<QuietRow>> {
    let (from, mut params) = from(filter, true, order == QuietOrder::Customer);
    let order = match order {
        QuietOrder::Next => "q.next_on NULLS LAST, q.outstanding DESC",
        QuietOrder::Amount => "q.outstanding DESC",
        QuietOrder::Customer => "p.search, p.id, q.next_on NULLS LAST, q.outstanding DESC",
    };
    let sql = format!(
        "SELECT {QUIET_LIST}, p.name FROM (SELECT q.party, q.invoice, q.is_contested {from} \
         ORDER BY {order}, q.invoice, q.is_contested LIMIT ${} OFFSET ${}) k \
         JOIN quiet_item q ON q.company = $1 AND q.party = k.party AND q.invoice = k.invoice \
         AND q.is_contested = k.is_contested \
         JOIN party p ON p.id = q.party ORDER BY {order}, q.invoice, q.is_contested",
        params.len() + 1,
        params.len() + 2
    );
    params.extend([count(cut.limit).into(), count(cut.offset).into()]);
    tx.all(&sql, &params, |row| {
        let mut c = Columns::of(row);
        Ok(QuietRow { item: read_quiet(&mut c)?, customer: c.next()? })
    })
}

pub(super) fn counts(tx: &mut Tx, filter: &QuietFilter) -> Result<Vec<(String, u64)>> {
    let (from, params) = from(filter, false, false);
    let sql = format!("SELECT q.reason, COUNT(*) {from} GROUP BY q.reason ORDER BY COUNT(*) DESC, q.reason");
    tx.all(&sql, &params, |row| {
        let mut c = Columns::of(row);
        Ok((c.next()?, c.count()?))
    })
}

pub(super) fn days(tx: &mut Tx, scope: Scope, from: Date, until: Date) -> Result<Vec<(Date, u64)>> {
    let sql = format!(
        "SELECT q.next_on, COUNT(*) FROM quiet_item q WHERE q.company = $1 AND {} AND q.next_on BETWEEN $3 AND $4 \
         GROUP BY q.next_on ORDER BY q.next_on",
        kept("q")
    );
    tx.all(&sql, params![scope.company, keeper(scope), from, until], |row| {
        let mut c = Columns::of(row);
        Ok((c.next()?, c.count()?))
    })
}

pub(super) fn of_party(tx: &mut Tx, party: PartyId) -> Result<Vec<QuietItem>> {
    let sql = format!(
        "SELECT {QUIET_LIST} FROM party p JOIN quiet_item q ON q.company = p.company AND q.party = p.id \
         WHERE p.id = $1 ORDER BY q.due_on, q.invoice, q.is_contested"
    );
    tx.all(&sql, params![party], quiet)
}
