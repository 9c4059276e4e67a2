//! Amounts in integer cents. Signed, checked, without floats.

mod iso4217;

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in cents (hundredths of the currency unit), positive when owed to us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(i64);

/// Why an amount could not be computed or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("the amount is outside what can be counted in cents")]
    Overflow,
    #[error("amounts in {0} and {1} cannot be added")]
    CurrencyMismatch(Currency, Currency),
}

impl Cents {
    pub const ZERO: Cents = Cents(0);

    pub const fn new(cents: i64) -> Self {
        Cents(cents)
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    /// # Errors
    /// `Overflow` when the sum leaves the range of an `i64`.
    #[expect(clippy::should_implement_trait, reason = "an operator would hide that the result may not exist")]
    pub fn add(self, other: Cents) -> Result<Cents, MoneyError> {
        self.0.checked_add(other.0).map(Cents).ok_or(MoneyError::Overflow)
    }

    /// # Errors
    /// `Overflow` when the difference leaves the range of an `i64`.
    #[expect(clippy::should_implement_trait, reason = "an operator would hide that the result may not exist")]
    pub fn sub(self, other: Cents) -> Result<Cents, MoneyError> {
        self.0.checked_sub(other.0).map(Cents).ok_or(MoneyError::Overflow)
    }

    /// # Errors
    /// `Overflow` for the one value whose opposite does not exist.
    #[expect(clippy::should_implement_trait, reason = "an operator would hide that the result may not exist")]
    pub fn neg(self) -> Result<Cents, MoneyError> {
        self.0.checked_neg().map(Cents).ok_or(MoneyError::Overflow)
    }

    /// # Errors
    /// `Overflow` when a partial sum leaves the range of an `i64`.
    pub fn sum(items: impl IntoIterator<Item = Cents>) -> Result<Cents, MoneyError> {
        items.into_iter().try_fold(Cents::ZERO, Cents::add)
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub fn is_positive(self) -> bool {
        self.0 > 0
    }

    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub fn min(self, other: Cents) -> Cents {
        Cents(self.0.min(other.0))
    }

    pub fn max(self, other: Cents) -> Cents {
        Cents(self.0.max(other.0))
    }

    pub fn abs(self) -> Cents {
        Cents(self.0.saturating_abs())
    }

    /// Parts whose sum is the whole; the first parts carry the odd cents. `None` when `parts` is zero.
    pub fn split_evenly(self, parts: u32) -> Option<Vec<Cents>> {
        let n = i64::from(parts);
        if n == 0 {
            return None;
        }
        let (share, rest) = (self.0.div_euclid(n), self.0.rem_euclid(n));
        Some((0..n).map(|i| Cents(share + i64::from(i < rest))).collect())
    }

    /// Reads an amount as people write it: `1 234,56 €`, `1.234,56`, `1,234.56`, `(12,00)`, `12-`, `-0,5`.
    ///
    /// Decimals are never guessed away: more than two significant decimals, or letters, give `None`.
    /// A lone separator followed by exactly three digits (`1.234`) is read as thousands only when it is not a comma.
    pub fn parse(text: &str) -> Option<Cents> {
        parse::amount(text).map(Cents)
    }
}

impl fmt::Display for Cents {
    /// Plain form for logs and files: `-1234.56`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let abs = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", abs / 100, abs % 100)
    }
}

/// A currency, by its ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    pub const EUR: Currency = Currency(*b"EUR");

    /// The code of a currency in use, any case; `None` for anything else, history included.
    pub fn parse(code: &str) -> Option<Currency> {
        Currency::kept(code).filter(|currency| currency.is_in_use())
    }

