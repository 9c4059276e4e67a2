//! Whole files into the books: what an import leaves there, whatever the order, the repetition and the engine.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it is surprised")]

mod conflicts;
mod corpus;
mod details;
mod ledgers;
mod office;
mod paper;
mod same_facts;
mod volume;
mod whose;
mod years;
