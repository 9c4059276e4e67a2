//! What holds for every debtor on every day, whatever the facts.

use super::arbitrary::{any_world, day};
use super::world::World;
use base::id::InvoiceId;
use base::{Cents, Date};
use domain::agenda::{Plan, Proposal, Reason, Unmet, sentence_in};
use domain::facts::{ActFacts, ActState, DecisionKind, HoldKind};
use domain::matching::Clue;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn bytes(plan: &Plan) -> String {
    serde_json::to_string(plan).unwrap()
}

/// Steps and receivables only: what is done, without the telling.
fn deeds(plan: &Plan) -> Vec<(String, Vec<InvoiceId>)> {
    plan.proposals.iter().map(|p| (p.step.clone(), p.lines.iter().map(|l| l.invoice).collect())).collect()
}

fn reminders(plan: &Plan) -> impl Iterator<Item = &Proposal> {
    plan.proposals.iter().filter(|p| p.lines.iter().any(|l| l.days_late > 0))
}

fn position(world: &World, proposal: &Proposal) -> usize {
    world.book.version(&proposal.scenario).and_then(|s| s.position(&proposal.step)).unwrap()
}

fn passed_over_for_its_amount(plan: &Plan) -> bool {
    let reasons = plan.proposals.iter().flat_map(|p| &p.reasons);
    reasons.into_iter().any(|r| matches!(r, Reason::PassedOver { condition: Unmet::OutstandingMin { .. }, .. }))
}

