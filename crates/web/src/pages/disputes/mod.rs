//! Disputes: the list with what they came to, and the folder of each, from its opening to its credit note.
//!
//! [`forms`] and [`papers`] change things, the rest reads.

mod folder;
mod forms;
mod list;
mod papers;
pub(in crate::pages) mod upload;

pub(in crate::pages) use folder::{Paper, chain};
pub(in crate::pages) use forms::cause;
pub(in crate::pages) use list::{Figure, figures};

use crate::answer::Oops;
use crate::route::{App, form, page};
use crate::visit::Visit;
use app::disputes::DisputeFolder;
use app::records::DisputeOwner;
use axum::Router;
use axum::routing::post;
use base::id::{ContactId, DisputeId, PartyId, UserId};
use domain::facts::ContactRole;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/litiges", page(list::show))
        .route("/litiges/{id}", page(folder::show))
        .route("/litiges/{id}/noter", post(upload::tell))
        .route("/litiges/{id}/suivi", form(forms::follow))
        .route("/litiges/{id}/trancher", form(forms::settle))
        .route("/litiges/{id}/reponse", form(forms::answer))
        .route("/litiges/{id}/avoir", post(upload::correct))
        .route("/litiges/{id}/pieces/{entry}", page(papers::entry_file))
        .route("/factures/{id}/litige", form(forms::open))
        .route("/factures/{id}/piece", page(papers::document_file))
}

/// The dispute of that address, when its customer may be seen.
///
/// # Errors
/// `NotHere` for no dispute, or one of a customer that is not this user's to see.
fn found(visit: &Visit, id: &str) -> Result<DisputeFolder, Oops> {
    let id = DisputeId::parse(id).ok_or(Oops::NotHere)?;
    let folder = app::disputes::folder(&visit.world(), &visit.company, id).map_err(|_| Oops::NotHere)?;
    visit.must_see(folder.dispute.party)?;
    Ok(folder)
}

/// Somebody who may see to a dispute: value of the form, name, and whether they do.
pub(in crate::pages) type Owner = (String, String, bool);

/// Users of the company who may act, and our own people known at the customer's.
pub(in crate::pages) fn owners(
    visit: &Visit,
    party: PartyId,
    current: Option<DisputeOwner>,
) -> Result<Vec<Owner>, Oops> {
    let found = visit.world().read(|books| {
        let mut found: Vec<Owner> = Vec::new();
        for membership in books.memberships_of_company(visit.company.id)?.into_iter().filter(|m| m.role.may_act()) {
            if let Some(user) = books.user(membership.user)?.filter(|u| u.disabled_at.is_none()) {
                let is_current = current == Some(DisputeOwner::User(user.id));
                found.push((user.id.to_string(), user.name, is_current));
            }
        }
        for contact in books.contacts(party)?.into_iter().filter(|c| c.role == ContactRole::Salesperson) {
            let is_current = current == Some(DisputeOwner::Contact(contact.id));
            found.extend(contact.name.or(contact.email).map(|name| (contact.id.to_string(), name, is_current)));
        }
        Ok(found)
    })?;
    Ok(found)
}

fn owner(text: &str) -> Result<Option<DisputeOwner>, Oops> {
    if text.is_empty() {
        return Ok(None);
    }
    let user = UserId::parse(text).map(DisputeOwner::User);
    let owner = user.or_else(|| ContactId::parse(text).map(DisputeOwner::Contact));
    owner.map(Some).ok_or(Oops::NotHere)
}
