//! The rate of a day under each regime, and the exact arithmetic of a segment.
//!
//! The unit of the numerator is the cent × basis point × day; the denominator is the year basis × 10 000. Nothing is rounded
//! here except by [`round_half_up`], which callers apply to totals only.

use super::claim::{FloorChoice, Regime};
use super::statement::RateBasis;
use crate::book::{CreditorKind, LawBook};
use crate::error::LawError;
use crate::semester::Semester;
use crate::value::{Dated, LawValue};
use base::{Cents, Date, MoneyError, RateBp};
use std::sync::Arc;

/// A rate, the last day it holds in this segment, and its justification.
pub(super) struct DayRate {
    pub(super) rate: RateBp,
    pub(super) until: Date,
    pub(super) basis: RateBasis,
    pub(super) record: Arc<LawValue>,
}

/// The rate on `on`, for a delay whose interest started on `started`, to be used at most to `to`.
pub(super) fn rate_on(law: &LawBook, regime: Regime, started: Date, on: Date, to: Date) -> Result<DayRate, LawError> {
    let semester_end = Semester::of(on).last_day().min(to);
    match regime {
        Regime::Business { agreed: None, .. } => supplementary(law, on, semester_end),
        Regime::Business { agreed: Some(agreed), floor } => agreed_rate(law, agreed, floor, on, semester_end),
        Regime::Consumer { .. } => {
            let legal = law.legal_rate(CreditorKind::Professional, on)?;
            Ok(day_rate(legal, legal.value, semester_end, RateBasis::Legal))
        }
        Regime::PublicBody => public_rate(law, started, to),
    }
}

/// The rate that applies between businesses on that day when nothing was agreed: reference rate + 10 (C. com. L441-10 II).
///
/// # Errors
/// `NotCovered` outside the table.
pub fn business_rate(law: &LawBook, on: Date) -> Result<RateBp, LawError> {
    plus(law.reference_rate(on)?, law.business_margin().value)
}

/// The rate owed by a public body for the whole delay when interest starts on that day: reference rate + 8 (CCP R2192-31).
///
/// # Errors
/// `NotCovered` outside the table.
pub fn public_body_rate(law: &LawBook, started_on: Date) -> Result<RateBp, LawError> {
    plus(law.reference_rate(started_on)?, law.public_margin().value)
}

/// The least a rate agreed between businesses may be on that day: three times the legal rate (C. com. L441-10 II).
///
/// # Errors
/// `NotCovered` outside the table.
pub fn agreed_rate_floor(law: &LawBook, on: Date) -> Result<RateBp, LawError> {
    let legal = law.legal_rate(CreditorKind::Professional, on)?.value;
    legal.times(law.floor_factor().value).ok_or(LawError::Money(MoneyError::Overflow))
}

/// Reference rate of the half-year + 10 points (C. com. L441-10 II).
fn supplementary(law: &LawBook, on: Date, until: Date) -> Result<DayRate, LawError> {
    let reference = law.reference_rate(on)?;
    let rate = plus(reference, law.business_margin().value)?;
    Ok(day_rate(
        reference,
        rate,
        until,
        RateBasis::ReferencePlus { reference: reference.value, points: law.business_margin().value },
    ))
}

/// The clause, or what replaces it when it is below the floor of that half-year.
fn agreed_rate(law: &LawBook, agreed: RateBp, choice: FloorChoice, on: Date, until: Date) -> Result<DayRate, LawError> {
    let legal = law.legal_rate(CreditorKind::Professional, on)?;
    let floor = agreed_rate_floor(law, on)?;
    if agreed >= floor {
        return Ok(day_rate(legal, agreed, until, RateBasis::Agreed { floor }));
    }
    match choice {
        FloorChoice::Floor => Ok(day_rate(legal, floor, until, RateBasis::FloorInsteadOfAgreed { agreed, floor })),
        FloorChoice::Supplementary => {
            let instead = supplementary(law, on, until)?;
            Ok(DayRate { basis: RateBasis::SupplementaryInsteadOfAgreed { agreed, floor }, ..instead })
        }
    }
}

/// One rate for the whole delay: that of the half-year in which interest started (CCP R2192-31).
///
/// The table must still cover the last day counted, although the rate no longer changes: an edition does not answer for days
/// beyond its tables.
fn public_rate(law: &LawBook, started: Date, to: Date) -> Result<DayRate, LawError> {
    let reference = law.reference_rate(started)?;
    law.reference_rate(to)?;
    let points = law.public_margin().value;
    Ok(day_rate(
        reference,
        plus(reference, points)?,
        to,
        RateBasis::ReferencePlus { reference: reference.value, points },
    ))
}

fn plus(reference: &Dated<RateBp>, points: i32) -> Result<RateBp, LawError> {
    reference.value.plus_points(points).ok_or(LawError::Money(MoneyError::Overflow))
}

fn day_rate(from: &Dated<RateBp>, rate: RateBp, until: Date, basis: RateBasis) -> DayRate {
    DayRate { rate, until, basis, record: Arc::clone(&from.record) }
}

/// `base × rate × days`, exact.
pub(super) fn numerator(base: Cents, rate: RateBp, days: i64) -> Result<i128, LawError> {
    i128::from(base.get())
        .checked_mul(i128::from(rate.get()))
        .and_then(|n| n.checked_mul(i128::from(days)))
        .ok_or(LawError::Money(MoneyError::Overflow))
}

/// The nearest cent; a half goes up.
pub(super) fn round_half_up(numerator: i128, denominator: i128) -> Result<Cents, MoneyError> {
    let twice = numerator.checked_mul(2).and_then(|n| n.checked_add(denominator)).ok_or(MoneyError::Overflow)?;
    let divisor = denominator.checked_mul(2).filter(|d| *d > 0).ok_or(MoneyError::Overflow)?;
    i64::try_from(twice.div_euclid(divisor)).map(Cents::new).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_goes_up() {
        let cents = |n, d| round_half_up(n, d).map(Cents::get);
        assert_eq!(
            (cents(0, 10), cents(4, 10), cents(5, 10), cents(14, 10), cents(15, 10)),
            (Ok(0), Ok(0), Ok(1), Ok(1), Ok(2))
        );
        assert_eq!(cents(i128::MAX, 2), Err(MoneyError::Overflow));
        assert_eq!(cents(1, 0), Err(MoneyError::Overflow));
    }
}
