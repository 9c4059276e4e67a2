//! The folder of a customer and the search: what is told, where invoices stand, what is found, and for whom.

use super::make::{act, allocation, at, contact, day, event, hold, id, invoice, lift, note, payment, source};
use super::{both, read, write};
use app::ports::screens::{Cut, InvoiceStatus, Scope, Told};
use app::records::{ContactRecord, HoldRecord, InvoiceRecord, UserRecord};
use base::Cents;
use domain::act::ActEvent;
use domain::facts::HoldKind;
use store::SqlStore;

const ALL: Cut = Cut { offset: 0, limit: 100 };

fn from(source: u64, invoice: InvoiceRecord) -> InvoiceRecord {
    InvoiceRecord { source: Some(id(source)), ..invoice }
}

/// Customer 1: three invoices of 100, 200 and 300, the first settled, the second contested; customer 2: one.
fn fill(store: &SqlStore) {
    write(store, |books| {
        books.insert_source(&source(1))?;
        books.insert_source(&source(2))?;
        books.insert_invoices(&[
            from(1, invoice(1, 1, 100, day(0))),
            from(1, invoice(2, 1, 200, day(1))),
            from(2, invoice(3, 1, 300, day(2))),
            from(2, invoice(4, 2, 400, day(3))),
        ])?;
        books.insert_payments(&[payment(1, 1, 100, day(40))])?;
        books.insert_allocations(&[allocation(1, 1, Some(1), 100, day(40))])?;
        books.insert_hold(&HoldRecord { invoice: Some(id(2)), ..hold(1, 1, day(41), 10) })?;
        books.insert_act(&act(1, 1, day(42), &[2, 3]))?;
        books.insert_act_event(&event(1, 1, ActEvent::Claimed, day(42)))?;
        books.insert_act_event(&event(1, 2, ActEvent::HandedOver, day(42)))?;
        books.insert_personal(id(1), "psn_1", &[1; 16], "rappeler mardi")?;
        books.insert_note(&note(1, 1, day(43)))?;
        books.insert_contact(&ContactRecord { phone: Some("06 12 34 56 78".into()), ..contact(1, 1) })
    })
    .unwrap();
}

fn scope(keeper: Option<u64>) -> Scope {
    Scope { company: id(1), keeper: keeper.map(id) }
}

#[test]
fn the_timeline_tells_everything_newest_first_and_by_pages() {
    both(|store| {
        fill(store);
        let told = |told: &[Told], cut| read(store, |books| books.timeline(id(1), id(1), told, cut));
        let all = told(&Told::ALL, ALL);
        let kinds: Vec<Told> = all.iter().map(|r| r.told).collect();
        let expected =
            [Told::Note, Told::Outcome, Told::Prepared, Told::HoldOpened, Told::Payment, Told::Import, Told::Import];
        assert_eq!(kinds[..5], expected[..5]);
        assert_eq!(kinds.iter().filter(|k| **k == Told::Import).count(), 3);
        assert!(all.is_sorted_by_key(|r| std::cmp::Reverse(r.on)));
        assert_eq!((all[0].detail.as_str(), all[0].author.as_str()), ("rappeler mardi", "Anne"));
        assert_eq!((all[1].code.as_str(), all[2].extra.as_str()), ("handed_over", "handed_over"));
        assert_eq!((all[3].number.as_str(), all[3].amount), ("FA-0002", Some(Cents::new(500))));
        assert_eq!(told(&[Told::Payment], ALL).len(), 1);
        assert!(told(&[], ALL).is_empty());
        assert_eq!(told(&Told::ALL, Cut { offset: 3, limit: 2 }), all[3..5]);
        assert!(read(store, |books| books.timeline(id(2), id(1), &Told::ALL, ALL)).is_empty());
        let paid = read(store, |books| books.paid_by(&[id(1)]));
        assert_eq!((paid[0].number.as_str(), paid[0].amount), ("FA-0001", Cents::new(100)));
    });
}

