//! One message for all that is late with a customer, at the level of what is furthest along.

use super::world::{World, d};
use base::Currency;
use domain::facts::{ContactRole, DueBasis, HoldKind};

#[test]
fn all_late_invoices_go_in_one_message() {
    let world = World::business().invoice("F2", "2026-03-03", 300).invoice("F1", "2026-03-02", 500);
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F1+F2 = 800.00"]);
    assert_eq!(world.codes("2026-03-05"), ["overdue", "grouped", "scenario_chosen", "due_since"]);
}

#[test]
fn a_newly_late_invoice_joins_at_the_level_of_the_oldest() {
    let world = World::business().invoice("F1", "2026-03-02", 500).invoice("F2", "2026-03-10", 300).sent(
        "courtesy",
        "2026-03-05",
        &["F1"],
    );
    assert_eq!(world.day("2026-03-11"), ["F1 waiting_for_step 2026-03-12", "F2 waiting_for_step 2026-03-12"]);
    assert_eq!(world.day("2026-03-12"), ["call-contact call: F1+F2 = 800.00"]);
}

#[test]
fn a_formal_notice_does_not_name_what_is_only_just_late() {
    let world = World::business().invoice("F1", "2026-03-02", 500).invoice("F2", "2026-04-06", 300).sent(
        "letter",
        "2026-03-31",
        &["F1"],
    );
    assert_eq!(world.day("2026-04-10"), ["formal-notice registered_letter: F1 = 500.00", "F2 too_fresh 2026-04-21"]);
}

#[test]
fn a_formal_notice_does_not_name_an_old_invoice_learnt_of_yesterday() {
    let world = World::business()
        .invoice("F1", "2026-03-02", 500)
        .invoice("F2", "2025-06-02", 300)
        .with(|r| r.known_on = d("2026-04-09"))
        .sent("letter", "2026-03-31", &["F1"]);
    assert_eq!(world.day("2026-04-10"), ["formal-notice registered_letter: F1 = 500.00", "F2 too_fresh 2026-04-24"]);
}

#[test]
fn what_missed_the_formal_notice_is_not_drawn_past_it() {
    let world = World::business()
        .invoice("F1", "2026-03-02", 500)
        .invoice("F2", "2026-04-06", 300)
        .sent("letter", "2026-03-31", &["F1"])
        .sent("formal-notice", "2026-04-10", &["F1"]);
    assert_eq!(world.day("2026-04-20"), ["call-owner call: F1 = 500.00", "F2 behind_group -"]);
    // Once the first has come to its end, the other goes its own way.
    let world = world.sent("call-owner", "2026-04-20", &["F1"]);
    assert_eq!(world.day("2026-04-27"), ["courtesy email: F2 = 300.00", "F1 scenario_finished -"]);
}

#[test]
fn an_invoice_at_its_end_does_not_silence_the_others() {
    let world = World::business().invoice("F1", "2025-03-03", 500).sent("call-owner", "2025-06-02", &["F1"]).invoice(
        "F2",
        "2026-03-02",
        300,
    );
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F2 = 300.00", "F1 scenario_finished -"]);
}

#[test]
fn an_invoice_behind_a_closed_gate_does_not_silence_the_others() {
    let world = World::business()
        .invoice("F1", "2026-02-02", 500)
        .with(|r| r.due_basis = DueBasis::Default)
        .sent("letter", "2026-02-20", &["F1"])
        .invoice("F2", "2026-03-02", 300);
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F2 = 300.00", "F1 gate_closed -"]);
}

#[test]
fn an_estimated_due_date_keeps_its_invoice_out_of_the_formal_notice_and_only_that_one() {
    let world = World::business()
        .invoice("F1", "2026-02-02", 500)
        .invoice("F2", "2026-02-02", 300)
        .with(|r| r.due_basis = DueBasis::Default)
        .sent("letter", "2026-02-20", &["F1", "F2"]);
    assert_eq!(world.day("2026-03-05"), ["formal-notice registered_letter: F1 = 500.00", "F2 gate_closed -"]);
}

