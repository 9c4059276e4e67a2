//! One operation of an OFX statement (`STMTTRN`).

use crate::amount::{ASK_AGAIN, decimal};
use crate::returned;
use base::{Cents, Currency, Date};
use draft::{BankEntryDraft, EntryStatus, Problem};

#[derive(Default)]
pub(super) struct Entry {
    line: u64,
    status: EntryStatus,
    amount: Option<Result<Cents, Problem>>,
    posted: Option<Result<Date, String>>,
    value_on: Option<Date>,
    currency: Option<Currency>,
    bank_reference: Option<String>,
    name: String,
    memo: String,
    check: String,
    reference: String,
    counterparty_iban: Option<String>,
}

/// `AAAAMMJJ` with or without time and zone: the day as the bank wrote it.
pub(super) fn day(text: &str) -> Option<Date> {
    let digits = text.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    let number = |range| digits.get(range).and_then(|d: &str| d.parse::<i16>().ok());
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1970..=2100).contains(&day.year()).then_some(day)
}

impl Entry {
    pub fn at(line: u64, status: EntryStatus) -> Self {
        Entry { line, status, ..Entry::default() }
    }

    pub fn leaf(&mut self, inside: &str, name: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        match (inside, name) {
            ("CURRENCY", "CURSYM") => self.currency = Currency::kept(text),
            ("BANKACCTTO", "ACCTID") => self.counterparty_iban = iban(text),
            ("BANKACCTTO", _) => {}
            (_, "TRNAMT") => self.amount = Some(decimal(text)),
            (_, "DTPOSTED") => self.posted = Some(day(text).ok_or_else(|| text.chars().take(40).collect())),
            (_, "DTUSER" | "DTTRAN") if self.posted.is_none() => {
                self.posted = day(text).map(Ok);
            }
            (_, "DTAVAIL") => self.value_on = day(text),
            (_, "FITID") => self.bank_reference = Some(text.to_string()),
            (_, "NAME") => self.name = words(text),
            (_, "MEMO" | "EXTDNAME") => self.memo = words(&format!("{} {text}", self.memo)),
            (_, "CHECKNUM") if text.bytes().any(|b| b != b'0') => self.check = text.to_string(),
            (_, "REFNUM") => self.reference = text.to_string(),
            _ => {}
        }
    }

    /// The draft, counted even when its date does not read; the problem then refuses the file.
    pub fn finish(
        self,
        currency: Currency,
        fallback: Option<Date>,
        problems: &mut Vec<Problem>,
    ) -> Option<BankEntryDraft> {
        let amount = match &self.amount {
            Some(Ok(amount)) => *amount,
            Some(Err(problem)) => {
                problems.push(problem.clone().at_line(self.line).at_element("TRNAMT"));
                return None;
            }
            None => {
                problems.push(no_amount().at_line(self.line).at_element("TRNAMT"));
                return None;
            }
        };
        let booked_on = match &self.posted {
            Some(Ok(day)) => *day,
            unread => {
                let written = unread.as_ref().and_then(|u| u.as_ref().err());
                problems.push(no_date(written).at_line(self.line).at_element("DTPOSTED"));
                fallback?
            }
        };
        let remittance = self.remittance();
        Some(BankEntryDraft {
            line: Some(self.line),
            booked_on,
            value_on: self.value_on,
            amount,
            currency: self.currency.unwrap_or(currency),
            status: self.status,
            is_reversal: returned::says_so(&remittance, amount),
            bank_reference: self.bank_reference,
            counterparty_iban: self.counterparty_iban,
            remittance,
            ..BankEntryDraft::default()
        })
    }

    /// Name and memo, each once: many banks repeat the one at the start of the other.
    fn remittance(&self) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for part in [&self.name, &self.memo, &self.check, &self.reference] {
            if !part.is_empty() && !parts.iter().any(|p| p.contains(part.as_str())) {
                parts.retain(|p| !part.contains(p));
                parts.push(part);
            }
        }
        parts.join(" ")
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn iban(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    (!compact.is_empty()).then_some(compact)
}

fn no_amount() -> Problem {
    Problem::error("missing_amount", "L’opération n’a pas de montant.", ASK_AGAIN)
}

fn no_date(written: Option<&String>) -> Problem {
    match written {
        Some(text) => Problem::error("unreadable_date", format!("« {text} » n’est pas une date."), ASK_AGAIN),
        None => Problem::error("missing_date", "L’opération n’a pas de date.", ASK_AGAIN),
    }
}
