//! The reader against real files, a larger corpus when there is one, hostile files and random damage.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests fail loudly, and measure time")]

mod corpus;
mod golden;
mod hostile;
mod mutation;
mod tolerance;

use draft::Reading;
use std::path::{Path, PathBuf};

/// The samples that travel with the crate.
fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(samples().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Reads by extension, as a caller that has looked at the content would.
fn read(name: &str, bytes: &[u8]) -> Reading {
    if name.ends_with(".pdf") { einvoice::read_pdf(bytes) } else { einvoice::read_xml(bytes) }
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    reading.problems.iter().map(|p| p.code).collect()
}
