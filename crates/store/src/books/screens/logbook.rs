//! Pages of the journal, the newest entries first.
//!
//! Whatever is asked for, a page is found by an index: by number, kind, author, subject or day. What is rare would
//! otherwise be looked for through the whole journal.

use crate::books::SqlBooks;
use crate::books::columns::{count, json, unexpected};
use crate::books::journal::{ENTRY_LIST, read};
use crate::engine::{Result, Tx, Value};
use crate::params;
use app::ports::screens::{JournalFilter, Logbook};
use app::ports::terms::BooksResult;
use base::Timestamp;
use base::id::CompanyId;
use domain::journal::{Actor, JournalEntry, KindTag};

/// `$1` the company, `$2` and `$3` the first and last number, `$4` and `$5` the instants between which, `$6` how many.
/// The sign keeps the index of days out of it: bounds that are always there would draw SQLite to it. Numbers are `BETWEEN` and
/// not two comparisons, which draw it from the index of kinds to that of numbers, along which it looks for what is rare.
const CHOSEN: &str = "company = $1 AND seq BETWEEN $2 AND $3 AND +recorded_at >= $4 AND +recorded_at < $5";

/// The same where something else narrows it down. Neither bounds nor order of numbers may draw a database away from that:
/// PostgreSQL, once it plans without looking at the values, would read the journal from its end.
const ALSO_CHOSEN: &str = "company = $1 AND seq + 0 BETWEEN $2 AND $3 AND +recorded_at >= $4 AND +recorded_at < $5";

/// A day, in microseconds: the clock may go back, by less than that.
const MARGIN: i64 = 86_400_000_000;

/// What a statement is made of.
struct Asking {
    values: Vec<Value>,
    also: String,
}

impl Asking {
    fn place(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn among(&mut self, column: &str, values: Vec<Value>, is_in: bool) {
        let places: Vec<String> = values.into_iter().map(|value| self.place(value)).collect();
        let (none, word) = if is_in { ("0 = 1", "IN") } else { ("1 = 1", "NOT IN") };
        let condition = match places.is_empty() {
            true => none.to_string(),
            false => format!("{column} {word} ({})", places.join(", ")),
        };
        self.also.push_str(&format!(" AND {condition}"));
    }
}

fn page(tx: &mut Tx, company: CompanyId, filter: &JournalFilter, limit: u64) -> Result<Vec<JournalEntry>> {
    let (sql, values) = statement(tx, company, filter, limit)?;
    tx.all(&sql, &values, read)
}

fn statement(tx: &mut Tx, company: CompanyId, filter: &JournalFilter, limit: u64) -> Result<(String, Vec<Value>)> {
    let from = filter.from.map_or(i64::MIN, Timestamp::as_microsecond);
    let until = filter.until.map_or(i64::MAX, Timestamp::as_microsecond);
    let (low, high) = (filter.after.map_or(-1, count), filter.before.map_or(i64::MAX, count));
    let low = low.max(first_of(tx, company, filter.from.map(|_| from))?);
    let high = high.min(last_of(tx, company, filter.until.map(|_| until))?);
    let values = params![company, low.saturating_add(1), high.saturating_sub(1), from, until, count(limit)].to_vec();
    let mut asking = Asking { values, also: String::new() };
    let mut subjects: Vec<Value> = Vec::new();
    if !filter.subject.is_empty() {
        subjects.push(Value::from(&filter.subject));
    }
    let has_subject = !subjects.is_empty() || filter.subjects.is_some();
    if !subjects.is_empty() {
        asking.among("subject", subjects, true);
    }
    if let Some(wanted) = &filter.subjects {
        asking.among("subject", wanted.iter().map(Value::from).collect(), true);
    }
    if !filter.without.is_empty() {
        asking.among("kind", filter.without.iter().map(|kind| Value::from(*kind)).collect(), false);
    }
    let newest = newest(&mut asking, filter, has_subject)?;
    let Asking { values, also } = asking;
    let (chosen, order) = if has_subject { (ALSO_CHOSEN, "seq + 0") } else { (CHOSEN, "seq") };
    let sql = format!("SELECT {ENTRY_LIST} FROM journal WHERE {chosen}{also}{newest} ORDER BY {order} DESC LIMIT $6");
    Ok((sql, values))
}

/// Of some kinds or authors only: the newest of each are looked up by their index. What is about something is few enough.
fn newest(asking: &mut Asking, filter: &JournalFilter, has_subject: bool) -> Result<String> {
    let kinds = |asking: &mut Asking, all: &[&'static str]| -> Vec<String> {
        all.iter().map(|kind| asking.place(Value::from(*kind))).collect()
    };
    if filter.kinds.is_empty() && filter.actors.is_none() {
        return Ok(String::new());
    }
    let actors = match &filter.actors {
        None => None,
        Some(actors) => {
            let told = actors.iter().map(json).collect::<Result<Vec<String>>>()?;
            Some(told.into_iter().map(|actor| asking.place(actor)).collect::<Vec<String>>())
        }
    };
    if actors.as_ref().is_some_and(Vec::is_empty) {
        return Ok(" AND 0 = 1".to_string());
    }
    if has_subject {
        let mut also = String::new();
        if !filter.kinds.is_empty() {
            also.push_str(&format!(" AND kind IN ({})", kinds(asking, &filter.kinds).join(", ")));
        }
        if let Some(actors) = actors {
            also.push_str(&format!(" AND actor IN ({})", actors.join(", ")));
        }
        return Ok(also);
    }
    let all: Vec<&'static str> = KindTag::ALL.iter().map(|tag| tag.name()).collect();
    let wanted = kinds(asking, if filter.kinds.is_empty() { &all } else { &filter.kinds });
    let mut each = Vec::new();
    for kind in &wanted {
        for actor in actors.as_ref().map_or(vec![None], |a| a.iter().map(Some).collect()) {
            let by = actor.map_or(String::new(), |place| format!(" AND actor = {place}"));
            each.push(format!(
                "SELECT seq FROM (SELECT seq FROM journal WHERE {CHOSEN} AND kind = {kind}{by} ORDER BY seq DESC LIMIT $6) AS newest"
            ));
        }
    }
    Ok(format!(" AND seq IN ({})", each.join(" UNION ALL ")))
}

/// A number below those of the entries of that instant and later: of the last entry written well before it.
fn first_of(tx: &mut Tx, company: CompanyId, from: Option<i64>) -> Result<i64> {
    let Some(from) = from else { return Ok(-1) };
    let sql =
        "SELECT seq FROM journal WHERE company = $1 AND recorded_at < $2 ORDER BY recorded_at DESC, seq DESC LIMIT 1";
    let found = tx.one(sql, params![company, from.saturating_sub(MARGIN)], |row| row.get(0))?;
    Ok(found.unwrap_or(-1))
}

/// A number above those of the entries before that instant: of the first entry written well after it.
fn last_of(tx: &mut Tx, company: CompanyId, until: Option<i64>) -> Result<i64> {
    let Some(until) = until else { return Ok(i64::MAX) };
    let sql = "SELECT seq FROM journal WHERE company = $1 AND recorded_at >= $2 ORDER BY recorded_at, seq LIMIT 1";
    let found = tx.one(sql, params![company, until.saturating_add(MARGIN)], |row| row.get(0))?;
    Ok(found.unwrap_or(i64::MAX))
}

/// Each author once, from one to the next along the index.
const ACTORS: &str = "WITH RECURSIVE a (actor) AS (SELECT MIN(actor) FROM journal WHERE company = $1 \
    UNION ALL SELECT (SELECT MIN(j.actor) FROM journal j WHERE j.company = $1 AND j.actor > a.actor) FROM a \
    WHERE a.actor IS NOT NULL) SELECT actor FROM a WHERE actor IS NOT NULL";

impl Logbook for SqlBooks<'_, '_> {
    fn journal_page(
        &mut self,
        company: CompanyId,
        filter: &JournalFilter,
        limit: u64,
    ) -> BooksResult<Vec<JournalEntry>> {
        Ok(page(self.tx, company, filter, limit)?)
    }

