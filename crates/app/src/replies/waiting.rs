//! Answers that wait: until when reminders wait for each, and when they went on without it. Told beside the answer and among
//! what is amiss, so that none is forgotten in silence.

use crate::error::{AppError, AppResult};
use crate::planning;
use crate::ports::books::Books;
use crate::ports::replies::ReplyList;
use crate::ports::screens::{Cut, Scope};
use crate::ports::terms::View;
use crate::records::{Company, ReplyRow};
use crate::world::World;
use base::{Cents, Currency, Date};
use domain::agenda::reply_lets_go;
use domain::facts::{CompanyFacts, ReplyFacts};
use domain::scenario::ScenarioBook;
use domain::situation::{Situation, Standing};

/// An answer nobody has dealt with, and what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub row: ReplyRow,
    /// The first day on which reminders no longer wait for it; `None` when nothing is owed, so that none would leave.
    pub goes_on: Option<Date>,
    /// Overdue invoices of the customer in euros, and their sum.
    pub overdue: (u64, Cents),
}

/// The answers of a scope that wait on a day, the oldest first.
///
/// # Errors
/// A broken store.
pub fn waiting(world: &World<'_>, company: &Company, scope: Scope, cut: Cut) -> AppResult<Vec<Waiting>> {
    world.read(|books| told(books, company, scope, world.today, cut))
}

/// What hangs on one answer.
///
/// # Errors
/// A broken store.
pub fn hanging(world: &World<'_>, company: &Company, row: ReplyRow) -> AppResult<Waiting> {
    world.read(|books| {
        let found = all_hanging(books, company, world.today, vec![row.clone()])?.pop();
        found.ok_or_else(|| AppError::Broken("an answer was lost on its way".to_string()))
    })
}

pub(crate) fn of_day(books: &mut dyn Books, scope: Scope, day: Date, most: u64) -> AppResult<Vec<Waiting>> {
    let company = books.companies()?.into_iter().find(|c| c.id == scope.company);
    let company = company.ok_or_else(|| AppError::Broken("a scope without its company".to_string()))?;
    let mut waiting = told(books, &company, scope, day, Cut { offset: 0, limit: most })?;
    waiting.retain(|w| w.row.reply.noted_on <= day);
    Ok(waiting)
}

fn told(books: &mut dyn Books, company: &Company, scope: Scope, day: Date, cut: Cut) -> AppResult<Vec<Waiting>> {
    let rows = books.reply_rows(scope, ReplyList::Waiting, cut)?;
    all_hanging(books, company, day, rows)
}

fn all_hanging(books: &mut dyn Books, company: &Company, day: Date, rows: Vec<ReplyRow>) -> AppResult<Vec<Waiting>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let view = View { as_of: day, known_at: None };
    let facts = planning::company_facts(books, company, view)?;
    let scenarios = planning::scenarios(books, company, None)?;
    rows.into_iter().map(|row| hangs_on(books, company, (&facts, &scenarios), view, row)).collect()
}

fn hangs_on(
    books: &mut dyn Books,
    company: &Company,
    (facts, scenarios): (&CompanyFacts, &ScenarioBook),
    view: View,
    row: ReplyRow,
) -> AppResult<Waiting> {
    let reply = &row.reply;
    let nothing = (None, (0, Cents::ZERO));
    let (goes_on, overdue) = match books.debtor(company.id, reply.party, view)? {
        None => nothing,
        Some(debtor) => {
            let situation = Situation::of(&debtor, facts, view.as_of)?;
            let late = Cents::sum(in_euros(&situation).map(|s| s.receivable.outstanding))?;
            let count = in_euros(&situation).count() as u64;
            let goes_on = scenarios.choose(&situation).map(|(scenario, _)| {
                let answer = ReplyFacts {
                    id: reply.id,
                    received_on: reply.received_on,
                    noted_on: reply.noted_on,
                    recorded_at: reply.recorded_at,
                };
                reply_lets_go(&answer, facts, &scenario.policy)
            });
            (goes_on, (count, late))
        }
    };
    Ok(Waiting { row, goes_on, overdue })
}

/// What is overdue in euros: sums of other currencies are never added to them.
pub(crate) fn in_euros<'s, 'f>(situation: &'s Situation<'f>) -> impl Iterator<Item = &'s Standing<'f>> {
    situation.overdue().filter(|s| s.receivable.currency == Currency::EUR)
}
