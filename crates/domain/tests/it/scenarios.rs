//! Each shipped scenario walked from before the due date to its end, everything approved, nothing paid.

use super::world::{World, d};
use domain::facts::{ContactRole, PartyKind};
use domain::scenario::Choice;
use domain::situation::Situation;

fn choice(world: &World, on: &str) -> (String, Choice) {
    let situation = Situation::of(&world.debtor, &world.company, d(on)).unwrap();
    let (scenario, why) = world.book.choose(&situation).unwrap();
    (scenario.reference.name.clone(), why)
}

#[test]
fn standard_goes_from_a_service_message_to_the_formal_notice_and_a_call_to_the_owner() {
    let mut world = World::business().invoice("F1", "2026-03-02", 1_000);
    assert_eq!(
        world.walk("2026-02-16", "2026-12-31"),
        [
            "2026-02-23 pre-due email accounts_payable",
            "2026-03-05 courtesy email accounts_payable",
            "2026-03-12 call-contact call buyer",
            "2026-03-17 call-accounting call accounts_payable",
            "2026-03-23 firm email accounts_payable",
            "2026-03-31 letter letter decider",
            "2026-04-10 formal-notice registered_letter decider",
            "2026-04-20 call-owner call decider",
        ]
    );
    assert_eq!(world.day("2026-12-31"), ["F1 scenario_finished -"]);
}

#[test]
fn standard_pays_a_visit_when_the_stake_is_worth_it() {
    let mut world = World::business().invoice("F1", "2026-03-02", 6_000);
    let walk = world.walk("2026-03-03", "2026-12-31");
    let steps: Vec<&str> = walk.iter().map(|line| line.split(' ').nth(1).unwrap()).collect();
    assert_eq!(
        steps,
        ["courtesy", "call-contact", "call-accounting", "firm", "letter", "visit", "formal-notice", "call-owner"]
    );
}

#[test]
fn a_key_account_begins_with_our_salesperson_and_the_telephone_comes_before_paper() {
    let mut world = World::business().contact(ContactRole::Salesperson, true, true).invoice("F1", "2026-03-02", 1_000);
    world.debtor.party.is_key_account = true;
    assert_eq!(choice(&world, "2026-03-05"), ("key-account".to_string(), Choice::KeyAccount));
    assert_eq!(
        world.walk("2026-02-16", "2026-12-31"),
        [
            "2026-02-20 pre-due email accounts_payable",
            "2026-03-05 heads-up internal salesperson",
            "2026-03-09 call-contact call buyer",
            "2026-03-16 courtesy email accounts_payable",
            "2026-03-24 call-accounting call accounts_payable",
            "2026-04-03 firm email accounts_payable",
            "2026-04-13 visit visit decider",
            "2026-04-23 letter letter decider",
            "2026-05-11 formal-notice registered_letter decider",
            "2026-05-21 call-owner call decider",
        ]
    );
}

#[test]
fn a_repeat_late_payer_is_called_early_and_noticed_early() {
    let mut world = World::business().invoice("F1", "2026-03-02", 1_000);
    world.debtor.history.settled_late = 3;
    assert_eq!(choice(&world, "2026-03-03"), ("repeat-late".to_string(), Choice::RepeatLate { settled_late: 3 }));
    assert_eq!(
        world.walk("2026-02-16", "2026-12-31"),
        [
            "2026-02-20 pre-due email accounts_payable",
            "2026-03-03 courtesy email accounts_payable",
            "2026-03-09 call-accounting call accounts_payable",
            "2026-03-16 firm email accounts_payable",
            "2026-03-23 letter letter decider",
            "2026-03-31 formal-notice registered_letter decider",
            "2026-04-08 call-owner call decider",
        ]
    );
    world.debtor.history.settled_late = 2;
    world.debtor.acts.clear();
    assert_eq!(choice(&world, "2026-03-03").1, Choice::ByKind);
}

#[test]
fn small_amounts_get_three_mails_and_are_then_left_to_judgement() {
    let mut world = World::business().invoice("F1", "2026-03-02", 120);
    assert_eq!(
        world.walk("2026-02-16", "2026-12-31"),
        [
            "2026-03-09 courtesy email accounts_payable",
            "2026-03-24 firm email accounts_payable",
            "2026-04-13 last email accounts_payable",
        ]
    );
    assert_eq!(world.codes("2026-12-31"), ["scenario_finished"]);
}