    fn journal_actors(&mut self, company: CompanyId) -> BooksResult<Vec<Actor>> {
        let found: Vec<String> = self.tx.all(ACTORS, params![company], |row| row.get(0))?;
        let read = |text: &String| serde_json::from_str(text).map_err(|e| unexpected(format!("actor: {e}")));
        Ok(found.iter().map(read).collect::<Result<Vec<Actor>>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::planner::plan;
    use base::id::Id;

    #[test]
    fn what_is_rare_is_found_by_its_index() {
        let (kinds, day) = (vec!["act_failed", "reply_recorded"], Some(Timestamp::UNIX_EPOCH));
        let of_kinds = JournalFilter { kinds: kinds.clone(), ..JournalFilter::default() };
        let filters = [
            (of_kinds.clone(), "journal_by_kind"),
            (JournalFilter { before: Some(9), ..of_kinds.clone() }, "journal_by_kind"),
            (JournalFilter { from: day, until: day, ..of_kinds.clone() }, "journal_by_kind"),
            (JournalFilter { actors: Some(vec![Actor::Program]), ..of_kinds }, "journal_by_author"),
            (JournalFilter { actors: Some(vec![Actor::Program]), ..JournalFilter::default() }, "journal_by_author"),
            (JournalFilter { subjects: Some(vec!["a".to_string()]), ..JournalFilter::default() }, "journal_by_subject"),
        ];
        for (filter, index) in filters {
            let plan = plan(|tx| statement(tx, Id::from_bytes([0; 16]), &filter, 50));
            assert!(plan.iter().any(|step| step.contains(index)), "{filter:?}: {plan:#?}");
            assert!(!plan.iter().any(|step| step.contains("(company=? AND seq>? AND seq<?)")), "{filter:?}: {plan:#?}");
        }
    }
}
