//! Set-up by a few questions: to whom one sells, who speaks with the customer, how firmly, on which days and hours.
//!
//! The answers bend the shipped scenarios; what would follow is shown on real customers before anything is adopted.

use crate::companies::change;
use crate::customers;
use crate::error::{AppError, AppResult};
use crate::planning::{company_facts, scenarios};
use crate::ports::books::Books;
use crate::ports::screens::{CustomerOrder, CustomerRow, Cut, Scope};
use crate::ports::terms::View;
use crate::records::Company;
use crate::world::World;
use base::{Cents, Currency, Date};
use domain::facts::{CompanyFacts, PartyKind};
use domain::rehearsal::{Forecast, forecast};
use domain::scenario::{Firmness, Scenario, ScenarioBook, Shape, Voice, shaped, shipped};
use domain::situation::Situation;
use std::collections::HashSet;

/// How far ahead is shown: a whole standard scenario fits.
const AHEAD_DAYS: i64 = 120;
/// Customers looked at to find three.
const CANDIDATES: u64 = 40;
const EXAMPLES: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    pub sells_to: Vec<PartyKind>,
    pub shape: Shape,
    /// Real messages leave from this hour…
    pub from_hour: u8,
    /// … and before this one.
    pub until_hour: u8,
}

/// What the questions are answered before anybody answers them: the customers there are, the shipped rhythm, the hours in force.
///
/// # Errors
/// A broken store.
pub fn present(world: &World<'_>, company: &Company, today: Date) -> AppResult<Answers> {
    let mut sells_to = kinds(world, company, today)?;
    if sells_to.is_empty() {
        sells_to.push(PartyKind::Business);
    }
    Ok(Answers {
        sells_to,
        shape: Shape { firmness: Firmness::default(), voice: Voice::default(), working_days_only: true },
        from_hour: company.settings.sending_from_hour,
        until_hour: company.settings.sending_until_hour,
    })
}

/// A customer and what would come to them.
#[derive(Clone, Debug)]
pub struct Example {
    pub party: base::id::PartyId,
    pub name: String,
    pub overdue: Cents,
    pub currency: Currency,
    /// Begun already: it keeps the version it began with.
    pub is_running: bool,
    /// What comes, and why it stops there or does not begin.
    pub forecast: Forecast,
}

/// The kinds of customers who owe something, for the first question.
///
/// # Errors
/// A broken store.
fn kinds(world: &World<'_>, company: &Company, today: Date) -> AppResult<Vec<PartyKind>> {
    let mut kinds: Vec<PartyKind> = world.read(|books| {
        let rows = candidates(books, company, today)?;
        Ok(rows.iter().map(|r| r.kind).collect())
    })?;
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds)
}

/// The scenarios that the answers give; `remark` is the first line of each.
///
/// # Errors
/// A scenario that does not read.
pub fn shape(answers: &Answers, remark: &str) -> AppResult<Vec<Scenario>> {
    let broken = |e: domain::scenario::ScenarioError| AppError::Broken(e.to_string());
    let book = shipped().map_err(broken)?;
    let wanted = book.current().iter().filter(|s| answers.sells_to.contains(&s.applies_to.debtor));
    wanted.map(|s| shaped(s, answers.shape, remark).map_err(broken)).collect()
}

/// Three customers with what the answers would bring them; those whose reminders have not begun come first.
///
/// # Errors
/// A broken store or scenario.
pub fn examples(world: &World<'_>, company: &Company, answers: &Answers, today: Date) -> AppResult<Vec<Example>> {
    let new = shape(answers, "aperçu")?;
    world.read(|books| {
        let book = scenarios(books, company, None)?.renewed(&new);
        let facts = company_facts(books, company, View { as_of: today, known_at: None })?;
        // The picture is of a company whose bank data stays fresh: a first look is not stopped by a statement still to come.
        let facts = CompanyFacts { bank_known_until: Some(today), ..facts };
        let rows = candidates(books, company, today)?;
        let asked = in_order(books, rows, &answers.sells_to)?;
        foreseen(books, company, asked, &facts, &book, today)
    })
}

