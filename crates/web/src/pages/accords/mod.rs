//! What is agreed with customers, in one place: words given, instalment plans, parts given up, money that is another's.

mod assigned;
mod offers;
mod plans;
mod promises;
mod services;
mod under_plan;
mod waivers;

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
        .route("/accords/remises", page(waivers::list))
        .route("/accords/remises/{id}/accorder", form(waivers::grant))
        .route("/accords/remises/{id}/refuser", form(waivers::refuse))
        .route("/accords/remises/{id}/reprendre", form(waivers::withdraw))
        .route("/accords/cessions", page(assigned::list))
        .route("/accords/cessions/{allocation}/reverser", form(assigned::hand_over))
        .route("/accords/services", page(services::list))
        .route("/accords/services/{id}/retablir", form(services::restore))
        .route("/clients/{id}/service", form(services::state))
        .route("/clients/{id}/remise", page(waivers::weigh).merge(form(waivers::ask)))
        .route("/clients/{id}/offres", page(offers::offers))
        .route("/clients/{id}/echeancier", form(offers::propose))
}
