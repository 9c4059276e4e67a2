//! « Comptabilité »: entries for the accountant, our balances beside the accounting's, debts that may not be paid, accounts.

mod accounts;
pub(crate) mod control;
pub(crate) mod entries;
mod layout;
mod losses;
mod tax;

use crate::route::{App, form, page};
use axum::Router;
use axum::routing::post;

pub(super) use losses::{Standing, standing};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/comptabilite", page(entries::show))
        .route("/comptabilite/remettre", form(entries::export))
        .route("/comptabilite/remises/{number}/{file}", page(entries::file))
        .route("/comptabilite/lettrage", form(entries::letter))
        .route("/comptabilite/lettrages/{number}", page(entries::letters))
        .route("/comptabilite/comptes", page(accounts::show).merge(form(accounts::save)))
        .route("/comptabilite/format", page(layout::show).merge(form(layout::save)))
        .route("/comptabilite/controle", page(control::show).merge(form(control::compare)))
        .route("/comptabilite/controle/{place}", page(control::detail))
        .route("/comptabilite/pertes", page(losses::list))
        .route("/comptabilite/pertes/tva", page(tax::show))
        .route("/comptabilite/pertes/tva.csv", page(tax::file))
        .route("/comptabilite/pertes/{id}", page(losses::show))
        .route("/comptabilite/pertes/{id}/reponse", form(losses::answer))
        .route("/comptabilite/pertes/{id}/fin", form(losses::end))
        .route("/comptabilite/pertes/{id}/pieces/{source}", page(losses::piece))
        .route("/factures/{id}/perte", post(losses::propose))
}

/// The pages.
pub struct Tab {
    pub href: &'static str,
    pub label: &'static str,
    pub current: bool,
}

fn tabs(here: &str) -> Vec<Tab> {
    let tabs = [
        ("/comptabilite", "Écritures"),
        ("/comptabilite/controle", "Contrôle"),
        ("/comptabilite/pertes", "Douteux et pertes"),
        ("/comptabilite/comptes", "Comptes"),
        ("/comptabilite/format", "Format"),
    ];
    tabs.into_iter().map(|(href, label)| Tab { href, label, current: href == here }).collect()
}