fn turned(world: &World, by: usize) -> World {
    fn turn<T>(items: &mut [T], by: usize) {
        items.reverse();
        if !items.is_empty() {
            items.rotate_left(by % items.len());
        }
    }
    let mut other = world.clone();
    turn(&mut other.debtor.contacts, by);
    turn(&mut other.debtor.receivables, by);
    turn(&mut other.debtor.holds, by);
    turn(&mut other.debtor.acts, by);
    turn(&mut other.debtor.decisions, by);
    turn(&mut other.debtor.possible_payments, by);
    other
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn same_facts_in_any_order_give_the_same_bytes((world, as_of) in any_world(), by in 0..5_usize) {
        let planned = bytes(&world.plan_on(as_of));
        prop_assert_eq!(&planned, &bytes(&world.plan_on(as_of)));
        prop_assert_eq!(&planned, &bytes(&turned(&world, by).plan_on(as_of)));
    }

    #[test]
    fn every_overdue_receivable_is_in_one_proposal_or_one_silence((world, as_of) in any_world()) {
        let plan = world.plan_on(as_of);
        let mut seen: BTreeMap<InvoiceId, u32> = BTreeMap::new();
        for line in plan.proposals.iter().flat_map(|p| &p.lines).filter(|l| l.days_late > 0) {
            *seen.entry(line.invoice).or_default() += 1;
        }
        for silence in &plan.silences {
            *seen.entry(silence.invoice).or_default() += 1;
        }
        let overdue = world.debtor.receivables.iter().filter(|r| r.due_on < as_of && r.outstanding.is_positive());
        let wanted: BTreeMap<InvoiceId, u32> = overdue.map(|r| (r.id, 1)).collect();
        prop_assert_eq!(seen, wanted);
    }

    #[test]
    fn what_is_asked_for_silent_and_contested_adds_up_to_what_is_outstanding((world, as_of) in any_world()) {
        let plan = world.plan_on(as_of);
        let mut told: BTreeMap<InvoiceId, Vec<Cents>> = BTreeMap::new();
        let lines = plan.proposals.iter().flat_map(|p| &p.lines).filter(|l| l.days_late > 0);
        for (invoice, amount) in lines.map(|l| (l.invoice, l.amount_cents)) {
            told.entry(invoice).or_default().push(amount);
        }
        for silence in plan.silences.iter().chain(&plan.contested) {
            told.entry(silence.invoice).or_default().push(silence.outstanding_cents);
        }
        for receivable in world.debtor.receivables.iter().filter(|r| r.due_on < as_of && r.outstanding.is_positive()) {
            let amounts = told.remove(&receivable.id).unwrap_or_default();
            prop_assert!(amounts.iter().all(|a| a.is_positive()), "{amounts:?}");
            prop_assert_eq!(Cents::sum(amounts), Ok(receivable.outstanding));
        }
        prop_assert!(told.is_empty());
        let mut parts: Vec<InvoiceId> = plan.contested.iter().map(|s| s.invoice).collect();
        parts.dedup();
        prop_assert_eq!(parts.len(), plan.contested.len());
    }

    #[test]
    fn each_silence_has_a_reason_and_a_later_day_and_each_reason_a_sentence((world, as_of) in any_world()) {
        let plan = world.plan_on(as_of);
        for silence in plan.silences.iter().chain(&plan.contested) {
            prop_assert!(!silence.reasons.is_empty());
            prop_assert!(silence.next_on.is_none_or(|on| on > as_of), "{silence:?}");
            for reason in &silence.reasons {
                prop_assert_ne!(domain::agenda::label(reason.code()), reason.code());
                prop_assert_eq!(super::reasons::fault(&sentence_in(reason, silence.currency)), None);
            }
        }
        for proposal in &plan.proposals {
            prop_assert!(!proposal.lines.is_empty() && proposal.total_cents.is_positive());
            prop_assert_eq!(Cents::sum(proposal.lines.iter().map(|l| l.amount_cents)), Ok(proposal.total_cents));
            for reason in &proposal.reasons {
                prop_assert_eq!(super::reasons::fault(&sentence_in(reason, proposal.currency)), None);
            }
        }
    }

    #[test]
    fn a_hold_in_force_never_yields_a_proposal((world, as_of) in any_world()) {
        let plan = world.plan_on(as_of);
        let in_force = world.debtor.holds.iter().filter(|h| h.opened_on <= as_of && h.lifted_on.is_none_or(|l| l > as_of));
        let in_force = in_force.filter(|h| h.until.is_none_or(|until| until >= as_of) || h.kind == HoldKind::Insolvency);
        for hold in in_force.filter(|h| h.kind != HoldKind::Dispute || h.amount.is_none()) {
            let all = hold.invoice.is_none() || hold.kind == HoldKind::Insolvency;
            let named = plan.proposals.iter().flat_map(|p| &p.lines).any(|l| all || Some(l.invoice) == hold.invoice);
            prop_assert!(!named, "{hold:?} {plan:?}");
        }
    }

    #[test]
    fn a_proposal_asks_no_more_than_what_is_owed_and_not_contested((world, as_of) in any_world()) {
        for line in world.plan_on(as_of).proposals.iter().flat_map(|p| &p.lines) {
            let receivable = world.debtor.receivables.iter().find(|r| r.id == line.invoice).unwrap();
            prop_assert!(line.amount_cents.is_positive() && line.amount_cents <= receivable.outstanding);
        }
    }

    #[test]
    fn at_most_one_message_a_day_reaches_the_debtor((world, as_of) in any_world()) {
        let plan = world.plan_on(as_of);
        prop_assert!(plan.proposals.iter().filter(|p| p.channel.reaches_debtor()).count() <= 1, "{plan:?}");
    }

    #[test]
    fn an_act_that_did_not_leave_never_changes_what_is_done(
        (world, as_of) in any_world(),
        at in 0..6_usize,
        step in 0..10_usize,
        on in -60_i64..40,
        cancelled in any::<bool>(),
    ) {
        let state = if cancelled { ActState::Cancelled } else { ActState::Failed };
        let tried = world.clone().any_act((at, step, on, 0, state));
        let (before, after) = (world.plan_on(as_of), tried.plan_on(as_of));
        prop_assert_eq!(deeds(&before), deeds(&after));
        prop_assert_eq!(before.silences, after.silences);
    }

    #[test]
    fn facts_of_later_days_change_nothing((world, as_of) in any_world(), after in 1..30_i64) {
        let planned = bytes(&world.plan_on(as_of));
        let later = base::add_days(as_of, after).unwrap().to_string();
        let offset = base::days_between(day(0), as_of) + after;
        let mut futures = vec![
            world.clone().hold(HoldKind::Insolvency, "", &later, None),
            world.clone().hold(HoldKind::Dispute, "F1", &later, None),
            world.clone().skip(&later, "", "courtesy"),
            world.clone().postpone(&later, "", "2030-01-01"),
            world.clone().possibly_paid("", &later, Clue::NamesCustomer),
            world.clone().any_act((0, 3, offset, 0, ActState::HandedOver)),
            world.clone().any_act((0, 3, offset, 0, ActState::Prepared)),
            world.clone().any_act((0, 3, offset, 0, ActState::Failed)),
            world.clone().invoice("A9", "2027-12-01", 1).with(|r| r.outstanding = Cents::new(-9_999_999)),
        ];
        if let Some(hold) = world.debtor.holds.iter().position(|h| h.lifted_on.is_none()) {
            let mut lifted = world.clone();
            lifted.debtor.holds[hold].lifted_on = base::add_days(as_of, after);
            futures.push(lifted);
        }
        for (at, future) in futures.iter().enumerate() {
            prop_assert_eq!(&planned, &bytes(&future.plan_on(as_of)), "future {}", at);
        }
    }

    /// The receivable stays open: what was silent stays silent, what was proposed stays at its step.
    #[test]
    fn a_part_payment_never_makes_it_harsher((world, as_of) in any_world(), at in 0..7_usize, share in 2..9_i64) {
        let mut world = world;
        world.debtor.holds.retain(|h| h.kind != HoldKind::Dispute);
        let mut paid = world.clone();
        let Some(receivable) = paid.debtor.receivables.get_mut(at).filter(|r| r.outstanding.is_positive()) else {
            return Ok(());
        };
        receivable.outstanding = Cents::new(receivable.outstanding.get() / share);
        let (before, after) = (world.plan_on(as_of), paid.plan_on(as_of));
        if passed_over_for_its_amount(&after) {
            return Ok(());
        }
        for milder in reminders(&after) {
            let same = |p: &&Proposal| p.scenario == milder.scenario && p.currency == milder.currency;
            let Some(proposal) = reminders(&before).find(same) else {
                // Another currency had the turn, the smaller amount has another scenario, or no longer calls for the step
                // that nobody could be reached for.
                let had_to_wait = before.silences.iter().any(|s| s.reasons[0].code() == "after_other_message");
                let is_other = scenario_of(&world, as_of) != scenario_of(&paid, as_of);
                let outgrown = stuck_for_its_amount(&world, &before, milder.currency);
                prop_assert!(had_to_wait || is_other || outgrown, "{before:?} {after:?}");
                continue;
            };
            prop_assert!(position(&paid, milder) <= position(&world, proposal));
            prop_assert!(milder.lines.len() <= proposal.lines.len() && milder.total_cents <= proposal.total_cents);
        }
    }

    /// Paid, or perhaps paid: the others may come forward, never at a later step than before. A currency that had no message
    /// that day for a reason of its own (not yet time, a gate, too little) has nothing to compare with: what stood behind its
    /// lead may then come forward at its own step, and take the turn of another currency's softer one.
    #[test]
    fn a_payment_or_a_possible_one_never_brings_a_later_step((world, as_of) in any_world(), at in 0..7_usize, sure in any::<bool>()) {
        let mut world = world;
        world.debtor.holds.retain(|h| h.kind != HoldKind::Dispute);
        world.debtor.receivables.iter_mut().for_each(|r| r.has_estimated_settlement = false);
        let Some(number) = world.debtor.receivables.get(at).filter(|r| r.outstanding.is_positive()).map(|r| r.number.clone()) else {
            return Ok(());
        };
        let paid = if sure { world.clone().paid(&number) } else { world.clone().possibly_paid(&number, "2026-01-01", Clue::NamesInvoice) };
        let (before, after) = (world.plan_on(as_of), paid.plan_on(as_of));
        if passed_over_for_its_amount(&after) || scenario_of(&world, as_of) != scenario_of(&paid, as_of) {
            return Ok(());
        }
        let Some(highest) = reminders(&before).map(|p| position(&world, p)).max() else { return Ok(()) };
        for later in reminders(&after) {
            let was_silent = world.debtor.receivables[at].currency == later.currency && !had_a_message(&before, later.currency);
            prop_assert!(was_silent || position(&paid, later) <= highest, "{before:?}\n{after:?}");
        }
    }
}

