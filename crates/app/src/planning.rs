//! The agenda of a day: every debtor planned, every overdue receivable in a proposal or a silence, all of it kept.
//!
//! Debtors are read page by page, so that memory does not grow with the books. The run is stored with the hash of what it
//! was made from; planning the same day again from the same inputs gives the run that is already there.

mod canonical;

pub(crate) use canonical::canonical;

use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{AgendaLine, AgendaRun, CaseRecord, Company, StoredProposal};
use crate::worklist;
use crate::world::World;
use base::id::PartyId;
use base::{Date, add_days};
use canonical::{hash_json, hexadecimal};
use domain::agenda::{Plan, Proposal, Silence, plan};
use domain::facts::{ActState, CompanyFacts, DebtorFacts};
use domain::journal::JournalKind;
use domain::journal::kinds::AgendaPlanned;
use domain::matching::CreditIndex;
use domain::scenario::{Scenario, ScenarioBook};
use domain::situation::Situation;
use sha2::{Digest, Sha256};

/// How many debtors are in memory at once.
const PAGE: u64 = 1_000;
/// Unmatched credits older than this no longer hold anybody back.
const CREDITS_DAYS: i64 = 90;

/// What every debtor of a day is planned with.
pub struct Planner {
    pub company: CompanyFacts,
    pub scenarios: ScenarioBook,
    credits: CreditIndex,
    /// Really sending: what the trial wrote to a local folder then reached nobody.
    live: bool,
    view: View,
    law_edition: String,
}

/// What became of the day.
#[derive(Clone, Debug)]
pub struct DayPlanned {
    pub run: AgendaRun,
    /// The same inputs had been planned before: nothing new was stored.
    pub was_known: bool,
}

/// The scenarios of a company: its own versions over the shipped ones, older versions for running cases; those known at
/// that instant, if one is given.
///
/// # Errors
/// A stored text that no longer reads, or a broken store.
pub fn scenarios(
    books: &mut dyn Books,
    company: &Company,
    known_at: Option<base::Timestamp>,
) -> AppResult<ScenarioBook> {
    let shipped = domain::scenario::shipped().map_err(|e| AppError::Broken(e.to_string()))?;
    let stored = books.scenario_texts(company.id, known_at)?;
    let read = |name: &str, text: &str| -> AppResult<Scenario> {
        domain::scenario::parse(name, text).map_err(|e| AppError::Broken(e.to_string()))
    };
    let mut current: Vec<Scenario> = shipped.current().to_vec();
    let mut older = Vec::new();
    for (name, _, text, is_current) in &stored {
        let scenario = read(name, text)?;
        if *is_current {
            let replaced = current.iter().position(|s| s.reference.name == scenario.reference.name);
            older.extend(replaced.map(|at| current.remove(at)));
            current.push(scenario);
        } else {
            older.push(scenario);
        }
    }
    let mut book = ScenarioBook::new(current);
    older.into_iter().for_each(|s| book.pin(s));
    Ok(book)
}

impl Planner {
    /// Reads what is common to all debtors of a company on a day.
    ///
    /// # Errors
    /// A broken store or scenario.
    pub fn load(books: &mut dyn Books, company: &Company, law_edition: &str, view: View) -> AppResult<Planner> {
        let scenarios = scenarios(books, company, view.known_at)?;
        Planner::under(books, company, law_edition, view, scenarios)
    }

    /// The same, with scenarios that were read before.
    pub(crate) fn under(
        books: &mut dyn Books,
        company: &Company,
        law_edition: &str,
        view: View,
        scenarios: ScenarioBook,
    ) -> AppResult<Planner> {
        Ok(Planner {
            company: company_facts(books, company, view)?,
            scenarios,
            credits: credits(books, company, view)?,
            live: company.settings.live,
            view,
            law_edition: law_edition.to_string(),
        })
    }

    pub fn view(&self) -> View {
        self.view
    }

