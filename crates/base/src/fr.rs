//! French rendering of amounts, dates and rates, with the spaces French typography wants.

use crate::{Cents, Currency, Date, RateBp};

/// Narrow no-break space, between groups of thousands.
pub const NARROW: char = '\u{202f}';
/// No-break space, before a unit or sign.
pub const NBSP: char = '\u{a0}';

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const WEEKDAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// `1 234,56` without unit.
pub fn amount(cents: Cents) -> String {
    let abs = cents.get().unsigned_abs();
    let sign = if cents.is_negative() { "−" } else { "" };
    format!("{sign}{},{:02}", thousands(abs / 100), abs % 100)
}

/// `1 234,56 €`, or the code of another currency.
pub fn money(cents: Cents, currency: Currency) -> String {
    let unit = if currency == Currency::EUR { "€" } else { currency.code() };
    format!("{}{NBSP}{unit}", amount(cents))
}

/// `1 234,56 €`.
pub fn euros(cents: Cents) -> String {
    money(cents, Currency::EUR)
}

/// Digits in groups of three.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(NARROW);
        }
        out.push(c);
    }
    out
}

/// `12 mars 2026`, `1er avril 2026`.
pub fn date(date: Date) -> String {
    let day = if date.day() == 1 { "1er".to_string() } else { date.day().to_string() };
    format!("{day} {} {}", MONTHS[usize::from(date.month().unsigned_abs()) - 1], date.year())
}

/// `12/03/2026`.
pub fn date_short(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `lundi`.
pub fn weekday(date: Date) -> &'static str {
    WEEKDAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
}

/// `12,15 %`.
pub fn percent(rate: RateBp) -> String {
    format!("{}{NBSP}%", amount(Cents::new(i64::from(rate.get()))))
}

/// `1 facture`, `2 factures`: the plural starts at two in French.
pub fn count(n: u64, singular: &str, plural: &str) -> String {
    format!("{}{NBSP}{}", thousands(n), if n < 2 { singular } else { plural })
}

/// The same sentence, with a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_dates_and_rates_read_as_in_france() {
        assert_eq!(euros(Cents::new(123_456_789)), "1\u{202f}234\u{202f}567,89\u{a0}€");
        assert_eq!(euros(Cents::new(-5)), "−0,05\u{a0}€");
        assert_eq!(date(Date::constant(2026, 4, 1)), "1er avril 2026");
        assert_eq!(date(Date::constant(2026, 3, 12)), "12 mars 2026");
        assert_eq!(weekday(Date::constant(2026, 11, 22)), "dimanche");
        assert_eq!(percent(RateBp::new(1215)), "12,15\u{a0}%");
        assert_eq!(count(0, "facture", "factures"), "0\u{a0}facture");
    }
}
