//! The database itself refuses that a fact be changed or removed, whatever the program that asks.

use super::holds::decision;
use super::make::{
    act, alert_word, alert_word_lift, allocation, day, due, event, hold, id, invoice, lift, line, note, payment, source,
};
use super::{both, make, write};
use app::ports::statements::{AccountWord, GapWord};
use app::records::ClaimRecord;
use app::records::EchoVerdict;
use app::records::ReplyEnd;
use app::records::WaiverEventKind;
use base::{Cents, Currency};
use domain::act::ActEvent;
use domain::facts::{DecisionKind, Guard};
use store::SqlStore;
use store::engine::Error;

const FACTS: &[&str] = &[
    "alert_word",
    "alert_word_lift",
    "source",
    "source_part",
    "entries_export",
    "entries_export_item",
    "entries_export_fact",
    "entries_line",
    "lettering",
    "lettering_line",
    "bad_debt",
    "bad_debt_word",
    "bad_debt_file",
    "reply",
    "reply_file",
    "reply_word",
    "returned_address",
    "restoration",
    "restoration_review",
    "scenario_retirement",
    "invoice",
    "invoice_precedent",
    "typed_invoice",
    "due_statement",
    "payment",
    "payment_plan",
    "payment_plan_event",
    "payment_plan_instalment",
    "payment_plan_invoice",
    "waiver",
    "waiver_line",
    "waiver_event",
    "extension",
    "handover",
    "service_terms",
    "service_restored",
    "promise",
    "allocation",
    "bank_line",
    "claim",
    "account_word",
    "gap_word",
    "deduction",
    "line_matching",
    "line_return",
    "line_word",
    "line_word_lift",
    "line_sighting",
    "line_echo",
    "account_name",
    "statement",
    "ledger_horizon",
    "hold",
    "lift",
    "decision",
    "decision_line",
    "dispute",
    "dispute_hold",
    "dispute_entry",
    "dispute_file",
    "dispute_outcome",
    "correction",
    "issued",
    "document_file",
    "agenda_contested",
    "note",
    "act",
    "act_line",
    "act_content",
    "act_event",
    "agenda_proposal",
    "agenda_line",
    "law_value",
    "journal",
];

fn fill(store: &SqlStore) {
    write(store, |books| {
        books.insert_source(&source(1))?;
        let mut credit = invoice(1, 1, 100, day(0));
        credit.precedents = vec!["X".into()];
        books.insert_invoices(std::slice::from_ref(&credit))?;
        books.insert_due_statement(&due(1, day(3), domain::facts::DueBasis::Stated, 4))?;
        books.insert_payments(&[payment(1, 1, 100, day(1))])?;
        books.insert_allocations(&[allocation(1, 1, Some(1), 100, day(1))])?;
        books.insert_bank_lines(&[line(1, 100, day(1))])?;
        books.match_line(id(1), id(1), super::make::at(9))?;
        books.insert_bank_lines(&[line(2, -100, day(3))])?;
        books.insert_sightings(&[super::statements::sighting(1, 1)])?;
        books.insert_echo(&super::statements::echo(2, 1, EchoVerdict::Perhaps, 9))?;
        books.insert_account_name(id(1), "FR76", "compte", super::make::at(9))?;
        books.insert_return(&line(2, -100, day(3)), id(1), super::make::at(10))?;
        books.insert_hold(&hold(1, 1, day(1), 1))?;
        books.insert_line_word(&super::bank::word(1, 1, None))?;
        books.insert_line_word_lift(&super::bank::word_lift(1))?;
        books.insert_lift(&lift(1, day(1), 1))?;
        let mut seen = decision(1, None, 1, DecisionKind::Override { guard: Guard::PossiblyPaid });
        seen.lines = vec![id(1)];
        books.insert_decision(&seen)?;
        books.insert_alert_word(&alert_word(1, day(1)))?;
        books.insert_alert_word_lift(&alert_word_lift(1))?;
        books.insert_note(&note(1, 1, day(1)))?;
        books.insert_waiver(&make::waiver(1, 1, 10))?;
        books.insert_waiver_event(&make::waiver_event(1, WaiverEventKind::Granted, day(5)))?;
        books.insert_extension(&make::extension(1, 1))?;
        books.insert_handover(&make::handover(1, 1, 100))?;
        books.insert_act(&act(1, 1, day(40), &[1]))?;
        books.insert_reply(&super::replies::reply(1, 1, 1), Some(b"mail"))?;
        books.insert_reply_word(&super::replies::word(1, ReplyEnd::Handled, 2))?;
        books.insert_claims(&[claim()])?;
        books.insert_deduction(id(1), id(1), id(1), super::make::at(9))?;
        books.insert_typed_invoice(&make::typed_invoice(1))?;
        books.insert_account_word(&account_word())?;
        books.insert_gap_word(&gap_word())?;
        books.insert_act_event(&event(1, 1, ActEvent::Claimed, day(40)))
    })
    .unwrap();
}

