//! Bank credits and what they pay: the engine of [`domain::matching::engine`] over the books, and over labelled sets of files.
//!
//! What is studied is kept as a cache ([`study`]), shown, and accepted by a person ([`accept`]); only under an order of the
//! owner is what is certain taken without one ([`order`]).

pub mod accept;
mod claims;
mod grounds;
mod instalment;
pub mod labelled;
mod lawful;
pub mod order;
pub mod study;

pub use accept::accept;
pub use grounds::since;
pub(crate) use grounds::{as_read, customers};
pub use lawful::Laid;
pub use study::{Choice, ChoicePart, Studied, refresh};
