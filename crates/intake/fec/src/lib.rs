//! Reads the French accounting export (FEC, LPF A47 A-1) and rebuilds who owes what: customers, invoices, payments and
//! what is open, each settlement with how sure it is. It reads customer accounts only and states no due date, since the
//! format has none; it never fails, it reports problems a person can act on.
//!
//! The path of a file: `text` (bytes to lines), `columns` and `row` (lines to fields), `book` (amounts, dates),
//! `entries` (what each line is), `party` and `numbering` (whose, under which number), `settle` (what is open).
//! [`merge_years`] joins several files of one company.

mod account;
mod assemble;
mod book;
mod columns;
mod entries;
mod filename;
mod keys;
mod numbering;
mod party;
mod row;
mod settle;
mod text;
mod trouble;
mod value;
mod years;

pub use years::merge_years;

use draft::{Format, Problem, Reading};
use trouble::Trouble;

/// The header of an export is one short line; longer, it is something else.
const LONGEST_HEADER: usize = 8_192;

/// True when the content starts like an accounting export, whatever the file is called. `head` may be cut anywhere.
pub fn looks_like_fec(head: &[u8]) -> bool {
    let head = head.get(..LONGEST_HEADER).unwrap_or(head);
    let text = text::decode(head);
    is_xml(&text) || text::Lines::of(&text).next().is_some_and(|(_, line)| columns::known_names(line) >= 6)
}

/// Reads one file. `file_name` gives the company and the closing date when it follows `SIRENFECAAAAMMJJ`.
///
/// The reading has a ledger unless a problem of severity `Error` refuses the file.
pub fn read(file_name: &str, bytes: &[u8]) -> Reading {
    let mut trouble = Trouble::default();
    let ledger = ledger(file_name, bytes, &mut trouble);
    let mut reading = Reading::of(Format::Fec);
    reading.ledger = ledger.filter(|_| !trouble.has_errors());
    reading.problems = trouble.into_problems();
    reading
}

fn ledger(file_name: &str, bytes: &[u8], trouble: &mut Trouble) -> Option<draft::LedgerDraft> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        trouble.add(Problem::error(
            "empty_file",
            "le fichier est vide",
            "refaites l’export depuis le logiciel comptable",
        ));
        return None;
    }
    let text = text::decode(bytes);
    let mut lines = text::Lines::of(&text);
    let Some((number, header)) = lines.next().filter(|(_, line)| columns::known_names(line) >= 4) else {
        trouble.add(not_a_fec(&text));
        return None;
    };
    let layout = columns::read(header, number, trouble)?;
    if trouble.has_errors() {
        return None;
    }
    let book = book::Book::read(lines, &layout, trouble);
    assemble::ledger(book, &layout, filename::read(file_name), trouble)
}

fn is_xml(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with('<')
        && (start.contains("<comptabilite") && (start.contains("<exercice") || start.contains("<journal")))
}

fn not_a_fec(text: &str) -> Problem {
    let head: String = text.chars().take(LONGEST_HEADER).collect();
    if is_xml(&head) {
        let remedy = "demandez au logiciel comptable le FEC « à plat » (fichier .txt à 18 colonnes)";
        return Problem::error("xml_ledger", "ce FEC est au format XML, qui n’est pas lu", remedy);
    }
    let what = "la première ligne n’est pas l’en-tête d’un FEC (JournalCode, JournalLib, EcritureNum…)";
    Problem::error("not_a_ledger", what, "vérifiez le fichier, ou refaites l’export au format FEC").at_line(1)
}
