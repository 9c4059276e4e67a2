//! What the books say at first sight: what was forgotten, who pays late, what may be claimed, whom nobody can reach.
//!
//! It changes nothing but the figures kept for the next look. Each figure comes with the largest of the rows it is made of;
//! what rests on something nobody established is counted apart, never inside a total.

use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::money::look::{Look, kept};
use crate::ports::books::Books;
use crate::ports::screens::{Cut, ForgottenRow, ForgottenSum, Scope, SettledRow, UnreachableRow};
use crate::ports::terms::View;
use crate::records::{Company, PartyRecord};
use crate::sums::each_overdue;
use crate::world::World;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, add_days, days_between};
use domain::facts::{DebtorFacts, HoldKind, PartyKind, ReceivableFacts};
use law::LawBook;
use serde::{Deserialize, Serialize};

/// Payments of the last twelve months say how a customer pays now.
const HISTORY_DAYS: i64 = 365;
/// Fewer days late than this is the bank's pace, not a habit.
const LATE_DAYS: i64 = 10;
/// One late payment is an accident.
const FEWEST_SETTLED: usize = 2;
/// Invoices kept with a late payer's average.
const SHOWN: usize = 12;
/// Rows kept of each list: more than anybody reads at first sight.
const ROWS: usize = 60;
/// The name it is kept under.
pub const NAME: &str = "diagnosis";

/// The whole diagnosis of a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Diagnosis {
    pub forgotten: Vec<ForgottenSum>,
    pub late_payers: LatePayers,
    /// `None` where the law tables do not cover a day; the message says which.
    pub claims: Result<Claims, String>,
    pub unreachable: Counted<UnreachableRow>,
    pub bank_known_until: Option<Date>,
    /// Proposals waiting in the agenda of the day.
    pub proposals: u64,
}

/// A list, and the first of its rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Counted<T> {
    pub count: usize,
    pub first: Vec<T>,
}