#[test]
fn the_lead_is_the_furthest_along_even_when_it_is_not_the_oldest() {
    let world = World::business().invoice("F1", "2026-01-05", 500).invoice("F2", "2026-02-02", 300).sent(
        "firm",
        "2026-03-02",
        &["F2"],
    );
    assert_eq!(world.day("2026-03-10"), ["letter letter: F1+F2 = 800.00"]);
}

#[test]
fn currencies_are_never_added_and_one_message_leaves_at_a_time() {
    let dollars = Currency::parse("USD").unwrap();
    let world = World::business()
        .invoice("F1", "2026-03-03", 500)
        .invoice_in("U1", "2026-03-02", 300, dollars)
        .invoice_in("U2", "2026-03-03", 100, dollars);
    assert_eq!(world.day("2026-03-06"), ["courtesy email: U1+U2 = 400.00", "F1 after_other_message 2026-03-11"]);
    let mut world = world;
    assert_eq!(
        world.walk("2026-03-06", "2026-03-12"),
        ["2026-03-06 courtesy email accounts_payable", "2026-03-11 courtesy email accounts_payable"]
    );
}

/// The visit that nobody could be found for is only for large amounts: once the customer paid a part, it holds up nothing more.
#[test]
fn a_step_for_large_amounts_that_nobody_can_be_reached_for_no_longer_stands_in_the_way_of_a_smaller_one() {
    let world = World::nobody_known()
        .contact(ContactRole::AccountsPayable, true, false)
        .invoice("F1", "2026-03-02", 6_000)
        .with(|r| r.due_basis = DueBasis::Default)
        .sent("letter", "2026-03-05", &["F1"])
        .invoice("F2", "2026-03-02", 90);
    assert_eq!(world.day("2026-03-16"), ["F1 no_usable_contact -", "F2 no_usable_contact -"]);
    let mut less = world.clone();
    less.receivable("F1").outstanding = base::Cents::new(300_000);
    assert_eq!(less.day("2026-03-16"), ["courtesy email: F2 = 90.00", "F1 gate_closed -"]);
}

/// F2 had its own step behind F1, which waited for the formal notice; with F1 paid it comes forward at that step, not F1's,
/// and takes the turn of the softer message about U1.
#[test]
fn what_waited_behind_a_paid_lead_comes_forward_at_its_own_step_before_another_currency() {
    let world = World::business()
        .invoice("F1", "2026-02-02", 500)
        .sent("letter", "2026-03-20", &["F1"])
        .invoice("F2", "2026-03-02", 300)
        .sent("courtesy", "2026-03-10", &["F2"])
        .invoice_in("U1", "2026-03-20", 200, Currency::parse("USD").unwrap());
    assert_eq!(
        world.day("2026-03-27"),
        ["courtesy email: U1 = 200.00", "F1 waiting_for_step 2026-03-30", "F2 waiting_for_step 2026-03-30"]
    );
    assert_eq!(
        world.paid("F1").day("2026-03-27"),
        ["call-contact call: F2 = 300.00", "U1 after_other_message 2026-04-01"]
    );
}

#[test]
fn a_credit_in_one_currency_covers_nothing_in_another() {
    let dollars = Currency::parse("USD").unwrap();
    let world = World::business()
        .invoice("F1", "2026-03-02", 500)
        .invoice_in("U1", "2026-02-02", 900, dollars)
        .with(|r| r.outstanding = base::Cents::new(-90_000));
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F1 = 500.00"]);
}

#[test]
fn a_held_invoice_is_left_out_of_the_message_and_does_not_lead() {
    let world = World::business()
        .invoice("F1", "2026-02-02", 500)
        .sent("letter", "2026-02-20", &["F1"])
        .hold(HoldKind::Dispute, "F1", "2026-02-25", None)
        .invoice("F2", "2026-03-02", 300);
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F2 = 300.00", "F1 dispute -"]);
}

#[test]
fn a_message_is_deaf_to_what_is_paid() {
    let world = World::business().invoice("F1", "2026-03-02", 500).invoice("F2", "2026-03-02", 300).paid("F1");
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F2 = 300.00"]);
}