/// Each customer of the kinds asked for, once; those whose reminders have not begun come first.
fn in_order(books: &mut dyn Books, rows: Vec<CustomerRow>, sells_to: &[PartyKind]) -> AppResult<Vec<CustomerRow>> {
    let (mut new, mut followed, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for row in rows {
        if sells_to.contains(&row.kind) && seen.insert(row.party) {
            let fits = if books.is_followed(row.party)? { &mut followed } else { &mut new };
            fits.push(row);
        }
    }
    new.append(&mut followed);
    Ok(new)
}

/// Reading a customer and looking ahead is what takes time: it stops when enough of them have something to show.
fn foreseen(
    books: &mut dyn Books,
    company: &Company,
    asked: Vec<CustomerRow>,
    facts: &CompanyFacts,
    book: &ScenarioBook,
    today: Date,
) -> AppResult<Vec<Example>> {
    let (mut found, mut without) = (Vec::new(), Vec::new());
    for row in asked {
        if found.len() == EXAMPLES {
            break;
        }
        // Looking ahead leaves possible payments out: the bank's credits need not be read for each customer.
        let debtor = books.debtor(company.id, row.party, View { as_of: today, known_at: None })?;
        let Some(debtor) = debtor.filter(|d| !d.party.is_pseudo) else { continue };
        let is_running = Situation::of(&debtor, facts, today)?.running_scenario().is_some();
        let forecast = forecast(&debtor, facts, book, today, AHEAD_DAYS)?;
        let currency = row.currency.unwrap_or(Currency::EUR);
        let fits = if forecast.days.is_empty() { &mut without } else { &mut found };
        fits.push(Example { party: row.party, name: row.name, overdue: row.overdue, currency, is_running, forecast });
    }
    found.extend(without);
    found.truncate(EXAMPLES);
    Ok(found)
}

fn candidates(books: &mut dyn Books, company: &Company, today: Date) -> AppResult<Vec<CustomerRow>> {
    let scope = Scope { company: company.id, keeper: None };
    let cut = Cut { offset: 0, limit: CANDIDATES };
    Ok(books.customer_rows(scope, today, "", CustomerOrder::MostOverdue, cut)?)
}

/// What answers changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// Of the scenarios adopted.
    pub titles: Vec<String>,
    /// Customers of whom nothing told what they are, and what they are taken for since.
    pub suggested: Option<(PartyKind, usize)>,
}

/// What customers of whom nothing tells what they are would be taken for: what the company sells to, when that is one kind.
pub fn suggested(answers: &Answers) -> Option<PartyKind> {
    match answers.sells_to.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Adopts the scenarios that differ from the current ones, the hours, and what the answers suggest of customers.
///
/// # Errors
/// `Refused` without any kind of customer, or for hours that make no sense; a broken store.
pub fn adopt(world: &World<'_>, company: &Company, answers: &Answers) -> AppResult<Adopted> {
    if answers.sells_to.is_empty() {
        return Err(AppError::refused("Il manque à qui vous vendez.", "Cochez au moins une sorte de clients."));
    }
    if answers.from_hour >= answers.until_hour || answers.until_hour > 24 {
        return Err(AppError::refused("Ces heures d’envoi se croisent.", "La première vient avant la seconde."));
    }
    let now = world.clock.now();
    let remark = format!("Réglé par le guide le {} ({}).", base::fr::date(world.today), now.as_second());
    let current = world.read(|books| scenarios(books, company, None))?;
    let mut titles = Vec::new();
    for scenario in shape(answers, &remark)? {
        let before = current.named(&scenario.reference.name);
        if before.is_none_or(|b| b.steps != scenario.steps || b.policy != scenario.policy) {
            crate::scenarios::adopt(world, company, &scenario)?;
            titles.push(scenario.title.clone());
        }
    }
    hours(world, company, answers)?;
    let unclear = customers::of_unknown_kind(world, company)?;
    let suggested = suggested(answers).filter(|_| !unclear.is_empty()).map(|kind| (kind, unclear.len()));
    if let Some((kind, _)) = suggested {
        customers::suggest_kind(world, company, &unclear, kind)?;
    }
    Ok(Adopted { titles, suggested })
}

fn hours(world: &World<'_>, company: &Company, answers: &Answers) -> AppResult<()> {
    let said = |from: u8, until: u8| Some(format!("{from}-{until}"));
    let (before, now) = (
        said(company.settings.sending_from_hour, company.settings.sending_until_hour),
        said(answers.from_hour, answers.until_hour),
    );
    if before == now {
        return Ok(());
    }
    let mut after = company.clone();
    (after.settings.sending_from_hour, after.settings.sending_until_hour) = (answers.from_hour, answers.until_hour);
    change(world, &after, "heures d’envoi", before, now)
}
