//! The schema changes embedded in the program, in order. Only one step differs between engines: how each refuses
//! that a fact be changed.

use crate::engine::{Engine, Migration};

const BOOKS: Migration =
    Migration { number: 1, name: "0001_books", sql: include_str!("../../migrations/0001_books.sql") };

const ACCOUNTS: Migration =
    Migration { number: 3, name: "0003_accounts", sql: include_str!("../../migrations/0003_accounts.sql") };

const KIND_BASIS: Migration =
    Migration { number: 4, name: "0004_kind_basis", sql: include_str!("../../migrations/0004_kind_basis.sql") };

const SQLITE: &[Migration] = &[
    BOOKS,
    Migration {
        number: 2,
        name: "0002_facts_are_final",
        sql: include_str!("../../migrations/0002_facts_are_final.sqlite.sql"),
    },
    ACCOUNTS,
    KIND_BASIS,
];

const POSTGRES: &[Migration] = &[
    BOOKS,
    Migration {
        number: 2,
        name: "0002_facts_are_final",
        sql: include_str!("../../migrations/0002_facts_are_final.postgres.sql"),
    },
    ACCOUNTS,
    KIND_BASIS,
];

pub(super) fn migrations(engine: Engine) -> &'static [Migration] {
    match engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    }
}
