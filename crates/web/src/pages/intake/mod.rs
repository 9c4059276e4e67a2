//! Importing: files dropped, looked at before anything is written, taken in the background, and told about afterwards.

pub(crate) mod columns;
mod diagnosis;
mod drop;
mod job;
mod originals;
mod typed;

pub use drop::received;

use crate::route::App;
use axum::Router;

pub fn routes() -> Router<App> {
    Router::new()
        .merge(drop::routes())
        .merge(job::routes())
        .merge(columns::routes())
        .merge(originals::routes())
        .merge(typed::routes())
        .merge(diagnosis::routes())
}
