//! Bank lines: each once, matched or not, and until when money received is known.

use super::make::{at, day, id, line, payment, source};
use super::{assert_not_found, assert_taken, both, known, on, read, write};
use app::records::{BankLineRecord, LineWordLift, LineWordRecord, StatementRecord};
use base::{Cents, Currency, Date};
use store::SqlStore;

fn add(store: &SqlStore, lines: &[BankLineRecord]) -> (Vec<base::id::BankLineId>, Vec<String>) {
    write(store, |books| books.insert_bank_lines(lines)).unwrap()
}

fn prepare(store: &SqlStore) {
    write(store, |books| {
        books.insert_source(&source(1))?;
        books.insert_source(&source(2))
    })
    .unwrap();
}

#[test]
fn a_line_is_kept_once_and_a_conflict_is_told() {
    both(|store| {
        prepare(store);
        assert_eq!(add(store, &[line(1, 100, day(1)), line(2, 200, day(1))]), (vec![id(1), id(2)], vec![]));
        let (mut again, mut conflict, mut twin) = (line(3, 100, day(1)), line(4, 9, day(1)), line(6, 7, day(2)));
        (again.key, again.content_hash) = ("line-1".into(), "hash-1".into());
        conflict.key = "line-2".into();
        (twin.key, twin.content_hash) = ("line-5".into(), "hash-5".into());
        let batch = [again, conflict, line(5, 7, day(2)), twin];
        assert_eq!(add(store, &batch), (vec![id(5)], vec!["line-2".into()]));
        assert_eq!(read(store, |books| books.bank_line(id(2))), Some(line(2, 200, day(1))));
        assert_eq!(read(store, |books| books.bank_line(id(4))), None);
    });
}

#[test]
fn a_line_is_one_payment() {
    both(|store| {
        prepare(store);
        let (mut reversal, mut debit) = (line(3, 50, day(3)), line(4, -50, day(3)));
        reversal.is_reversal = true;
        debit.text = "PRLV".into();
        add(store, &[line(2, 200, day(2)), line(1, 100, day(1)), reversal, debit]);
        let unmatched = |since, view| {
            let found = read(store, |books| books.unmatched_credits(id(1), since, view));
            found.into_iter().map(|credit| (credit.id, credit.amount.get(), credit.text)).collect::<Vec<_>>()
        };
        let (first, second) =
            (vec![(id(1), 100, "VIR CLIENT 1".to_string())], vec![(id(2), 200, "VIR CLIENT 2".to_string())]);
        let both = [first.clone(), second.clone()].concat();
        assert_eq!(unmatched(day(0), on(day(9))), both);
        assert_eq!(unmatched(day(2), on(day(9))), second);
        assert_eq!(unmatched(day(0), on(day(1))), first);
        assert!(unmatched(day(0), known(day(9), at(1))).is_empty(), "recorded later");

        write(store, |books| {
            books.insert_payments(&[payment(1, 1, 100, day(1))])?;
            books.match_line(id(1), id(1), at(10))
        })
        .unwrap();
        assert_eq!(unmatched(day(0), on(day(9))), second);
        assert_eq!(unmatched(day(0), known(day(9), at(9))), both, "matched later");
        assert_eq!(read(store, |books| books.bank_line(id(1))).unwrap().payments, [id(1)]);
        assert_taken(write(store, |books| books.match_line(id(1), id(1), at(11))));
        assert_not_found(write(store, |books| books.match_line(id(99), id(1), at(11))));
    });
}

#[test]
fn bank_data_reaches_until_its_last_day() {
    both(|store| {
        prepare(store);
        let until = |view| read(store, |books| books.bank_known_until(id(1), view));
        assert_eq!(until(on(day(9))), None);
        add(store, &[line(1, 100, day(4)), line(2, 100, day(50))]);
        assert_eq!((until(on(day(9))), until(on(day(3))), until(on(day(60)))), (Some(day(4)), None, Some(day(50))));
        let statement = |until: Option<Date>| StatementRecord {
            company: id(1),
            source: id(1),
            account: "FR76".into(),
            from: Some(day(0)),
            until,
            currency: Currency::EUR,
            opening: None,
            closing: Some(Cents::new(5)),
            lines: 2,
            is_broken: false,
            recorded_at: at(20),
        };
        write(store, |books| {
            books.insert_statement(&statement(Some(day(6))))?;
            books.insert_statement(&statement(None))?;
            books.insert_ledger_horizon(id(1), id(2), day(8), at(30))
        })
        .unwrap();
        assert_eq!(until(on(day(9))), Some(day(8)));
        assert_eq!(until(known(day(9), at(29))), Some(day(6)));
        assert_eq!(until(known(day(9), at(19))), Some(day(4)));
        assert_eq!(until(on(day(7))), Some(day(7)), "never later than the day of the view");
        assert_taken(write(store, |books| books.insert_ledger_horizon(id(1), id(2), day(9), at(31))));
    });
}

