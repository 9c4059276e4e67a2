//! MT940, the customer statement of SWIFT, and its interim form MT942, in the dialects of the banks that write it.
//!
//! One `:20:` starts one statement. Lines wrapped anywhere are joined, texts of unknown structure are kept as they are, and
//! what stands outside a statement is counted and said. An MT942 has no closing balance: its entries stay pending.

mod details;
mod entry;
mod fields;

use crate::amount::{ASK_AGAIN, decimal};
use crate::{account, balance};
use base::{Cents, Currency, Date};
use draft::{Format, Problem, Reading, StatementDraft};
use entry::Entry;
use fields::{Field, Fields};

const MAX_ENTRIES: usize = 2_000_000;
const MAX_PROBLEMS: usize = 30;

/// Tags of SWIFT statements at the start of lines.
pub(crate) fn is_mt940(head: &str) -> bool {
    let tags = |wanted: &[&str]| head.lines().any(|line| wanted.iter().any(|tag| line.starts_with(tag)));
    let frame = tags(&[":20:"]) && (tags(&[":25:", ":25P:"]) || tags(&[":60F:", ":60M:"]));
    let first = head.trim_start_matches('\u{feff}').lines().find(|l| !l.trim().is_empty());
    let starts_with_entry = first.is_some_and(|l| l.starts_with(":61:"));
    frame || starts_with_entry || (head.contains("{4:") && tags(&[":61:", ":60F:", ":60M:", ":25:"]))
}

/// Reads an MT940 or MT942 file.
pub(crate) fn read(text: &str) -> Reading {
    let mut reading = Reading::of(Format::Mt940);
    reading.variant = Some("MT940".to_string());
    let mut file = File::default();
    for field in Fields::of(text) {
        file.take(&field);
        if file.entries > MAX_ENTRIES {
            return reading.with_problem(crate::xml::too_many(MAX_ENTRIES));
        }
    }
    file.finish(&mut reading);
    reading
}

/// A balance: side, day, currency, amount.
struct Balance {
    amount: Cents,
    on: Option<Date>,
    currency: Option<Currency>,
}

impl Balance {
    fn read(text: &str) -> Result<Balance, Problem> {
        let sign = text.chars().next().filter(|c| matches!(c, 'C' | 'D'));
        let rest = text.get(1..).unwrap_or("");
        let (Some(sign), Some(day)) = (sign, rest.get(..6)) else { return Err(unread_balance(text)) };
        let rest = rest.get(6..).unwrap_or("");
        let currency = rest.get(..3).and_then(Currency::kept);
        let amount = decimal(if currency.is_some() { rest.get(3..).unwrap_or("") } else { rest })?;
        let amount = if sign == 'D' { Cents::new(-amount.get()) } else { amount };
        Ok(Balance { amount, on: entry::day(day), currency })
    }
}

#[derive(Default)]
struct Statement {
    line: u64,
    draft: StatementDraft,
    currency: Option<Currency>,
    entries: Vec<Entry>,
    /// A final balance was given: what comes after is no entry of it.
    is_closed: bool,
    has_balance: bool,
    is_interim: bool,
    problems: Vec<Problem>,
}

#[derive(Default)]
struct File {
    statements: Vec<Statement>,
    /// The end of a message was met and no new one started.
    is_between: bool,
    entries: usize,
}

impl File {
    fn take(&mut self, field: &Field<'_>) {
        match field.tag {
            "20" => {
                self.is_between = false;
                self.statements.push(Statement { line: field.line, ..Statement::default() });
                return;
            }
            "end" => {
                self.is_between = true;
                return;
            }
            "61" => {
                self.entries += 1;
                self.outside(field.line);
            }
            _ => {}
        }
        if matches!(field.tag, "25" | "25P" | "28" | "28C" | "60F" | "60M") {
            self.turn_page(field.line);
        }
        if let Some(statement) = self.statements.last_mut() {
            statement.take(field);
        }
    }

    /// The next page of a statement may come without a head of its own: it is of the same account unless it says otherwise.
    fn turn_page(&mut self, line: u64) {
        let Some(before) = self.statements.last() else { return };
        if before.is_closed {
            let draft = StatementDraft { account: before.draft.account.clone(), ..StatementDraft::default() };
            let next = Statement { line, draft, currency: before.currency, ..Statement::default() };
            self.statements.push(next);
            self.is_between = false;
        }
    }

    /// Opens the place of entries that stand in no statement.
    fn outside(&mut self, line: u64) {
        if self.is_between || self.statements.is_empty() {
            self.is_between = false;
            let draft = StatementDraft { is_headless: true, ..StatementDraft::default() };
            let statement = Statement { line, draft, problems: vec![headless().at_line(line)], ..Statement::default() };
            self.statements.push(statement);
        }
    }

    fn finish(self, reading: &mut Reading) {
        if self.statements.is_empty() {
            reading.problems.push(no_statement());
        }
        for statement in self.statements {
            let (draft, mut problems) = statement.finish();
            let more = problems.len() > MAX_PROBLEMS;
            problems.truncate(MAX_PROBLEMS);
            reading.problems.append(&mut problems);
            if more {
                reading.problems.push(crate::more_problems());
            }
            reading.statements.push(draft);
        }
        if reading.statements.iter().any(|s| s.is_interim) {
            reading.problems.push(interim());
        }
    }
}

