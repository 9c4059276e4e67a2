//! Who may be thanked: invoices that were paid in full after somebody asked for them, or on the day promised.

use super::SqlBooks;
use super::columns::Columns;
use super::screens::{KEPT, keeper};
use crate::engine::Value;
use app::ports::screens::Scope;
use app::ports::terms::BooksResult;
use app::ports::thanks::{SettledRow, Thanks};
use base::Date;
use base::id::PartyId;

/// More than anybody thanks in a day.
const MOST: u64 = 500;

/// A message about it left, after its due date, before it was paid.
const ASKED: &str = "EXISTS (SELECT 1 FROM act_line n JOIN act a ON a.id = n.act JOIN act_state s ON s.act = n.act \
    WHERE n.company = b.company AND n.party = b.party AND n.invoice = b.invoice AND a.channel <> 'internal' \
    AND a.template NOT IN ('pre-due-service', 'plan-pre-due', 'thank-you') \
    AND s.state IN ('handed_over', 'delivered', 'done') AND s.performed_on <= b.settled_on)";

/// A promise or a plan stood, and its day had not passed.
const PROMISED: &str = "EXISTS (SELECT 1 FROM hold h WHERE h.company = b.company AND h.party = b.party \
    AND (h.invoice IS NULL OR h.invoice = b.invoice) AND h.kind IN ('promise', 'plan') AND h.opened_on <= b.settled_on \
    AND (h.until_on IS NULL OR h.until_on >= b.settled_on))";

/// Nobody thanked for it, and nobody decided not to.
const UNTHANKED: &str = "NOT EXISTS (SELECT 1 FROM act_line n JOIN act a ON a.id = n.act LEFT JOIN act_state s ON s.act = n.act \
    WHERE n.company = b.company AND n.party = b.party AND n.invoice = b.invoice AND a.template = 'thank-you' \
    AND COALESCE(s.state, 'prepared') NOT IN ('failed', 'cancelled')) \
    AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.company = b.company AND d.party = b.party AND d.kind = 'skip' \
    AND d.step = 'thank-you' AND (d.invoice IS NULL OR d.invoice = b.invoice) AND d.decided_on >= b.settled_on)";

/// Nothing else stands between us and the customer. What is late is looked for among what that customer has open: as it
/// stands SQLite would read all that is outstanding, hence the sum.
const AT_PEACE: &str = "NOT EXISTS (SELECT 1 FROM balance o WHERE o.company = b.company AND o.party = b.party \
    AND o.outstanding <> 0 AND o.outstanding + 0 > 0 AND o.due_on < $5) \
    AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.company = b.company AND h.party = b.party \
    AND h.kind IN ('dispute', 'insolvency', 'factored', 'pause') \
    AND NOT EXISTS (SELECT 1 FROM lift l WHERE l.hold = h.id))";

/// Received on the last day for it.
const LAST_PAID: &str = "CAST(COALESCE((SELECT SUM(a.amount) FROM allocation a WHERE a.invoice = b.invoice \
    AND a.payment IS NOT NULL AND a.component = 'principal' AND a.effective_on = b.settled_on), 0) AS BIGINT)";

impl Thanks for SqlBooks<'_, '_> {
    fn settled_after_asking(
        &mut self,
        scope: Scope,
        party: Option<PartyId>,
        since: Date,
        today: Date,
    ) -> BooksResult<Vec<SettledRow>> {
        let (sql, values) = statement(scope, party, since, today);
        Ok(self.tx.all(&sql, &values, |row| {
            let mut c = Columns::of(row);
            Ok(SettledRow {
                party: c.next()?,
                customer: c.next()?,
                invoice: c.next()?,
                number: c.next()?,
                due_on: c.next()?,
                currency: c.next()?,
                settled_on: c.next()?,
                last_paid: c.next()?,
            })
        })?)
    }
}

fn statement(scope: Scope, party: Option<PartyId>, since: Date, today: Date) -> (String, Vec<Value>) {
    let one = if party.is_some() { "AND b.party = $6" } else { "" };
    let sql = format!(
        "SELECT t.* FROM (SELECT b.party, p.name, b.invoice, b.number, b.due_on, b.currency, b.settled_on, \
         {LAST_PAID} AS last_paid FROM balance b JOIN party p ON p.id = b.party \
         WHERE b.company = $1 AND b.settled_on BETWEEN $3 AND $4 AND b.settled_on IS NOT NULL AND b.principal > 0 \
         AND b.is_estimated = 0 AND p.is_pseudo = 0 AND {KEPT} {one} AND ({ASKED} OR {PROMISED}) AND {UNTHANKED} \
         AND {AT_PEACE}) t WHERE t.last_paid > 0 ORDER BY t.name, t.party, t.due_on, t.number LIMIT {MOST}"
    );
    let mut values: Vec<Value> = vec![scope.company.into(), keeper(scope), since.into(), today.into(), today.into()];
    values.extend(party.map(Value::from));
    (sql, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::planner::plan;
    use base::id::Id;

    #[test]
    fn what_a_customer_still_owes_is_not_looked_for_among_everybody() {
        let scope = Scope { company: Id::from_bytes([0; 16]), keeper: None };
        let day = Date::constant(2026, 11, 23);
        for party in [None, Some(Id::from_bytes([1; 16]))] {
            let plan = plan(|_| Ok(statement(scope, party, day, day)));
            let reads: Vec<&String> = plan.iter().filter(|step| step.contains(" o")).collect();
            assert!(reads.iter().any(|step| step.contains("balance_open (company=? AND party=?)")), "{plan:#?}");
            assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{plan:#?}");
        }
    }
}
