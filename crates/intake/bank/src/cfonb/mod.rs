//! CFONB 120, the statement of account of French banks: records of 120 characters, old balance (01), movement (04),
//! complement (05), new balance (07).
//!
//! Amounts carry their sign in the last character, and their number of decimals stands in the record. A movement outside
//! of two balances is counted, kept with its account, and said.

mod entry;
mod record;

use crate::{account, balance};
use base::Cents;
use draft::{Format, Problem, Reading, StatementDraft};
use entry::Entry;
use record::Record;

const MAX_ENTRIES: usize = 2_000_000;
const MAX_PROBLEMS: usize = 30;

/// Most of the first lines are records of 120 characters that start with 01, 04, 05 or 07.
pub(crate) fn is_cfonb(start: &str) -> bool {
    let start = start.trim_start_matches('\u{feff}').trim_start();
    let is_record = |line: &&str| Record::looks_like_one(line) && line.chars().count() >= 90;
    let lines: Vec<&str> = start.lines().filter(|l| !l.trim().is_empty()).take(8).collect();
    lines.iter().filter(|line| is_record(line)).count() * 2 > lines.len()
}

/// Reads a CFONB 120 file.
pub(crate) fn read(text: &str) -> Reading {
    let mut reading = Reading::of(Format::Cfonb);
    reading.variant = Some("CFONB120".to_string());
    let mut file = File::default();
    for (line, text) in record::lines(text.trim_start_matches('\u{feff}')) {
        file.take(line, &text);
        if file.entries > MAX_ENTRIES {
            return reading.with_problem(crate::xml::too_many(MAX_ENTRIES));
        }
    }
    file.finish(&mut reading);
    reading
}

#[derive(Default)]
struct Statement {
    line: u64,
    number: String,
    draft: StatementDraft,
    entries: Vec<Entry>,
    is_open: bool,
}

#[derive(Default)]
struct File {
    statements: Vec<Statement>,
    problems: Vec<Problem>,
    entries: usize,
}

impl File {
    fn take(&mut self, line: u64, text: &str) {
        let Some(record) = Record::read(text) else {
            self.problems.push(no_record(text).at_line(line));
            return;
        };
        match record.code() {
            "01" => self.old_balance(line, &record),
            "04" => self.movement(line, &record),
            "05" => self.complement(line, &record),
            _ => self.new_balance(line, &record),
        }
    }

    fn old_balance(&mut self, line: u64, record: &Record) {
        self.end_open();
        let mut statement = Statement::of(line, record, false);
        statement.is_open = true;
        statement.draft.from = record.day(34).or_else(|| {
            self.problems.push(unread_day(record.text(34..40)).at_line(line));
            record.day(104)
        });
        statement.draft.opening = self.balance(line, record);
        self.statements.push(statement);
    }

    fn new_balance(&mut self, line: u64, record: &Record) {
        let own = self.statements.last().is_some_and(|s| s.is_open && s.number == record.account());
        if !own {
            self.end_open();
            self.problems.push(no_old_balance().at_line(line));
            self.statements.push(Statement::of(line, record, false));
        }
        let closing = self.balance(line, record);
        let until = record.day(34);
        if until.is_none() {
            self.problems.push(unread_day(record.text(34..40)).at_line(line));
        }
        if let Some(statement) = self.statements.last_mut() {
            (statement.draft.closing, statement.draft.until) = (closing, until);
            statement.is_open = false;
        }
    }

    fn balance(&mut self, line: u64, record: &Record) -> Option<Cents> {
        match record.amount() {
            Ok(amount) => Some(amount),
            Err(problem) => {
                self.problems.push(Problem { severity: draft::Severity::Warning, ..problem }.at_line(line));
                None
            }
        }
    }

