//! What is agreed with customers, in one place: words given and what became of them.

mod promises;

use crate::route::{App, page};
use axum::Router;

pub(super) use promises::{PromiseForm, give};

pub fn routes() -> Router<App> {
    Router::new().route("/accords", page(promises::show))
}