impl Statement {
    fn take(&mut self, field: &Field<'_>) {
        match field.tag {
            "25" | "25P" => self.draft.account = account_of(field.first()),
            "60F" | "60M" => self.opening(field),
            "62F" | "62M" => self.closing(field),
            "61" => self.entries.push(Entry::read(field)),
            // After the balance, texts are about the whole statement.
            "86" if !self.is_closed => {
                if let Some(entry) = self.entries.last_mut() {
                    entry.describe(field);
                }
            }
            "NS" if !self.is_closed => {
                if let Some(entry) = self.entries.last_mut() {
                    entry.describe_ns(field);
                }
            }
            "34F" => {
                self.is_interim = true;
                self.currency = self.currency.or_else(|| Currency::kept(field.first().get(..3)?));
            }
            "13" | "13D" => self.is_interim = true,
            _ => {}
        }
    }

    fn opening(&mut self, field: &Field<'_>) {
        self.has_balance = true;
        match Balance::read(field.first()) {
            Ok(balance) => {
                self.draft.opening = Some(balance.amount);
                self.draft.from = balance.on;
                self.currency = self.currency.or(balance.currency);
            }
            Err(problem) => self.problems.push(problem.at_line(field.line)),
        }
    }

    fn closing(&mut self, field: &Field<'_>) {
        (self.has_balance, self.is_closed) = (true, true);
        match Balance::read(field.first()) {
            Ok(balance) => {
                self.draft.closing = Some(balance.amount);
                self.draft.until = balance.on;
                self.currency = self.currency.or(balance.currency);
            }
            Err(problem) => self.problems.push(problem.at_line(field.line)),
        }
    }

    fn finish(mut self) -> (StatementDraft, Vec<Problem>) {
        self.draft.currency = self.currency.unwrap_or_default();
        self.draft.is_interim = self.is_interim && !self.has_balance;
        let frame = entry::Frame {
            currency: self.draft.currency,
            from: self.draft.from,
            until: self.draft.until,
            is_interim: self.draft.is_interim,
        };
        for entry in self.entries {
            self.draft.entries.extend(entry.finish(&frame, &mut self.problems));
        }
        if self.draft.account.is_none() && !self.draft.is_headless {
            self.problems.push(no_account().at_line(self.line));
        }
        self.problems.extend(balance::gap(&self.draft).map(|problem| problem.at_line(self.line)));
        balance::cover(&mut self.draft);
        (self.draft, self.problems)
    }
}

/// The account of `:25:`, without the bank's BIC before it and the currency behind it.
fn account_of(text: &str) -> Option<String> {
    let is_bic = |part: &str| matches!(part.len(), 8 | 11) && part.bytes().take(6).all(|b| b.is_ascii_uppercase());
    let parts: Vec<&str> = text.split('/').map(str::trim).filter(|p| !p.is_empty()).collect();
    let kept: Vec<&str> = match parts.as_slice() {
        [bic, rest @ ..] if is_bic(bic) && !rest.is_empty() => rest.to_vec(),
        all => all.to_vec(),
    };
    let kept: Vec<&str> = match kept.as_slice() {
        [rest @ .., currency] if !rest.is_empty() && Currency::parse(currency).is_some() => rest.to_vec(),
        all => all.to_vec(),
    };
    let joined = kept.join("/");
    account::written(without_currency(&joined))
}

/// `12345678901EUR` and `NL91ABNA0417164300 USD` end with the currency of the account.
fn without_currency(text: &str) -> &str {
    let apart = text.rsplit_once(' ').filter(|(_, last)| last.len() == 3 && Currency::parse(last).is_some());
    let bare = apart.map(|(bare, _)| bare.trim_end()).or_else(|| text.strip_suffix("EUR")).unwrap_or(text);
    if bare.ends_with(|c: char| c.is_ascii_digit()) { bare } else { text }
}

fn no_statement() -> Problem {
    Problem::error("no_statement", "Ce fichier MT940 ne contient aucun relevé de compte.", ASK_AGAIN)
}

fn headless() -> Problem {
    let what = "Une opération se trouve hors de tout relevé : ni compte ni solde ne disent d’où elle vient.";
    Problem::error("entry_outside_statement", what, ASK_AGAIN)
}

fn no_account() -> Problem {
    let what = "Le relevé ne donne pas de numéro de compte.";
    Problem::warning("no_account", what, "Dites de quel compte il s’agit avec --account.")
}

fn unread_balance(text: &str) -> Problem {
    let shown: String = text.chars().take(40).collect();
    let what = format!("« {shown} » n’est pas un solde lisible.");
    Problem::warning(
        "unreadable_balance",
        what,
        "Le relevé est pris sans ce solde : vérifiez-le sur le site de la banque.",
    )
}

fn interim() -> Problem {
    let what = "C’est une situation intra-journalière (MT942), pas un relevé : ses opérations ne sont qu’annoncées.";
    Problem::info("interim_statement", what, "Importez le relevé du jour (MT940), qui les contiendra.")
}
