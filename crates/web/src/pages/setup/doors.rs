//! Two doors: my own files, or a company of demonstration.

use super::newcomer::{Newcomer, page};
use crate::answer::{Flash, PageResult, html};
use crate::jobs::Jobs;
use crate::route::{App, Nothing};
use askama::Template;
use axum::Router;

pub fn routes() -> Router<App> {
    Router::new().route("/premiers-pas", page(show))
}

#[derive(Template)]
#[template(path = "setup/doors.html")]
struct DoorsPage {
    theme: &'static str,
    name: String,
    flash: Option<Flash>,
    may_found: bool,
    has_company: bool,
    /// The demonstration asked for is being filled.
    demo: Option<String>,
}

fn show(newcomer: &Newcomer, _: Nothing) -> PageResult {
    html(&DoorsPage {
        theme: newcomer.theme,
        name: newcomer.user.name.clone(),
        flash: newcomer.flash.clone(),
        may_found: newcomer.may_found,
        has_company: !newcomer.companies.is_empty(),
        demo: Jobs::of(&newcomer.house).demo_of(newcomer.user.id).map(|j| j.id),
    })
}
