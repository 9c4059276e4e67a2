//! Where the money is: figures of a day and what changed, the month's target, what should come and when, what is amiss.
//!
//! Figures of a day are counted once and kept until a fact bears that day ([`look`]); a page then reads one row.
//! All sums are in euros; what is owed in other currencies is told apart and never added.

pub mod alerts;
pub mod count;
pub mod figures;
pub mod look;
pub mod month;
pub mod outlook;
mod stake;
pub mod today;

pub use look::{Look, Older, Uncounted};
pub use stake::Stake;
