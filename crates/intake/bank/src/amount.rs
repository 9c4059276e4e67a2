//! Amounts of formats that write decimals without thousands: OFX, MT940.

use base::Cents;
use draft::Problem;

/// Amounts above this many cents (a hundred billion) are not those of a customer account.
pub(crate) const ABSURD: i64 = 10_000_000_000_000;

/// Reads a signed decimal whose only separator, comma or point, is the decimal mark; spaces may part thousands.
///
/// # Errors
/// A problem that says what is wrong with it; the caller adds the place.
pub(crate) fn decimal(text: &str) -> Result<Cents, Problem> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{202f}']).collect();
    if groups.iter().skip(1).any(|group| group.len() != 3) {
        return Err(unreadable(text));
    }
    let whole = groups.concat();
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(&whole) || !all_digits(decimals) || (whole.is_empty() && decimals.is_empty()) {
        return Err(unreadable(text));
    }
    let significant = decimals.trim_end_matches('0');
    if significant.len() > 2 {
        return Err(too_precise());
    }
    let cents = format!("{whole}{significant:0<2}").parse::<i64>().map_err(|_| absurd())?;
    if cents > ABSURD { Err(absurd()) } else { Ok(Cents::new(if negative { -cents } else { cents })) }
}

pub(crate) const ASK_AGAIN: &str =
    "Téléchargez le relevé de nouveau depuis le site de la banque, sans l’ouvrir ni le modifier.";

pub(crate) fn unreadable(text: &str) -> Problem {
    let shown: String = text.chars().take(40).collect();
    Problem::error("unreadable_amount", format!("« {shown} » n’est pas un montant."), ASK_AGAIN)
}

fn too_precise() -> Problem {
    Problem::error("amount_precision", "Le montant a plus de deux décimales.", ASK_AGAIN)
}

pub(crate) fn absurd() -> Problem {
    Problem::error("absurd_amount", "Le montant dépasse cent milliards.", ASK_AGAIN)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_are_exact_or_refused() {
        for (text, cents) in [
            ("-6.60", -660),
            ("+1250,50", 125_050),
            ("620,3", 62_030),
            ("12,", 1_200),
            ("500", 50_000),
            ("000000001213,28", 121_328),
            (",5", 50),
            ("1.2300", 123),
            ("1 234,56", 123_456),
            ("-1\u{202f}234\u{a0}567", -123_456_700),
        ] {
            assert_eq!(decimal(text).map(base::Cents::get), Ok(cents), "{text}");
        }
        for (text, code) in [
            ("", "unreadable_amount"),
            ("1.234.567", "unreadable_amount"),
            ("douze", "unreadable_amount"),
            ("12 34", "unreadable_amount"),
            ("1.234", "amount_precision"),
            ("99999999999999", "absurd_amount"),
            ("999999999999999999999", "absurd_amount"),
        ] {
            assert_eq!(decimal(text).map_err(|p| p.code), Err(code), "{text}");
        }
    }
}
