//! Twelve months planned again under two books of scenarios, from the facts known on each day.
//!
//! Each proposal is held to be done on its day, under both; payments, disputes and promises are those that really came.
//! Before the books were kept here, nothing says what was known when: facts are then taken at their own date.

use crate::error::AppResult;
use crate::planning::{Planner, scenarios};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::Company;
use crate::world::World;
use base::id::PartyId;
use base::{Date, Timestamp, add_days, calendar};
use domain::facts::{CompanyFacts, DebtorFacts};
use domain::rehearsal::{Change, Rehearsal, Rehearsed, Tally, changes};
use domain::scenario::{Scenario, ScenarioBook};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const DAYS: i64 = 365;
/// More customers than this are sampled: the time a replay takes stays bounded.
const MOST_CUSTOMERS: usize = 200;
/// Customers told one by one; the figures count all.
const MOST_TOLD: usize = 100;
const PAGE: u64 = 1_000;

/// A replay about to be run.
pub struct Replay {
    before: ScenarioBook,
    after: ScenarioBook,
    /// Working days, oldest first.
    days: Vec<Date>,
    customers: Vec<PartyId>,
    all_customers: usize,
    kept_since: Option<Date>,
}

/// What the draft would have changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    pub from: Date,
    pub until: Date,
    /// Working days replayed.
    pub days: u64,
    /// Customers replayed, of how many who owed something.
    pub customers: u64,
    pub all_customers: u64,
    /// Before that day facts are taken at their own date.
    pub kept_since: Option<Date>,
    pub before: Tally,
    pub after: Tally,
    /// Customers for whom something differs.
    pub differing: u64,
    /// The most changed first.
    pub changes: Vec<CustomerChanges>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerChanges {
    pub party: PartyId,
    pub name: String,
    pub changes: Vec<Change>,
}

/// What was, or would have been, done with one customer.
#[derive(Default)]
struct Told {
    name: String,
    before: Vec<Rehearsed>,
    after: Vec<Rehearsed>,
}

impl Replay {
    /// The last twelve months up to yesterday, for this draft.
    ///
    /// # Errors
    /// A broken store.
    pub fn of(world: &World<'_>, company: &Company, draft: &Scenario) -> AppResult<Replay> {
        let region = company.settings.region;
        let day = |back: i64| add_days(world.today, -back);
        let days: Vec<Date> =
            (1..=DAYS).rev().filter_map(day).filter(|d| calendar::is_working_day(*d, region)).collect();
        let since = days.first().copied().unwrap_or(world.today);
        world.read(|books| {
            let before = scenarios(books, company, None)?;
            let after = before.adopting(draft);
            let owing = books.owing_since(company.id, since)?;
            let kept_since = books.kept_since(company.id)?.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
            let all_customers = owing.len();
            let customers = sampled(owing);
            Ok(Replay { before, after, days: days.clone(), customers, all_customers, kept_since })
        })
    }

    /// How many days will be replayed.
    pub fn days(&self) -> u64 {
        self.days.len() as u64
    }

    /// Runs it. `progress` is told how many days are done, and says whether to go on; `None` when it was told to stop.
    ///
    /// # Errors
    /// A broken store, or what `progress` returns.
    pub fn run(
        &self,
        world: &World<'_>,
        company: &Company,
        progress: &mut dyn FnMut(u64) -> AppResult<bool>,
    ) -> AppResult<Option<Comparison>> {
        let first = self.days.first().copied().unwrap_or(world.today);
        let (mut before, mut after) = (Rehearsal::new(&self.before, first), Rehearsal::new(&self.after, first));
        let mut told: BTreeMap<PartyId, Told> = BTreeMap::new();
        for (done, day) in self.days.iter().enumerate() {
            if !progress(done as u64)? {
                return Ok(None);
            }
            let (facts, debtors) = world.read(|books| self.known_on(books, company, *day))?;
            for debtor in &debtors {
                let entry = told.entry(debtor.party.id).or_default();
                entry.name.clone_from(&debtor.party.name);
                let said = |p: &domain::agenda::Proposal| Rehearsed::of(p, *day);
                entry.before.extend(before.day(debtor, &facts, *day)?.iter().map(said));
                entry.after.extend(after.day(debtor, &facts, *day)?.iter().map(said));
            }
        }
        Ok(Some(self.compared(first, world.today, told)))
    }

    /// The facts of that day as they were known at its end.
    fn known_on(
        &self,
        books: &mut dyn Books,
        company: &Company,
        day: Date,
    ) -> AppResult<(CompanyFacts, Vec<DebtorFacts>)> {
        let was_kept = self.kept_since.is_some_and(|since| since <= day);
        let view = View { as_of: day, known_at: end_of(day).filter(|_| was_kept) };
        let planner = Planner::under(books, company, "", view, ScenarioBook::default())?;
        let mut debtors = self.debtors(books, company, view)?;
        debtors.iter_mut().for_each(|d| planner.complete(d));
        Ok((planner.company, debtors))
    }

    fn debtors(&self, books: &mut dyn Books, company: &Company, view: View) -> AppResult<Vec<DebtorFacts>> {
        if self.customers.len() < self.all_customers {
            let mut debtors = Vec::with_capacity(self.customers.len());
            for party in &self.customers {
                debtors.extend(books.debtor(company.id, *party, view)?);
            }
            return Ok(debtors);
        }
        Ok(books.debtors(company.id, None, PAGE, view)?)
    }

    fn compared(&self, from: Date, today: Date, told: BTreeMap<PartyId, Told>) -> Comparison {
        let (mut before, mut after) = (Tally::default(), Tally::default());
        let mut customers = Vec::new();
        for (party, told) in told {
            told.before.iter().for_each(|done| before.add(done));
            told.after.iter().for_each(|done| after.add(done));
            let changes = changes(&told.before, &told.after);
            if !changes.is_empty() {
                customers.push(CustomerChanges { party, name: told.name, changes });
            }
        }
        let differing = customers.len() as u64;
        customers.sort_by(|a, b| (b.changes.len(), &a.name, a.party).cmp(&(a.changes.len(), &b.name, b.party)));
        customers.truncate(MOST_TOLD);
        Comparison {
            from,
            until: add_days(today, -1).unwrap_or(today),
            days: self.days(),
            customers: self.customers.len() as u64,
            all_customers: self.all_customers as u64,
            kept_since: self.kept_since.filter(|since| *since > from),
            before,
            after,
            differing,
            changes: customers,
        }
    }
}

/// Evenly spread over all of them, so that old and new customers are both there.
fn sampled(all: Vec<PartyId>) -> Vec<PartyId> {
    if all.len() <= MOST_CUSTOMERS {
        return all;
    }
    (0..MOST_CUSTOMERS).filter_map(|n| all.get(n * all.len() / MOST_CUSTOMERS).copied()).collect()
}

/// The last instant of a day; within two hours of midnight in Paris, which no view of the past depends on.
fn end_of(day: Date) -> Option<Timestamp> {
    let next = add_days(day, 1)?;
    next.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_spread_over_all_customers() {
        let party = |n: u16| {
            let mut id = [0; 16];
            id[..2].copy_from_slice(&n.to_be_bytes());
            PartyId::from_bytes(id)
        };
        let few: Vec<PartyId> = (0..200).map(party).collect();
        assert_eq!(sampled(few.clone()), few);
        let sample = sampled((0..1_000).map(party).collect());
        assert_eq!(sample.len(), 200);
        assert_eq!((sample[0], sample[199]), (party(0), party(995)));
    }
}
