//! Where rows come from: a CSV text read again at each pass, or the cells of a worksheet kept in memory.
//! Both show the same view, so that one reader serves both.

mod csv;
mod xlsx;

pub(crate) use csv::CsvRows;
pub(crate) use xlsx::{OpenedSheet, is_old_office, open, unsupported};

use base::{Cents, Date};
use grid::amount::{self, Mark, Unread};
use grid::date::{self, Order};
use std::borrow::Cow;

/// One cell.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'r> {
    Text(&'r str),
    /// A number of a spreadsheet: optional minus, digits, optional point and decimals.
    Number(&'r str),
    Day(Date),
}

/// One row.
pub(crate) trait Row {
    /// From 1, as an editor or a spreadsheet shows it.
    fn line(&self) -> u64;
    fn cell(&self, index: usize) -> Cell<'_>;
    fn is_empty(&self) -> bool;
    /// A quotation mark is missing somewhere in this row.
    fn is_runaway(&self) -> bool;
    /// The first cell that is filled.
    fn first_text(&self) -> Cow<'_, str>;
    /// All cells as they read.
    fn texts(&self) -> Vec<String>;
}

/// The rows below a header, as often as needed.
pub(crate) trait Rows {
    /// Shows each row until `visit` returns false.
    fn visit(&self, visit: &mut dyn FnMut(&dyn Row) -> bool);
}

impl<'r> Cell<'r> {
    pub fn text(self) -> Cow<'r, str> {
        match self {
            Cell::Text(text) | Cell::Number(text) => Cow::Borrowed(text),
            Cell::Day(day) => Cow::Owned(day.to_string()),
        }
    }

    pub fn is_empty(self) -> bool {
        matches!(self, Cell::Text(text) | Cell::Number(text) if text.is_empty())
    }

    /// A date in a column that is known to hold dates: day numbers are accepted.
    pub fn day(self, order: Order, is_1904: bool) -> Option<Date> {
        match self {
            Cell::Day(day) => Some(day),
            Cell::Text(text) => date::parse(text, order),
            Cell::Number(text) => {
                let whole = text.split('.').next().unwrap_or(text);
                let as_written = if whole.len() == 8 { date::parse(whole, order) } else { None };
                as_written.or_else(|| date::from_serial(whole.parse().ok()?, is_1904))
            }
        }
    }

    /// A date that can be told from a number by its writing.
    pub fn written_day(self, order: Order) -> Option<Date> {
        match self {
            Cell::Day(day) => Some(day),
            Cell::Text(text) if text.contains(['/', '-', '.']) => date::parse(text, order),
            _ => None,
        }
    }

    /// An amount, and whether decimals beyond cents were rounded away (spreadsheet results are binary).
    pub fn amount(self, mark: Option<Mark>, is_cents: bool) -> Result<(Cents, bool), Unread> {
        match self {
            Cell::Day(_) => Err(Unread::NotAnAmount),
            Cell::Text(text) | Cell::Number(text) if is_cents => {
                amount::parse_cents(text).map(|c| (c, false)).ok_or(Unread::NotAnAmount)
            }
            Cell::Text(text) => amount::parse(text, mark).map(|c| (c, false)),
            Cell::Number(text) => rounded(text).ok_or(Unread::NotAnAmount),
        }
    }
}

/// A decimal number in cents, rounded half away from zero.
fn rounded(text: &str) -> Option<(Cents, bool)> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let significant = decimals.trim_end_matches('0');
    let padded = format!("{decimals:0<3}");
    let cents: i64 = format!("{whole}{}", padded.get(..2)?).parse().ok()?;
    let up = padded.as_bytes().get(2).is_some_and(|third| *third >= b'5');
    let cents = cents.checked_add(i64::from(up))?;
    Some((Cents::new(if negative { -cents } else { cents }), significant.len() > 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheet_numbers_round_as_they_show() {
        for (text, cents, was_rounded) in [
            ("39.996", 4_000, true),
            ("0.300000", 30, false),
            ("2.675000", 268, true),
            ("-12.5", -1_250, false),
            ("7", 700, false),
        ] {
            assert_eq!(rounded(text), Some((Cents::new(cents), was_rounded)), "{text}");
        }
        assert_eq!(rounded("99999999999999999999"), None);
    }
}
