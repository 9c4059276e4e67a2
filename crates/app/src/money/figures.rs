//! The figures of one day: by age, what is held, how concentrated; and the same total found another way.

use super::look::{Look, kept};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::screens::{AgedFilter, AgedInvoice, Cut, Days, Scope};
use crate::ports::terms::BooksError;
use base::id::{HoldId, PartyId};
use base::{Cents, Currency, Date, MoneyError};
use domain::facts::{HoldFacts, HoldKind, WordFacts};
use domain::forecast::{OpenAmount, Parts, Shares};
use domain::situation::{AgedBalance, BUCKETS, column_of};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name these figures are kept under.
const NAME: &str = "aged";
/// Concentration is that of so many customers.
pub const TOP: usize = 10;

/// What was owed on a day, in euros.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFigures {
    pub as_of: Date,
    /// By [`BUCKETS`].
    pub buckets: [Cents; BUCKETS.len()],
    pub total: Cents,
    /// The part of each bucket in dispute, promised, in a plan, or written off.
    pub held: [Cents; BUCKETS.len()],
    pub disputed: Cents,
    pub promised: Cents,
    pub in_plans: Cents,
    /// Still owed, and counted for nothing in the books.
    #[serde(default)]
    pub written_off: Cents,
    pub customers: u64,
    pub invoices: u64,
    /// What the ten customers who owe most owe.
    pub top: Cents,
    /// What is owed in other currencies.
    pub others: BTreeMap<Currency, Cents>,
}

impl DayFigures {
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn overdue(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.buckets[1..5].iter().copied())
    }

    /// More than ninety days late.
    pub fn at_risk(&self) -> Cents {
        self.buckets[4]
    }

    /// In dispute, promised, in a plan, or written off.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn held_total(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.held)
    }
}

/// The figures of a day.
///
/// # Errors
/// A broken store, sums that leave what can be counted, or `NotCounted`.
pub fn on(look: &Look<'_>, day: Date) -> AppResult<DayFigures> {
    kept(look, NAME, day, "", |books| compute(books, look.scope, day))
}

/// Invoiced less allocated, counted again from the facts alone: equals the total of the day, or something is wrong.
///
/// # Errors
/// A broken store, or `NotCounted`.
pub fn by_facts(look: &Look<'_>, day: Date) -> AppResult<Cents> {
    kept(look, "facts", day, "", |books| Ok(books.owed_by_facts(look.scope, day)?))
}

/// Lays out what was open on a past day, so that its lists are read like those of today. Asked before such a list.
///
/// # Errors
/// A broken store, or `NotCounted`.
pub fn lay_out(look: &Look<'_>, day: Date) -> AppResult<()> {
    let company = look.scope.company;
    if look.world.read(|books| Ok(books.is_laid_out(company, day)?))? {
        return Ok(());
    }
    look.may_count(NAME, day)?;
    look.world.write(|books| Ok(books.lay_out(company, day)?))
}

/// The figures of the last days of the months before, oldest first, then those of the day.
///
/// # Errors
/// As [`on`].
pub fn month_ends(look: &Look<'_>, day: Date, months: usize) -> AppResult<Vec<DayFigures>> {
    let before = |d: &Date| d.first_of_month().yesterday().ok();
    let mut days: Vec<Date> = std::iter::successors(before(&day), before).take(months).collect();
    days.reverse();
    days.push(day);
    days.into_iter().map(|d| on(look, d)).collect()
}

fn compute(books: &mut dyn Books, scope: Scope, day: Date) -> AppResult<DayFigures> {
    let holds = Holds::open(books, scope, day)?;
    let mut sums = Sums::new(day);
    books
        .open_amounts(scope, day, &mut |open| sums.add(&open, &holds).map_err(|e| BooksError::Broken(e.to_string())))?;
    let mut largest: Vec<Cents> = sums.balance.rows.iter().map(|r| r.total).collect();
    largest.sort_unstable_by(|a, b| b.cmp(a));
    let [disputed, promised, in_plans, written_off] = sums.kinds;
    Ok(DayFigures {
        as_of: day,
        buckets: sums.balance.buckets,
        total: sums.balance.total,
        held: sums.held,
        disputed,
        promised,
        in_plans,
        written_off,
        customers: sums.balance.rows.len() as u64,
        invoices: sums.balance.rows.iter().map(|r| r.invoices).sum(),
        top: Cents::sum(largest.into_iter().take(TOP))?,
        others: sums.others,
    })
}

