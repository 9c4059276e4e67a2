//! The screens of the day's work: the list, an action opened, approvals in number, and what came of an act.
//!
//! Reading order: [`list`], [`action`] (with [`customer`] where nothing is to be done), [`batch`], [`act`], [`outcome`],
//! [`reply`].

mod act;
mod action;
mod batch;
mod beside;
mod customer;
mod decide;
mod list;
mod nothing;
mod outcome;
mod preview;
mod reply;
mod sums;
mod thanks;

use crate::answer::Oops;
use crate::route::{App, form, page};
use crate::visit::Visit;
use app::AppError;
use axum::Router;
use axum::routing::post;
use base::id::{Id, Kind};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/a-faire", page(list::show))
        .route("/a-faire/approuver", form(batch::approve))
        .route("/a-faire/annuler", form(batch::take_back))
        .route("/a-faire/remerciements", page(thanks::show))
        .route("/a-faire/remerciements/{party}/envoyer", form(thanks::send))
        .route("/a-faire/remerciements/{party}/laisser", form(thanks::leave))
        .route("/a-faire/{party}", page(customer::show))
        .route("/a-faire/{party}/lever", form(customer::lift))
        .route("/a-faire/{party}/reporter", form(decide::postpone))
        .route("/a-faire/{party}/suspendre", form(decide::pause))
        .route("/a-faire/{party}/{step}/{currency}", page(action::show))
        .route("/a-faire/{party}/{step}/{currency}/passer", form(decide::skip))
        .route("/a-faire/{party}/{step}/{currency}/approuver", form(action::approve))
        .route("/a-faire/{party}/{step}/{currency}/resultat", form(action::report))
        .route("/a-faire/{party}/{step}/{currency}/apercu", page(preview::show))
        .route("/actes/{id}", page(act::show))
        .route("/actes/{id}/contenu", page(act::content).merge(form(act::print_despite)))
        .route("/actes/{id}/message", page(act::message))
        .route("/actes/{id}/resultat", form(act::report))
        .route("/actes/{id}/fait", form(act::done_by_hand))
        .route("/actes/{id}/revenu", form(act::returned))
        .route("/actes/{id}/trancher", form(act::resolve))
        .route("/actes/{id}/annuler", form(act::cancel))
        .route("/reponses", post(reply::record))
        .route("/reponses/{id}", page(reply::show))
        .route("/reponses/{id}/fichier", page(reply::file))
        .route("/reponses/{id}/traiter", form(reply::handle))
        .route("/reponses/{id}/retirer", form(reply::withdraw))
}

/// Fields of a form or query in which a name may stand several times.
pub type Pairs = Vec<(String, String)>;

/// The first value of a field, trimmed.
fn field<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.trim())
}

fn fields<'p>(pairs: &'p Pairs, name: &str) -> Vec<&'p str> {
    pairs.iter().filter(|(k, _)| k == name).map(|(_, v)| v.as_str()).collect()
}

/// An identifier of an address; one that does not read is one that is not here.
fn id<K: Kind>(text: &str) -> Result<Id<K>, Oops> {
    Id::parse(text).ok_or(Oops::NotHere)
}

/// A day of a date field; refused with what is expected.
fn day(text: &str, what: &str) -> Result<base::Date, Oops> {
    base::parse_iso_date(text).ok_or_else(|| refused(format!("{what} manque."), "Choisissez un jour."))
}

fn refused(what: impl Into<String>, remedy: impl Into<String>) -> Oops {
    Oops::App(AppError::refused(what, remedy))
}

/// A sentence that somebody wrote; refused when there is none.
fn why(pairs: &Pairs) -> Result<&str, Oops> {
    match field(pairs, "motif") {
        "" => Err(refused("Une décision se justifie.", "Dites pourquoi en quelques mots.")),
        words => Ok(words),
    }
}

/// Plans this customer again, so that the list is true on the next page.
fn refresh(visit: &Visit, party: base::id::PartyId) -> Result<(), Oops> {
    Ok(app::worklist::refresh(&visit.world(), &visit.company, party)?)
}
