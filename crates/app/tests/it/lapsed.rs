//! Approved, and overtaken by events before it left: the act is given up with its reason, and nobody is written to.

use crate::ground::{CUSTOMERS, DUE, Office, TODAY, day_after, id};
use crate::receiver::{Way, at_server, in_outbox};
use app::dispatch::{Carriers, Moment, Sent, Wait, send_at};
use app::holds::{self, NewHold};
use app::prepare::Prepared;
use app::records::{AllocationBasis, AllocationRecord, BankLineRecord, Component, SourceRecord};
use base::{Cents, Currency, Date, Timestamp};
use domain::facts::{ActState, DecisionKind, Guard, HoldKind};
use store::SqlStore;
use testkit::Folder;
use testkit::smtp::Server;

fn at_office(live: bool, body: impl Fn(&Office<'_>)) {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        body(&Office::found(&store, live));
    });
}

/// Sends on that day; what became of the first customer's act, after checking that the others left.
fn sent_on(office: &Office<'_>, today: Date) -> Sent {
    let folder = Folder::new();
    let mut round = office.send(today, &*Way::Outbox(folder.path().into()).carrier());
    assert_eq!(round.sent.len(), CUSTOMERS as usize);
    let first = round.sent.iter().position(|s| s.addressed_to == crate::ground::address(1)).unwrap();
    let first = round.sent.remove(first);
    let left = usize::from(first.state == ActState::HandedOver);
    assert!(round.sent.iter().all(|s| s.state == ActState::HandedOver), "{:?}", round.sent);
    assert_eq!(in_outbox(folder.path()).len(), round.sent.len() + left);
    let cancelled = office.journal_kinds().iter().filter(|k| *k == "act_cancelled").count();
    assert_eq!(cancelled, usize::from(first.state == ActState::Cancelled));
    assert!(office.send(today, &*Way::Outbox(folder.path().into()).carrier()).sent.is_empty(), "it was settled once");
    office.verify();
    first
}

fn gives_up(why: &str, happens: impl Fn(&Office<'_>)) {
    at_office(false, |office| {
        assert_eq!(office.approve_all(TODAY), CUSTOMERS as usize);
        happens(office);
        let sent = sent_on(office, day_after(1));
        assert_eq!((sent.state, sent.detail.as_str()), (ActState::Cancelled, why));
    });
}

fn hold(office: &Office<'_>, kind: HoldKind, until: Option<Date>, amount: Option<i64>) {
    let amount = amount.map(Cents::new);
    if kind == HoldKind::Dispute {
        return office.contest(amount);
    }
    let hold = NewHold {
        party: id(1),
        invoice: Some(id(1)),
        kind,
        since: None,
        until,
        amount,
        why: "au téléphone".to_string(),
    };
    holds::open(&office.on(TODAY), &office.company(), &hold).unwrap();
}

#[test]
fn who_paid_is_not_chased() {
    gives_up("F-2026-001 est réglée depuis", |office| office.pay(TODAY, 1, DUE, TODAY));
}

#[test]
fn a_payment_dated_later_is_money_received_all_the_same() {
    gives_up("F-2026-001 est réglée depuis", |office| office.pay(TODAY, 1, DUE, day_after(3)));
}

#[test]
fn who_paid_a_part_is_not_asked_for_the_whole() {
    let why = "1\u{202f}200,00\u{a0}€ étaient réclamés pour F-2026-001, 700,00\u{a0}€ restent à demander";
    gives_up(why, |office| office.pay(TODAY, 1, 50_000, TODAY));
}

#[test]
fn a_word_given_meanwhile_is_respected() {
    gives_up("F-2026-001 est suspendue depuis (promesse de règlement)", |office| {
        hold(office, HoldKind::Promise, Some(day_after(8)), None);
    });
    gives_up("F-2026-001 est suspendue depuis (litige)", |office| hold(office, HoldKind::Dispute, None, None));
    gives_up("F-2026-001 est suspendue depuis (procédure collective)", |office| {
        hold(office, HoldKind::Insolvency, None, None);
    });
    let why = "1\u{202f}200,00\u{a0}€ étaient réclamés pour F-2026-001, 800,00\u{a0}€ restent à demander";
    gives_up(why, |office| hold(office, HoldKind::Dispute, None, Some(40_000)));
}

#[test]
fn a_decision_taken_meanwhile_is_respected() {
    let decide = |office: &Office<'_>, decision: DecisionKind| {
        holds::decide(&office.on(TODAY), &office.company(), id(1), None, &decision, "il rappelle").unwrap();
    };
    gives_up("F-2026-001 est reportée au 20 mars 2026", |office| {
        decide(office, DecisionKind::Postpone { until: day_after(10) });
    });
    gives_up("l’étape a été passée depuis pour F-2026-001", |office| {
        decide(office, DecisionKind::Skip { step: "courtesy".to_string() });
    });
}

