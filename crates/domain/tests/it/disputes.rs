//! A dispute recorded as one: its part is told apart, with its cause, its owner and the day it is to be settled by.

use super::world::{World, d};
use base::Cents;
use domain::agenda::{Reason, sentence};
use domain::facts::{DisputeCause, DisputeFacts, HoldKind};

fn contested(euros: Option<i64>) -> World {
    World::business().invoice("F1", "2026-03-02", 500).hold(HoldKind::Dispute, "F1", "2026-03-04", None).with_hold(
        |h| {
            h.amount = euros.map(|e| Cents::new(e * 100));
            h.dispute = Some(DisputeFacts {
                cause: DisputeCause::Quality,
                opened_on: d("2026-03-03"),
                owner: Some("Claire".into()),
                target_on: Some(d("2026-03-20")),
                awaits_credit: false,
            });
        },
    )
}

fn told(world: &World, on: &str) -> Vec<(i64, String, Option<base::Date>)> {
    let parts = world.plan(on).contested;
    parts.iter().map(|s| (s.outstanding_cents.get(), said(&s.reasons[0]), s.next_on)).collect()
}

fn said(reason: &Reason) -> String {
    sentence(reason).replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn the_contested_part_is_told_beside_the_rest_until_its_target_comes() {
    let world = contested(Some(200));
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F1 = 300.00"]);
    let words = "Part contestée de 200,00 € depuis le 3 mars 2026 (qualité, suivi par Claire";
    let part = |stage: &str| format!("{words}, {stage}) : noté au téléphone.");
    let (target, week_later) = (Some(d("2026-03-20")), Some(d("2026-03-27")));
    assert_eq!(told(&world, "2026-03-05"), [(20_000, part("à trancher pour le 20 mars 2026"), target)]);
    assert_eq!(told(&world, "2026-03-20"), [(20_000, part("à trancher depuis le 20 mars 2026"), week_later)]);
    let late = part("à trancher par le dirigeant, attendu le 20 mars 2026");
    assert_eq!(told(&world, "2026-03-27"), [(20_000, late, None)]);
}

#[test]
fn what_was_found_right_waits_for_its_credit_note() {
    let world = contested(Some(200)).with_hold(|h| h.dispute.as_mut().unwrap().awaits_credit = true);
    assert_eq!(world.day("2026-03-05"), ["courtesy email: F1 = 300.00"]);
    assert!(told(&world, "2026-04-30")[0].1.contains("reconnu, avoir à établir"));
}

#[test]
fn a_dispute_of_the_whole_is_one_silence_looked_at_again_on_its_target() {
    let world = contested(None);
    assert_eq!(world.day("2026-03-05"), ["F1 dispute 2026-03-20"]);
    assert_eq!(world.day("2026-03-20"), ["F1 dispute 2026-03-27"]);
    assert_eq!(world.day("2026-12-20"), ["F1 dispute -"]);
    assert!(world.plan("2026-03-05").contested.is_empty());
}

#[test]
fn what_stops_the_rest_leaves_the_contested_part_told_apart() {
    let world = contested(Some(200)).hold(HoldKind::Pause, "F1", "2026-03-04", None);
    let plan = world.plan("2026-03-05");
    let amounts = [plan.silences[0].outstanding_cents, plan.contested[0].outstanding_cents];
    assert_eq!(amounts, [Cents::new(30_000), Cents::new(20_000)]);
    let insolvent = world.hold(HoldKind::Insolvency, "", "2026-03-04", None).plan("2026-03-05");
    assert_eq!(insolvent.silences[0].outstanding_cents, Cents::new(50_000));
    assert!(insolvent.contested.is_empty(), "what stops the debtor is told once");
}
