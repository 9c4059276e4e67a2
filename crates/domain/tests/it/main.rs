//! The decisions of Quitus, tested through the public API only: one binary, one module for each question asked.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod arbitrary;
mod entries;
mod world;

mod disputes;
mod grouping;
mod guards;
mod habits;
mod holds;
mod instalments;
mod lifecycle;
mod machine;
mod payer;
mod plans;
mod properties;
mod reading;
mod reasons;
mod rehearsal;
mod replies;
mod scenarios;
mod suspension;
mod timing;
mod worth;