#[test]
fn words_of_a_note_that_were_erased_are_gone_and_the_note_stays() {
    both(|store| {
        fill(store);
        assert!(write(store, |books| books.erase_personal("psn_1")).unwrap());
        let notes = read(store, |books| books.timeline(id(1), id(1), &[Told::Note], ALL));
        assert_eq!((notes.len(), notes[0].detail.as_str()), (1, ""));
    });
}

#[test]
fn each_invoice_stands_somewhere_and_is_counted_there() {
    both(|store| {
        fill(store);
        let status = |wanted| {
            let rows = read(store, |books| books.invoices_of_party(id(1), id(1), day(50), wanted, ALL));
            rows.into_iter().map(|r| (r.number, r.status)).collect::<Vec<_>>()
        };
        use InvoiceStatus::{Current, Disputed, Overdue, Promise, Settled, Suspended};
        let (one, two, three) = ("FA-0001".to_string(), "FA-0002".to_string(), "FA-0003".to_string());
        assert_eq!(status(None), [(three.clone(), Overdue), (two.clone(), Disputed), (one, Settled)]);
        assert_eq!(status(Some(Disputed)), [(two.clone(), Disputed)]);
        let counts = read(store, |books| books.invoice_statuses(id(1), id(1), day(50)));
        assert_eq!(counts, [(Disputed, 1), (Overdue, 1), (Settled, 1)]);
        let early = read(store, |books| books.invoices_of_party(id(1), id(1), day(32), Some(Current), ALL));
        assert_eq!(early.len(), 1, "due that day is not late, and the dispute is not opened yet");
        write(store, |books| {
            books.insert_lift(&lift(1, day(44), 20))?;
            let promise = HoldRecord { kind: HoldKind::Promise, until: Some(day(60)), ..hold(2, 1, day(45), 21) };
            books.insert_hold(&HoldRecord { invoice: Some(id(3)), ..promise })
        })
        .unwrap();
        assert_eq!(status(Some(Promise)), [(three.clone(), Promise)]);
        assert_eq!(status(Some(Overdue)), [(two, Overdue)]);
        write(store, |books| books.insert_hold(&HoldRecord { kind: HoldKind::Pause, ..hold(3, 1, day(46), 22) }))
            .unwrap();
        assert_eq!(status(Some(Suspended)).len(), 1, "what is promised is said to be promised");
    });
}

#[test]
fn exposure_and_settlements() {
    both(|store| {
        fill(store);
        let exposure = read(store, |books| books.exposure(id(1), id(1), day(32)));
        assert_eq!(exposure.len(), 1);
        assert_eq!((exposure[0].outstanding, exposure[0].overdue), (Cents::new(500), Cents::new(200)));
        assert_eq!((exposure[0].open, exposure[0].late, exposure[0].oldest_due_on), (2, 1, Some(day(31))));
        let found = read(store, |books| books.settlements(id(1), id(1), 10));
        let told: Vec<_> = found.iter().map(|s| (s.number.as_str(), s.settled_on, s.was_disputed)).collect();
        assert_eq!(told, [("FA-0003", None, false), ("FA-0002", None, true), ("FA-0001", Some(day(40)), false)]);
        assert_eq!(found[2].parts, [(day(40), Cents::new(100))]);
    });
}

fn user(n: u64) -> UserRecord {
    UserRecord {
        id: id(n),
        email: format!("u{n}@exemple.fr"),
        name: format!("Utilisateur {n}"),
        password: String::new(),
        totp: None,
        created_at: at(0),
        disabled_at: None,
        is_provisional: false,
    }
}

