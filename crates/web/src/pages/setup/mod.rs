//! The first steps of somebody who is in and has no company yet: own files, or a demonstration. Then who the company is,
//! what its books say at first sight, and the few questions that shape the scenarios.

mod demo;
mod doors;
mod founding;
pub(crate) mod guide;
mod newcomer;
mod profile;

pub(in crate::pages) use profile::refused;

use crate::route::App;
use axum::Router;

pub fn routes() -> Router<App> {
    Router::new()
        .merge(doors::routes())
        .merge(demo::routes())
        .merge(founding::routes())
        .merge(profile::routes())
        .merge(guide::routes())
}
