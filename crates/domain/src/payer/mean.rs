//! A mean of days weighted by amounts and by age, in whole numbers, kept as its two sums so that it can be shown and redone.

use base::{Cents, MoneyError};

/// An invoice settled this long ago weighs half of one settled today.
pub const HALF_LIFE_DAYS: i64 = 180;
/// The weight of an invoice settled today: shares are of ten thousand.
pub const WHOLE: i64 = 10_000;

/// What its age leaves to an invoice: halved each half-life, in a straight line between.
pub fn weight(age_days: i64) -> i64 {
    let age = age_days.max(0);
    let (halvings, rest) = (age / HALF_LIFE_DAYS, age % HALF_LIFE_DAYS);
    let start = WHOLE >> halvings.min(32);
    start - start * rest / (2 * HALF_LIFE_DAYS)
}

/// `Σ amount × weight × days ÷ Σ amount × weight`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    pub numerator: i128,
    /// Positive.
    pub denominator: i128,
}

impl Mean {
    /// `None` when nothing weighs.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the sums leave what can be counted.
    pub fn of(items: impl Iterator<Item = (Cents, i64, i64)>) -> Result<Option<Mean>, MoneyError> {
        let mut mean = Mean { numerator: 0, denominator: 0 };
        for (amount, weight, days) in items {
            let share = i128::from(amount.get()).checked_mul(i128::from(weight)).ok_or(MoneyError::Overflow)?;
            let part = share.checked_mul(i128::from(days)).ok_or(MoneyError::Overflow)?;
            mean.numerator = mean.numerator.checked_add(part).ok_or(MoneyError::Overflow)?;
            mean.denominator = mean.denominator.checked_add(share).ok_or(MoneyError::Overflow)?;
        }
        Ok((mean.denominator > 0).then_some(mean))
    }

    /// Tenths of a day, rounded to the nearest, a half up.
    pub fn tenths(self) -> i64 {
        let rounded = (self.numerator * 20 + self.denominator).div_euclid(self.denominator * 2);
        i64::try_from(rounded).unwrap_or(i64::MAX)
    }

    /// `12,3 j`, and whole days without their zero.
    pub fn french(self) -> String {
        let tenths = self.tenths();
        let nbsp = base::fr::NBSP;
        if tenths % 10 == 0 {
            format!("{}{nbsp}j", tenths / 10)
        } else {
            format!("{},{}{nbsp}j", tenths / 10, tenths % 10)
        }
    }
}
