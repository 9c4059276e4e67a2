//! What people type in forms, read as amounts and days; what does not read is said in French.

use crate::answer::Oops;
use app::AppError;
use base::{Cents, Date, parse_iso_date};

/// Blank is nothing.
pub fn amount(text: &str) -> Result<Option<Cents>, Oops> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Cents::parse(text).map(Some).ok_or_else(|| unread(text, "un montant", "Écrivez par exemple 1234,56."))
}

/// As a browser's calendar sends it, or as it is written in France; blank is nothing.
pub fn day(text: &str) -> Result<Option<Date>, Oops> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let read = parse_iso_date(text).or_else(|| french_day(text));
    read.map(Some).ok_or_else(|| unread(text, "une date", "Écrivez par exemple 31/12/2026."))
}

fn french_day(text: &str) -> Option<Date> {
    let mut parts = text.split(['/', '.', '-']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A form that does not do without it.
pub fn needed<T>(value: Option<T>, what: &str, remedy: &str) -> Result<T, Oops> {
    value.ok_or_else(|| Oops::App(AppError::refused(what, remedy)))
}

fn unread(text: &str, what: &str, remedy: &str) -> Oops {
    Oops::App(AppError::refused(format!("« {text} » n’est pas {what}."), remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_both_spellings_and_nothing_else() {
        let expected = Date::constant(2026, 12, 31);
        for text in ["2026-12-31", " 31/12/2026 ", "31.12.2026"] {
            assert_eq!(day(text).unwrap(), Some(expected), "{text}");
        }
        assert_eq!(day(" ").unwrap(), None);
        for text in ["31/12", "31/02/2026", "31/12/26", "demain", "1/2/3/2026"] {
            assert!(day(text).is_err(), "{text}");
        }
        assert_eq!(amount("").unwrap(), None);
        assert!(amount("cent").is_err());
    }
}
