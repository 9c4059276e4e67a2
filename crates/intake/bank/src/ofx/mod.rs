//! OFX, the format of personal finance programs: SGML without closing tags (1.x) and XML (2.x), read by one tolerant reader.
//!
//! Elements are known by name wherever they stand; unknown ones are passed over. Several accounts in a file are several
//! statements. What the bank only announces (`BANKTRANLISTP`) stays pending.

mod entry;
mod tokens;

use crate::amount::{ASK_AGAIN, decimal};
use crate::{account, balance};
use base::{Cents, Currency, Date, days_between};
use draft::{EntryStatus, Format, Problem, Reading, StatementDraft};
use entry::Entry;
use tokens::{Token, Tokens};

const MAX_ENTRIES: usize = 2_000_000;
/// What is wrong with more entries than this says nothing new.
const MAX_PROBLEMS: usize = 30;

/// True for the header of OFX 1, the processing instruction of OFX 2, or an `<OFX>` element near the start.
pub(crate) fn is_ofx(head: &str) -> bool {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("OFXHEADER") || head.contains("<OFX>") || head.contains("<?OFX ")
}

/// Reads an OFX file. A date or an amount that does not read is an error of its entry, which is counted all the same.
pub(crate) fn read(text: &str) -> Reading {
    let mut reading = Reading::of(Format::Ofx);
    let is_xml = text.get(..text.len().min(2_000)).unwrap_or(text).contains("<?OFX");
    reading.variant = Some(if is_xml { "OFX2" } else { "OFX1" }.to_string());
    let mut file = File::default();
    for token in Tokens::of(text) {
        file.take(&token);
        if file.entries > MAX_ENTRIES {
            return reading.with_problem(crate::xml::too_many(MAX_ENTRIES));
        }
    }
    file.finish(reading)
}

/// One account as it is being read.
#[derive(Default)]
struct Statement {
    line: u64,
    draft: StatementDraft,
    bank: String,
    branch: String,
    number: String,
    closing: Option<Cents>,
    closing_on: Option<Date>,
    entries: Vec<Entry>,
}

#[derive(Default)]
struct File {
    statements: Vec<Statement>,
    /// Names of the open aggregates that matter.
    path: Vec<&'static str>,
    refusal: Option<(u64, String)>,
    status: Option<(u64, String)>,
    is_closed: bool,
    has_root: bool,
    entries: usize,
}

/// Aggregates that give their content a meaning.
const AGGREGATES: [&str; 12] = [
    "OFX",
    "SONRS",
    "STATUS",
    "STMTRS",
    "CCSTMTRS",
    "BANKACCTFROM",
    "CCACCTFROM",
    "STMTTRN",
    "STMTTRNP",
    "BANKACCTTO",
    "LEDGERBAL",
    "CURRENCY",
];

impl File {
    fn take(&mut self, token: &Token<'_>) {
        match token {
            Token::Open { name, line } => self.open(name, *line),
            Token::Close { name } => self.close(name),
            Token::Leaf { name, text, line } => self.leaf(name, text, *line),
        }
    }

