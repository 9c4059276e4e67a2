//! A scenario of one's own, beside the supplied ones, and its end.

use crate::answer::{Oops, PageResult, done};
use crate::route::Nothing;
use crate::visit::Visit;
use base::id::PartyId;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Copied {
    de: String,
    titre: String,
}

pub fn copy(visit: &Visit, _: Nothing, copied: Copied) -> PageResult {
    visit.must_decide()?;
    let own = app::scenarios::copy(&visit.world(), &visit.company, &copied.de, &copied.titre)?;
    done(
        format!("/scenarios/{}", own.reference.name),
        format!(
            "« {} » est à vous. Changez ses étapes, puis choisissez-le sur la fiche d’un client, ou dites sous « Pour qui, quand » qui le suit.",
            own.title
        ),
    )
}

#[derive(Deserialize)]
pub struct Because {
    #[serde(default)]
    why: String,
}

pub fn retire(visit: &Visit, name: String, form: Because) -> PageResult {
    visit.must_decide()?;
    app::scenarios::retire(&visit.world(), &visit.company, &name, &form.why)?;
    done(
        "/scenarios",
        format!("Le scénario « {name} » est supprimé ; le journal garde ce qui est parti sous ses étapes."),
    )
}

/// What the page of a scenario says of deleting it.
pub struct Ending {
    /// Customers who follow it, with the address of their record.
    pub customers: Vec<(String, String)>,
    pub has_more: bool,
    pub automatic: Vec<String>,
}

/// Nothing for a supplied scenario, or for somebody who may not delete one.
pub fn ending(visit: &Visit, name: &str) -> Result<Option<Ending>, Oops> {
    if app::scenarios::is_supplied(name) || !visit.role.may_decide() {
        return Ok(None);
    }
    let used = app::scenarios::in_use(&visit.world(), &visit.company, name)?;
    let href = |id: &PartyId| format!("/clients/{id}?onglet=contacts");
    let customers = used.customers.iter().map(|(id, name)| (name.clone(), href(id))).collect();
    Ok(Some(Ending { customers, has_more: used.has_more, automatic: used.automatic }))
}
