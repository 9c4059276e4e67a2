//! Durations of the law, written as in ISO 8601 (`P30D`, `P3M`, `P5Y`, `PT48H`), and the last day they reach.
//!
//! Months and years follow CPC 641: same day of the month, or the last day of the month when that day does not exist.
//! Nothing here moves a day for a weekend or a holiday: who applies CPC 642 does so knowingly, elsewhere.

use base::Date;
use std::fmt;

/// A duration that the law states in hours, days, months or years; never converted from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delay {
    Hours(u16),
    Days(u16),
    Months(u16),
    Years(u16),
}

impl Delay {
    pub fn parse(text: &str) -> Option<Delay> {
        let (body, in_hours) = match text.strip_prefix("PT") {
            Some(rest) => (rest, true),
            None => (text.strip_prefix('P')?, false),
        };
        let unit = body.chars().next_back()?;
        let digits = body.strip_suffix(unit)?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let n: u16 = digits.parse().ok()?;
        match (unit, in_hours) {
            ('H', true) => Some(Delay::Hours(n)),
            ('D', false) => Some(Delay::Days(n)),
            ('M', false) => Some(Delay::Months(n)),
            ('Y', false) => Some(Delay::Years(n)),
            _ => None,
        }
    }

    /// The last day of a delay that starts on `from`; the day of the act does not count (CPC 641).
    ///
    /// Hours are rounded up to whole days. `None` outside the calendar.
    pub fn after(self, from: Date) -> Option<Date> {
        match self {
            Delay::Hours(n) => base::add_days(from, i64::from(n.div_ceil(24))),
            Delay::Days(n) => base::add_days(from, i64::from(n)),
            Delay::Months(n) => add_months(from, i32::from(n)),
            Delay::Years(n) => add_months(from, i32::from(n) * 12),
        }
    }

    /// Number of days, when the law counts in days.
    pub fn days(self) -> Option<u16> {
        if let Delay::Days(n) = self { Some(n) } else { None }
    }

    /// « 30 jours », « 3 mois », « 5 ans ».
    pub fn french(self) -> String {
        let (n, one, many) = match self {
            Delay::Hours(n) => (n, "heure", "heures"),
            Delay::Days(n) => (n, "jour", "jours"),
            Delay::Months(n) => (n, "mois", "mois"),
            Delay::Years(n) => (n, "an", "ans"),
        };
        base::fr::count(u64::from(n), one, many)
    }
}

impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Delay::Hours(n) => write!(f, "PT{n}H"),
            Delay::Days(n) => write!(f, "P{n}D"),
            Delay::Months(n) => write!(f, "P{n}M"),
            Delay::Years(n) => write!(f, "P{n}Y"),
        }
    }
}

/// Same day `months` later, or the last day of that month when it is shorter.
fn add_months(date: Date, months: i32) -> Option<Date> {
    let index = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + months;
    let year = i16::try_from(index.div_euclid(12)).ok()?;
    let month = i8::try_from(index.rem_euclid(12) + 1).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, date.day().min(first.days_in_month())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_alike() {
        for text in ["P30D", "P3M", "P5Y", "PT48H", "P0D"] {
            assert_eq!(Delay::parse(text).map(|d| d.to_string()).as_deref(), Some(text));
        }
        for bad in ["", "P", "PD", "30D", "P-3D", "P3W", "PT3D", "P99999Y", "Pé", "P3é"] {
            assert_eq!(Delay::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_end_on_the_same_day_or_the_last_of_the_month() {
        let day = Date::constant;
        for (delay, from, last) in [
            ("P2M", day(2026, 10, 22), day(2026, 12, 22)),
            ("P3M", day(2026, 10, 22), day(2027, 1, 22)),
            ("P6M", day(2026, 10, 22), day(2027, 4, 22)),
            ("P2M", day(2026, 12, 31), day(2027, 2, 28)),
            ("P3M", day(2026, 9, 1), day(2026, 12, 1)),
            ("P6M", day(2026, 8, 20), day(2027, 2, 20)),
            ("P1Y", day(2024, 2, 29), day(2025, 2, 28)),
            ("P30D", day(2026, 1, 31), day(2026, 3, 2)),
        ] {
            assert_eq!(Delay::parse(delay).and_then(|d| d.after(from)), Some(last), "{delay} from {from}");
        }
    }
}
