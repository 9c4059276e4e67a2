//! What stops a message that is otherwise due: bank data, last contact, day, amount, credits, contacts.

use super::world::{Bank, World, d};
use base::Cents;
use base::calendar::Region;
use domain::agenda::{ApprovalNeeded, Reason};
use domain::facts::{ActState, Closing, ContactRole, DecisionKind, Guard, HoldKind, KindBasis, StandingOrder};

fn late() -> World {
    World::business().invoice("F1", "2026-03-02", 500)
}

fn lift(guard: Guard) -> DecisionKind {
    DecisionKind::Override { guard }
}

#[test]
fn old_bank_data_stops_what_reaches_the_debtor() {
    let world = late().bank(Bank::Until(d("2026-02-23")));
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F1 = 500.00"], "ten days old");
    assert_eq!(world.day("2026-03-06"), ["F1 bank_data_stale -"], "eleven");
    assert!(world.decide("2026-03-06", "", lift(Guard::BankDataStale)).codes("2026-03-06").contains(&"overridden"));
}

#[test]
fn old_bank_data_does_not_stop_a_word_to_our_own_salesperson() {
    let mut world = late().contact(ContactRole::Salesperson, true, true).bank(Bank::Until(d("2026-01-02")));
    world.debtor.party.is_key_account = true;
    assert_eq!(world.day("2026-03-05"), ["heads-up internal: F1 = 500.00"]);
}

#[test]
fn without_any_bank_data_a_person_looks_at_the_account_first() {
    let mut world = late().bank(Bank::Never);
    world.company.standing_order = StandingOrder {
        signed_by: "Claire".into(),
        signed_on: Some(d("2026-01-05")),
        steps: vec!["standard/courtesy".into()],
    };
    let approval = |world: &World| world.plan("2026-03-05").proposals[0].approval;
    assert!(world.codes("2026-03-05").contains(&"no_bank_data"));
    assert_eq!(approval(&world), ApprovalNeeded::Anybody);
    world.bank = Bank::UpToDate;
    assert_eq!(approval(&world), ApprovalNeeded::StandingOrder);
    world.company.standing_order.signed_on = Some(d("2026-03-06"));
    assert_eq!(approval(&world), ApprovalNeeded::Anybody, "signed tomorrow");
    world.company.standing_order.signed_on = Some(d("2026-03-05"));
    world = world.act("courtesy", "2026-03-05", &["F1"], ActState::Failed);
    assert_eq!(approval(&world), ApprovalNeeded::Anybody, "after a failure a person looks first");
}

#[test]
fn nobody_is_written_to_again_too_soon() {
    let mut world =
        late().sent("courtesy", "2026-03-05", &["F1"]).hold(HoldKind::Promise, "F1", "2026-03-05", Some("2026-03-05"));
    // The promise broken on the 9th would bring the call forward; five days between contacts are kept.
    assert_eq!(world.day("2026-03-09"), ["F1 contact_too_recent 2026-03-10"]);
    assert_eq!(world.day("2026-03-10"), ["call-contact call: F1 = 500.00"]);
    world = world.decide("2026-03-09", "", lift(Guard::ContactTooRecent));
    assert_eq!(world.day("2026-03-09"), ["call-contact call: F1 = 500.00"]);
}

#[test]
fn while_the_company_is_closed_nothing_leaves_and_the_next_day_is_told() {
    let mut world = late();
    let closing =
        |from: &str, until: &str| Closing { from: d(from), until: d(until), why: "Fermeture d’été".into() };
    world.company.closings = vec![closing("2026-03-02", "2026-03-06"), closing("2026-03-09", "2026-03-10")];
    assert_eq!(world.day("2026-03-05"), ["F1 company_closed 2026-03-11"], "a weekend and another closing come between");
    assert_eq!(world.day("2026-03-07"), ["F1 non_working_day 2026-03-11"]);
    assert!(world.plan("2026-03-11").silences.is_empty());
    assert!(world.decide("2026-03-05", "", lift(Guard::NonWorkingDay)).codes("2026-03-05").contains(&"overridden"));
}

#[test]
fn weekends_and_holidays_are_quiet() {
    let world = late();
    assert_eq!(world.day("2026-03-07"), ["F1 non_working_day 2026-03-09"]);
    assert_eq!(world.day("2026-05-01"), ["F1 non_working_day 2026-05-04"]);
    let mut alsace = late();
    alsace.company.region = Region::AlsaceMoselle;
    assert_eq!(alsace.day("2026-04-03"), ["F1 non_working_day 2026-04-07"], "Good Friday, then Easter Monday");
    assert!(world.plan("2026-04-03").silences.is_empty());
    assert!(world.decide("2026-03-07", "", lift(Guard::NonWorkingDay)).codes("2026-03-07").contains(&"overridden"));
}

