//! Letters are looked at again when they are printed, and the day they were posted or presented is the one that counts.

use crate::ground::{CUSTOMERS, DUE, Office, TODAY, day_after, id};
use app::AppError;
use app::dispatch::document;
use app::holds::{self, NewHold};
use app::outcomes::record_done;
use app::records::{ActRow, ContactRecord, PartyRecord};
use base::{Cents, Timestamp};
use domain::facts::{ActState, Channel, HoldKind, PartyKind};
use store::SqlStore;

/// An office that has one letter ready for each customer: nobody has an e-mail address.
fn with_letters(body: impl Fn(&Office<'_>)) {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        let world = office.on(TODAY);
        world
            .write(|books| {
                for n in 1..=CUSTOMERS {
                    let contact = books.contacts(id(n))?.remove(0);
                    books.update_contact(&ContactRecord { email: None, ..contact })?;
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(office.approve_all(TODAY), CUSTOMERS as usize);
        body(&office);
        office.verify();
    });
}

fn letter(office: &Office<'_>, customer: u64) -> ActRow {
    let row = office.acts().into_iter().find(|a| a.act.party == id(customer)).unwrap();
    assert_eq!(row.act.channel, Channel::Letter);
    row
}

/// Why it is not printed the day after, without and with the sentence of somebody who wants it all the same.
fn refused(happens: impl Fn(&Office<'_>), why: &str, can_be_upheld: bool) {
    with_letters(|office| {
        happens(office);
        let (world, company, row) = (office.on(day_after(1)), office.company(), letter(office, 1));
        assert!(document(&world, &company, &letter(office, 2), None).unwrap().starts_with(b"%PDF"), "the others print");
        let Err(AppError::Refused { what, remedy }) = document(&world, &company, &row, None) else {
            panic!("printed all the same")
        };
        assert!(what.ends_with(why), "{what}");
        assert!(remedy.contains(&format!("quitus cancel {}", row.act.id)), "{remedy}");
        assert_eq!(remedy.contains("--despite"), can_be_upheld, "{remedy}");
        let upheld = document(&world, &company, &row, Some("vu avec le client"));
        assert_eq!(upheld.is_ok(), can_be_upheld);
        let noted = office.journal_kinds().iter().filter(|k| *k == "act_upheld").count();
        assert_eq!(noted, usize::from(can_be_upheld));
        assert!(document(&world, &company, &row, Some("  ")).is_err(), "a sentence says something");
    });
}

fn hold(office: &Office<'_>, kind: HoldKind) {
    if kind == HoldKind::Dispute {
        return office.contest(None);
    }
    let (party, invoice) = (id(1), Some(id(1)));
    let until = (kind == HoldKind::Promise).then(|| day_after(8));
    let hold = NewHold { party, invoice, kind, since: None, until, amount: None, why: "au téléphone".into() };
    holds::open(&office.on(TODAY), &office.company(), &hold).unwrap();
}

#[test]
fn a_letter_to_who_paid_is_not_printed() {
    refused(|office| office.pay(TODAY, 1, DUE, TODAY), "F-2026-001 est réglée depuis.", true);
}

#[test]
fn a_letter_is_not_printed_against_a_word_given_meanwhile() {
    refused(|o| hold(o, HoldKind::Dispute), "F-2026-001 est suspendue depuis (litige).", true);
    refused(|o| hold(o, HoldKind::Promise), "F-2026-001 est suspendue depuis (promesse de règlement).", true);
    let why = "F-2026-001 est suspendue depuis (procédure collective).";
    refused(|o| hold(o, HoldKind::Insolvency), why, false);
}

#[test]
fn a_letter_that_was_posted_is_printed_again_for_the_file() {
    with_letters(|office| {
        let (world, company) = (office.on(TODAY), office.company());
        record_done(&world, &company, letter(office, 1).act.id, TODAY, "").unwrap();
        office.pay(TODAY, 1, DUE, TODAY);
        assert!(document(&office.on(day_after(30)), &company, &letter(office, 1), None).is_ok());
    });
}

#[test]
fn what_was_posted_after_the_money_came_is_kept_and_said() {
    with_letters(|office| {
        let company = office.company();
        office.pay(day_after(2), 1, 50_000, day_after(1));
        office.pay(day_after(2), 2, 50_000, day_after(2));
        let done =
            |n| record_done(&office.on(day_after(3)), &company, letter(office, n).act.id, day_after(2), "").unwrap();
        let warned = done(1);
        assert_eq!(warned.len(), 1);
        assert!(warned[0].starts_with("500,00\u{a0}€ ont été reçus le 11 mars 2026 pour F-2026-001"), "{warned:?}");
        assert_eq!(letter(office, 1).state, ActState::Done, "it did happen");
        assert_eq!(done(2), Vec::<String>::new(), "money of the same day may have come after the post");
    });
}

#[test]
fn the_day_it_was_posted_is_the_day_that_counts() {
    with_letters(|office| {
        let (world, company) = (office.on(day_after(3)), office.company());
        let row = letter(office, 1);
        for (wrong, why) in [(day_after(4), "n’est pas encore venu"), (day_after(-1), "n’était préparé que le")]
        {
            let refused = record_done(&world, &company, row.act.id, wrong, "").unwrap_err().to_string();
            assert!(refused.contains(why), "{refused}");
        }
        record_done(&world, &company, row.act.id, day_after(1), "1A 234").unwrap();
        assert_eq!(letter(office, 1).performed_on, Some(day_after(1)));
    });
}

/// 800,00 € from the notice presented on 10 March: 112 days at 2.62 % and 72 at 2.75 % (droit.md §1.2).
#[test]
fn interest_against_a_consumer_runs_from_the_day_the_notice_was_presented() {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        let world = office.on(TODAY);
        world
            .write(|books| {
                let party = books.party(id(1))?.unwrap();
                books.update_party(&PartyRecord { kind: PartyKind::Consumer, ..party })?;
                let row = books.acts_in_state(office.company().id, &ActState::ALL, 10)?;
                assert!(row.is_empty());
                Ok(())
            })
            .unwrap();
        office.pay(TODAY, 1, DUE - 80_000, base::Date::constant(2026, 2, 20));
        office.notice(base::Date::constant(2026, 3, 5), 1);
        let row = office.acts().into_iter().find(|a| a.act.party == id(1)).unwrap();
        record_done(&office.on(day_after(2)), &office.company(), row.act.id, TODAY, "1A 234").unwrap();
        let end = office.on(base::Date::constant(2026, 9, 10));
        let law = app::lawbook::load(&end).unwrap();
        let sums = end
            .read(|books| {
                let invoice = books.invoice(id(1))?.unwrap();
                app::sums::of_invoice(books, &law, &office.company(), &invoice, end.today)
            })
            .unwrap();
        assert_eq!((sums.principal_due, sums.interest_due), (Cents::new(80_000), Cents::new(1_077)));
        assert_eq!(sums.segments[0].from, day_after(1));
    });
}
