//! Acts as they go: pending, unknown, failed, cancelled, done; what each does to the next planning.

use super::world::{World, d};
use domain::facts::ActState;

fn late() -> World {
    World::business().invoice("F1", "2026-03-02", 500)
}

#[test]
fn an_act_that_waits_for_its_outcome_blocks_everything_else() {
    for state in ActState::ALL.into_iter().filter(|s| s.is_pending()) {
        let world = late().invoice("F2", "2026-03-03", 300).act("courtesy", "2026-03-05", &["F1"], state);
        assert_eq!(world.day("2026-04-20"), ["F1 act_pending -", "F2 act_pending -"], "{state:?}");
    }
}

#[test]
fn an_act_that_did_not_leave_changes_nothing_but_is_told() {
    let world = late();
    for state in [ActState::Failed, ActState::Cancelled] {
        let tried = world.clone().act("courtesy", "2026-03-05", &["F1"], state);
        assert_eq!(tried.day("2026-03-06"), ["courtesy email: F1 = 500.00"], "{state:?}");
        let told = tried.codes("2026-03-06").contains(&"previous_attempt_failed");
        assert_eq!(told, state == ActState::Failed);
    }
}

#[test]
fn a_failure_is_forgotten_after_a_success() {
    let world = late().act("courtesy", "2026-03-05", &["F1"], ActState::Failed).sent("courtesy", "2026-03-06", &["F1"]);
    assert!(!world.codes("2026-03-13").contains(&"previous_attempt_failed"));
}

#[test]
fn what_left_counts_whether_handed_over_delivered_or_done() {
    for state in ActState::ALL.into_iter().filter(|s| s.counts_as_performed()) {
        let world = late().act("courtesy", "2026-03-05", &["F1"], state);
        assert_eq!(world.day("2026-03-06"), ["F1 waiting_for_step 2026-03-12"], "{state:?}");
    }
}

#[test]
fn an_act_that_left_on_an_unknown_day_counts_from_the_day_it_was_planned() {
    let mut world = late().sent("courtesy", "2026-03-05", &["F1"]);
    world.debtor.acts[0].performed_on = None;
    assert_eq!(world.day("2026-03-06"), ["F1 waiting_for_step 2026-03-12"]);
}

#[test]
fn an_act_performed_later_was_still_waiting_on_the_day_looked_at() {
    let mut world = late().sent("courtesy", "2026-03-05", &["F1"]);
    world.debtor.acts[0].performed_on = Some(d("2026-03-09"));
    assert_eq!(world.day("2026-03-06"), ["F1 act_pending -"]);
    assert_eq!(world.day("2026-03-10"), ["F1 waiting_for_step 2026-03-16"]);
}

#[test]
fn the_last_step_leaves_the_next_decision_to_a_person() {
    let world = late().sent("call-owner", "2026-04-20", &["F1"]);
    assert_eq!(world.day("2026-06-01"), ["F1 scenario_finished -"]);
}
