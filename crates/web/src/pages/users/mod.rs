//! Who comes in: users of a company and what they may do, programs with a token, one's own account. What the rules are is
//! for the use cases; these pages ask and show.

mod account;
mod events;
mod list;
mod programs;
pub mod second_factor;

use crate::route::{App, form, page};
use axum::Router;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/reglages/utilisateurs", page(list::show).merge(form(list::add)))
        .route("/reglages/utilisateurs/{user}/role", form(list::change_role))
        .route("/reglages/utilisateurs/{user}/retirer", form(list::remove))
        .route("/reglages/api", page(programs::show).merge(form(programs::create)))
        .route("/reglages/api/{token}/revoquer", form(programs::revoke))
        .route("/reglages/api/evenements", page(events::show).merge(form(events::create)))
        .route("/reglages/api/evenements/{webhook}", page(events::log))
        .route("/reglages/api/evenements/{webhook}/etat", form(events::switch))
        .route("/reglages/api/evenements/{webhook}/remettre", form(events::again))
        .route("/reglages/compte", page(account::show))
        .route("/reglages/compte/mot-de-passe", form(account::change_password))
        .route("/reglages/compte/sessions", form(account::end_others))
        .route("/reglages/compte/codes-de-secours", form(account::make_recovery_codes))
        .route("/reglages/compte/second-facteur", form(account::set_second_factor))
}
