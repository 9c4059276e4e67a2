//! Accounts, their statements, and under which keys lines are known.

use super::make::{at, day, id, invoice, line, payment, source};
use super::{both, read, write};
use app::records::{SightingRecord, StatementRecord};
use base::{Cents, Currency};
use store::SqlStore;

pub fn sighting(n: u64, of: u64) -> SightingRecord {
    SightingRecord {
        company: id(1),
        key: format!("autre-{n}"),
        line: id(of),
        dialect: "ofx".into(),
        batch: None,
        source: id(1),
        recorded_at: at(20),
    }
}

fn prepare(store: &SqlStore) {
    write(store, |books| {
        books.insert_source(&source(1))?;
        books.insert_bank_lines(&[line(1, 100, day(4)), line(2, 100, day(4)), line(3, 7, day(5))]).map(drop)
    })
    .unwrap();
}

#[test]
fn a_line_is_known_under_every_key_that_told_it() {
    both(|store| {
        prepare(store);
        let batch = SightingRecord { batch: Some(("remise".into(), Cents::new(107))), ..sighting(2, 1) };
        write(store, |books| books.insert_sightings(&[sighting(1, 1), batch.clone()])).unwrap();
        let asked = ["line-1", "autre-1", "autre-2", "autre-9"].map(String::from);
        let mut known: Vec<_> = read(store, |books| books.known_line_keys(id(1), &asked)).into_iter().collect();
        known.sort();
        assert_eq!(known, ["autre-1", "autre-2", "line-1"]);
        let account = line(1, 100, day(4)).account;
        let seen = read(store, |books| books.lines_on(id(1), &account, &[day(4), day(9)]));
        assert_eq!(seen.iter().map(|l| (l.id, l.dialects.len())).collect::<Vec<_>>(), [(id(1), 2), (id(2), 0)]);
        assert_eq!(seen[0].batch, Some(("remise".to_string(), Cents::new(107))));
        assert!(read(store, |books| books.lines_on(id(1), "autre compte", &[day(4)])).is_empty());
        assert!(write(store, |books| books.insert_sightings(&[sighting(1, 2)])).is_err(), "a key tells one line");
    });
}

#[test]
fn accounts_and_statements_are_listed() {
    both(|store| {
        prepare(store);
        let statement = |from: i64, opening: Option<i64>| StatementRecord {
            company: id(1),
            source: id(1),
            account: line(1, 1, day(1)).account,
            from: Some(day(from)),
            until: None,
            currency: Currency::EUR,
            opening: opening.map(Cents::new),
            closing: None,
            lines: 3,
            recorded_at: at(20),
        };
        write(store, |books| {
            books.insert_statement(&statement(4, Some(5)))?;
            books.insert_statement(&statement(1, None))?;
            books.insert_account_name(id(1), "FR76", "compte", at(3))?;
            books.insert_account_name(id(1), "FR76", "autre", at(4))
        })
        .unwrap();
        let rows = read(store, |books| books.statements(id(1), None));
        let told: Vec<_> = rows.iter().map(|r| (r.from, r.opening, r.lines)).collect();
        assert_eq!(told, [(Some(day(4)), Some(Cents::new(5)), 3), (Some(day(1)), None, 3)]);
        assert!(read(store, |books| books.statements(id(1), Some("autre"))).is_empty());
        let accounts = read(store, |books| books.bank_accounts(id(1)));
        assert_eq!((accounts[0].lines, accounts[0].first_on, accounts[0].last_on), (3, Some(day(4)), Some(day(5))));
        let names = read(store, |books| books.account_names(id(1)));
        assert_eq!(names, [("FR76".to_string(), "compte".to_string())]);
    });
}

#[test]
fn what_waits_to_be_settled_is_what_its_file_brought() {
    both(|store| {
        prepare(store);
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 100, day(0))])?;
            books.insert_payments(&[payment(1, 1, 100, day(1))])?;
            books.mark_unsettled(id(1), id(1))?;
            books.mark_unsettled(id(1), id(1))
        })
        .unwrap();
        let (sources, touched) = read(store, |books| books.unsettled(id(1)));
        assert_eq!((sources, touched.lines.len()), (vec![id(1)], 3));
        write(store, |books| books.clear_unsettled(id(1), &[id(1)])).unwrap();
        assert!(read(store, |books| books.unsettled(id(1))).0.is_empty());
    });
}
