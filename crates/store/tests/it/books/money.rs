//! Payments, allocations and the balances they move.

use super::make::{allocation, at, day, id, invoice, line, payment, source};
use super::{assert_taken, both, read, write};
use app::ports::books::Books;
use app::ports::terms::BooksResult;
use app::records::{AllocationBasis, AllocationRecord, Component, PaymentOrigin};
use base::{Cents, Date};
use store::SqlStore;

fn balance(store: &SqlStore, invoice: u64) -> (i64, Option<Date>, bool) {
    let balance = read(store, |books| books.balance(id(invoice))).unwrap();
    (balance.outstanding.get(), balance.settled_on, balance.has_estimated_settlement)
}

fn allocate(store: &SqlStore, allocations: &[AllocationRecord]) {
    write(store, |books| books.insert_allocations(allocations)).unwrap();
}

#[test]
fn a_payment_comes_back_whole_and_once() {
    both(|store| {
        let mut nobodys = payment(1, 1, 100, day(3));
        nobodys.party = None;
        nobodys.origin = PaymentOrigin::Ledger;
        nobodys.bank_line = Some(id(8));
        write(store, |books| books.insert_payments(&[nobodys.clone(), payment(2, 1, -50, day(2))])).unwrap();
        assert_eq!(read(store, |books| books.payment_by_key(id(1), "pay-1")), Some(nobodys.clone()));
        assert_eq!(read(store, |books| books.payment_by_key(id(2), "pay-1")), None);
        assert_eq!(read(store, |books| books.payments_of_party(id(1))), [payment(2, 1, -50, day(2))]);
        let mut again = payment(3, 1, 100, day(3));
        again.key = "pay-1".into();
        assert_taken(write(store, |books| books.insert_payments(std::slice::from_ref(&again))));
    });
}

#[test]
fn the_same_money_seen_twice_is_recognised() {
    both(|store| {
        write(store, |books| {
            books.insert_source(&source(1))?;
            books.insert_bank_lines(&[line(1, 100, day(10))])?;
            books.insert_payments(&[
                payment(1, 1, 100, day(10)),
                payment(2, 1, 100, day(12)),
                payment(3, 1, 101, day(11)),
                payment(4, 2, 100, day(11)),
                payment(5, 1, 100, day(12)),
            ])?;
            books.match_line(id(1), id(2), at(5))
        })
        .unwrap();
        let like = |books: &mut dyn Books, on| {
            let found = books.payments_like(id(1), id(1), Cents::new(100), day(on))?;
            BooksResult::Ok(found.into_iter().map(|payment| payment.id).collect::<Vec<_>>())
        };
        read(store, |books| {
            assert_eq!(like(books, 11)?, [id(1), id(5), id(2)], "closest, then unmatched, then first");
            assert_eq!(like(books, 5)?, [id(1)]);
            assert!(like(books, 4)?.is_empty() && like(books, 18)?.is_empty());
            assert_eq!(books.payment_like(id(1), id(1), Cents::new(100), day(17))?.unwrap().id, id(5));
            assert_eq!(books.payment_like(id(1), id(3), Cents::new(100), day(11))?, None);
            let unlinked = books.unlinked_payments(id(1), Cents::new(100), day(12))?;
            assert_eq!(unlinked.iter().map(|payment| payment.id).collect::<Vec<_>>(), [id(5), id(4), id(1)]);
            Ok(())
        });
    });
}

#[test]
fn balances_follow_allocations() {
    both(|store| {
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 1_000, day(0)), invoice(2, 1, 0, day(4))])?;
            books.insert_payments(&[payment(1, 1, 1_000, day(10))])
        })
        .unwrap();
        assert_eq!(balance(store, 2), (0, Some(day(4)), false));
        allocate(store, &[allocation(1, 1, Some(1), 400, day(10))]);
        assert_eq!(balance(store, 1), (600, None, false));
        let mut interest = allocation(2, 1, Some(1), 50, day(30));
        interest.component = Component::Interest;
        let mut guessed = allocation(3, 1, Some(1), 600, day(12));
        guessed.basis = AllocationBasis::OldestFirst;
        allocate(store, &[interest.clone(), guessed.clone()]);
        assert_eq!(balance(store, 1), (0, Some(day(12)), true), "interest does not settle principal");
        let mut back = allocation(4, 1, Some(1), -600, day(20));
        (back.basis, back.reverses) = (AllocationBasis::Reversal, Some(id(3)));
        allocate(store, &[back.clone()]);
        assert_eq!(balance(store, 1), (600, None, false), "an estimate taken back waits for nothing");
        allocate(store, &[allocation(5, 1, Some(1), 700, day(25))]);
        assert_eq!(balance(store, 1), (-100, None, false));
        let of_invoice = read(store, |books| books.allocations_of_invoice(id(1)));
        let expected =
            [allocation(1, 1, Some(1), 400, day(10)), guessed, back, allocation(5, 1, Some(1), 700, day(25)), interest];
        assert_eq!(of_invoice, expected);
        assert_eq!(read(store, |books| books.allocations_of_payment(id(1))), expected);
    });
}

#[test]
fn a_credit_note_and_its_invoice_settle_each_other() {
    both(|store| {
        let mut pays = allocation(1, 1, None, 300, day(5));
        (pays.against, pays.basis) = (Some(id(2)), AllocationBasis::CreditNote);
        let mut used = allocation(2, 2, None, -300, day(5));
        (used.against, used.basis) = (Some(id(1)), AllocationBasis::CreditNote);
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 1_000, day(0)), invoice(2, 1, -300, day(4))])?;
            books.insert_allocations(&[pays.clone(), used.clone()])
        })
        .unwrap();
        assert_eq!((balance(store, 1), balance(store, 2)), ((700, None, false), (0, Some(day(5)), false)));
    });
}

#[test]
fn many_balances_move_at_once() {
    both(|store| {
        let invoices: Vec<_> = (1..=1_300).map(|n| invoice(n, 1 + n % 3, 100, day(0))).collect();
        let allocations: Vec<_> =
            (1..=2_600).map(|n| allocation(n, 1 + n % 1_300, None, 30, day((n % 7) as i64))).collect();
        write(store, |books| {
            books.insert_invoices(&invoices)?;
            books.insert_allocations(&allocations)?;
            let totals = books.totals(id(1))?;
            assert_eq!(
                (totals.principal, totals.allocated, totals.outstanding),
                (cents(130_000), cents(78_000), cents(52_000))
            );
            assert!(totals.stale_balances.is_empty());
            Ok(())
        })
        .unwrap();
        assert_eq!(balance(store, 777).0, 40);
    });
}

fn cents(cents: i64) -> Cents {
    Cents::new(cents)
}
