//! Payments that customers agreed to make on given days: a credit of just what the next ones ask is known for what it is,
//! and its money goes in the order agreed.

use super::candidates::Case;
use super::evidence::{Doubt, Evidence};
use super::judge::{Ruling, is_ruled_out};
use super::{Candidate, Credit, Engine, Part, sums};
use crate::payment_plan::{Run, runs};
use base::{Cents, Currency, Date};
use std::collections::{BTreeSet, HashMap};

/// A plan in force. Referred to by its place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub customer: usize,
    pub currency: Currency,
    pub agreed_on: Date,
    /// How many payments were agreed.
    pub of: u64,
    /// What is left of each payment not fully made, by rank.
    pub left: Vec<(u64, Cents)>,
    /// What its money pays, in the order agreed.
    pub shares: Vec<Share>,
}

/// What is still to be paid of one invoice under a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub receivable: usize,
    pub amount: Cents,
    /// Else interest or compensation.
    pub is_principal: bool,
}

/// The plans, by what they expect.
#[derive(Clone, Debug, Default)]
pub(super) struct Agreed {
    plans: Vec<Plan>,
    by_amount: HashMap<(Currency, Cents), BTreeSet<usize>>,
    of_receivable: HashMap<usize, Vec<usize>>,
    /// The day of the first credit of the customer that waits and has a sum of theirs.
    waiting: HashMap<usize, Date>,
}

impl Agreed {
    fn new(plans: Vec<Plan>) -> Self {
        let mut agreed = Agreed { plans, ..Agreed::default() };
        for at in 0..agreed.plans.len() {
            agreed.index(at);
            let shares = agreed.plans.get(at).map(|p| p.shares.clone()).unwrap_or_default();
            for share in shares {
                let known = agreed.of_receivable.entry(share.receivable).or_default();
                if !known.contains(&at) {
                    known.push(at);
                }
            }
        }
        agreed
    }

    fn index(&mut self, at: usize) {
        let Some(plan) = self.plans.get(at) else { return };
        for run in runs(&plan.left).unwrap_or_default() {
            self.by_amount.entry((plan.currency, run.amount)).or_default().insert(at);
        }
    }

    /// Plans that expect just this amount by that day, and the payments it makes.
    fn expecting(&self, credit: &Credit) -> Vec<(usize, &Plan, Run)> {
        let at = self.by_amount.get(&(credit.currency, credit.amount)).into_iter().flatten();
        let plans = at.filter_map(|at| self.plans.get(*at).map(|plan| (*at, plan)));
        let since = plans.filter(|(_, plan)| plan.agreed_on <= credit.booked_on && !is_kept_from(plan, credit));
        let run = |plan: &Plan| runs(&plan.left).ok()?.into_iter().find(|run| run.amount == credit.amount);
        since.filter_map(|(at, plan)| Some((at, plan, run(plan)?))).collect()
    }

    /// So much was set against an invoice: it makes the oldest payments of its plan.
    pub(super) fn paid(&mut self, receivable: usize, amount: Cents, is_principal: bool) {
        for at in self.of_receivable.get(&receivable).cloned().unwrap_or_default() {
            let Some(plan) = self.plans.get_mut(at) else { continue };
            let mut rest = amount;
            for (_, left) in &mut plan.left {
                rest = less(left, rest);
            }
            plan.left.retain(|(_, left)| left.is_positive());
            let of_it = |s: &&mut Share| s.receivable == receivable && s.is_principal == is_principal;
            plan.shares.iter_mut().filter(of_it).fold(amount, |rest, share| less(&mut share.amount, rest));
            self.index(at);
        }
    }

    pub(super) fn remember(&mut self, credit: &Credit, customers: &[usize]) {
        let theirs = self.expecting(credit).into_iter().filter(|(_, plan, _)| customers.contains(&plan.customer));
        let waits: Vec<usize> = theirs.map(|(at, ..)| at).collect();
        for at in waits {
            self.waiting.entry(at).or_insert(credit.booked_on);
        }
    }
}

/// Takes as much as there is; returns the rest.
fn less(left: &mut Cents, amount: Cents) -> Cents {
    let part = amount.min(*left).max(Cents::ZERO);
    *left = left.sub(part).unwrap_or_default();
    amount.sub(part).unwrap_or_default()
}

/// A person said that it is not this customer's, or not for an invoice of the plan.
fn is_kept_from(plan: &Plan, credit: &Credit) -> bool {
    credit.ruled_out.contains(&(plan.customer, None))
        || plan.shares.iter().any(|s| is_ruled_out(credit, plan.customer, s.receivable))
}

impl Engine {
    /// With plans that customers agreed to, in the order in which they were agreed.
    pub fn with_plans(mut self, plans: Vec<Plan>) -> Self {
        self.agreed = Agreed::new(plans);
        self
    }

