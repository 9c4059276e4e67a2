//! Half-years, the periods by which late-payment rates are set, and a table of rates indexed by them.
//!
//! A lookup is one subtraction and one slice access: no parsing, no allocation. A half-year without a value is a hole
//! that answers `None`; nothing is ever carried over from a neighbour.

use crate::value::Dated;
use base::{Date, RateBp};
use std::fmt;

/// A half-year: January to June, or July to December.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Semester {
    year: i16,
    second: bool,
}

impl Semester {
    pub fn of(date: Date) -> Semester {
        Semester { year: date.year(), second: date.month() > 6 }
    }

    /// Reads `2026-S2`.
    pub fn parse(text: &str) -> Option<Semester> {
        let (year, half) = text.split_once("-S")?;
        let year: i16 =
            if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) { year.parse().ok()? } else { return None };
        match half {
            "1" => Some(Semester { year, second: false }),
            "2" => Some(Semester { year, second: true }),
            _ => None,
        }
    }

    pub fn first_day(self) -> Date {
        Date::new(self.year, if self.second { 7 } else { 1 }, 1).unwrap_or(Date::MIN)
    }

    pub fn last_day(self) -> Date {
        let (month, day) = if self.second { (12, 31) } else { (6, 30) };
        Date::new(self.year, month, day).unwrap_or(Date::MAX)
    }

    /// « 1er semestre 2027 ».
    pub fn french(self) -> String {
        format!("{} semestre {}", if self.second { "2e" } else { "1er" }, self.year)
    }

    fn ordinal(self) -> i32 {
        i32::from(self.year) * 2 + i32::from(self.second)
    }
}

impl fmt::Display for Semester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-S{}", self.year, if self.second { 2 } else { 1 })
    }
}

/// Rates by half-year.
#[derive(Clone, Debug, Default)]
pub(crate) struct SemesterTable {
    first: i32,
    rates: Vec<Option<Dated<RateBp>>>,
}

impl SemesterTable {
    /// Indexes the rates; of two values for one half-year the later in the list is kept.
    pub(crate) fn new(rates: Vec<(Semester, Dated<RateBp>)>) -> SemesterTable {
        let first = rates.iter().map(|(s, _)| s.ordinal()).min().unwrap_or(0);
        let mut table = SemesterTable { first, rates: Vec::new() };
        for (semester, rate) in rates {
            let Ok(index) = usize::try_from(semester.ordinal() - first) else { continue };
            if table.rates.len() <= index {
                table.rates.resize_with(index + 1, || None);
            }
            if let Some(slot) = table.rates.get_mut(index) {
                *slot = Some(rate);
            }
        }
        table
    }

    pub(crate) fn at(&self, date: Date) -> Option<&Dated<RateBp>> {
        let index = usize::try_from(Semester::of(date).ordinal() - self.first).ok()?;
        self.rates.get(index)?.as_ref()
    }

    /// The last day covered without a hole since the first half-year of the table.
    pub(crate) fn last_covered(&self) -> Option<Date> {
        self.rates.iter().map_while(|r| r.as_ref()).last().and_then(|r| r.record.valid_to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_years_know_their_days() {
        let s = Semester::of(Date::constant(2026, 7, 1));
        assert_eq!((s.to_string().as_str(), s.french().as_str()), ("2026-S2", "2e semestre 2026"));
        assert_eq!((s.first_day(), s.last_day()), (Date::constant(2026, 7, 1), Date::constant(2026, 12, 31)));
        assert_eq!(Semester::parse("2026-S2"), Some(s));
        for bad in ["2026", "2026-S3", "26-S1", "2026-s1", "+026-S1", ""] {
            assert_eq!(Semester::parse(bad), None, "{bad}");
        }
    }
}
