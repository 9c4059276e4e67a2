//! Deleting a scenario of the company's own, once nothing uses it. Its versions stay, for what was planned and sent under them.

use crate::error::{AppError, AppResult};
use crate::planning::scenarios;
use crate::ports::books::Books;
use crate::records::{Company, ScenarioRetirement};
use crate::world::World;
use base::id::PartyId;
use domain::journal::kinds::ScenarioRetired;
use domain::journal::{JournalKind, Said};

/// Customers named at most.
const NAMED: usize = 10;

/// What uses a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InUse {
    /// For whom it was chosen, or whose case runs under it; by name.
    pub customers: Vec<(PartyId, String)>,
    /// There are others.
    pub has_more: bool,
    /// Its steps that a signed standing order lets leave, by title.
    pub automatic: Vec<String>,
}

impl InUse {
    pub fn is_free(&self) -> bool {
        self.customers.is_empty() && self.automatic.is_empty()
    }

    /// Why it stays, and what to do first; `None` when nothing uses it.
    pub fn refusal(&self) -> Option<(String, String)> {
        if !self.customers.is_empty() {
            let names: Vec<&str> = self.customers.iter().map(|(_, name)| name.as_str()).collect();
            let others = if self.has_more { " et d’autres" } else { "" };
            return Some((
                format!("Des clients le suivent : {}{others}.", names.join(", ")),
                "Choisissez d’abord un autre scénario sur leur fiche.".to_string(),
            ));
        }
        (!self.automatic.is_empty()).then(|| {
            (
                format!("La consigne permanente laisse partir ses étapes : {}.", self.automatic.join(", ")),
                "Révoquez-la d’abord, ou signez-en une autre sans elles.".to_string(),
            )
        })
    }
}

/// Whether that name is one of the scenarios supplied with the program: those stay.
pub fn is_supplied(name: &str) -> bool {
    domain::scenario::shipped_text(name).is_some()
}

/// What uses the scenario of that name.
///
/// # Errors
/// `NotFound` without such a scenario; a broken store.
pub fn in_use(world: &World<'_>, company: &Company, name: &str) -> AppResult<InUse> {
    world.read(|books| used_by(books, company, name))
}

fn used_by(books: &mut dyn Books, company: &Company, name: &str) -> AppResult<InUse> {
    let book = scenarios(books, company, None)?;
    let unknown = || AppError::NotFound(format!("Aucun scénario ne s’appelle « {name} »."));
    let scenario = book.named(name).ok_or_else(unknown)?;
    let order = &company.settings.standing_order;
    let covered = scenario.steps.iter().filter(|step| order.covers(name, &step.id));
    let automatic = covered.map(|step| step.title.clone()).collect();
    let mut customers = books.scenario_users(company.id, name, NAMED as u64 + 1)?;
    let has_more = customers.len() > NAMED;
    customers.truncate(NAMED);
    Ok(InUse { customers, has_more, automatic })
}

/// Deletes a scenario of the company's own, its draft with it. Its name is not used again, since acts bear it.
///
/// # Errors
/// `NotFound`; `Refused` for one that is supplied or in use, saying by whom, or without a sentence; a broken store.
pub fn retire(world: &World<'_>, company: &Company, name: &str, why: &str) -> AppResult<()> {
    let why = why.trim();
    if why.is_empty() {
        return Err(AppError::refused("Dites pourquoi, en une phrase.", "Elle sera relue dans le journal."));
    }
    world.write(|books| {
        let used = used_by(books, company, name)?;
        if is_supplied(name) {
            return Err(AppError::refused(
                "Un scénario livré ne se supprime pas.",
                "Il ne suit que ceux à qui ses règles s’appliquent : changez-les sous « Pour qui, quand ».",
            ));
        }
        if let Some((what, remedy)) = used.refusal() {
            return Err(AppError::refused(what, remedy));
        }
        books.drop_draft(company.id, name)?;
        books.retire_scenario(
            company.id,
            &ScenarioRetirement {
                name: name.to_string(),
                on: world.today,
                author: world.author(),
                why: why.to_string(),
                recorded_at: world.clock.now(),
            },
        )?;
        let kind = ScenarioRetired { name: name.to_string(), why: Said::plain(why) };
        world.note(books, company.id, company.id, JournalKind::ScenarioRetired(kind))
    })
}
