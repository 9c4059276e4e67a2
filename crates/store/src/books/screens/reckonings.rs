//! What the arithmetic behind an amount reads. `$1` is the company, `$2` the customer, `$3` the day; which balances are
//! open is asked where lists ask it, what they come from is summed from invoices and allocations.

use super::aging::{IN_BUCKET, aged_invoice, edge_days};
use super::{accords, open};
use crate::books::SqlBooks;
use crate::books::columns::{Columns, count};
use crate::books::promise::{OF_INVOICE, OF_PARTY};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::screens::{
    AgedInvoice, OpenOf, OpenSettled, OpenSum, PromiseRow, Reckonings, Scope, SettledKind, WordMoney,
};
use app::ports::terms::BooksResult;
use base::id::{CompanyId, HoldId};
use base::{Cents, Currency, Date};
use domain::situation::BUCKETS;

/// After every day.
const EVER: Date = Date::constant(9999, 12, 31);

/// Always so. What stands now does not use the day, and PostgreSQL wants the type of every parameter.
const TOLD_DAY: &str = "(o.due_on < $3 OR o.due_on >= $3)";

/// Which balances are open, and the last day of what is set against them.
fn open_then(tx: &mut Tx, of: &OpenOf) -> Result<(&'static str, Date)> {
    let Some(day) = of.on else { return Ok((open::NOW, EVER)) };
    let until = open::until(tx, of.company, day)?;
    Ok((open::on(tx, of.company, day)?, until.unwrap_or(EVER)))
}

fn sums(tx: &mut Tx, of: OpenOf) -> Result<Vec<OpenSum>> {
    let (open, _) = open_then(tx, &of)?;
    let buckets =
        IN_BUCKET.map(|is_in| format!("CAST(SUM(CASE WHEN {is_in} THEN o.outstanding ELSE 0 END) AS BIGINT)"));
    let sum = |what: &str, when: &str| format!("CAST(SUM(CASE WHEN {when} THEN {what} ELSE 0 END) AS BIGINT)");
    let columns = [
        sum("1", "o.outstanding > 0"),
        sum("i.principal", "o.outstanding > 0"),
        sum("1", "o.outstanding < 0"),
        "CAST(SUM(o.outstanding) AS BIGINT) AS shown".to_string(),
        sum("o.outstanding", "o.due_on < $3"),
        sum("1", "o.outstanding > 0 AND o.due_on < $3"),
        sum("o.outstanding", "o.outstanding > 0 AND o.due_on < $3"),
        sum("o.outstanding", "o.outstanding < 0 AND o.due_on < $3"),
    ];
    let sql = format!(
        "SELECT o.currency, {}, {} FROM ({open}) o JOIN invoice i ON i.id = o.invoice WHERE o.party = $2 \
         GROUP BY o.currency ORDER BY shown DESC, o.currency",
        columns.join(", "),
        buckets.join(", ")
    );
    let [thirty, sixty, ninety] = edge_days(of.day());
    let values: [Value; 6] = [of.company.into(), of.party.into(), of.day().into(), thirty, sixty, ninety];
    let mut found = tx.all(&sql, &values, open_sum)?;
    for sum in &mut found {
        sum.in_favour = in_favour(tx, of, sum.currency)?;
    }
    Ok(found)
}

fn open_sum(row: &Row) -> Result<OpenSum> {
    let mut c = Columns::of(row);
    let (currency, invoices, invoiced, credits) = (c.next()?, c.count()?, c.next()?, c.count()?);
    let (shown, shown_overdue, late) = (c.next()?, c.next()?, c.count()?);
    let (late_amount, late_in_favour) = (c.next()?, c.next()?);
    let mut buckets = [Cents::ZERO; BUCKETS.len()];
    for bucket in &mut buckets {
        *bucket = c.next()?;
    }
    let in_favour = Cents::ZERO;
    Ok(OpenSum {
        currency,
        invoices,
        invoiced,
        credits,
        in_favour,
        shown,
        shown_overdue,
        late,
        late_amount,
        late_in_favour,
        buckets,
    })
}

/// What is left, from facts, of credit notes and advances.
fn in_favour(tx: &mut Tx, of: OpenOf, currency: Currency) -> Result<Cents> {
    let (open, until) = open_then(tx, &of)?;
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(i.principal - COALESCE((SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocation a \
         WHERE a.invoice = i.id AND a.component = 'principal' AND a.effective_on <= $5), 0)), 0) AS BIGINT) \
         FROM ({open}) o JOIN invoice i ON i.id = o.invoice \
         WHERE o.party = $2 AND o.currency = $4 AND o.outstanding < 0 AND {TOLD_DAY}"
    );
    let values = params![of.company, of.party, of.day(), currency, until];
    Ok(tx.one(&sql, values, |row| row.get(0))?.unwrap_or(Cents::ZERO))
}