fn account_word() -> AccountWord {
    AccountWord {
        company: id(1),
        account: "compte".to_string(),
        is_followed: false,
        said_on: day(9),
        author: "Camille".to_string(),
        why: "fermé".to_string(),
        recorded_at: super::make::at(9),
    }
}

fn gap_word() -> GapWord {
    GapWord {
        company: id(1),
        account: "compte".to_string(),
        from: day(1),
        until: day(9),
        is_complete: true,
        said_on: day(9),
        author: "Camille".to_string(),
        why: "compte sans mouvement".to_string(),
        recorded_at: super::make::at(9),
    }
}

fn claim() -> ClaimRecord {
    ClaimRecord {
        act: id(1),
        invoice: id(1),
        company: id(1),
        party: id(1),
        until: day(40),
        currency: Currency::EUR,
        interest: Cents::new(100),
        interest_accrued: Cents::new(120),
        compensation: Cents::new(4_000),
        compensation_accrued: Cents::new(4_000),
        segments: "[]".to_string(),
        recorded_at: super::make::at(9),
    }
}

#[test]
fn facts_are_neither_changed_nor_removed() {
    both(|store| {
        fill(store);
        refuses_changes(store);
    });
    both(|store| {
        write(store, |books| super::disputes::fill(books)).unwrap();
        refuses_changes(store);
    });
}

fn refuses_changes(store: &SqlStore) {
    for table in FACTS {
        let column = if *table == "law_value" { "seq" } else { "company" };
        let rows =
            store.database().read(|tx| tx.one(&format!("SELECT COUNT(*) FROM {table}"), &[], |row| row.get::<i64>(0)));
        if rows.unwrap() == Some(0) {
            continue;
        }
        for sql in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
            let refused = store.database().write(|tx| tx.exec(&sql, &[]));
            assert!(matches!(refused, Err(Error::Constraint { .. })), "{sql}: {refused:?}");
        }
    }
}

/// The text of all migrations whose file name ends so.
fn migrations(end: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.to_str().unwrap().ends_with(end));
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

/// Each table marked « fact » in the schema is in the list, and no other.
#[test]
fn the_list_of_facts_is_that_of_the_schema() {
    let schema = migrations(".sql");
    let mut marked: Vec<&str> = schema
        .split("-- fact:")
        .skip(1)
        .map(|after| after.split("CREATE TABLE ").nth(1).unwrap().split(' ').next().unwrap())
        .collect();
    // Their rows went over to `line_matching` and `source_part`.
    marked.retain(|table| !["line_match", "source_content"].contains(table));
    marked.sort_unstable();
    let mut listed = FACTS.to_vec();
    listed.sort_unstable();
    assert_eq!(marked, listed);
    for (engine, end) in [("SQLite", ".sqlite.sql"), ("PostgreSQL", ".postgres.sql")] {
        let triggers = migrations(end);
        for table in FACTS {
            assert!(triggers.contains(&format!(" ON {table} ")), "{table} on {engine}");
        }
    }
}
