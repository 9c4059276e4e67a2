//! How late a customer usually pays: the delay of what they settled in the last twelve months, weighted by amount.

use base::id::PartyId;
use base::{Cents, Date, add_days, days_between};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fewer settled invoices than this say nothing of a customer: the whole company's habit is taken instead.
const ENOUGH: u32 = 3;
/// What was settled within so many days is recent.
const RECENT_DAYS: i64 = 90;
/// A customer drifts when recent delays exceed those before by so many days.
const DRIFT_DAYS: i64 = 10;

/// Whose settled invoices a habit was computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    Customer,
    /// This customer has settled too little to tell.
    Company,
    /// Nobody has settled enough: due dates are taken at their word.
    Nobody,
}

/// How many days after the due date payment usually comes; negative for those who pay before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Habit {
    pub days: i64,
    pub invoices: u32,
    pub whose: Whose,
}

/// A customer who pays later than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    pub party: PartyId,
    pub before: Habit,
    pub recent: Habit,
}

/// Sum of amounts × days, so that the mean is taken once.
#[derive(Clone, Copy, Debug, Default)]
struct Weighted {
    cents_days: i128,
    cents: i128,
    invoices: u32,
}

impl Weighted {
    fn add(&mut self, amount: Cents, days: i64) {
        self.cents_days += i128::from(amount.get()) * i128::from(days);
        self.cents += i128::from(amount.get());
        self.invoices += 1;
    }

    fn and(self, other: Weighted) -> Weighted {
        Weighted {
            cents_days: self.cents_days + other.cents_days,
            cents: self.cents + other.cents,
            invoices: self.invoices + other.invoices,
        }
    }

    /// The mean, to the nearest day.
    fn habit(self, whose: Whose) -> Option<Habit> {
        let enough = self.invoices >= ENOUGH && self.cents > 0;
        let nearest = || (2 * self.cents_days + self.cents).div_euclid(2 * self.cents);
        enough.then(|| Habit { days: i64::try_from(nearest()).unwrap_or(0), invoices: self.invoices, whose })
    }
}

/// The habits of all customers of a company on a day.
#[derive(Clone, Debug)]
pub struct Habits {
    as_of: Date,
    /// Recent, and before.
    by_party: BTreeMap<PartyId, (Weighted, Weighted)>,
    all: Weighted,
}

impl Habits {
    pub fn new(as_of: Date) -> Habits {
        Habits { as_of, by_party: BTreeMap::new(), all: Weighted::default() }
    }

    /// What is settled after this day is counted.
    pub fn since(as_of: Date) -> Date {
        add_days(as_of, -365).unwrap_or(as_of)
    }

    /// One settled invoice.
    pub fn add(&mut self, party: PartyId, amount: Cents, due_on: Date, settled_on: Date) {
        let days = days_between(due_on, settled_on);
        let (recent, before) = self.by_party.entry(party).or_default();
        let of = if days_between(settled_on, self.as_of) < RECENT_DAYS { recent } else { before };
        of.add(amount, days);
        self.all.add(amount, days);
    }

    pub fn of(&self, party: PartyId) -> Habit {
        let own = self.by_party.get(&party).and_then(|(recent, before)| recent.and(*before).habit(Whose::Customer));
        let nobody = Habit { days: 0, invoices: 0, whose: Whose::Nobody };
        own.or_else(|| self.all.habit(Whose::Company)).unwrap_or(nobody)
    }

    /// Customers who pay later than before, the worst first.
    pub fn drifts(&self) -> Vec<Drift> {
        let drift = |(party, (recent, before)): (&PartyId, &(Weighted, Weighted))| {
            let (recent, before) = (recent.habit(Whose::Customer)?, before.habit(Whose::Customer)?);
            let drifts = recent.days >= before.days + DRIFT_DAYS && recent.days > 0;
            drifts.then_some(Drift { party: *party, before, recent })
        };
        let mut drifts: Vec<Drift> = self.by_party.iter().filter_map(drift).collect();
        drifts.sort_by_key(|d| (std::cmp::Reverse(d.recent.days - d.before.days), d.party));
        drifts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 20);

    fn party(n: u8) -> PartyId {
        PartyId::from_bytes([n; 16])
    }

    fn settled(habits: &mut Habits, n: u8, euros: i64, ago: i64, days: i64) {
        let on = add_days(TODAY, -ago).unwrap();
        habits.add(party(n), Cents::new(euros * 100), add_days(on, -days).unwrap(), on);
    }

    #[test]
    fn the_mean_is_weighted_by_amount_and_needs_three_invoices() {
        let mut habits = Habits::new(TODAY);
        settled(&mut habits, 1, 900, 10, 30);
        settled(&mut habits, 1, 50, 40, 0);
        let company = |habits: &Habits| habits.of(party(1));
        assert_eq!(company(&habits).whose, Whose::Nobody, "two invoices say nothing");
        settled(&mut habits, 1, 50, 50, 10);
        // (900 × 30 + 50 × 0 + 50 × 10) / 1000 = 27,5 → 28
        assert_eq!(habits.of(party(1)), Habit { days: 28, invoices: 3, whose: Whose::Customer });
        assert_eq!(habits.of(party(2)).whose, Whose::Company, "a stranger is taken for the average customer");
        assert_eq!(habits.of(party(2)).days, 28);
    }

    #[test]
    fn a_drift_is_recent_delays_beyond_those_before() {
        let mut habits = Habits::new(TODAY);
        for ago in [100, 200, 300] {
            settled(&mut habits, 1, 100, ago, 5);
            settled(&mut habits, 2, 100, ago, 5);
        }
        for ago in [10, 20, 30] {
            settled(&mut habits, 1, 100, ago, 25);
            settled(&mut habits, 2, 100, ago, 9);
        }
        let drifts = habits.drifts();
        assert_eq!(drifts.len(), 1);
        assert_eq!((drifts[0].party, drifts[0].before.days, drifts[0].recent.days), (party(1), 5, 25));
    }
}
