//! Whole files into the books: what an import leaves there, whatever the order, the repetition and the engine.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it is surprised")]

mod any_order;
mod bank_accounts;
mod bank_paper;
mod conflicts;
mod control;
mod corpus;
mod details;
mod echoes;
mod exports;
mod generated;
mod ledgers;
mod office;
mod paper;
mod restarted;
mod returned;
mod same_facts;
mod same_lines;
mod stopped;
mod typed;
mod volume;
mod whose;
mod years;

/// The ledger reader's own generator: companies whose open items are known, in the habits of several programs.
#[path = "../../../intake/fec/tests/it/export.rs"]
mod export;
#[path = "../../../intake/fec/tests/it/habit.rs"]
mod habit;
#[path = "../../../intake/fec/tests/it/world.rs"]
mod world;
