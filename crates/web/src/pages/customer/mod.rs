//! The folder of a customer: who they are, what they owe, how they pay, everything that happened, and what can be done.
//!
//! Each tab is a page of its own under one head; [`forms`] and [`act`] change things, the rest reads.

mod act;
mod actions;
mod contacts;
mod forms;
mod head;
mod invoices;
mod papers;
mod payer;
mod statement;
mod timeline;

pub(super) use contacts::replan;
pub(super) use forms::{HoldForm, open_hold};
pub(super) use invoices::status;
pub(super) use papers::source_bytes;
pub(super) use timeline::{Event, state, taken_back};

use crate::answer::{Oops, PageResult};
use crate::route::{App, Nothing, form, page};
use crate::visit::Visit;
use app::records::PartyRecord;
use axum::Router;
use base::id::PartyId;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/clients/{id}", page(show))
        .route("/clients/{id}/releve", page(statement::show))
        .route("/clients/{id}/releve.pdf", page(statement::pdf))
        .route("/clients/{id}/pieces/{source}", page(papers::download))
        .route("/clients/{id}/agir", page(act::preview).merge(form(act::preview)))
        .route("/clients/{id}/agir.pdf", page(act::preview_file).merge(form(act::preview_file)))
        .route("/clients/{id}/agir/valider", form(act::approve))
        .route("/clients/{id}/noter", form(forms::note))
        .route("/clients/{id}/suspendre", form(forms::hold))
        .route("/clients/{id}/promettre", form(forms::promise))
        .route("/clients/{id}/perte", page(forms::loss))
        .route("/clients/{id}/lever", form(forms::lift))
        .route("/clients/{id}/decider", form(forms::decide))
        .route("/clients/{id}/payer", form(forms::pay))
        .route("/clients/{id}/contacts", form(contacts::put))
        .route("/clients/{id}/commercial", form(contacts::keeper))
        .route("/clients/{id}/grand-compte", form(contacts::key_account))
        .route("/clients/{id}/nature", form(contacts::kind))
        .route("/clients/{id}/adresse", form(contacts::address))
        .route("/clients/{id}/scenario", form(contacts::scenario))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    onglet: String,
    /// Kinds of events, status of invoices, or role of a contact.
    #[serde(default)]
    filtre: String,
    #[serde(default)]
    page: u64,
}

fn show(visit: &Visit, id: String, asked: Asked) -> PageResult {
    let party = found(visit, &id)?;
    match asked.onglet.as_str() {
        "factures" => invoices::show(visit, &party, &asked.filtre, asked.page),
        "paiement" => payer::show(visit, &party),
        "documents" => papers::show(visit, &party, asked.page),
        "actions" => actions::show(visit, &party),
        "contacts" => contacts::show(visit, &party, &asked.filtre),
        _ => timeline::show(visit, &party, &asked.filtre, asked.page),
    }
}

/// The customer of that address, when it may be seen.
///
/// # Errors
/// `NotHere` for no customer, or one that is not this user's to see.
pub(super) fn found(visit: &Visit, id: &str) -> Result<PartyRecord, Oops> {
    let party = PartyId::parse(id).ok_or(Oops::NotHere)?;
    visit.must_see(party)?;
    visit.world().read(|books| Ok(books.party(party)?))?.ok_or(Oops::NotHere)
}

/// For pages whose form holds nothing but a confirmation.
type NoQuery = Nothing;
