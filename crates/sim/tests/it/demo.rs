use crate::years::on_fresh_books;
use app::World;
use app::money::look::Look;
use app::money::outlook;
use app::ports::replies::ReplyList;
use app::ports::screens::{Cut, DisputeFilter, DisputeState, Scope};
use app::records::ReplyMeant;
use base::{Cents, Date};
use domain::facts::{Fault, Finding, HoldKind};
use domain::forecast::{Because, Certainty, Expectation};
use sim::demo::{Size, day_for, fill};
use sim::office::Office;
use sim::seen::Seen;
use std::collections::BTreeSet;

fn seen(seed: u64, size: Size, today: Date, look: impl Fn(&Seen, &World<'_>)) {
    on_fresh_books(|premises, _| {
        let filled = fill(premises, seed, today, size, &mut |_| {}).unwrap();
        println!("seed {seed}: {}", filled.figures);
        let office = Office::reopen(premises, seed, today, filled.company).unwrap();
        let seen = office.plan(today).unwrap();
        look(&seen, &office.world(today));
        assert_eq!(office.verify(today).unwrap().findings, Vec::<String>::new());
    });
}

#[test]
fn the_demonstration_shows_something_of_everything() {
    seen(1, Size::STANDARD, Date::constant(2026, 6, 11), |seen, world| {
        let steps: BTreeSet<&str> = seen.proposals.iter().map(|p| p.step.as_str()).collect();
        let channels: BTreeSet<&str> = seen.proposals.iter().map(|p| p.channel.as_str()).collect();
        let silences: BTreeSet<&str> = seen.silences.iter().map(|s| s.reason.as_str()).collect();
        println!(
            "{} proposals {steps:?} {channels:?}, {} silences {silences:?}",
            seen.proposals.len(),
            seen.silences.len()
        );
        assert!(steps.len() >= 4 && channels.len() >= 3, "{steps:?} {channels:?}");
        assert!(steps.contains("formal-notice"), "{steps:?}");
        assert!(channels.contains("call"), "{channels:?}");
        for reason in ["dispute", "promise", "insolvency", "possibly_paid", "act_pending"] {
            assert!(silences.contains(reason), "{reason}: {silences:?}");
        }
        assert!(seen.proposals.iter().any(|p| p.stored.json.contains("word_broken")));
        shows_agreements(world);
        shows_replies(world);
    });
}

#[test]
fn a_small_demonstration_has_answers_to_read_too() {
    seen(7, Size::of_invoices(900), Date::constant(2026, 11, 23), |_, world| shows_replies(world));
}

/// An answer to a recent message that waits to be read, and another one that was read and is a promise.
fn shows_replies(world: &World<'_>) {
    let company = world.company(None).unwrap();
    let scope = Scope { company: company.id, keeper: None };
    let rows = world.read(|b| Ok(b.reply_rows(scope, ReplyList::All, Cut { offset: 0, limit: 10 })?)).unwrap();
    assert!(rows.iter().all(|r| r.answers.is_some() && !r.sender.is_empty()), "{rows:?}");
    let waiting: Vec<_> = rows.iter().filter(|r| r.waits()).collect();
    let promised: Vec<_> = rows.iter().filter_map(|r| r.handled.as_ref()).filter_map(|h| h.meaning).collect();
    assert_eq!((waiting.len(), promised.as_slice()), (1, [ReplyMeant::Promise].as_slice()));
    let held = app::replies::hanging(world, &company, waiting[0].clone()).unwrap();
    assert!(held.goes_on > Some(world.today), "reminders wait for it: {held:?}");
}

/// Plans proposed, running and late, contested invoices with their cause, a waiver to decide, a due date put off.
fn shows_agreements(world: &World<'_>) {
    let company = world.company(None).unwrap();
    let scope = Scope { company: company.id, keeper: None };
    let cut = Cut { offset: 0, limit: 50 };
    let states: Vec<&str> = world
        .read(|books| {
            let mut states = Vec::new();
            for listed in books.plan_rows(scope, cut)? {
                let standing = app::plans::standing(books, &listed.row, world.today)?;
                states.push(app::plans::told::state(&listed.row, standing.as_ref()).0);
            }
            Ok(states)
        })
        .unwrap();
    for state in ["proposed", "running", "late"] {
        assert!(states.contains(&state), "{state}: {states:?}");
    }
    let (waivers, disputes) = world
        .read(|books| {
            let opened = books.dispute_figures(scope, None, Date::constant(2020, 1, 1), world.today)?;
            Ok((books.waivers_asked(scope)?, opened.len()))
        })
        .unwrap();
    assert!(waivers > 0 && disputes > 0, "{waivers} waivers, {disputes} causes of dispute");
    shows_disputes(world, scope);
    expects_instalments(world, scope);
}

/// Contested invoices with somebody to see to them and a day; some settled, founded and not; and the first page's sum is theirs.
fn shows_disputes(world: &World<'_>, scope: Scope) {
    let filter = DisputeFilter {
        scope,
        party: None,
        owner: None,
        state: DisputeState::All,
        cause: None,
        search: String::new(),
        as_of: world.today,
    };
    let cut = Cut { offset: 0, limit: 100 };
    let (rows, (_, held)) = world.read(|b| Ok((b.dispute_rows(&filter, cut)?, b.dispute_sum(&filter)?))).unwrap();
    assert!(rows.iter().all(|r| r.owner.is_some() && r.target_on.is_some()));
    let ended =
        |finding: Finding| rows.iter().filter(|r| r.outcome.is_some_and(|(_, found, _)| found == finding)).count();
    println!("{} disputes, {} founded, {} not", rows.len(), ended(Finding::Founded), ended(Finding::Unfounded));
    assert!(ended(Finding::Founded) > 0 && ended(Finding::Unfounded) > 0);
    assert!(rows.iter().any(|r| r.outcome.is_none()) && rows.iter().any(|r| r.fault == Fault::Ours));
    let figures = app::money::figures::on(&Look::counting(world, scope), world.today).unwrap();
    assert_eq!(figures.disputed, Cents::sum(held.into_iter().map(|(_, cents)| cents)).unwrap());
}

/// What is under a plan is expected on the days of the plan; what is late of it has no day any more.
fn expects_instalments(world: &World<'_>, scope: Scope) {
    let columns = outlook::columns(&Look::counting(world, scope), world.today).unwrap();
    let all: Vec<Expectation> = columns.into_iter().flat_map(|c| c.largest).map(|e| e.expectation).collect();
    let instalment =
        |e: &Expectation, late: bool| matches!(e.because, Because::Instalment { is_late, .. } if is_late == late);
    assert!(
        all.iter().any(|e| instalment(e, false) && e.certainty == Certainty::Promised && e.on >= Some(world.today))
    );
    assert!(all.iter().any(|e| instalment(e, true) && e.on.is_none()));
    let undated = |e: &Expectation| matches!(e.because, Because::Word { kind: HoldKind::Plan, .. });
    assert!(!all.iter().any(undated), "nothing under a plan is without its instalment");
}

#[test]
fn a_demonstration_ends_on_a_working_day_that_the_law_covers() {
    assert_eq!(day_for(Date::constant(2026, 11, 22)), Date::constant(2026, 11, 20));
    assert_eq!(day_for(Date::constant(2031, 5, 1)), Date::constant(2026, 12, 31));
    assert_eq!(day_for(Date::constant(2026, 3, 3)), Date::constant(2026, 3, 3));
}
