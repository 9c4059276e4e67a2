//! One import: what the files hold before anything is written, its confirmation, its progress, its report.

use crate::answer::{Answer, Oops, PageResult, done, go, html};
use crate::frame::Frame;
use crate::jobs::told::{Group, Told, ToldFile};
use crate::jobs::work::TOLD;
use crate::jobs::{Job, Jobs, Kind, Standing, Step, work};
use crate::pages::intake::columns::{TableForm, table_form};
use crate::route::{App, Nothing, form, page};
use crate::visit::Visit;
use askama::Template;
use axum::Router;
use base::fr;
use serde::Deserialize;

const ROWS: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/importer/{job}", page(show))
        .route("/importer/{job}/confirmer", form(confirm))
        .route("/importer/{job}/abandonner", form(give_up))
        .route("/importer/{job}/relancer", form(again))
        .route("/importer/{job}/vendeurs", form(any_seller))
        .route("/importer/{job}/compte", form(account))
        .route("/importer/{job}/lignes", form(skip_lines))
        .route("/importer/{job}/lignes/{file}", page(lines))
}

#[derive(Deserialize)]
pub struct At {
    pub job: String,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    voir: String,
    #[serde(default)]
    page: usize,
}

/// A group of files: its code in the address, its name, how many.
struct Tab {
    code: &'static str,
    label: &'static str,
    count: usize,
    current: bool,
}

#[derive(Template)]
#[template(path = "intake/job.html")]
struct JobPage {
    frame: Frame,
    job: String,
    standing: Standing,
    percent: u64,
    what: &'static str,
    progress: String,
    problem: String,
    names: String,
    told: Option<Told>,
    sentence: String,
    tabs: Vec<Tab>,
    tab: &'static str,
    files: Vec<ToldFile>,
    /// Of these papers, those whose invoice is in the books.
    typed: Vec<String>,
    page: usize,
    has_more: bool,
    tables: Vec<TableForm>,
    any_seller: bool,
    skips_lines: bool,
    account: String,
    set_aside: usize,
    created: u64,
    /// Customers of whom nothing tells what they are, once the files are taken.
    unclear: u64,
}

/// The job of that name, when it is this company's.
///
/// # Errors
/// `NotAllowed`, or `NotHere`.
pub fn mine(visit: &Visit, id: &str) -> Result<Job, Oops> {
    visit.must_keep_books()?;
    let job = Jobs::of(&visit.house).get(id);
    job.filter(|j| j.company == Some(visit.company.id) && j.kind == Kind::Import).ok_or(Oops::NotHere)
}

fn show(visit: &Visit, at: At, asked: Asked) -> PageResult {
    let job = mine(visit, &at.job)?;
    let jobs = Jobs::of(&visit.house);
    let standing = jobs.standing(&job);
    let told: Option<Told> =
        if matches!(standing, Standing::Ready | Standing::Done) { jobs.read(&job.id, TOLD) } else { None };
    let tabs = told.as_ref().map_or_else(Vec::new, |t| tabs(t, &asked.voir));
    let current = tabs.iter().find(|t| t.current).map_or("prendre", |t| t.code);
    let (files, has_more) = told.as_ref().map_or_else(Default::default, |t| cut(t, group(current), asked.page));
    html(&JobPage {
        frame: visit.frame(title(standing)),
        percent: standing.percent(),
        what: if job.step == Step::Taking { "L’import" } else { "La lecture" },
        progress: progress(standing, job.step),
        problem: job.problem.clone().unwrap_or_default(),
        names: names(&job),
        sentence: told.as_ref().map_or_else(String::new, sentence),
        tab: current,
        tabs,
        typed: typed(visit, &files)?,
        files,
        page: asked.page,
        has_more,
        tables: told
            .as_ref()
            .filter(|t| !t.written)
            .map_or_else(Vec::new, |t| t.tables.iter().map(table_form).collect()),
        any_seller: job.any_seller,
        skips_lines: job.skip_wrong_lines,
        account: job.account.clone().unwrap_or_default(),
        set_aside: told.as_ref().map_or(0, Told::of_other_sellers),
        created: told.as_ref().map_or(0, Told::created),
        unclear: match &told {
            Some(told) if told.written => app::customers::of_unknown_kind(&visit.world(), &visit.company)?.len() as u64,
            _ => 0,
        },
        told,
        job: job.id,
        standing,
    })
}

