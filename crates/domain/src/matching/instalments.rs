//! Unmatched credits of just the amount of payments that a customer still owes under a plan. Nobody is named, and the plan
//! is: what it asks for waits until somebody says whose the money is.

use super::{BankCredit, Clue, CreditIndex, HOLDS_BACK_DAYS};
use crate::facts::{DebtorFacts, PlanFacts, PossiblePayment};
use crate::payment_plan::{PlanStanding, Run, runs};
use base::id::{BankLineId, InvoiceId};
use base::{Cents, Date, days_between};
use std::collections::HashSet;

impl CreditIndex {
    /// For each sum that payments following each other make, and each open invoice of the plan, the first unexplained
    /// credit since the plan was agreed. One that a person once looked at does not hide the next.
    pub(super) fn instalments(
        &self,
        debtor: &DebtorFacts,
        explained: &HashSet<usize>,
        looked_at: &HashSet<BankLineId>,
        as_of: Date,
    ) -> Vec<PossiblePayment> {
        let mut found = Vec::new();
        for plan in debtor.plans.iter().filter(|p| p.agreed_on <= as_of) {
            let owed = debtor.receivables.iter().filter(|r| r.outstanding.is_positive());
            let open: Vec<InvoiceId> = owed.map(|r| r.id).filter(|id| plan.invoices.contains(id)).collect();
            for run in open_runs(plan, as_of) {
                let lines = self.credits_of(plan, run.amount, as_of);
                let clue = Clue::EqualsInstalment { rank: run.rank, count: run.count };
                for invoice in &open {
                    let free = lines.iter().filter(|(_, _, at)| !explained.contains(at));
                    let may_pay: Vec<_> =
                        free.filter(|(_, _, at)| !self.is_ruled_out(*at, debtor.party.id, *invoice)).collect();
                    let seen = may_pay.iter().take_while(|(_, line, _)| looked_at.contains(line)).count();
                    let until_new = may_pay.into_iter().take(seen.saturating_add(1));
                    found.extend(until_new.filter_map(|(_, _, at)| self.payment(*at, clue, Some(*invoice))));
                }
            }
        }
        found
    }

    /// Credits of that amount in the currency of the plan, since it was agreed, the oldest first.
    fn credits_of(&self, plan: &PlanFacts, amount: Cents, as_of: Date) -> Vec<(Date, BankLineId, usize)> {
        let lines = self.by_amount.get(&amount).into_iter().flatten();
        let known = lines.filter_map(|at| self.credits.get(*at).map(|(credit, _)| (credit, *at)));
        let is_recent = |c: &BankCredit| c.booked_on <= as_of && days_between(c.booked_on, as_of) <= HOLDS_BACK_DAYS;
        let could = known.filter(|(c, _)| c.currency == plan.currency && c.booked_on >= plan.agreed_on && is_recent(c));
        let mut dated: Vec<_> = could.map(|(c, at)| (c.booked_on, c.id, at)).collect();
        dated.sort_unstable();
        dated
    }
}

/// Nothing for a plan that is over, or whose sums cannot be counted.
fn open_runs(plan: &PlanFacts, as_of: Date) -> Vec<Run> {
    let standing = PlanStanding::of(plan, None, as_of).ok().filter(PlanStanding::is_in_force);
    standing.and_then(|s| s.open_parts().ok()).and_then(|left| runs(&left).ok()).unwrap_or_default()
}
