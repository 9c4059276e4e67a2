//! Letters and mails: the shipped texts, those of the company in their place, and writing one with its result beside it.

mod edit;
mod list;

use crate::route::{App, form, page};
use axum::Router;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/modeles", page(list::show))
        .route("/modeles/{name}", page(edit::show).merge(form(edit::save)))
        .route("/modeles/{name}/apercu", form(edit::preview))
        .route("/modeles/{name}/apercu.pdf", form(edit::pdf))
        .route("/modeles/{name}/livre", form(edit::restore))
}

/// What a template is called on screen; its code when it is none of ours.
pub fn title_of(name: &str) -> &'static str {
    documents::title_of(name).unwrap_or("Modèle inconnu")
}
