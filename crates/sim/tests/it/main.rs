//! Simulated years on the real use cases and a real database, with accidents, under the auditor's eyes.
//!
//! Seeds are fixed; a failure prints its seed, its findings and the last days of its log.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod auditor;
mod demo;
mod labelled;
mod years;
