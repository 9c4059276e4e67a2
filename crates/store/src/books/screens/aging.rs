//! The aged balance of any day, by customer and by invoice, sorted and cut by the database.

use super::{KEPT, keeper, open};
use crate::books::SqlBooks;
use crate::books::columns::{Columns, count};
use crate::engine::{Result, Row, Value};
use app::ports::screens::{AgedFilter, AgedInvoice, AgedOrder, AgedParty, AgingScreens, Cut, Scope};
use app::ports::terms::BooksResult;
use base::{Date, add_days};
use domain::situation::BUCKETS;

/// A condition for each of [`BUCKETS`]: `$3` is the day, `$4` to `$6` thirty, sixty and ninety days before.
pub(super) const IN_BUCKET: [&str; BUCKETS.len()] = [
    "o.outstanding > 0 AND o.due_on >= $3",
    "o.outstanding > 0 AND o.due_on < $3 AND o.due_on >= $4",
    "o.outstanding > 0 AND o.due_on < $4 AND o.due_on >= $5",
    "o.outstanding > 0 AND o.due_on < $5 AND o.due_on >= $6",
    "o.outstanding > 0 AND o.due_on < $6",
    "o.outstanding < 0",
];

/// A dispute, a promise, a payment announced, a plan or a write-off in force on the day.
const HELD: &str = "EXISTS (SELECT 1 FROM hold h LEFT JOIN lift l ON l.hold = h.id WHERE h.company = $1 \
    AND h.party = o.party AND (h.invoice IS NULL OR h.invoice = o.invoice) \
    AND h.kind IN ('dispute', 'promise', 'payment_announced', 'plan', 'written_off') AND h.opened_on <= $3 \
    AND (h.until_on IS NULL OR h.until_on >= $3) AND (l.lifted_on IS NULL OR l.lifted_on > $3))";

impl AgingScreens for SqlBooks<'_, '_> {
    fn aged_parties(
        &mut self,
        scope: Scope,
        as_of: Date,
        search: &str,
        order: AgedOrder,
        cut: Cut,
    ) -> BooksResult<Vec<AgedParty>> {
        let open = open::on(self.tx, scope.company, as_of)?;
        let sums: Vec<String> = IN_BUCKET
            .iter()
            .enumerate()
            .map(|(at, is_in)| format!("CAST(SUM(CASE WHEN {is_in} THEN o.outstanding ELSE 0 END) AS BIGINT) AS b{at}"))
            .collect();
        let order = match order {
            AgedOrder::Total => "total DESC".to_string(),
            AgedOrder::Bucket(at) => format!("b{} DESC, total DESC", at.min(BUCKETS.len() - 1)),
            AgedOrder::Name => "search".to_string(),
        };
        let sql = format!(
            "SELECT p.id, p.name, o.currency, COUNT(*), {}, CAST(SUM(o.outstanding) AS BIGINT) AS total, p.search AS search \
             FROM ({open}) o JOIN party p ON p.id = o.party WHERE p.company = $1 AND {KEPT} \
             AND ($7 = '' OR p.search LIKE '%' || $7 || '%') \
             GROUP BY p.id, p.name, o.currency, p.search ORDER BY {order}, p.id, o.currency LIMIT $8 OFFSET $9",
            sums.join(", ")
        );
        let [company, keeper, day, thirty, sixty, ninety] = edges(scope, as_of);
        let (search, limit, offset) = (base::fold::words(search).into(), count(cut.limit), count(cut.offset));
        let params = [company, keeper, day, thirty, sixty, ninety, search, limit.into(), offset.into()];
        Ok(self.tx.all(&sql, &params, aged_party)?)
    }

    fn aged_invoices(
        &mut self,
        scope: Scope,
        as_of: Date,
        filter: &AgedFilter,
        cut: Cut,
    ) -> BooksResult<Vec<AgedInvoice>> {
        let open = open::on(self.tx, scope.company, as_of)?;
        let buckets: Vec<String> =
            filter.buckets.iter().filter_map(|at| IN_BUCKET.get(*at)).map(|is_in| format!("({is_in})")).collect();
        // Every parameter is compared with a column, whatever is asked for: PostgreSQL wants the type of each.
        let all = IN_BUCKET.map(|is_in| format!("({is_in})")).join(" OR ");
        let asked = if buckets.is_empty() { "1 = 1".to_string() } else { buckets.join(" OR ") };
        let of = if filter.party.is_some() { "p.id" } else { "p.company" };
        let held = if filter.held { HELD } else { "1 = 1" };
        let sql = format!(
            "SELECT o.invoice, o.party, p.name, o.number, o.issued_on, o.due_on, o.currency, o.principal, o.outstanding \
             FROM ({open}) o JOIN party p ON p.id = o.party WHERE p.company = $1 AND {KEPT} \
             AND {of} = $7 AND ({all}) AND ({asked}) AND {held} \
             ORDER BY o.due_on, o.number, o.invoice LIMIT $8 OFFSET $9"
        );
        let [company, keeper, day, thirty, sixty, ninety] = edges(scope, as_of);
        let party: Value = filter.party.map_or_else(|| scope.company.into(), Into::into);
        let params =
            [company, keeper, day, thirty, sixty, ninety, party, count(cut.limit).into(), count(cut.offset).into()];
        Ok(self.tx.all(&sql, &params, aged_invoice)?)
    }
}

/// `$1` to `$6`.
fn edges(scope: Scope, as_of: Date) -> [Value; 6] {
    let [thirty, sixty, ninety] = edge_days(as_of);
    [scope.company.into(), keeper(scope), as_of.into(), thirty, sixty, ninety]
}

/// `$4` to `$6`.
pub(super) fn edge_days(as_of: Date) -> [Value; 3] {
    [30, 60, 90].map(|days: i64| Value::from(add_days(as_of, -days).unwrap_or(as_of)))
}

fn aged_party(row: &Row) -> Result<AgedParty> {
    let mut c = Columns::of(row);
    let (party, name, currency, invoices) = (c.next()?, c.next()?, c.next()?, c.count()?);
    let mut buckets = [base::Cents::ZERO; BUCKETS.len()];
    for bucket in &mut buckets {
        *bucket = c.next()?;
    }
    Ok(AgedParty { party, name, currency, invoices, buckets, total: c.next()? })
}

pub(super) fn aged_invoice(row: &Row) -> Result<AgedInvoice> {
    let mut c = Columns::of(row);
    Ok(AgedInvoice {
        invoice: c.next()?,
        party: c.next()?,
        name: c.next()?,
        number: c.next()?,
        issued_on: c.next()?,
        due_on: c.next()?,
        currency: c.next()?,
        principal: c.next()?,
        outstanding: c.next()?,
    })
}
