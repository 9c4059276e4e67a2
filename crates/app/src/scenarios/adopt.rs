//! Making a text the version in force.

use super::must_know_templates;
use crate::error::{AppError, AppResult};
use crate::planning::scenarios;
use crate::ports::books::Books;
use crate::records::Company;
use crate::world::World;
use domain::journal::JournalKind;
use domain::journal::kinds::ScenarioAdopted;
use domain::scenario::{Scenario, parse};
use sha2::{Digest, Sha256};

/// Makes a text the current version of its scenario; running cases keep the version they started with. A draft of the
/// same text has then served.
///
/// # Errors
/// `Refused` when it is the current version already, or names a template that does not exist; a broken store.
pub fn adopt(world: &World<'_>, company: &Company, scenario: &Scenario) -> AppResult<()> {
    must_know_templates(scenario)?;
    world.write(|books| adopt_in(world, books, company, scenario))
}

/// The same, inside a transaction.
pub(super) fn adopt_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    scenario: &Scenario,
) -> AppResult<()> {
    let (name, version) = (&scenario.reference.name, &scenario.reference.version);
    if scenarios(books, company, None)?.named(name).is_some_and(|s| s.reference == scenario.reference) {
        return Err(AppError::refused("Ce texte est déjà la version en vigueur.", "Rien n’a changé."));
    }
    if let Some(gone) = books.scenario_retired(company.id, name)? {
        let what = format!("Le scénario « {name} » a été supprimé le {}.", base::fr::date(gone.on));
        return Err(AppError::refused(what, "Des actes portent son nom : choisissez-en un autre."));
    }
    let known = books.scenario_versions(company.id, name)?;
    let rank = match known.iter().position(|v| v.version == *version) {
        Some(at) => at + 1,
        None => known.len() + 1,
    };
    if !books.reinstate_scenario(company.id, name, version)? {
        books.insert_scenario(company.id, name, version, &scenario.source, world.clock.now())?;
    }
    let is_it = |source: &str| parse(name, source).is_ok_and(|draft| draft.reference == scenario.reference);
    if books.drafts(company.id)?.iter().any(|d| d.name == *name && is_it(&d.source)) {
        books.drop_draft(company.id, name)?;
    }
    let digest = Sha256::digest(scenario.source.as_bytes());
    let kind = ScenarioAdopted {
        name: name.clone(),
        version: u32::try_from(rank).unwrap_or(u32::MAX),
        sha256: digest.iter().map(|b| format!("{b:02x}")).collect(),
    };
    world.note(books, company.id, company.id, JournalKind::ScenarioAdopted(kind))
}
