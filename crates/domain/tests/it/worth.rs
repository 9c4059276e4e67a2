//! What a minute is worth, by whom and how late; and a message about some of its invoices only.

use super::world::{World, d, invoice_id};
use base::Cents;
use domain::agenda::{Proposal, Reason, Worth, WorthReason};
use domain::facts::{DebtorFacts, HoldKind};

fn only(world: &World, on: &str) -> Proposal {
    let mut proposals = world.plan(on).proposals;
    assert_eq!(proposals.len(), 1, "{:?}", world.day(on));
    proposals.remove(0)
}

fn worth(world: &World, on: &str) -> Worth {
    Worth::of(&only(world, on), debtor(world), d(on)).unwrap()
}

fn debtor(world: &World) -> &DebtorFacts {
    &world.debtor
}

#[test]
fn the_amount_times_the_chance_over_the_minutes() {
    let mail = worth(&World::business().invoice("F1", "2026-03-02", 500), "2026-03-05");
    assert_eq!((mail.chance_percent, mail.minutes), (60, 1));
    assert_eq!((mail.expected_cents, mail.per_minute_cents), (Cents::new(30_000), Cents::new(30_000)));
    assert_eq!(mail.reasons, [WorthReason::Late { days: 3 }, WorthReason::FirstContact]);
    let called = World::business().invoice("F1", "2026-03-02", 500).sent("courtesy", "2026-03-05", &["F1"]);
    let call = worth(&called, "2026-03-12");
    assert_eq!((call.chance_percent, call.minutes), (70, 6), "a first call is worth more");
    assert_eq!(call.per_minute_cents, Cents::new(5_833));
    assert_eq!(call.reasons, [WorthReason::Late { days: 10 }, WorthReason::NeverCalled]);
}

#[test]
fn an_old_invoice_is_worth_less_and_a_broken_word_more() {
    let at = |due: &str| worth(&World::business().invoice("F1", due, 500), "2026-03-05").chance_percent;
    assert_eq!(at("2026-03-02"), 60);
    assert_eq!(at("2026-02-10"), 50);
    assert_eq!(at("2026-01-10"), 40);
    assert_eq!(at("2025-03-10"), 10);
    let broken = World::business().invoice("F1", "2026-02-10", 500).hold(
        HoldKind::Promise,
        "F1",
        "2026-02-15",
        Some("2026-02-20"),
    );
    let broken = worth(&broken, "2026-03-05");
    assert_eq!(broken.reasons.first(), Some(&WorthReason::WordBroken));
    assert_eq!(broken.chance_percent, 65, "a broken word, said in a neutral tone");
}

#[test]
fn a_large_amount_is_said_and_a_service_message_comes_last() {
    let large = worth(&World::business().invoice("F1", "2026-03-02", 5_000), "2026-03-05");
    assert!(large.reasons.contains(&WorthReason::LargeAmount));
    let early = worth(&World::business().invoice("F1", "2026-03-12", 500), "2026-03-05");
    assert_eq!(early.reasons.first(), Some(&WorthReason::NotYetDue { in_days: 7 }));
    assert_eq!(early.chance_percent, 5);
}

#[test]
fn a_message_about_some_of_its_invoices_says_only_them() {
    let world = World::business().invoice("F1", "2026-03-01", 500).invoice("F2", "2026-03-02", 300);
    let whole = only(&world, "2026-03-05");
    let part = whole.about(&[invoice_id("F2")]).unwrap().unwrap();
    assert_eq!(part.total_cents, Cents::new(30_000));
    assert_eq!(part.lines.iter().map(|l| l.number.as_str()).collect::<Vec<_>>(), ["F2"]);
    let oldest = Reason::Overdue { number: "F2".into(), due_on: d("2026-03-02"), days: 3 };
    assert_eq!(part.reasons.first(), Some(&oldest));
    assert!(!part.reasons.iter().any(|r| matches!(r, Reason::Grouped { .. })));
    assert_eq!(whole.about(&[invoice_id("F1"), invoice_id("F2")]).unwrap(), Some(whole.clone()));
    assert_eq!(whole.about(&[]).unwrap(), None);
    assert_eq!(whole.about(&[invoice_id("F9")]).unwrap(), None);
}
