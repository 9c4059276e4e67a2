//! The auditor must see what is wrong: each rule is shown a breach.

use base::Date;
use sim::audit::{
    Auditor, Obstacle, Reached, Told, contact_rate, holds_respected, money, no_double_send, paid_not_chased, plans,
    put_back, right_match, silence_or_proposal, wrong_address,
};
use sim::seen::{Aged, Seen, SeenSilence};
use std::collections::BTreeMap;

const MONDAY: Date = Date::constant(2025, 3, 3);

fn reached(step: &str) -> Reached {
    Reached {
        customer: 1,
        numbers: vec!["F2025-0001".to_string()],
        scenario: "standard".to_string(),
        step: step.to_string(),
        channel: "email".to_string(),
        message: Some(format!("<{step}@x>")),
    }
}

/// One invoice of 1 200 € that fell due on 1 February.
fn auditor() -> Auditor {
    let mut auditor = Auditor::default();
    let (issued_on, due_on) = (Date::constant(2025, 1, 2), Date::constant(2025, 2, 1));
    let number = "F2025-0001".to_string();
    auditor.tell(issued_on, Told::Invoice { number, customer: 1, issued_on, due_on, cents: 120_000 });
    auditor.tell(MONDAY, Told::BankKnown { until: MONDAY });
    auditor
}

fn credit(auditor: &mut Auditor, cents: i64) {
    let label = "VIR DUPONT F2025 0001".to_string();
    auditor.tell(MONDAY, Told::BankCredit { booked_on: MONDAY, cents, label });
    auditor.tell(MONDAY, Told::Settled);
}

fn aged(cents: i64) -> Aged {
    let items = BTreeMap::from([("F2025-0001".to_string(), (Date::constant(2025, 2, 1), cents))]);
    Aged { items, buckets: [0, cents, 0, 0, 0, 0], total: cents }
}

#[test]
fn money_that_is_missing_or_invented_is_seen() {
    let books = auditor().books();
    assert_eq!(money::check(&books, &aged(120_000), MONDAY, MONDAY), Vec::<String>::new());
    assert_eq!(money::check(&books, &aged(119_999), MONDAY, MONDAY).len(), 1);
    assert_eq!(money::check(&books, &Aged::default(), MONDAY, MONDAY).len(), 1);
    let wrong_column = Aged { buckets: [120_000, 0, 0, 0, 0, 0], ..aged(120_000) };
    assert_eq!(money::check(&books, &wrong_column, MONDAY, MONDAY).len(), 1);
}

#[test]
fn a_contact_in_spite_of_something_is_seen() {
    assert!(holds_respected::check(&auditor().books(), MONDAY, &reached("firm")).is_empty());
    let mut paid = auditor();
    credit(&mut paid, 120_000);
    assert_eq!(holds_respected::check(&paid.books(), MONDAY, &reached("firm")).len(), 1);
    let mut perhaps_paid = auditor();
    credit(&mut perhaps_paid, 50_000);
    assert_eq!(holds_respected::check(&perhaps_paid.books(), MONDAY, &reached("firm")).len(), 1);
    for what in [Obstacle::Dispute, Obstacle::Promise, Obstacle::Insolvency, Obstacle::Factored] {
        let mut held = auditor();
        let until = (what == Obstacle::Promise).then_some(MONDAY);
        held.tell(MONDAY, Told::Obstacle { what, customer: 1, number: None, until, cents: None });
        assert_eq!(holds_respected::check(&held.books(), MONDAY, &reached("firm")).len(), 1, "{what:?}");
    }
    let sunday = Date::constant(2025, 3, 9);
    assert_eq!(holds_respected::check(&auditor().books(), sunday, &reached("firm")).len(), 1);
    let stale = Date::constant(2025, 3, 24);
    assert_eq!(holds_respected::check(&auditor().books(), stale, &reached("firm")).len(), 1);
}

#[test]
fn the_same_thing_twice_and_too_soon_are_seen() {
    let mut auditor = auditor();
    auditor.tell(MONDAY, Told::Reached(reached("courtesy")));
    let thursday = Date::constant(2025, 3, 6);
    assert_eq!(contact_rate::check(&auditor, thursday, &reached("firm")).len(), 1);
    assert!(contact_rate::check(&auditor, Date::constant(2025, 3, 10), &reached("firm")).is_empty());
    assert_eq!(no_double_send::check(&auditor, thursday, &reached("courtesy")).len(), 2);
    assert!(no_double_send::check(&auditor, thursday, &reached("firm")).is_empty());
}

#[test]
fn a_letter_to_an_address_it_came_back_from_is_seen() {
    let letter = Reached { channel: "letter".to_string(), message: None, ..reached("letter") };
    let mut auditor = auditor();
    auditor.tell(MONDAY, Told::Reached(letter.clone()));
    assert!(wrong_address::check(&auditor, &letter).is_empty());
    auditor.tell(MONDAY, Told::CameBack(letter.clone()));
    assert_eq!(wrong_address::check(&auditor, &letter).len(), 1);
    assert!(wrong_address::check(&auditor, &reached("firm")).is_empty(), "a mail needs no address");
    assert!(no_double_send::check(&auditor, MONDAY, &letter).is_empty(), "it reached nobody the first time");
    auditor.tell(MONDAY, Told::AddressFound { customer: 1 });
    assert!(wrong_address::check(&auditor, &letter).is_empty());
}

