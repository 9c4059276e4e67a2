//! Which acts, holds, decisions and bank credits touch which receivable, sorted out once for a debtor.
//!
//! Without it each receivable would look through all of them, and a debtor with thousands of invoices would take minutes.
//! It draws no conclusion; `Standing` does.

use crate::facts::{ActFacts, DebtorFacts, DecisionFacts, HoldFacts, PossiblePayment};
use base::Date;
use base::id::InvoiceId;
use std::collections::HashMap;

/// What was known by one date, by receivable.
pub(super) struct Touching<'f> {
    acts: HashMap<InvoiceId, Vec<&'f ActFacts>>,
    holds: ByScope<'f, HoldFacts>,
    decisions: ByScope<'f, DecisionFacts>,
    payments: ByScope<'f, PossiblePayment>,
}

/// Facts on one receivable, and facts on the whole debtor.
struct ByScope<'f, T> {
    of_one: HashMap<InvoiceId, Vec<&'f T>>,
    of_all: Vec<&'f T>,
}

impl<'f, T> ByScope<'f, T> {
    fn new(facts: impl Iterator<Item = &'f T>, scope: impl Fn(&T) -> Option<InvoiceId>) -> Self {
        let mut sorted = ByScope { of_one: HashMap::new(), of_all: Vec::new() };
        for fact in facts {
            match scope(fact) {
                Some(invoice) => sorted.of_one.entry(invoice).or_default().push(fact),
                None => sorted.of_all.push(fact),
            }
        }
        sorted
    }

    fn on(&self, invoice: InvoiceId) -> impl Iterator<Item = &'f T> {
        self.of_one.get(&invoice).into_iter().flatten().chain(&self.of_all).copied()
    }
}

impl<'f> Touching<'f> {
    pub(super) fn of(debtor: &'f DebtorFacts, as_of: Date) -> Self {
        let mut acts: HashMap<InvoiceId, Vec<&'f ActFacts>> = HashMap::new();
        for act in debtor.acts.iter().filter(|a| a.planned_on <= as_of) {
            for invoice in &act.invoices {
                acts.entry(*invoice).or_default().push(act);
            }
        }
        Touching {
            acts,
            holds: ByScope::new(debtor.holds.iter().filter(|h| is_open(h, as_of)), |h| h.invoice),
            decisions: ByScope::new(debtor.decisions.iter().filter(|d| d.decided_on <= as_of), |d| d.invoice),
            payments: ByScope::new(debtor.possible_payments.iter().filter(|p| p.booked_on <= as_of), |p| p.invoice),
        }
    }

    pub(super) fn acts(&self, invoice: InvoiceId) -> impl Iterator<Item = &'f ActFacts> {
        self.acts.get(&invoice).into_iter().flatten().copied()
    }

    /// In the order they were opened.
    pub(super) fn holds(&self, invoice: InvoiceId) -> Vec<&'f HoldFacts> {
        let mut holds: Vec<_> = self.holds.on(invoice).collect();
        holds.sort_by_key(|h| (h.opened_on, h.id));
        holds
    }

    pub(super) fn decisions(&self, invoice: InvoiceId) -> impl Iterator<Item = &'f DecisionFacts> {
        self.decisions.on(invoice)
    }

    /// The credits that may pay the receivable, the most likely one first.
    pub(super) fn payments(&self, invoice: InvoiceId) -> Vec<&'f PossiblePayment> {
        let mut payments: Vec<_> = self.payments.on(invoice).collect();
        payments.sort_by_key(|p| (p.clue, p.booked_on, p.line));
        payments
    }
}

/// Opened by then and not lifted by then. Whether its term has passed is the planner's question, as grace is policy.
pub(super) fn is_open(hold: &HoldFacts, as_of: Date) -> bool {
    hold.opened_on <= as_of && hold.lifted_on.is_none_or(|lifted| lifted > as_of)
}
