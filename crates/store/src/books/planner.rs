//! What SQLite plans for a statement. It plans without statistics, from the shape of the statement alone: an empty table shows
//! what a full one does.

use super::schema;
use crate::engine::{Database, Engine, Result, Tx, Value, migrate};
use base::Timestamp;

/// The steps of the plan for what `statement` writes.
pub(super) fn plan(statement: impl Fn(&mut Tx) -> Result<(String, Vec<Value>)>) -> Vec<String> {
    let steps = std::cell::RefCell::new(Vec::new());
    testkit::on_sqlite(|url| {
        let database = Database::open(url).unwrap();
        migrate(&database, schema::migrations(Engine::Sqlite), Timestamp::UNIX_EPOCH).unwrap();
        let found = database.read(|tx| {
            let (sql, values) = statement(tx)?;
            tx.all(&format!("EXPLAIN QUERY PLAN {sql}"), &values, |row| row.get::<String>(3))
        });
        steps.replace(found.unwrap());
    });
    steps.into_inner()
}