    /// The plans that expect just this credit, of one customer or of any; with invoices told, only plans that bear on all of
    /// them.
    pub(super) fn expecting(&self, case: &Case<'_>, customer: Option<usize>) -> Vec<(usize, &Plan, Run)> {
        let mut found = self.agreed.expecting(case.credit);
        let bears_on = |plan: &Plan, at: usize| plan.shares.iter().any(|s| s.receivable == at);
        found.retain(|(_, plan, _)| {
            let told = || case.told.iter().all(|t| case.meant(self, t).iter().any(|at| bears_on(plan, *at)));
            customer.is_none_or(|c| c == plan.customer) && told()
        });
        found
    }

    /// Its money, laid as agreed; none where the invoices no longer owe as much.
    pub(super) fn under(&self, (at, plan, run): (usize, &Plan, Run)) -> Option<Candidate> {
        let (mut left, mut parts, mut accessories) = (run.amount, Vec::new(), Vec::new());
        for share in &plan.shares {
            let owed = self.receivable(share.receivable).map_or(Cents::ZERO, |r| r.outstanding);
            let due = if share.is_principal { share.amount.min(owed) } else { share.amount };
            let amount = due.min(left).max(Cents::ZERO);
            left = left.sub(amount).ok()?;
            let part = amount.is_positive().then_some(Part { receivable: share.receivable, amount });
            if share.is_principal { parts.extend(part) } else { accessories.extend(part) }
        }
        let (rank, count, of, agreed_on) = (run.rank, run.count, plan.of, plan.agreed_on);
        let evidence = vec![Evidence::Instalment { rank, count, of, agreed_on }, Evidence::AgreedOrder];
        let customer = Some(plan.customer);
        let all = Candidate { customer, parts, rest: Cents::ZERO, evidence, plan: Some(at), accessories };
        left.is_zero().then_some(all)
    }

    /// The payer is known and owes this sum under a plan: certain when no invoice and no set of theirs makes it too, and
    /// no older payment is missing.
    pub(super) fn by_instalment(&self, case: &Case<'_>, expecting: &[(usize, &Plan, Run)]) -> Ruling {
        let [only] = expecting else { return Err(vec![Doubt::SeveralPlans]) };
        let (at, plan, run) = *only;
        if let Some(told) = case.unknown.first() {
            return Err(vec![Doubt::UnknownNumber { told: told.clone() }]);
        }
        let candidate = self.under(*only).ok_or_else(|| vec![Doubt::NothingFits])?;
        if let Some((rank, _)) = plan.left.first().filter(|(rank, _)| *rank != run.rank) {
            return Err(vec![Doubt::InstalmentMissing { rank: *rank }]);
        }
        if let Some(booked_on) = self.agreed.waiting.get(&at) {
            return Err(vec![Doubt::EarlierCredit { booked_on: *booked_on }]);
        }
        let open = self.open_of(plan.customer, case.credit);
        let is_it = |parts: &[Part]| candidate.accessories.is_empty() && candidate.parts == parts;
        let mut equal = open.iter().filter(|(_, r)| r.outstanding == case.credit.amount);
        if let Some((_, r)) = equal.find(|(at, r)| !is_it(&[Part { receivable: *at, amount: r.outstanding }])) {
            return Err(vec![Doubt::AmountOfAnother { number: r.number.clone() }]);
        }
        let amounts: Vec<Cents> = open.iter().map(|(_, r)| r.outstanding).collect();
        let sets = sums::between(&amounts, case.credit.amount, case.credit.amount);
        if !sets.is_complete {
            return Err(vec![Doubt::TooManyOpen { open: open.len() as u64 }]);
        }
        let mut as_parts = sets.found.iter().map(|set| -> Vec<Part> {
            let chosen = set.iter().filter_map(|i| open.get(*i));
            chosen.map(|(at, r)| Part { receivable: *at, amount: r.outstanding }).collect()
        });
        if as_parts.any(|parts| !is_it(&parts)) {
            return Err(vec![Doubt::SeveralSets]);
        }
        Ok(candidate)
    }

    /// What a person is shown first: the payments of a plan that it may be, of who pays or of whose invoice is told.
    pub(super) fn instalments(&self, case: &Case<'_>) -> Vec<Candidate> {
        let is_near = |plan: &Plan| !case.told.is_empty() || case.payer.customers.contains(&plan.customer);
        let expecting = self.expecting(case, None).into_iter().filter(|(_, plan, _)| is_near(plan));
        expecting.filter_map(|one| self.with_payer(case, one)).collect()
    }

    pub(super) fn with_payer(&self, case: &Case<'_>, one: (usize, &Plan, Run)) -> Option<Candidate> {
        let mut candidate = self.under(one)?;
        if case.payer.customers.contains(&one.1.customer) {
            candidate.evidence.extend(case.payer_evidence());
        }
        Some(candidate)
    }
}
