//! French company numbers: SIREN, SIRET and the VAT number that contains a SIREN, with their check digits.

use base::luhn;

/// Nine digits that satisfy Luhn's formula, spaces allowed.
pub(crate) fn siren(text: &str) -> Option<String> {
    let digits = digits(text)?;
    (digits.len() == 9 && digits != "000000000" && luhn::is_key_right(&digits)).then_some(digits)
}

/// Fourteen digits that begin with a valid SIREN, and that SIREN.
pub(crate) fn siret(text: &str) -> Option<(String, String)> {
    let digits = digits(text)?;
    let head = digits.get(..9).and_then(siren)?;
    (digits.len() == 14).then_some((digits, head))
}

/// True when the whole SIRET satisfies Luhn, or the digit-sum rule of La Poste's own establishments.
pub(crate) fn is_siret_key_right(siret: &str) -> bool {
    let sum: u32 = siret.chars().filter_map(|c| c.to_digit(10)).sum();
    luhn::is_key_right(siret) || (siret.starts_with("356000000") && sum.is_multiple_of(5))
}

/// The SIREN inside a French VAT number `FRkkSSSSSSSSS`.
pub(crate) fn siren_of_vat(vat_id: &str) -> Option<String> {
    siren(french_vat(vat_id)?.1.as_str())
}

/// False when the two digits of a French VAT number are not those its SIREN gives.
pub(crate) fn is_vat_key_right(vat_id: &str) -> bool {
    let Some((key, number)) = french_vat(vat_id) else { return true };
    match (key.parse::<u64>(), number.parse::<u64>()) {
        (Ok(key), Ok(number)) => key == (12 + 3 * (number % 97)) % 97,
        // Keys with letters exist and follow another formula.
        _ => true,
    }
}

/// The key and the nine digits of a French VAT number.
fn french_vat(vat_id: &str) -> Option<(String, String)> {
    let compact: String = vat_id.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let (key, number) = compact.strip_prefix("FR")?.split_at_checked(2)?;
    has_digits(number, 9).then(|| (key.to_string(), number.to_string()))
}

/// The digits of a number written with spaces, dots or dashes; `None` when anything else is in it.
fn digits(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-')).collect();
    compact.bytes().all(|b| b.is_ascii_digit()).then_some(compact)
}

/// True for a text that is only a number of that many digits, whatever its check digit.
pub(crate) fn has_digits(text: &str, count: usize) -> bool {
    digits(text).is_some_and(|digits| digits.len() == count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_decide() {
        assert_eq!(siren("552 081 317").as_deref(), Some("552081317"));
        assert_eq!(siren("552081318"), None);
        assert_eq!(siren("000000000"), None);
        assert_eq!(siret("55208131766522").map(|(_, siren)| siren).as_deref(), Some("552081317"));
        assert_eq!(siren_of_vat("FR 03 552081317").as_deref(), Some("552081317"));
        assert!(is_vat_key_right("FR03552081317") && is_vat_key_right("FRK7552081317") && is_vat_key_right("DE1"));
        assert!(!is_vat_key_right("FR04552081317"));
        assert_eq!(siren_of_vat("DE136695976"), None);
        assert!(is_siret_key_right("35600000000048"));
        assert!(has_digits("123456789", 9) && !has_digits("12345678A", 9));
    }
}
