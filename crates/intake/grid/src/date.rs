//! Dates as people and programs write them: `03/11/2026`, `2026-11-03`, `3 nov. 2026`, `20261103`, spreadsheet day numbers.
//! Day and month are told apart by looking at a whole column first; nothing is assumed about a single cell.

use base::{Date, add_days, fold};

/// Which of day and month comes first when the year comes last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    DayFirst,
    MonthFirst,
}

/// What the dates of a file say about their order: lines of the first date that leaves no choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// A first number above 12.
    pub day_first: Option<u64>,
    /// A second number above 12.
    pub month_first: Option<u64>,
    /// Both numbers at most 12 and different.
    pub either: Option<u64>,
}

impl Survey {
    pub fn see(&mut self, text: &str, line: u64) {
        let Some([first, second, third]) = parts(text) else { return };
        if first.len() > 2 || third.len() > 4 {
            return;
        }
        let (Ok(first), Ok(second)) = (first.parse::<u8>(), second.parse::<u8>()) else { return };
        let seen = match (first > 12, second > 12) {
            (true, false) => &mut self.day_first,
            (false, true) => &mut self.month_first,
            (false, false) if first != second => &mut self.either,
            _ => return,
        };
        seen.get_or_insert(line);
    }

    /// The order of the whole file: the day first unless dates show that the month is.
    ///
    /// # Errors
    /// The two lines that contradict each other (day-first, month-first).
    pub fn order(&self) -> Result<Order, (u64, u64)> {
        match (self.day_first, self.month_first) {
            (Some(day), Some(month)) => Err((day, month)),
            (None, Some(_)) => Ok(Order::MonthFirst),
            _ => Ok(Order::DayFirst),
        }
    }

    /// True when every date could be read both ways, so that the order is only a convention.
    pub fn is_undecided(&self) -> bool {
        self.either.is_some() && self.day_first.is_none() && self.month_first.is_none()
    }
}

/// Reads one date; a time of day after it is ignored. `None` for days that do not exist and years outside 1970–2100.
pub fn parse(text: &str, order: Order) -> Option<Date> {
    let text = text.trim();
    match parts(text) {
        Some([a, b, c]) if a.len() == 4 => civil(a, b, c),
        Some([a, b, c]) if order == Order::DayFirst => civil(&year_of(c)?, b, a),
        Some([a, b, c]) => civil(&year_of(c)?, a, b),
        None => compact(text).or_else(|| named(text)),
    }
}

/// The day of a spreadsheet day number (1 = 1 January 1900, with Lotus' extra 29 February 1900; or the 1904 system).
pub fn from_serial(days: i64, is_1904: bool) -> Option<Date> {
    let origin = match (is_1904, days) {
        (true, _) => Date::new(1904, 1, 1).ok()?,
        (false, ..60) => Date::new(1899, 12, 31).ok()?,
        (false, _) => Date::new(1899, 12, 30).ok()?,
    };
    plausible(add_days(origin, days)?)
}

/// Three groups of digits between `/`, `-` or `.`, before any time of day.
fn parts(text: &str) -> Option<[&str; 3]> {
    let day = text.trim().split([' ', 'T', '\u{a0}']).next()?;
    let mut groups = day.split(['/', '-', '.']);
    let found = [groups.next()?, groups.next()?, groups.next()?];
    let shaped = groups.next().is_none()
        && found.iter().all(|g| !g.is_empty() && g.len() <= 4 && g.bytes().all(|b| b.is_ascii_digit()));
    shaped.then_some(found)
}

fn year_of(text: &str) -> Option<String> {
    match text.len() {
        2 => Some(format!("20{text}")),
        4 => Some(text.to_string()),
        _ => None,
    }
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    plausible(Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?)
}

fn plausible(date: Date) -> Option<Date> {
    (1970..=2100).contains(&date.year()).then_some(date)
}

/// `20261103`, or a day number as a spreadsheet leaves it in a CSV (five digits).
fn compact(text: &str) -> Option<Date> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        8 => civil(text.get(..4)?, text.get(4..6)?, text.get(6..)?)
            .or_else(|| civil(text.get(4..)?, text.get(2..4)?, text.get(..2)?)),
        5 => from_serial(text.parse().ok()?, false),
        _ => None,
    }
}

/// `3 novembre 2026`, `03-nov-26`, `Nov 3, 2026`.
fn named(text: &str) -> Option<Date> {
    if text.len() > 40 {
        return None;
    }
    let folded = fold::words(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let [a, b, c] = words.get(..3)? else { return None };
    if let Some(month) = month(b) {
        return civil(&year_of(c)?, month, a.strip_suffix("er").unwrap_or(a));
    }
    civil(&year_of(c)?, month(a)?, b)
}

fn month(word: &str) -> Option<&'static str> {
    const STARTS: [(&str, &[&str]); 12] = [
        ("1", &["jan"]),
        ("2", &["fev", "feb"]),
        ("3", &["mar"]),
        ("4", &["avr", "apr"]),
        ("5", &["mai", "may"]),
        ("6", &["juin", "jun"]),
        ("7", &["juil", "jul"]),
        ("8", &["aou", "aug"]),
        ("9", &["sep"]),
        ("10", &["oct"]),
        ("11", &["nov"]),
        ("12", &["dec"]),
    ];
    STARTS.iter().find(|(_, starts)| starts.iter().any(|s| word.starts_with(s))).map(|(number, _)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_same_day() {
        for text in [
            "03/11/2026",
            "3/11/26",
            "03-11-2026 08:01:00",
            "03.11.2026",
            "2026-11-03",
            "2026-11-03T08:00:00+01:00",
            "2026/11/03",
            "20261103",
            "03112026",
            "46329",
            "3 novembre 2026",
            "03-nov.-26",
            "Nov 3, 2026",
            "3 nov 2026",
        ] {
            assert_eq!(parse(text, Order::DayFirst), Some(Date::constant(2026, 11, 3)), "{text}");
        }
        assert_eq!(parse("11/03/2026", Order::MonthFirst), Some(Date::constant(2026, 11, 3)));
        assert_eq!(parse("1er août 2026", Order::DayFirst), Some(Date::constant(2026, 8, 1)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "30/02/2026", "13/13/2026", "0001-01-01", "9999-01-01", "12", "F-2026-0101", "1/2/3/4", "99999999"]
        {
            assert_eq!(parse(text, Order::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn a_column_says_its_order() {
        let mut survey = Survey::default();
        survey.see("03/11/2026", 2);
        assert!(survey.is_undecided());
        survey.see("11/23/2026", 3);
        assert_eq!(survey.order(), Ok(Order::MonthFirst));
        survey.see("23/11/2026", 4);
        assert_eq!(survey.order(), Err((4, 3)));
    }

    #[test]
    fn day_numbers_follow_spreadsheets() {
        assert_eq!(from_serial(45_658, false), Some(Date::constant(2025, 1, 1)));
        assert_eq!(from_serial(44_196, true), Some(Date::constant(2025, 1, 1)));
        assert_eq!(from_serial(i64::MAX, false), None);
    }
}
