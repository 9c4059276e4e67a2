//! The program as its users meet it: stories over months, run through the real binary, and the surface of each command.
//!
//! Nothing here calls the product's code: whatever is checked went through the command line.
#![allow(clippy::disallowed_methods, reason = "UPDATE and ONLY are asked of the tests, not of the program")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod chronicle;
mod compare;
mod doors;
mod json_path;
mod matching;
mod parity;
mod refused_files;
mod stage;
mod story;
mod surface;
mod texts;
mod two_servers;
mod typed;
mod unknown;
mod watched;
