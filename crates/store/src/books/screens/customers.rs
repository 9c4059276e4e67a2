use super::{KEPT, keeper};
use crate::books::SqlBooks;
use crate::books::columns::Columns;
use crate::engine::{Result, Row};
use crate::params;
use app::ports::screens::{CustomerOrder, CustomerRow, Customers, Cut, Scope};
use app::ports::terms::BooksResult;
use base::Date;
use domain::facts::{KindBasis, PartyKind};

const SUMS: &str = "SELECT party, currency, CAST(SUM(outstanding) AS BIGINT) AS outstanding, \
    CAST(SUM(CASE WHEN due_on < $3 THEN outstanding ELSE 0 END) AS BIGINT) AS overdue, \
    CAST(SUM(CASE WHEN outstanding > 0 THEN 1 ELSE 0 END) AS BIGINT) AS invoices, \
    MIN(CASE WHEN outstanding > 0 THEN due_on END) AS oldest \
    FROM balance WHERE company = $1 AND outstanding <> 0 GROUP BY party, currency";

impl Customers for SqlBooks<'_, '_> {
    fn customer_rows(
        &mut self,
        scope: Scope,
        as_of: Date,
        search: &str,
        order: CustomerOrder,
        cut: Cut,
    ) -> BooksResult<Vec<CustomerRow>> {
        let folded = base::fold::words(search);
        let join = if folded.is_empty() { "JOIN" } else { "LEFT JOIN" };
        let order = match order {
            CustomerOrder::MostOverdue => "s.overdue DESC NULLS LAST",
            CustomerOrder::MostOutstanding => "s.outstanding DESC NULLS LAST",
            CustomerOrder::OldestDue => "s.oldest NULLS LAST",
            CustomerOrder::Name => "p.search",
        };
        let sql = format!(
            "SELECT p.id, p.name, p.kind, p.kind_basis, p.scenario, p.is_key_account, s.currency, s.outstanding, s.overdue, s.invoices, \
             s.oldest FROM party p {join} ({SUMS}) s ON s.party = p.id WHERE p.company = $1 AND {KEPT} \
             AND ($4 = '' OR p.search LIKE '%' || $4 || '%') ORDER BY {order}, p.id, s.currency LIMIT $5 OFFSET $6"
        );
        let (limit, offset) =
            (i64::try_from(cut.limit).unwrap_or(i64::MAX), i64::try_from(cut.offset).unwrap_or(i64::MAX));
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), as_of, folded, limit, offset], row)?)
    }
}

fn row(row: &Row) -> Result<CustomerRow> {
    let mut c = Columns::of(row);
    Ok(CustomerRow {
        party: c.next()?,
        name: c.next()?,
        kind: c.coded(PartyKind::parse)?,
        kind_basis: c.coded(KindBasis::parse)?,
        scenario: c.next()?,
        is_key_account: c.next()?,
        currency: c.next()?,
        outstanding: c.next::<Option<_>>()?.unwrap_or_default(),
        overdue: c.next::<Option<_>>()?.unwrap_or_default(),
        invoices: c.next::<Option<i64>>()?.map_or(0, i64::unsigned_abs),
        oldest_due_on: c.next()?,
    })
}
