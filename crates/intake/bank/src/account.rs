//! French account numbers: bank code, branch, number, and the IBAN they make. The keys are computed, so that an account
//! known by its parts in one file and by its IBAN in another is the same.

/// Values of letters in the key of a French account: A=1 … I=9, J=1 … R=9, S=2 … Z=9.
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        'A'..='I' => Some(u32::from(c) - u32::from('A') + 1),
        'J'..='R' => Some(u32::from(c) - u32::from('J') + 1),
        'S'..='Z' => Some(u32::from(c) - u32::from('S') + 2),
        _ => None,
    }
}

/// The IBAN of a French account given by bank (5), branch (5) and number (11 characters); `None` when it is not one.
pub(crate) fn french_iban(bank: &str, branch: &str, number: &str) -> Option<String> {
    let number = number.to_ascii_uppercase();
    let shaped = bank.len() == 5 && branch.len() == 5 && number.len() == 11;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !shaped || !digits(bank) || !digits(branch) || bank == "00000" || branch == "00000" {
        return None;
    }
    let weighed = |text: &str, weight: u32| {
        text.chars().try_fold(0_u32, |sum, c| Some((sum * 10 + digit(c)?) % 97)).map(|rest| rest * weight)
    };
    let sum = weighed(bank, 89)? + weighed(branch, 15)? + weighed(&number, 3)?;
    let account = format!("{bank}{branch}{number}{:02}", 97 - sum % 97);
    let rest = format!("{account}FR00").chars().try_fold(0_u32, |rest, c| {
        let value = c.to_digit(36)?;
        Some((rest * if value > 9 { 100 } else { 10 } + value) % 97)
    })?;
    Some(format!("FR{:02}{account}", 98 - rest))
}

/// An account as a file writes it, without spaces; the 21 or 23 digits of a French one become its IBAN.
pub(crate) fn written(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare: String = compact.chars().filter(char::is_ascii_alphanumeric).collect();
    let part = |range| bare.get(range).unwrap_or("");
    let iban = if matches!(bare.len(), 21 | 23) { french_iban(part(0..5), part(5..10), part(10..21)) } else { None };
    let same_key = |iban: &String| bare.len() == 21 || iban.ends_with(part(21..23));
    iban.filter(same_key).or_else(|| (!compact.is_empty()).then_some(compact))
}

#[cfg(test)]
mod tests {
    use super::{french_iban, written};

    #[test]
    fn keys_are_computed() {
        // The examples of the registry of IBAN and of the French documentation on account keys.
        assert_eq!(french_iban("20041", "01005", "0500013M026").as_deref(), Some("FR1420041010050500013M02606"));
        assert_eq!(french_iban("30006", "00001", "12345678901").as_deref(), Some("FR7630006000011234567890189"));
        assert_eq!(french_iban("99999", "00001", "00000000001").as_deref(), Some("FR7699999000010000000000115"));
        assert_eq!(french_iban("1234", "00001", "00000000001"), None);
        assert_eq!(french_iban("00000", "00001", "00000000001"), None);
        assert_eq!(french_iban("99999", "00000", "00000000001"), None);
        assert_eq!(french_iban("30006", "00001", "1234567 901"), None);
    }

    #[test]
    fn a_french_account_in_full_is_its_iban() {
        for text in ["30006 00001 12345678901 89", "30006/00001/12345678901", "300060000112345678901"] {
            assert_eq!(written(text).as_deref(), Some("FR7630006000011234567890189"), "{text}");
        }
        assert_eq!(written("30006 00001 12345678901 88").as_deref(), Some("30006000011234567890188"));
        assert_eq!(written("12345678/1020304050").as_deref(), Some("12345678/1020304050"));
        assert_eq!(written("  "), None);
    }
}
