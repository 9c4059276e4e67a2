//! What a book would do if nobody pays, what it would have done, and how two books differ on the same facts.

use super::world::{Bank, World, d};
use base::Date;
use domain::facts::{ContactRole, HoldKind};
use domain::rehearsal::{Forecast, Rehearsal, Rehearsed, Tally, changes, forecast};
use domain::scenario::{Scenario, When, parse, shipped, shipped_text, write};

fn standard() -> Scenario {
    shipped().unwrap().named("standard").unwrap().clone()
}

fn reread(scenario: &Scenario) -> Scenario {
    parse("essai", &write(scenario)).unwrap()
}

/// The standard scenario with its courteous reminder on another day.
fn courtesy_on(days: i64) -> Scenario {
    let mut changed = standard();
    let at = changed.position("courtesy").unwrap();
    changed.steps[at].when = When::AfterDue { days };
    reread(&changed)
}

fn told(forecast: &Forecast) -> Vec<String> {
    forecast.days.iter().map(|(on, p)| format!("{on} {} {}", p.step, p.channel.code())).collect()
}

fn from(world: &World, today: &str, days: i64) -> Forecast {
    let mut company = world.company.clone();
    company.bank_known_until = matches!(world.bank, Bank::UpToDate).then(|| d(today));
    forecast(&world.debtor, &company, &world.book, d(today), days).unwrap()
}

#[test]
fn a_forecast_says_what_the_planner_then_says_day_after_day() {
    let world = World::business().invoice("F1", "2026-03-02", 1_000);
    let said = told(&from(&world, "2026-02-16", 120));
    let walked = world.clone().walk("2026-02-16", "2026-06-15");
    assert_eq!(said.len(), 8);
    for (said, walked) in said.iter().zip(&walked) {
        assert!(walked.starts_with(said.as_str()), "{said} / {walked}");
    }
    assert_eq!(from(&world, "2026-02-16", 120).end[0].reasons[0].code(), "scenario_finished");
}

#[test]
fn a_forecast_waits_for_a_promise_and_goes_on_when_it_is_broken() {
    let world = World::business().invoice("F1", "2026-03-02", 1_000).hold(
        HoldKind::Promise,
        "F1",
        "2026-03-04",
        Some("2026-03-20"),
    );
    assert_eq!(told(&from(&world, "2026-03-04", 30))[0], "2026-03-24 courtesy email");
}

#[test]
fn a_forecast_ends_at_the_gate_that_somebody_must_open() {
    let world =
        World::business().invoice("F1", "2026-03-02", 1_000).with(|r| r.due_basis = domain::facts::DueBasis::Default);
    let forecast = from(&world, "2026-03-04", 120);
    assert!(forecast.days.iter().all(|(_, p)| p.step != "formal-notice"));
    assert_eq!(forecast.end[0].reasons[0].code(), "gate_closed");
}

#[test]
fn a_forecast_ends_with_what_stops_it_and_not_with_a_sunday() {
    let nobody = World::nobody_known().invoice("F1", "2026-03-02", 1_000).invoice("F2", "2026-03-04", 500);
    // 14 June 2026 is a Sunday.
    let forecast = from(&nobody, "2026-03-04", 103);
    assert!(forecast.days.is_empty());
    assert_eq!(endings(&forecast), ["no_usable_contact"], "one sentence for both invoices");
    let reached = World::business().invoice("F1", "2026-03-02", 1_000);
    assert_eq!(endings(&from(&reached, "2026-02-16", 119)), ["scenario_finished"]);
}

fn endings(forecast: &Forecast) -> Vec<&'static str> {
    forecast.endings().into_iter().map(|(reason, _)| reason.code()).collect()
}

fn replay(world: &World, scenario: &Scenario, days: &[Date]) -> Vec<Rehearsed> {
    let book = world.book.adopting(scenario);
    let mut rehearsal = Rehearsal::new(&book, days[0]);
    let mut done = Vec::new();
    for day in days {
        let mut company = world.company.clone();
        company.bank_known_until = Some(*day);
        let proposals = rehearsal.day(&world.debtor, &company, *day).unwrap();
        done.extend(proposals.iter().map(|p| Rehearsed::of(p, *day)));
    }
    done
}

#[test]
fn a_replay_of_a_draft_differs_by_what_the_draft_changes() {
    let world = World::business().invoice("F1", "2026-03-02", 1_000);
    let days: Vec<Date> = (0..45).map(|n| base::add_days(d("2026-03-03"), n).unwrap()).collect();
    let before = replay(&world, &standard(), &days);
    let after = replay(&world, &courtesy_on(10), &days);
    let told: Vec<String> =
        changes(&before, &after).iter().map(|c| format!("{} {} {:?}", c.done.on, c.done.step, c.shift)).collect();
    assert_eq!(
        told,
        [
            "2026-03-12 courtesy Later { days: 7 }",
            "2026-03-19 call-contact Later { days: 7 }",
            "2026-03-24 call-accounting Later { days: 7 }",
            "2026-03-30 firm Later { days: 7 }",
            "2026-04-07 letter Later { days: 7 }",
            "2026-04-10 formal-notice Dropped",
        ]
    );
    assert!(changes(&before, &before).is_empty());
    let mut tally = Tally::default();
    before.iter().for_each(|done| tally.add(done));
    assert_eq!((tally.emails, tally.calls, tally.letters, tally.formal_notices, tally.reminders()), (2, 2, 1, 1, 6));
}

