//! Invoices, credit notes and due dates.

use super::make::{allocation, at, day, due, id, invoice, source};
use super::{assert_not_found, assert_taken, both, read, write};
use app::ports::terms::BooksError;
use app::records::{Balance, InvoiceRecord};
use base::{Cents, Currency};
use domain::facts::DueBasis;

#[test]
fn an_invoice_comes_back_whole_with_its_balance() {
    both(|store| {
        let mut full = invoice(1, 1, 12_000, day(0));
        full.source = Some(id(7));
        full.delivered_on = Some(day(-3));
        full.currency = Currency::parse("CHF").unwrap();
        full.payment_terms = Some("30 jours « net »".into());
        full.precedents = vec!["FA-1".into(), "FA-2".into()];
        full.order_reference = Some("BC 12".into());
        full.iban = Some("FR76".into());
        full.validity = "[{\"rule\":\"BR-1\"}]".into();
        write(store, |books| {
            books.insert_source(&source(7))?;
            books.insert_invoices(std::slice::from_ref(&full))
        })
        .unwrap();
        assert_eq!(read(store, |books| books.invoice(full.id)), Some(full.clone()));
        assert_eq!(read(store, |books| books.invoice(id(2))), None);
        let balance = Balance {
            invoice: full.id,
            company: full.company,
            party: full.party,
            number: full.number,
            issued_on: full.issued_on,
            due_on: full.due_on,
            due_basis: full.due_basis,
            currency: full.currency,
            principal: full.principal,
            outstanding: full.principal,
            known_on: full.known_on,
            has_estimated_settlement: false,
            settled_on: None,
        };
        assert_eq!(read(store, |books| books.balance(full.id)), Some(balance));
        assert_eq!(read(store, |books| books.balance(id(2))), None);
    });
}

#[test]
fn the_same_key_twice_is_taken_and_nothing_of_the_batch_is_kept() {
    both(|store| {
        write(store, |books| books.insert_invoices(&[invoice(1, 1, 100, day(0))])).unwrap();
        let mut again = invoice(3, 1, 200, day(1));
        again.key = "key-1".into();
        assert_taken(write(store, |books| books.insert_invoices(&[invoice(2, 1, 50, day(0)), again.clone()])));
        assert_eq!(read(store, |books| books.invoice(id(2))), None);
        assert_eq!(read(store, |books| books.balance(id(2))), None);
    });
}

#[test]
fn known_invoices_are_found_by_any_number_of_keys() {
    both(|store| {
        let invoices: Vec<InvoiceRecord> = (1..=700).map(|n| invoice(n, 1 + n % 3, 100, day(0))).collect();
        write(store, |books| {
            books.insert_invoices(&invoices)?;
            books.insert_allocations(&[allocation(1, 5, None, 30, day(2))])
        })
        .unwrap();
        let keys: Vec<String> = (1..=1_203).map(|n| format!("key-{n}")).collect();
        let found = read(store, |books| books.known_invoices(id(1), &keys));
        assert_eq!(found.len(), 700);
        let fifth = found.iter().find(|known| known.key == "key-5").unwrap();
        assert_eq!((fifth.id, fifth.outstanding, &*fifth.content_hash), (id(5), Cents::new(70), "hash-5"));
        assert_eq!((fifth.party, &*fifth.number, fifth.due_on), (id(3), "FA-0005", day(30)));
        assert!(read(store, |books| books.known_invoices(id(2), &keys)).is_empty());
        assert!(read(store, |books| books.known_invoices(id(1), &[])).is_empty());
    });
}

#[test]
fn a_number_is_found_exactly_before_it_is_found_folded() {
    both(|store| {
        let mut other = invoice(2, 2, 100, day(0));
        other.number = "fa 0001".into();
        write(store, |books| books.insert_invoices(&[invoice(1, 1, 100, day(0)), other.clone()])).unwrap();
        let find = |number: &str| {
            let found = read(store, |books| books.invoices_by_number(id(1), number));
            found.into_iter().map(|invoice| invoice.id).collect::<Vec<_>>()
        };
        assert_eq!(find("FA-0001"), [id(1)]);
        assert_eq!(find("fa 0001"), [id(2)]);
        assert_eq!(find("FA/0001"), [id(1), id(2)]);
        assert!(find("FA-0002").is_empty());
    });
}

#[test]
fn a_credit_note_waits_for_the_invoice_it_names() {
    both(|store| {
        let mut credit = invoice(10, 1, -100, day(5));
        credit.kind = "credit_note".into();
        credit.precedents = vec!["fa 0001".into(), "FA-0001".into(), "FA-0002".into()];
        let mut plain = invoice(11, 1, 100, day(5));
        plain.precedents = vec!["FA-0001".into()];
        write(store, |books| books.insert_invoices(&[credit.clone(), plain.clone()])).unwrap();
        let waiting = |number: &str| {
            let numbers = [number.to_string(), "autre".to_string()];
            let found = read(store, |books| books.waiting_credits(id(1), &numbers));
            found.into_iter().map(|invoice| invoice.id).collect::<Vec<_>>()
        };
        assert_eq!((waiting("FA-0001"), waiting("FA-0003")), (vec![credit.id], vec![]));

        let mut used = allocation(1, 10, None, -100, day(6));
        used.against = Some(id(1));
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 100, day(0))])?;
            books.insert_allocations(std::slice::from_ref(&used))
        })
        .unwrap();
        assert_eq!((waiting("FA-0001"), waiting("FA-0002")), (vec![], vec![credit.id]));
    });
}

#[test]
fn the_best_due_date_counts_then_the_latest_learnt() {
    both(|store| {
        write(store, |books| books.insert_invoices(&[invoice(1, 1, 100, day(0))])).unwrap();
        let best = |statement| {
            write(store, |books| books.insert_due_statement(&statement)).unwrap();
            let balance = read(store, |books| books.balance(id(1))).unwrap();
            (balance.due_on, balance.due_basis)
        };
        assert_eq!(best(due(1, day(45), DueBasis::Terms, 10)), (day(45), DueBasis::Terms));
        assert_eq!(best(due(1, day(20), DueBasis::Stated, 5)), (day(20), DueBasis::Stated));
        assert_eq!(best(due(1, day(60), DueBasis::Terms, 20)), (day(20), DueBasis::Stated));
        assert_eq!(best(due(1, day(15), DueBasis::Stated, 4)), (day(20), DueBasis::Stated));
        assert_eq!(best(due(1, day(15), DueBasis::Stated, 21)), (day(15), DueBasis::Stated));
        assert_not_found(write(store, |books| books.insert_due_statement(&due(9, day(1), DueBasis::Stated, 1))));
        assert_eq!(read(store, |books| books.invoice(id(1))).unwrap().recorded_at, at(1), "the fact itself stays");
    });
}

#[test]
fn a_number_too_long_to_be_found_again_is_refused_by_both_engines() {
    both(|store| {
        let mut absurd = invoice(1, 1, 100, day(0));
        absurd.number = "é".repeat(250);
        write(store, |books| books.insert_invoices(std::slice::from_ref(&absurd))).unwrap();
        absurd = invoice(2, 1, 100, day(0));
        absurd.number = "é".repeat(251);
        let refused = write(store, |books| books.insert_invoices(std::slice::from_ref(&absurd)));
        assert!(matches!(&refused, Err(BooksError::Broken(why)) if why.contains("500 octets")), "{refused:?}");
    });
}
