//! Small values that every other crate speaks in: money, rates, civil dates, identifiers, and their French rendering.
//!
//! Nothing here reads a clock, a file or a random source: dates and random bytes are arguments.
//! Amounts are integer cents and every sum is checked; an overflow is an error, never a wrong figure.

pub mod calendar;
pub mod fold;
pub mod fr;
pub mod id;
pub mod luhn;
pub mod money;
pub mod rate;
pub mod unread;

pub use id::Id;
pub use jiff::Timestamp;
pub use jiff::civil::Date;
pub use money::{Cents, Currency, MoneyError};
pub use rate::RateBp;

/// Parses `YYYY-MM-DD`. Returns `None` for anything else, including days that do not exist.
pub fn parse_iso_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    if shaped { text.parse().ok() } else { None }
}

/// Days from `from` to `to`, negative when `to` comes first.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// The date `days` later (earlier when negative), or `None` outside the calendar jiff covers.
pub fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The same day of the month so many months later, or the last one of a shorter month; `None` outside the calendar.
pub fn add_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_months(months).ok()?).ok()
}
