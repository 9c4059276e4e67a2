//! Accounts, their statements, and under which keys lines are known.

use super::make::{at, day, id, invoice, line, payment, source};
use super::{both, read, write};
use app::ports::screens::Cut;
use app::ports::terms::View;
use app::records::{EchoRecord, EchoVerdict, SightingRecord, StatementRecord};
use base::{Cents, Currency};
use store::SqlStore;

pub fn sighting(n: u64, of: u64) -> SightingRecord {
    SightingRecord {
        company: id(1),
        key: format!("autre-{n}"),
        line: id(of),
        dialect: "ofx".into(),
        batch: None,
        told: None,
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
            is_broken: false,
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

pub fn echo(line: u64, original: u64, verdict: EchoVerdict, second: i64) -> EchoRecord {
    EchoRecord {
        company: id(1),
        line: id(line),
        original: id(original),
        verdict,
        is_persons: false,
        said_on: day(9),
        author: "Camille".into(),
        why: "deux relevés".into(),
        recorded_at: at(second),
    }
}

#[test]
fn a_line_that_tells_another_again_counts_no_more() {
    both(|store| {
        prepare(store);
        let account = line(1, 100, day(4)).account;
        let waits = |known_at| {
            let view = View { as_of: day(30), known_at };
            let found = read(store, |books| books.unmatched_credits(id(1), day(0), view));
            found.into_iter().map(|c| (c.id, c.perhaps_told_on)).collect::<Vec<_>>()
        };
        let lines = || read(store, |books| books.bank_accounts(id(1)))[0].lines;
        let on = || read(store, |books| books.lines_on(id(1), &account, &[day(4), day(5)])).len();
        let say = |verdict, second| write(store, |books| books.insert_echo(&echo(2, 1, verdict, second))).unwrap();
        assert_eq!(waits(None), [(id(1), None), (id(2), None), (id(3), None)]);
        say(EchoVerdict::Perhaps, 30);
        assert_eq!(waits(None), [(id(1), None), (id(2), Some(day(4))), (id(3), None)]);
        assert_eq!((lines(), on()), (3, 3));
        say(EchoVerdict::Same, 40);
        assert_eq!((waits(None), lines(), on()), (vec![(id(1), None), (id(3), None)], 2, 2));
        assert_eq!(waits(Some(at(35)))[1], (id(2), Some(day(4))), "what was known then");
        assert_eq!(waits(Some(at(25)))[1], (id(2), None));
        let cut = Cut { offset: 0, limit: 9 };
        let aside = read(store, |books| books.lines_set_aside(id(1), cut));
        assert_eq!(
            aside.iter().map(|a| (a.line.id, a.told_on, &*a.why)).collect::<Vec<_>>(),
            [(id(2), Some(day(4)), "deux relevés")]
        );
        let all = read(store, |books| books.money_between(id(1), &account, day(4), day(5)));
        assert_eq!(all.len(), 3, "also what counts no more");
        let words = read(store, |books| books.echoes_between(id(1), &account, day(4), day(4)));
        assert_eq!(words, [echo(2, 1, EchoVerdict::Same, 40)], "the last word counts");
        say(EchoVerdict::Apart, 50);
        assert_eq!((waits(None).len(), lines()), (3, 3));
        assert_eq!(read(store, |books| books.echo(id(2))).map(|e| e.verdict), Some(EchoVerdict::Apart));
        assert!(read(store, |books| books.lines_set_aside(id(1), cut)).is_empty());
    });
}
