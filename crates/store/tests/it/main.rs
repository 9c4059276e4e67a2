//! The contract of the engine: what every test here states holds on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

mod backup;
mod books;
mod encrypted;
mod migrations;
mod transactions;
mod values;

use base::Timestamp;
use store::engine::{Database, Migration, migrate};

const TABLES: &[Migration] = &[Migration {
    number: 1,
    name: "0001_tables",
    sql: "CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY, label TEXT, amount BIGINT, raw BLOB);
          CREATE TABLE part (item_id BIGINT NOT NULL REFERENCES item (id), name TEXT NOT NULL);",
}];

fn at() -> Timestamp {
    Timestamp::from_microsecond(1_790_000_000_123_456).unwrap()
}

/// A database with the tables of these tests.
fn open(url: &str) -> Database {
    let database = Database::open(url).unwrap();
    migrate(&database, TABLES, at()).unwrap();
    database
}

fn both(body: impl Fn(Database, &str)) {
    testkit::both(|url| body(open(url), url));
}

fn count(database: &Database) -> i64 {
    database.read(|tx| tx.one("SELECT COUNT(*) FROM item", &[], |row| row.get(0))).unwrap().unwrap()
}

/// The engine's own words under an error.
fn cause(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(" < ")
}
