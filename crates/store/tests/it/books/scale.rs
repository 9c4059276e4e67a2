//! Twenty thousand invoices are loaded and read in seconds, even in a program built for debugging.

use super::make::{allocation, day, id, invoice, party};
use super::{both, known, on, read, write};
use app::records::InvoiceRecord;
use base::Timestamp;
use std::time::Duration;

const INVOICES: u64 = 20_000;
const PARTIES: u64 = 1_000;

/// An order of magnitude above what it takes, so that only a change of order is noticed.
const MOST: Duration = Duration::from_secs(30);

#[test]
fn twenty_thousand_invoices() {
    both(|store| {
        let start = now();
        write(store, |books| (4..=PARTIES).try_for_each(|n| books.insert_party(&party(n)))).unwrap();
        let numbers: Vec<u64> = (1..=INVOICES).collect();
        for chunk in numbers.chunks(5_000) {
            let invoices: Vec<InvoiceRecord> =
                chunk.iter().map(|n| invoice(*n, 1 + n * 7_919 % PARTIES, 1_000, day((n % 300) as i64))).collect();
            let paid = chunk.iter().filter(|n| *n % 4 != 0);
            let allocations: Vec<_> =
                paid.map(|n| allocation(*n, *n, None, 1_000, day((n % 300 + 20) as i64))).collect();
            write(store, |books| {
                books.insert_invoices(&invoices)?;
                books.insert_allocations(&allocations)
            })
            .unwrap();
        }
        let loaded = now();
        let read_all = |view| {
            let (mut after, mut receivables) = (None, 0);
            loop {
                let debtors = read(store, |books| books.debtors(id(1), after, 200, view));
                receivables += debtors.iter().map(|debtor| debtor.receivables.len()).sum::<usize>();
                match debtors.last() {
                    Some(last) => after = Some(last.party.id),
                    None => return receivables,
                }
            }
        };
        assert_eq!(read_all(on(day(400))), 5_000);
        let cached = now();
        assert_eq!(read_all(known(day(400), Timestamp::MAX)), 5_000);
        let recomputed = now();
        eprintln!(
            "loaded in {:?}, read in {:?}, recomputed in {:?}",
            loaded - start,
            cached - loaded,
            recomputed - cached
        );
        assert!(recomputed - start < MOST, "{:?}", recomputed - start);
    });
}

#[expect(clippy::disallowed_methods, reason = "a duration is measured")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}
