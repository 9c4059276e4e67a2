//! The bank readers against real files, files with a known answer, and damaged ones.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod camt;
mod csv;
mod expected;
mod figures;
mod foreign;
mod mutations;
mod other;
mod round_trip;
mod texts;