    /// Plans one debtor, after adding the bank credits that could be theirs.
    ///
    /// # Errors
    /// Sums that leave what can be counted.
    pub fn plan(&self, debtor: &mut DebtorFacts) -> AppResult<Plan> {
        Ok(self.plan_case(debtor)?.0)
    }

    /// The same, with the scenario the debtor is followed under.
    fn plan_case(&self, debtor: &mut DebtorFacts) -> AppResult<(Plan, Option<CaseRecord>)> {
        self.complete(debtor);
        let situation = Situation::of(debtor, &self.company, self.view.as_of)?;
        let chosen = self.scenarios.choose(&situation).filter(|_| !debtor.party.is_pseudo);
        let case = chosen.map(|(scenario, _)| CaseRecord {
            party: debtor.party.id,
            scenario: scenario.reference.name.clone(),
            version: scenario.reference.version.clone(),
        });
        Ok((plan(&situation, &self.scenarios)?, case))
    }

    /// Adds the bank credits that could be the debtor's, and leaves out what a trial sent once sending is real.
    pub(crate) fn complete(&self, debtor: &mut DebtorFacts) {
        add_possible_payments(debtor, &self.credits, self.view);
        if self.live {
            debtor.acts.retain(|a| a.live || !matches!(a.state, ActState::HandedOver | ActState::Delivered));
        }
    }

    /// A hash begun with what all debtors share.
    fn header_hash(&self, program: &str) -> AppResult<Sha256> {
        let mut hasher = Sha256::new();
        hash_json(&mut hasher, &self.company)?;
        for scenario in self.scenarios.current() {
            hash_json(&mut hasher, &scenario.reference)?;
        }
        hasher.update(self.law_edition.as_bytes());
        hasher.update(self.view.as_of.to_string().as_bytes());
        hasher.update(program.as_bytes());
        Ok(hasher)
    }
}

/// The facts of a company that bear on all its debtors.
pub(crate) fn company_facts(books: &mut dyn Books, company: &Company, view: View) -> AppResult<CompanyFacts> {
    let known = books.bank_known(company.id, view)?;
    Ok(CompanyFacts {
        bank_known_until: known.as_ref().map(|k| k.until),
        bank_gap_until: known.as_ref().and_then(|k| k.gap_until),
        bank_account: known.and_then(|k| k.account),
        region: company.settings.region,
        closings: company.settings.closings.clone(),
        standing_order: company.settings.standing_order.clone(),
    })
}

fn credits(books: &mut dyn Books, company: &Company, view: View) -> AppResult<CreditIndex> {
    let since = add_days(view.as_of, -CREDITS_DAYS).unwrap_or(view.as_of);
    Ok(CreditIndex::new(books.unmatched_credits(company.id, since, view)?))
}

fn add_possible_payments(debtor: &mut DebtorFacts, credits: &CreditIndex, view: View) {
    if !credits.is_empty() {
        debtor.possible_payments = credits.possible_payments(debtor, view.as_of);
    }
}

/// The facts of one debtor as a planning sees them; `None` when nothing is open.
pub(crate) fn debtor(
    books: &mut dyn Books,
    company: &Company,
    party: PartyId,
    view: View,
) -> AppResult<Option<DebtorFacts>> {
    let Some(mut debtor) = books.debtor(company.id, party, view)? else { return Ok(None) };
    add_possible_payments(&mut debtor, &credits(books, company, view)?, view);
    Ok(Some(debtor))
}

