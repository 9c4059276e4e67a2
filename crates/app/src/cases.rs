//! How a customer is followed today: the scenario and why it, the steps already done, and what comes of it now.

use crate::error::AppResult;
use crate::lawbook;
use crate::planning::Planner;
use crate::ports::terms::View;
use crate::records::Company;
use crate::world::World;
use base::Date;
use base::id::PartyId;
use domain::agenda::{Plan, Reason};
use domain::scenario::{ScenarioRef, Step, When};
use domain::situation::Situation;

/// A step of the scenario, as this customer's open invoices saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepSeen {
    pub id: String,
    pub title: String,
    /// It comes before the due date: it is past for what is late.
    pub is_before_due: bool,
    /// The last day it was done.
    pub done_on: Option<Date>,
    /// When a person last skipped it, who, and why, when it was not done since.
    pub skipped: Option<(Date, String, String)>,
}

/// The case of one customer.
#[derive(Clone, Debug)]
pub struct Case {
    /// `None` when no scenario is made for such a customer.
    pub scenario: Option<(ScenarioRef, String)>,
    pub chosen: Option<Reason>,
    pub steps: Vec<StepSeen>,
    pub plan: Plan,
    pub insolvent_since: Option<Date>,
}

/// The case of a customer today; `None` when nothing is open.
///
/// # Errors
/// A broken store or scenario.
pub fn of(world: &World<'_>, company: &Company, party: PartyId) -> AppResult<Option<Case>> {
    let law_edition = lawbook::load(world)?.edition().to_string();
    let view = View { as_of: world.today, known_at: None };
    world.read(|books| {
        // Planning adds the bank credits that could be theirs.
        let Some(mut debtor) = books.debtor(company.id, party, view)? else { return Ok(None) };
        let planner = Planner::load(books, company, &law_edition, view)?;
        let plan = planner.plan(&mut debtor)?;
        let situation = Situation::of(&debtor, &planner.company, world.today)?;
        let chosen = planner.scenarios.choose(&situation);
        let steps = chosen.iter().flat_map(|(scenario, _)| &scenario.steps).map(|step| seen(step, &situation));
        Ok(Some(Case {
            steps: steps.collect(),
            scenario: chosen.as_ref().map(|(s, _)| (s.reference.clone(), s.title.clone())),
            chosen: chosen.map(|(s, choice)| Reason::ScenarioChosen { scenario: s.title.clone(), choice }),
            insolvent_since: situation.insolvency().map(|h| h.opened_on),
            plan,
        }))
    })
}

/// What the open invoices saw of a step: a skip is told apart, and only when it is the last word.
fn seen(step: &Step, situation: &Situation<'_>) -> StepSeen {
    let open = situation.standings.iter().filter(|s| s.receivable.outstanding.is_positive());
    let of_step: Vec<_> = open.flat_map(|s| &s.performed).filter(|p| p.step == step.id).collect();
    let done_on = of_step.iter().filter(|p| p.skipped.is_none()).map(|p| p.on).max();
    let skips = of_step.iter().filter_map(|p| Some((p.on, p.skipped?)));
    let last = skips.max_by_key(|(on, _)| *on).filter(|(on, _)| done_on.is_none_or(|done| done < *on));
    StepSeen {
        id: step.id.clone(),
        title: step.title.clone(),
        is_before_due: matches!(step.when, When::BeforeDue { .. }),
        done_on,
        skipped: last.map(|(on, (author, why))| (on, author.to_string(), why.to_string())),
    }
}
