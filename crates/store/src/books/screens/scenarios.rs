//! What runs under each scenario, as of the last planned day.

use super::{KEPT, keeper};
use crate::books::SqlBooks;
use crate::books::columns::Columns;
use crate::params;
use app::ports::screens::{FollowedCustomer, ScenarioScreens, ScenarioShare, Scope};
use app::ports::terms::BooksResult;
use base::Date;
use base::id::{CompanyId, PartyId};

const OPEN: &str = "running_case c JOIN party p ON p.id = c.party \
    JOIN balance b ON b.company = c.company AND b.party = c.party AND b.outstanding <> 0";
const OVERDUE: &str = "CAST(SUM(CASE WHEN b.due_on < $3 THEN b.outstanding ELSE 0 END) AS BIGINT)";

impl ScenarioScreens for SqlBooks<'_, '_> {
    fn scenario_shares(&mut self, scope: Scope, as_of: Date) -> BooksResult<Vec<ScenarioShare>> {
        let sql = format!(
            "SELECT c.scenario, c.version, b.currency, COUNT(DISTINCT c.party), CAST(SUM(b.outstanding) AS BIGINT), \
             {OVERDUE} FROM {OPEN} WHERE c.company = $1 AND {KEPT} GROUP BY c.scenario, c.version, b.currency \
             ORDER BY c.scenario, c.version, b.currency"
        );
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), as_of], |row| {
            let mut c = Columns::of(row);
            Ok(ScenarioShare {
                scenario: c.next()?,
                version: c.next()?,
                currency: c.next()?,
                customers: c.count()?,
                outstanding: c.next()?,
                overdue: c.next()?,
            })
        })?)
    }

    fn followed_customers(
        &mut self,
        scope: Scope,
        as_of: Date,
        scenario: &str,
        limit: u64,
    ) -> BooksResult<Vec<FollowedCustomer>> {
        let sql = format!(
            "SELECT p.id, p.name, c.version, {OVERDUE} AS overdue FROM {OPEN} WHERE c.company = $1 AND {KEPT} \
             AND c.scenario = $4 GROUP BY p.id, p.name, c.version ORDER BY overdue DESC, p.id LIMIT $5"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), as_of, scenario, limit], |row| {
            let mut c = Columns::of(row);
            Ok(FollowedCustomer { party: c.next()?, name: c.next()?, version: c.next()?, overdue: c.next()? })
        })?)
    }

    fn is_followed(&mut self, party: PartyId) -> BooksResult<bool> {
        Ok(self.tx.one("SELECT 1 FROM running_case WHERE party = $1", params![party], |_| Ok(()))?.is_some())
    }

    fn owing_since(&mut self, company: CompanyId, since: Date) -> BooksResult<Vec<PartyId>> {
        let sql = "SELECT DISTINCT party FROM balance WHERE company = $1 AND (outstanding <> 0 OR settled_on >= $2) \
            ORDER BY party";
        Ok(self.tx.all(sql, params![company, since], |row| row.get(0))?)
    }
}
