//! When the money should come, how sure that is, and why: from promises, disputes and how each customer usually pays.
//!
//! An amount is never counted twice: what is contested, then what is promised, is set apart before habit speaks. Nothing
//! is dated without a reason that can be shown. It decides nothing about recovery; `agenda` does.

mod because;
mod expect;
mod habit;
mod instalments;
mod weeks;

pub use because::Because;
pub use expect::{Certainty, Expectation, OpenAmount, Parts, Shares, expect};
pub use habit::{Drift, Habit, Habits, Whose};
pub use instalments::Instalments;
pub use weeks::{Forecast, Place, WEEKS, monday};