/// This currency had its message that day, or one that only waited for its turn.
fn had_a_message(plan: &Plan, currency: base::Currency) -> bool {
    let waited = |s: &domain::agenda::Silence| s.reasons[0].code() == "after_other_message";
    reminders(plan).any(|p| p.currency == currency) || plan.silences.iter().any(|s| s.currency == currency && waited(s))
}

/// Nobody was known for the step of this currency, and there are steps that only so large an amount calls for.
fn stuck_for_its_amount(world: &World, plan: &Plan, currency: base::Currency) -> bool {
    let own = || plan.silences.iter().filter(|s| s.currency == currency);
    let total = Cents::sum(own().map(|s| s.outstanding_cents)).unwrap();
    let mut steps = world.book.current().iter().flat_map(|scenario| &scenario.steps);
    own().any(|s| s.reasons[0].code() == "no_usable_contact")
        && steps.any(|step| step.only_if.outstanding_min.is_some_and(|min| min <= total))
}

fn scenario_of(world: &World, as_of: Date) -> Option<domain::scenario::ScenarioRef> {
    let situation = domain::situation::Situation::of(&world.debtor, &world.company, as_of).unwrap();
    world.book.choose(&situation).map(|(s, _)| s.reference.clone())
}

/// What a month brings to one debtor: a new invoice, a payment, a promise.
#[derive(Clone, Copy, Debug)]
enum Event {
    Invoice(i64),
    Payment(usize),
    PartPayment(usize),
    Promise(usize),
}

