//! The account numbers of the company: as the owner set them, else those of its last export, else the usual ones.

use crate::companies;
use crate::error::{AppError, AppResult};
use crate::records::Company;
use crate::world::World;
use domain::entries::{Account, Accounts, Journal};

/// The accounts in force.
///
/// # Errors
/// A broken store.
pub fn accounts(world: &World<'_>, company: &Company) -> AppResult<Accounts> {
    if let Some(set) = &company.settings.accounts {
        return Ok(set.clone());
    }
    world.read(|books| {
        let last = books.exports(company.id, 1)?.into_iter().next();
        Ok(last.and_then(|e| serde_json::from_str(&e.accounts).ok()).unwrap_or_default())
    })
}

/// Sets them; each that changed leaves a line in the journal.
///
/// # Errors
/// `Refused` for what is no account or journal; a broken store.
pub fn keep_accounts(world: &World<'_>, company: &Company, wanted: &Accounts) -> AppResult<Company> {
    check(wanted)?;
    let before = accounts(world, company)?;
    let mut after = company.clone();
    after.settings.accounts = Some(wanted.clone());
    let numbers = Account::ALL.map(|a| (format!("compte {}", a.french()), before.number(a), wanted.number(a)));
    let journals = Journal::ALL.map(|j| (format!("journal {}", j.french()), before.code(j), wanted.code(j)));
    for (field, was, is) in numbers.into_iter().chain(journals).filter(|(_, was, is)| was != is) {
        companies::change(world, &after, &field, Some(was.to_string()), Some(is.to_string()))?;
    }
    Ok(after)
}

pub(super) fn check(accounts: &Accounts) -> AppResult<()> {
    let is_account = |n: &str| {
        (3..=12).contains(&n.len())
            && n.bytes().all(|b| b.is_ascii_alphanumeric())
            && n.starts_with(|c: char| c.is_ascii_digit())
    };
    if let Some(bad) = Account::ALL.into_iter().find(|a| !is_account(accounts.number(*a))) {
        return Err(AppError::refused(
            format!("« {} » n’est pas un numéro de compte ({}).", accounts.number(bad), bad.french()),
            format!("Exemple : {}.", bad.usual()),
        ));
    }
    let is_code = |code: &str| !code.trim().is_empty() && code.len() <= 8 && !code.contains(char::is_control);
    if let Some(bad) = Journal::ALL.into_iter().find(|j| !is_code(accounts.code(*j))) {
        return Err(AppError::refused(
            format!("Le code du journal ({}) manque ou est trop long.", bad.french()),
            format!("Exemple : {}.", bad.usual()),
        ));
    }
    Ok(())
}