/// The papers among these files that are in the books by now.
fn typed(visit: &Visit, files: &[ToldFile]) -> Result<Vec<String>, Oops> {
    let papers = files.iter().filter(|f| f.is_paper).map(|f| f.sha256.clone());
    Ok(visit.world().read(|books| {
        let mut known = Vec::new();
        for sha256 in papers.clone() {
            if books.source_by_sha256(visit.company.id, &sha256)?.is_some() {
                known.push(sha256);
            }
        }
        Ok(known)
    })?)
}

fn names(job: &Job) -> String {
    let first: Vec<&str> = job.files.iter().take(3).map(|f| f.name.as_str()).collect();
    let more = job.files.len().saturating_sub(3) as u64;
    let others = if more > 0 { format!(" et {}", fr::count(more, "autre", "autres")) } else { String::new() };
    format!("{}{others}", first.join(", "))
}

fn title(standing: Standing) -> &'static str {
    match standing {
        Standing::Ready => "Avant d’importer",
        Standing::Done => "Import terminé",
        Standing::Working { .. } => "Import en cours",
        Standing::Interrupted => "Import interrompu",
        Standing::Failed => "Import impossible",
    }
}

fn progress(standing: Standing, step: Step) -> String {
    match standing {
        Standing::Working { done, total } if total > 0 && done < total => {
            format!("{} sur {}", fr::thousands(done), fr::count(total, "fichier", "fichiers"))
        }
        Standing::Working { .. } if step == Step::Looking => "Comparaison avec vos livres…".to_string(),
        Standing::Working { .. } => "Rapprochement des paiements et préparation de la journée…".to_string(),
        _ => String::new(),
    }
}

/// « 12 factures, 3 avoirs, 4 clients nouveaux », of what there is.
fn sentence(told: &Told) -> String {
    let parts = [
        (told.invoices, "facture", "factures"),
        (told.credit_notes, "avoir ou crédit", "avoirs ou crédits"),
        (told.payments, "paiement", "paiements"),
        (told.bank_lines, "ligne bancaire", "lignes bancaires"),
        (told.customers, "client nouveau", "clients nouveaux"),
    ];
    let said: Vec<String> =
        parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| fr::count(*n, one, many)).collect();
    said.join(", ")
}

const GROUPS: [(&str, Group, &str, &str); 4] = [
    ("prendre", Group::Taken, "À prendre", "Pris"),
    ("refuses", Group::Refused, "Refusés", "Refusés"),
    ("decote", Group::SetAside, "Mis de côté", "Mis de côté"),
    ("connus", Group::Known, "Déjà importés", "Déjà importés"),
];

fn group(code: &str) -> Group {
    GROUPS.iter().find(|(c, ..)| *c == code).map_or(Group::Taken, |(_, group, ..)| *group)
}

/// What is wrong is shown first, when nothing else was asked for.
fn tabs(told: &Told, asked: &str) -> Vec<Tab> {
    let has_files = |group: Group| told.count(group) > 0;
    let in_order = [Group::Refused, Group::Taken, Group::SetAside, Group::Known];
    let first = in_order.into_iter().find(|g| has_files(*g)).unwrap_or(Group::Taken);
    let known = GROUPS.iter().find(|(code, ..)| *code == asked);
    let current = known.map_or(first, |(_, group, ..)| *group);
    let tab = |&(code, group, before, after): &(&'static str, Group, &'static str, &'static str)| Tab {
        code,
        label: if told.written { after } else { before },
        count: told.count(group),
        current: group == current,
    };
    GROUPS.iter().map(tab).collect()
}

