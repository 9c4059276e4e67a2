//! Our balances beside those of the last imported accounting: compared on request, then read.

use super::{Tab, tabs};
use crate::answer::{Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::control;
use app::ports::screens::Cut;
use app::records::{ControlRecord, Culprit, Difference};
use app::{AppError, AppResult, World};
use askama::Template;
use base::{Cents, fr};
use serde::Deserialize;

const ROWS: u64 = 50;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: u64,
}

struct Told {
    source: String,
    as_of: String,
    made: String,
    author: String,
    customers: String,
    differing: i64,
    ledger: String,
    ours: String,
    difference: String,
    /// Why it no longer says what is true; empty while it does.
    stale: String,
}

struct Line {
    href: String,
    name: String,
    customer_href: String,
    code: String,
    ledger: String,
    ours: String,
    difference: String,
    culprits: String,
}

struct Piece {
    what: Chip,
    kind: &'static str,
    label: String,
    href: String,
    day: String,
    ledger: String,
    ours: String,
    difference: String,
}

#[derive(Template)]
#[template(path = "books/control.html")]
struct ControlPage {
    frame: Frame,
    tabs: Vec<Tab>,
    has_ledger: bool,
    told: Option<Told>,
    lines: Vec<Line>,
    page: u64,
    has_more: bool,
}

#[derive(Template)]
#[template(path = "books/difference.html")]
struct DifferencePage {
    frame: Frame,
    line: Line,
    pieces: Vec<Piece>,
    page: u64,
    has_more: bool,
    place: i64,
}

pub(super) fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_keep_books()?;
    let (world, company) = (visit.world(), &visit.company);
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let mut rows = control::differences(&world, company, cut)?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(50);
    let has_ledger = world.read(|books| Ok(books.latest_ledger(company.id)?.is_some()))?;
    html(&ControlPage {
        frame: visit.frame("Comptabilité : contrôle"),
        tabs: tabs("/comptabilite/controle"),
        has_ledger,
        told: control::last(&world, company)?.map(|found| told(visit, &found)).transpose()?,
        lines: rows.iter().map(line).collect::<Result<_, Oops>>()?,
        page: asked.page,
        has_more,
    })
}

/// Reads the ledger again, and compares.
pub(super) fn compare(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let found = compared(visit.house.outside.as_ref(), &visit.world(), &visit.company)?;
    let differing = u64::try_from(found.differing).unwrap_or(0);
    let text = match differing {
        0 => "Comparé : aucun écart, chaque client doit la même somme des deux côtés.".to_string(),
        n => format!("Comparé : {}.", fr::count(n, "client diffère", "clients diffèrent")),
    };
    done("/comptabilite/controle", text)
}

/// The same for pages and programs.
///
/// # Errors
/// `Refused` without a ledger, or for one that no longer reads; a broken store.
pub(crate) fn compared(
    outside: &dyn crate::house::Outside,
    world: &World<'_>,
    company: &app::records::Company,
) -> AppResult<ControlRecord> {
    let Some((source, name, bytes)) = control::ledger(world, company)? else {
        return Err(AppError::refused(
            "Aucune comptabilité n’a été importée.",
            "Déposez le FEC de votre logiciel comptable dans Importer.",
        ));
    };
    let read = outside.read(&[(name, bytes)], &|_| None, &mut |_| {});
    let Some(ledger) = read.into_iter().find_map(|file| file.reading.ledger) else {
        return Err(AppError::refused(
            format!("« {} » ne se relit pas comme une comptabilité.", source.name),
            "Importez-le de nouveau.",
        ));
    };
    control::compare(world, company, &source, &ledger)
}

pub(super) fn detail(visit: &Visit, place: String, asked: Asked) -> PageResult {
    visit.must_keep_books()?;
    let place: i64 = place.parse().map_err(|_| Oops::NotHere)?;
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let (row, mut culprits) = control::difference(&visit.world(), &visit.company, place, cut)?;
    let has_more = culprits.len() as u64 > ROWS;
    culprits.truncate(50);
    html(&DifferencePage {
        frame: visit.frame(format!("Écart : {}", row.name)),
        line: line(&row)?,
        pieces: culprits.iter().map(piece).collect::<Result<_, Oops>>()?,
        page: asked.page,
        has_more,
        place,
    })
}

fn told(visit: &Visit, found: &ControlRecord) -> Result<Told, Oops> {
    let stale = control::stale(&visit.world(), &visit.company, found)?;
    Ok(Told {
        stale: stale.map(|s| s.sentence()).unwrap_or_default(),
        source: found.source_name.clone(),
        as_of: view::long_day(found.as_of),
        made: view::paris(found.made_at).strftime("%d/%m/%Y à %H:%M").to_string(),
        author: found.author.clone(),
        customers: fr::count(u64::try_from(found.customers).unwrap_or(0), "client comparé", "clients comparés"),
        differing: found.differing,
        ledger: fr::euros(found.ledger),
        ours: fr::euros(found.ours),
        difference: signed(found.ours.sub(found.ledger)?),
    })
}

fn line(row: &Difference) -> Result<Line, Oops> {
    Ok(Line {
        href: format!("/comptabilite/controle/{}", row.place),
        name: row.name.clone(),
        customer_href: row.party.map(|party| format!("/clients/{party}")).unwrap_or_default(),
        code: row.code.clone(),
        ledger: fr::euros(row.ledger),
        ours: fr::euros(row.ours),
        difference: signed(row.amount()?),
        culprits: fr::count(u64::try_from(row.culprits).unwrap_or(0), "origine", "origines"),
    })
}

fn piece(culprit: &Culprit) -> Result<Piece, Oops> {
    let tone = match culprit.side() {
        "ledger" => "warn",
        "ours" => "info",
        _ => "late",
    };
    Ok(Piece {
        what: Chip::new(culprit.french(), tone),
        kind: culprit.kind.french(),
        label: culprit.label.clone(),
        href: culprit.invoice.map(|id| format!("/factures/{id}")).unwrap_or_default(),
        day: culprit.on.map(view::day).unwrap_or_default(),
        ledger: fr::euros(culprit.ledger),
        ours: fr::euros(culprit.ours),
        difference: signed(culprit.amount()?),
    })
}

fn signed(amount: Cents) -> String {
    if amount.is_positive() { format!("+{}", fr::euros(amount)) } else { fr::euros(amount) }
}
