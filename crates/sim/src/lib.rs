//! A company's years in seconds: a seeded world of customers, the real use cases, and an auditor that trusts neither.
//!
//! It is the system test, and it fills the demonstration company. Nothing here is simulated but the outside: customers,
//! their bank transfers, the mail carrier, the clock and chance. It opens no database; the caller gives the books.

pub mod audit;
mod bank;
mod behaviour;
pub mod carrier;
mod chance;
mod clockwork;
pub mod customer;
pub mod demo;
pub mod figures;
mod files;
pub mod instalments;
pub mod labelled;
pub mod market;
pub mod office;
mod people;
pub mod seen;
pub mod story;
