//! Changing a scenario: a draft is kept beside the version in force, read and checked, and counts only once adopted. A copy
//! under a name of its own stands beside the supplied ones, and nobody follows it until somebody says who does.

mod adopt;
mod retire;

pub use adopt::adopt;
pub use retire::{InUse, in_use, is_supplied, retire};

use crate::error::{AppError, AppResult};
use crate::planning::scenarios;
use crate::records::{Company, DraftRecord};
use crate::world::World;
use adopt::adopt_in;
use documents::TemplateSet;
use domain::scenario::{Scenario, ScenarioError, parse, write};

/// Reads the text of the scenario of that name, with what the reader of texts alone cannot know: that the templates
/// exist, and that the name stays.
///
/// # Errors
/// The first thing wrong, with its line.
pub fn read(name: &str, text: &str) -> Result<Scenario, ScenarioError> {
    let scenario = parse(name, text)?;
    let wrong = |key: &str, value: &str, message: String| {
        let is_it = |line: &str| line.trim_start().starts_with(key) && line.contains(&format!("\"{value}\""));
        let line = text.lines().position(is_it).map_or(1, |at| at + 1);
        ScenarioError { name: name.to_string(), line, message }
    };
    if scenario.reference.name != name {
        let message = format!("le nom d’un scénario ne change pas : écrire name = \"{name}\"");
        return Err(wrong("name", &scenario.reference.name, message));
    }
    match unknown_template(&scenario) {
        None => Ok(scenario),
        Some(template) => Err(wrong("template", &template, said_unknown(&template))),
    }
}

fn unknown_template(scenario: &Scenario) -> Option<String> {
    let names = TemplateSet::names();
    scenario.steps.iter().map(|s| s.template.clone()).find(|t| !names.contains(&t.as_str()))
}

fn said_unknown(template: &str) -> String {
    format!("« {template} » n’est pas un modèle ; modèles connus : {}", TemplateSet::names().join(", "))
}

/// # Errors
/// `Refused` when a step names a template that does not exist: another text would leave in its place.
fn must_know_templates(scenario: &Scenario) -> AppResult<()> {
    let unknown = unknown_template(scenario);
    unknown.map_or(Ok(()), |t| Err(AppError::refused(format!("{}.", said_unknown(&t)), "Corrigez ce scénario.")))
}

/// Keeps a text as the draft of its scenario. `None` when it says what is in force already: there is no draft then.
///
/// # Errors
/// `Refused` with the line that is wrong, and then nothing changes.
pub fn save_draft(world: &World<'_>, company: &Company, name: &str, text: &str) -> AppResult<Option<Scenario>> {
    let text = text.replace("\r\n", "\n");
    let scenario =
        read(name, &text).map_err(|e| AppError::refused(format!("{e}."), "Le brouillon n’a pas été enregistré."))?;
    world.write(|books| {
        if scenarios(books, company, None)?.named(name).is_some_and(|s| s.reference == scenario.reference) {
            books.drop_draft(company.id, name)?;
            return Ok(None);
        }
        let draft = DraftRecord {
            name: name.to_string(),
            source: text.clone(),
            author: world.author(),
            saved_at: world.clock.now(),
        };
        books.put_draft(company.id, &draft)?;
        Ok(Some(scenario.clone()))
    })
}

/// Forgets the draft.
///
/// # Errors
/// A broken store.
pub fn drop_draft(world: &World<'_>, company: &Company, name: &str) -> AppResult<()> {
    world.write(|books| Ok(books.drop_draft(company.id, name)?))
}

/// The draft of a scenario, as kept and as read.
///
/// # Errors
/// A broken store, or a kept text that no longer reads.
pub fn draft(world: &World<'_>, company: &Company, name: &str) -> AppResult<Option<(DraftRecord, Scenario)>> {
    let drafts = world.read(|books| Ok(books.drafts(company.id)?))?;
    let Some(kept) = drafts.into_iter().find(|d| d.name == name) else { return Ok(None) };
    let scenario = read(name, &kept.source).map_err(|e| AppError::Broken(e.to_string()))?;
    Ok(Some((kept, scenario)))
}

/// Makes the draft of that version the one in force.
///
/// # Errors
/// `Refused` when the draft is no longer the one that was looked at.
pub fn adopt_draft(world: &World<'_>, company: &Company, name: &str, version: &str) -> AppResult<Scenario> {
    let looked_at = draft(world, company, name)?.map(|(_, s)| s).filter(|s| s.reference.version == version);
    let Some(scenario) = looked_at else {
        return Err(AppError::refused(
            "Le brouillon a changé, ou a été adopté, depuis que vous l’avez regardé.",
            "Relisez-le, puis recommencez.",
        ));
    };
    world.write(|books| adopt_in(world, books, company, &scenario))?;
    Ok(scenario)
}

/// Characters of a title.
const LONGEST_TITLE: usize = 80;

/// A scenario of that title, with the rules and steps of another one as they are in force. It is looked at after all others, so
/// that it takes no customer from them; whom it is for is said on a customer, or by its own rules afterwards.
///
/// # Errors
/// `NotFound` without such a scenario; `Refused` for a title that says nothing or is taken; a broken store.
pub fn copy(world: &World<'_>, company: &Company, of: &str, title: &str) -> AppResult<Scenario> {
    let title = title.trim();
    let name = name_of(title);
    if name.is_empty() || title.chars().count() > LONGEST_TITLE {
        let what = format!("Un titre a des lettres, et au plus {LONGEST_TITLE} caractères.");
        return Err(AppError::refused(what, "Exemple : « Artisans du bâtiment »."));
    }
    world.write(|books| {
        let book = scenarios(books, company, None)?;
        let unknown = || AppError::NotFound(format!("Aucun scénario ne s’appelle « {of} »."));
        let mut own = book.named(of).ok_or_else(unknown)?.clone();
        let same = |s: &Scenario| s.reference.name == name || base::fold::words(&s.title) == base::fold::words(title);
        if book.current().iter().any(same) {
            let what = format!("Un scénario s’appelle déjà « {title} ».");
            return Err(AppError::refused(what, "Choisissez un autre titre."));
        }
        let last = book.current().iter().map(|s| s.applies_to.priority).min().unwrap_or_default();
        own.applies_to.priority = last.saturating_sub(1);
        own.title = title.to_string();
        own.reference.name.clone_from(&name);
        let read = read(&name, &write(&own)).map_err(|e| AppError::Broken(e.to_string()))?;
        adopt_in(world, books, company, &read)?;
        Ok(read)
    })
}

/// The identifier behind a title: letters without accents, figures and dashes.
fn name_of(title: &str) -> String {
    let is_sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let folded: String = base::fold::words(title).chars().map(|c| if is_sound(c) { c } else { ' ' }).collect();
    folded.split_whitespace().collect::<Vec<_>>().join("-")
}
