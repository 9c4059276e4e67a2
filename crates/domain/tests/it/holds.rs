//! What stops one receivable: disputes, promises, plans, proceedings, pauses, postponements, money that may be there.

use super::world::{World, d};
use base::Cents;
use domain::facts::{DecisionKind, Guard, HoldKind};
use domain::matching::Clue;

fn late() -> World {
    World::business().invoice("F1", "2026-03-02", 500)
}

#[test]
fn each_hold_silences_its_invoice_until_the_day_after_its_last() {
    for (kind, code, until_grace) in [
        (HoldKind::Promise, "promise", "2026-03-14"),
        (HoldKind::PaymentAnnounced, "payment_announced", "2026-03-14"),
        (HoldKind::Dispute, "dispute", "2026-03-11"),
        (HoldKind::Plan, "plan", "2026-03-11"),
        (HoldKind::Factored, "factored", "2026-03-11"),
        (HoldKind::Pause, "pause", "2026-03-11"),
        (HoldKind::AwaitingValidation, "awaiting_validation", "2026-03-11"),
    ] {
        let world = late().hold(kind, "F1", "2026-03-04", Some("2026-03-10"));
        assert_eq!(world.day("2026-03-10"), [format!("F1 {code} {until_grace}")], "{kind:?}");
        assert!(world.plan("2026-03-16").silences.is_empty(), "{kind:?}");
        let endless = late().hold(kind, "F1", "2026-03-04", None);
        assert_eq!(endless.day("2027-03-05"), [format!("F1 {code} -")], "{kind:?} without an end");
        let lifted = endless.with_hold(|h| h.lifted_on = Some(d("2026-03-09")));
        assert_eq!(lifted.day("2026-03-09").len(), 1);
        assert!(lifted.plan("2026-03-09").silences.is_empty(), "{kind:?} lifted");
        assert_eq!(lifted.day("2026-03-06"), [format!("F1 {code} -")], "{kind:?} seen before it was lifted");
    }
}

#[test]
fn a_hold_on_the_customer_holds_everything_and_one_on_an_invoice_only_that() {
    let world = late().invoice("F2", "2026-03-02", 300);
    let all = world.clone().hold(HoldKind::Pause, "", "2026-03-04", None);
    assert_eq!(all.day("2026-03-05"), ["F1 pause -", "F2 pause -"]);
    let one = world.hold(HoldKind::Pause, "F2", "2026-03-04", None);
    assert_eq!(one.day("2026-03-05"), ["courtesy email: F1 = 500.00", "F2 pause -"]);
}

#[test]
fn of_several_holds_the_longest_is_told() {
    let world = late().hold(HoldKind::Pause, "F1", "2026-03-03", Some("2026-04-20")).hold(
        HoldKind::Promise,
        "F1",
        "2026-03-03",
        Some("2026-03-10"),
    );
    assert_eq!(world.day("2026-03-05"), ["F1 pause 2026-04-21"]);
    let world = world.hold(HoldKind::Plan, "F1", "2026-03-03", None).hold(
        HoldKind::Pause,
        "",
        "2026-03-04",
        Some("2026-05-05"),
    );
    assert_eq!(world.day("2026-03-05"), ["F1 plan -"]);
}

#[test]
fn collective_proceedings_stop_everything_whatever_their_scope_or_term() {
    let world = late().invoice("F2", "2026-03-02", 300).invoice("F3", "2026-03-12", 3_000);
    for (number, until) in [("", None), ("F1", None), ("F1", Some("2026-03-03"))] {
        let world = world.clone().hold(HoldKind::Insolvency, number, "2026-03-03", until);
        assert_eq!(world.day("2026-03-06"), ["F1 insolvency -", "F2 insolvency -"], "{number} {until:?}");
    }
}

#[test]
fn the_undisputed_part_goes_on() {
    let contested = |euros: i64| {
        late().hold(HoldKind::Dispute, "F1", "2026-03-04", None).with_hold(|h| h.amount = Some(Cents::new(euros * 100)))
    };
    let world = contested(200);
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F1 = 300.00"]);
    assert!(world.codes("2026-03-05").contains(&"part_disputed"));
    assert_eq!(contested(500).day("2026-03-05"), ["F1 dispute -"]);
    assert_eq!(contested(900).day("2026-03-05"), ["F1 dispute -"]);
    assert_eq!(contested(-100).day("2026-03-05"), ["courtesy email: F1 = 500.00"], "never more than is owed");
    let twice =
        world.hold(HoldKind::Dispute, "F1", "2026-03-04", None).with_hold(|h| h.amount = Some(Cents::new(10_000)));
    assert_eq!(twice.day("2026-03-05"), ["courtesy email: F1 = 200.00"]);
}

#[test]
fn a_dispute_past_its_term_is_asked_for_again_in_full() {
    let world = late().hold(HoldKind::Dispute, "F1", "2026-03-04", Some("2026-03-10"));
    assert_eq!(world.day("2026-03-11"), ["courtesy email: F1 = 500.00"]);
}

#[test]
fn a_dispute_past_its_term_still_closes_the_gate_of_a_formal_notice() {
    let world =
        late().sent("letter", "2026-03-31", &["F1"]).hold(HoldKind::Dispute, "F1", "2026-03-04", Some("2026-03-10"));
    assert_eq!(world.day("2026-04-10"), ["F1 gate_closed -"]);
}

