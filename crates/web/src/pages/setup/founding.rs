//! A new company: from its own files, whose seller fills the form, or typed. The user confirms; nothing is guessed for good.

use super::newcomer::{Newcomer, greeted, page};
use super::profile::{Fieldset, fieldsets, refused};
use crate::answer::{Oops, PageResult, go, html};
use crate::jobs::work::SELLER;
use crate::jobs::{Job, Jobs, Kind, Standing, Step, work};
use crate::pages::intake::received;
use crate::route::{App, Arrival, Nothing};
use crate::spoken::on_page;
use app::accounts::give_role_in;
use app::companies::{FieldProblem, Profile, create, found};
use app::import::Seller;
use app::records::{Company, Role};
use app::{AppError, AppResult};
use askama::Template;
use axum::Router;
use axum::extract::{Form, Multipart, Path};
use axum::response::Response;
use axum::routing::post;
use base::fr;
use domain::journal::Actor;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/premiers-pas/fichiers", post(drop_files))
        .route("/premiers-pas/societe", page(typed).merge(post(create_typed)))
        .route("/premiers-pas/fichiers/{job}", page(read).merge(post(create_read)))
}

#[derive(Deserialize)]
pub struct At {
    job: String,
}

async fn drop_files(arrival: Arrival, form: Multipart) -> Response {
    let greeted = tokio::task::spawn_blocking(move || super::newcomer::greet(&arrival)).await;
    let answer = match greeted {
        Ok(Ok(Ok(newcomer))) => match newcomer.must_found() {
            Ok(()) => received(&newcomer.house, &newcomer.user, None, form, "/premiers-pas/fichiers").await,
            Err(oops) => Err(oops),
        },
        Ok(Ok(Err(to))) => go(to),
        Ok(Err(oops)) => Err(oops),
        Err(error) => Err(Oops::App(AppError::Broken(error.to_string()))),
    };
    answer.unwrap_or_else(|oops| crate::frame::broken(&oops)).respond()
}

#[derive(Template)]
#[template(path = "setup/founding.html")]
struct FoundingPage {
    theme: &'static str,
    action: String,
    standing: Standing,
    percent: u64,
    said: String,
    problem: String,
    files: u64,
    /// Where the values come from, in French.
    origin: Option<String>,
    fieldsets: Vec<Fieldset>,
    has_problems: bool,
}

fn typed(newcomer: &Newcomer, _: Nothing) -> PageResult {
    newcomer.must_found()?;
    html(&form(newcomer, None, &Profile::default(), &[]))
}

fn form(newcomer: &Newcomer, job: Option<&Job>, profile: &Profile, problems: &[FieldProblem]) -> FoundingPage {
    let jobs = Jobs::of(&newcomer.house);
    let standing = job.map_or(Standing::Ready, |j| jobs.standing(j));
    let seller: Option<Seller> = job.and_then(|j| jobs.read::<Option<Seller>>(&j.id, SELLER)).flatten();
    FoundingPage {
        theme: newcomer.theme,
        action: job.map_or_else(|| "/premiers-pas/societe".to_string(), |j| format!("/premiers-pas/fichiers/{}", j.id)),
        standing,
        percent: standing.percent(),
        said: format!("{} %", standing.percent()),
        problem: job.and_then(|j| j.problem.clone()).unwrap_or_default(),
        files: job.map_or(0, |j| j.files.len() as u64),
        origin: seller.map(|s| origin(&s)),
        fieldsets: fieldsets(profile, problems),
        has_problems: !problems.is_empty(),
    }
}

fn origin(seller: &Seller) -> String {
    if seller.invoices == 0 {
        return "Le SIREN vient du nom du fichier comptable ; complétez le reste.".to_string();
    }
    format!(
        "Ces valeurs viennent de {} parmi vos fichiers ; vérifiez-les.",
        fr::count(seller.invoices, "facture", "factures")
    )
}

fn mine(newcomer: &Newcomer, id: &str) -> Result<Job, Oops> {
    let job = Jobs::of(&newcomer.house).get(id).filter(|j| j.user == newcomer.user.id && j.kind == Kind::Import);
    job.ok_or(Oops::NotHere)
}

fn read(newcomer: &Newcomer, at: At) -> PageResult {
    newcomer.must_found()?;
    let job = mine(newcomer, &at.job)?;
    if job.company.is_some() {
        return go(format!("/importer/{}", job.id));
    }
    let seller: Option<Seller> = Jobs::of(&newcomer.house).read::<Option<Seller>>(&job.id, SELLER).flatten();
    html(&form(newcomer, Some(&job), &seller.map_or_else(Profile::default, profile_of), &[]))
}

fn profile_of(seller: Seller) -> Profile {
    Profile {
        name: seller.name.unwrap_or_default(),
        siren: seller.siren.unwrap_or_default(),
        vat_id: seller.vat_id.unwrap_or_default(),
        address: seller.address.lines.join("\n"),
        postcode: seller.address.postcode.unwrap_or_default(),
        city: seller.address.city.unwrap_or_default(),
        country: seller.address.country.unwrap_or_default(),
        email: seller.email.unwrap_or_default(),
        phone: seller.phone.unwrap_or_default(),
        iban: seller.iban.unwrap_or_default(),
        ..Profile::default()
    }
}

async fn create_typed(arrival: Arrival, profile: Form<Profile>) -> Response {
    greeted(arrival, move |newcomer| {
        newcomer.must_found()?;
        match founded(newcomer, None, &profile)? {
            Ok(_) => go("/importer"),
            Err(page) => refused(page.as_ref()),
        }
    })
    .await
}

/// Creates the company, gives it the files that waited, and looks at them anew: now it is known which are its own.
async fn create_read(arrival: Arrival, at: Path<At>, profile: Form<Profile>) -> Response {
    greeted(arrival, move |newcomer| {
        newcomer.must_found()?;
        let mut job = mine(newcomer, &at.job)?;
        if job.company.is_some() {
            return go(format!("/importer/{}", job.id));
        }
        let company = match founded(newcomer, Some(&job), &profile)? {
            Ok(company) => company,
            Err(page) => return refused(page.as_ref()),
        };
        job.company = Some(company.id);
        let to = format!("/importer/{}", job.id);
        work::start(&newcomer.house, &Jobs::of(&newcomer.house), job, Step::Looking)?;
        go(to)
    })
    .await
}

fn founded(
    newcomer: &Newcomer,
    job: Option<&Job>,
    profile: &Profile,
) -> Result<Result<Company, Box<FoundingPage>>, Oops> {
    let again = |problems: &[FieldProblem]| Ok(Err(Box::new(form(newcomer, job, profile, problems))));
    let company = match found(&newcomer.world(), profile) {
        Ok(company) => company,
        Err(problems) => return again(&problems),
    };
    match keep(newcomer, &company) {
        Ok(()) => {}
        Err(AppError::Refused { what, .. }) => {
            return again(&[FieldProblem { field: "name", message: on_page(&what) }]);
        }
        Err(other) => return Err(other.into()),
    }
    newcomer.look_at(&company)?;
    Ok(Ok(company))
}

fn keep(newcomer: &Newcomer, company: &Company) -> AppResult<()> {
    let world = newcomer.house.world(Actor::Person { name: newcomer.user.name.clone() }, Some(company));
    create(&world, company)?;
    world.write(|books| give_role_in(&world, books, company, &newcomer.user, Role::Owner, None))
}