fn cut(told: &Told, group: Group, page: usize) -> (Vec<ToldFile>, bool) {
    let mut files: Vec<ToldFile> =
        told.files.iter().filter(|f| f.group == group).skip(page * ROWS).take(ROWS + 1).cloned().collect();
    let has_more = files.len() > ROWS;
    files.truncate(ROWS);
    (files, has_more)
}

fn confirm(visit: &Visit, at: At, _: Nothing) -> PageResult {
    let job = mine(visit, &at.job)?;
    if job.step == Step::Ready {
        return restart(visit, job, Step::Taking);
    }
    go(format!("/importer/{}", job.id))
}

/// What was stopped is done again from its beginning: what was taken is recognised.
fn again(visit: &Visit, at: At, _: Nothing) -> PageResult {
    let job = mine(visit, &at.job)?;
    let step = if job.step == Step::Looking { Step::Looking } else { Step::Taking };
    match Jobs::of(&visit.house).standing(&job) {
        Standing::Interrupted => restart(visit, job, step),
        Standing::Failed => restart(visit, job, Step::Looking),
        _ => go(format!("/importer/{}", job.id)),
    }
}

/// Starts a step and goes to look at it.
///
/// # Errors
/// A disk that cannot be written.
pub fn restart(visit: &Visit, job: Job, step: Step) -> PageResult {
    let to = format!("/importer/{}", job.id);
    work::start(&visit.house, &Jobs::of(&visit.house), job, step)?;
    go(to)
}

fn give_up(visit: &Visit, at: At, _: Nothing) -> PageResult {
    let job = mine(visit, &at.job)?;
    let jobs = Jobs::of(&visit.house);
    if matches!(jobs.standing(&job), Standing::Working { .. } | Standing::Done) {
        return go(format!("/importer/{}", job.id));
    }
    jobs.forget(&job.id);
    done("/importer", "Rien n’a été importé, et les fichiers déposés sont oubliés.")
}

#[derive(Deserialize)]
pub struct Sellers {
    #[serde(default)]
    tous: String,
}

fn any_seller(visit: &Visit, at: At, chosen: Sellers) -> PageResult {
    let mut job = mine(visit, &at.job)?;
    if job.step != Step::Ready {
        return go(format!("/importer/{}", job.id));
    }
    job.any_seller = chosen.tous == "oui";
    restart(visit, job, Step::Looking)
}

#[derive(Deserialize)]
pub struct Lines {
    #[serde(default)]
    sauter: String,
}

/// Whether lists are taken without their wrong lines: a choice of whoever looks at them, looked at again before it is written.
fn skip_lines(visit: &Visit, at: At, chosen: Lines) -> PageResult {
    let mut job = mine(visit, &at.job)?;
    if job.step != Step::Ready {
        return go(format!("/importer/{}", job.id));
    }
    job.skip_wrong_lines = chosen.sauter == "oui";
    restart(visit, job, Step::Looking)
}

/// The wrong lines of a file, to be mended and imported.
fn lines(visit: &Visit, (job, file): (String, String), _: Nothing) -> PageResult {
    let job = mine(visit, &job)?;
    let told: Told = Jobs::of(&visit.house).read(&job.id, TOLD).ok_or(Oops::NotHere)?;
    let found = told.files.into_iter().find(|f| f.sha256 == file).and_then(|f| f.to_mend).ok_or(Oops::NotHere)?;
    Ok(Answer::File {
        bytes: found.list().into_bytes(),
        content_type: "text/csv; charset=utf-8".to_string(),
        name: Some("lignes-a-corriger.csv".to_string()),
    })
}

#[derive(Deserialize)]
pub struct Account {
    #[serde(default)]
    compte: String,
}

/// Of which account the statements are that name none.
fn account(visit: &Visit, at: At, given: Account) -> PageResult {
    let mut job = mine(visit, &at.job)?;
    if job.step != Step::Ready {
        return go(format!("/importer/{}", job.id));
    }
    let name: String = given.compte.trim().chars().take(60).collect();
    job.account = (!name.is_empty()).then_some(name);
    restart(visit, job, Step::Looking)
}