#[test]
fn a_consumer_has_a_clear_and_unhurried_calendar() {
    let mut world = World::consumer().invoice("F1", "2026-03-02", 400);
    assert_eq!(
        world.walk("2026-02-16", "2026-12-31"),
        [
            "2026-02-25 pre-due email user",
            "2026-03-09 courtesy email user",
            "2026-03-19 call-contact call user",
            "2026-03-30 firm email user",
            "2026-04-09 letter letter user",
            "2026-04-24 formal-notice registered_letter user",
        ]
    );
}

#[test]
fn a_public_body_is_asked_by_its_accounting_office_then_its_authorising_officer() {
    let mut world = World::public_body().invoice("F1", "2026-03-02", 400);
    assert_eq!(
        world.walk("2026-02-16", "2026-12-31"),
        [
            "2026-02-20 pre-due email accounts_payable",
            "2026-03-09 courtesy email accounts_payable",
            "2026-03-19 call-accounting call accounts_payable",
            "2026-03-30 firm email accounts_payable",
            "2026-04-14 letter letter decider",
            "2026-04-29 formal-notice registered_letter decider",
        ]
    );
}

#[test]
fn what_is_about_to_fall_due_is_small_or_not_by_its_own_amount() {
    // Nothing is overdue yet: a thousand euros coming due is no small amount.
    let world = World::business().invoice("F1", "2026-03-02", 1_000);
    assert_eq!(choice(&world, "2026-02-23").0, "standard");
    let world = World::business().invoice("F1", "2026-03-02", 100);
    assert_eq!(choice(&world, "2026-02-23").0, "small-amounts");
}

#[test]
fn a_case_leaves_the_small_amounts_when_it_no_longer_is_one() {
    let mut world = World::business().invoice("F1", "2026-03-02", 100);
    world.walk("2026-03-03", "2026-03-10");
    let world = world.invoice("F2", "2026-03-20", 9_000);
    assert_eq!(choice(&world, "2026-03-12").0, "small-amounts");
    assert_eq!(choice(&world, "2026-04-01"), ("standard".to_string(), Choice::ByKind));
}

#[test]
fn every_condition_of_a_scenario_must_hold_for_it_to_be_chosen() {
    let mut text = domain::scenario::shipped().unwrap().named("standard").unwrap().source.clone();
    text = text.replace("priority = 0", "priority = 9\nkey_account = true\noverdue_max = \"50,00\"");
    let mut world = World::business().under(&text).invoice("F1", "2026-03-02", 1_000);
    world.debtor.party.is_key_account = true;
    let situation = Situation::of(&world.debtor, &world.company, d("2026-03-09")).unwrap();
    assert!(world.book.choose(&situation).is_none());
    assert_eq!(world.day("2026-03-09"), ["F1 no_scenario -"]);
}

#[test]
fn a_scenario_chosen_by_hand_wins_and_an_unknown_name_does_not_silence_anybody() {
    let mut world = World::business().invoice("F1", "2026-03-02", 120);
    world.debtor.party.scenario = Some("key-account".into());
    assert_eq!(choice(&world, "2026-03-05"), ("key-account".to_string(), Choice::ChosenByHand));
    world.debtor.party.scenario = Some("gone".into());
    assert_eq!(choice(&world, "2026-03-05").0, "small-amounts");
    world.debtor.party.kind = PartyKind::Consumer;
    assert_eq!(choice(&world, "2026-03-05").0, "consumer");
}

#[test]
fn a_running_case_keeps_the_version_it_began_with() {
    let mut world = World::business().invoice("F1", "2026-03-02", 1_000);
    world.walk("2026-03-03", "2026-03-06");
    let old = world.book.named("standard").unwrap().clone();
    let slower = old.source.replace("days = 7", "days = 20");
    let newer = domain::scenario::parse("standard.toml", &slower).unwrap();
    assert_ne!(newer.reference.version, old.reference.version);
    world.book = domain::scenario::ScenarioBook::new(vec![newer.clone()]);
    world.book.pin(old);
    assert_eq!(choice(&world, "2026-03-12").1, Choice::Running);
    assert_eq!(world.day("2026-03-12"), ["call-contact call: F1 = 1000.00"]);
    // Another customer, not started yet, gets the new one; so does this case once its old version is lost.
    world.book = domain::scenario::ScenarioBook::new(vec![newer]);
    assert_eq!(world.day("2026-03-12"), ["F1 waiting_for_step 2026-03-25"]);
}
