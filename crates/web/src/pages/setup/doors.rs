//! Two doors: my own files, or a company of demonstration.

use super::newcomer::{Newcomer, page};
use crate::answer::{Flash, PageResult, html};
use crate::jobs::Jobs;
use crate::route::{App, Nothing};
use askama::Template;
use axum::Router;
use base::fr;

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
    /// Files dropped before: where they are, and how many.
    waiting: Option<(String, String)>,
}

fn show(newcomer: &Newcomer, _: Nothing) -> PageResult {
    let jobs = Jobs::of(&newcomer.house);
    let files = |n: usize| fr::count(n as u64, "fichier déposé vous attend", "fichiers déposés vous attendent");
    let waiting = jobs.waiting_for(newcomer.user.id);
    html(&DoorsPage {
        theme: newcomer.theme,
        name: newcomer.user.name.clone(),
        flash: newcomer.flash.clone(),
        may_found: newcomer.may_found,
        has_company: !newcomer.companies.is_empty(),
        demo: jobs.demo_of(newcomer.user.id).map(|j| j.id),
        waiting: waiting.map(|j| (format!("/premiers-pas/fichiers/{}", j.id), files(j.files.len()))),
    })
}
