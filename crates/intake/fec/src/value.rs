//! Amounts and dates as the columns of an accounting export write them.
//! Stricter than what people type by hand: a comma is always decimal, and a day that does not exist is not a date.

use base::{Cents, Date};

/// Cents of a written amount; empty is zero, `None` is unreadable.
///
/// Sign before or after, leading zeros, padding, `.` or `,` as decimal mark, scientific notation. More than two
/// significant decimals are refused rather than rounded.
pub(crate) fn amount(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() {
        return Some(0);
    }
    plain(text.as_bytes()).or_else(|| compact(text))
}

/// The usual case without allocation: digits, one decimal mark, at most two decimals.
fn plain(bytes: &[u8]) -> Option<i64> {
    let (mut whole, mut decimals) = (0i64, None);
    for &b in bytes {
        match (b, decimals) {
            (b'0'..=b'9', None) => whole = whole.checked_mul(10)?.checked_add(i64::from(b - b'0'))?,
            (b'0'..=b'9', Some((value, n))) if n < 2 => decimals = Some((value * 10 + i64::from(b - b'0'), n + 1)),
            (b',' | b'.', None) => decimals = Some((0, 0)),
            _ => return None,
        }
    }
    let cents = match decimals {
        None => 0,
        Some((value, 1)) => value * 10,
        Some((value, _)) => value,
    };
    whole.checked_mul(100)?.checked_add(cents)
}

/// Signs, spaces inside, exponents, superfluous zeros.
fn compact(text: &str) -> Option<i64> {
    if text.len() > 64 {
        return None;
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (negative, digits) = unsigned(&text)?;
    let value = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => scaled(mantissa, exponent.parse().ok()?)?,
        None => scaled(digits, 0).or_else(|| grouped(digits))?,
    };
    Some(if negative { -value } else { value })
}

fn unsigned(text: &str) -> Option<(bool, &str)> {
    let mark = |c: char| matches!(c, '-' | '+' | '−');
    let (sign, rest) = match (text.chars().next(), text.chars().next_back()) {
        (Some(first), _) if mark(first) => (first, text.strip_prefix(first)?),
        (_, Some(last)) if mark(last) => (last, text.strip_suffix(last)?),
        _ => ('+', text),
    };
    Some((sign != '+', rest))
}

/// Cents of `digits` times ten to the `exponent`, when that is a whole number of cents.
fn scaled(digits: &str, exponent: i32) -> Option<i64> {
    let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, ""));
    let all: String = [whole, decimals].concat();
    if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) || !(-18..=18).contains(&exponent) {
        return None;
    }
    let mut value: i64 = all.parse().ok()?;
    let mut power = exponent + 2 - i32::try_from(decimals.len()).ok()?;
    while power > 0 {
        value = value.checked_mul(10)?;
        power -= 1;
    }
    while power < 0 {
        if value % 10 != 0 {
            return None;
        }
        value /= 10;
        power += 1;
    }
    Some(value)
}

/// `1.234,56`, met in tables saved by hand: only when both marks are there, so that nothing is guessed.
fn grouped(digits: &str) -> Option<i64> {
    let both = digits.contains('.') && digits.contains(',');
    if both { Cents::parse(digits).map(Cents::get) } else { None }
}

/// What a date column held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    Empty,
    On(Date),
    Bad,
}

impl Day {
    pub(crate) fn date(self) -> Option<Date> {
        if let Day::On(date) = self { Some(date) } else { None }
    }
}

/// `AAAAMMJJ`, `AAAA MM JJ` or `JJ MM AAAA` with `/`, `-`, `.` or spaces, an optional time, zeros or dashes for "none".
pub(crate) fn day(text: &str) -> Day {
    let text = text.trim();
    if text.bytes().all(|b| matches!(b, b'0' | b'-' | b'/' | b'.' | b' ' | b':')) {
        return Day::Empty;
    }
    let mut parts = [0i32; 3];
    let mut widths = [0usize; 3];
    let mut at = 0;
    for b in text.bytes() {
        match b {
            b'0'..=b'9' => {
                let (Some(part), Some(width)) = (parts.get_mut(at), widths.get_mut(at)) else { break };
                *part = part.saturating_mul(10).saturating_add(i32::from(b - b'0'));
                *width += 1;
            }
            b'/' | b'-' | b'.' | b' ' if at < 2 && widths.first() != Some(&8) => at += 1,
            b' ' | b'T' | b't' => break,
            _ => return Day::Bad,
        }
    }
    match (widths, parts) {
        ([8, 0, 0], [n, ..]) => eight_digits(n),
        ([4, 1..=2, 1..=2], [y, m, d]) | ([1..=2, 1..=2, 4], [d, m, y]) => civil(y, m, d),
        _ => Day::Bad,
    }
}

fn eight_digits(n: i32) -> Day {
    match civil(n / 10_000, n / 100 % 100, n % 100) {
        Day::Bad if n / 10_000 < 1900 || n / 10_000 > 3100 => civil(n % 10_000, n / 10_000 % 100, n / 1_000_000),
        day => day,
    }
}

fn civil(y: i32, m: i32, d: i32) -> Day {
    let date = || Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
    match date() {
        Some(date) if (1900..=2200).contains(&y) => Day::On(date),
        _ => Day::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_every_spelling_seen() {
        for (text, cents) in [
            ("120,00", 12_000),
            ("120.00", 12_000),
            ("120", 12_000),
            ("", 0),
            ("   ", 0),
            ("0000000074,70", 7_470),
            ("-12,5", -1_250),
            ("12,50-", -1_250),
            ("+7", 700),
            ("1 234,56", 123_456),
            ("1.234,56", 123_456),
            ("1,2E+03", 120_000),
            ("12E-1", 120),
            ("120,000", 12_000),
            (",5", 50),
        ] {
            assert_eq!(amount(text), Some(cents), "{text}");
        }
        for text in ["abc", "12,345", "1-2", "--1", "1e99", "99999999999999999999", ",", "-", "1,2,3"] {
            assert_ne!(amount(text), Some(1), "{text}");
            assert!(amount(text).is_none() || text == ",", "{text}");
        }
    }

    #[test]
    fn dates_in_every_spelling_seen() {
        let expected = Day::On(Date::constant(2026, 1, 15));
        for text in [
            "20260115",
            "2026-01-15",
            "15/01/2026",
            "15.01.2026",
            "2026 01 15",
            "2026-01-15T10:00:00",
            "15012026",
            "20260115 00:00:00",
            "15/01/2026 12:30",
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
        for text in ["", "00000000", "0", "--", "0000-00-00", "  /  /  "] {
            assert_eq!(day(text), Day::Empty, "{text}");
        }
        for text in ["20260230", "2026", "x", "32/01/2026", "15/13/2026", "99999999", "2026011", "1/2/3", "02060115"] {
            assert_eq!(day(text), Day::Bad, "{text}");
        }
    }
}
