//! One entry of an MT940 statement: field `:61:` with the texts of the `:86:` that follow.
//!
//! `RC` takes a credit back and is a debit, `RD` gives a debit back and is a credit.

use super::details::Details;
use super::fields::Field;
use crate::amount::{ASK_AGAIN, decimal};
use crate::returned;
use base::{Cents, Currency, Date, days_between};
use draft::{BankEntryDraft, EntryStatus, Problem};

/// What the statement says that an entry may leave out.
pub(super) struct Frame {
    pub currency: Currency,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub is_interim: bool,
}

#[derive(Default)]
pub(super) struct Entry {
    line: u64,
    head: Option<Head>,
    written: String,
    /// What stands below the first line of `:61:`.
    more: Vec<String>,
    details: Details,
}

/// The first line of `:61:`.
struct Head {
    value_on: Option<Date>,
    entry_day: Option<String>,
    amount: Result<Cents, Problem>,
    is_reversal: bool,
    is_expected: bool,
    code: String,
    reference: Option<String>,
    bank_reference: Option<String>,
    rest: String,
}

/// `AAMMJJ`; years from 70 on are those of the last century.
pub(super) fn day(text: &str) -> Option<Date> {
    let digits = text.get(..6).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    let number = |range| digits.get(range).and_then(|d: &str| d.parse::<i8>().ok());
    let (year, month, day) = (number(0..2)?, number(2..4)?, number(4..6)?);
    Date::new(i16::from(year) + if year < 70 { 2000 } else { 1900 }, month, day).ok()
}

impl Entry {
    pub fn read(field: &Field<'_>) -> Entry {
        let lines = &field.lines;
        let first = field.first();
        // Some banks break the line before the amount.
        let joined = || format!("{first}{}", lines.get(1).copied().unwrap_or("").trim());
        let (head, used) = match Head::read(first) {
            Some(head) => (Some(head), 1),
            None => (Head::read(&joined()), 2),
        };
        Entry {
            line: field.line,
            head,
            written: first.chars().take(40).collect(),
            more: lines.iter().skip(used).map(|l| l.trim().to_string()).collect(),
            details: Details::default(),
        }
    }

    pub fn describe(&mut self, field: &Field<'_>) {
        self.details.add(&field.lines);
    }

    pub fn describe_ns(&mut self, field: &Field<'_>) {
        self.details.add_ns(&field.lines);
    }

    pub fn finish(self, frame: &Frame, problems: &mut Vec<Problem>) -> Option<BankEntryDraft> {
        let Some(head) = self.head else {
            problems.push(unread(&self.written).at_line(self.line).at_element(":61:"));
            return None;
        };
        let amount = match head.amount {
            Ok(amount) => amount,
            Err(problem) => {
                problems.push(problem.at_line(self.line).at_element(":61:"));
                return None;
            }
        };
        let booked_on = match booked_on(head.value_on, head.entry_day.as_deref(), frame) {
            Some(day) => day,
            None => {
                problems.push(no_date().at_line(self.line).at_element(":61:"));
                frame.until.or(frame.from)?
            }
        };
        let is_pending = frame.is_interim || head.is_expected;
        let mut texts: Vec<String> = self.details.texts;
        texts.extend([head.rest].into_iter().chain(self.more));
        texts.extend(head.reference);
        let remittance = joined(&texts);
        let is_reversal = head.is_reversal
            || self.details.is_return
            || returned::is_return_code(&head.code)
            || returned::says_so(&remittance, amount);
        Some(BankEntryDraft {
            line: Some(self.line),
            booked_on,
            value_on: head.value_on,
            amount,
            currency: frame.currency,
            status: if is_pending { EntryStatus::Pending } else { EntryStatus::Booked },
            bank_reference: head.bank_reference,
            end_to_end_id: self.details.end_to_end_id,
            counterparty: self.details.counterparty,
            counterparty_iban: self.details.iban,
            remittance,
            is_reversal,
            details: Vec::new(),
        })
    }
}

