//! The lines that banks write above the header: account, dates of the extract, balance.
//! All of it is optional and only completes what the entries do not say.

use crate::account;
use base::{Cents, Currency, Date, add_days, fold};
use draft::StatementDraft;
use grid::date::{self, Order};
use grid::{FoundHeader, Rows};

/// An extract covers at most this many days before its first or after its last entry.
const NEAR_DAYS: i64 = 92;

#[derive(Debug, Default)]
pub(super) struct Preamble {
    account: Option<String>,
    closing: Option<Cents>,
    pub currency: Option<Currency>,
    dates: Vec<Date>,
}

impl Preamble {
    pub fn read(text: &str, header: &FoundHeader) -> Preamble {
        let mut preamble = Preamble::default();
        let mut rows = Rows::new(text, header.separator);
        while let Some(row) = rows.next() {
            if row.line >= header.line {
                break;
            }
            let cells: Vec<&str> = row.cells().filter(|c| !c.is_empty()).collect();
            let dated = cells.iter().any(|c| date::parse(c, Order::DayFirst).is_some());
            for (at, cell) in cells.iter().enumerate() {
                preamble.see(cell, cells.get(at + 1).copied().unwrap_or(""));
            }
            let last = cells.last().copied().unwrap_or("");
            if dated && last.contains([',', '.']) && date::parse(last, Order::DayFirst).is_none() {
                preamble.see_balance(last);
            }
        }
        preamble
    }

    /// One cell, and the one beside it, which holds the value when the cell only names it.
    fn see(&mut self, cell: &str, beside: &str) {
        let words = cell.split([' ', '\u{a0}']).filter(|w| w.contains(['/', '-', '.']));
        self.dates.extend(words.filter_map(|w| date::parse(w, Order::DayFirst)));
        let (name, value) = cell.rsplit_once(':').unwrap_or((cell, ""));
        let (name, value) = (fold::words(name), if value.trim().is_empty() { beside } else { value });
        let is_opening = ["debut", "initial", "precedent", "ancien"].iter().any(|w| name.contains(w));
        if name.starts_with("solde") && !is_opening {
            self.see_balance(value);
        }
        let account = account_in(cell).or_else(|| named_account(&name, value));
        if self.account.is_none() {
            self.account = account;
        }
    }

    fn see_balance(&mut self, text: &str) {
        let text = text.trim();
        let currency = text.get(text.len().saturating_sub(3)..).and_then(Currency::parse);
        let amount = if currency.is_some() { text.get(..text.len() - 3).unwrap_or("") } else { text };
        if let Some(amount) = Cents::parse(amount) {
            self.closing.get_or_insert(amount);
            self.currency = self.currency.or(currency);
        }
    }

    /// Fills what the entries did not say. Dates far from the entries are not those of the extract.
    pub fn complete(&self, draft: &mut StatementDraft) {
        draft.account = draft.account.take().or_else(|| self.account.clone());
        draft.closing = draft.closing.or(self.closing);
        let days = || draft.entries.iter().map(|e| e.booked_on);
        let (first, last) = match (days().min(), days().max()) {
            (Some(first), Some(last)) => (first, last),
            _ => {
                draft.from = self.dates.iter().min().copied();
                draft.until = self.dates.iter().max().copied();
                return;
            }
        };
        let near = |limit: Option<Date>, day: &Date| limit.is_some_and(|l| *day <= l);
        let latest = add_days(last, NEAR_DAYS);
        draft.until = self.dates.iter().filter(|d| **d >= last && near(latest, d)).max().copied();
        let earliest = add_days(first, -NEAR_DAYS);
        draft.from = self.dates.iter().filter(|d| **d <= first && earliest.is_some_and(|e| **d >= e)).min().copied();
    }
}

/// « Numéro de compte : 04123456789 », with letters where the bank has some.
fn named_account(name: &str, value: &str) -> Option<String> {
    let is_name =
        matches!(name, "numero compte" | "numero de compte" | "n compte" | "n de compte" | "compte n" | "compte");
    let compact: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let is_number = compact.bytes().all(|b| b.is_ascii_alphanumeric());
    let digits = compact.bytes().filter(u8::is_ascii_digit).count();
    (is_name && is_number && digits >= 5).then_some(compact).and_then(|c| account::written(&c))
}

/// An IBAN, or an account number: at least eight digits on their own or after « n° ».
fn account_in(cell: &str) -> Option<String> {
    let compact: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let is_iban = (15..=34).contains(&compact.len())
        && compact.bytes().take(2).all(|b| b.is_ascii_uppercase())
        && compact.bytes().skip(2).take(2).all(|b| b.is_ascii_digit())
        && compact.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_iban {
        return Some(compact);
    }
    let number = cell.split_once("n°").map_or(cell, |(_, rest)| rest).trim();
    let in_full = number.bytes().all(|b| b.is_ascii_digit() || b == b' ');
    if let Some(iban) = Some(number).filter(|_| in_full).and_then(account::written).filter(|a| a.starts_with("FR")) {
        return Some(iban);
    }
    let is_number = number.len() >= 8 && number.bytes().all(|b| b.is_ascii_digit());
    let masked = number.starts_with("****") && number.len() >= 8;
    (is_number || masked).then(|| number.to_string())
}