fn any_event() -> impl Strategy<Value = (i64, Event)> {
    let event = prop_oneof![
        3 => proptest::sample::select(vec![20, 90, 400, 7_000]).prop_map(Event::Invoice),
        2 => (0..5_usize).prop_map(Event::Payment),
        1 => (0..5_usize).prop_map(Event::PartPayment),
        1 => (0..5_usize).prop_map(Event::Promise),
    ];
    (0..200_i64, event)
}

fn happen(mut world: World, on: Date, at: usize, event: Event) -> World {
    let pick = |n: usize| world.debtor.receivables.get(n).map(|r| r.number.clone());
    match event {
        Event::Invoice(euros) => world.invoice(&format!("N{at}"), &base::add_days(on, 20).unwrap().to_string(), euros),
        Event::Payment(n) => pick(n).map_or(world.clone(), |number| world.paid(&number)),
        Event::PartPayment(n) => {
            if let Some(r) = world.debtor.receivables.get_mut(n) {
                r.outstanding = Cents::new(r.outstanding.get() / 2);
            }
            world
        }
        Event::Promise(n) => {
            let until = base::add_days(on, 4).unwrap().to_string();
            pick(n)
                .map_or(world.clone(), |number| world.hold(HoldKind::Promise, &number, &on.to_string(), Some(&until)))
        }
    }
}

