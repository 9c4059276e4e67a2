//! Scenarios: which there are, their steps on a line, changing them, trying them, and making a change count.

mod adopt;
mod bench;
mod cards;
mod copy;
mod rules;
mod show;
mod steps;
mod text;
mod trial;

pub use adopt::start_replay;
pub use text::{Numbered, around};

use crate::route::{App, form, page};
use axum::Router;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/scenarios", page(show::list).merge(form(copy::copy)))
        .route("/scenarios/{name}", page(show::show))
        .route("/scenarios/{name}/versions", page(show::versions).merge(form(adopt::take_up)))
        .route("/scenarios/{name}/reglages", page(rules::show).merge(form(rules::save)))
        .route("/scenarios/{name}/texte", page(text::show).merge(form(text::save)))
        .route("/scenarios/{name}/etapes", page(steps::new).merge(form(steps::add)))
        .route("/scenarios/{name}/etapes/{step}", page(steps::show).merge(form(steps::save)))
        .route("/scenarios/{name}/etapes/{step}/{act}", form(steps::arrange))
        .route("/scenarios/{name}/essai", page(trial::show))
        .route("/scenarios/{name}/essai/{party}/{on}/{step}", page(trial::message))
        .route("/scenarios/{name}/rejeu", page(adopt::show).merge(form(adopt::replay)))
        .route("/scenarios/{name}/adopter", form(adopt::adopt))
        .route("/scenarios/{name}/abandonner", form(adopt::give_up))
        .route("/scenarios/{name}/supprimer", form(copy::retire))
}
