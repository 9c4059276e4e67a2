//! What is to be handed over to the accountant: each movement once, whether read whole, page by page or counted.

use super::make::{allocation, at, day, id, invoice, line, payment, source};
use super::{both, read, write};
use app::ports::screens::Cut;
use app::records::{AllocationRecord, MovementRow, PaymentOrigin};
use base::Cents;
use store::SqlStore;

/// Eight payments on four days: the second came by the bank and went back, the third was a bank credit taken for it by
/// mistake, of the fourth nothing is set any more, the fifth was told by the ledger.
fn prepare(store: &SqlStore) {
    let mut payments: Vec<_> = (1..=8).map(|n| payment(n, 1, 100 * n as i64, day(n as i64 / 2))).collect();
    (payments[1].bank_line, payments[2].bank_line) = (Some(id(2)), Some(id(3)));
    payments[4].origin = PaymentOrigin::Ledger;
    write(store, |books| {
        books.insert_source(&source(1))?;
        books.insert_bank_lines(&[line(2, 200, day(1)), line(3, 300, day(1)), line(9, -200, day(3))])?;
        books.insert_payments(&payments)?;
        books.match_line(id(2), id(2), at(10))?;
        books.match_line(id(3), id(3), at(10))?;
        books.unmatch_line(id(3), id(3), at(11))?;
        books.insert_return(&line(9, -200, day(3)), id(2), at(12))?;
        let set = allocation(1, 1, Some(4), 400, day(2));
        let undone = AllocationRecord { id: id(2), amount: Cents::new(-400), reverses: Some(id(1)), ..set.clone() };
        books.insert_invoices(&[invoice(1, 1, 900, day(0))])?;
        books.insert_allocations(&[set, undone])
    })
    .unwrap();
}

fn told(rows: &[MovementRow]) -> Vec<(base::id::PaymentId, bool, base::Date)> {
    rows.iter().map(|row| (row.payment, row.is_return, row.on)).collect()
}

#[test]
fn whole_by_pages_or_counted_it_is_the_same() {
    both(|store| {
        prepare(store);
        let rows = |cut| read(store, |books| books.movements_to_export(id(1), None, day(30), cut));
        let whole = rows(None);
        let expected = [(1, false, 0), (2, false, 1), (6, false, 3), (7, false, 3), (2, true, 3), (8, false, 4)];
        assert_eq!(told(&whole), expected.map(|(n, is_return, on)| (id(n), is_return, day(on))));
        assert_eq!(whole[1].returned_on, Some(day(3)), "a page says what became of it");
        for limit in 1..=7 {
            let pages = (0..7).flat_map(|page| rows(Some(Cut { offset: page * limit, limit })));
            assert_eq!(pages.collect::<Vec<_>>(), whole, "pages of {limit}");
        }
        let counted = read(store, |books| books.movements_sum(id(1), None, day(30)));
        assert_eq!(counted, (6, Cents::new(100 + 200 + 600 + 700 - 200 + 800)));
        let later = read(store, |books| books.movements_to_export(id(1), Some(day(1)), day(3), None));
        assert_eq!(told(&later), told(&whole)[2..5], "after a day, and until one");
    });
}
