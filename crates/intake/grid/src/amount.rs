//! Amounts as people write them, read with what the whole column says about its decimal mark.
//! `1.234` alone means two different sums: it is only read when other amounts of the file settle the question.

use base::Cents;

/// The decimal mark of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Comma,
    Dot,
}

/// Why an amount could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    NotAnAmount,
    /// `1.234` or `1,234` with nothing else in the file to tell thousands from decimals.
    Ambiguous,
}

/// What the amounts of a file say about their decimal mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    comma: bool,
    dot: bool,
}

impl Survey {
    pub fn see(&mut self, text: &str) {
        match mark_shown(text) {
            Some(Mark::Comma) => self.comma = true,
            Some(Mark::Dot) => self.dot = true,
            None => {}
        }
    }

    /// The one mark that was shown; `None` when none or both were.
    pub fn mark(&self) -> Option<Mark> {
        match (self.comma, self.dot) {
            (true, false) => Some(Mark::Comma),
            (false, true) => Some(Mark::Dot),
            _ => None,
        }
    }
}

/// The mark that this amount shows beyond doubt.
fn mark_shown(text: &str) -> Option<Mark> {
    let last = text.rfind([',', '.'])?;
    let mark = if text.as_bytes().get(last) == Some(&b',') { Mark::Comma } else { Mark::Dot };
    let (before, after) = (text.get(..last)?, text.get(last + 1..)?);
    let decimals = after.bytes().take_while(u8::is_ascii_digit).count();
    let other = if mark == Mark::Comma { '.' } else { ',' };
    if before.contains(other) {
        return Some(mark);
    }
    let same = if mark == Mark::Comma { ',' } else { '.' };
    (decimals != 3 && decimals != 0 && !before.contains(same)).then_some(mark)
}

/// Reads one amount.
///
/// # Errors
/// `Ambiguous` when thousands and decimals cannot be told apart, `NotAnAmount` for everything else.
pub fn parse(text: &str, mark: Option<Mark>) -> Result<Cents, Unread> {
    let (commas, dots) = (text.matches(',').count(), text.matches('.').count());
    let own = match (commas, dots) {
        (1, 0) => Mark::Comma,
        (0, 1) => Mark::Dot,
        (2.., 0) if mark != Some(Mark::Comma) => return thousands(text, ','),
        (0, 2..) if mark != Some(Mark::Dot) => return thousands(text, '.'),
        _ => return Cents::parse(text).ok_or(Unread::NotAnAmount),
    };
    if !could_be_thousands(text) {
        return Cents::parse(text).ok_or(Unread::NotAnAmount);
    }
    let separator = if own == Mark::Comma { ',' } else { '.' };
    match mark {
        None => Err(Unread::Ambiguous),
        Some(known) if known == own => Cents::parse(&text.replace('.', ",")).ok_or(Unread::NotAnAmount),
        Some(_) => thousands(text, separator),
    }
}

/// A whole number of cents, as columns named `…_c` or `… (cents)` hold.
pub fn parse_cents(text: &str) -> Option<Cents> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let whole = compact.strip_suffix(".0").or_else(|| compact.strip_suffix(".00")).unwrap_or(&compact);
    whole.parse().ok().map(Cents::new)
}

/// A separator followed by exactly three digits and preceded by one to three, the first not zero.
fn could_be_thousands(text: &str) -> bool {
    let Some(at) = text.find([',', '.']) else { return false };
    let after = text.get(at + 1..).unwrap_or("").bytes().take_while(u8::is_ascii_digit).count();
    let before: String = text.get(..at).unwrap_or("").chars().rev().take_while(char::is_ascii_digit).collect();
    after == 3 && (1..=3).contains(&before.len()) && !before.ends_with('0')
}

fn thousands(text: &str, separator: char) -> Result<Cents, Unread> {
    let start = text.find(|c: char| c.is_ascii_digit()).ok_or(Unread::NotAnAmount)?;
    let groups: Vec<&str> = text.get(start..).unwrap_or("").split(separator).collect();
    let digits = |group: &str| group.bytes().take_while(u8::is_ascii_digit).count();
    let grouped = groups.iter().skip(1).all(|g| digits(g) == 3);
    if !grouped {
        return Err(Unread::NotAnAmount);
    }
    Cents::parse(&text.replace(separator, "")).ok_or(Unread::NotAnAmount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_settles_what_one_amount_leaves_open() {
        assert_eq!(parse("1,234", None), Err(Unread::Ambiguous));
        assert_eq!(parse("1,200", Some(Mark::Dot)), Ok(Cents::new(120_000)));
        assert_eq!(parse("1,200", Some(Mark::Comma)), Ok(Cents::new(120)));
        assert_eq!(parse("1.200", Some(Mark::Dot)), Ok(Cents::new(120)));
        assert_eq!(parse("-1.200 €", Some(Mark::Comma)), Ok(Cents::new(-120_000)));
        assert_eq!(parse("1,234,567", None), Ok(Cents::new(123_456_700)));
        assert_eq!(parse("-1.084,20", None), Ok(Cents::new(-108_420)));
        assert_eq!(parse("0.500", None), Ok(Cents::new(50)));
        assert_eq!(parse("1,2,3", None), Err(Unread::NotAnAmount));
        assert_eq!(parse("douze", None), Err(Unread::NotAnAmount));
        assert_eq!(parse("12,345", Some(Mark::Comma)), Err(Unread::NotAnAmount));
    }

    #[test]
    fn marks_are_seen_only_beyond_doubt() {
        let mark = |texts: &[&str]| {
            let mut survey = Survey::default();
            texts.iter().for_each(|t| survey.see(t));
            survey.mark()
        };
        assert_eq!(mark(&["1,234", "12,50"]), Some(Mark::Comma));
        assert_eq!(mark(&["1,234", "12.5"]), Some(Mark::Dot));
        assert_eq!(mark(&["1,234.56"]), Some(Mark::Dot));
        assert_eq!(mark(&["1,234", "1.234"]), None);
        assert_eq!(mark(&["1,50", "1.50"]), None);
    }

    #[test]
    fn cents_are_whole() {
        assert_eq!(parse_cents(" 12 345 "), Some(Cents::new(12_345)));
        assert_eq!(parse_cents("-5"), Some(Cents::new(-5)));
        assert_eq!(parse_cents("1.5"), None);
    }
}
