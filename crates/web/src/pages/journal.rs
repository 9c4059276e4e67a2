//! The journal: what happened, who did it, and whether the chain still holds.

use crate::answer::{Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::route::{App, Nothing, form, page};
use crate::spoken::on_page;
use crate::view::paris;
use crate::visit::Visit;
use app::logbook::{self, Told};
use app::ports::screens::JournalFilter;
use askama::Template;
use axum::Router;
use base::fr;
use serde::Deserialize;

const ROWS: u64 = 60;

/// Code, label, and the kinds of entries behind it; the empty code stands for all.
pub const GROUPS: [(&str, &str, &[&str]); 7] = [
    ("", "Tout", &[]),
    (
        "envois",
        "Relances et envois",
        &[
            "act_prepared",
            "act_handed_over",
            "act_delivered",
            "act_failed",
            "act_unknown",
            "act_cancelled",
            "act_resolved_by_hand",
            "call_recorded",
        ],
    ),
    (
        "decisions",
        "Décisions",
        &[
            "decision_recorded",
            "hold_opened",
            "hold_lifted",
            "alert_set_aside",
            "alert_brought_back",
            "bad_debt_proposed",
            "bad_debt_decided",
        ],
    ),
    ("argent", "Paiements", &["payment_recorded", "allocation_recorded", "allocation_reversed", "bank_lines_recorded"]),
    (
        "imports",
        "Imports",
        &["file_imported", "file_refused", "import_conflict", "invoice_recorded", "credit_note_recorded"],
    ),
    (
        "regles",
        "Règles et réglages",
        &[
            "company_created",
            "settings_changed",
            "sending_switched",
            "standing_order_signed",
            "standing_order_revoked",
            "scenario_adopted",
            "scenario_retired",
            "scenario_assigned",
            "template_changed",
            "law_value_set",
            "party_changed",
            "contact_changed",
        ],
    ),
    ("controles", "Plans et contrôles", &["agenda_planned", "verified", "backup_made", "restored"]),
];

pub fn routes() -> Router<App> {
    Router::new().route("/journal", page(show)).route("/journal/verifier", form(verify))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    groupe: String,
    #[serde(default)]
    avant: Option<u64>,
    /// The identifier of a customer, invoice or act.
    #[serde(default)]
    sujet: String,
}

struct Day {
    title: String,
    lines: Vec<Line>,
}

struct Line {
    seq: u64,
    hour: String,
    actor: String,
    sentence: String,
    hash: String,
}

struct Tab {
    href: String,
    label: &'static str,
    current: bool,
}

#[derive(Template)]
#[template(path = "journal.html")]
struct JournalPage {
    frame: Frame,
    tabs: Vec<Tab>,
    days: Vec<Day>,
    older: Option<String>,
    sujet: String,
}

fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_open("/journal")?;
    let (code, kinds) = GROUPS.iter().find(|g| g.0 == asked.groupe).map_or(("", &[][..]), |g| (g.0, g.2));
    let filter =
        JournalFilter { kinds: kinds.to_vec(), subject: asked.sujet.clone(), until: None, before: asked.avant };
    let told = logbook::page(&visit.world(), &visit.company, &filter, ROWS)?;
    let last = told.last().filter(|_| told.len() as u64 == ROWS).map(|t| t.seq);
    html(&JournalPage {
        frame: visit.frame("Journal"),
        tabs: GROUPS
            .iter()
            .map(|g| Tab { href: format!("/journal?groupe={}", g.0), label: g.1, current: g.0 == code })
            .collect(),
        days: by_day(told),
        older: last.map(|seq| format!("/journal?groupe={code}&sujet={}&avant={seq}", asked.sujet)),
        sujet: asked.sujet,
    })
}

fn by_day(told: Vec<Told>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for t in told {
        let at = paris(t.recorded_at);
        let title = format!("{} {}", fr::weekday(at.date()), fr::date(at.date()));
        let line = Line {
            seq: t.seq,
            hour: at.strftime("%H:%M").to_string(),
            actor: t.actor,
            sentence: on_page(&t.sentence),
            hash: t.entry.hash.to_string(),
        };
        match days.last_mut().filter(|d| d.title == title) {
            Some(day) => day.lines.push(line),
            None => days.push(Day { title, lines: vec![line] }),
        }
    }
    days
}

fn verify(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    visit.must_open("/journal")?;
    let found = app::verify::verify(&visit.world(), &visit.company)?;
    if let Some(first) = found.findings.first() {
        let what = format!("{} : {first}", fr::count(found.findings.len() as u64, "anomalie", "anomalies"));
        return Err(Oops::App(app::AppError::refused(
            what,
            "Ne modifiez rien, et restaurez la dernière sauvegarde saine.",
        )));
    }
    let entries = fr::count(found.entries, "écriture", "écritures");
    let acts = fr::count(found.acts, "envoi relu", "envois relus");
    done("/journal", format!("Tout est en ordre : {entries} enchaînées, {acts}, soldes égaux aux faits."))
}
