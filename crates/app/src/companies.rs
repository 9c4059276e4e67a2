//! Creating a company and changing what its owner decides. Each change leaves a journal line with before and after.

use crate::error::{AppError, AppResult};
use crate::records::Company;
use crate::world::World;
use domain::journal::JournalKind;
use domain::journal::kinds::{CompanyCreated, SendingSwitched, SettingsChanged};

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

/// Switches real sending on or off. On needs a mail server and a sender address.
///
/// # Errors
/// `Refused` naming what is missing.
pub fn switch_sending(world: &World<'_>, company: &Company, live: bool) -> AppResult<Company> {
    if live && (company.settings.smtp.is_none() || company.email.is_none()) {
        return Err(AppError::refused(
            "L’envoi réel demande un serveur d’envoi et une adresse d’expédition.",
            "Réglez-les avec « quitus settings --smtp-host … --email … ».",
        ));
    }
    let mut after = company.clone();
    after.settings.live = live;
    world.write(|books| {
        books.update_company(&after)?;
        world.note(books, after.id, after.id, JournalKind::SendingSwitched(SendingSwitched { live }))
    })?;
    Ok(after)
}