#[test]
fn a_message_that_leaves_before_anybody_said_what_had_left_is_seen() {
    let mut auditor = auditor();
    assert!(put_back::check(&auditor, &reached("firm")).is_empty());
    auditor.tell(MONDAY, Told::BooksPutBack);
    assert_eq!(put_back::check(&auditor, &reached("firm")).len(), 1);
    auditor.tell(MONDAY, Told::Reviewed);
    assert!(put_back::check(&auditor, &reached("firm")).is_empty());
}

fn nothing() -> Seen {
    let run = base::id::AgendaId::from_bytes([0; 16]);
    Seen { run, day: MONDAY, was_known: false, proposals: Vec::new(), silences: Vec::new(), contested: Vec::new() }
}

#[test]
fn an_invoice_forgotten_by_the_agenda_is_seen() {
    let nothing = nothing();
    assert_eq!(silence_or_proposal::check(&auditor().books(), &nothing, MONDAY).len(), 1);
    let due_day = Date::constant(2025, 2, 1);
    assert!(silence_or_proposal::check(&auditor().books(), &nothing, due_day).is_empty());
}

/// 600,00 on 20 February, which came or did not, and 600,00 a month later.
fn under_plan(came: bool) -> Auditor {
    let mut auditor = auditor();
    let (agreed_on, first, second) =
        (Date::constant(2025, 2, 10), Date::constant(2025, 2, 20), Date::constant(2025, 3, 20));
    let (numbers, payments) = (vec!["F2025-0001".to_string()], vec![(first, 60_000), (second, 60_000)]);
    auditor.tell(agreed_on, Told::Agreed { customer: 1, numbers, payments });
    if came {
        let pays = vec![("F2025-0001".to_string(), 60_000)];
        auditor.tell(first, Told::Instalment { booked_on: first, cents: 60_000, pays });
    }
    auditor
}

#[test]
fn somebody_chased_under_a_plan_that_is_kept_is_seen() {
    let found = |auditor: &Auditor, step: &str| plans::check(auditor, &auditor.books(), MONDAY, &reached(step)).len();
    for step in ["firm", "plan-reminder", "plan-default-notice", "plan-pre-due"] {
        assert_eq!(found(&under_plan(true), step), 1, "{step}");
    }
    assert_eq!(holds_respected::check(&under_plan(true).books(), MONDAY, &reached("firm")).len(), 1);
    // Late, a reminder is right; a second one, a notice without a reminder and another step are not.
    let late = under_plan(false);
    assert_eq!(found(&late, "plan-reminder"), 0);
    assert_eq!((found(&late, "plan-default-notice"), found(&late, "firm")), (1, 1));
    let mut reminded = under_plan(false);
    reminded.tell(Date::constant(2025, 2, 24), Told::Reached(reached("plan-reminder")));
    assert_eq!(found(&reminded, "plan-reminder"), 1, "twice for one payment");
    // A credit of just a payment waits.
    let mut waits = under_plan(false);
    let label = "VIR RECU".to_string();
    waits.tell(MONDAY, Told::BankCredit { booked_on: MONDAY, cents: 120_000, label });
    assert_eq!(found(&waits, "plan-reminder"), 1);
}

#[test]
fn a_broken_plan_that_still_silences_is_seen() {
    let mut broken = under_plan(false);
    let silence = SeenSilence {
        party: base::id::PartyId::from_bytes([1; 16]),
        customer: 1,
        number: "F2025-0001".to_string(),
        reason: "plan_late".to_string(),
        next_on: None,
    };
    let seen = Seen { silences: vec![silence], ..nothing() };
    assert!(plans::resumed(&broken.books(), &seen).is_empty());
    broken.tell(MONDAY, Told::PlanEnded { customer: 1, is_lapsed: true });
    assert_eq!(plans::resumed(&broken.books(), &seen).len(), 1);
}

#[test]
fn money_matched_with_something_else_is_seen() {
    let pays = |number: &str, cents| BTreeMap::from([(number.to_string(), cents)]);
    let was = [("F2025-0001".to_string(), 120_000)];
    assert!(right_match::check("VIR", &pays("F2025-0001", 120_000), &was).is_empty());
    assert_eq!(right_match::check("VIR", &pays("F2025-0002", 120_000), &was).len(), 1);
    assert_eq!(right_match::check("VIR", &pays("F2025-0001", 119_999), &was).len(), 1);
    assert_eq!(right_match::check("VIR", &pays("F2025-0001", 120_000), &[]).len(), 1, "it was nobody's");
}

#[test]
fn somebody_who_has_paid_and_is_asked_is_seen() {
    assert!(paid_not_chased::check(&reached("firm"), |_| false).is_empty());
    assert_eq!(paid_not_chased::check(&reached("firm"), |number| number == "F2025-0001").len(), 1);
}
