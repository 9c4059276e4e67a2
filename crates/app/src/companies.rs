//! Creating a company and changing what its owner decides. Each change leaves a journal line with before and after.

mod negotiation;
mod profile;

pub use negotiation::{Negotiation, negotiate};
pub(crate) use profile::is_email;
pub use profile::{FieldProblem, Profile, change_profile, found};

use crate::error::{AppError, AppResult};
use crate::matching::order::{SCENARIO, STEP};
use crate::records::Company;
use crate::world::World;
use domain::facts::StandingOrder;
use domain::journal::JournalKind;
use domain::journal::kinds::{
    CompanyCreated, SendingSwitched, SettingsChanged, StandingOrderRevoked, StandingOrderSigned,
};
use domain::scenario::ApprovalRule;

/// Creates a company.
///
/// # Errors
/// `Refused` when one with that SIREN, or that name, is kept already.
pub fn create(world: &World<'_>, company: &Company) -> AppResult<()> {
    world.write(|books| {
        let twin = books.companies()?.into_iter().find(|c| {
            base::fold::words(&c.name) == base::fold::words(&company.name)
                || (c.siren.is_some() && c.siren == company.siren)
        });
        if let Some(twin) = twin {
            return Err(AppError::refused(
                format!("La société « {} » est déjà tenue ici.", twin.name),
                "Utilisez-la, ou changez de dossier avec --data.",
            ));
        }
        books.insert_company(company)?;
        let kind = CompanyCreated { name: company.name.clone(), siren: company.siren.clone() };
        world.note(books, company.id, company.id, JournalKind::CompanyCreated(kind))
    })
}

/// Saves a changed company; `field` names what changed for the journal, values as people write them.
///
/// # Errors
/// A broken store.
pub fn change(
    world: &World<'_>,
    after: &Company,
    field: &str,
    before: Option<String>,
    now: Option<String>,
) -> AppResult<()> {
    world.write(|books| {
        books.update_company(after)?;
        let kind = SettingsChanged { field: field.to_string(), before: before.clone(), after: now.clone() };
        world.note(books, after.id, after.id, JournalKind::SettingsChanged(kind))
    })
}

/// Switches real sending on or off. On needs a mail server that answers `check` now, a sender address, and customers that
/// exist: nobody learns from a customer's silence that the password was mistyped.
///
/// # Errors
/// `Refused` naming what is missing, or what the server said.
pub fn switch_sending(
    world: &World<'_>,
    company: &Company,
    live: bool,
    check: impl FnOnce(&Company) -> Result<String, String>,
) -> AppResult<Company> {
    if live && company.settings.demo_day.is_some() {
        return Err(AppError::refused(
            "Cette société est une démonstration : ses clients n’existent pas, rien ne peut leur être envoyé.",
            "Créez votre société pour envoyer de vraies relances.",
        ));
    }
    if live && (company.settings.smtp.is_none() || company.email.is_none()) {
        return Err(AppError::refused(
            "L’envoi réel demande un serveur d’envoi et une adresse d’expédition.",
            "Réglez-les dans Réglages › Envoi des messages, ou avec « quitus settings --smtp-host … --email … ».",
        ));
    }
    if live {
        check(company).map_err(|why| {
            let remedy = "L’envoi réel n’est pas activé. Corrigez le réglage indiqué, puis recommencez.";
            AppError::refused(why, remedy)
        })?;
    }
    let mut after = company.clone();
    after.settings.live = live;
    world.write(|books| {
        books.update_company(&after)?;
        world.note(books, after.id, after.id, JournalKind::SendingSwitched(SendingSwitched { live }))
    })?;
    Ok(after)
}

/// A step that a standing order may cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverable {
    /// `scenario/step`.
    pub pair: String,
    pub scenario_title: String,
    pub title: String,
    pub is_covered: bool,
}

/// The steps that the current scenarios let leave without a click, once signed for.
///
/// # Errors
/// A broken store or scenario.
pub fn coverable_steps(world: &World<'_>, company: &Company) -> AppResult<Vec<Coverable>> {
    let book = world.read(|books| crate::planning::scenarios(books, company, None))?;
    let order = &company.settings.standing_order;
    let mut found = Vec::new();
    for scenario in book.current() {
        let name = &scenario.reference.name;
        found.extend(scenario.steps.iter().filter(|s| s.approval == ApprovalRule::Standing).map(|step| Coverable {
            pair: format!("{name}/{}", step.id),
            scenario_title: scenario.title.clone(),
            title: step.title.clone(),
            is_covered: order.covers(name, &step.id),
        }));
    }
    found.push(Coverable {
        pair: format!("{SCENARIO}/{STEP}"),
        scenario_title: "Banque".to_string(),
        title: "Rapprocher les virements dont il n’y a qu’une explication, prouvée".to_string(),
        is_covered: order.covers(SCENARIO, STEP),
    });
    Ok(found)
}

/// Signs that these steps (`scenario/step`) leave without a click; returns the company as it is now.
///
/// # Errors
/// `Refused` for a step that no standing order may cover; a broken store.
pub fn sign_standing_order(world: &World<'_>, company: &Company, steps: &[String]) -> AppResult<Company> {
    let known = coverable_steps(world, company)?;
    if let Some(pair) = steps.iter().find(|pair| known.iter().all(|k| k.pair != **pair)) {
        return Err(AppError::refused(
            format!("« {pair} » n’est pas une étape qu’une consigne permanente peut couvrir."),
            "Écrivez scenario/etape, d’une étape où approval = \"standing\".",
        ));
    }
    let mut after = company.clone();
    after.settings.standing_order =
        StandingOrder { signed_by: world.author(), signed_on: Some(world.today), steps: steps.to_vec() };
    world.write(|books| {
        books.update_company(&after)?;
        for pair in steps {
            let (scenario, step) = pair.split_once('/').unwrap_or((pair, ""));
            let kind = StandingOrderSigned {
                reference: reference(&after),
                scenario: scenario.to_string(),
                steps: vec![step.to_string()],
            };
            world.note(books, after.id, after.id, JournalKind::StandingOrderSigned(kind))?;
        }
        Ok(())
    })?;
    Ok(after)
}

fn reference(company: &Company) -> String {
    let order = &company.settings.standing_order;
    order.signed_on.map_or_else(|| "sans date".to_string(), |on| format!("du {}", base::fr::date(on)))
}

/// Ends the standing order: `after` no longer holds one.
///
/// # Errors
/// A broken store.
pub fn revoke_standing_order(world: &World<'_>, after: &Company) -> AppResult<()> {
    world.write(|books| {
        let before = books.companies()?.into_iter().find(|c| c.id == after.id);
        books.update_company(after)?;
        let reference = before.as_ref().map_or_else(|| "sans date".to_string(), reference);
        let kind = StandingOrderRevoked { reference, why: "décision du propriétaire".to_string() };
        world.note(books, after.id, after.id, JournalKind::StandingOrderRevoked(kind))
    })
}
