//! The bank readers against real files, files with a known answer, and damaged ones.

mod camt;
mod csv;
mod expected;
mod mutations;
mod other;
