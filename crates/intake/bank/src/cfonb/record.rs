//! One record of 120 characters and its zones, by position from 0. A shorter line is one whose spaces were cut off.

use crate::amount::{ABSURD, absurd, unreadable};
use base::{Cents, Currency, Date};
use draft::Problem;
use std::borrow::Cow;
use std::ops::Range;

const WIDTH: usize = 120;

pub(super) struct Record {
    text: String,
    /// Byte offset of each character, and of the end.
    at: Vec<usize>,
}

/// The records of a text with their line numbers; a text without line breaks is cut every 120 characters.
pub(super) fn lines(text: &str) -> Box<dyn Iterator<Item = (u64, Cow<'_, str>)> + '_> {
    let body = text.trim_end_matches(['\r', '\n', '\u{1a}']);
    if !body.contains(['\n', '\r']) && body.len() > WIDTH * 3 / 2 {
        let all: Vec<char> = body.chars().collect();
        let pieces: Vec<String> = all.chunks(WIDTH).map(|piece| piece.iter().collect()).collect();
        return Box::new((1..).zip(pieces.into_iter().map(Cow::Owned)));
    }
    let lines = (1..).zip(body.lines().map(|line| line.trim_end_matches(['\r', '\u{1a}'])));
    Box::new(lines.filter(|(_, line)| !line.trim().is_empty()).map(|(line, text)| (line, Cow::Borrowed(text))))
}

/// `DDMMYY`; years from 70 on are those of the last century.
fn day(text: &str) -> Option<Date> {
    let number = |range| text.get(range).and_then(|d: &str| d.parse::<i8>().ok()).filter(|n| *n >= 0);
    let (day, month, year) = (number(0..2)?, number(2..4)?, number(4..6)?);
    Date::new(i16::from(year) + if year < 70 { 2000 } else { 1900 }, month, day).ok()
}

impl Record {
    pub fn looks_like_one(line: &str) -> bool {
        let code = line.get(..2).unwrap_or("");
        let bank = line.get(2..7).unwrap_or("");
        matches!(code, "01" | "04" | "05" | "07") && bank.len() == 5 && bank.bytes().all(|b| b.is_ascii_digit())
    }

    pub fn read(line: &str) -> Option<Record> {
        if !Record::looks_like_one(line) {
            return None;
        }
        let mut text: String = line.chars().take(WIDTH).collect();
        let missing = WIDTH - text.chars().count();
        text.extend(std::iter::repeat_n(' ', missing));
        let at = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Some(Record { text, at })
    }

    pub fn code(&self) -> &str {
        self.text(0..2)
    }

    pub fn text(&self, range: Range<usize>) -> &str {
        let (start, end) = (self.at.get(range.start), self.at.get(range.end));
        match (start, end) {
            (Some(start), Some(end)) => self.text.get(*start..*end).unwrap_or(""),
            _ => "",
        }
    }

    pub fn account(&self) -> &str {
        self.text(21..32).trim()
    }

    pub fn currency(&self) -> Currency {
        Currency::kept(self.text(16..19)).unwrap_or_default()
    }

    /// The day that starts at this position.
    pub fn day(&self, at: usize) -> Option<Date> {
        day(self.text(at..at + 6))
    }

    /// Digits, the last with the sign: `{` and `A` to `I` are +0 to +9, `}` and `J` to `R` are −0 to −9.
    ///
    /// # Errors
    /// A problem when it is not an amount, has parts of a cent, or is absurd.
    pub fn amount(&self) -> Result<Cents, Problem> {
        let written = self.text(90..104).trim();
        let unread = || unreadable(written);
        let last = written.chars().last().ok_or_else(unread)?;
        let (digit, sign) = match last {
            '{' => (0, 1),
            '}' => (0, -1),
            'A'..='I' => (i64::from(u32::from(last) - u32::from('A')) + 1, 1),
            'J'..='R' => (i64::from(u32::from(last) - u32::from('J')) + 1, -1),
            '0'..='9' => (i64::from(u32::from(last) - u32::from('0')), 1),
            _ => return Err(unread()),
        };
        let whole = written.get(..written.len() - last.len_utf8()).unwrap_or("");
        if !whole.bytes().all(|b| b.is_ascii_digit()) {
            return Err(unread());
        }
        let units: i64 = format!("0{whole}").parse().map_err(|_| absurd())?;
        let units = units.checked_mul(10).and_then(|u| u.checked_add(digit)).ok_or_else(absurd)?;
        let decimals = self.text(19..20).parse::<u32>().unwrap_or(2);
        let cents = if decimals <= 2 {
            units.checked_mul(10_i64.pow(2 - decimals)).ok_or_else(absurd)?
        } else {
            let parts = 10_i64.pow(decimals - 2);
            if units % parts != 0 {
                return Err(parts_of_cents());
            }
            units / parts
        };
        if cents > ABSURD { Err(absurd()) } else { Ok(Cents::new(sign * cents)) }
    }
}

fn parts_of_cents() -> Problem {
    Problem::error("amount_precision", "Le montant a plus de deux décimales.", crate::amount::ASK_AGAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(decimals: char, amount: &str) -> Record {
        let text = format!("0499999B12300001EUR{decimals} 00000000001{}{amount:>14}", " ".repeat(58));
        Record::read(&text).unwrap()
    }

    #[test]
    fn the_last_character_is_a_digit_and_a_sign() {
        for (decimals, text, cents) in [
            ('2', "0000000003606{", 36_060),
            ('2', "0000000000399}", -3_990),
            ('2', "0000000000322J", -3_221),
            ('2', "0000000166956E", 1_669_565),
            ('2', "0000000000001R", -19),
            ('0', "0000000000012C", 12_300),
            ('3', "0000000000012{", 12),
            ('2', "00000000000012", 12),
        ] {
            assert_eq!(with(decimals, text).amount().map(Cents::get), Ok(cents), "{text}");
        }
        for (decimals, text, code) in [
            ('2', "", "unreadable_amount"),
            ('2', "000000000012é{", "unreadable_amount"),
            ('2', "000000000012S", "unreadable_amount"),
            ('3', "0000000000012A", "amount_precision"),
            ('0', "9999999999999I", "absurd_amount"),
        ] {
            assert_eq!(with(decimals, text).amount().map_err(|p| p.code), Err(code), "{text}");
        }
    }

    #[test]
    fn records_without_line_breaks_are_cut() {
        let one = format!("{:<120}", "0199999    00001EUR2 00000000001  021126");
        let both = format!("{one}{}", one.replace("0199", "0799"));
        assert_eq!(lines(&both).count(), 2);
        assert_eq!(lines("\n01x\r\n\n04y\n").map(|(line, _)| line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(Record::read(&one).unwrap().day(34), Some(Date::constant(2026, 11, 2)));
    }
}