/// The part of each bucket that is in dispute, promised, in a plan or written off, for those of these customers who have some.
///
/// # Errors
/// A broken store, or sums that leave what can be counted.
pub fn held_of(
    look: &Look<'_>,
    day: Date,
    parties: &[PartyId],
) -> AppResult<BTreeMap<PartyId, [Cents; BUCKETS.len()]>> {
    let scope = look.scope;
    look.world.read(|books| {
        let holds = Holds::open(books, scope, day)?;
        let mut held = BTreeMap::new();
        for party in parties.iter().filter(|p| holds.0.contains_key(p)) {
            let filter = AgedFilter { party: Some(*party), ..AgedFilter::default() };
            let mut sums = Sums::new(day);
            for item in books.aged_invoices(scope, day, &filter, Cut { offset: 0, limit: ALL })? {
                let AgedInvoice { invoice, party, due_on, currency, outstanding, .. } = item;
                sums.add(&OpenAmount { invoice, party, due_on, currency, outstanding }, &holds)?;
            }
            held.insert(*party, sums.held);
        }
        Ok(held)
    })
}

/// No customer has more open invoices.
const ALL: u64 = 1_000_000;

struct Sums {
    balance: AgedBalance,
    held: [Cents; BUCKETS.len()],
    /// Disputed, promised, in plans, written off.
    kinds: [Cents; 4],
    others: BTreeMap<Currency, Cents>,
    shares: Shares,
}

impl Sums {
    fn new(day: Date) -> Sums {
        Sums {
            balance: AgedBalance::new(day),
            held: Default::default(),
            kinds: Default::default(),
            others: BTreeMap::new(),
            shares: Shares::default(),
        }
    }

    fn add(&mut self, open: &OpenAmount, holds: &Holds) -> Result<(), MoneyError> {
        if open.currency != Currency::EUR {
            let other = self.others.entry(open.currency).or_default();
            *other = other.add(open.outstanding)?;
            return Ok(());
        }
        let day = self.balance.as_of;
        self.balance.add(open.party, open.due_on, open.outstanding)?;
        if !open.outstanding.is_positive() {
            return Ok(());
        }
        let bearing = holds.on(open);
        if bearing.is_empty() {
            return Ok(());
        }
        let parts = Parts::of(open.outstanding, &bearing, &mut self.shares, day)?;
        let column = column_of(open.due_on, open.outstanding, day);
        if bearing.iter().any(|hold| hold.kind == HoldKind::WrittenOff) {
            self.kinds[3] = self.kinds[3].add(open.outstanding)?;
            self.held[column] = self.held[column].add(open.outstanding)?;
            return Ok(());
        }
        for (amount, hold) in parts.disputed.iter().chain(&parts.promised) {
            let kind = match hold.kind {
                HoldKind::Dispute => 0,
                HoldKind::Plan => 2,
                _ => 1,
            };
            self.kinds[kind] = self.kinds[kind].add(*amount)?;
            self.held[column] = self.held[column].add(*amount)?;
        }
        Ok(())
    }
}

/// Holds open on a day, by customer.
pub(super) struct Holds(BTreeMap<PartyId, Vec<HoldFacts>>);

impl Holds {
    pub(super) fn open(books: &mut dyn Books, scope: Scope, day: Date) -> AppResult<Holds> {
        let mut by_party: BTreeMap<PartyId, Vec<HoldFacts>> = BTreeMap::new();
        let words = books.words_open(scope.company, day)?;
        let words: BTreeMap<HoldId, WordFacts> = words.into_iter().map(|word| (word.hold, word)).collect();
        for (party, hold) in books.holds_open(scope, day)? {
            let word = words.get(&hold.id);
            let Some(hold) = hold.left_of_word(word, day)? else { continue };
            by_party.entry(party).or_default().push(hold);
        }
        Ok(Holds(by_party))
    }

    /// The customers with a hold of that kind.
    pub(super) fn parties_with(&self, kind: HoldKind) -> impl Iterator<Item = PartyId> + '_ {
        self.0.iter().filter(move |(_, holds)| holds.iter().any(|h| h.kind == kind)).map(|(party, _)| *party)
    }

    /// Those of this invoice and of the whole customer.
    pub(super) fn on(&self, open: &OpenAmount) -> Vec<&HoldFacts> {
        let of_party = self.0.get(&open.party).into_iter().flatten();
        of_party.filter(|h| h.invoice.is_none_or(|invoice| invoice == open.invoice)).collect()
    }
}

/// The days from the first of the month to this one.
pub(super) fn month_to_date(day: Date) -> Days {
    Days { from: day.first_of_month(), until: day }
}
