//! French law of late payment as functions over dated tables: rates, interest, allocation, due dates, limitation,
//! and what letters must and must not say.
//!
//! It computes and shows; it never decides whether a receivable is founded. It reads no file, clock or network: texts and
//! dates are arguments, and a question outside the dates of the tables is refused, never extrapolated.

pub mod allocation;
pub mod book;
pub mod delay;
pub mod error;
pub mod freshness;
pub mod interest;
pub mod limitation;
pub mod mentions;
pub mod semester;
mod source;
pub mod terms;
pub mod typed;
mod typography;
pub mod value;

pub use book::{CompensationPayer, CreditorKind, LawBook};
pub use delay::Delay;
pub use error::{LawError, LawProblem, ProblemKind};
pub use freshness::TableFreshness;
pub use semester::Semester;
pub use typed::{DelayRule, LimitationEffect, Threshold};
pub use value::{Dated, LawValue, Origin, Status, Table};
