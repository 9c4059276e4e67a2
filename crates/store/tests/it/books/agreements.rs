//! What was agreed: parts given up as long as they are not withdrawn, due dates put off, money of assigned invoices.

use super::make::waiver_event;
use super::make::{allocation, at, day, due, extension, handover, hold, id, invoice, payment, waiver};
use super::{both, given_up_of, read, write};
use app::ports::screens::{Cut, Scope};
use app::ports::terms::{BooksError, View};
use app::records::{HoldRecord, WaiverEventKind, WaiverState};
use base::Cents;
use domain::facts::{DecisionKind, DueBasis, HoldKind};
use store::SqlStore;

const ALL: Cut = Cut { offset: 0, limit: 50 };

fn scope() -> Scope {
    Scope { company: id(1), keeper: None }
}

fn open(store: &SqlStore) {
    write(store, |books| books.insert_invoices(&[invoice(1, 1, 1_000, day(0)), invoice(2, 1, 500, day(0))])).unwrap();
}

#[test]
fn a_waiver_counts_from_its_grant_until_it_is_withdrawn() {
    both(|store| {
        open(store);
        let given_up = |on| read(store, |books| given_up_of(books, 1, on));
        let seen = |on| {
            let view = View { as_of: day(on), known_at: None };
            let debtor = read(store, |books| books.debtor(id(1), id(1), view)).unwrap();
            let waives =
                |kind: &DecisionKind| matches!(kind, DecisionKind::Waive { interest: true, compensation: false });
            debtor.decisions.iter().any(|d| d.invoice == Some(id(1)) && waives(&d.kind))
        };
        write(store, |books| books.insert_waiver(&waiver(1, 1, 10))).unwrap();
        let state = |wanted| {
            let rows = read(store, |books| books.waiver_rows(scope(), wanted, ALL));
            rows.into_iter().map(|(row, name)| (row.state(), name)).collect::<Vec<_>>()
        };
        assert_eq!(state(None), [(WaiverState::Asked, "Client 1".to_string())]);
        assert_eq!(read(store, |books| books.waivers_asked(scope())), 1);
        assert_eq!(given_up(6), (false, false), "asked is not granted");
        write(store, |books| books.insert_waiver_event(&waiver_event(1, WaiverEventKind::Granted, day(6)))).unwrap();
        assert_eq!((given_up(5), given_up(6)), ((false, false), (true, false)));
        assert!(!seen(5) && seen(6));
        assert_eq!((state(Some(WaiverState::Asked)).len(), state(Some(WaiverState::Granted)).len()), (0, 1));
        let again = write(store, |books| books.insert_waiver_event(&waiver_event(1, WaiverEventKind::Granted, day(7))));
        assert!(matches!(again, Err(BooksError::Taken(_))), "{again:?}");
        write(store, |books| books.insert_waiver_event(&waiver_event(1, WaiverEventKind::Withdrawn, day(9)))).unwrap();
        assert_eq!((given_up(8), given_up(9)), ((true, false), (false, false)));
        assert!(seen(8) && !seen(9));
        let row = read(store, |books| books.waiver(id(1))).unwrap();
        assert_eq!((row.state(), row.waiver, row.events.len()), (WaiverState::Withdrawn, waiver(1, 1, 10), 2));
    });
}

#[test]
fn an_agreed_due_date_beats_what_is_stated_later() {
    both(|store| {
        open(store);
        write(store, |books| {
            books.insert_extension(&extension(1, 1))?;
            books.insert_due_statement(&due(1, day(30), DueBasis::Agreed, 4))?;
            books.insert_due_statement(&due(1, day(3), DueBasis::Stated, 9))
        })
        .unwrap();
        let balance = read(store, |books| books.balance(id(1))).unwrap();
        assert_eq!((balance.due_on, balance.due_basis), (day(30), DueBasis::Agreed));
        assert_eq!(read(store, |books| books.extensions_of_invoice(id(1))), [extension(1, 1)]);
        assert_eq!(read(store, |books| books.interest_dues(id(1), id(1), id(9))), [(id(1), day(1))]);
        assert!(read(store, |books| books.interest_dues(id(1), id(2), id(9))).is_empty(), "of other customers");
    });
}

#[test]
fn money_is_the_assignees_while_the_invoice_was_assigned() {
    both(|store| {
        open(store);
        let assigned = HoldRecord {
            kind: HoldKind::Factored,
            invoice: Some(id(1)),
            until: None,
            why: "Factor & Cie".into(),
            ..hold(1, 1, day(10), 1)
        };
        write(store, |books| {
            books.insert_hold(&assigned)?;
            books.insert_payments(&[
                payment(1, 1, 100, day(9)),
                payment(2, 1, 200, day(10)),
                payment(3, 1, 50, day(12)),
            ])?;
            let other = allocation(3, 2, Some(3), 50, day(12));
            books.insert_allocations(&[
                allocation(1, 1, Some(1), 100, day(9)),
                allocation(2, 1, Some(2), 200, day(10)),
                other,
            ])
        })
        .unwrap();
        let rows = |kept| read(store, |books| books.assigned_money(scope(), kept, ALL));
        let found = rows(true);
        assert_eq!(found.len(), 1, "not what came before, nor what pays another invoice: {found:?}");
        assert_eq!((found[0].allocation, found[0].amount, found[0].assigned_on), (id(2), Cents::new(200), day(10)));
        assert!(read(store, |books| books.assigned_money_of(id(1), id(1))).is_none());
        write(store, |books| books.insert_handover(&handover(2, 1, 200))).unwrap();
        assert!(rows(true).is_empty());
        assert_eq!(rows(false)[0].handed_on, Some(day(9)));
        let again = write(store, |books| books.insert_handover(&handover(2, 1, 200)));
        assert!(matches!(again, Err(BooksError::Taken(_))), "{again:?}");
        let mut back = allocation(4, 1, Some(2), -200, day(14));
        back.reverses = Some(id(2));
        back.recorded_at = at(20);
        write(store, |books| books.insert_allocations(&[back.clone()])).unwrap();
        assert!(rows(false).is_empty(), "taken back by the bank");
    });
}
