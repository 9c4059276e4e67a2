//! A scenario tried before it counts: what it would do from today on real customers, and what it would have done over
//! the last twelve months beside the version in force.

mod replay;

pub use replay::{Comparison, CustomerChanges, Replay};

use crate::error::{AppError, AppResult};
use crate::planning::{Planner, canonical};
use crate::ports::terms::View;
use crate::prepare::{Desk, Preview, preview};
use crate::records::{Company, StoredProposal};
use crate::world::World;
use base::Date;
use base::id::PartyId;
use domain::facts::DebtorFacts;
use domain::rehearsal::{Forecast, forecast};
use domain::scenario::{ScenarioBook, ScenarioRef};
use domain::situation::Situation;

/// How far a forecast looks: longer than any shipped scenario.
const FORECAST_DAYS: i64 = 240;

/// What a customer would receive from today on, if nobody pays.
#[derive(Clone, Debug)]
pub struct Foreseen {
    pub party: PartyId,
    pub customer: String,
    /// The version that would be followed: a running case finishes on its own.
    pub scenario: Option<ScenarioRef>,
    pub forecast: Forecast,
}

/// What a customer would receive under a book; `None` when nothing is open.
///
/// # Errors
/// A broken store.
pub fn foresee(
    world: &World<'_>,
    company: &Company,
    book: &ScenarioBook,
    party: PartyId,
) -> AppResult<Option<Foreseen>> {
    Ok(foresee_first(world, company, book, &[party], 1, |_| true)?.pop())
}

/// The same for the first `limit` of these customers of whom what is foreseen is `wanted`: the credits that wait, which
/// every plan weighs, are read once for all of them.
///
/// # Errors
/// A broken store.
pub fn foresee_first(
    world: &World<'_>,
    company: &Company,
    book: &ScenarioBook,
    parties: &[PartyId],
    limit: usize,
    wanted: impl Fn(&Foreseen) -> bool,
) -> AppResult<Vec<Foreseen>> {
    let view = View { as_of: world.today, known_at: None };
    world.read(|books| {
        let planner = Planner::under(books, company, "", view, ScenarioBook::default())?;
        let mut found = Vec::new();
        for party in parties {
            if found.len() == limit {
                break;
            }
            let Some(mut debtor) = books.debtor(company.id, *party, view)? else { continue };
            planner.complete(&mut debtor);
            found.extend(Some(of_debtor(&debtor, &planner, book, world.today)?).filter(&wanted));
        }
        Ok(found)
    })
}

fn of_debtor(debtor: &DebtorFacts, planner: &Planner, book: &ScenarioBook, today: Date) -> AppResult<Foreseen> {
    let situation = Situation::of(debtor, &planner.company, today)?;
    let scenario = book.choose(&situation).map(|(s, _)| s.reference.clone());
    let forecast = forecast(debtor, &planner.company, book, today, FORECAST_DAYS)?;
    Ok(Foreseen { party: debtor.party.id, customer: debtor.party.name.clone(), scenario, forecast })
}

/// The message or document of one foreseen day, as it would be made then.
///
/// # Errors
/// `NotFound` when nothing is foreseen there; `Refused` when it could not be made.
pub fn foreseen_message(
    world: &World<'_>,
    company: &Company,
    desk: &Desk<'_>,
    book: &ScenarioBook,
    party: PartyId,
    on: Date,
    step: &str,
) -> AppResult<Preview> {
    let foreseen = foresee(world, company, book, party)?;
    let days = foreseen.map(|f| f.forecast.days).unwrap_or_default();
    let found = days.into_iter().find(|(day, p)| *day == on && p.step == step);
    let (_, proposal) =
        found.ok_or_else(|| AppError::NotFound("Rien n’est prévu ce jour-là pour ce client.".to_string()))?;
    let stored = StoredProposal { seq: 0, party, json: canonical(&proposal)? };
    preview(&World { today: on, actor: world.actor.clone(), ..*world }, company, desk, &stored)
}
