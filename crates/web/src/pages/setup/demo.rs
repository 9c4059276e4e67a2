//! The door to the company of demonstration: filled in the background, shown as it fills, opened when it is ready.

use super::newcomer::{Newcomer, click, page};
use crate::answer::{Oops, PageResult, go, html};
use crate::jobs::{Job, Jobs, Kind, Standing, Step, work};
use crate::route::{App, Nothing};
use askama::Template;
use axum::Router;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/premiers-pas/demonstration", click(start))
        .route("/premiers-pas/demonstration/{job}", page(show))
        .route("/premiers-pas/demonstration/{job}/ouvrir", axum::routing::post(open))
}

#[derive(Deserialize)]
pub struct At {
    job: String,
}

/// Goes on with the one that was asked for before, when there is one.
fn start(newcomer: &Newcomer, _: Nothing) -> PageResult {
    newcomer.must_found()?;
    let jobs = Jobs::of(&newcomer.house);
    let job = match jobs.demo_of(newcomer.user.id) {
        Some(job) => job,
        None => {
            let job = Job::new(&newcomer.house, Kind::Demo, &newcomer.user, None);
            jobs.create(&job)?;
            job
        }
    };
    let to = format!("/premiers-pas/demonstration/{}", job.id);
    if job.step != Step::Done {
        work::start(&newcomer.house, &jobs, job, Step::Taking)?;
    }
    go(to)
}

#[derive(Template)]
#[template(path = "setup/demo.html")]
struct DemoPage {
    theme: &'static str,
    job: String,
    standing: Standing,
    percent: u64,
    said: String,
    problem: String,
}

fn mine(newcomer: &Newcomer, id: &str) -> Result<Job, Oops> {
    let job = Jobs::of(&newcomer.house).get(id).filter(|j| j.user == newcomer.user.id && j.kind == Kind::Demo);
    job.ok_or(Oops::NotHere)
}

fn show(newcomer: &Newcomer, at: At) -> PageResult {
    let job = mine(newcomer, &at.job)?;
    let standing = Jobs::of(&newcomer.house).standing(&job);
    html(&DemoPage {
        theme: newcomer.theme,
        percent: standing.percent(),
        said: format!("{} %", standing.percent()),
        problem: job.problem.unwrap_or_default(),
        job: job.id,
        standing,
    })
}

async fn open(arrival: crate::route::Arrival, at: axum::extract::Path<At>) -> axum::response::Response {
    super::newcomer::greeted(arrival, move |newcomer| {
        let job = mine(newcomer, &at.job)?;
        let company = newcomer.companies.iter().find(|c| Some(c.id) == job.company).ok_or(Oops::NotHere)?;
        newcomer.look_at(company)?;
        go("/")
    })
    .await
}