/// Matching and taking it back are facts: the last word counts, and a past view reads the words of its time.
#[test]
fn a_match_is_taken_back_and_made_again() {
    both(|store| {
        prepare(store);
        add(store, &[line(1, 100, day(1))]);
        write(store, |books| books.insert_payments(&[payment(1, 1, 100, day(1)), payment(2, 1, 100, day(1))])).unwrap();
        write(store, |books| books.match_line(id(1), id(1), at(10))).unwrap();
        write(store, |books| books.unmatch_line(id(1), id(1), at(20))).unwrap();
        assert_not_found(write(store, |books| books.unmatch_line(id(1), id(1), at(21))));
        let waits = |view| {
            let found = read(store, |books| books.unmatched_credits(id(1), day(0), view));
            found.into_iter().map(|credit| credit.is_reopened).collect::<Vec<_>>()
        };
        assert_eq!(waits(on(day(9))), [true]);
        assert_eq!(read(store, |books| books.lines_of_payment(id(1))), []);
        write(store, |books| books.match_line(id(1), id(2), at(30))).unwrap();
        assert_taken(write(store, |books| books.match_line(id(1), id(1), at(31))));
        write(store, |books| books.unmatch_line(id(1), id(2), at(40))).unwrap();
        write(store, |books| books.match_line(id(1), id(1), at(50))).unwrap();
        assert_eq!(read(store, |books| books.bank_line(id(1))).unwrap().payments, [id(1)]);
        let then = [9, 10, 19, 20, 29, 30, 40, 50].map(|minute| waits(known(day(9), at(minute))));
        assert_eq!(then, [vec![false], vec![], vec![], vec![true], vec![true], vec![], vec![true], vec![]]);
    });
}

/// Today's list of open credits is kept apart; it must say what all facts say, whatever was matched and taken back before.
#[test]
fn the_open_credits_kept_apart_are_those_that_all_facts_tell() {
    both(|store| {
        prepare(store);
        let lines: Vec<_> = (1..=6).map(|n| line(n, if n == 6 { -50 } else { 100 }, day(1))).collect();
        add(store, &lines);
        let payments: Vec<_> = (1..=6).map(|n| payment(n, 1, if n < 4 { 100 } else { 50 }, day(1))).collect();
        write(store, |books| books.insert_payments(&payments)).unwrap();
        let mut turn = 7_u64;
        let mut opened = std::collections::BTreeSet::new();
        for minute in 10..130 {
            turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (line, payment) = (1 + (turn >> 33) % 6, 1 + (turn >> 40) % 6);
            let _ = write(store, |books| books.match_line(id(line), id(payment), at(minute)))
                .or_else(|_| write(store, |books| books.unmatch_line(id(line), id(payment), at(minute))));
            let open = |view| {
                let found = read(store, |books| books.unmatched_credits(id(1), day(0), view));
                found.into_iter().map(|credit| credit.id).collect::<Vec<_>>()
            };
            assert_eq!(open(on(day(9))), open(known(day(9), base::Timestamp::MAX)), "after {minute}");
            opened.insert(open(on(day(9))).len());
        }
        assert!(opened.len() > 3, "lists of different lengths were seen: {opened:?}");
    });
}

/// One credit may be several customers' money, never more than it is.
#[test]
fn a_line_is_shared_by_payments_up_to_its_amount() {
    both(|store| {
        prepare(store);
        add(store, &[line(1, 100, day(1))]);
        let paid = [payment(1, 1, 60, day(1)), payment(2, 2, 40, day(1)), payment(3, 3, 1, day(1))];
        write(store, |books| books.insert_payments(&paid)).unwrap();
        for n in [1, 2] {
            write(store, |books| books.match_line(id(1), id(n), at(10))).unwrap();
        }
        assert_taken(write(store, |books| books.match_line(id(1), id(3), at(11))));
        assert_eq!(read(store, |books| books.bank_line(id(1))).unwrap().payments, [id(1), id(2)]);
    });
}

