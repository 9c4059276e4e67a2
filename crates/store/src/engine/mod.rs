//! A thin synchronous layer over SQLite and PostgreSQL: values, rows, transactions, migrations, backup.
//!
//! It is not an object mapper and builds no query: SQL is written once, by hand, and runs on both engines.
//! The rules that make this hold, each with a test:
//!
//! 1. Columns are `BIGINT`, `TEXT` or `BLOB`. Money is cents, a date is `YYYY-MM-DD`, an instant is microseconds since
//!    1970 UTC, an identifier is sixteen bytes, a yes or no is 1 or 0. No floats, no `NUMERIC`.
//! 2. Parameters are `$1`…`$n`, in any order and as often as needed.
//! 3. `CAST(SUM(x) AS BIGINT)`: PostgreSQL's sum of `BIGINT` is a `NUMERIC`. A parameter that stands alone in a
//!    `SELECT` list needs a `CAST` too.
//! 4. Every `ORDER BY` ends with something unique, and says `NULLS LAST` or `NULLS FIRST` where a column may be null.
//!    Text sorts by its bytes on both engines (see [`migrate()`]).
//! 5. No `now()`, no `ILIKE`, no `LIKE` on unfolded text: the clock is a parameter, folding is done in Rust.
//! 6. A statement that fails ends its transaction, on both engines. Use `ON CONFLICT` where a failure is expected.
//!
//! One transaction writes at a time, whatever the engine and the number of processes; reading is never held up.

mod backup;
mod certificates;
mod connection;
mod database;
mod error;
mod migrate;
mod placeholder;
mod pool;
mod postgres;
mod row;
mod server;
mod sqlite;
mod tx;
mod value;

pub use backup::{Restored, restore};
pub use database::{Database, Engine};
pub use error::{Cause, Error, Result};
pub use migrate::{Migration, migrate};
pub use row::{Cell, FromCell, Row};
pub(crate) use server::Server;
pub use tx::Tx;
pub use value::Value;
