//! A scenario of one's own, beside the supplied ones.

use crate::answer::{PageResult, done};
use crate::route::Nothing;
use crate::visit::Visit;
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