#[test]
fn money_that_went_back_is_offered_to_nobody_from_that_day_on() {
    both(|store| {
        prepare(store);
        let (mut credit, mut back) = (line(1, 100, day(1)), line(2, -100, day(9)));
        (credit.end_to_end, back.end_to_end) = (Some("E2E-1".into()), Some("E2E-1".into()));
        back.is_reversal = true;
        add(store, &[credit.clone(), back.clone()]);
        assert_eq!(read(store, |books| books.open_returns(id(1))), std::slice::from_ref(&back));
        assert_eq!(read(store, |books| books.returnable(&back, day(0), 5)), [credit]);
        assert_eq!(read(store, |books| books.returnable(&back, day(2), 5)), []);
        write(store, |books| books.insert_return(&back, id(1), at(10))).unwrap();
        assert_taken(write(store, |books| books.insert_return(&back, id(1), at(11))));
        let waits = |view| read(store, |books| books.unmatched_credits(id(1), day(0), view)).len();
        assert_eq!((waits(on(day(8))), waits(on(day(9))), waits(known(day(9), at(9)))), (1, 0, 1));
        assert_eq!(read(store, |books| books.open_returns(id(1))), []);
        assert_eq!(read(store, |books| books.returnable(&back, day(0), 5)), []);
    });
}

/// What was undone explains no bank line any more: the money would vanish with it.
#[test]
fn a_payment_that_was_taken_back_is_nobodys_twin() {
    both(|store| {
        prepare(store);
        let free = || read(store, |books| books.unlinked_payments(id(1), base::Cents::new(100), day(1))).len();
        write(store, |books| {
            books.insert_invoices(&[super::make::invoice(1, 1, 100, day(0))])?;
            books.insert_payments(&[payment(1, 1, 100, day(1))])?;
            books.insert_allocations(&[super::make::allocation(1, 1, Some(1), 100, day(1))])
        })
        .unwrap();
        assert_eq!(free(), 1);
        write(store, |books| books.insert_allocations(&[super::make::allocation(2, 1, Some(1), -100, day(2))]))
            .unwrap();
        assert_eq!(free(), 0);
    });
}

pub fn word(n: u64, line: u64, whose: Option<(u64, Option<u64>)>) -> LineWordRecord {
    LineWordRecord {
        id: id(n),
        line: id(line),
        company: id(1),
        party: whose.map(|(party, _)| id(party)),
        invoice: whose.and_then(|(_, invoice)| invoice.map(id)),
        said_on: day(3),
        author: "Anne".into(),
        why: "remboursement de TVA".into(),
        recorded_at: at(10),
    }
}

pub fn word_lift(n: u64) -> LineWordLift {
    LineWordLift {
        word: id(n),
        company: id(1),
        lifted_on: day(6),
        author: "Anne".into(),
        why: "c’était bien un client".into(),
        recorded_at: at(20),
    }
}

#[test]
fn what_was_said_of_a_credit_holds_until_it_is_lifted() {
    both(|store| {
        prepare(store);
        add(store, &[line(1, 100, day(1)), line(2, 200, day(1))]);
        let words = [word(1, 1, None), word(2, 2, Some((1, None))), word(3, 2, Some((2, None)))];
        write(store, |books| words.iter().try_for_each(|word| books.insert_line_word(word))).unwrap();
        write(store, |books| books.insert_line_word_lift(&word_lift(1))).unwrap();
        write(store, |books| books.insert_line_word_lift(&word_lift(2))).unwrap();
        let seen = |view| {
            let found = read(store, |books| books.unmatched_credits(id(1), day(0), view));
            found.into_iter().map(|c| (c.id, c.ruled_out.len())).collect::<Vec<_>>()
        };
        assert_eq!(seen(on(day(2))), [(id(1), 0), (id(2), 0)], "not said yet");
        assert_eq!(seen(on(day(3))), [(id(2), 2)]);
        assert_eq!(seen(on(day(6))), [(id(1), 0), (id(2), 1)]);
        assert_eq!(seen(known(day(6), at(19))), [(id(2), 2)], "lifted later");
        assert_eq!(seen(known(day(6), at(9))), [(id(1), 0), (id(2), 0)], "recorded later");
        assert_eq!(read(store, |books| books.line_words(id(2))), [words[2].clone()]);
        assert_taken(write(store, |books| books.insert_line_word_lift(&word_lift(1))));
    });
}
