//! Pages of the journal, the newest entries first.

use crate::books::SqlBooks;
use crate::books::columns::count;
use crate::books::journal::{ENTRY_LIST, read};
use crate::engine::Value;
use crate::params;
use app::ports::screens::{JournalFilter, Logbook};
use app::ports::terms::BooksResult;
use base::Timestamp;
use base::id::CompanyId;
use domain::journal::JournalEntry;

/// `$1` the company, `$2` the entry to begin before, `$3` the instant, `$4` the subject or nothing, `$5` how many.
const CHOSEN: &str = "company = $1 AND seq < $2 AND recorded_at < $3 AND ($4 = '' OR subject = $4)";

impl Logbook for SqlBooks<'_, '_> {
    fn journal_page(
        &mut self,
        company: CompanyId,
        filter: &JournalFilter,
        limit: u64,
    ) -> BooksResult<Vec<JournalEntry>> {
        let until = filter.until.unwrap_or(Timestamp::MAX).as_microsecond();
        let before = filter.before.map_or(i64::MAX, count);
        let mut values = params![company, before, until, &filter.subject, count(limit)].to_vec();
        let kinds = newest_of_each(values.len(), filter.kinds.len());
        values.extend(filter.kinds.iter().map(|kind| Value::from(*kind)));
        let sql = format!("SELECT {ENTRY_LIST} FROM journal WHERE {CHOSEN} {kinds} ORDER BY seq DESC LIMIT $5");
        Ok(self.tx.all(&sql, &values, read)?)
    }
}

/// Some kinds only: the newest of each are looked up by kind, since a kind that has become rare would otherwise be looked
/// for through the whole journal.
fn newest_of_each(given: usize, kinds: usize) -> String {
    let newest = |at: usize| {
        format!(
            "SELECT seq FROM (SELECT seq FROM journal WHERE {CHOSEN} AND kind = ${} ORDER BY seq DESC LIMIT $5) AS newest",
            given + at
        )
    };
    let each: Vec<String> = (1..=kinds).map(newest).collect();
    if each.is_empty() { String::new() } else { format!("AND seq IN ({})", each.join(" UNION ALL ")) }
}
