//! Settings: what the owner decides for the company, one page for each subject.

mod closings;
mod law;
mod negotiation;
mod orders;
pub(crate) mod rules;
pub(crate) mod sending;

use crate::answer::go;
use crate::route::{App, Nothing, form, page};
use crate::visit::Visit;
use app::records::Company;
use app::{AppResult, World};
use axum::Router;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/reglages", page(|_: &Visit, _: Nothing, _: Nothing| go("/reglages/envoi")))
        .route("/reglages/envoi", page(sending::show).merge(form(sending::save)))
        .route("/reglages/envoi/essai", form(sending::test))
        .route("/reglages/envoi/bascule", form(sending::switch))
        .route("/reglages/envoi/restauration", form(sending::reviewed))
        .route("/reglages/regles", page(rules::show).merge(form(rules::save)))
        .route("/reglages/negociation", page(negotiation::show).merge(form(negotiation::save)))
        .route("/reglages/fermetures", form(closings::add))
        .route("/reglages/fermetures/fin", form(closings::remove))
        .route("/reglages/consignes", page(orders::show).merge(form(orders::sign)))
        .route("/reglages/consignes/fin", form(orders::revoke))
        .route("/reglages/droit", page(law::show).merge(form(law::add)))
}

/// An entry of the list of settings.
pub struct Section {
    pub href: &'static str,
    pub label: &'static str,
    pub current: bool,
}

const SECTIONS: [(&str, &str); 12] = [
    ("/reglages/societe", "Société"),
    ("/reglages/guide", "Guide de réglage"),
    ("/reglages/envoi", "Envoi des messages"),
    ("/reglages/regles", "Délais, taux, calendrier"),
    ("/reglages/negociation", "Négociation"),
    ("/reglages/consignes", "Consignes permanentes"),
    ("/banque/comptes", "Comptes bancaires"),
    ("/modeles", "Modèles de textes"),
    ("/reglages/droit", "Tables de droit"),
    ("/reglages/utilisateurs", "Utilisateurs"),
    ("/reglages/api", "API"),
    ("/reglages/compte", "Mon compte"),
];

/// The list of the settings pages that this user may open, beside each of them.
pub fn sections(visit: &Visit) -> Vec<Section> {
    let here = visit.here.split('?').next().unwrap_or_default();
    let opened = SECTIONS.iter().filter(|(href, _)| visit.may_open(href));
    opened.map(|&(href, label)| Section { href, label, current: here.starts_with(href) }).collect()
}

/// A setting, its value before and after, as people write them.
pub type Change = (&'static str, Option<String>, Option<String>);

/// Saves a company with one journal line for each setting that changed.
///
/// # Errors
/// A broken store.
pub fn save_changes(world: &World<'_>, after: &Company, changes: &[Change]) -> AppResult<()> {
    for (field, before, now) in changes.iter().filter(|(_, before, now)| before != now) {
        app::companies::change(world, after, field, before.clone(), now.clone())?;
    }
    Ok(())
}
