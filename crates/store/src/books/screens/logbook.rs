use crate::books::SqlBooks;
use crate::books::columns::count;
use crate::books::journal::{ENTRY_LIST, read};
use crate::engine::Value;
use crate::params;
use app::ports::books::BooksResult;
use app::ports::screens::{JournalFilter, Logbook};
use base::Timestamp;
use base::id::CompanyId;
use domain::journal::JournalEntry;

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
        let mut kinds = String::new();
        if !filter.kinds.is_empty() {
            let places: Vec<String> = (1..=filter.kinds.len()).map(|at| format!("${}", values.len() + at)).collect();
            kinds = format!("AND kind IN ({})", places.join(","));
            values.extend(filter.kinds.iter().map(|kind| Value::from(*kind)));
        }
        let sql = format!(
            "SELECT {ENTRY_LIST} FROM journal WHERE company = $1 AND seq < $2 AND recorded_at < $3 \
             AND ($4 = '' OR subject = $4) {kinds} ORDER BY seq DESC LIMIT $5"
        );
        Ok(self.tx.all(&sql, &values, read)?)
    }
}
