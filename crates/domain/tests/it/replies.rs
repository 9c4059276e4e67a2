//! An answer nobody has read: it holds messages back for a few working days, never for ever, and never without saying so.

use super::world::{World, d};
use base::Timestamp;
use base::id::ReplyId;
use domain::agenda::Reason;
use domain::facts::{Closing, ContactRole, DecisionKind, Guard, ReplyFacts, ServiceTerms};
use domain::scenario::{parse, shipped, write};

/// F1 is due on 2 March 2026, a Monday: the courteous reminder is due on Thursday the 5th.
fn late() -> World {
    World::business().invoice("F1", "2026-03-02", 500)
}

fn answered(mut world: World, received: &str, noted: &str) -> World {
    let n = u8::try_from(world.debtor.replies.len()).unwrap();
    let id = ReplyId::from_bytes([n; 16]);
    let recorded_at = Timestamp::UNIX_EPOCH;
    world.debtor.replies.push(ReplyFacts { id, received_on: d(received), noted_on: d(noted), recorded_at });
    world
}

#[test]
fn an_answer_holds_the_reminder_back_for_three_working_days_and_no_longer() {
    let world = answered(late(), "2026-03-04", "2026-03-05");
    assert_eq!(world.day("2026-03-05"), ["F1 reply_unread 2026-03-10"], "Friday, Monday, and again on Tuesday");
    assert_eq!(world.day("2026-03-09"), ["F1 reply_unread 2026-03-10"]);
    assert_eq!(world.day("2026-03-10"), ["courtesy email: F1 = 500.00"], "the plan goes on by itself");
    assert_eq!(late().day("2026-03-05"), ["courtesy email: F1 = 500.00"], "handled, or never received: nothing waits");
    assert_eq!(
        answered(late(), "2026-03-06", "2026-03-06").day("2026-03-05"),
        late().day("2026-03-05"),
        "not yet known"
    );
    let plan = world.plan("2026-03-05");
    let told = Reason::ReplyUnread { received_on: d("2026-03-04"), until: d("2026-03-10") };
    assert_eq!(plan.silences[0].reasons, [told]);
}

#[test]
fn of_two_answers_the_one_recorded_last_counts() {
    let world = answered(answered(late(), "2026-03-02", "2026-03-03"), "2026-03-05", "2026-03-06");
    assert_eq!(world.day("2026-03-06"), ["F1 reply_unread 2026-03-11"]);
    assert_eq!(world.day("2026-03-05"), ["F1 reply_unread 2026-03-06"], "the first alone");
}

#[test]
fn days_on_which_the_company_is_closed_do_not_count() {
    let mut world = answered(late(), "2026-03-04", "2026-03-04");
    world.company.closings =
        vec![Closing { from: d("2026-03-06"), until: d("2026-03-10"), why: "Inventaire".to_string() }];
    assert_eq!(world.day("2026-03-05"), ["F1 reply_unread 2026-03-12"]);
}

#[test]
fn a_person_lifts_it_for_a_day_and_a_scenario_says_how_long() {
    let world = answered(late(), "2026-03-04", "2026-03-05");
    let lift = DecisionKind::Override { guard: Guard::ReplyUnread };
    let lifted = world.clone().decide("2026-03-05", "", lift);
    assert!(lifted.codes("2026-03-05").contains(&"overridden"));
    assert_eq!(lifted.day("2026-03-06"), ["F1 reply_unread 2026-03-10"], "only on that day");

    let text = shipped().unwrap().named("standard").unwrap().source.clone();
    let days =
        |n: &str| text.replace("working_days_only = true", &format!("working_days_only = true\nreply_days = {n}"));
    let under = |n: &str| answered(late().under(&days(n)), "2026-03-04", "2026-03-05");
    assert_eq!(under("0").day("2026-03-05"), ["courtesy email: F1 = 500.00"], "zero: never");
    assert_eq!(under("1").day("2026-03-05"), ["F1 reply_unread 2026-03-06"]);
    let one = parse("s.toml", &days("1")).unwrap();
    assert_eq!(parse("s.toml", &write(&one)).unwrap().policy, one.policy, "written and read again");
    let wrong = parse("s.toml", &days("11")).unwrap_err().to_string();
    assert!(wrong.contains("de 0 à 10 jours ouvrés"), "{wrong}");
}

#[test]
fn a_formal_notice_and_a_suspension_wait_too_and_a_word_to_our_own_people_does_not() {
    let formal = late()
        .sent("courtesy", "2026-03-05", &["F1"])
        .sent("call-contact", "2026-03-12", &["F1"])
        .sent("firm", "2026-03-19", &["F1"])
        .sent("letter", "2026-03-26", &["F1"]);
    let day = (0..60).map(|n| base::add_days(d("2026-03-27"), n).unwrap().to_string());
    let first = day.into_iter().find(|day| formal.plan(day).proposals.iter().any(|p| p.step == "formal-notice"));
    let day = first.unwrap();
    let held = answered(formal, &day, &day).plan(&day);
    assert!(held.proposals.is_empty());
    assert_eq!(held.silences[0].reasons[0].code(), "reply_unread");

    let mut subscriber = late();
    subscriber.debtor.service = Some(ServiceTerms {
        clause: "l’article 8".to_string(),
        accepted_on: d("2025-06-01"),
        notice_days: 8,
        suspend_after_days: Some(10),
        terminate_after_days: None,
    });
    assert_eq!(subscriber.day("2026-03-12"), ["service-notice registered_letter: F1 = 500.00"]);
    let subscriber = answered(subscriber, "2026-03-11", "2026-03-11");
    assert_eq!(subscriber.day("2026-03-12"), ["F1 reply_unread 2026-03-16"]);

    let mut ours = late().contact(ContactRole::Salesperson, true, true);
    ours.debtor.party.is_key_account = true;
    assert_eq!(answered(ours, "2026-03-04", "2026-03-05").day("2026-03-05"), ["heads-up internal: F1 = 500.00"]);
}
