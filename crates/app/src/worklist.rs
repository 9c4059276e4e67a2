//! The list of the day: what stands now, ready to be sorted, and kept true customer by customer between two plannings.
//!
//! It is a cache of what [`crate::planning`] gave. Nothing is decided here: approving plans the customer again whatever
//! this list says.

use crate::error::{AppError, AppResult};
use crate::planning::{DayPlanned, Planner, canonical, plan_day};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{AgendaRun, Company, QuietItem, StoredProposal, WorkItem};
use crate::world::World;
use base::Date;
use base::id::{AgendaId, CompanyId, PartyId};
use domain::agenda::{Plan, Worth, days_late};
use domain::facts::DebtorFacts;

/// How many debtors are in memory at once.
const PAGE: u64 = 1_000;

/// What stands for some debtors.
#[derive(Default)]
pub(crate) struct Rows {
    pub work: Vec<WorkItem>,
    pub quiet: Vec<QuietItem>,
}

impl Rows {
    /// Adds what the plan of one debtor gives.
    pub fn add(&mut self, company: CompanyId, debtor: &DebtorFacts, plan: &Plan, day: Date) -> AppResult<()> {
        let last = debtor.acts.iter().filter(|a| a.channel.reaches_debtor());
        let last =
            last.filter_map(|a| Some((a.left_on().filter(|on| *on <= day)?, a))).max_by_key(|(on, a)| (*on, a.id));
        for proposal in &plan.proposals {
            let worth = Worth::of(proposal, debtor, day)?;
            self.work.push(WorkItem {
                company,
                party: proposal.party,
                step: proposal.step.clone(),
                currency: proposal.currency,
                approval: proposal.approval,
                channel: proposal.channel,
                role: proposal.target.role,
                contact: proposal.target.contact,
                total: proposal.total_cents,
                invoices: proposal.lines.len() as u64,
                days_late: days_late(proposal),
                per_minute: worth.per_minute_cents,
                last_contact_on: last.map(|(on, _)| on),
                last_channel: last.map(|(_, act)| act.channel),
                worth: canonical(&worth)?,
                json: canonical(proposal)?,
            });
        }
        let whole = plan.silences.iter().map(|s| (s, false));
        for (silence, is_contested) in whole.chain(plan.contested.iter().map(|s| (s, true))) {
            self.quiet.push(QuietItem {
                is_contested,
                company,
                party: silence.party,
                invoice: silence.invoice,
                number: silence.number.clone(),
                due_on: silence.due_on,
                currency: silence.currency,
                outstanding: silence.outstanding_cents,
                reason: silence.reasons.first().map_or("", |r| r.code()).to_string(),
                next_on: silence.next_on,
                json: canonical(silence)?,
            });
        }
        Ok(())
    }

    pub fn keep(&self, books: &mut dyn Books) -> AppResult<()> {
        Ok(books.insert_current(&self.work, &self.quiet)?)
    }
}

/// Plans the day when it is not planned yet; the planning that the list stands on.
///
/// # Errors
/// As [`plan_day`].
pub fn of_day(world: &World<'_>, company: &Company) -> AppResult<AgendaId> {
    let stands = world.read(|books| Ok(books.current_run(company.id)?))?;
    match stands {
        Some((run, day)) if day == world.today => Ok(run),
        _ => {
            let DayPlanned { run, .. } = plan_day(world, company, world.today)?;
            Ok(run.id)
        }
    }
}

/// Plans one customer again, after something happened to them. Nothing is done while today's list was not made yet.
///
/// # Errors
/// A broken store.
pub fn refresh(world: &World<'_>, company: &Company, party: PartyId) -> AppResult<()> {
    world.write(|books| {
        let stands = books.current_run(company.id)?;
        if stands.is_none_or(|(_, day)| day != world.today) {
            return Ok(());
        }
        let view = View { as_of: world.today, known_at: None };
        books.clear_current(company.id, Some(party))?;
        let Some(mut debtor) = books.debtor(company.id, party, view)? else { return Ok(()) };
        let plan = Planner::load(books, company, "", view)?.plan(&mut debtor)?;
        let mut rows = Rows::default();
        rows.add(company.id, &debtor, &plan, world.today)?;
        rows.keep(books)
    })
}

/// The list made again from a planning that is already kept: it was of another day, or made by an older program.
pub(crate) fn fill(books: &mut dyn Books, company: &Company, planner: &Planner, run: &AgendaRun) -> AppResult<()> {
    books.clear_current(company.id, None)?;
    let mut after = None;
    loop {
        let mut page = books.debtors(company.id, after, PAGE, planner.view())?;
        let Some(last) = page.last() else { break };
        after = Some(last.party.id);
        let mut rows = Rows::default();
        for debtor in &mut page {
            let plan = planner.plan(debtor)?;
            rows.add(company.id, debtor, &plan, run.as_of)?;
        }
        rows.keep(books)?;
    }
    Ok(books.set_current_run(company.id, run.id, run.as_of)?)
}

/// One proposal of the list, as approving wants it; with the planning it stands on.
///
/// # Errors
/// `NotFound` when it no longer stands.
pub fn proposal(
    world: &World<'_>,
    company: &Company,
    party: PartyId,
    step: &str,
    currency: &str,
) -> AppResult<(AgendaId, StoredProposal)> {
    let run = of_day(world, company)?;
    let rows = world.read(|books| Ok(books.work_of_party(party)?))?;
    let found = rows
        .into_iter()
        .find(|r| r.item.company == company.id && r.item.step == step && r.item.currency.code() == currency);
    let row = found.ok_or_else(|| {
        AppError::NotFound(
            "Cette action n’est plus à faire : elle a été approuvée, ou la situation a changé.".to_string(),
        )
    })?;
    Ok((run, StoredProposal { seq: 0, party, json: row.item.json }))
}