fn bank_line(office: &Office<'_>) {
    bank_line_of(office, 1, TODAY);
}

fn bank_line_of(office: &Office<'_>, number: u64, booked_on: Date) {
    let (world, company) = (office.on(booked_on), office.company().id);
    let source = SourceRecord {
        id: id(number),
        company,
        name: "releve.csv".to_string(),
        format: "csv".to_string(),
        sha256: number.to_string().repeat(64),
        bytes: Default::default(),
        recorded_at: Timestamp::UNIX_EPOCH,
    };
    let line = BankLineRecord {
        id: id(number),
        company,
        source: source.id,
        key: format!("line {number}"),
        content_hash: format!("line {number}"),
        booked_on,
        amount: Cents::new(DUE - 7),
        currency: Currency::EUR,
        text: "VIR BOULANGERIE MARTIN".to_string(),
        account: String::new(),
        counterparty_iban: None,
        end_to_end: None,
        is_reversal: false,
        counterparty: Some("BOULANGERIE MARTIN".to_string()),
        payments: Vec::new(),
        recorded_at: Timestamp::UNIX_EPOCH,
    };
    world
        .write(|books| {
            books.insert_source(&source)?;
            books.insert_bank_lines(std::slice::from_ref(&line))?;
            Ok(())
        })
        .unwrap();
}

#[test]
fn money_that_could_be_theirs_holds_the_message_back() {
    gives_up("F-2026-001 est peut-être réglée par un virement du 10 mars 2026", bank_line);
}

#[test]
fn who_looked_at_the_bank_line_and_approved_is_obeyed() {
    at_office(false, |office| {
        bank_line(office);
        let lifted = DecisionKind::Override { guard: Guard::PossiblyPaid };
        holds::decide(&office.on(TODAY), &office.company(), id(1), None, &lifted, "un autre contrat").unwrap();
        assert_eq!(office.approve_all(TODAY), CUSTOMERS as usize);
        assert_eq!(sent_on(office, day_after(1)).state, ActState::HandedOver);
    });
}

#[test]
fn a_credit_that_came_after_the_look_holds_back_all_the_same() {
    at_office(false, |office| {
        bank_line(office);
        let lifted = DecisionKind::Override { guard: Guard::PossiblyPaid };
        holds::decide(&office.on(TODAY), &office.company(), id(1), None, &lifted, "un autre contrat").unwrap();
        assert_eq!(office.approve_all(TODAY), CUSTOMERS as usize);
        bank_line_of(office, 2, day_after(1));
        let sent = sent_on(office, day_after(1));
        assert_eq!(sent.state, ActState::Cancelled);
        assert!(sent.detail.ends_with("virement du 11 mars 2026"), "{}", sent.detail);
    });
}

fn looked_at_today(office: &Office<'_>) {
    let lifted = DecisionKind::Override { guard: Guard::PossiblyPaid };
    holds::decide(&office.on(TODAY), &office.company(), id(1), None, &lifted, "un autre contrat").unwrap();
}

/// The day proves nothing: a statement imported after the decision may bear lines of that day, or of days before.
#[test]
fn a_credit_imported_after_the_look_holds_back_whatever_its_day() {
    for booked_on in [TODAY, day_after(-2)] {
        at_office(false, |office| {
            bank_line(office);
            looked_at_today(office);
            assert_eq!(office.approve_all(TODAY), CUSTOMERS as usize);
            bank_line_of(office, 2, booked_on);
            let sent = sent_on(office, TODAY);
            assert_eq!(sent.state, ActState::Cancelled, "booked on {booked_on}");
            assert!(sent.detail.contains("peut-être réglée"), "{}", sent.detail);
        });
    }
}

#[test]
fn a_credit_imported_after_the_look_keeps_the_message_from_being_proposed() {
    at_office(false, |office| {
        bank_line(office);
        looked_at_today(office);
        bank_line_of(office, 2, TODAY);
        assert_eq!(office.approve_all(TODAY), CUSTOMERS as usize - 1);
        looked_at_today(office);
        assert_eq!(office.approve_all(TODAY), 1, "both were looked at");
    });
}

#[test]
fn what_nobody_has_looked_at_for_days_is_not_sent() {
    for (days, state) in [(5, ActState::HandedOver), (6, ActState::Cancelled)] {
        at_office(false, |office| {
            office.approve_all(TODAY);
            let round = office.send(day_after(days), &*Way::Outbox(Folder::new().path().into()).carrier());
            assert!(round.sent.iter().all(|s| s.state == state), "{days} days: {:?}", round.sent);
            let told = "préparé le 10 mars 2026, il n’est plus d’actualité";
            assert!(round.sent.iter().all(|s| (s.detail == told) == (state == ActState::Cancelled)));
            office.verify();
        });
    }
}

