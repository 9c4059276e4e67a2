//! Working days in France: weekends and the eleven legal holidays (C. trav. L3133-1), with Alsace-Moselle as an option.

use crate::{Date, add_days};
use serde::{Deserialize, Serialize};

/// Which extra holidays apply where the sender works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    #[default]
    Metropole,
    AlsaceMoselle,
}

/// Easter Sunday (Gregorian calendar, Meeus' algorithm).
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

/// The holidays of a year, in order.
pub fn holidays(year: i16, region: Region) -> Vec<(Date, &'static str)> {
    let mut days: Vec<(Date, &'static str)> = [
        (1, 1, "jour de l’An"),
        (5, 1, "fête du Travail"),
        (5, 8, "8 mai"),
        (7, 14, "fête nationale"),
        (8, 15, "Assomption"),
        (11, 1, "Toussaint"),
        (11, 11, "11 novembre"),
        (12, 25, "Noël"),
    ]
    .into_iter()
    .filter_map(|(m, d, name)| Date::new(year, m, d).ok().map(|date| (date, name)))
    .collect();
    if let Some(sunday) = easter(year) {
        let moving = [(1, "lundi de Pâques"), (39, "Ascension"), (50, "lundi de Pentecôte")];
        days.extend(moving.into_iter().filter_map(|(offset, name)| add_days(sunday, offset).map(|d| (d, name))));
        if region == Region::AlsaceMoselle {
            days.extend(add_days(sunday, -2).map(|d| (d, "Vendredi saint")));
        }
    }
    if region == Region::AlsaceMoselle {
        days.extend(Date::new(year, 12, 26).ok().map(|d| (d, "Saint-Étienne")));
    }
    days.sort();
    days
}

/// The name of the holiday on that day, if it is one.
pub fn holiday(date: Date, region: Region) -> Option<&'static str> {
    holidays(date.year(), region).into_iter().find(|(d, _)| *d == date).map(|(_, name)| name)
}

/// Saturday or Sunday.
pub fn is_weekend(date: Date) -> bool {
    date.weekday().to_monday_zero_offset() >= 5
}

/// Neither weekend nor holiday.
pub fn is_working_day(date: Date, region: Region) -> bool {
    !is_weekend(date) && holiday(date, region).is_none()
}

/// That day if it is a working day, else the first one after it.
pub fn next_working_day(mut date: Date, region: Region) -> Date {
    while !is_working_day(date, region) {
        match date.tomorrow() {
            Ok(next) => date = next,
            Err(_) => break,
        }
    }
    date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_of_2026_and_2027_are_those_of_the_law() {
        let days = |year| {
            holidays(year, Region::Metropole).into_iter().map(|(d, _)| d.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            days(2026),
            "2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-08-15 2026-11-01 2026-11-11 2026-12-25"
        );
        assert_eq!(
            days(2027),
            "2027-01-01 2027-03-29 2027-05-01 2027-05-06 2027-05-08 2027-05-17 2027-07-14 2027-08-15 2027-11-01 2027-11-11 2027-12-25"
        );
        assert_eq!(holidays(2026, Region::AlsaceMoselle).len(), 13);
    }

    #[test]
    fn a_friday_holiday_pushes_to_monday() {
        let friday = Date::constant(2026, 12, 25);
        assert_eq!(next_working_day(friday, Region::Metropole), Date::constant(2026, 12, 28));
    }
}
