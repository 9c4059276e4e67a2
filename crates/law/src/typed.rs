//! From the text of a value to what it means: a rate, an amount, a delay, a number, the effect of an act.
//!
//! Each table has one way to be read. What does not fit is refused when the file is read, so that lookups cannot fail
//! on a bad text later.

use crate::delay::Delay;
use crate::error::LawError;
use crate::value::{LawValue, Table};
use base::{Cents, Date, RateBp, parse_iso_date};

/// No rate of the law reaches 100 %: a bigger figure is a typing mistake (`265` for `2,65`).
const MAX_RATE_BP: i32 = 10_000;

/// What a delay entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DelayRule {
    Duration(Delay),
    /// A date of effect.
    On(Date),
    /// A rule with a name of its own (`SAME`, `END_OF_YEAR+2`).
    Named(String),
}

/// What a threshold entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    Amount(Cents),
    Rate(RateBp),
    Number(u32),
}

/// What an act does to the limitation period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitationEffect {
    /// A new period of the same length starts (C. civ. 2231).
    Interrupts,
    /// The period stops without being wiped out (C. civ. 2230).
    Suspends,
    /// No text or ruling settles it; counted as without effect.
    Unsettled,
    None,
}

pub(crate) fn bad(value: &LawValue) -> LawError {
    LawError::BadValue { table: value.table, key: value.key.clone(), value: value.value.clone() }
}

/// # Errors
/// `BadValue` when the text is not what its table holds.
pub(crate) fn check(value: &LawValue) -> Result<(), LawError> {
    match value.table {
        Table::ReferenceRate
        | Table::ReferenceRateChange
        | Table::LegalRateProfessional
        | Table::LegalRateIndividual => rate(value).map(drop),
        Table::FixedCompensation => amount(value).map(drop),
        Table::Parameter => number(value).map(drop),
        Table::Delay => delay(value).map(drop),
        Table::Threshold => threshold(value).map(drop),
        Table::LimitationAct => effect(value).map(drop),
        Table::Holiday => holiday(value).map(drop),
    }
}

pub(crate) fn rate(value: &LawValue) -> Result<RateBp, LawError> {
    RateBp::parse(&value.value).filter(|r| (0..=MAX_RATE_BP).contains(&r.get())).ok_or_else(|| bad(value))
}

pub(crate) fn amount(value: &LawValue) -> Result<Cents, LawError> {
    Cents::parse(&value.value).filter(|c| !c.is_negative()).ok_or_else(|| bad(value))
}

/// A whole number from 1 to 10,000.
pub(crate) fn number(value: &LawValue) -> Result<i32, LawError> {
    value.value.parse().ok().filter(|n| (1..=10_000).contains(n)).ok_or_else(|| bad(value))
}

pub(crate) fn delay(value: &LawValue) -> Result<DelayRule, LawError> {
    if let Some(delay) = Delay::parse(&value.value) {
        return Ok(DelayRule::Duration(delay));
    }
    if let Some(date) = parse_iso_date(&value.value) {
        return Ok(DelayRule::On(date));
    }
    let named = matches!(value.value.as_str(), "SAME" | "END_OF_YEAR+2");
    named.then(|| DelayRule::Named(value.value.clone())).ok_or_else(|| bad(value))
}

pub(crate) fn threshold(value: &LawValue) -> Result<Threshold, LawError> {
    let text = value.value.as_str();
    let read = if text.contains('%') {
        RateBp::parse(text).map(Threshold::Rate)
    } else if text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().ok().map(Threshold::Number)
    } else {
        Cents::parse(text).map(Threshold::Amount)
    };
    read.ok_or_else(|| bad(value))
}

pub(crate) fn effect(value: &LawValue) -> Result<LimitationEffect, LawError> {
    match value.value.as_str() {
        "interrupts" => Ok(LimitationEffect::Interrupts),
        "suspends" => Ok(LimitationEffect::Suspends),
        "unsettled" => Ok(LimitationEffect::Unsettled),
        "none" => Ok(LimitationEffect::None),
        _ => Err(bad(value)),
    }
}

/// `MM-DD`, or an offset from Easter Sunday (`easter+39`), in the year of interest.
pub(crate) fn holiday(value: &LawValue) -> Result<(), LawError> {
    let text = value.value.as_str();
    let fixed = || parse_iso_date(&format!("2024-{text}")).is_some();
    let moving = || text.strip_prefix("easter").is_some_and(|offset| offset.parse::<i8>().is_ok());
    if fixed() || moving() { Ok(()) } else { Err(bad(value)) }
}
