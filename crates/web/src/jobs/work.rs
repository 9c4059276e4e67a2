//! What is done in the background: files looked at, files taken, a demonstration filled.

use super::told::Told;
use super::{Held, Job, Jobs, Kind, Step};
use crate::answer::Oops;
use crate::house::House;
use crate::pages::books::control::compared;
use crate::route::App;
use crate::spoken::on_page;
use app::import::{ImportOptions, ImportReport, ReadFile, import, name_account, preview, remembered_columns, seller};
use app::money::count;
use app::ports::screens::Scope;
use app::records::{Company, Role};
use app::{AppError, World, accounts, planning};
use domain::journal::Actor;
use std::sync::Arc;

/// Name under which the seller that the files name is kept.
pub const SELLER: &str = "seller.json";
/// Name under which the preview, then the report, is kept.
pub const TOLD: &str = "told.json";

/// Starts, or starts again, what the job's step says. Nothing happens when somebody works on it already.
///
/// # Errors
/// A disk that cannot be written.
pub fn start(house: &App, jobs: &Jobs, mut job: Job, step: Step) -> Result<(), Oops> {
    let Some(held) = jobs.hold(&job.id)? else { return Ok(()) };
    job.step = step;
    job.problem = None;
    jobs.progress(&job.id, 0, 0);
    jobs.save(&job)?;
    let house = Arc::clone(house);
    let outside = Arc::clone(&house);
    outside.outside.background(Box::new(move || run(&house, job, held)));
    Ok(())
}

fn run(house: &App, mut job: Job, held: Held) {
    let jobs = Jobs::of(house);
    let outcome = match (job.kind, job.step) {
        (Kind::Demo, _) => demonstrate(house, &jobs, &mut job),
        (Kind::Import, Step::Taking) => take(house, &jobs, &mut job),
        (Kind::Import, _) => look(house, &jobs, &mut job),
        // It only waits.
        (Kind::Paper, _) => Ok(()),
    };
    if let Err(oops) = outcome {
        job.step = Step::Failed;
        job.problem = Some(told(&oops));
    }
    if let Err(oops) = jobs.save(&job) {
        crate::watch::log_failure(&told(&oops));
    }
    drop(held);
}

fn told(oops: &Oops) -> String {
    match oops {
        Oops::App(AppError::Refused { what, remedy }) => on_page(&format!("{what} {remedy}")),
        Oops::App(AppError::NotFound(what)) => on_page(what),
        Oops::App(AppError::Law(error)) => on_page(&error.french()),
        Oops::App(error @ (AppError::Books(_) | AppError::Broken(_))) => {
            crate::watch::log_failure(&error.to_string());
            "Quitus n’a pas pu aller au bout. Ce qui était écrit l’est en entier ; relancez.".to_string()
        }
        other => format!("{other:?}"),
    }
}

fn actor(job: &Job) -> Actor {
    Actor::Person { name: job.author.clone() }
}

fn company_of(house: &App, job: &Job) -> Result<Option<Company>, Oops> {
    let Some(id) = job.company else { return Ok(None) };
    let world = house.world(actor(job), None);
    Ok(world.read(|books| Ok(books.companies()?.into_iter().find(|c| c.id == id)))?)
}

fn read(house: &App, jobs: &Jobs, job: &Job, known: Option<(&World<'_>, &Company)>) -> Result<Vec<ReadFile>, Oops> {
    let contents = jobs.contents(job)?;
    let remembered = |fingerprint: &str| known.and_then(|(world, c)| remembered_columns(world, c, fingerprint));
    let columns = |fingerprint: &str| job.columns.get(fingerprint).cloned().or_else(|| remembered(fingerprint));
    let total = contents.len() as u64;
    let mut files = house.outside.read(&contents, &columns, &mut |done| jobs.progress(&job.id, done as u64, total));
    if let Some(account) = &job.account {
        name_account(&mut files, account);
    }
    Ok(files)
}

fn options_of(job: &Job) -> ImportOptions {
    ImportOptions { any_seller: job.any_seller, skip_wrong_lines: job.skip_wrong_lines }
}

/// Reads the files and says what would come of them; before the company exists, only who it seems to be.
fn look(house: &App, jobs: &Jobs, job: &mut Job) -> Result<(), Oops> {
    let company = company_of(house, job)?;
    let world = house.world(actor(job), company.as_ref());
    let files = read(house, jobs, job, company.as_ref().map(|c| (&world, c)))?;
    match &company {
        None => jobs.write(&job.id, SELLER, &seller(&files))?,
        Some(company) => {
            let report = preview(&world, company, &files, options_of(job))?;
            jobs.write(&job.id, TOLD, &Told::of(&report, &files, false))?;
        }
    }
    job.step = Step::Ready;
    Ok(())
}

/// Takes the files, then plans the day, so that what is to be done is known at once.
fn take(house: &App, jobs: &Jobs, job: &mut Job) -> Result<(), Oops> {
    let company = company_of(house, job)?.ok_or(Oops::NotHere)?;
    let world = house.world(actor(job), Some(&company));
    let files = read(house, jobs, job, Some((&world, &company)))?;
    let (options, total) = (options_of(job), files.len() as u64);
    jobs.progress(&job.id, 0, total);
    let report =
        taken(house, &world, &company, &files, options, &mut |done| jobs.progress(&job.id, done as u64, total))?;
    (job.created, job.refused) = (report.created(), report.refused() as u64);
    let told = Told::of(&report, &files, true);
    jobs.write(&job.id, TOLD, &told)?;
    job.step = Step::Done;
    // Papers are kept for a while: their invoices may still be typed.
    if told.papers() == 0 {
        jobs.forget_files(&job.id);
    }
    Ok(())
}

/// Takes files in, and has what follows from them follow: the day's agenda, the figures, the control of our balances.
///
/// # Errors
/// A broken store; files taken before stay taken.
pub fn taken(
    house: &House,
    world: &World<'_>,
    company: &Company,
    files: &[ReadFile],
    options: ImportOptions,
    progress: &mut dyn FnMut(usize),
) -> Result<ImportReport, Oops> {
    let report = import(world, company, files, options, progress)?;
    planning::plan_day(world, company, world.today)?;
    count::ahead(world, company, Scope { company: company.id, keeper: None })?;
    if files.iter().any(|file| file.reading.ledger.is_some()) {
        compare_again(house, world, company)?;
    }
    Ok(report)
}

/// The control of our balances follows an accounting that was just imported; one that cannot be compared is still imported.
fn compare_again(house: &House, world: &World<'_>, company: &Company) -> Result<(), Oops> {
    match compared(house.outside.as_ref(), world, company) {
        Ok(_) | Err(AppError::Refused { .. }) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

/// Fills the company of demonstration and lets its user in as owner.
fn demonstrate(house: &App, jobs: &Jobs, job: &mut Job) -> Result<(), Oops> {
    let world = house.world(actor(job), None);
    let company = house.outside.demonstrate(&world, &mut |done, total| jobs.progress(&job.id, done, total))?;
    let demo = house.world(actor(job), Some(&company));
    planning::plan_day(&demo, &company, demo.today)?;
    demo.write(|books| {
        let user = books.user(job.user)?.ok_or_else(|| AppError::NotFound("Cet utilisateur n’existe plus.".into()))?;
        accounts::give_role_in(&demo, books, &company, &user, Role::Owner, None)
    })?;
    job.company = Some(company.id);
    job.step = Step::Done;
    Ok(())
}