/// Plans the company's day and keeps it.
///
/// # Errors
/// `Refused` when a later day was already planned (the clock went back); a broken store.
pub fn plan_day(world: &World<'_>, company: &Company, day: Date) -> AppResult<DayPlanned> {
    crate::import::settle_waiting(world, company)?;
    let law_edition = lawbook::load(world)?.edition().to_string();
    refuse_going_back(world, company, day)?;
    if let Some(run) = same_run(world, company, &law_edition, day)? {
        return Ok(DayPlanned { run, was_known: true });
    }
    let mut known = None;
    let planned = world.write(|books| {
        let planner = Planner::load(books, company, &law_edition, View { as_of: day, known_at: None })?;
        let run = AgendaRun {
            id: world.new_id(),
            company: company.id,
            as_of: day,
            recorded_at: world.clock.now(),
            inputs_hash: String::new(),
            law_edition: law_edition.clone(),
            program_version: world.program.to_string(),
            proposals: 0,
            silences: 0,
        };
        let before = books.last_run(company.id, Some(day))?;
        let run = fill(books, company, &planner, run)?;
        known = before.filter(|b| b.inputs_hash == run.inputs_hash);
        if known.is_some() {
            // Another process planned it meanwhile: taking everything back keeps one run for one state of the books.
            return Err(AppError::Broken("planned before".to_string()));
        }
        note_run(world, books, &run)?;
        Ok(run)
    });
    match known {
        Some(run) => {
            list_again(world, company, &law_edition, &run)?;
            Ok(DayPlanned { run, was_known: true })
        }
        None => Ok(DayPlanned { run: planned?, was_known: false }),
    }
}

/// A planning that was known changes nothing, but the list of the day may stand on another one.
fn list_again(world: &World<'_>, company: &Company, law_edition: &str, run: &AgendaRun) -> AppResult<()> {
    if world.read(|books| Ok(books.current_run(company.id)?))? == Some((run.id, run.as_of)) {
        return Ok(());
    }
    world.write(|books| {
        let planner = Planner::load(books, company, law_edition, View { as_of: run.as_of, known_at: None })?;
        worklist::fill(books, company, &planner, run)
    })
}

fn refuse_going_back(world: &World<'_>, company: &Company, day: Date) -> AppResult<()> {
    let last = world.read(|books| Ok(books.last_run(company.id, None)?))?;
    match last.filter(|run| run.as_of > day && !is_look_ahead(run)) {
        None => Ok(()),
        Some(run) => Err(AppError::refused(
            format!(
                "Le {} a déjà été planifié : revenir au {} referait le passé.",
                base::fr::date(run.as_of),
                base::fr::date(day)
            ),
            "Vérifiez l’horloge de cette machine. Pour revoir un jour passé : « quitus explain --at … ».",
        )),
    }
}

/// Planned for a day that had not come yet: a look into the future binds nobody. A day more allows for time zones.
pub fn is_look_ahead(run: &AgendaRun) -> bool {
    let recorded_on = run.recorded_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    add_days(recorded_on, 1).is_some_and(|latest| run.as_of > latest)
}

/// Plans every debtor into the run, page by page, and hashes what they were planned from on the way.
fn fill(books: &mut dyn Books, company: &Company, planner: &Planner, mut run: AgendaRun) -> AppResult<AgendaRun> {
    books.insert_run(&run)?;
    books.clear_current(company.id, None)?;
    books.clear_cases(company.id)?;
    let mut hasher = planner.header_hash(&run.program_version)?;
    let mut after: Option<PartyId> = None;
    while let Some(mut page) = next_page(books, company, &mut after, planner.view)? {
        let (mut proposals, mut lines, mut cases) = (Vec::new(), Vec::new(), Vec::new());
        let mut rows = worklist::Rows::default();
        for debtor in &mut page {
            let (plan, case) = planner.plan_case(debtor)?;
            cases.extend(case);
            hash_json(&mut hasher, debtor)?;
            rows.add(company.id, debtor, &plan, run.as_of)?;
            for proposal in &plan.proposals {
                run.proposals += 1;
                let seq = i64::try_from(run.proposals).unwrap_or(i64::MAX);
                proposals.push(StoredProposal { seq, party: proposal.party, json: canonical(proposal)? });
                lines
                    .extend(proposal.lines.iter().filter(|l| l.days_late > 0).map(|l| named(proposal, l.invoice, seq)));
            }
            run.silences += plan.silences.len() as u64;
            let whole = plan.silences.iter().map(|s| silent(s, false));
            let told = whole.chain(plan.contested.iter().map(|s| silent(s, true)));
            lines.extend(told.collect::<AppResult<Vec<_>>>()?);
        }
        books.insert_agenda(run.id, &proposals, &lines)?;
        rows.keep(books)?;
        books.insert_cases(company.id, &cases)?;
    }
    run.inputs_hash = hexadecimal(hasher);
    books.close_run(&run)?;
    books.set_current_run(company.id, run.id, run.as_of)?;
    Ok(run)
}