const KIND: &str = "CASE WHEN a.payment IS NOT NULL THEN 'payment' WHEN a.against IS NOT NULL THEN 'credit_note' \
    WHEN a.basis IN ('credit_note', 'dispute_credit') THEN 'credit_note' WHEN a.basis = 'waiver' THEN 'waiver' \
    ELSE 'told' END";

fn settled(tx: &mut Tx, of: OpenOf) -> Result<Vec<OpenSettled>> {
    let (open, until) = open_then(tx, &of)?;
    let sql = format!(
        "SELECT s.currency, s.kind, CAST(SUM(s.amount) AS BIGINT) FROM (SELECT o.currency, {KIND} AS kind, a.amount \
         FROM ({open}) o JOIN allocation a ON a.invoice = o.invoice WHERE o.party = $2 AND o.outstanding > 0 \
         AND a.component = 'principal' AND a.effective_on <= $4 AND {TOLD_DAY}) s \
         GROUP BY s.currency, s.kind HAVING SUM(s.amount) <> 0 ORDER BY s.currency, 3 DESC"
    );
    tx.all(&sql, params![of.company, of.party, of.day(), until], |row| {
        let mut c = Columns::of(row);
        Ok(OpenSettled { currency: c.next()?, kind: c.coded(SettledKind::parse)?, amount: c.next()? })
    })
}

fn largest(tx: &mut Tx, of: OpenOf, currency: Currency, limit: u64) -> Result<Vec<AgedInvoice>> {
    let (open, _) = open_then(tx, &of)?;
    let sql = format!(
        "SELECT o.invoice, o.party, p.name, o.number, o.issued_on, o.due_on, o.currency, i.principal, o.outstanding \
         FROM ({open}) o JOIN party p ON p.id = o.party JOIN invoice i ON i.id = o.invoice \
         WHERE o.party = $2 AND o.currency = $4 AND {TOLD_DAY} \
         ORDER BY ABS(o.outstanding) DESC, o.due_on, o.invoice LIMIT $5"
    );
    tx.all(&sql, params![of.company, of.party, of.day(), currency, count(limit)], aged_invoice)
}

fn word_money(tx: &mut Tx, hold: HoldId, today: Date) -> Result<Vec<WordMoney>> {
    let of = |scope: &str, condition: &str| {
        format!(
            "SELECT i.id, i.number, a.effective_on AS day, a.amount, a.id AS allocation FROM promise w JOIN hold h ON h.id = w.hold \
             JOIN invoice i ON {scope} JOIN allocation a ON a.invoice = i.id LEFT JOIN allocation o ON o.id = a.reverses \
             WHERE w.hold = $1 AND {condition} AND a.payment IS NOT NULL AND a.effective_on <= $2 \
             AND COALESCE(o.effective_on, a.effective_on) BETWEEN h.opened_on AND w.last_day"
        )
    };
    let (one, all) = (of(OF_INVOICE, "h.invoice IS NOT NULL"), of(OF_PARTY, "h.invoice IS NULL"));
    let sql = format!("SELECT m.* FROM ({one} UNION ALL {all}) m ORDER BY m.day, m.allocation");
    tx.all(&sql, params![hold, today], |row| {
        let mut c = Columns::of(row);
        Ok(WordMoney { invoice: c.next()?, number: c.next()?, on: c.next()?, amount: c.next()? })
    })
}

impl Reckonings for SqlBooks<'_, '_> {
    fn reckoned_until(&mut self, company: CompanyId, on: Date) -> BooksResult<Option<Date>> {
        Ok(open::until(self.tx, company, on)?)
    }
    fn open_sums(&mut self, of: OpenOf) -> BooksResult<Vec<OpenSum>> {
        Ok(sums(self.tx, of)?)
    }
    fn open_settled(&mut self, of: OpenOf) -> BooksResult<Vec<OpenSettled>> {
        Ok(settled(self.tx, of)?)
    }
    fn open_largest(&mut self, of: OpenOf, currency: Currency, limit: u64) -> BooksResult<Vec<AgedInvoice>> {
        Ok(largest(self.tx, of, currency, limit)?)
    }
    fn promise_row(&mut self, scope: Scope, hold: HoldId, today: Date) -> BooksResult<Option<PromiseRow>> {
        Ok(accords::promise(self.tx, scope, hold, today)?)
    }
    fn word_money(&mut self, hold: HoldId, today: Date) -> BooksResult<Vec<WordMoney>> {
        Ok(word_money(self.tx, hold, today)?)
    }
}
