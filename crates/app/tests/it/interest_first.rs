//! A part payment pays first the interest that was asked for, and nothing else than that unasked; what is left of an invoice is one
//! amount, whoever says it.

use crate::ground::{DUE, Office, credit_note, day_after, id};
use crate::money_kept::fill;
use app::accessories;
use app::payments;
use app::promises::{NewPromise, Source};
use app::records::{AllocationBasis, AllocationRecord, Component, PartyRecord};
use base::{Cents, Timestamp};
use domain::facts::KindBasis;
use store::SqlStore;

/// Says of every invoice what the aged balance, its statement and its balance say; they must be one amount.
fn principal_everywhere(office: &Office<'_>, n: u64) -> Cents {
    let (world, company) = (office.on(day_after(1)), office.company());
    let law = app::lawbook::load(&world).unwrap();
    let aged = app::aging::aged_balance(&world, &company, day_after(1), true).unwrap();
    let open = aged.items.iter().find(|item| item.invoice == id(n)).map_or(Cents::ZERO, |item| item.outstanding);
    world
        .read(|books| {
            let record = books.invoice(id(n))?.unwrap();
            let sums = app::sums::of_invoice(books, &law, &company, &record, day_after(1))?;
            let balance = books.balance(id(n))?.unwrap().outstanding;
            assert_eq!((sums.principal_due.sub(sums.unallocated)?, open), (balance, balance));
            Ok(balance)
        })
        .unwrap()
}

fn interest_paid(office: &Office<'_>, n: u64) -> (Cents, Cents) {
    let (world, company) = (office.on(day_after(1)), office.company());
    let law = app::lawbook::load(&world).unwrap();
    let found = world
        .read(|books| {
            let record = books.invoice(id(n))?.unwrap();
            accessories::of_invoice(books, &law, &company, &record, day_after(1))
        })
        .unwrap();
    (found.claims.interest.paid, found.claims.compensation.paid)
}

/// Interest of invoice 1 was asked for, of invoice 2 it was not: a part payment pays the first only, and everybody says so.
#[test]
fn a_part_payment_pays_interest_first_only_where_it_was_asked_for() {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        fill(&office);
        let (world, company) = (office.on(day_after(1)), office.company());
        let part = Cents::new(10_000);
        let asked = payments::pay(&world, &company, id(1), part, day_after(1), "chèque").unwrap();
        assert_eq!(asked.to_interest, Cents::new(500));
        assert_eq!(asked.outstanding, Cents::new(DUE - 9_500));
        assert_eq!(principal_everywhere(&office, 1), asked.outstanding);
        assert_eq!(interest_paid(&office, 1), (Cents::new(500), Cents::ZERO));
        let told = asked.french().unwrap();
        assert!(told.contains("5,00\u{202f}€") || told.contains("5,00\u{a0}€"), "{told}");
        // What was asked for is paid: the next part is principal.
        let again = payments::pay(&world, &company, id(1), part, day_after(1), "chèque").unwrap();
        assert_eq!((again.to_interest, again.french()), (Cents::ZERO, None));
        assert_eq!(principal_everywhere(&office, 1), again.outstanding);
        let unasked = payments::pay(&world, &company, id(2), part, day_after(1), "chèque").unwrap();
        assert_eq!((unasked.to_interest, unasked.outstanding), (Cents::ZERO, principal_everywhere(&office, 2)));
        assert_eq!(interest_paid(&office, 2), (Cents::ZERO, Cents::ZERO));
        // Taken back, both parts are.
        payments::reverse_last(&world, &company, id(1), "chèque refusé").unwrap();
        payments::reverse_last(&world, &company, id(1), "chèque refusé").unwrap();
        assert_eq!(principal_everywhere(&office, 1), Cents::new(DUE));
        assert_eq!(interest_paid(&office, 1), (Cents::ZERO, Cents::ZERO));
        office.verify();
    });
}

/// Of a customer of whom nothing tells what it is, and where contracts say so, all goes to the principal.
#[test]
fn nothing_goes_to_interest_that_may_not_be_asked_for() {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        fill(&office);
        let (world, company) = (office.on(day_after(1)), office.company());
        world
            .write(|books| {
                let party = books.party(id(1))?.unwrap();
                books.update_party(&PartyRecord { kind_basis: KindBasis::Assumed, ..party })?;
                Ok(())
            })
            .unwrap();
        let paid = payments::pay(&world, &company, id(1), Cents::new(10_000), day_after(1), "chèque").unwrap();
        assert_eq!((paid.to_interest, paid.outstanding), (Cents::ZERO, Cents::new(DUE - 10_000)));
        assert_eq!(principal_everywhere(&office, 1), paid.outstanding);
    });
}

/// An invoice with a credit note, then paid as if there had been none: what is over is a credit, and pays nothing unasked.
#[test]
fn a_credit_pays_no_interest_that_nobody_asked_for() {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        let (world, company) = (office.on(day_after(1)), office.company());
        let note = credit_note(10_200);
        payments::pay(&world, &company, id(1), Cents::new(DUE), day_after(1), "virement").unwrap();
        let both = [(id(1), Some(id(50)), 10_200), (id(50), Some(id(1)), -10_200)].map(|(of, against, cents)| {
            AllocationRecord {
                id: world.new_id(),
                company: company.id,
                invoice: of,
                payment: None,
                against,
                component: Component::Principal,
                amount: Cents::new(cents),
                effective_on: day_after(1),
                basis: AllocationBasis::CreditNote,
                reverses: None,
                recorded_at: Timestamp::UNIX_EPOCH,
            }
        });
        world
            .write(|books| {
                books.insert_invoices(std::slice::from_ref(&note))?;
                Ok(books.insert_allocations(&both)?)
            })
            .unwrap();
        assert_eq!(principal_everywhere(&office, 1), note.principal);
        assert_eq!(principal_everywhere(&office, 50), Cents::ZERO);
        assert_eq!(interest_paid(&office, 1), (Cents::ZERO, Cents::ZERO));
    });
}

/// A promise of more than is owed is refused with what is owed, of an invoice and of a whole account.
#[test]
fn nobody_promises_more_than_is_owed() {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        let (world, company) = (office.on(day_after(1)), office.company());
        let promise = |invoice, cents| {
            let new = NewPromise {
                party: id(1),
                invoice,
                on: day_after(8),
                amount: Some(Cents::new(cents)),
                source: Source::default(),
                why: "au téléphone".to_string(),
            };
            app::promises::give(&world, &company, &new)
        };
        for invoice in [None, Some(id(1))] {
            let refused = promise(invoice, 9_999_900).unwrap_err().to_string();
            assert!(refused.contains("99\u{202f}999,00") || refused.contains("99\u{a0}999,00"), "{refused}");
            assert!(refused.contains("n’est dû que"), "{refused}");
        }
        assert!(promise(None, DUE).is_ok());
    });
}
