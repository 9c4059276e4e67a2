//! What holds for every debtor under an instalment plan, whatever else there is.

use super::arbitrary::any_world_with_plan;
use super::world::World;
use base::Cents;
use base::id::InvoiceId;
use domain::agenda::{PLAN_STEPS, Plan, Proposal};
use domain::matching::{BankCredit, CreditIndex};
use domain::payment_plan::{PlanStanding, PlanState, runs};
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    /// Under a plan every overdue receivable is still in one proposal or one silence, and nothing is asked of what it bears on
    /// but by the plan's own steps, while it is in force; never beyond what is owed.
    #[test]
    fn a_plan_in_force_is_asked_for_by_its_own_steps_alone((world, as_of) in any_world_with_plan()) {
        let plan = world.plan_on(as_of);
        let mut seen: BTreeMap<InvoiceId, u32> = BTreeMap::new();
        let asked = plan.proposals.iter().flat_map(|p| &p.lines).filter(|l| l.days_late > 0).map(|l| l.invoice);
        for invoice in asked.chain(plan.silences.iter().map(|s| s.invoice)) {
            *seen.entry(invoice).or_default() += 1;
        }
        let overdue = world.debtor.receivables.iter().filter(|r| r.due_on < as_of && r.outstanding.is_positive());
        for receivable in overdue {
            prop_assert_eq!(seen.get(&receivable.id), Some(&1), "{:?} {:?}", receivable, plan);
        }
        let agreed = &world.debtor.plans[0];
        let standing = PlanStanding::of(agreed, None, as_of).unwrap();
        for proposal in &plan.proposals {
            let about = |l: &domain::agenda::ProposalLine| agreed.invoices.contains(&l.invoice);
            if proposal.lines.iter().any(about) && agreed.agreed_on <= as_of && !matches!(standing.state, PlanState::Lapsed { .. }) {
                prop_assert!(PLAN_STEPS.contains(&proposal.step.as_str()), "{proposal:?}");
                prop_assert!(proposal.total_cents <= standing.left, "{proposal:?}");
            }
            if PLAN_STEPS[1..].contains(&proposal.step.as_str()) {
                prop_assert!(standing.arrears.is_positive() && proposal.total_cents == standing.arrears, "{proposal:?}");
            }
        }
    }

    /// Money that comes under a plan never makes what the plan asks for harsher: no later step of it, and never more.
    #[test]
    fn a_payment_under_a_plan_never_makes_it_harsher((world, as_of) in any_world_with_plan(), cents in 1..90_000_i64) {
        let mut paid = world.clone();
        paid.debtor.plans[0].received.push((as_of, Cents::new(cents)));
        let of_plan = |plan: &Plan| {
            let rank = |p: &Proposal| PLAN_STEPS.iter().position(|s| *s == p.step).map(|at| (at, p.total_cents));
            plan.proposals.iter().filter_map(rank).max()
        };
        let standing = |world: &World| PlanStanding::of(&world.debtor.plans[0], None, as_of).unwrap();
        let (before, after) = (of_plan(&world.plan_on(as_of)), of_plan(&paid.plan_on(as_of)));
        prop_assert!(standing(&paid).arrears <= standing(&world).arrears);
        prop_assert!(standing(&paid).left <= standing(&world).left);
        match (before, after) {
            (_, None) => {}
            // What is late comes before what is to come: once paid, the next payment may be announced.
            (None, Some((step, _))) => prop_assert_eq!(step, 0),
            (Some((was, _)), Some((now, _))) => prop_assert!(now <= was, "{before:?} {after:?}"),
        }
    }

    /// A credit that may be payments of the plan silences its steps, and changes nothing else.
    #[test]
    fn a_credit_that_may_be_an_instalment_silences_the_plan((world, as_of) in any_world_with_plan(), count in 1..4_usize) {
        let standing = PlanStanding::of(&world.debtor.plans[0], None, as_of).unwrap();
        let Ok(runs) = runs(&standing.open_parts().unwrap()) else { return Ok(()) };
        let Some(run) = runs.get(count - 1).filter(|_| standing.is_in_force() && world.debtor.plans[0].agreed_on < as_of) else {
            return Ok(());
        };
        let credit = BankCredit {
            id: base::id::BankLineId::from_bytes([9; 16]),
            booked_on: as_of,
            amount: run.amount,
            currency: base::Currency::EUR,
            text: "VIR RECU".into(),
            payer: None,
            iban: None,
            is_reopened: false,
            perhaps_told_on: None,
            ruled_out: Vec::new(),
        };
        let mut waits = world.clone();
        waits.debtor.decisions.clear();
        waits.debtor.possible_payments = CreditIndex::new([credit]).possible_payments(&waits.debtor, as_of);
        let plan = waits.plan_on(as_of);
        prop_assert!(plan.proposals.iter().all(|p| !PLAN_STEPS.contains(&p.step.as_str())), "{plan:?}");
    }
}
