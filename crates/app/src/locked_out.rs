//! Somebody who can no longer come in: whoever has the machine gives them another password.

use crate::accounts::{Passwords, close_other_sessions, must_be_long};
use crate::error::{AppError, AppResult};
use crate::records::{Company, UserRecord};
use crate::recovery;
use crate::world::World;
use domain::journal::JournalKind;
use domain::journal::kinds::SettingsChanged;

/// Gives a user another password, provisional, and ends all their sessions; their second factor goes too when it is lost.
///
/// # Errors
/// `Refused` for a password that is too short; a broken store.
pub fn reset_password(
    world: &World<'_>,
    company: &Company,
    user: &UserRecord,
    (password, without_factor): (&str, bool),
    passwords: &dyn Passwords,
) -> AppResult<()> {
    must_be_long(password)?;
    let hash = passwords.hash(password).map_err(AppError::Broken)?;
    let totp = if without_factor { None } else { user.totp.clone() };
    let after = UserRecord { password: hash, totp, is_provisional: true, ..user.clone() };
    world.write(|books| {
        books.update_user(&after)?;
        if without_factor {
            recovery::forget_in(world, books, user)?;
        }
        let said = if without_factor { "remplacé, second facteur retiré" } else { "remplacé" };
        let kind = SettingsChanged {
            field: format!("mot de passe de {}", user.name),
            before: None,
            after: Some(said.to_string()),
        };
        world.note(books, company.id, user.id, JournalKind::SettingsChanged(kind))
    })?;
    close_other_sessions(world, user.id, "")
}
