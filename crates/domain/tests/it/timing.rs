//! When a step comes: delays from the due date or from the act before, steps passed over, late onboarding, pre-due.

use super::world::{World, d};
use domain::facts::{ActState, ContactRole, HoldKind};

fn late() -> World {
    World::business().invoice("F1", "2026-03-02", 500)
}

#[test]
fn a_due_date_itself_is_not_late_and_the_first_step_waits_its_days() {
    let world = late();
    assert!(world.plan("2026-03-02").silences.is_empty());
    assert_eq!(world.day("2026-03-03"), ["F1 waiting_for_step 2026-03-05"]);
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F1 = 500.00"]);
}

#[test]
fn a_delay_runs_from_the_act_performed_not_from_the_plan() {
    let world = late().sent("courtesy", "2026-03-18", &["F1"]);
    assert_eq!(world.day("2026-03-20"), ["F1 waiting_for_step 2026-03-25"]);
    assert_eq!(world.day("2026-03-25"), ["call-contact call: F1 = 500.00"]);
}

#[test]
fn a_step_passed_over_still_takes_its_time() {
    // Nobody in accounting is known: the call to them is passed over, and its five days with it would be too quick.
    let world = World::nobody_known()
        .address()
        .contact(ContactRole::Buyer, true, true)
        .invoice("F1", "2026-03-02", 500)
        .sent("call-contact", "2026-03-12", &["F1"]);
    assert_eq!(world.day("2026-03-17"), ["F1 waiting_for_step 2026-03-22"]);
    assert_eq!(world.day("2026-03-23"), ["firm email: F1 = 500.00"]);
    assert_eq!(world.codes("2026-03-23"), ["overdue", "scenario_chosen", "after_step", "passed_over", "role_fallback"]);
}

#[test]
fn a_part_payment_that_drops_a_call_does_not_hurry_the_firm_mail() {
    let mut world = World::business().invoice("F1", "2026-03-02", 500).sent("courtesy", "2026-03-05", &["F1"]);
    assert_eq!(world.day("2026-03-12"), ["call-contact call: F1 = 500.00"]);
    world.receivable("F1").outstanding = base::Cents::new(9_000);
    assert_eq!(world.day("2026-03-12"), ["F1 waiting_for_step 2026-03-22"], "7 + 5 + 5 days after the courtesy mail");
}

#[test]
fn the_delay_counts_from_the_named_step_even_when_another_came_between() {
    let world = World::business().invoice("F1", "2026-03-02", 6_000).sent("letter", "2026-03-31", &["F1"]).act(
        "visit",
        "2026-04-08",
        &["F1"],
        ActState::Done,
    );
    assert_eq!(world.day("2026-04-09"), ["F1 waiting_for_step 2026-04-10"]);
    assert_eq!(world.day("2026-04-13"), ["formal-notice registered_letter: F1 = 6000.00"]);
}

#[test]
fn an_invoice_learnt_late_starts_at_the_beginning() {
    let world = World::business().invoice("F1", "2025-06-02", 500).with(|r| r.known_on = d("2026-03-05"));
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F1 = 500.00"]);
    assert!(world.codes("2026-03-05").contains(&"late_onboarding"));
    let world = world.sent("courtesy", "2026-03-05", &["F1"]);
    assert_eq!(world.day("2026-03-06"), ["F1 waiting_for_step 2026-03-12"]);
}

const FROM_DUE_DATE: &str = r#"
name = "from-due-date"
title = "Compté de l’échéance"
summary = "Tout se compte de l’échéance."
[applies_to]
debtor = "business"
priority = 0
[policy]
minimum_amount = "0,00"
days_between_contacts = 2
bank_data_max_age_days = 10
promise_grace_days = 3
working_days_only = false
[[step]]
id = "first"
title = "Premier"
when = { after_due_days = 5 }
channels = ["email"]
to = ["accounts_payable"]
tone = "courteous"
template = "reminder-courtesy"
approval = "each"
[[step]]
id = "second"
title = "Deuxième"
when = { after_due_days = 20 }
channels = ["email"]
to = ["accounts_payable"]
tone = "firm"
template = "reminder-firm"
approval = "each"
"#;

