//! QIF, the old exchange format of personal finance programs: one field a line, its meaning in the first letter, `^` at the
//! end of each operation.
//!
//! It states neither currency nor bank; the account has a name only where the program wrote one. Order of day and month and
//! decimal mark come from the whole file, as for CSV.

use crate::{balance, returned};
use base::{Cents, Currency};
use draft::{BankEntryDraft, EntryStatus, Format, Problem, Reading, StatementDraft};
use grid::amount::{self, Mark};
use grid::date::{self, Order};

const MAX_ENTRIES: usize = 2_000_000;
const MAX_PROBLEMS: usize = 30;

/// True when the first line names a QIF section.
pub(crate) fn is_qif(head: &str) -> bool {
    let first = head.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or("");
    let folded = first.to_ascii_lowercase();
    ["!type:", "!account", "!option:", "!clear:"].iter().any(|mark| folded.starts_with(mark))
}

/// Reads a QIF file.
pub(crate) fn read(text: &str) -> Reading {
    let reading = Reading::of(Format::Qif);
    let (records, truncated) = records(text.trim_start_matches('\u{feff}'));
    if records.iter().filter(|r| r.is_entry()).count() > MAX_ENTRIES {
        return reading.with_problem(crate::xml::too_many(MAX_ENTRIES));
    }
    match Writing::of(&records) {
        Ok(writing) => collect(reading, &records, writing, truncated),
        Err((day, month)) => reading.with_problem(contradiction(day, month)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Account,
    Money,
    Investment,
    /// Lists of categories, payees and the like.
    Other,
}

#[derive(Default)]
struct Record<'t> {
    line: u64,
    section: Option<Section>,
    /// First letter and value of each line, with its number.
    fields: Vec<(char, &'t str, u64)>,
}

impl<'t> Record<'t> {
    fn get(&self, letter: char) -> &'t str {
        self.fields.iter().find(|(l, ..)| *l == letter).map_or("", |(_, value, _)| value)
    }

    fn is_entry(&self) -> bool {
        self.section == Some(Section::Money)
    }

    /// The balance that programs write as a first operation.
    fn is_opening(&self) -> bool {
        let payee = base::fold::words(self.get('P'));
        matches!(payee.as_str(), "opening balance" | "solde initial" | "solde d ouverture")
    }
}

/// Records, and the line where the last one stops without its end.
fn records(text: &str) -> (Vec<Record<'_>>, Option<u64>) {
    let (mut out, mut open, mut section) = (Vec::new(), Record::default(), None);
    for (line, written) in (1..).zip(text.lines()) {
        let written = written.trim();
        if let Some(mark) = written.strip_prefix('!') {
            section = section_of(mark, section);
        } else if written.starts_with('^') {
            let ended = std::mem::take(&mut open);
            if !ended.fields.is_empty() {
                out.push(ended);
            }
        } else if let Some(letter) = written.chars().next() {
            if open.fields.is_empty() {
                (open.line, open.section) = (line, section);
            }
            open.fields.push((letter, written.get(letter.len_utf8()..).unwrap_or("").trim(), line));
        }
    }
    let truncated = (!open.fields.is_empty()).then_some(open.line);
    if !open.fields.is_empty() {
        out.push(open);
    }
    (out, truncated)
}

fn section_of(mark: &str, before: Option<Section>) -> Option<Section> {
    let folded = mark.to_ascii_lowercase();
    let Some(kind) = folded.strip_prefix("type:") else {
        return if folded.starts_with("account") { Some(Section::Account) } else { before };
    };
    Some(match kind.trim() {
        "bank" | "cash" | "ccard" | "oth a" | "oth l" => Section::Money,
        "invst" | "security" | "prices" => Section::Investment,
        _ => Section::Other,
    })
}

/// How dates and amounts are written in the whole file.
#[derive(Clone, Copy)]
struct Writing {
    order: Order,
    mark: Option<Mark>,
    undecided: Option<u64>,
}

impl Writing {
    fn of(records: &[Record<'_>]) -> Result<Writing, (u64, u64)> {
        let (mut dates, mut amounts) = (date::Survey::default(), amount::Survey::default());
        for record in records.iter().filter(|r| r.is_entry()) {
            dates.see(&plain_date(record.get('D')), record.line);
            amounts.see(record.get('T'));
        }
        let undecided = if dates.is_undecided() { dates.either } else { None };
        Ok(Writing { order: dates.order()?, mark: amounts.mark(), undecided })
    }
}

/// Quicken writes `3/11'26` and pads with spaces.
fn plain_date(text: &str) -> String {
    text.replace('\'', "/").replace("/ ", "/0").replace(' ', "")
}

fn collect(mut reading: Reading, records: &[Record<'_>], writing: Writing, truncated: Option<u64>) -> Reading {
    let mut statements: Vec<StatementDraft> = Vec::new();
    let (mut account, mut has_investments) = (None, false);
    let mut problems = Vec::new();
    for record in records {
        match record.section {
            Some(Section::Account) => {
                let name = record.get('N');
                account = (!name.is_empty()).then(|| name.to_string());
            }
            Some(Section::Investment) => has_investments = true,
            Some(Section::Money) => {
                let at = statements.iter().position(|s| s.account == account).unwrap_or_else(|| {
                    statements.push(StatementDraft { account: account.clone(), ..StatementDraft::default() });
                    statements.len() - 1
                });
                if let Some(statement) = statements.get_mut(at) {
                    take(statement, record, writing, &mut problems);
                }
            }
            _ => {}
        }
    }
    let more = problems.len() > MAX_PROBLEMS;
    reading.problems.extend(problems.into_iter().take(MAX_PROBLEMS));
    if more {
        reading.problems.push(crate::more_problems());
    }
    reading.problems.extend(remarks(&statements, writing, truncated, has_investments));
    for statement in &mut statements {
        balance::cover(statement);
    }
    reading.statements = statements;
    reading
}

fn take(statement: &mut StatementDraft, record: &Record<'_>, writing: Writing, problems: &mut Vec<Problem>) {
    let amount = match read_amount(record, writing) {
        Ok(amount) => amount,
        Err(problem) => return problems.push(problem),
    };
    let day = date::parse(&plain_date(record.get('D')), writing.order);
    if record.is_opening() {
        statement.opening = statement.opening.or(Some(amount));
        statement.from = statement.from.or(day);
        return;
    }
    let Some(booked_on) = day else {
        return problems.push(unread_date(record.get('D')).at_line(record.line));
    };
    let mut texts: Vec<&str> = Vec::new();
    for text in [record.get('P'), record.get('M'), record.get('N')] {
        if !text.is_empty() && !texts.iter().any(|t| t.contains(text)) {
            texts.push(text);
        }
    }
    let remittance = texts.iter().flat_map(|t| t.split_whitespace()).collect::<Vec<_>>().join(" ");
    statement.entries.push(BankEntryDraft {
        line: Some(record.line),
        booked_on,
        amount,
        currency: Currency::EUR,
        status: EntryStatus::Booked,
        is_reversal: returned::says_so(&remittance, amount),
        remittance,
        ..BankEntryDraft::default()
    });
}

fn read_amount(record: &Record<'_>, writing: Writing) -> Result<Cents, Problem> {
    let written = if record.get('T').is_empty() { record.get('U') } else { record.get('T') };
    let read = amount::parse(written, writing.mark);
    let amount = read.map_err(|_| crate::amount::unreadable(written).at_line(record.line))?;
    if amount.get().unsigned_abs() > crate::amount::ABSURD.unsigned_abs() {
        return Err(crate::amount::absurd().at_line(record.line));
    }
    Ok(amount)
}

fn remarks(
    statements: &[StatementDraft],
    writing: Writing,
    truncated: Option<u64>,
    has_investments: bool,
) -> Vec<Problem> {
    let mut out = Vec::new();
    if let Some(line) = truncated {
        out.push(cut_off().at_line(line));
    }
    if statements.is_empty() {
        out.push(no_account_inside(has_investments));
    }
    if let Some(line) = writing.undecided {
        out.push(undecided().at_line(line));
    }
    out
}

const EXPORT_AGAIN: &str = "Exportez de nouveau le relevé depuis le site de la banque, sans le modifier.";

fn unread_date(text: &str) -> Problem {
    let shown: String = text.chars().take(40).collect();
    Problem::error("unreadable_date", format!("« {shown} » n’est pas une date."), EXPORT_AGAIN)
}

fn contradiction(day: u64, month: u64) -> Problem {
    let what =
        format!("Les dates se contredisent : la ligne {day} écrit le jour d’abord, la ligne {month} le mois d’abord.");
    Problem::error("contradictory_dates", what, EXPORT_AGAIN).at_line(day.max(month))
}

fn undecided() -> Problem {
    let what = "Rien ne dit si les dates de ce fichier écrivent le jour ou le mois d’abord : le jour a été supposé.";
    Problem::warning("ambiguous_dates", what, "Vérifiez la première opération ; préférez CAMT.053 ou OFX.")
}

fn cut_off() -> Problem {
    Problem::error("truncated_file", "Le fichier s’arrête au milieu d’une opération.", EXPORT_AGAIN)
}

fn no_account_inside(has_investments: bool) -> Problem {
    let what = if has_investments {
        "Ce fichier QIF est celui d’un portefeuille de titres, pas d’un compte bancaire."
    } else {
        "Ce fichier QIF ne contient aucune opération bancaire."
    };
    Problem::error("no_statement", what, "Exportez le compte courant en CAMT.053, OFX ou CSV.")
}
