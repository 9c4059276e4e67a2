//! The pages, one module for each screen, in the order of the navigation.

mod customers;
mod me;
mod style;

use crate::route::{App, form, page};
use axum::Router;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/clients", page(customers::show))
        .route("/theme", form(me::theme))
        .route("/societe", form(me::company))
        .route("/style", page(style::show))
}
