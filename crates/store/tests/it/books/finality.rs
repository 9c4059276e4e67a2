//! The database itself refuses that a fact be changed or removed, whatever the program that asks.

use super::make::{act, allocation, day, due, event, hold, id, invoice, lift, line, note, payment, source};
use super::{both, write};
use domain::act::ActEvent;
use store::SqlStore;
use store::engine::Error;

const FACTS: [&str; 23] = [
    "source",
    "source_content",
    "invoice",
    "invoice_precedent",
    "due_statement",
    "payment",
    "allocation",
    "bank_line",
    "line_match",
    "statement",
    "ledger_horizon",
    "hold",
    "lift",
    "decision",
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
        books.insert_hold(&hold(1, 1, day(1), 1))?;
        books.insert_lift(&lift(1, day(1), 1))?;
        books.insert_note(&note(1, 1, day(1)))?;
        books.insert_act(&act(1, 1, day(40), &[1]))?;
        books.insert_act_event(&event(1, 1, ActEvent::Claimed, day(40)))
    })
    .unwrap();
}

#[test]
fn facts_are_neither_changed_nor_removed() {
    both(|store| {
        fill(store);
        for table in FACTS {
            let column = if table == "law_value" { "seq" } else { "company" };
            let rows = store
                .database()
                .read(|tx| tx.one(&format!("SELECT COUNT(*) FROM {table}"), &[], |row| row.get::<i64>(0)));
            if rows.unwrap() == Some(0) {
                continue;
            }
            for sql in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
                let refused = store.database().write(|tx| tx.exec(&sql, &[]));
                assert!(matches!(refused, Err(Error::Constraint { .. })), "{sql}: {refused:?}");
            }
        }
    });
}

/// Each table marked « fact » in the schema is in the list, and no other.
#[test]
fn the_list_of_facts_is_that_of_the_schema() {
    let schema =
        [include_str!("../../../migrations/0001_books.sql"), include_str!("../../../migrations/0006_folder.sql")]
            .concat();
    let mut marked: Vec<&str> = schema
        .split("-- fact:")
        .skip(1)
        .map(|after| after.split("CREATE TABLE ").nth(1).unwrap().split(' ').next().unwrap())
        .collect();
    marked.sort_unstable();
    let mut listed = FACTS.to_vec();
    listed.sort_unstable();
    assert_eq!(marked, listed);
    for (engine, triggers) in [
        (
            "SQLite",
            [
                include_str!("../../../migrations/0002_facts_are_final.sqlite.sql"),
                include_str!("../../../migrations/0006_folder.sqlite.sql"),
            ],
        ),
        (
            "PostgreSQL",
            [
                include_str!("../../../migrations/0002_facts_are_final.postgres.sql"),
                include_str!("../../../migrations/0006_folder.postgres.sql"),
            ],
        ),
    ] {
        let triggers = triggers.concat();
        for table in FACTS {
            assert!(triggers.contains(&format!(" ON {table} ")), "{table} on {engine}");
        }
    }
}