impl Head {
    fn read(text: &str) -> Option<Head> {
        let digits = |range: std::ops::Range<usize>| {
            text.get(range).filter(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()))
        };
        let value = digits(0..6)?;
        let entry_day = digits(6..10);
        let rest = text.get(if entry_day.is_some() { 10 } else { 6 }..)?;
        let (side, rest) = side(rest)?;
        // The third letter of the currency, or a space.
        let rest = rest.strip_prefix(|c: char| c.is_ascii_uppercase() || c == ' ').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
        let (amount, rest) = rest.split_at(end);
        if amount.is_empty() {
            return None;
        }
        let (code, rest) = code(rest);
        let (references, rest) = references(rest);
        let signed = |amount: Cents| if side.is_debit { Cents::new(-amount.get()) } else { amount };
        Some(Head {
            value_on: day(value),
            entry_day: entry_day.map(str::to_string),
            amount: decimal(amount).map(signed),
            is_reversal: side.is_reversal,
            is_expected: side.is_expected,
            code,
            reference: references.0,
            bank_reference: references.1,
            rest,
        })
    }
}

struct Side {
    is_debit: bool,
    is_reversal: bool,
    is_expected: bool,
}

fn side(text: &str) -> Option<(Side, &str)> {
    const MARKS: [(&str, bool, bool, bool); 6] = [
        ("RC", true, true, false),
        ("RD", false, true, false),
        ("EC", false, false, true),
        ("ED", true, false, true),
        ("C", false, false, false),
        ("D", true, false, false),
    ];
    MARKS.iter().find_map(|(mark, is_debit, is_reversal, is_expected)| {
        let rest = text.strip_prefix(mark)?;
        Some((Side { is_debit: *is_debit, is_reversal: *is_reversal, is_expected: *is_expected }, rest))
    })
}

/// A letter and three characters: what kind of operation it is.
fn code(text: &str) -> (String, &str) {
    let code = text.get(..4).filter(|c| c.starts_with(|c: char| c.is_ascii_uppercase()));
    match code {
        Some(code) => (code.to_string(), text.get(4..).unwrap_or("")),
        None => (String::new(), text),
    }
}

/// The customer's reference (16 characters), the bank's after `//`, and what follows.
fn references(text: &str) -> ((Option<String>, Option<String>), String) {
    let reference = |text: &str| {
        let text = text.trim();
        (!text.is_empty() && !matches!(text, "NONREF" | "NOREF" | "EREF" | "PREF" | "MARF")).then(|| text.to_string())
    };
    match text.split_once("//") {
        Some((own, bank)) => ((reference(own), reference(bank)), String::new()),
        None => {
            let cut = text.char_indices().nth(16).map_or(text.len(), |(at, _)| at);
            let (own, rest) = text.split_at(cut);
            ((reference(own), None), rest.trim().to_string())
        }
    }
}

/// The entry day has no year: it is within half a year of the value day. Without one, the value day counts when the
/// statement covers it, else the statement's last day.
fn booked_on(value_on: Option<Date>, entry_day: Option<&str>, frame: &Frame) -> Option<Date> {
    let near = value_on.or(frame.until).or(frame.from);
    let own = entry_day.and_then(|text| {
        let month = text.get(..2)?.parse().ok()?;
        let day = text.get(2..4)?.parse().ok()?;
        let near = near?;
        let years = [near.year(), near.year() - 1, near.year() + 1];
        let days = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
        days.min_by_key(|day| days_between(near, *day).abs())
    });
    own.or_else(|| match (value_on, frame.from, frame.until) {
        (Some(value), Some(from), Some(until)) if value < from || value > until => Some(until),
        (value, ..) => value,
    })
}

fn joined(texts: &[String]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for text in texts.iter().map(|t| t.trim()).filter(|t| !t.is_empty()) {
        if !kept.iter().any(|k| k.contains(text)) {
            kept.push(text);
        }
    }
    kept.iter().flat_map(|text| text.split_whitespace()).collect::<Vec<_>>().join(" ")
}

fn unread(written: &str) -> Problem {
    Problem::error("unreadable_entry", format!("« {written} » n’est pas une opération lisible."), ASK_AGAIN)
}

fn no_date() -> Problem {
    Problem::error("unreadable_date", "L’opération n’a pas de date lisible.", ASK_AGAIN)
}
