//! One movement (04) with its complements (05), each under a qualifier of three letters.

use super::record::Record;
use crate::amount::ASK_AGAIN;
use crate::returned;
use base::{Cents, Currency, Date};
use draft::{BankEntryDraft, Problem};

pub(super) struct Entry {
    line: u64,
    pub account: String,
    amount: Result<Cents, Problem>,
    currency: Currency,
    booked_on: Option<Date>,
    written_day: String,
    value_on: Option<Date>,
    label: String,
    reference: String,
    has_reject_code: bool,
    texts: Vec<String>,
    payer: Option<String>,
    beneficiary: Option<String>,
    payer_account: Option<String>,
    beneficiary_account: Option<String>,
    end_to_end_id: Option<String>,
    bank_reference: Option<String>,
    is_return: bool,
}

impl Entry {
    pub fn read(line: u64, record: &Record) -> Entry {
        let reject = record.text(40..42).trim();
        Entry {
            line,
            account: record.account().to_string(),
            amount: record.amount(),
            currency: record.currency(),
            booked_on: record.day(34),
            written_day: record.text(34..40).to_string(),
            value_on: record.day(42),
            label: words(record.text(48..79)),
            reference: words(record.text(104..120)),
            has_reject_code: !reject.is_empty() && reject != "00",
            texts: Vec::new(),
            payer: None,
            beneficiary: None,
            payer_account: None,
            beneficiary_account: None,
            end_to_end_id: None,
            bank_reference: None,
            is_return: false,
        }
    }

    /// Adds a complement.
    pub fn add(&mut self, record: &Record) {
        let text = words(record.text(48..118));
        let filled = (!text.is_empty()).then(|| text.clone());
        match record.text(45..48) {
            "NPY" => self.payer = filled,
            // On whose behalf: the one who owes, where a third party pays.
            "NPO" => {
                self.payer = self.payer.take().or_else(|| filled.clone());
                self.texts.extend(filled);
            }
            "NBE" => self.beneficiary = filled,
            "CPY" => self.payer_account = compact(&text),
            "CBE" => self.beneficiary_account = compact(&text),
            // Reference of the payer (35), then what kind of payment it is.
            "RCN" => self.end_to_end_id = reference(record.text(48..83)),
            "REF" => self.bank_reference = reference(record.text(48..83)),
            "RET" => {
                self.is_return = true;
                self.texts.extend(filled);
            }
            "LIB" | "LCC" | "LC2" | "LCS" | "LEM" | "RUM" | "NBU" => self.texts.extend(filled),
            _ => {}
        }
    }

    /// The draft, counted even when its date does not read; the problem then refuses the file.
    pub fn finish(self, fallback: Option<Date>, problems: &mut Vec<Problem>) -> Option<BankEntryDraft> {
        let amount = match self.amount {
            Ok(amount) => amount,
            Err(problem) => {
                problems.push(problem.at_line(self.line));
                return None;
            }
        };
        let booked_on = match self.booked_on {
            Some(day) => day,
            None => {
                problems.push(no_date(&self.written_day).at_line(self.line));
                self.value_on.or(fallback)?
            }
        };
        let is_reversal = self.is_return || self.has_reject_code || returned::says_so(&self.label, amount);
        let credit = !amount.is_negative();
        // A return keeps the roles of what it returns.
        let payer_side = credit != is_reversal;
        let (name, other) = if payer_side { (self.payer, self.beneficiary) } else { (self.beneficiary, self.payer) };
        let iban = if payer_side { self.payer_account } else { self.beneficiary_account };
        let mut texts = vec![self.label];
        texts.extend(self.texts);
        texts.push(self.reference);
        Some(BankEntryDraft {
            line: Some(self.line),
            booked_on,
            value_on: self.value_on,
            amount,
            currency: self.currency,
            bank_reference: self.bank_reference,
            end_to_end_id: self.end_to_end_id,
            counterparty: name.or(other),
            counterparty_iban: iban,
            remittance: joined(&texts),
            is_reversal,
            ..BankEntryDraft::default()
        })
    }
}

fn joined(texts: &[String]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for text in texts.iter().filter(|t| !t.is_empty()) {
        if !kept.iter().any(|k| k.contains(text.as_str())) {
            kept.push(text);
        }
    }
    kept.join(" ")
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compact(text: &str) -> Option<String> {
    let compact = text.replace(' ', "");
    (!compact.is_empty()).then_some(compact)
}

fn reference(text: &str) -> Option<String> {
    let text = words(text);
    let absent = ["NOTPROVIDED", "NOT PROVIDED"].iter().any(|w| text.eq_ignore_ascii_case(w));
    (!text.is_empty() && !absent).then_some(text)
}

fn no_date(written: &str) -> Problem {
    let what = format!("« {} » n’est pas une date : le mouvement n’est pas daté.", written.trim());
    Problem::error("unreadable_date", what, ASK_AGAIN)
}