    fn movement(&mut self, line: u64, record: &Record) {
        self.entries += 1;
        let same = |s: &Statement| (s.is_open || s.draft.is_headless) && s.number == record.account();
        if !self.statements.last().is_some_and(same) {
            self.end_open();
            self.problems.push(outside().at_line(line));
            self.statements.push(Statement::of(line, record, true));
        }
        if let Some(statement) = self.statements.last_mut() {
            statement.entries.push(Entry::read(line, record));
        }
    }

    fn complement(&mut self, line: u64, record: &Record) {
        let entry = self.statements.last_mut().and_then(|s| s.entries.last_mut());
        match entry {
            Some(entry) if entry.account == record.account() => entry.add(record),
            _ => self.problems.push(alone().at_line(line)),
        }
    }

    /// A statement that nothing closed.
    fn end_open(&mut self) {
        if let Some(open) = self.statements.last_mut().filter(|s| s.is_open) {
            open.is_open = false;
            self.problems.push(no_new_balance().at_line(open.line));
        }
    }

    fn finish(mut self, reading: &mut Reading) {
        self.end_open();
        if self.statements.is_empty() && self.problems.is_empty() {
            self.problems.push(no_record(""));
        }
        for statement in self.statements {
            reading.statements.push(statement.finish(&mut self.problems));
        }
        let more = self.problems.len() > MAX_PROBLEMS;
        // What refuses the file is said before what only warns.
        self.problems.sort_by_key(|p| std::cmp::Reverse(p.severity));
        self.problems.truncate(MAX_PROBLEMS);
        let refused = self.problems.iter().any(|p| p.severity == draft::Severity::Error);
        reading.problems.append(&mut self.problems);
        if more && refused {
            reading.problems.push(crate::more_problems());
        }
    }
}

impl Statement {
    fn of(line: u64, record: &Record, is_headless: bool) -> Statement {
        let number = record.account();
        let iban = account::french_iban(record.text(2..7), record.text(11..16), number);
        let draft = StatementDraft {
            account: iban.or_else(|| (!number.is_empty()).then(|| number.to_string())),
            currency: record.currency(),
            is_headless,
            ..StatementDraft::default()
        };
        Statement { line, number: number.to_string(), draft, ..Statement::default() }
    }

    fn finish(mut self, problems: &mut Vec<Problem>) -> StatementDraft {
        let fallback = self.draft.until.or(self.draft.from);
        for entry in self.entries {
            self.draft.entries.extend(entry.finish(fallback, problems));
        }
        problems.extend(balance::gap(&self.draft).map(|problem| problem.at_line(self.line)));
        balance::cover(&mut self.draft);
        self.draft
    }
}

const ASK_WHOLE: &str =
    "Redemandez à la banque le fichier entier : chaque relevé va d’un ancien solde (01) à un nouveau (07).";

fn no_record(text: &str) -> Problem {
    let shown: String = text.chars().take(40).collect();
    let what = format!("« {shown} » n’est pas un enregistrement de relevé (01, 04, 05 ou 07).");
    Problem::error("unreadable_record", what, ASK_WHOLE)
}

fn unread_day(text: &str) -> Problem {
    let what = format!("« {} » n’est pas une date : le solde de cette ligne n’en a pas.", text.trim());
    Problem::warning("unreadable_date", what, ASK_WHOLE)
}

fn outside() -> Problem {
    let what = "Mouvement hors de tout relevé : aucun ancien solde ne le précède.";
    Problem::warning("entry_outside_statement", what, ASK_WHOLE)
}

fn no_old_balance() -> Problem {
    Problem::warning("no_opening_balance", "Nouveau solde sans ancien solde du même compte.", ASK_WHOLE)
}

fn no_new_balance() -> Problem {
    Problem::warning("no_closing_balance", "Le relevé commencé ici n’a pas de nouveau solde.", ASK_WHOLE)
}

fn alone() -> Problem {
    Problem::warning("complement_alone", "Complément (05) sans le mouvement qu’il complète.", ASK_WHOLE)
}