/// The debtors after those of the page before; `None` when there are no more.
fn next_page(
    books: &mut dyn Books,
    company: &Company,
    after: &mut Option<PartyId>,
    view: View,
) -> AppResult<Option<Vec<DebtorFacts>>> {
    let page = books.debtors(company.id, *after, PAGE, view)?;
    let Some(last) = page.last() else { return Ok(None) };
    *after = Some(last.party.id);
    Ok(Some(page))
}

/// The run of that day that was made from what the books say now, if there is one: found by reading alone.
fn same_run(world: &World<'_>, company: &Company, law_edition: &str, day: Date) -> AppResult<Option<AgendaRun>> {
    world.read(|books| {
        let Some(before) = books.last_run(company.id, Some(day))? else { return Ok(None) };
        let planner = Planner::load(books, company, law_edition, View { as_of: day, known_at: None })?;
        let mut hasher = planner.header_hash(world.program)?;
        let mut after: Option<PartyId> = None;
        while let Some(mut page) = next_page(books, company, &mut after, planner.view)? {
            for debtor in &mut page {
                planner.complete(debtor);
                hash_json(&mut hasher, debtor)?;
            }
        }
        Ok(Some(before).filter(|run| run.inputs_hash == hexadecimal(hasher)))
    })
}

fn note_run(world: &World<'_>, books: &mut dyn Books, run: &AgendaRun) -> AppResult<()> {
    let kind = JournalKind::AgendaPlanned(AgendaPlanned {
        day: run.as_of,
        proposals: run.proposals,
        silences: run.silences,
        inputs_hash: run.inputs_hash.clone(),
    });
    world.note(books, run.company, run.id, kind)
}

fn named(proposal: &Proposal, invoice: base::id::InvoiceId, seq: i64) -> AgendaLine {
    let reason = proposal.reasons.first().map_or("", |r| r.code()).to_string();
    AgendaLine {
        invoice,
        party: proposal.party,
        proposal: Some(seq),
        reason,
        next_on: None,
        json: String::new(),
        is_contested: false,
    }
}

fn silent(silence: &Silence, is_contested: bool) -> AppResult<AgendaLine> {
    Ok(AgendaLine {
        invoice: silence.invoice,
        party: silence.party,
        proposal: None,
        reason: silence.reasons.first().map_or("", |r| r.code()).to_string(),
        next_on: silence.next_on,
        json: canonical(silence)?,
        is_contested,
    })
}

/// A day planned without keeping anything: a past day, or a look ahead. Plans are given as they are made.
///
/// # Errors
/// A broken store; what was given before stays given.
pub fn look_at(world: &World<'_>, company: &Company, view: View, each: &mut dyn FnMut(Plan)) -> AppResult<()> {
    let law_edition = lawbook::load(world)?.edition().to_string();
    // Outside the transaction: should it run again, it goes on where it was, and nobody is given twice.
    let mut after = None;
    world.read(|books| {
        let planner = Planner::load(books, company, &law_edition, view)?;
        let mut read = after;
        while let Some(mut page) = next_page(books, company, &mut read, view)? {
            let plans = page.iter_mut().map(|debtor| planner.plan(debtor)).collect::<AppResult<Vec<_>>>()?;
            after = read;
            plans.into_iter().for_each(&mut *each);
        }
        Ok(())
    })
}
