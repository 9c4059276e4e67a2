//! The list of the day. Sums and pages come from the columns beside the proposals; no JSON is read to sort or count.

use super::{acts, keeper, quiet};
use crate::books::SqlBooks;
use crate::books::columns::{Columns, count};
use crate::books::current::{read_work, work_list};
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::screens::{
    ActList, Cut, NamedAct, QuietFilter, QuietOrder, QuietRow, Scope, WorkCount, WorkFilter, WorkOrder, WorkRow,
    WorkSum, Worklist,
};
use app::ports::terms::BooksResult;
use app::records::{ActRow, QuietItem};
use base::id::PartyId;
use base::{Date, Timestamp};
use domain::agenda::ApprovalNeeded;
use domain::facts::Channel;

/// A condition on a row that bears `company` and `party`, as [`super::KEPT`].
pub(super) fn kept(row: &str) -> String {
    format!(
        "({row}.company = $2 OR EXISTS (SELECT 1 FROM party_keeper k WHERE k.company = $1 AND k.keeper = $2 \
         AND k.party = {row}.party))"
    )
}

/// A condition on such a row: its customer's folded name holds `?`. The names are looked through once, not for each row.
pub(super) fn called(row: &str) -> String {
    format!("{row}.party IN (SELECT n.id FROM party n WHERE n.company = $1 AND n.search LIKE '%' || ? || '%')")
}

/// `$1` the company, `$2` the keeper, `$3` what is searched for. Nothing but the sorted columns is read here: the proposals
/// are wide, and only those of the page are fetched.
fn from(filter: &WorkFilter, by_name: bool) -> (String, Vec<Value>) {
    let codes: Vec<String> = filter.approvals.iter().map(|a| format!("'{}'", a.code())).collect();
    let search = base::fold::words(&filter.search);
    let party = if by_name { "JOIN party p ON p.id = w.party" } else { "" };
    let mut sql = format!(
        "FROM work_item w {party} WHERE w.company = $1 AND w.approval IN ({}) AND {}",
        codes.join(", "),
        kept("w")
    );
    let mut params = params![filter.scope.company, keeper(filter.scope)].to_vec();
    if !search.is_empty() {
        sql.push_str(&format!(" AND {}", called("w").replace('?', "$3")));
        params.push(search.into());
    }
    (sql, params)
}

impl Worklist for SqlBooks<'_, '_> {
    fn work_rows(&mut self, filter: &WorkFilter, order: WorkOrder, cut: Cut) -> BooksResult<Vec<WorkRow>> {
        let by_name = order == WorkOrder::Customer;
        let order = match order {
            WorkOrder::Worth => "w.per_minute DESC, w.total DESC",
            WorkOrder::Amount => "w.total DESC",
            WorkOrder::Late => "w.days_late DESC",
            WorkOrder::Customer => "p.search",
        };
        let (from, mut params) = from(filter, by_name);
        let sql = format!(
            "SELECT {}, p.name, c.name FROM (SELECT w.party, w.step, w.currency {from} \
             ORDER BY {order}, w.party, w.step, w.currency LIMIT ${} OFFSET ${}) k \
             JOIN work_item w ON w.company = $1 AND w.party = k.party AND w.step = k.step AND w.currency = k.currency \
             JOIN party p ON p.id = w.party LEFT JOIN contact c ON c.id = w.contact \
             ORDER BY {order}, w.party, w.step, w.currency",
            work_list(),
            params.len() + 1,
            params.len() + 2
        );
        params.extend([count(cut.limit).into(), count(cut.offset).into()]);
        Ok(self.tx.all(&sql, &params, row)?)
    }

    fn work_sum(&mut self, filter: &WorkFilter) -> BooksResult<WorkSum> {
        let (from, params) = from(filter, false);
        let sql = format!(
            "SELECT w.currency, COUNT(*), CAST(SUM(w.total) AS BIGINT) {from} GROUP BY w.currency ORDER BY w.currency"
        );
        let mut sum = WorkSum::default();
        self.tx.each(&sql, &params, |row| {
            let mut c = Columns::of(row);
            let currency = c.next()?;
            sum.count += c.count()?;
            sum.totals.push((currency, c.next()?));
            Ok(())
        })?;
        Ok(sum)
    }

    fn work_counts(&mut self, scope: Scope) -> BooksResult<Vec<WorkCount>> {
        let sql = format!(
            "SELECT w.channel, w.approval, w.currency, COUNT(*), CAST(SUM(w.total) AS BIGINT) FROM work_item w \
             WHERE w.company = $1 AND {} GROUP BY w.channel, w.approval, w.currency \
             ORDER BY w.channel, w.approval, w.currency",
            kept("w")
        );
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope)], |row| {
            let mut c = Columns::of(row);
            Ok(WorkCount {
                channel: c.coded(Channel::parse)?,
                approval: c.coded(ApprovalNeeded::parse)?,
                currency: c.next()?,
                count: c.count()?,
                total: c.next()?,
            })
        })?)
    }

    fn work_of_party(&mut self, party: PartyId) -> BooksResult<Vec<WorkRow>> {
        let sql = format!(
            "SELECT {}, p.name, c.name FROM party p JOIN work_item w ON w.company = p.company AND w.party = p.id \
             LEFT JOIN contact c ON c.id = w.contact WHERE p.id = $1 ORDER BY w.step, w.currency",
            work_list()
        );
        Ok(self.tx.all(&sql, params![party], row)?)
    }

    fn quiet_rows(&mut self, filter: &QuietFilter, order: QuietOrder, cut: Cut) -> BooksResult<Vec<QuietRow>> {
        Ok(quiet::rows(self.tx, filter, order, cut)?)
    }
    fn quiet_counts(&mut self, filter: &QuietFilter) -> BooksResult<Vec<(String, u64)>> {
        Ok(quiet::counts(self.tx, filter)?)
    }
    fn quiet_days(&mut self, scope: Scope, from: Date, until: Date) -> BooksResult<Vec<(Date, u64)>> {
        Ok(quiet::days(self.tx, scope, from, until)?)
    }
    fn quiet_of_party(&mut self, party: PartyId) -> BooksResult<Vec<QuietItem>> {
        Ok(quiet::of_party(self.tx, party)?)
    }
    fn act_rows(&mut self, scope: Scope, list: ActList, cut: Cut) -> BooksResult<Vec<NamedAct>> {
        Ok(acts::rows(self.tx, scope, list, cut)?)
    }
    fn act_count(&mut self, scope: Scope, list: ActList) -> BooksResult<u64> {
        Ok(acts::how_many(self.tx, scope, list)?)
    }
    fn acts_approved(
        &mut self,
        scope: Scope,
        author: &str,
        from: Timestamp,
        until: Timestamp,
    ) -> BooksResult<Vec<ActRow>> {
        Ok(acts::approved(self.tx, scope, author, (from, until))?)
    }
}

fn row(row: &Row) -> Result<WorkRow> {
    let mut c = Columns::of(row);
    Ok(WorkRow { item: read_work(&mut c)?, customer: c.next()?, contact: c.next()? })
}