    fn open(&mut self, name: &str, line: u64) {
        let Some(known) = AGGREGATES.iter().copied().find(|a| *a == name) else { return };
        match known {
            "OFX" => self.has_root = true,
            "STMTRS" | "CCSTMTRS" => self.statements.push(Statement { line, ..Statement::default() }),
            "STMTTRN" | "STMTTRNP" => {
                self.entries += 1;
                // Without closing tags, a new entry ends the one before.
                if let Some(at) = self.path.iter().position(|p| matches!(*p, "STMTTRN" | "STMTTRNP")) {
                    self.path.truncate(at);
                }
                let status = if known == "STMTTRN" { EntryStatus::Booked } else { EntryStatus::Pending };
                if let Some(statement) = self.statements.last_mut() {
                    statement.entries.push(Entry::at(line, status));
                }
            }
            _ => {}
        }
        if self.path.len() < 32 {
            self.path.push(known);
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.path.iter().rposition(|p| *p == name) {
            self.path.truncate(at);
            self.is_closed |= name == "OFX";
        }
    }

    fn is_in(&self, name: &str) -> bool {
        self.path.contains(&name)
    }

    fn leaf(&mut self, name: &str, text: &str, line: u64) {
        let inside = self.path.last().copied().unwrap_or("");
        if inside == "STATUS" {
            self.status_leaf(name, text, line);
            return;
        }
        let is_entry = self.is_in("STMTTRN") || self.is_in("STMTTRNP");
        let Some(statement) = self.statements.last_mut() else { return };
        if is_entry {
            if let Some(entry) = statement.entries.last_mut() {
                entry.leaf(inside, name, text);
            }
            return;
        }
        statement.leaf(inside, name, text);
    }

    /// The bank's answer to the request that made the file: an error in it explains why nothing is inside.
    fn status_leaf(&mut self, name: &str, text: &str, line: u64) {
        match name {
            "CODE" => self.status = (text != "0").then(|| (line, format!("code {text}"))),
            "SEVERITY" if text == "ERROR" => self.refusal = self.status.clone().or(Some((line, String::new()))),
            "MESSAGE" => {
                if let Some((_, why)) = &mut self.refusal {
                    why.push_str(" : ");
                    why.extend(text.chars().take(200));
                }
            }
            _ => {}
        }
    }

    fn finish(self, mut reading: Reading) -> Reading {
        if let Some((line, why)) = &self.refusal {
            reading.problems.push(refused_by_bank(why).at_line(*line));
        }
        for statement in self.statements {
            let draft = statement.finish(&mut reading.problems);
            reading.statements.push(draft);
        }
        if !self.has_root || (reading.statements.is_empty() && reading.problems.is_empty()) {
            reading.problems.push(no_statement());
        } else if !self.is_closed {
            reading.problems.push(truncated());
        }
        reading
    }
}

impl Statement {
    fn leaf(&mut self, inside: &str, name: &str, text: &str) {
        match (inside, name) {
            ("STMTRS" | "CCSTMTRS", "CURDEF") => {
                self.draft.currency = Currency::kept(text).unwrap_or_default();
            }
            ("BANKACCTFROM" | "CCACCTFROM", "BANKID") => self.bank = text.to_string(),
            ("BANKACCTFROM" | "CCACCTFROM", "BRANCHID") => self.branch = text.to_string(),
            ("BANKACCTFROM" | "CCACCTFROM", "ACCTID") => self.number = text.to_string(),
            ("STMTRS" | "CCSTMTRS", "DTSTART") => self.draft.from = entry::day(text),
            ("STMTRS" | "CCSTMTRS", "DTEND") => self.draft.until = entry::day(text),
            ("LEDGERBAL", "BALAMT") => self.closing = decimal(text).ok(),
            ("LEDGERBAL", "DTASOF") => self.closing_on = entry::day(text),
            _ => {}
        }
    }

    fn account(&self) -> Option<String> {
        let number: String = self.number.chars().filter(|c| !c.is_whitespace()).collect();
        let iban = account::french_iban(self.bank.trim(), self.branch.trim(), &number);
        iban.or_else(|| (!number.is_empty()).then_some(number))
    }

    fn finish(mut self, problems: &mut Vec<Problem>) -> StatementDraft {
        self.draft.account = self.account();
        let fallback = self.draft.until.or(self.closing_on).or(self.draft.from);
        let (currency, mut found) = (self.draft.currency, Vec::new());
        for entry in std::mem::take(&mut self.entries) {
            self.draft.entries.extend(entry.finish(currency, fallback, &mut found));
        }
        let more = found.len() > MAX_PROBLEMS;
        problems.extend(found.into_iter().take(MAX_PROBLEMS));
        if more {
            problems.push(crate::more_problems());
        }
        self.close_balance();
        if self.draft.account.is_none() {
            problems.push(no_account().at_line(self.line));
        }
        balance::cover(&mut self.draft);
        self.draft
    }

    /// The balance counts as the closing one when it is of the last day covered: one of another day says nothing of the
    /// entries.
    fn close_balance(&mut self) {
        let last = self.draft.entries.iter().map(|e| e.booked_on).max();
        let (Some(closing), Some(on)) = (self.closing, self.closing_on) else { return };
        let after_entries = last.is_none_or(|last| on >= last);
        let of_last_day = self.draft.until.is_none_or(|until| days_between(on, until) >= 0);
        if after_entries && of_last_day {
            self.draft.closing = Some(closing);
            balance::imply_opening(&mut self.draft);
        }
    }
}

fn no_statement() -> Problem {
    let what = "Ce fichier OFX ne contient aucun relevé de compte bancaire.";
    Problem::error("no_statement", what, "Exportez depuis la banque le relevé d’un compte courant au format OFX.")
}

fn truncated() -> Problem {
    Problem::error("truncated_file", "Le fichier s’arrête avant la fin du relevé OFX.", ASK_AGAIN)
}

fn refused_by_bank(why: &str) -> Problem {
    let what = format!("La banque n’a pas répondu à la demande de relevé ({}).", why.trim());
    Problem::error("refused_by_bank", what, "Vérifiez l’identifiant et le mot de passe, puis exportez de nouveau.")
}

fn no_account() -> Problem {
    let what = "Le relevé ne donne pas de numéro de compte.";
    Problem::warning("no_account", what, "Dites de quel compte il s’agit avec --account.")
}