/// The step that this one follows was performed for a receivable of the message, its delay ago; where it was passed over
/// that is told, and the delay counts from the one before. A broken word may bring it forward, never past a step.
fn follows_its_predecessor(world: &World, proposal: &Proposal, on: Date) -> bool {
    let scenario = world.book.version(&proposal.scenario).unwrap();
    let at = scenario.position(&proposal.step).unwrap();
    let is_first = scenario.after_due().next().is_some_and(|(first, _)| first == at);
    let before: Vec<&str> = scenario.steps[..at].iter().map(|s| s.id.as_str()).collect();
    let seen = |a: &&ActFacts| {
        before.contains(&a.step.as_str()) && proposal.lines.iter().any(|l| a.invoices.contains(&l.invoice))
    };
    let acts: Vec<&ActFacts> = world.debtor.acts.iter().filter(seen).collect();
    if is_first || scenario.steps[at].is_pre_due() {
        return true;
    }
    let told = proposal.reasons.iter().find_map(|r| match r {
        Reason::AfterStep { step, performed_on, needed_days } => Some((step, *performed_on, *needed_days)),
        _ => None,
    });
    let Some((title, performed_on, needed_days)) = told else {
        return !acts.is_empty() && proposal.reasons.iter().any(|r| r.code() == "word_broken");
    };
    let named = scenario.steps.iter().find(|s| s.title == *title).map(|s| s.id.as_str());
    let performed = |a: &&ActFacts| Some(a.step.as_str()) == named && a.performed_on == Some(performed_on);
    acts.iter().any(performed) && base::days_between(performed_on, on) >= needed_days
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn over_two_hundred_days_of_yes_contacts_are_spaced_and_no_step_is_jumped(
        events in prop::collection::vec(any_event(), 0..30),
        settled_late in 0..5_u32,
        is_key_account in any::<bool>(),
    ) {
        let mut world = World::business().invoice("F1", "2026-02-20", 800);
        world.debtor.history.settled_late = settled_late;
        world.debtor.party.is_key_account = is_key_account;
        let mut last: Option<Date> = None;
        for offset in 0..200 {
            let on = day(offset);
            for (at, (_, event)) in events.iter().enumerate().filter(|(_, (when, _))| *when == offset) {
                world = happen(world, on, at, *event);
            }
            let plan = world.plan_on(on);
            for proposal in &plan.proposals {
                let policy = &world.book.version(&proposal.scenario).unwrap().policy;
                if proposal.channel.reaches_debtor() {
                    prop_assert!(last.is_none_or(|l| base::days_between(l, on) >= policy.days_between_contacts), "{on}");
                    last = Some(on);
                }
                // Soft steps are left out for whoever broke several words.
                let too_soft = proposal.reasons.iter().any(|r| {
                    matches!(r, Reason::PassedOver { condition: Unmet::WordsBroken { .. }, .. })
                });
                prop_assert!(too_soft || follows_its_predecessor(&world, proposal, on), "{on} {proposal:?}");
            }
            world.approve(&plan.proposals, on);
        }
    }
}

#[test]
fn a_debtor_with_five_thousand_invoices_is_planned_at_once() {
    let mut world = World::business().sent("courtesy", "2026-02-02", &[]).sent("letter", "2026-02-10", &[]);
    for n in 0..5_000 {
        world = world.invoice(&format!("F{n}"), "2026-01-05", 100);
    }
    let all: Vec<InvoiceId> = world.debtor.receivables.iter().map(|r| r.id).collect();
    world.debtor.acts.iter_mut().for_each(|a| a.invoices.clone_from(&all));
    for n in 0..2_000 {
        world = world.decide("2026-02-01", &format!("F{n}"), DecisionKind::Skip { step: "firm".into() });
    }
    // Looking through every act or every line for each invoice would take minutes here, in an unoptimised build.
    let plan = world.plan("2026-03-02");
    assert_eq!(plan.proposals[0].lines.len(), 5_000);
    assert_eq!(plan.proposals[0].step, "visit");
}
