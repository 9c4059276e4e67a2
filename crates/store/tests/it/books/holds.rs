//! Holds, lifts, decisions and waivers.

use super::make::{at, day, hold, id, invoice, lift, line, source};
use super::{assert_taken, both, given_up_of, known, on, read, write};
use app::records::DecisionRecord;
use domain::facts::{DecisionKind, Guard};

#[test]
fn a_hold_is_lifted_once() {
    both(|store| {
        let mut full = hold(1, 1, day(1), 5);
        (full.invoice, full.until) = (Some(id(1)), Some(day(20)));
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 100, day(0))])?;
            books.insert_hold(&full)?;
            books.insert_hold(&hold(2, 1, day(2), 6))?;
            books.insert_lift(&lift(1, day(9), 7))
        })
        .unwrap();
        assert_eq!(read(store, |books| books.hold(id(1))), Some(full.clone()));
        assert_eq!(read(store, |books| books.hold(id(3))), None);
        assert_eq!(read(store, |books| books.open_holds(id(1))), [hold(2, 1, day(2), 6)]);
        assert_taken(write(store, |books| books.insert_lift(&lift(1, day(10), 8))));
        assert_taken(write(store, |books| books.insert_hold(&full)));
    });
}

pub fn decision(n: u64, invoice: Option<u64>, on: i64, kind: DecisionKind) -> DecisionRecord {
    DecisionRecord {
        id: id(n),
        company: id(1),
        party: id(1),
        invoice: invoice.map(id),
        decided_on: day(on),
        kind,
        lines: Vec::new(),
        author: "Anne".into(),
        why: "accord téléphonique".into(),
        recorded_at: at(n as i64),
    }
}

#[test]
fn each_kind_of_decision_comes_back() {
    both(|store| {
        let kinds = [
            DecisionKind::Skip { step: "call".into() },
            DecisionKind::Postpone { until: day(40) },
            DecisionKind::Override { guard: Guard::BankDataStale },
            DecisionKind::Waive { interest: true, compensation: false },
        ];
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 100, day(0)), invoice(2, 1, 100, day(0))])?;
            for (kind, n) in kinds.iter().cloned().zip(1..) {
                books.insert_decision(&decision(n, None, n as i64, kind))?;
            }
            books.insert_decision(&decision(9, Some(1), 9, DecisionKind::Waive { interest: false, compensation: true }))
        })
        .unwrap();
        let debtor = read(store, |books| books.debtor(id(1), id(1), on(day(8)))).unwrap();
        assert_eq!(debtor.decisions.iter().map(|decision| decision.kind.clone()).collect::<Vec<_>>(), kinds);
        let waived = |invoice, on| read(store, |books| given_up_of(books, invoice, on));
        assert_eq!(
            (waived(1, 3), waived(1, 4), waived(1, 9), waived(2, 9)),
            ((false, false), (true, false), (true, true), (true, false))
        );
    });
}

#[test]
fn a_decision_remembers_the_bank_lines_that_were_seen() {
    both(|store| {
        write(store, |books| {
            books.insert_source(&source(1))?;
            books.insert_invoices(&[invoice(1, 1, 100, day(0))])?;
            books.insert_bank_lines(&[line(1, 100, day(1)), line(2, 200, day(1)), line(3, 300, day(1))])?;
            for (n, lines) in [(1, vec![id(2), id(3)]), (2, Vec::new()), (3, vec![id(1)])] {
                let kind = DecisionKind::Override { guard: Guard::PossiblyPaid };
                books.insert_decision(&DecisionRecord { lines, ..decision(n, None, n as i64, kind) })?;
            }
            Ok(())
        })
        .unwrap();
        let seen = |view| {
            let debtor = read(store, |books| books.debtor(id(1), id(1), view)).unwrap();
            debtor.decisions.into_iter().map(|d| d.lines).collect::<Vec<_>>()
        };
        assert_eq!(seen(on(day(9))), [vec![id(2), id(3)], vec![], vec![id(1)]]);
        assert_eq!(seen(known(day(9), at(2))), [vec![id(2), id(3)], vec![]], "decided later");
    });
}
