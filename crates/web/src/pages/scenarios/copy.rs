//! A scenario of one's own, beside the supplied ones.

use crate::answer::{PageResult, done};
use crate::visit::Visit;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Copied {
    titre: String,
}

pub fn copy(visit: &Visit, name: String, copied: Copied) -> PageResult {
    visit.must_decide()?;
    let own = app::scenarios::copy(&visit.world(), &visit.company, &name, &copied.titre)?;
    done(
        format!("/scenarios/{}", own.reference.name),
        format!(
            "« {} » est à vous. Changez ses étapes, puis choisissez-le sur la fiche d’un client, ou dites sous « Pour qui, quand » qui le suit.",
            own.title
        ),
    )
}
