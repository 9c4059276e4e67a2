//! What a debtor owes on one date, and everything that bears on what we may do about it.
//!
//! The planner reads this and nothing else. It holds no policy: two scenarios given the same situation may disagree, and
//! both must be able to say why. Facts dated after the date are not seen, and the order of facts does not matter.

mod aged;
mod standing;
mod touching;

pub use aged::{AgedBalance, AgedRow, BUCKETS, Bucket, column_of};
pub use standing::{Lateness, Performed, Standing};

use crate::facts::{ActFacts, CompanyFacts, DebtorFacts, HoldFacts, HoldKind};
use crate::scenario::ScenarioRef;
use base::id::InvoiceId;
use base::{Cents, Currency, Date, MoneyError};
use std::collections::HashSet;
use touching::Touching;

/// One debtor on one date.
#[derive(Clone, Debug)]
pub struct Situation<'f> {
    pub as_of: Date,
    pub company: &'f CompanyFacts,
    pub debtor: &'f DebtorFacts,
    /// Oldest due date first.
    pub standings: Vec<Standing<'f>>,
    /// Sum of what is overdue, contested parts included; face values, whatever the currencies.
    pub overdue_total: Cents,
    /// Credits in the debtor's favour, as a positive amount; face values, whatever the currencies.
    pub credits: Cents,
}

impl<'f> Situation<'f> {
    /// The situation of one debtor at the end of `as_of`.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the sums leave what can be counted.
    pub fn of(debtor: &'f DebtorFacts, company: &'f CompanyFacts, as_of: Date) -> Result<Self, MoneyError> {
        let touching = Touching::of(debtor, as_of);
        let issued = debtor.receivables.iter().filter(|r| r.issued_on <= as_of);
        let mut standings: Vec<Standing<'f>> = issued.map(|r| Standing::of(r, &touching, as_of)).collect();
        standings.sort_by_key(|s| (s.receivable.due_on, s.receivable.number.as_str(), s.receivable.id));
        let overdue = standings.iter().filter(|s| s.is_overdue()).map(|s| s.receivable.outstanding);
        let credits = standings.iter().map(|s| s.receivable.outstanding).filter(|o| o.is_negative());
        Ok(Situation {
            as_of,
            company,
            overdue_total: Cents::sum(overdue)?,
            credits: Cents::sum(credits)?.neg()?,
            debtor,
            standings,
        })
    }

    pub fn overdue(&self) -> impl Iterator<Item = &Standing<'f>> {
        self.standings.iter().filter(|s| s.is_overdue())
    }

    /// Credits in the debtor's favour in one currency, as a positive amount.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn credits_in(&self, currency: Currency) -> Result<Cents, MoneyError> {
        let own = self.standings.iter().map(|s| s.receivable).filter(|r| r.currency == currency);
        Cents::sum(own.map(|r| r.outstanding).filter(|o| o.is_negative()))?.neg()
    }

    /// What a choice by amount looks at: what is overdue or, when nothing is, what is about to fall due.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn at_stake(&self) -> Result<Cents, MoneyError> {
        if self.overdue_total.is_positive() {
            return Ok(self.overdue_total);
        }
        Cents::sum(self.standings.iter().map(|s| s.receivable.outstanding).filter(|o| o.is_positive()))
    }

    /// Acts known by the date, in whatever state.
    pub fn acts(&self) -> impl Iterator<Item = &'f ActFacts> + use<'f> {
        let as_of = self.as_of;
        self.debtor.acts.iter().filter(move |a| a.planned_on <= as_of)
    }

    /// The oldest act that waits for an outcome: nothing else leaves meanwhile.
    pub fn pending_act(&self) -> Option<&'f ActFacts> {
        let as_of = self.as_of;
        self.acts().filter(|a| a.waits_on(as_of)).min_by_key(|a| (a.planned_on, a.id))
    }

    /// The last time the debtor was, or may have been, contacted.
    pub fn last_contact(&self) -> Option<&'f ActFacts> {
        self.left().filter(|a| a.channel.reaches_debtor()).max_by_key(|a| (a.left_on(), a.id))
    }

    /// The scenario version of the last act on a receivable that is still open: the case runs under it.
    pub fn running_scenario(&self) -> Option<ScenarioRef> {
        let open: HashSet<InvoiceId> =
            self.standings.iter().filter(|s| s.receivable.outstanding.is_positive()).map(|s| s.receivable.id).collect();
        self.left()
            .filter(|a| a.invoices.iter().any(|i| open.contains(i)))
            .max_by_key(|a| (a.left_on(), a.id))
            .map(|a| ScenarioRef { name: a.scenario.clone(), version: a.scenario_version.clone() })
    }

    /// Collective proceedings on that date; the oldest, when they were recorded twice.
    pub fn insolvency(&self) -> Option<&'f HoldFacts> {
        self.holds(HoldKind::Insolvency).min_by_key(|h| (h.opened_on, h.id))
    }

    /// Holds of that kind opened and not lifted on the date, on any receivable or on the debtor.
    pub fn holds(&self, kind: HoldKind) -> impl Iterator<Item = &'f HoldFacts> + use<'f> {
        let as_of = self.as_of;
        self.debtor.holds.iter().filter(move |h| h.kind == kind && touching::is_open(h, as_of))
    }

    fn left(&self) -> impl Iterator<Item = &'f ActFacts> + use<'f> {
        let as_of = self.as_of;
        self.acts().filter(move |a| a.left_on().is_some_and(|on| on <= as_of))
    }
}
