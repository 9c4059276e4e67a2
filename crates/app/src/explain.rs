//! Why a customer was, or was not, written to on a past day: planned again from what was known then, and compared with
//! what was kept.

use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::planning::{Planner, canonical};
use crate::ports::books::View;
use crate::records::{AgendaRun, Company};
use crate::world::World;
use base::Date;
use base::id::PartyId;
use domain::agenda::Plan;

/// A past day of one customer.
#[derive(Clone, Debug)]
pub struct Explained {
    pub run: AgendaRun,
    pub plan: Plan,
    /// Empty when planning again gives the same bytes; else what differs, in French.
    pub differences: Vec<String>,
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
        let mut differences = Vec::new();
        let (kept, again) = (kept(books, &run, party)?, replanned(&plan)?);
        if kept != again {
            differences
                .push("La planification d’aujourd’hui ne redonne pas exactement celle qui a été gardée.".to_string());
            if run.program_version != world.program {
                differences.push(format!(
                    "Le programme a changé : {} alors, {} aujourd’hui.",
                    run.program_version, world.program
                ));
            }
            if run.law_edition != law_edition {
                differences.push("Les tables de droit ont changé depuis.".to_string());
            }
            differences.extend(kept.iter().filter(|k| !again.contains(k)).map(|k| format!("alors : {k}")));
            differences.extend(again.iter().filter(|a| !kept.contains(a)).map(|a| format!("aujourd’hui : {a}")));
        }
        Ok(Explained { run, plan, differences })
    })
}

/// What was kept for this customer that day, as canonical texts in order.
fn kept(books: &mut dyn crate::ports::books::Books, run: &AgendaRun, party: PartyId) -> AppResult<Vec<String>> {
    let lines = books.agenda_lines(run.id, party)?;
    let mut texts: Vec<String> = lines.iter().filter(|l| l.proposal.is_none()).map(|l| l.json.clone()).collect();
    texts.extend(books.proposals_of_party(run.id, party)?.into_iter().map(|p| p.json));
    texts.sort();
    Ok(texts)
}

fn replanned(plan: &Plan) -> AppResult<Vec<String>> {
    let mut texts = plan.silences.iter().map(canonical).collect::<AppResult<Vec<_>>>()?;
    for proposal in &plan.proposals {
        texts.push(canonical(proposal)?);
    }
    texts.sort();
    Ok(texts)
}
