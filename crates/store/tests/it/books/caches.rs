//! Caches are disposable: what is wrong in them is found, and put right from the facts.

use super::make::{allocation, day, id, invoice, payment};
use super::world::{DAYS, World};
use super::{both, empty, on, read, write};
use app::ports::terms::Totals;
use base::Cents;
use store::SqlStore;

fn spoil(store: &SqlStore, sql: &str) {
    store.database().write(|tx| tx.exec(sql, &[])).unwrap();
}

fn totals(store: &SqlStore) -> Totals {
    read(store, |books| books.totals(id(1)))
}

#[test]
fn sound_books_have_nothing_to_put_right() {
    empty(|store| {
        World::new(5).write(store, 40);
        let totals = totals(store);
        assert_eq!(totals.invoices, 150);
        assert_eq!(totals.principal.sub(totals.allocated).unwrap(), totals.outstanding);
        assert!(totals.stale_balances.is_empty() && totals.overallocated.is_empty(), "{totals:?}");
        assert_eq!(write(store, |books| books.rebuild_balances(id(1))).unwrap(), 0);
    });
}

#[test]
fn caches_are_rebuilt_from_facts() {
    empty(|store| {
        World::new(5).write(store, 40);
        let whole = |store| read(store, |books| books.debtors(id(1), None, 100, on(day(DAYS))));
        let before = whole(store);
        spoil(store, "UPDATE balance SET outstanding = outstanding + 1 WHERE number IN ('FA-0003', 'FA-0007')");
        spoil(store, "UPDATE balance SET due_on = '2020-01-01' WHERE number = 'FA-0009'");
        spoil(store, "DELETE FROM balance WHERE number = 'FA-0011'");
        spoil(store, "UPDATE act_state SET state = 'done', performed_on = '2020-01-01'");
        spoil(store, "UPDATE reach SET latest_on = '2020-01-01'");
        let mut stale = totals(store).stale_balances;
        stale.sort();
        assert_eq!(stale, ["FA-0003", "FA-0007", "FA-0009", "FA-0011"]);
        assert_ne!(whole(store), before);
        assert_eq!(write(store, |books| books.rebuild_balances(id(1))).unwrap(), 4);
        assert_eq!(whole(store), before);
        assert!(totals(store).stale_balances.is_empty());
        let earlier = read(store, |books| books.debtors(id(1), None, 100, on(day(10))));
        assert_ne!(earlier, before, "the last day of facts is known again");

        spoil(store, "DELETE FROM balance");
        spoil(store, "DELETE FROM act_state");
        spoil(store, "DELETE FROM reach");
        assert_eq!(write(store, |books| books.rebuild_balances(id(1))).unwrap(), 150);
        assert_eq!(whole(store), before);
    });
}

#[test]
fn a_payment_gives_out_no_more_than_it_is() {
    both(|store| {
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 1_000, day(0))])?;
            books.insert_payments(&[
                payment(1, 1, 100, day(1)),
                payment(2, 1, 100, day(1)),
                payment(3, 1, -50, day(1)),
                payment(4, 1, -50, day(1)),
            ])?;
            books.insert_allocations(&[
                allocation(1, 1, Some(1), 60, day(1)),
                allocation(2, 1, Some(1), 41, day(1)),
                allocation(3, 1, Some(2), 100, day(1)),
                allocation(4, 1, Some(3), -50, day(1)),
                allocation(5, 1, Some(4), -51, day(1)),
            ])
        })
        .unwrap();
        let totals = totals(store);
        assert_eq!(totals.overallocated, ["pay-1", "pay-4"]);
        assert_eq!((totals.allocated, totals.outstanding), (Cents::new(100), Cents::new(900)));
    });
}
