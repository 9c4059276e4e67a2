//! The schema changes embedded in the program, in order. Engines differ only in how each refuses that a fact be changed.

use crate::engine::{Engine, Migration};

/// A change: one text for both engines, each engine's `own`, or one text `and` each engine's own after it.
macro_rules! change {
    ($number:literal, $name:literal) => {
        change!(@ $number, $name, include_str!(concat!("../../migrations/", $name, ".sql")))
    };
    ($number:literal, $name:literal, own $engine:literal) => {
        change!(@ $number, $name, include_str!(concat!("../../migrations/", $name, ".", $engine, ".sql")))
    };
    ($number:literal, $name:literal, and $engine:literal) => {
        change!(@ $number, $name, concat!(
            include_str!(concat!("../../migrations/", $name, ".sql")),
            include_str!(concat!("../../migrations/", $name, ".", $engine, ".sql"))
        ))
    };
    (@ $number:literal, $name:literal, $sql:expr) => { Migration { number: $number, name: $name, sql: $sql } };
}

macro_rules! changes {
    ($engine:literal) => {
        &[
            change!(1, "0001_books"),
            change!(2, "0002_facts_are_final", own $engine),
            change!(3, "0003_accounts"),
            change!(4, "0004_api"),
            change!(5, "0005_kind_basis"),
            change!(6, "0006_lines_looked_at", and $engine),
            change!(7, "0007_lines_unmatched", and $engine),
            change!(8, "0008_lines_sorted", and $engine),
            change!(9, "0009_folder", and $engine),
            change!(10, "0010_worklist"),
            change!(11, "0011_figures"),
            change!(12, "0012_workshop"),
            change!(13, "0013_worklist_indexes"),
            change!(14, "0014_source_parts", and $engine),
            change!(15, "0015_promises", and $engine),
            change!(16, "0016_statements", and $engine),
            change!(17, "0017_disputes", and $engine),
            change!(18, "0018_figures_kept"),
            change!(19, "0019_webhooks"),
            change!(20, "0020_mishaps", and $engine),
            change!(21, "0021_line_proposals"),
            change!(22, "0022_entries", and $engine),
            change!(23, "0023_plans", and $engine),
            change!(24, "0024_open_credits"),
            change!(25, "0025_bad_debts", and $engine),
            change!(26, "0026_waivers", and $engine),
            change!(27, "0027_service", and $engine),
            change!(28, "0028_claims", and $engine),
            change!(29, "0029_accounts_followed", and $engine),
            change!(30, "0030_alert_words", and $engine),
            change!(31, "0031_payments_by_day"),
            change!(32, "0032_suspensions_found"),
            change!(33, "0033_scenarios_retired", and $engine),
            change!(34, "0034_echoes", and $engine),
            change!(35, "0035_statement_gaps", and $engine),
            change!(36, "0036_remainders"),
            change!(37, "0037_provisional_password"),
            change!(38, "0038_journal_filters"),
            change!(39, "0039_recovery_codes"),
            change!(40, "0040_replies", and $engine),
            change!(41, "0041_typed_invoices", and $engine),
            change!(42, "0042_silences_sorted"),
        ]
    };
}

const SQLITE: &[Migration] = changes!("sqlite");
const POSTGRES: &[Migration] = changes!("postgres");

pub(super) fn migrations(engine: Engine) -> &'static [Migration] {
    match engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    }
}
