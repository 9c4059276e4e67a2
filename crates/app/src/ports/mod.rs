//! The traits through which the use cases reach the world, owned by those who call them.
//!
//! An adapter implements one of these; it does not know the others, and nothing in the application names an adapter.

pub mod accounts;
pub mod agreements;
pub mod alerts;
pub mod api;
pub mod books;
pub mod claims;
pub mod control;
pub mod current;
pub mod disputes;
pub mod entries;
pub mod mail;
pub mod matching;
pub mod mishaps;
pub mod replies;
pub mod screens;
pub mod statements;
pub mod terms;
pub mod thanks;
pub mod typed;
pub mod vault;
pub mod webhooks;
pub mod workshop;