#[test]
fn what_was_really_done_before_the_replay_counts_and_what_came_after_does_not() {
    let mut world = World::business().invoice("F1", "2026-03-02", 1_000);
    world.walk("2026-03-03", "2026-03-31");
    let days: Vec<Date> = (0..5).map(|n| base::add_days(d("2026-03-12"), n).unwrap()).collect();
    let steps: Vec<String> = replay(&world, &standard(), &days).into_iter().map(|r| r.step).collect();
    // The courteous reminder of 5 March was before; the call of the 12th is made again.
    assert_eq!(steps, ["call-contact"]);
}

#[test]
fn a_running_case_keeps_its_version_in_a_replay_too() {
    let mut world = World::business().invoice("F1", "2026-03-02", 1_000);
    world.walk("2026-03-03", "2026-03-06");
    let mut slower = standard();
    let at = slower.position("call-contact").unwrap();
    slower.steps[at].when = When::AfterStep { step: "courtesy".into(), days: 20 };
    let done = replay(&world, &reread(&slower), &[d("2026-03-11"), d("2026-03-12")]);
    assert_eq!(done.iter().map(|r| (r.on, r.step.as_str())).collect::<Vec<_>>(), [(d("2026-03-12"), "call-contact")]);
}

#[test]
fn a_written_scenario_reads_as_the_same_one() {
    for scenario in shipped().unwrap().current() {
        let mut again = reread(scenario);
        again.reference = scenario.reference.clone();
        again.source.clone_from(&scenario.source);
        assert_eq!(again, *scenario);
    }
    let mut odd = standard();
    odd.title = "Un « titre » \"entre\" \\ guillemets\tet tabulation".into();
    odd.summary = "Deux\nlignes".into();
    assert_eq!((reread(&odd).title, reread(&odd).summary), (odd.title, odd.summary));
    assert!(shipped_text("standard").unwrap().starts_with('#'));
    assert_eq!(shipped_text("inconnu"), None);
}

#[test]
fn a_step_taken_away_leaves_its_days_to_the_next() {
    let without = reread(&standard().without_step("call-accounting"));
    let firm = without.position("firm").unwrap();
    assert_eq!(without.steps[firm].when, When::AfterStep { step: "call-contact".into(), days: 10 });
    let without = reread(&standard().without_step("courtesy"));
    assert_eq!(without.steps[1].when, When::AfterDue { days: 10 });
    assert_eq!(without.earliest_day(1), 10);
}

#[test]
fn moved_steps_exchange_their_days() {
    let moved = reread(&standard().with_step_moved("firm", true).unwrap());
    let told: Vec<(&str, i64)> =
        moved.steps.iter().enumerate().map(|(at, s)| (s.id.as_str(), moved.earliest_day(at))).collect();
    assert_eq!(
        told[..6],
        [("pre-due", -7), ("courtesy", 3), ("call-contact", 10), ("firm", 15), ("call-accounting", 20), ("letter", 28)]
    );
    let back = reread(&moved.with_step_moved("firm", false).unwrap());
    assert_eq!(back.steps, standard().steps);
    assert_eq!(standard().with_step_moved("courtesy", true), None, "the step before the due date stays first");
    assert_eq!(standard().with_step_moved("call-owner", false), None);
}

#[test]
fn a_step_is_added_and_renamed_without_losing_what_follows_it() {
    let scenario = standard();
    let mut step = scenario.steps[1].clone();
    step.id = "second-courtesy".into();
    step.when = When::AfterStep { step: "courtesy".into(), days: 4 };
    let more = reread(&scenario.with_step_after(Some("courtesy"), step.clone()));
    assert_eq!(more.position("second-courtesy"), Some(2));
    step.id = "again".into();
    let renamed = more.with_step("second-courtesy", &step);
    assert_eq!(reread(&renamed).steps[2].id, "again");
    let mut courtesy = scenario.steps[1].clone();
    courtesy.id = "first".into();
    let renamed = reread(&scenario.with_step("courtesy", &courtesy));
    assert_eq!(renamed.steps[2].when, When::AfterStep { step: "first".into(), days: 7 });
}

#[test]
fn conditions_and_days_are_said_in_words() {
    let scenario = standard();
    let said: Vec<String> = scenario.steps.iter().flat_map(|s| s.conditions()).collect();
    assert!(said.contains(&"à partir de 100,00\u{a0}€ en jeu".to_string()), "{said:?}");
    assert!(said.contains(&format!("si l’on connaît {}", ContactRole::AccountsPayable.french())));
    assert!(said.contains(&"attend qu’aucun litige ne soit ouvert".to_string()));
    assert_eq!(scenario.when_said(&scenario.steps[2]), "7\u{a0}jours après «\u{a0}Rappel courtois\u{a0}»");
    assert_eq!(scenario.steps[7].tone.level(), 5);
}
