//! A part of what is owed weighed against going on: what each would bring today, as one exact fraction rounded once.
//!
//! Nobody knows the chance of being paid, after how long, at what cost: these are assumptions, given by whoever weighs, and
//! shown with the result. What can be measured (how late the customer pays) is said to be measured by the application.

use base::{Cents, MoneyError, RateBp};
use serde::{Deserialize, Serialize};

/// What a person supposes of going on without giving anything up, and of being paid the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supposed {
    /// Chance that the whole comes by going on.
    pub chance: RateBp,
    /// After so many days.
    pub days: i64,
    /// What going on costs: letters, time, a bailiff.
    pub cost: Cents,
    /// Days until the rest is paid, once a part is given up.
    pub pay_days: i64,
    /// Yearly rate at which later money is worth less.
    pub rate: RateBp,
}

/// What giving up and going on are worth today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// What is asked for as long as nothing is given up.
    pub whole: Cents,
    pub given_up: Cents,
    /// Whole × chance × (1 − rate × days ÷ 365) − cost.
    pub going_on: Cents,
    /// (Whole − given up) × (1 − rate × days ÷ 365).
    pub settling: Cents,
    /// The chance from which going on would bring as much; `None` where no chance would.
    pub break_even: Option<RateBp>,
    pub supposed: Supposed,
}

impl Weighed {
    /// Giving up is expected to bring at least as much as going on.
    pub fn is_worth_it(&self) -> bool {
        self.settling >= self.going_on
    }
}

/// A chance of one, or the whole of a year of discount, in basis points.
const ONE: i128 = 10_000;
const YEAR: i128 = ONE * 365;

/// What is left of one euro paid after so many days, in parts of [`YEAR`]; never negative.
fn left_of_one(rate: RateBp, days: i64) -> i128 {
    (YEAR - i128::from(rate.get()) * i128::from(days.max(0))).max(0)
}

fn rounded(scaled: i128, by: i128) -> Result<Cents, MoneyError> {
    let half = if scaled < 0 { -by / 2 } else { by / 2 };
    i64::try_from((scaled + half) / by).map(Cents::new).map_err(|_| MoneyError::Overflow)
}

/// Weighs giving up a part of the whole against going on.
///
/// # Errors
/// `MoneyError::Overflow` when a sum leaves what can be counted.
pub fn weigh(whole: Cents, given_up: Cents, supposed: Supposed) -> Result<Weighed, MoneyError> {
    let later = left_of_one(supposed.rate, supposed.days);
    let expected = i128::from(whole.get()) * i128::from(supposed.chance.get()) * later;
    let going_on = rounded(expected, ONE * YEAR)?.sub(supposed.cost)?;
    let rest = i128::from(whole.sub(given_up)?.get());
    let settling = rounded(rest * left_of_one(supposed.rate, supposed.pay_days), YEAR)?;
    let wanted = i128::from(settling.add(supposed.cost)?.get());
    let sure = i128::from(whole.get()) * later;
    let break_even = if sure > 0 { i32::try_from(wanted * ONE * YEAR / sure).ok() } else { None };
    let break_even = break_even.filter(|share| (0..=10_000).contains(share)).map(RateBp::new);
    Ok(Weighed { whole, given_up, going_on, settling, break_even, supposed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supposed(chance: i32, days: i64, cost: i64) -> Supposed {
        Supposed { chance: RateBp::new(chance), days, cost: Cents::new(cost), pay_days: 0, rate: RateBp::new(500) }
    }

    #[test]
    fn a_tenth_given_up_against_three_chances_in_five() {
        // 1 000,00 × 60 % × (1 − 5 % × 73 ÷ 365) − 50,00 = 594,00 − 50,00.
        let weighed = weigh(Cents::new(100_000), Cents::new(10_000), supposed(6_000, 73, 5_000)).unwrap();
        assert_eq!((weighed.going_on, weighed.settling), (Cents::new(54_400), Cents::new(90_000)));
        assert!(weighed.is_worth_it());
        // (900,00 + 50,00) ÷ 990,00 = 95,95 %.
        assert_eq!(weighed.break_even, Some(RateBp::new(9_595)));
    }

    #[test]
    fn a_sure_debtor_is_given_nothing() {
        let weighed = weigh(Cents::new(100_000), Cents::new(40_000), supposed(10_000, 0, 0)).unwrap();
        assert_eq!((weighed.going_on, weighed.settling), (Cents::new(100_000), Cents::new(60_000)));
        assert!(!weighed.is_worth_it());
        assert_eq!(weighed.break_even, Some(RateBp::new(6_000)));
    }

    #[test]
    fn where_no_chance_would_bring_as_much_none_is_told() {
        let weighed = weigh(Cents::new(1_000), Cents::new(10), supposed(5_000, 30, 5_000)).unwrap();
        assert_eq!(weighed.break_even, None, "going on costs more than it can bring");
        assert!(weighed.going_on.is_negative() && weighed.is_worth_it());
        assert_eq!(weigh(Cents::ZERO, Cents::ZERO, supposed(5_000, 30, 0)).unwrap().break_even, None);
    }

    #[test]
    fn what_leaves_the_range_is_told() {
        let most = Cents::new(i64::MAX);
        assert!(weigh(most, Cents::new(-1), supposed(10_000, 0, 0)).is_err());
    }
}