#[test]
fn a_file_with_other_customers_is_not_for_a_salesperson() {
    both(|store| {
        fill(store);
        write(store, |books| {
            books.insert_user(&user(8))?;
            books.insert_user(&user(9))?;
            books.put_keeper(id(1), id(1), Some(id(8)))?;
            books.put_keeper(id(1), id(1), Some(id(9)))
        })
        .unwrap();
        let sees =
            |keeper, party, source| read(store, |books| books.may_see_source(scope(keeper), id(party), id(source)));
        assert!(sees(None, 1, 1) && sees(None, 1, 2) && sees(None, 2, 2));
        assert!(!sees(None, 2, 1), "nothing of customer 2 is in it");
        assert_eq!(read(store, |books| books.keeper(id(1))), Some(id(9)));
        assert!(sees(Some(9), 1, 1), "all of it is the customer of this salesperson");
        assert!(!sees(Some(9), 1, 2), "an invoice of another customer is in it");
        let names = |keeper| read(store, |books| books.find_customers(scope(keeper), "client", 10)).len();
        assert_eq!((names(None), names(Some(9)), names(Some(8))), (3, 1, 0));
        write(store, |books| books.put_keeper(id(1), id(1), None)).unwrap();
        assert_eq!(names(Some(9)), 0);
    });
}

#[test]
fn search_finds_by_every_means_and_in_the_scope_only() {
    both(|store| {
        fill(store);
        let all = scope(None);
        let nobody = scope(Some(9));
        let invoices = |scope, text: &str| read(store, |books| books.find_invoices(scope, text, 10)).len();
        assert_eq!(
            [invoices(all, "fa 0003"), invoices(all, "FA"), invoices(all, "0003"), invoices(all, "zz9")],
            [1, 4, 1, 0]
        );
        assert_eq!((invoices(all, " - "), invoices(nobody, "FA-0003")), (0, 0));
        let amounts = |scope, cents| read(store, |books| books.find_amounts(scope, Cents::new(cents), 10)).len();
        assert_eq!((amounts(all, 300), amounts(all, 301), amounts(nobody, 300)), (1, 0, 0));
        let payments = |scope| read(store, |books| books.find_payments(scope, Cents::new(100), 10)).len();
        assert_eq!((payments(all), payments(nobody)), (1, 0));
        let contacts = |scope, text: &str| read(store, |books| books.find_contacts(scope, text, 10)).len();
        assert_eq!([contacts(all, "Durand"), contacts(all, "durand@client"), contacts(all, "0612345678")], [1, 1, 1]);
        assert_eq!((contacts(all, "0612"), contacts(nobody, "Durand")), (0, 0));
        let named = read(store, |books| books.find_customers(all, "Client 2", 10));
        assert_eq!((named.len(), named[0].outstanding), (1, Cents::new(400)));
        assert_eq!(read(store, |books| books.find_customers(all, "C3", 10))[0].name, "Client 3");
    });
}

#[test]
fn what_names_an_invoice_and_what_holds_it() {
    both(|store| {
        fill(store);
        let naming = read(store, |books| books.acts_naming(id(1), id(2), 10));
        assert_eq!((naming.len(), naming[0].title.as_str()), (1, "Relance courtoise"));
        assert!(read(store, |books| books.acts_naming(id(1), id(1), 10)).is_empty());
        write(store, |books| books.insert_lift(&lift(1, day(44), 20))).unwrap();
        let holds = read(store, |books| books.holds_on(id(1), id(1), id(2), 10));
        assert_eq!((holds.len(), holds[0].0.opened_on, holds[0].1), (1, day(41), Some(day(44))));
        let sources = read(store, |books| books.sources_of_party(id(1), id(1), ALL));
        let told: Vec<_> = sources.iter().map(|s| (s.name.as_str(), s.invoices, s.payments)).collect();
        assert_eq!(told.len(), 2);
        assert!(told.contains(&("fichier-1.csv", 2, 0)) && told.contains(&("fichier-2.csv", 1, 0)));
        assert_eq!(read(store, |books| books.papers_of_party(id(1), id(1), ALL)).len(), 1);
        assert_eq!(at(0), sources[0].recorded_at);
    });
}
