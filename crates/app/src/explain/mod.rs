//! Why a customer was, or was not, written to on a past day: planned again from what was known then, and compared with
//! what was kept. Where the two differ, what changed since is told.
//!
//! Facts and scenarios are those of that moment. Customers, contacts and settings are records that keep no past: they are
//! read as they are now, and the journal says how they changed.

mod compare;
mod since;

pub use compare::AgendaChange;

use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::logbook::Told;
use crate::planning::{Planner, canonical};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{AgendaRun, Company};
use crate::world::World;
use base::Date;
use base::id::PartyId;
use domain::agenda::Plan;

/// A past day of one customer.
#[derive(Clone, Debug)]
pub struct Explained {
    pub run: AgendaRun,
    /// As planned again now.
    pub plan: Plan,
    /// `None` when planning again gives the same bytes.
    pub changed: Option<Changed>,
}

/// Why planning again does not give what was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The program then and now.
    pub program: Option<(String, String)>,
    /// The edition of the law then and now.
    pub law: Option<(String, String)>,
    /// Changes since of what is read as it is now: the customer, its contacts, the settings, scenarios, the law.
    pub records: Vec<Told>,
    /// Facts about the customer learnt since; they are left out when planning again.
    pub learnt: Vec<Told>,
    /// What the two agendas do not have in common; never empty.
    pub agenda: Vec<AgendaChange>,
}

/// Plans the customer's day again from the facts known when it was planned.
///
/// # Errors
/// `NotFound` when that day was not planned; a broken store.
pub fn explain(world: &World<'_>, company: &Company, party: PartyId, day: Date) -> AppResult<Explained> {
    let law_edition = lawbook::load(world)?.edition().to_string();
    world.read(|books| {
        let run = books
            .last_run(company.id, Some(day))?
            .ok_or_else(|| AppError::NotFound(format!("Le {} n’a pas été planifié.", base::fr::date(day))))?;
        let view = View { as_of: day, known_at: Some(run.recorded_at) };
        let planner = Planner::load(books, company, &law_edition, view)?;
        let plan = match books.debtor(company.id, party, view)? {
            Some(mut debtor) => planner.plan(&mut debtor)?,
            None => Plan::default(),
        };
        let kept = Kept::read(books, &run, party)?;
        if kept.texts() == replanned(&plan)? {
            return Ok(Explained { run, plan, changed: None });
        }
        let agenda = compare::changes(books, party, &kept, &plan)?;
        let (records, learnt) = since::entries(books, &run, party)?;
        let differ = |then: &str, now: &str| (then != now).then(|| (then.to_string(), now.to_string()));
        let changed = Changed {
            program: differ(&run.program_version, world.program),
            law: differ(&run.law_edition, &law_edition),
            records,
            learnt,
            agenda,
        };
        Ok(Explained { run, plan, changed: Some(changed) })
    })
}

/// What was kept for one customer, as canonical texts.
struct Kept {
    proposals: Vec<String>,
    silences: Vec<String>,
}

impl Kept {
    fn read(books: &mut dyn Books, run: &AgendaRun, party: PartyId) -> AppResult<Kept> {
        let silences = books.agenda_lines(run.id, party)?.into_iter().filter(|l| l.proposal.is_none());
        let silences = silences.map(|l| l.json).collect();
        let proposals = books.proposals_of_party(run.id, party)?.into_iter().map(|p| p.json).collect();
        Ok(Kept { proposals, silences })
    }

    fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = self.silences.iter().chain(&self.proposals).map(String::as_str).collect();
        texts.sort_unstable();
        texts
    }
}

fn replanned(plan: &Plan) -> AppResult<Vec<String>> {
    let mut texts = plan.silences.iter().chain(&plan.contested).map(canonical).collect::<AppResult<Vec<_>>>()?;
    for proposal in &plan.proposals {
        texts.push(canonical(proposal)?);
    }
    texts.sort();
    Ok(texts)
}
