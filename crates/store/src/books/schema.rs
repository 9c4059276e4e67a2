//! The schema changes embedded in the program, in order. Engines differ only in how each refuses that a fact be changed.

use crate::engine::{Engine, Migration};

const BOOKS: Migration =
    Migration { number: 1, name: "0001_books", sql: include_str!("../../migrations/0001_books.sql") };

const ACCOUNTS: Migration =
    Migration { number: 3, name: "0003_accounts", sql: include_str!("../../migrations/0003_accounts.sql") };

/// A change that is one text for both engines, followed by what each engine needs.
macro_rules! change {
    ($number:literal, $name:literal, $engine:literal) => {
        Migration {
            number: $number,
            name: $name,
            sql: concat!(
                include_str!(concat!("../../migrations/", $name, ".sql")),
                include_str!(concat!("../../migrations/", $name, ".", $engine, ".sql"))
            ),
        }
    };
}

const SQLITE: &[Migration] = &[
    BOOKS,
    Migration {
        number: 2,
        name: "0002_facts_are_final",
        sql: include_str!("../../migrations/0002_facts_are_final.sqlite.sql"),
    },
    ACCOUNTS,
    change!(4, "0004_lines_looked_at", "sqlite"),
    change!(5, "0005_lines_unmatched", "sqlite"),
    change!(6, "0006_lines_sorted", "sqlite"),
];

const POSTGRES: &[Migration] = &[
    BOOKS,
    Migration {
        number: 2,
        name: "0002_facts_are_final",
        sql: include_str!("../../migrations/0002_facts_are_final.postgres.sql"),
    },
    ACCOUNTS,
    change!(4, "0004_lines_looked_at", "postgres"),
    change!(5, "0005_lines_unmatched", "postgres"),
    change!(6, "0006_lines_sorted", "postgres"),
];

pub(super) fn migrations(engine: Engine) -> &'static [Migration] {
    match engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    }
}
