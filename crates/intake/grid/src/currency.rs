//! A currency as a cell names it.

use base::{Currency, fold};

/// The code of a currency in use, or the euro by its name, its sign or a dash; `None` for other money, signs included.
pub fn parse(text: &str) -> Option<Currency> {
    let is_euro = matches!(text.trim(), "" | "€" | "-" | "–" | "—") || matches!(&*fold::words(text), "euro" | "euros");
    if is_euro { Some(Currency::EUR) } else { Currency::parse(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_money_is_never_taken_for_euros() {
        for text in ["EUR", " eur ", "€", "Euros", "-"] {
            assert_eq!(parse(text), Some(Currency::EUR), "{text}");
        }
        assert_eq!(parse("chf"), Currency::parse("CHF"));
        for text in ["$", "£", "US$", "FRF", "ABC", "dollars"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
