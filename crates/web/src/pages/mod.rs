//! The pages, one module for each screen.

mod accords;
pub(crate) mod aging;
mod bank_accounts;
pub(crate) mod books;
mod claims;
mod customer;
mod customers;
mod disputes;
mod hold_end;
pub(crate) mod intake;
mod invoice;
mod journal;
mod matching;
mod me;
mod money;
pub(crate) mod scenarios;
mod search;
pub(crate) mod settings;
pub(crate) mod setup;
mod silences;
mod style;
mod templates;
pub(crate) mod users;
mod worklist;

use crate::route::{App, form, page};
use axum::Router;

pub fn routes() -> Router<App> {
    Router::new()
        .merge(money::routes())
        .merge(aging::routes())
        .merge(accords::routes())
        .merge(bank_accounts::routes())
        .merge(books::routes())
        .merge(worklist::routes())
        .merge(silences::routes())
        .merge(customer::routes())
        .merge(invoice::routes())
        .merge(disputes::routes())
        .merge(matching::routes())
        .merge(search::routes())
        .merge(intake::routes())
        .merge(setup::routes())
        .merge(scenarios::routes())
        .merge(templates::routes())
        .merge(journal::routes())
        .merge(settings::routes())
        .merge(users::routes())
        .route("/clients", page(customers::show))
        .route("/theme", form(me::theme))
        .route("/societe", form(me::company))
        .route("/style", page(style::show))
}