#[test]
fn a_calendar_counted_from_the_due_date_starts_gently_too() {
    let mut world = late().under(FROM_DUE_DATE);
    assert_eq!(
        world.walk("2026-03-01", "2026-06-01"),
        ["2026-03-07 first email accounts_payable", "2026-03-22 second email accounts_payable"]
    );
    let mut world = late().under(FROM_DUE_DATE).with(|r| r.known_on = d("2026-07-01"));
    assert_eq!(
        world.walk("2026-07-01", "2026-09-01"),
        ["2026-07-01 first email accounts_payable", "2026-07-21 second email accounts_payable"]
    );
}

#[test]
fn a_step_skipped_counts_as_performed_and_only_where_it_was_skipped() {
    let world = late().skip("2026-03-05", "F1", "courtesy");
    assert_eq!(world.day("2026-03-05"), ["F1 waiting_for_step 2026-03-12"]);
    assert_eq!(world.day("2026-03-12"), ["call-contact call: F1 = 500.00"]);
    let world = late().invoice("F2", "2026-03-02", 300).skip("2026-03-05", "F2", "courtesy");
    assert_eq!(world.day("2026-03-12"), ["call-contact call: F1+F2 = 800.00"], "the furthest along leads");
}

#[test]
fn a_skip_for_the_customer_does_not_reach_invoices_that_were_not_late_then() {
    let world = late().skip("2026-03-05", "", "courtesy").paid("F1").invoice("F2", "2026-03-09", 300);
    assert_eq!(world.day("2026-03-12"), ["courtesy email: F2 = 300.00"]);
}

#[test]
fn a_step_skipped_ahead_of_time_does_not_bring_the_next_one_forward() {
    let world = late().skip("2026-02-20", "F1", "courtesy");
    assert_eq!(world.day("2026-03-03"), ["F1 waiting_for_step 2026-03-12"]);
}

#[test]
fn acts_of_another_scenario_do_not_count() {
    let mut world = late().sent("courtesy", "2026-03-05", &["F1"]);
    world.debtor.party.scenario = Some("repeat-late".into());
    assert_eq!(world.day("2026-03-10"), ["courtesy email: F1 = 500.00"], "moved by hand: it starts again");
}

#[test]
fn the_service_message_asks_once_about_what_is_about_to_fall_due() {
    let world = World::business().invoice("F1", "2026-03-02", 500).invoice("F2", "2026-02-27", 300).invoice(
        "F3",
        "2026-03-20",
        900,
    );
    assert_eq!(world.day("2026-02-20"), ["pre-due email: F2 = 300.00"]);
    assert_eq!(world.day("2026-02-23"), ["pre-due email: F2+F1 = 800.00"]);
    assert_eq!(world.codes("2026-02-23"), ["pre_due", "pre_due", "scenario_chosen"]);
    let world = world.sent("pre-due", "2026-02-23", &["F1", "F2"]);
    assert!(world.day("2026-02-27").is_empty());
    assert!(
        world.skip("2026-03-12", "", "pre-due").paid("F1").paid("F2").day("2026-03-16").is_empty(),
        "skipped for all"
    );
}

#[test]
fn no_service_message_to_somebody_we_are_chasing() {
    let world = late().invoice("F2", "2026-03-10", 900);
    assert_eq!(world.day("2026-03-04"), ["F1 waiting_for_step 2026-03-05"]);
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F1 = 500.00"]);
    let held = world.hold(HoldKind::Dispute, "F1", "2026-03-03", None);
    assert_eq!(held.day("2026-03-05"), ["pre-due email: F2 = 900.00", "F1 dispute -"]);
}

#[test]
fn the_service_message_keeps_to_its_own_conditions() {
    let world = World::business().invoice("F1", "2026-03-02", 299);
    assert!(world.day("2026-02-23").is_empty());
    let world = World::business().invoice("F1", "2026-03-02", 500).hold(HoldKind::Dispute, "F1", "2026-02-10", None);
    assert!(world.day("2026-02-23").is_empty());
    let needs_buyer = domain::scenario::shipped().unwrap().named("standard").unwrap().source.replacen(
        "only_if = { outstanding_min = \"300,00\" }",
        "only_if = { has_role = \"buyer\" }",
        1,
    );
    let world = World::nobody_known().contact(ContactRole::User, true, true).under(&needs_buyer).invoice(
        "F1",
        "2026-03-02",
        500,
    );
    assert!(world.day("2026-02-23").is_empty());
}
