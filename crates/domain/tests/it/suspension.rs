//! Services that are not paid: the notice, the suspension and the end of the contract, where accepted terms provide for them.

use super::world::{World, d};
use domain::facts::{ContactRole, HoldKind, KindBasis, ServiceTerms};

fn terms() -> ServiceTerms {
    ServiceTerms {
        clause: "l’article 8 de nos conditions générales".to_string(),
        accepted_on: d("2025-06-01"),
        notice_days: 8,
        suspend_after_days: Some(10),
        terminate_after_days: Some(30),
    }
}

/// F1 is due on 2 March 2026, a Monday.
fn subscriber() -> World {
    let mut world = World::business().address().invoice("F1", "2026-03-02", 500);
    world = world.contact(ContactRole::Decider, true, true);
    world.debtor.party.kind_basis = KindBasis::Stated;
    world.debtor.service = Some(terms());
    world
}

fn proposed(world: &World, on: &str) -> Vec<String> {
    world.plan(on).proposals.iter().map(|p| p.step.clone()).collect()
}

#[test]
fn a_notice_comes_first_then_the_suspension_then_the_end() {
    let world = subscriber();
    assert_eq!(proposed(&world, "2026-03-11"), ["courtesy"], "nine days late");
    let notice = world.plan("2026-03-12");
    assert_eq!((notice.proposals.len(), notice.silences.len()), (1, 0));
    assert_eq!(world.day("2026-03-12"), ["service-notice registered_letter: F1 = 500.00"]);
    let noticed = world.sent("service-notice", "2026-03-13", &["F1"]);
    assert!(!proposed(&noticed, "2026-03-20").iter().any(|s| s.starts_with("service")), "the delay still runs");
    let after = proposed(&noticed, "2026-03-23");
    assert_eq!(after, ["service-suspension"], "nine days after the notice (21 and 22 March: a weekend)");
    let suspended = noticed.sent("service-suspension", "2026-03-24", &["F1"]);
    assert!(!proposed(&suspended, "2026-03-30").iter().any(|s| s.starts_with("service")), "28 days late");
    assert_eq!(proposed(&suspended, "2026-04-01"), ["service-termination"]);
    let ended = suspended.sent("service-termination", "2026-04-02", &["F1"]);
    assert!(!proposed(&ended, "2026-04-15").iter().any(|s| s.starts_with("service")));
}

#[test]
fn without_terms_nothing_of_the_kind_is_proposed() {
    let mut world = subscriber();
    world.debtor.service = None;
    for day in ["2026-03-12", "2026-04-15", "2026-06-10"] {
        assert!(!proposed(&world, day).iter().any(|s| s.starts_with("service")), "{day}");
    }
}

#[test]
fn an_explanation_stops_it_and_proceedings_forbid_it() {
    let kinds = [
        HoldKind::Promise,
        HoldKind::PaymentAnnounced,
        HoldKind::Dispute,
        HoldKind::Plan,
        HoldKind::Pause,
        HoldKind::AwaitingValidation,
        HoldKind::Factored,
        HoldKind::Insolvency,
    ];
    for kind in kinds {
        let until = kind.is_word_given().then_some("2026-03-31");
        let held = subscriber().hold(kind, "F1", "2026-03-04", until);
        assert!(proposed(&held, "2026-03-12").is_empty(), "{kind:?}");
        assert_eq!(held.plan("2026-03-12").silences.len(), 1, "{kind:?} is told");
    }
    let noticed = subscriber().sent("service-notice", "2026-03-13", &["F1"]);
    let judged = noticed.hold(HoldKind::Insolvency, "", "2026-03-20", None);
    assert_eq!(judged.day("2026-03-23"), ["F1 insolvency -"], "one must go on serving (C. com. L622-13)");
}

#[test]
fn what_is_paid_stops_it() {
    let noticed = subscriber().invoice("F2", "2026-03-02", 100).sent("service-notice", "2026-03-13", &["F1"]);
    let day = noticed.day("2026-03-23");
    assert_eq!(day[0], "service-suspension registered_letter: F1 = 500.00", "{day:?}");
    assert!(day[1].starts_with("F2 after_other_message"), "nothing is stopped for what no notice named: {day:?}");
    let paid = noticed.paid("F1");
    assert_eq!(proposed(&paid, "2026-03-23"), ["service-notice"], "F2 was never given notice of");
}

#[test]
fn what_was_learnt_late_counts_from_that_day() {
    let late = subscriber().with(|r| r.known_on = d("2026-05-04"));
    assert_eq!(proposed(&late, "2026-05-07"), ["courtesy"]);
    assert_eq!(proposed(&late, "2026-05-15"), ["service-notice"]);
}
