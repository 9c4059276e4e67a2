//! What is agreed with customers, in one place: words given, instalment plans, and what became of each.

mod offers;
mod plans;
mod promises;

use crate::route::{App, form, page};
use axum::Router;
use axum::routing::post;

pub(super) use promises::{PromiseForm, give};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/accords", page(promises::show))
        .route("/accords/echeanciers", page(plans::list))
        .route("/accords/echeanciers/{id}", page(plans::show))
        .route("/accords/echeanciers/{id}/{which}", page(plans::document))
        .route("/accords/echeanciers/{id}/accepter", post(plans::accept))
        .route("/accords/echeanciers/{id}/refuser", form(plans::refuse))
        .route("/accords/echeanciers/{id}/retirer", form(plans::withdraw))
        .route("/accords/echeanciers/{id}/decheance", form(plans::lapse))
        .route("/accords/echeanciers/{id}/recevoir", form(plans::receive))
        .route("/clients/{id}/offres", page(offers::offers))
        .route("/clients/{id}/echeancier", form(offers::propose))
}