#[test]
fn nobody_is_bothered_for_less_than_the_minimum() {
    let world = World::business().invoice("F1", "2026-03-02", 14).invoice("F2", "2026-03-20", 14);
    assert_eq!(world.day("2026-03-10"), ["F1 below_minimum 2026-03-21"], "another falls due then");
    let grown = world.invoice("F3", "2026-03-03", 5);
    assert_eq!(grown.day("2026-03-10"), ["courtesy email: F1+F3 = 19.00"]);
    let alone = World::business().invoice("F1", "2026-03-02", 14);
    assert_eq!(alone.day("2026-03-10"), ["F1 below_minimum -"]);
    assert!(alone.decide("2026-03-10", "F1", lift(Guard::BelowMinimum)).codes("2026-03-10").contains(&"overridden"));
}

#[test]
fn credits_that_cover_what_is_due_are_set_off_first() {
    let credit = |euros: i64| late().invoice("A1", "2026-02-20", 1).with(|r| r.outstanding = Cents::new(-euros * 100));
    assert_eq!(credit(500).day("2026-03-05"), ["F1 credits_cover -"]);
    let less = credit(200);
    assert_eq!(less.day("2026-03-05"), ["courtesy email: F1 = 500.00"]);
    assert!(less.codes("2026-03-05").contains(&"credits_open"), "but the reader is told of it");
}

#[test]
fn an_override_for_one_invoice_names_only_that_invoice() {
    let world = late()
        .invoice("F2", "2026-03-02", 300)
        .sent("courtesy", "2026-03-05", &["F1", "F2"])
        .act("call-contact", "2026-03-12", &["F1", "F2"], ActState::Done)
        .decide("2026-03-16", "F2", lift(Guard::ContactTooRecent))
        .hold(HoldKind::Promise, "", "2026-03-12", Some("2026-03-12"));
    assert_eq!(world.day("2026-03-16"), ["call-accounting call: F2 = 300.00", "F1 contact_too_recent 2026-03-17"]);
}

#[test]
fn a_pseudo_customer_is_never_chased() {
    let mut world = late();
    world.debtor.party.is_pseudo = true;
    assert_eq!(world.day("2026-03-05"), ["F1 pseudo_customer -"]);
}

#[test]
fn the_next_channel_and_the_next_person_are_tried_before_giving_up() {
    let invoiced = |world: World| world.invoice("F1", "2026-03-02", 500);
    let world = invoiced(World::nobody_known().address());
    assert_eq!(world.day("2026-03-05"), ["courtesy letter: F1 = 500.00"]);
    assert!(world.codes("2026-03-05").contains(&"channel_fallback"));
    let world = invoiced(World::nobody_known().contact(ContactRole::Buyer, true, false));
    let plan = world.plan("2026-03-05");
    assert_eq!(plan.proposals[0].target.role, ContactRole::Buyer);
    let wanted = Reason::RoleFallback { wanted: ContactRole::AccountsPayable, chosen: ContactRole::Buyer };
    assert!(plan.proposals[0].reasons.contains(&wanted));
    let world = invoiced(World::nobody_known().contact(ContactRole::Decider, true, false));
    assert_eq!(
        world.plan("2026-03-05").proposals[0].target.role,
        ContactRole::Decider,
        "a role the step does not name"
    );
}

#[test]
fn nobody_to_reach_is_said_and_our_own_salesperson_is_nobody() {
    let nobody = World::nobody_known().invoice("F1", "2026-03-02", 500);
    assert_eq!(nobody.day("2026-03-05"), ["F1 no_usable_contact -"]);
    let ours = nobody.contact(ContactRole::Salesperson, true, true);
    assert_eq!(ours.day("2026-03-05"), ["F1 no_usable_contact -"]);
}

#[test]
fn facts_of_tomorrow_are_not_seen_today() {
    let today = late();
    let seen = today.day("2026-03-05");
    assert_eq!(
        today.clone().invoice("A1", "2026-05-20", 1).with(|r| r.outstanding = Cents::new(-90_000)).day("2026-03-05"),
        seen
    );
    assert_eq!(today.clone().hold(HoldKind::Dispute, "F1", "2026-03-06", None).day("2026-03-05"), seen);
    assert_eq!(today.clone().skip("2026-03-06", "", "courtesy").day("2026-03-05"), seen);
    assert_eq!(today.clone().sent("courtesy", "2026-03-06", &["F1"]).day("2026-03-05"), seen);
    assert_eq!(today.decide("2026-03-06", "", lift(Guard::NonWorkingDay)).day("2026-03-05"), seen);
}

#[test]
fn a_customer_of_unknown_kind_gets_reminders_and_no_formal_notice() {
    let mut world = late().sent("letter", "2026-04-10", &["F1"]);
    world.debtor.party.kind_basis = KindBasis::Assumed;
    assert_eq!(world.day("2026-04-20"), ["F1 kind_unknown -"]);
    let mut friendly = late();
    friendly.debtor.party.kind_basis = KindBasis::Assumed;
    assert_eq!(friendly.day("2026-03-05"), ["courtesy email: F1 = 500.00"]);
    world.debtor.party.kind_basis = KindBasis::Suggested;
    assert_eq!(world.day("2026-04-20"), ["formal-notice registered_letter: F1 = 500.00"]);
}
