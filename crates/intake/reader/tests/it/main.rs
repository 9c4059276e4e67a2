//! Every kind of file under a name that lies, archives good and hostile, and the whole corpus when `QUITUS_SAMPLES` names it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod archives;
mod corpus;
mod recognition;

use draft::Reading;
use reader::{Input, Options, read};
use std::path::PathBuf;

/// A sample kept beside the reader of its own format.
pub fn sample(path: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::read(folder.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What is found, by name.
pub fn found(name: &str, bytes: &[u8]) -> Vec<(String, Reading)> {
    let mut out = Vec::new();
    let options = Options { validate: false, ..Options::default() };
    read(Input { name, bytes }, &options, &mut |file| out.push((file.name, file.reading)));
    out
}

/// The one reading of a file that is no archive.
pub fn alone(bytes: &[u8]) -> Reading {
    let mut files = found("sans-extension", bytes);
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].0, "sans-extension");
    files.remove(0).1
}

pub fn codes(reading: &Reading) -> Vec<&'static str> {
    reading.problems.iter().map(|p| p.code).collect()
}
