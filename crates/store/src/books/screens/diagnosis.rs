use super::{KEPT, keeper};
use crate::books::SqlBooks;
use crate::books::columns::Columns;
use crate::params;
use app::ports::screens::{Cut, Diagnoses, ForgottenRow, ForgottenSum, Scope, SettledRow, UnreachableRow};
use app::ports::terms::{BooksError, BooksResult};
use base::Date;

/// Overdue on `$3`, named in no act that left or waits, held by nothing, and about which nobody decided since it was due.
const FORGOTTEN: &str = "b.company = $1 AND b.outstanding > 0 AND b.due_on < $3 AND p.is_pseudo = 0 \
    AND NOT EXISTS (SELECT 1 FROM act_line l JOIN act_state s ON s.act = l.act WHERE l.company = $1 AND l.party = b.party \
        AND l.invoice = b.invoice AND s.state <> 'cancelled' AND s.state <> 'failed') \
    AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.company = $1 AND h.party = b.party \
        AND (h.invoice IS NULL OR h.invoice = b.invoice) AND NOT EXISTS (SELECT 1 FROM lift f WHERE f.hold = h.id)) \
    AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.company = $1 AND d.party = b.party AND d.decided_on >= b.due_on \
        AND (d.invoice IS NULL OR d.invoice = b.invoice))";

impl Diagnoses for SqlBooks<'_, '_> {
    fn forgotten_sums(&mut self, scope: Scope, as_of: Date) -> BooksResult<Vec<ForgottenSum>> {
        let sql = format!(
            "SELECT b.currency, COUNT(*), COUNT(DISTINCT b.party), CAST(SUM(b.outstanding) AS BIGINT) \
             FROM balance b JOIN party p ON p.id = b.party WHERE {FORGOTTEN} AND {KEPT} GROUP BY b.currency ORDER BY b.currency"
        );
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), as_of], |row| {
            let mut c = Columns::of(row);
            Ok(ForgottenSum {
                currency: c.next()?,
                invoices: c.next::<i64>()?.unsigned_abs(),
                customers: c.next::<i64>()?.unsigned_abs(),
                outstanding: c.next()?,
            })
        })?)
    }

    fn forgotten_rows(&mut self, scope: Scope, as_of: Date, cut: Cut) -> BooksResult<Vec<ForgottenRow>> {
        let sql = format!(
            "SELECT b.party, p.name, b.invoice, b.number, b.due_on, b.outstanding, b.currency \
             FROM balance b JOIN party p ON p.id = b.party WHERE {FORGOTTEN} AND {KEPT} \
             ORDER BY b.outstanding DESC, b.invoice LIMIT $4 OFFSET $5"
        );
        let (limit, offset) =
            (i64::try_from(cut.limit).unwrap_or(i64::MAX), i64::try_from(cut.offset).unwrap_or(i64::MAX));
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), as_of, limit, offset], |row| {
            let mut c = Columns::of(row);
            Ok(ForgottenRow {
                party: c.next()?,
                customer: c.next()?,
                invoice: c.next()?,
                number: c.next()?,
                due_on: c.next()?,
                outstanding: c.next()?,
                currency: c.next()?,
            })
        })?)
    }

    fn settled_since(
        &mut self,
        scope: Scope,
        since: Date,
        each: &mut dyn FnMut(SettledRow) -> BooksResult<()>,
    ) -> BooksResult<()> {
        let sql = format!(
            "SELECT b.party, b.number, b.due_on, b.settled_on FROM balance b JOIN party p ON p.id = b.party \
             WHERE b.company = $1 AND b.settled_on IS NOT NULL AND b.settled_on >= $3 AND b.principal > 0 \
             AND p.is_pseudo = 0 AND {KEPT} ORDER BY b.party, b.due_on, b.invoice"
        );
        self.tx.try_each(&sql, params![scope.company, keeper(scope), since], |row| -> BooksResult<()> {
            let mut c = Columns::of(row);
            let mut read = || -> crate::engine::Result<SettledRow> {
                Ok(SettledRow { party: c.next()?, number: c.next()?, due_on: c.next()?, settled_on: c.next()? })
            };
            each(read().map_err(BooksError::from)?)
        })
    }

    fn unreachable_rows(&mut self, scope: Scope) -> BooksResult<Vec<UnreachableRow>> {
        let sql = format!(
            "SELECT p.id, p.name, CAST(SUM(b.outstanding) AS BIGINT) AS owed, b.currency \
             FROM balance b JOIN party p ON p.id = b.party \
             WHERE b.company = $1 AND b.outstanding > 0 AND p.is_pseudo = 0 AND {KEPT} \
             AND NOT EXISTS (SELECT 1 FROM contact t WHERE t.company = $1 AND t.party = p.id AND t.role <> 'salesperson' \
                 AND (t.email IS NOT NULL OR t.phone IS NOT NULL)) \
             GROUP BY p.id, p.name, b.currency ORDER BY owed DESC, p.id, b.currency"
        );
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope)], |row| {
            let mut c = Columns::of(row);
            Ok(UnreachableRow { party: c.next()?, customer: c.next()?, outstanding: c.next()?, currency: c.next()? })
        })?)
    }
}
