//! Yearly rates in basis points: 12,15 % is 1215.

use serde::{Deserialize, Serialize};

/// A yearly rate in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RateBp(i32);

impl RateBp {
    pub const fn new(basis_points: i32) -> Self {
        RateBp(basis_points)
    }

    pub const fn get(self) -> i32 {
        self.0
    }

    /// The rate raised by `points` percentage points, e.g. the reference rate plus ten.
    pub fn plus_points(self, points: i32) -> Option<RateBp> {
        self.0.checked_add(points.checked_mul(100)?).map(RateBp)
    }

    /// Three times the legal rate is the floor of an agreed rate (C. com. L441-10 II).
    pub fn times(self, factor: i32) -> Option<RateBp> {
        self.0.checked_mul(factor).map(RateBp)
    }

    /// Reads `12.15`, `12,15`, `12,15 %`; at most two decimals.
    pub fn parse(percent: &str) -> Option<RateBp> {
        let cents = crate::Cents::parse(percent.trim().trim_end_matches('%'))?;
        i32::try_from(cents.get()).ok().map(RateBp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_in_both_spellings() {
        assert_eq!(RateBp::parse("12,15 %"), Some(RateBp::new(1215)));
        assert_eq!(RateBp::parse("0.05"), Some(RateBp::new(5)));
        assert_eq!(RateBp::new(215).plus_points(10), Some(RateBp::new(1215)));
    }
}
