//! Dates, amounts, IBANs and e-mail addresses as e-invoices write them. Pure text to value, without any document.

use base::{Cents, Date};

/// Ten billion euros: no invoice of a small company is above.
const ABSURD_CENTS: u64 = 1_000_000_000_000;

/// An amount, and how far the text was from the standard's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    Exact(Cents),
    /// More than two decimals: rounded half away from zero.
    Rounded(Cents),
    /// Written as people do (decimal comma, thousands), not as XML wants.
    Local(Cents),
}

impl Amount {
    pub(crate) fn cents(self) -> Cents {
        match self {
            Amount::Exact(cents) | Amount::Rounded(cents) | Amount::Local(cents) => cents,
        }
    }
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AmountFault {
    Unreadable,
    Absurd,
}

/// Reads an `xs:decimal`, else what a person would write.
pub(crate) fn amount(text: &str) -> Result<Amount, AmountFault> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(decimals) || (whole.is_empty() && decimals.is_empty()) {
        let cents = Cents::parse(text).ok_or(AmountFault::Unreadable)?;
        return plausible(cents.get().unsigned_abs()).map(|_| Amount::Local(cents));
    }
    let (magnitude, is_exact) = hundredths(whole, decimals).ok_or(AmountFault::Absurd)?;
    let magnitude = plausible(magnitude)?;
    let cents = Cents::new(if is_negative { -magnitude } else { magnitude });
    Ok(if is_exact { Amount::Exact(cents) } else { Amount::Rounded(cents) })
}

fn plausible(magnitude: u64) -> Result<i64, AmountFault> {
    match i64::try_from(magnitude) {
        Ok(cents) if magnitude <= ABSURD_CENTS => Ok(cents),
        _ => Err(AmountFault::Absurd),
    }
}

/// Hundredths of a decimal number, half away from zero, and whether nothing was lost; `None` when it overflows.
fn hundredths(whole: &str, decimals: &str) -> Option<(u64, bool)> {
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut digits = decimals.bytes().map(|b| u64::from(b - b'0'));
    let kept = digits.next().unwrap_or(0) * 10 + digits.next().unwrap_or(0);
    let third = digits.next().unwrap_or(0);
    let is_exact = third == 0 && digits.all(|d| d == 0);
    let cents = whole.checked_mul(100)?.checked_add(kept + u64::from(third >= 5))?;
    Some((cents, is_exact))
}

/// Reads `20260131`, `2026-01-31`, and both followed by a time or a time zone. `None` for days that do not exist.
pub(crate) fn date(text: &str) -> Option<Date> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let date = match digits {
        8 | 12 | 14 if digits == text.len() || !text.contains('-') => compact(text.get(..8)?)?,
        4 => base::parse_iso_date(text.get(..10)?).filter(|_| is_time_or_zone(text.get(10..)))?,
        _ => return None,
    };
    (1990..=2199).contains(&date.year()).then_some(date)
}

fn compact(text: &str) -> Option<Date> {
    Date::new(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..8)?.parse().ok()?).ok()
}

/// What may follow a date: nothing, a time, `Z`, or an offset.
fn is_time_or_zone(tail: Option<&str>) -> bool {
    tail.is_some_and(|tail| tail.is_empty() || tail.starts_with(['T', 't', ' ', 'Z', 'z', '+', '-']))
}

/// An account number in IBAN form, without spaces and in upper case; `None` for national numbers.
pub(crate) fn iban(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let compact = compact.strip_prefix("IBAN").unwrap_or(&compact).trim_start_matches(':');
    let mut bytes = compact.bytes();
    let has_country = bytes.by_ref().take(2).filter(u8::is_ascii_uppercase).count() == 2;
    let has_key = bytes.by_ref().take(2).filter(u8::is_ascii_digit).count() == 2;
    let is_shaped = has_country && has_key && bytes.all(|b| b.is_ascii_alphanumeric());
    (is_shaped && (15..=34).contains(&compact.len())).then(|| compact.to_string())
}

/// The check of ISO 13616: the rearranged number is 1 modulo 97.
pub(crate) fn is_iban_key_right(iban: &str) -> bool {
    let (front, back) = iban.split_at_checked(4).unwrap_or((iban, ""));
    let rest = back
        .chars()
        .chain(front.chars())
        .filter_map(|c| c.to_digit(36))
        .fold(0_u32, |rest, digit| if digit > 9 { (rest * 100 + digit) % 97 } else { (rest * 10 + digit) % 97 });
    rest == 1
}

/// An e-mail address, when the text has the shape of one.
pub(crate) fn email(text: &str) -> Option<String> {
    let address = text.strip_prefix("mailto:").unwrap_or(text).trim();
    let (local, domain) = address.rsplit_once('@')?;
    let is_clean = !address.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'));
    let has_domain = domain.split_once('.').is_some_and(|(host, rest)| !host.is_empty() && !rest.is_empty());
    (is_clean && has_domain && !local.is_empty()).then(|| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_rounded_half_away_from_zero() {
        let cents = |text| amount(text).map(|a| (a.cents().get(), matches!(a, Amount::Exact(_))));
        for (text, expected, is_exact) in [
            ("529.87", 52_987, true),
            ("-529.8700", -52_987, true),
            ("1.005", 101, false),
            ("-1.005", -101, false),
            ("1.00499", 100, false),
            ("1.234", 123, false),
            ("12000", 1_200_000, true),
            (".5", 50, true),
            ("0.995", 100, false),
            ("1 234,56", 123_456, false),
        ] {
            assert_eq!(cents(text), Ok((expected, is_exact)), "{text}");
        }
        assert_eq!(cents("10000000000.01"), Err(AmountFault::Absurd));
        assert_eq!(cents("99999999999999999999999"), Err(AmountFault::Absurd));
        for text in ["", "-", ".", "abc", "1e5", "NaN", "--1", "1.2.3"] {
            assert_eq!(cents(text), Err(AmountFault::Unreadable), "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_every_form_seen() {
        let expected = Some(Date::constant(2026, 1, 31));
        for text in [
            "20260131",
            "2026-01-31",
            "2026-01-31T10:00:00",
            "2026-01-31Z",
            "2026-01-31+01:00",
            "20260131120000",
            "202601311200",
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
        for text in
            ["", "20260231", "2026-02-30", "31/01/2026", "0026-01-31", "202601", "2026-01-31x", "99999999", "2026013é"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn ibans_and_addresses_are_recognised_by_shape() {
        assert_eq!(iban("DE88 2008 0000 0970 3757 00").as_deref(), Some("DE88200800000970375700"));
        assert!(is_iban_key_right("DE88200800000970375700"));
        assert!(!is_iban_key_right("DE88200800000970375701"));
        assert_eq!(iban("44421800"), None);
        assert_eq!(email("mailto:a.b@example.fr").as_deref(), Some("a.b@example.fr"));
        for text in ["552081317", "a@b", "a b@c.fr", "@c.fr", "a@.fr"] {
            assert_eq!(email(text), None, "{text}");
        }
    }
}
