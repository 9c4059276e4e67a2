//! The files that were taken, with their bytes: what every figure comes from can be read again.

use crate::answer::{Answer, Oops, PageResult, html};
use crate::frame::Frame;
use crate::jobs::told::french_format;
use crate::route::{App, Nothing, page};
use crate::view;
use crate::visit::Visit;
use app::ports::screens::Cut;
use askama::Template;
use axum::Router;
use draft::Format;
use serde::Deserialize;

const ROWS: u64 = 50;

pub fn routes() -> Router<App> {
    Router::new().route("/importer/fichiers", page(show)).route("/importer/original/{sha256}", page(download))
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    page: u64,
}

struct SourceLine {
    href: String,
    name: String,
    format: &'static str,
    when: String,
}

#[derive(Template)]
#[template(path = "intake/originals.html")]
struct OriginalsPage {
    frame: Frame,
    lines: Vec<SourceLine>,
    page: u64,
    has_more: bool,
}

fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_keep_books()?;
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let mut rows = visit.world().read(|books| Ok(books.source_rows(visit.company.id, cut)?))?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let line = |row: app::ports::screens::TakenFile| SourceLine {
        href: format!("/importer/original/{}", row.sha256),
        format: format_of(&row.format),
        when: row.recorded_at.in_tz("Europe/Paris").map_or_else(|_| String::new(), |z| view::day(z.date())),
        name: row.name,
    };
    html(&OriginalsPage {
        frame: visit.frame("Fichiers importés"),
        lines: rows.into_iter().map(line).collect(),
        page: asked.page,
        has_more,
    })
}

fn format_of(code: &str) -> &'static str {
    let known: Result<Format, _> = serde_json::from_value(serde_json::Value::String(code.to_string()));
    known.map_or("fichier", french_format)
}

#[derive(Deserialize)]
pub struct At {
    sha256: String,
}

/// Always as a download: what somebody else made is never shown as a page of ours.
fn download(visit: &Visit, at: At, _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let company = visit.company.id;
    let found = visit.world().read(|books| {
        let Some(source) = books.source_by_sha256(company, &at.sha256)? else { return Ok(None) };
        Ok(books.source_bytes(source.id)?)
    })?;
    let (name, bytes) = found.ok_or(Oops::NotHere)?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or("fichier").to_string();
    Ok(Answer::File { bytes, content_type: "application/octet-stream".to_string(), name: Some(name) })
}