impl<T> Counted<T> {
    fn of(mut all: Vec<T>) -> Counted<T> {
        let count = all.len();
        all.truncate(ROWS);
        Counted { count, first: all }
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl<T> Default for Counted<T> {
    fn default() -> Self {
        Counted { count: 0, first: Vec::new() }
    }
}

/// Customers who pay late as a habit.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LatePayers {
    /// The latest first.
    pub payers: Counted<LatePayer>,
    /// Over all their invoices.
    pub mean_days: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LatePayer {
    pub party: PartyId,
    pub name: String,
    /// Rounded to the nearest day; paid early counts as negative.
    pub mean_days: i64,
    pub sum_days: i64,
    pub invoices: usize,
    /// The last ones.
    pub shown: Vec<SettledRow>,
}

/// What may be asked for besides the principal, in euros.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Claims {
    pub interest: Cents,
    pub compensation: Cents,
    pub rows: Counted<ClaimRow>,
    /// What rests on something nobody established: the kind of customer, the due date, a dispute. In no total.
    pub to_check: Counted<ClaimRow>,
    pub total_to_check: Cents,
    /// Overdue invoices of consumers: nothing before a formal notice (C. civ. 1231-6).
    pub consumers: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClaimRow {
    pub party: PartyId,
    pub customer: String,
    pub invoice: InvoiceId,
    pub number: String,
    pub days_late: i64,
    pub interest: Cents,
    pub compensation: Cents,
}

impl Claims {
    /// # Errors
    /// Sums that leave what can be counted.
    pub fn total(&self) -> AppResult<Cents> {
        Ok(self.interest.add(self.compensation)?)
    }
}

/// Looks at the books of a company on a day. It rests on contacts, decisions and messages too: whatever the journal tells makes
/// it old.
///
/// # Errors
/// A broken store, sums that leave what can be counted, or `NotCounted`.
pub fn look(look: &Look<'_>, company: &Company, as_of: Date) -> AppResult<Diagnosis> {
    let law = lawbook::load(look.world)?;
    let head = look.world.read(|books| Ok(books.journal_head(company.id)?))?;
    let basis = head.map(|entry| entry.hash.to_string()).unwrap_or_default();
    kept(look, NAME, as_of, &basis, |books| diagnose(books, company, &law, look.scope, as_of))
}

fn diagnose(
    books: &mut dyn Books,
    company: &Company,
    law: &LawBook,
    scope: Scope,
    as_of: Date,
) -> AppResult<Diagnosis> {
    let claims = match claims(books, company, law, as_of) {
        Ok(claims) => Ok(claims),
        Err(AppError::Law(error)) => Err(error.french()),
        Err(other) => return Err(other),
    };
    let since = add_days(as_of, -HISTORY_DAYS).unwrap_or(as_of);
    let mut payers = Payers::default();
    books.settled_since(scope, since, &mut |row| {
        payers.add(row);
        Ok(())
    })?;
    Ok(Diagnosis {
        forgotten: books.forgotten_sums(scope, as_of)?,
        late_payers: payers.late(|party| Ok(books.party(party)?))?,
        claims,
        unreachable: Counted::of(books.unreachable_rows(scope)?),
        bank_known_until: books.bank_known_until(company.id, View { as_of, known_at: None })?,
        proposals: books.last_run(company.id, Some(as_of))?.map_or(0, |run| run.proposals),
    })
}

/// A part of what was forgotten, the largest first.
///
/// # Errors
/// A broken store.
pub fn forgotten(world: &World<'_>, company: &Company, as_of: Date, cut: Cut) -> AppResult<Vec<ForgottenRow>> {
    let scope = Scope { company: company.id, keeper: None };
    world.read(|books| Ok(books.forgotten_rows(scope, as_of, cut)?))
}

/// Settled invoices gathered by customer, as they stream by.
#[derive(Default)]
struct Payers {
    all: Vec<LatePayer>,
}

impl Payers {
    fn add(&mut self, row: SettledRow) {
        if self.all.last().is_none_or(|p| p.party != row.party) {
            let (name, shown) = (String::new(), Vec::new());
            self.all.push(LatePayer { party: row.party, name, mean_days: 0, sum_days: 0, invoices: 0, shown });
        }
        let Some(payer) = self.all.last_mut() else { return };
        payer.sum_days += days_between(row.due_on, row.settled_on);
        payer.invoices += 1;
        if payer.shown.len() == SHOWN {
            payer.shown.remove(0);
        }
        payer.shown.push(row);
    }

    fn late(mut self, mut party: impl FnMut(PartyId) -> AppResult<Option<PartyRecord>>) -> AppResult<LatePayers> {
        self.all.retain(|p| p.invoices >= FEWEST_SETTLED && mean(p.sum_days, p.invoices) >= LATE_DAYS);
        for payer in &mut self.all {
            payer.mean_days = mean(payer.sum_days, payer.invoices);
            payer.name = party(payer.party)?.map(|p| p.name).unwrap_or_default();
        }
        self.all.sort_by(|a, b| (b.mean_days, &a.name, a.party).cmp(&(a.mean_days, &b.name, b.party)));
        let (sum, count) = self.all.iter().fold((0, 0), |(s, c), p| (s + p.sum_days, c + p.invoices));
        Ok(LatePayers { payers: Counted::of(self.all), mean_days: mean(sum, count) })
    }
}

/// Rounded to the nearest whole day.
fn mean(sum: i64, count: usize) -> i64 {
    let count = i64::try_from(count).unwrap_or(i64::MAX).max(1);
    (2 * sum + count).div_euclid(2 * count)
}

/// What may be claimed, while every row is still there.
#[derive(Default)]
struct Claiming {
    claims: Claims,
    sure: Vec<ClaimRow>,
    to_check: Vec<ClaimRow>,
}

fn claims(books: &mut dyn Books, company: &Company, law: &LawBook, as_of: Date) -> AppResult<Claims> {
    let mut found = Claiming::default();
    each_overdue(books, law, company, as_of, &mut |debtor, receivable, sums| {
        if debtor.party.is_pseudo || receivable.currency != Currency::EUR {
            return Ok(());
        }
        if debtor.party.kind == PartyKind::Consumer {
            found.claims.consumers += 1;
            return Ok(());
        }
        let (interest, compensation) = (sums.interest_due, sums.fixed_compensation_due);
        if interest.is_zero() && compensation.is_zero() {
            return Ok(());
        }
        let days_late = days_between(receivable.due_on, as_of);
        let is_sure = debtor.party.kind_basis.is_known()
            && !receivable.due_basis.is_estimated()
            && !is_disputed(debtor, receivable.id);
        found.add(is_sure, claim_row(debtor, receivable, days_late, (interest, compensation)))
    })?;
    let Claiming { mut claims, mut sure, mut to_check } = found;
    for rows in [&mut sure, &mut to_check] {
        rows.sort_by(|a, b| (b.interest, a.invoice).cmp(&(a.interest, b.invoice)));
    }
    (claims.rows, claims.to_check) = (Counted::of(sure), Counted::of(to_check));
    Ok(claims)
}

impl Claiming {
    fn add(&mut self, is_sure: bool, row: ClaimRow) -> AppResult<()> {
        let claims = &mut self.claims;
        if is_sure {
            claims.interest = claims.interest.add(row.interest)?;
            claims.compensation = claims.compensation.add(row.compensation)?;
            self.sure.push(row);
        } else {
            claims.total_to_check = claims.total_to_check.add(row.interest)?.add(row.compensation)?;
            self.to_check.push(row);
        }
        Ok(())
    }
}

fn claim_row(
    debtor: &DebtorFacts,
    receivable: &ReceivableFacts,
    days_late: i64,
    (interest, compensation): (Cents, Cents),
) -> ClaimRow {
    ClaimRow {
        party: debtor.party.id,
        customer: debtor.party.name.clone(),
        invoice: receivable.id,
        number: receivable.number.clone(),
        days_late,
        interest,
        compensation,
    }
}

fn is_disputed(debtor: &DebtorFacts, invoice: InvoiceId) -> bool {
    let standing = debtor.holds.iter().filter(|h| h.kind == HoldKind::Dispute && h.lifted_on.is_none());
    standing.into_iter().any(|h| h.invoice.is_none_or(|i| i == invoice))
}

#[cfg(test)]
mod tests {
    use super::mean;

    #[test]
    fn a_mean_is_rounded_to_the_nearest_day() {
        assert_eq!([mean(93, 3), mean(5, 2), mean(7, 3), mean(-5, 2), mean(0, 0)], [31, 3, 2, -2, 0]);
    }
}
