//! When the money should come, how sure that is, and why: from promises, disputes and how each customer usually pays.
//!
//! An amount is never counted twice: what is contested, then what is promised, is set apart before habit speaks. Nothing
//! is dated without a reason that can be shown. It decides nothing about recovery; `agenda` does.

mod expect;
mod habit;
mod weeks;

pub use expect::{Because, Certainty, Expectation, OpenAmount, Parts, Shares, expect};
pub use habit::{Drift, Habit, Habits, Whose};
pub use weeks::{Forecast, Place, WEEKS, monday};
