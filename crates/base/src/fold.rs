//! Folding of names and references, so that spellings of the same thing compare equal.

/// Lower case, without accents, punctuation as single spaces: `« Dupré & Fils, S.A.R.L. »` gives `dupre fils s a r l`.
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match plain(c) {
            Some(folded) => out.push_str(folded),
            None if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            None => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Only letters and digits, upper case: `FA-2025/0012` gives `FA20250012`. Used to find a reference inside a bank label.
pub fn reference(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match plain(c) {
            Some(folded) => out.push_str(&folded.to_ascii_uppercase()),
            None if c.is_alphanumeric() => out.extend(c.to_uppercase()),
            None => {}
        }
    }
    out
}

/// Digits only.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => "a",
        'ç' | 'Ç' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => "i",
        'ñ' | 'Ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => "u",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "y",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_fold_together() {
        assert_eq!(words("« Dupré & Fils, S.A.R.L. »"), "dupre fils s a r l");
        assert_eq!(words("CŒUR  d'Île"), "coeur d ile");
        assert_eq!(reference("fa 2025/0012-é"), "FA20250012E");
        assert_eq!(digits("552 081 317 00017"), "55208131700017");
    }
}
