//! Expectations gathered by week.

use super::expect::{Certainty, Expectation};
use base::{Cents, Date, MoneyError, add_days, days_between};
use serde::{Deserialize, Serialize};

/// A quarter.
pub const WEEKS: usize = 13;

type ByCertainty = [Cents; Certainty::ALL.len()];

/// The Monday of a week.
pub fn monday(day: Date) -> Date {
    add_days(day, -i64::from(day.weekday().to_monday_zero_offset())).unwrap_or(day)
}

/// Money expected in the thirteen weeks that begin with this one, later, and on no day that can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// The Monday of the first week.
    pub from: Date,
    pub weeks: [ByCertainty; WEEKS],
    pub later: ByCertainty,
    pub undated: ByCertainty,
}

impl Forecast {
    pub fn new(as_of: Date) -> Forecast {
        let nothing = ByCertainty::default();
        Forecast { from: monday(as_of), weeks: [nothing; WEEKS], later: nothing, undated: nothing }
    }

    /// # Errors
    /// `MoneyError::Overflow` when a sum leaves what can be counted.
    pub fn add(&mut self, expected: &Expectation) -> Result<(), MoneyError> {
        let cells = match self.week_of(expected.on) {
            Place::Week(week) => &mut self.weeks[week],
            Place::Later => &mut self.later,
            Place::Undated => &mut self.undated,
        };
        let cell = &mut cells[expected.certainty.index()];
        *cell = cell.add(expected.amount)?;
        Ok(())
    }

    /// The Monday of a week of the forecast.
    pub fn starts_on(&self, week: usize) -> Date {
        add_days(self.from, 7 * i64::try_from(week).unwrap_or(0)).unwrap_or(self.from)
    }

    /// Where an expectation of that day stands.
    pub fn week_of(&self, on: Option<Date>) -> Place {
        let Some(on) = on else { return Place::Undated };
        let week = usize::try_from(days_between(self.from, on).max(0) / 7).unwrap_or(WEEKS);
        if week < WEEKS { Place::Week(week) } else { Place::Later }
    }
}

/// A column of the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Week(usize),
    Later,
    Undated,
}

#[cfg(test)]
mod tests {
    use super::super::because::Because;
    use super::*;

    #[test]
    fn each_expectation_stands_in_one_week() {
        // A Friday: the week began on Monday the 16th.
        let mut forecast = Forecast::new(Date::constant(2026, 11, 20));
        assert_eq!(forecast.from, Date::constant(2026, 11, 16));
        for (on, cents) in [
            (Some(Date::constant(2026, 11, 22)), 1),
            (Some(Date::constant(2026, 11, 23)), 10),
            (Some(Date::constant(2027, 2, 14)), 100),
            (Some(Date::constant(2027, 2, 15)), 1_000),
            (None, 10_000),
        ] {
            let because = Because::Word { kind: crate::facts::HoldKind::Promise, until: on };
            let amount = Cents::new(cents);
            forecast.add(&Expectation { on, certainty: Certainty::Promised, amount, because }).unwrap();
        }
        assert_eq!([forecast.weeks[0][0], forecast.weeks[1][0]], [1, 10].map(Cents::new));
        assert_eq!(
            [forecast.weeks[12][0], forecast.later[0], forecast.undated[0]],
            [100, 1_000, 10_000].map(Cents::new)
        );
        assert_eq!(forecast.starts_on(12), Date::constant(2027, 2, 8));
    }
}