    /// A code as books and files hold it, three ASCII letters of any case: what was kept stays readable when ISO withdraws it.
    pub fn kept(code: &str) -> Option<Currency> {
        let bytes: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Currency(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// Whether ISO 4217 lists it today: only such money comes into the books.
    pub fn is_in_use(self) -> bool {
        iso4217::is_in_use(self.0)
    }

    /// Whether it was money once: an old bank statement may be in it, no invoice is taken in it.
    pub fn is_withdrawn(self) -> bool {
        iso4217::is_withdrawn(self.0)
    }

    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("EUR")
    }
}

impl Default for Currency {
    fn default() -> Self {
        Currency::EUR
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = String;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        Currency::kept(&code).ok_or_else(|| format!("not a currency code: {code}"))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_string()
    }
}

mod parse {
    /// Sign, digits and separators of a written amount, in cents.
    pub(super) fn amount(text: &str) -> Option<i64> {
        let compact: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '€' | '\'' | '’'))
            .collect();
        let compact = compact.trim_end_matches("EUR").trim_start_matches("EUR");
        let (negative, digits) = sign(compact)?;
        let (whole, decimals) = split_decimals(digits)?;
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let cents = whole.checked_mul(100)?.checked_add(cents_of(&decimals)?)?;
        Some(if negative { -cents } else { cents })
    }

    fn sign(text: &str) -> Option<(bool, &str)> {
        if text.is_empty() {
            return None;
        }
        if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
            return Some((true, inner));
        }
        for minus in ['-', '−'] {
            if let Some(rest) = text.strip_prefix(minus).or_else(|| text.strip_suffix(minus)) {
                return Some((true, rest));
            }
        }
        Some((false, text.strip_prefix('+').or_else(|| text.strip_suffix('+')).unwrap_or(text)))
    }

    /// The whole digits without separators, and the decimals.
    fn split_decimals(text: &str) -> Option<(String, String)> {
        if !text.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
            || !text.chars().any(|c| c.is_ascii_digit())
        {
            return None;
        }
        let (commas, dots) = (text.matches(',').count(), text.matches('.').count());
        let decimal_mark = match (commas, dots) {
            (0, 0) => None,
            (1, 0) => Some(','),
            (0, 1) => thousands_or_decimal(text),
            (_, 0) | (0, _) => None,
            _ => text.chars().rev().find(|c| matches!(c, ',' | '.')),
        };
        let (whole, decimals) = match decimal_mark {
            Some(mark) => text.rsplit_once(mark)?,
            None => (text, ""),
        };
        if decimals.contains([',', '.']) || !groups_of_three(whole) {
            return None;
        }
        Some((whole.replace([',', '.'], ""), decimals.to_string()))
    }

    fn thousands_or_decimal(text: &str) -> Option<char> {
        let decimals = text.rsplit('.').next().unwrap_or("");
        let whole = text.len() - decimals.len() - 1;
        if decimals.len() == 3 && (1..=3).contains(&whole) && !text.starts_with('0') { None } else { Some('.') }
    }

    fn groups_of_three(whole: &str) -> bool {
        let mut groups = whole.split([',', '.']);
        let first = groups.next().unwrap_or("");
        let rest: Vec<&str> = groups.collect();
        rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|g| g.len() == 3))
    }

    fn cents_of(decimals: &str) -> Option<i64> {
        let significant = decimals.trim_end_matches('0');
        if significant.len() > 2 {
            return None;
        }
        format!("{significant:0<2}").parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, cents) in [
            ("1 234,56 €", 123_456),
            ("1\u{202f}234,56", 123_456),
            ("1.234,56", 123_456),
            ("1,234.56", 123_456),
            ("1 234", 123_400),
            ("1.234", 123_400),
            ("1.23", 123),
            ("0.500", 50),
            ("12,5", 1_250),
            ("-12,50", -1_250),
            ("12,50-", -1_250),
            ("(12,50)", -1_250),
            ("+7", 700),
            (",5", 50),
            ("1,200", 120),
            ("EUR 10", 1_000),
        ] {
            assert_eq!(Cents::parse(text), Some(Cents::new(cents)), "{text}");
        }
    }

    #[test]
    fn only_money_in_use_is_read_and_what_was_kept_stays_readable() {
        for code in ["EUR", "usd", " chf ", "JPY", "XCG", "ZWG", "MXN", "ZMW", "AED"] {
            assert!(Currency::parse(code).is_some(), "{code}");
        }
        for code in ["ABC", "FRF", "BGN", "HRK", "XXX", "XTS", "XAU", "R U", "EU", "EURO", "", "12A", "A D"] {
            assert_eq!(Currency::parse(code), None, "{code}");
        }
        let kept = Currency::kept("bgn").unwrap();
        assert_eq!((kept.code(), kept.is_in_use(), kept.is_withdrawn()), ("BGN", false, true));
        assert_eq!(Currency::try_from("BGN".to_string()), Ok(kept), "what was stored");
        assert_eq!(Currency::kept("12A"), None);
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "abc", "12,345", "1.2.3,4", "12 x", "--1", "1e5", "99999999999999999999", "1,2,3"] {
            assert_eq!(Cents::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_split_loses_no_cent() {
        let parts = Cents::new(1_000).split_evenly(3).unwrap();
        assert_eq!(parts, [334, 333, 333].map(Cents::new));
        assert_eq!(Cents::sum(Cents::new(-7).split_evenly(2).unwrap()), Ok(Cents::new(-7)));
        assert_eq!(Cents::new(1).split_evenly(0), None);
    }

    #[test]
    fn sums_that_overflow_are_errors() {
        assert_eq!(Cents::new(i64::MAX).add(Cents::new(1)), Err(MoneyError::Overflow));
        assert_eq!(Cents::new(i64::MIN).neg(), Err(MoneyError::Overflow));
    }
}
