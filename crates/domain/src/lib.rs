//! What is owed, by whom, on which day, and what to do about it: the decisions of Quitus, as pure functions.
//!
//! Facts go in, a `Situation` on a date comes out, a `Scenario` turns it into an `Agenda` of proposals and silences,
//! each with its reasons. Nothing here reads a clock, a file, a network or a database; every date is an argument.

pub mod accessories;
pub mod act;
pub mod agenda;
pub mod entries;
pub mod facts;
pub mod forecast;
pub mod journal;
pub mod matching;
pub mod payer;
pub mod payment_plan;
pub mod rehearsal;
pub mod scenario;
pub mod situation;
pub mod vat;
pub mod waiver;