/// What was given up is proposed again as soon as it stands again.
#[test]
fn what_was_given_up_is_not_lost() {
    at_office(false, |office| {
        office.approve_all(TODAY);
        office.pay(TODAY, 1, DUE, TODAY);
        sent_on(office, TODAY);
        app::payments::reverse_last(&office.on(day_after(1)), &office.company(), id(1), "virement rejeté").unwrap();
        let (_, proposals) = office.plan(day_after(1));
        assert_eq!(proposals.iter().filter(|p| p.party == id(1)).count(), 1);
    });
}

#[test]
fn a_payment_between_the_agenda_and_the_approval_overtakes_the_proposal() {
    at_office(false, |office| {
        let (run, proposals) = office.plan(TODAY);
        office.pay(TODAY, 1, DUE, TODAY);
        for stored in &proposals {
            let prepared = office.approve(TODAY, &run, stored).unwrap();
            assert_eq!(matches!(prepared, Prepared::Overtaken { .. }), stored.party == id(1), "{prepared:?}");
        }
        assert_eq!(office.acts().len(), CUSTOMERS as usize - 1);
        office.verify();
    });
}

#[test]
fn approving_twice_prepares_once() {
    at_office(false, |office| {
        let (run, proposals) = office.plan(TODAY);
        let first = office.approve(TODAY, &run, &proposals[0]).unwrap();
        let second = office.approve(TODAY, &run, &proposals[0]).unwrap();
        assert!(matches!(first, Prepared::Act { .. }) && matches!(second, Prepared::Overtaken { .. }), "{second:?}");
        assert_eq!(office.acts().len(), 1);
        office.verify();
    });
}

#[test]
fn prepared_in_trial_stays_a_trial_and_prepared_for_real_never_lands_in_the_outbox() {
    for live in [false, true] {
        at_office(live, |office| {
            let (folder, server) = (Folder::new(), Server::start("accept"));
            office.approve_all(TODAY);
            app::companies::switch_sending(&office.on(TODAY), &office.company(), !live, |_| Ok(String::new())).unwrap();
            let (trial, real) = (Way::Outbox(folder.path().into()).carrier(), Way::Smtp(server.port).carrier());
            let carriers = Carriers { trial: &*trial, live: Some(&*real) };
            let round = send_at(&office.on(TODAY), &office.company(), &carriers, Moment::Asked).unwrap();
            assert!(at_server(&server).is_empty(), "sending is off, or what was prepared was a trial");
            if live {
                assert!(in_outbox(folder.path()).is_empty());
                assert!(round.sent.iter().all(|s| s.waits == Some(Wait::SwitchedOff)), "{:?}", round.sent);
            } else {
                assert_eq!(in_outbox(folder.path()).len(), CUSTOMERS as usize);
                assert!(round.sent.iter().all(|s| s.state == ActState::HandedOver && !s.live));
            }
            office.verify();
        });
    }
}

#[test]
fn without_a_server_a_real_message_waits() {
    at_office(true, |office| {
        let folder = Folder::new();
        office.approve_all(TODAY);
        let trial = Way::Outbox(folder.path().into()).carrier();
        let carriers = Carriers { trial: &*trial, live: None };
        let round = send_at(&office.on(TODAY), &office.company(), &carriers, Moment::Asked).unwrap();
        assert!(round.sent.iter().all(|s| s.waits == Some(Wait::NoServer) && s.state == ActState::Prepared));
        assert!(in_outbox(folder.path()).is_empty());
    });
}

/// A credit note that nobody has set against anything yet covers what is asked for.
#[test]
fn a_credit_meanwhile_is_respected() {
    gives_up("les avoirs du client couvrent ce qu’il doit", |office| {
        let world = office.on(TODAY);
        world
            .write(|books| {
                let invoice = books.invoice(id(1))?.unwrap();
                books.insert_invoices(&[app::records::InvoiceRecord {
                    id: id(101),
                    key: "A-1".to_string(),
                    content_hash: "A-1".to_string(),
                    number: "A-2026-001".to_string(),
                    kind: "credit_note".to_string(),
                    issued_on: TODAY,
                    gross: Cents::new(-DUE),
                    principal: Cents::new(-DUE),
                    ..invoice
                }])?;
                Ok(())
            })
            .unwrap();
    });
}

/// An allocation made by anything else than a payment, such as a loss written off, settles too.
#[test]
fn what_was_written_off_is_not_asked_for() {
    gives_up("F-2026-001 est réglée depuis", |office| {
        let world = office.on(TODAY);
        world
            .write(|books| {
                books.insert_allocations(&[AllocationRecord {
                    id: id(1),
                    company: office.company().id,
                    invoice: id(1),
                    payment: None,
                    against: None,
                    component: Component::Principal,
                    amount: Cents::new(DUE),
                    effective_on: TODAY,
                    basis: AllocationBasis::ByHand,
                    reverses: None,
                    recorded_at: Timestamp::UNIX_EPOCH,
                }])?;
                Ok(())
            })
            .unwrap();
    });
}
