//! Where files are dropped, and the imports made until now.

use crate::answer::{Answer, Oops, PageResult, go, html};
use crate::door::{self, Entry};
use crate::frame::{self, Frame};
use crate::house::House;
use crate::jobs::dropped::receive;
use crate::jobs::{Job, Jobs, Kind, Standing, Step, work};
use crate::route::{App, Arrival, Nothing, page};
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::AppError;
use app::records::UserRecord;
use askama::Template;
use axum::Router;
use axum::extract::Multipart;
use axum::response::Response;
use axum::routing::post;
use base::fr;
use base::id::CompanyId;
use std::sync::Arc;

/// Past imports shown on the page.
const SHOWN: usize = 20;

pub fn routes() -> Router<App> {
    Router::new().route("/importer", page(show).merge(post(drop_files)))
}

struct JobLine {
    href: String,
    files: String,
    when: String,
    author: String,
    standing: Chip,
    result: String,
}

#[derive(Template)]
#[template(path = "intake/drop.html")]
struct DropPage {
    frame: Frame,
    jobs: Vec<JobLine>,
    more_jobs: usize,
    is_demo: bool,
    has_siren: bool,
}

fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let jobs = Jobs::of(&visit.house);
    let all = jobs.of_company(visit.company.id);
    html(&DropPage {
        frame: visit.frame("Importer"),
        jobs: all.iter().take(SHOWN).map(|j| line(&jobs, j)).collect(),
        more_jobs: all.len().saturating_sub(SHOWN),
        is_demo: visit.company.settings.demo_day.is_some(),
        has_siren: visit.company.siren.is_some(),
    })
}

fn line(jobs: &Jobs, job: &Job) -> JobLine {
    let first = job.files.first().map_or("", |f| f.name.as_str());
    let files = match job.files.len() {
        0 | 1 => first.to_string(),
        more => format!("{first} et {}", fr::count(more as u64 - 1, "autre", "autres")),
    };
    let paris = job.started_at.in_tz("Europe/Paris").map(|z| (z.date(), z.hour(), z.minute()));
    let created = fr::count(job.created, "nouveauté", "nouveautés");
    let result = match (job.step, job.refused) {
        (Step::Done, 0) => created,
        (Step::Done, refused) => format!("{created}, {}", fr::count(refused, "fichier refusé", "fichiers refusés")),
        _ => String::new(),
    };
    JobLine {
        href: format!("/importer/{}", job.id),
        files,
        when: paris.map_or_else(|_| String::new(), |(d, h, m)| format!("{} à {h} h {m:02}", view::day(d))),
        author: job.author.clone(),
        standing: chip(jobs.standing(job)),
        result,
    }
}

fn chip(standing: Standing) -> Chip {
    match standing {
        Standing::Working { .. } => Chip::new("en cours", "info"),
        Standing::Interrupted => Chip::new("interrompu", "warn"),
        Standing::Ready => Chip::new("à confirmer", "warn"),
        Standing::Done => Chip::new("fait", "good"),
        Standing::Failed => Chip::new("échoué", "late"),
    }
}

async fn drop_files(arrival: Arrival, form: Multipart) -> Response {
    let entered = tokio::task::spawn_blocking(move || door::enter(&arrival)).await;
    let answer = match entered {
        Ok(Ok(Entry::In(visit))) => {
            let answer = match visit.must_keep_books() {
                Ok(()) => received(&visit.house, &visit.user, Some(visit.company.id), form, "/importer").await,
                Err(oops) => Err(oops),
            };
            answer.unwrap_or_else(|oops| frame::told(&visit, &oops))
        }
        Ok(Ok(Entry::Elsewhere(to))) => Answer::Go { to, flash: None, cookie: None },
        Ok(Err(oops)) => frame::broken(&oops),
        Err(error) => frame::broken(&Oops::App(AppError::Broken(error.to_string()))),
    };
    answer.respond()
}

/// Receives a form's files into a new job, and starts looking at them. What did not arrive whole is forgotten.
///
/// # Errors
/// Too much, nothing, or a disk that cannot be written.
pub async fn received(
    house: &Arc<House>,
    user: &UserRecord,
    company: Option<CompanyId>,
    mut form: Multipart,
    prefix: &str,
) -> PageResult {
    let jobs = Jobs::of(house);
    let mut job = Job::new(house, Kind::Import, user, company);
    jobs.create(&job)?;
    match receive(&jobs, &job.id, &mut form).await {
        Ok(files) => job.files = files,
        Err(oops) => {
            jobs.forget(&job.id);
            return Err(oops);
        }
    }
    let to = format!("{prefix}/{}", job.id);
    let house = Arc::clone(house);
    let started = tokio::task::spawn_blocking(move || work::start(&house, &Jobs::of(&house), job, Step::Looking)).await;
    started.map_err(|e| Oops::App(AppError::Broken(e.to_string())))??;
    go(to)
}
