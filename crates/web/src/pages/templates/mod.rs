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
    match name {
        "pre-due-service" => "Message avant l’échéance",
        "reminder-courtesy" => "Rappel courtois",
        "reminder-firm" => "Relance ferme",
        "reminder-last" => "Dernier rappel",
        "salesperson-heads-up" => "Mot au commercial",
        "statement-mail" => "Envoi du relevé de compte",
        "thank-you" => "Remerciement",
        "promise-broken" => "Promesse non tenue",
        "account-statement" => "Relevé de compte",
        "reminder-letter" => "Courrier de relance",
        "formal-notice" => "Mise en demeure",
        "plan-pre-due" => "Échéancier : versement à venir",
        "plan-reminder" => "Échéancier : versement en retard",
        "plan-agreement" => "Échéancier : accord à signer",
        "plan-default-notice" => "Échéancier : mise en demeure",
        "service-notice" => "Service impayé : mise en demeure",
        "service-suspension" => "Service impayé : suspension",
        "service-termination" => "Service impayé : fin du contrat",
        "call-sheet" => "Fiche d’appel",
        "visit-sheet" => "Fiche de visite",
        _ => "Modèle inconnu",
    }
}
