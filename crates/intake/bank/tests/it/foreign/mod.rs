//! Files as banks we have no sample of write them: each with its entries, sums and balances reckoned by hand.

mod camt;
mod cfonb;
mod csv;
mod mt940;
mod ofx;
mod qif;

use bank::read;
use draft::{EntryStatus, Reading, StatementDraft};

fn taken(text: &str) -> Reading {
    let reading = read(text.as_bytes()).expect("a bank file");
    assert!(!reading.is_refused(), "{:?}", reading.problems);
    reading
}

/// Codes of what is said of a file.
fn said(reading: &Reading) -> Vec<&str> {
    reading.problems.iter().map(|p| p.code).collect()
}

fn alone(text: &str) -> StatementDraft {
    let mut reading = taken(text);
    assert_eq!(said(&reading), Vec::<&str>::new());
    assert_eq!(reading.statements.len(), 1);
    reading.statements.remove(0)
}

/// Day, cents, and a mark: `~` pending, `!` takes back.
fn entries(statement: &StatementDraft) -> Vec<String> {
    let mark = |e: &draft::BankEntryDraft| {
        let pending = if e.status == EntryStatus::Pending { "~" } else { "" };
        format!("{pending}{}", if e.is_reversal { "!" } else { "" })
    };
    statement.entries.iter().map(|e| format!("{} {}{}", e.booked_on, e.amount.get(), mark(e))).collect()
}

/// Opening, what is booked in the account's currency, closing.
fn balances(statement: &StatementDraft) -> (Option<i64>, i64, Option<i64>) {
    let booked =
        statement.entries.iter().filter(|e| e.status == EntryStatus::Booked && e.currency == statement.currency);
    let moved = booked.map(|e| e.amount.get()).sum();
    (statement.opening.map(|c| c.get()), moved, statement.closing.map(|c| c.get()))
}
