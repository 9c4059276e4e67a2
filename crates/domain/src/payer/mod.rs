//! How a customer pays: a delay weighted by amounts and by how recent they are, its drift, words kept, and how sure we are.
//!
//! It describes, and decides nothing: no step and no scenario reads it. Amounts weigh by their face value. Paying early counts
//! as paying on the day, since it makes up for no delay; what is contested is left out, since the delay may be our fault;
//! what is overdue counts with the delay it has reached, in the drift only once that is beyond what was usual before.

mod mean;
mod promise;

pub use mean::{HALF_LIFE_DAYS, Mean, WHOLE, weight};
pub use promise::{GRACE_DAYS, WordsKept, last_day};

use crate::facts::WordFacts;
use base::id::InvoiceId;
use base::{Cents, Date, MoneyError, days_between};

/// The median shown at a point is that of this many points up to it.
const MEDIAN_OF: usize = 5;
/// What was settled within these days before is compared with what came before them.
const RECENT_DAYS: i64 = 182;
/// Fewer invoices on either side tell no drift.
const DRIFT_NEEDS: usize = 3;
/// A smaller change is no drift, in tenths of a day.
const DRIFT_TENTHS: i64 = 30;

/// What became of one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: Date,
    /// The day nothing was left of it; `None` while it is open.
    pub settled_on: Option<Date>,
    pub principal: Cents,
    /// What was set against it, by day; negative where something was taken back.
    pub parts: Vec<(Date, Cents)>,
    /// Contested at some time, unless that was found wrong: who contests without reason pays late.
    pub was_disputed: bool,
}

/// One invoice as it is drawn and counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub invoice: InvoiceId,
    pub number: String,
    /// The day it was settled; the day of the profile while it is overdue.
    pub on: Date,
    /// Mean of its parts, each with its own delay, to the nearest day; never negative.
    pub days_late: i64,
    pub amount: Cents,
    pub is_open: bool,
    /// Share of [`WHOLE`] that its age leaves to it.
    pub weight: i64,
    /// Median delay of the points up to this one.
    pub median: i64,
}

/// Whether the customer pays later than before, between two means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drift {
    /// Too few invoices to tell.
    Unknown,
    Steady {
        before: Mean,
        recent: Mean,
    },
    Slower {
        before: Mean,
        recent: Mean,
    },
    Faster {
        before: Mean,
        recent: Mean,
    },
}

/// How far the figures may be relied upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    Nothing,
    /// Fewer than five invoices.
    Indicative,
    /// Fewer than twelve.
    Fair,
    Good,
}

/// How a customer pays, on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayerProfile {
    pub as_of: Date,
    /// In order of day.
    pub points: Vec<Point>,
    /// Contested, hence left out.
    pub left_out: usize,
    /// Weighted by amount and recency.
    pub mean: Option<Mean>,
    pub drift: Drift,
    /// Invoices settled, or overdue, no later than their due date.
    pub on_time: usize,
    /// The longest delay.
    pub worst: Option<usize>,
    pub words: WordsKept,
}

impl PayerProfile {
    /// The profile at the end of `as_of`. What is open and not late says nothing yet and is not counted.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the weighted sums leave what can be counted.
    pub fn of(settlements: &[Settlement], words: &[WordFacts], as_of: Date) -> Result<PayerProfile, MoneyError> {
        let said = |s: &&Settlement| s.principal.is_positive() && (s.settled_on.is_some() || s.due_on < as_of);
        let (disputed, counted): (Vec<&Settlement>, Vec<&Settlement>) =
            settlements.iter().filter(said).partition(|s| s.was_disputed);
        let mut points = counted.into_iter().map(|s| point(s, as_of)).collect::<Result<Vec<Point>, MoneyError>>()?;
        points.sort_by(|a, b| (a.on, &a.number, a.invoice).cmp(&(b.on, &b.number, b.invoice)));
        let delays: Vec<i64> = points.iter().map(|p| p.days_late).collect();
        for (at, point) in points.iter_mut().enumerate() {
            point.median = median(&delays[(at + 1).saturating_sub(MEDIAN_OF)..=at]);
        }
        Ok(PayerProfile {
            as_of,
            left_out: disputed.len(),
            mean: Mean::of(points.iter().map(|p| (p.amount, p.weight, p.days_late)))?,
            drift: drift(&points, as_of)?,
            on_time: points.iter().filter(|p| p.days_late == 0).count(),
            worst: (0..points.len()).max_by_key(|at| points[*at].days_late).filter(|at| points[*at].days_late > 0),
            words: WordsKept::count(words, as_of),
            points,
        })
    }

    pub fn confidence(&self) -> Confidence {
        match self.points.len() {
            0 => Confidence::Nothing,
            1..=4 => Confidence::Indicative,
            5..=11 => Confidence::Fair,
            _ => Confidence::Good,
        }
    }
}

fn point(settlement: &Settlement, as_of: Date) -> Result<Point, MoneyError> {
    let on = settlement.settled_on.unwrap_or(as_of);
    Ok(Point {
        invoice: settlement.invoice,
        number: settlement.number.clone(),
        on,
        days_late: days_late(settlement, as_of)?,
        amount: settlement.principal,
        is_open: settlement.settled_on.is_none(),
        weight: weight(days_between(on, as_of)),
        median: 0,
    })
}

/// A small remainder paid months later does not make the whole late by months: each part counts by its amount, and what
/// is still due by the delay it has reached.
fn days_late(settlement: &Settlement, as_of: Date) -> Result<i64, MoneyError> {
    let late = |on: Date| days_between(settlement.due_on, on).max(0);
    let known = || settlement.parts.iter().filter(|(on, _)| *on <= as_of);
    let left = settlement.principal.sub(Cents::sum(known().map(|(_, amount)| *amount))?)?;
    let parts = known().map(|(on, amount)| (*on, *amount)).chain([(settlement.settled_on.unwrap_or(as_of), left)]);
    let mean = Mean::of(parts.map(|(on, amount)| (amount, 1, late(on))))?;
    Ok(mean.map_or(0, |mean| (mean.tenths() + 5).div_euclid(10)).max(0))
}

/// The lower of the two middle values when their number is even.
fn median(delays: &[i64]) -> i64 {
    let mut sorted = delays.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

fn drift(points: &[Point], as_of: Date) -> Result<Drift, MoneyError> {
    let (recent, before): (Vec<&Point>, Vec<&Point>) =
        points.iter().partition(|p| days_between(p.on, as_of) <= RECENT_DAYS);
    if before.len() < DRIFT_NEEDS {
        return Ok(Drift::Unknown);
    }
    let mean = |some: &[&Point]| Mean::of(some.iter().map(|p| (p.amount, WHOLE, p.days_late)));
    let Some(before) = mean(&before)? else { return Ok(Drift::Unknown) };
    // What is open grows later each day: short of what was usual it shows nothing yet, and beyond it the payer is slower.
    let told = |p: &&&Point| !p.is_open || p.days_late * 10 > before.tenths();
    let recent: Vec<&Point> = recent.iter().filter(told).copied().collect();
    if recent.len() < DRIFT_NEEDS {
        return Ok(Drift::Unknown);
    }
    let Some(recent) = mean(&recent)? else { return Ok(Drift::Unknown) };
    Ok(match recent.tenths() - before.tenths() {
        slower if slower >= DRIFT_TENTHS => Drift::Slower { before, recent },
        faster if faster <= -DRIFT_TENTHS => Drift::Faster { before, recent },
        _ => Drift::Steady { before, recent },
    })
}
