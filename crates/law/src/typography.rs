//! French spacing of sentences written with ordinary spaces: no-break spaces inside « » and before double punctuation.
//!
//! Amounts, dates and rates come already spaced from `base::fr`; this only joins what must not be torn apart at a line end.

use base::fr::{NARROW, NBSP};

/// The sentence with its no-break spaces.
pub(crate) fn typeset(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut previous = '\0';
    for c in text.chars() {
        let tight = match c {
            ':' | '»' => Some(NBSP),
            ';' | '?' | '!' => Some(NARROW),
            _ => None,
        };
        if let (Some(space), ' ') = (tight, previous) {
            out.pop();
            out.push(space);
        }
        out.push(if c == ' ' && previous == '«' { NBSP } else { c });
        previous = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_before_double_punctuation_do_not_break() {
        assert_eq!(typeset("« a » : b ; c ?"), "«\u{a0}a\u{a0}»\u{a0}: b\u{202f}; c\u{202f}?");
        assert_eq!(typeset("a:b;c"), "a:b;c");
        assert_eq!(typeset(""), "");
    }
}
