//! What should come in the next thirteen weeks, and the customers who broke their word, failed, or pay later than before:
//! one look over everything open.

use super::figures::Holds;
use super::look::{Look, kept};
use super::stake::Stake;
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::screens::{Days, Scope};
use crate::ports::terms::BooksError;
use crate::records::PlanRow;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, MoneyError, add_days};
use domain::facts::HoldKind;
use domain::forecast::{
    Because, Drift, Expectation, Forecast, Habits, Instalments, OpenAmount, Parts, Place, Shares, WEEKS, expect,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name it is kept under.
const NAME: &str = "outlook";
/// The name the columns of the forecast are kept under.
pub const COLUMNS: &str = "expected";
/// Customers kept for each alert; the worst first.
const MOST: usize = 30;
/// Collective proceedings are news for so many days.
const NEWS_DAYS: i64 = 60;

/// A customer, the invoices it is about, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    pub party: PartyId,
    pub on: Date,
    pub stake: Stake,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drifting {
    pub drift: Drift,
    pub stake: Stake,
}

/// In euros.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    pub forecast: Forecast,
    /// Promised for a day that has passed, and still owed.
    pub words_broken: Vec<Concern>,
    /// Collective proceedings opened lately.
    pub insolvent: Vec<Concern>,
    pub drifting: Vec<Drifting>,
}

/// One expectation, and of which invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    pub invoice: InvoiceId,
    pub party: PartyId,
    pub due_on: Date,
    pub expectation: Expectation,
}

/// What is expected from a day on.
///
/// # Errors
/// A broken store, sums that leave what can be counted, or `NotCounted`.
pub fn on(look: &Look<'_>, day: Date) -> AppResult<Outlook> {
    kept(look, NAME, day, "", |books| compute(books, look.scope, day))
}

/// The expectations of one column of the forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnReasons {
    pub total: Cents,
    pub count: u64,
    /// The largest first; of a column with many, the largest [`MOST_SHOWN`].
    pub largest: Vec<Expected>,
}

/// Expectations of a column that are kept: more than anybody reads.
pub const MOST_SHOWN: usize = 200;

/// The expectations of every column of the forecast, as [`Place`] counts them: its reasons, opened.
///
/// # Errors
/// As [`on`].
pub fn columns(look: &Look<'_>, day: Date) -> AppResult<Vec<ColumnReasons>> {
    kept(look, COLUMNS, day, "", |books| compute_columns(books, look.scope, day))
}

/// Where a column stands among [`columns`].
pub fn place_of(column: Place) -> usize {
    match column {
        Place::Week(week) => week.min(WEEKS - 1),
        Place::Later => WEEKS,
        Place::Undated => WEEKS + 1,
    }
}

fn compute_columns(books: &mut dyn Books, scope: Scope, day: Date) -> AppResult<Vec<ColumnReasons>> {
    let forecast = Forecast::new(day);
    let mut found: Vec<Vec<Expected>> = vec![Vec::new(); WEEKS + 2];
    each_expected(books, scope, day, &mut |open, expected| {
        let (invoice, party, due_on) = (open.invoice, open.party, open.due_on);
        for expectation in expected {
            let place = place_of(forecast.week_of(expectation.on));
            found[place].push(Expected { invoice, party, due_on, expectation });
        }
        Ok(())
    })?;
    found.into_iter().map(reasons).collect()
}

fn reasons(mut all: Vec<Expected>) -> AppResult<ColumnReasons> {
    all.sort_by(|a, b| {
        let key = |e: &Expected| (std::cmp::Reverse(e.expectation.amount), e.invoice, e.expectation.certainty);
        key(a).cmp(&key(b))
    });
    let total = Cents::sum(all.iter().map(|e| e.expectation.amount))?;
    let count = all.len() as u64;
    all.truncate(MOST_SHOWN);
    Ok(ColumnReasons { total, count, largest: all })
}

fn compute(books: &mut dyn Books, scope: Scope, day: Date) -> AppResult<Outlook> {
    let mut forecast = Forecast::new(day);
    let (mut broken, mut insolvent) = (Concerns::default(), Concerns::default());
    let mut owed: BTreeMap<PartyId, Stake> = BTreeMap::new();
    let news_since = add_days(day, -NEWS_DAYS).unwrap_or(day);
    let habits = each_expected(books, scope, day, &mut |open, expected| {
        owed.entry(open.party).or_default().add(open.invoice, open.outstanding)?;
        for part in &expected {
            forecast.add(part)?;
            match part.because {
                Because::WordBroken { until } => broken.add(open, until, part.amount)?,
                Because::NotOurs { kind: HoldKind::Insolvency, since } if since >= news_since => {
                    insolvent.add(open, since, part.amount)?;
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    let still_owes = |drift: Drift| {
        let stake = owed.remove(&drift.party)?.named();
        Some(Drifting { drift, stake })
    };
    let mut drifting: Vec<Drifting> = habits.drifts().into_iter().filter_map(still_owes).collect();
    drifting.truncate(MOST);
    Ok(Outlook { forecast, words_broken: broken.worst(), insolvent: insolvent.worst(), drifting })
}

type Visit<'v> = &'v mut dyn FnMut(&OpenAmount, Vec<Expectation>) -> Result<(), MoneyError>;

/// Gives every open amount in euros with what is expected of it; returns the habits that were used.
fn each_expected(books: &mut dyn Books, scope: Scope, day: Date, each: Visit<'_>) -> AppResult<Habits> {
    let mut habits = Habits::new(day);
    books.settled(scope, Days { from: Habits::since(day), until: day }, &mut |s| {
        habits.add(s.party, s.amount, s.due_on, s.settled_on);
        Ok(())
    })?;
    let holds = Holds::open(books, scope, day)?;
    let mut shares = Shares::default();
    let mut instalments = instalments(books, &holds, day)?;
    let mut visit = |open: &OpenAmount| -> Result<(), MoneyError> {
        let parts = Parts::of(open.outstanding, &holds.on(open), &mut shares, day)?;
        each(open, expect(open, &parts, habits.of(open.party), &mut instalments, day)?)
    };
    books.open_amounts(scope, day, &mut |open| {
        if open.currency != Currency::EUR || !open.outstanding.is_positive() {
            return Ok(());
        }
        visit(&open).map_err(|e| BooksError::Broken(e.to_string()))
    })?;
    Ok(habits)
}

/// The instalments of the plans that hold something.
fn instalments(books: &mut dyn Books, holds: &Holds, day: Date) -> AppResult<Instalments> {
    let mut found = Instalments::default();
    for party in holds.parties_with(HoldKind::Plan) {
        for plan in books.plans_of_party(party)?.iter().filter_map(PlanRow::facts) {
            found.add(&plan, day)?;
        }
    }
    Ok(found)
}

#[derive(Default)]
struct Concerns(BTreeMap<PartyId, Concern>);

impl Concerns {
    /// The oldest day counts.
    fn add(&mut self, open: &OpenAmount, on: Date, amount: Cents) -> Result<(), MoneyError> {
        let new = || Concern { party: open.party, on, stake: Stake::default() };
        let concern = self.0.entry(open.party).or_insert_with(new);
        concern.on = concern.on.min(on);
        concern.stake.add(open.invoice, amount)
    }

    fn worst(self) -> Vec<Concern> {
        let mut all: Vec<Concern> = self.0.into_values().collect();
        all.sort_by_key(|c| (std::cmp::Reverse(c.stake.amount), c.party));
        all.truncate(MOST);
        all.into_iter().map(|c| Concern { stake: c.stake.named(), ..c }).collect()
    }
}