#[test]
fn a_broken_promise_brings_the_next_step_forward_after_its_grace() {
    let world = late()
        .sent("courtesy", "2026-03-05", &["F1"])
        .sent("call-contact", "2026-03-12", &["F1"])
        .sent("call-accounting", "2026-03-23", &["F1"])
        .sent("firm", "2026-03-30", &["F1"])
        .sent("letter", "2026-04-07", &["F1"])
        .hold(HoldKind::Promise, "F1", "2026-04-07", Some("2026-04-09"));
    // Grace to the 12th, then five days between contacts are over: not the ten days after the letter.
    assert_eq!(world.day("2026-04-10"), ["F1 promise 2026-04-13"]);
    assert_eq!(world.day("2026-04-13"), ["formal-notice registered_letter: F1 = 500.00"]);
    assert!(world.codes("2026-04-13").contains(&"word_broken"));
    // Once written to, the broken word is used up.
    let world = world.sent("formal-notice", "2026-04-13", &["F1"]);
    assert_eq!(world.day("2026-04-20"), ["F1 waiting_for_step 2026-04-23"]);
}

#[test]
fn the_broken_promise_of_a_young_invoice_does_not_hurry_the_formal_notice_of_an_old_one() {
    let world = late().sent("letter", "2026-04-07", &["F1"]).invoice("F2", "2026-04-01", 300).hold(
        HoldKind::Promise,
        "F2",
        "2026-04-07",
        Some("2026-04-09"),
    );
    assert_eq!(world.day("2026-04-14"), ["F1 waiting_for_step 2026-04-17", "F2 waiting_for_step 2026-04-17"]);
}

#[test]
fn a_promise_kept_leaves_nothing_to_say() {
    let world = late().hold(HoldKind::Promise, "F1", "2026-03-04", Some("2026-03-10")).paid("F1");
    assert!(world.day("2026-03-20").is_empty());
}

#[test]
fn a_postponement_ends_on_its_day_and_the_newest_word_counts() {
    let world = late().postpone("2026-03-04", "F1", "2026-03-20");
    assert_eq!(world.day("2026-03-19"), ["F1 postponed 2026-03-20"]);
    assert!(world.plan("2026-03-20").silences.is_empty());
    assert!(!world.plan("2026-03-03").silences.iter().any(|s| s.reasons[0].code() == "postponed"), "not yet decided");
    let shorter = world.postpone("2026-03-05", "", "2026-03-10");
    assert_eq!(shorter.day("2026-03-09"), ["F1 postponed 2026-03-10"]);
    assert!(shorter.plan("2026-03-10").silences.is_empty());
}

#[test]
fn money_that_may_be_there_holds_back_what_it_may_pay() {
    let world = late().invoice("F2", "2026-03-02", 300);
    for clue in [Clue::NamesInvoice, Clue::EqualAmount] {
        let named = world.clone().possibly_paid("F2", "2026-03-04", clue);
        assert_eq!(named.day("2026-03-05"), ["courtesy email: F1 = 500.00", "F2 possibly_paid 2026-05-04"], "{clue:?}");
    }
    let by_name = world.clone().possibly_paid("", "2026-03-04", Clue::NamesCustomer);
    assert_eq!(by_name.day("2026-03-05"), ["F1 possibly_paid 2026-05-04", "F2 possibly_paid 2026-05-04"]);
    let tomorrow = world.possibly_paid("", "2026-03-06", Clue::NamesCustomer);
    assert_eq!(tomorrow.day("2026-03-05"), ["courtesy email: F1+F2 = 800.00"]);
}

#[test]
fn a_person_may_say_that_the_money_is_not_this_one_for_one_invoice_only() {
    let lifted = DecisionKind::Override { guard: Guard::PossiblyPaid };
    let world = late().invoice("F2", "2026-03-02", 300).possibly_paid("", "2026-03-04", Clue::NamesCustomer);
    let one = world.clone().decide("2026-03-05", "F1", lifted.clone());
    assert_eq!(one.day("2026-03-05"), ["courtesy email: F1 = 500.00", "F2 possibly_paid 2026-05-04"]);
    assert!(one.codes("2026-03-05").contains(&"overridden"));
    let all = world.decide("2026-03-05", "", lifted);
    assert_eq!(all.day("2026-03-05"), ["courtesy email: F1+F2 = 800.00"]);
    assert_eq!(all.day("2026-03-06"), ["F1 possibly_paid 2026-05-04", "F2 possibly_paid 2026-05-04"], "one day only");
}

#[test]
fn a_dispute_on_what_has_been_paid_since_closes_no_gate() {
    let world = late().invoice("F2", "2026-03-02", 300).sent("letter", "2026-03-31", &["F1"]).hold(
        HoldKind::Dispute,
        "F2",
        "2026-03-04",
        None,
    );
    assert_eq!(world.day("2026-04-10"), ["F2 dispute -", "F1 gate_closed -"]);
    assert_eq!(world.paid("F2").day("2026-04-10"), ["formal-notice registered_letter: F1 = 500.00"]);
}
