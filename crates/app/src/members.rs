//! Who is of a company: the list, and what changes it beside letting somebody in ([`crate::accounts::add_user`]) or out.

use crate::accounts::{give_role_in, new_token};
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{Company, Membership, Role, UserRecord};
use crate::world::World;
use base::Date;
use base::id::{CompanyId, UserId};

/// Characters of a password that is made here: 96 bits.
const MADE: usize = 24;

/// Users of a company with their roles there.
///
/// # Errors
/// A broken store.
pub fn all(world: &World<'_>, company: &Company) -> AppResult<Vec<(Membership, UserRecord)>> {
    world.read(|books| {
        let mut found = Vec::new();
        for membership in books.memberships_of_company(company.id)? {
            found.extend(books.user(membership.user)?.map(|user| (membership, user)));
        }
        Ok(found)
    })
}

/// One user of a company, inside the transaction of what calls for it.
///
/// # Errors
/// `NotFound` for somebody who has no role there; a broken store.
pub fn one_in(books: &mut dyn Books, company: CompanyId, user: UserId) -> AppResult<(Membership, UserRecord)> {
    let role = books.memberships_of_company(company)?.into_iter().find(|m| m.user == user);
    let found = match role {
        Some(role) => books.user(user)?.map(|user| (role, user)),
        None => None,
    };
    found.ok_or_else(|| AppError::NotFound("Cet utilisateur n’est pas de cette société.".to_string()))
}

/// Gives another role to a user of the company; the last day is a guest's alone.
///
/// # Errors
/// `NotFound`; `Refused` for the last owner, or a guest without a last day.
pub fn change_role(
    world: &World<'_>,
    company: &Company,
    user: UserId,
    (role, until): (Role, Option<Date>),
) -> AppResult<()> {
    world.write(|books| {
        let (before, user) = one_in(books, company.id, user)?;
        if before.role == Role::Owner && role != Role::Owner {
            must_leave_an_owner(books, company.id, user.id)?;
        }
        give_role_in(world, books, company, &user, role, until.filter(|_| role == Role::Guest))
    })
}

/// # Errors
/// `Refused` when that user is the last owner.
pub(crate) fn must_leave_an_owner(books: &mut dyn Books, company: CompanyId, user: UserId) -> AppResult<()> {
    let others = books.memberships_of_company(company)?.into_iter().any(|m| m.role == Role::Owner && m.user != user);
    if others {
        return Ok(());
    }
    Err(AppError::refused("Une société garde au moins un propriétaire.", "Nommez-en un autre d’abord."))
}

/// A password for somebody else, to be shown once and replaced at the first login.
pub fn made_password(world: &World<'_>) -> String {
    new_token(world).chars().take(MADE).collect()
}
