//! Words given, with what became of each: a page of them, sorted and cut by the database.

use super::{KEPT, keeper};
use crate::books::SqlBooks;
use crate::books::columns::{Columns, count};
use crate::books::payment_plan;
use crate::books::promise::{OF_INVOICE, OF_PARTY, sums};
use crate::engine::{Result, Row, Tx};
use crate::params;
use app::ports::screens::{AccordScreens, Cut, PlanListed, PromiseRow, Scope};
use app::ports::terms::BooksResult;
use base::Date;
use base::id::{HoldId, PlanId};
use domain::facts::{Heard, Word};

/// Far enough for whatever instant a fact was recorded at.
const EVER: i64 = i64::MAX;

/// Every promise that the scope may see, with its sums; what each is worth is said by [`STATE`].
fn given() -> String {
    let of = |scope, condition| {
        format!(
            "SELECT h.id, h.party, p.name, h.invoice, h.opened_on, h.until_on, w.last_day, h.amount, h.why, w.heard, w.made_by, \
             (SELECT MIN(l.lifted_on) FROM lift l WHERE l.hold = h.id) AS lifted_on, {} \
             FROM promise w JOIN hold h ON h.id = w.hold JOIN party p ON p.id = h.party \
             WHERE w.company = $1 AND h.kind = 'promise' AND {condition} AND {KEPT}",
            sums(scope, "$3", "$4")
        )
    };
    let (one, all) = (of(OF_INVOICE, "h.invoice IS NOT NULL"), of(OF_PARTY, "h.invoice IS NULL"));
    format!(
        "SELECT g.*, CASE WHEN g.issued > g.settled_before THEN g.issued - g.settled_before ELSE 0 END AS owed \
         FROM ({one} UNION ALL {all}) g"
    )
}

/// As [`domain::facts::WordFacts::word`] says it; the tests hold both to the same answer.
const STATE: &str = "CASE WHEN o.received + o.credited >= o.owed OR o.received >= COALESCE(o.amount, o.owed) THEN 'kept' \
    WHEN o.last_day >= $3 THEN 'pending' WHEN o.received > 0 THEN 'partly_kept' ELSE 'broken' END";

/// A promise with all that its row says; `{condition}` chooses among those that the scope may see.
fn row_sql(condition: &str) -> String {
    format!(
        "SELECT t.id, t.party, t.name, t.invoice, COALESCE(i.number, ''), \
         COALESCE(i.currency, (SELECT MIN(b.currency) FROM balance b WHERE b.company = $1 AND b.party = t.party), 'EUR'), \
         t.opened_on, t.until_on, t.last_day, COALESCE(t.amount, t.owed), t.received, t.state, \
         CASE WHEN t.lifted_on <= t.last_day THEN 1 ELSE 0 END, c.name, t.heard, t.why \
         FROM (SELECT o.*, {STATE} AS state FROM ({given}) o) t LEFT JOIN invoice i ON i.id = t.invoice \
         LEFT JOIN contact c ON c.id = t.made_by WHERE {condition}",
        given = given()
    )
}

fn rows(tx: &mut Tx, scope: Scope, word: Option<Word>, today: Date, cut: Cut) -> Result<Vec<PromiseRow>> {
    let sql = row_sql(
        "($5 = '' OR (t.state = $5 AND (t.lifted_on IS NULL OR t.lifted_on > t.last_day))) \
         ORDER BY t.until_on DESC, t.opened_on DESC, t.id LIMIT $6 OFFSET $7",
    );
    let wanted = word.map_or("", Word::code);
    let values = params![scope.company, keeper(scope), today, EVER, wanted, count(cut.limit), count(cut.offset)];
    tx.all(&sql, values, read)
}

pub(super) fn promise(tx: &mut Tx, scope: Scope, hold: HoldId, today: Date) -> Result<Option<PromiseRow>> {
    tx.one(&row_sql("t.id = $5"), params![scope.company, keeper(scope), today, EVER, hold], read)
}

fn read(row: &Row) -> Result<PromiseRow> {
    let mut c = Columns::of(row);
    Ok(PromiseRow {
        hold: c.next()?,
        party: c.next()?,
        customer: c.next()?,
        invoice: c.next()?,
        number: c.next()?,
        currency: c.next()?,
        given_on: c.next()?,
        until: c.next()?,
        last_day: c.next()?,
        asked: c.next()?,
        received: c.next()?,
        word: c.coded(Word::parse)?,
        is_lifted: c.next()?,
        made_by: c.next()?,
        heard: c.coded(Heard::parse)?,
        why: c.next()?,
    })
}

fn counts(tx: &mut Tx, scope: Scope, today: Date) -> Result<Vec<(Word, u64)>> {
    let sql = format!(
        "SELECT t.state, COUNT(*) FROM (SELECT o.*, {STATE} AS state FROM ({}) o) t \
         WHERE t.lifted_on IS NULL OR t.lifted_on > t.last_day GROUP BY t.state ORDER BY t.state",
        given()
    );
    tx.all(&sql, params![scope.company, keeper(scope), today, EVER], |row| {
        let mut c = Columns::of(row);
        Ok((c.coded(Word::parse)?, c.count()?))
    })
}

fn plans(tx: &mut Tx, scope: Scope, cut: Cut) -> Result<Vec<PlanListed>> {
    let sql = format!(
        "SELECT t.id, t.name FROM (SELECT l.id, p.name, l.proposed_on, CASE WHEN EXISTS (SELECT 1 FROM payment_plan_event e \
         WHERE e.plan = l.id AND e.kind <> 'accepted') THEN 1 ELSE 0 END AS is_over \
         FROM payment_plan l JOIN party p ON p.id = l.party WHERE l.company = $1 AND {KEPT}) t \
         ORDER BY t.is_over, t.proposed_on DESC, t.id DESC LIMIT $3 OFFSET $4"
    );
    let values = params![scope.company, keeper(scope), count(cut.limit), count(cut.offset)];
    let found: Vec<(PlanId, String)> = tx.all(&sql, values, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut listed = Vec::with_capacity(found.len());
    for (id, customer) in found {
        listed.extend(payment_plan::by_id(tx, id)?.map(|row| PlanListed { row, customer }));
    }
    Ok(listed)
}

impl AccordScreens for SqlBooks<'_, '_> {
    fn plan_rows(&mut self, scope: Scope, cut: Cut) -> BooksResult<Vec<PlanListed>> {
        Ok(plans(self.tx, scope, cut)?)
    }
    fn promise_rows(
        &mut self,
        scope: Scope,
        word: Option<Word>,
        today: Date,
        cut: Cut,
    ) -> BooksResult<Vec<PromiseRow>> {
        Ok(rows(self.tx, scope, word, today, cut)?)
    }
    fn promise_counts(&mut self, scope: Scope, today: Date) -> BooksResult<Vec<(Word, u64)>> {
        Ok(counts(self.tx, scope, today)?)
    }
}
