//! The invoice list reader against many shapes of lists, hostile workbooks, damaged files, and its own writer.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod csv;
mod headers;
mod mutations;
mod round_trip;
mod xlsx;

use draft::{Problem, Reading, Severity};

pub fn codes(reading: &Reading) -> Vec<&'static str> {
    reading.problems.iter().map(|p| p.code).collect()
}

/// The only error of a reading.
pub fn error(reading: &Reading) -> &Problem {
    let errors: Vec<&Problem> = reading.problems.iter().filter(|p| p.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{:?}", reading.problems);
    errors[0]
}
