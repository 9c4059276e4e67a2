//! The journal: what happened, who did it, and whether the chain still holds.

mod fold;

use crate::answer::{Oops, PageResult, done, html, percent};
use crate::fields;
use crate::frame::Frame;
use crate::route::{App, Nothing, form, page};
use crate::spoken::on_page;
use crate::view::paris;
use crate::visit::Visit;
use app::logbook::{self, Wanted};
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
            "reply_recorded",
            "reply_handled",
            "reply_withdrawn",
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
        &[
            "file_imported",
            "file_refused",
            "import_conflict",
            "invoice_recorded",
            "invoice_typed",
            "credit_note_recorded",
        ],
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
    #[serde(default)]
    du: String,
    #[serde(default)]
    au: String,
    #[serde(default)]
    qui: String,
    #[serde(default)]
    q: String,
    /// Each planning, and not one a day.
    #[serde(default)]
    plans: String,
    /// With the fingerprints that sentences tell.
    #[serde(default)]
    empreintes: String,
}

impl Asked {
    fn wanted(&self, kinds: &[&str]) -> Result<Wanted, Oops> {
        Ok(Wanted {
            kinds: kinds.iter().map(ToString::to_string).collect(),
            person: self.qui.clone(),
            from: fields::day(&self.du)?,
            until: fields::day(&self.au)?,
            search: self.q.clone(),
            subject: self.sujet.clone(),
            before: self.avant,
        })
    }

    /// The same question about another group, from its beginning or from below an entry.
    fn href(&self, group: &str, before: Option<u64>) -> String {
        let before = before.map(|seq| seq.to_string()).unwrap_or_default();
        let fields = [
            ("groupe", group),
            ("sujet", &self.sujet),
            ("du", &self.du),
            ("au", &self.au),
            ("qui", &self.qui),
            ("q", &self.q),
            ("plans", &self.plans),
            ("empreintes", &self.empreintes),
            ("avant", &before),
        ];
        let told = fields.iter().filter(|(_, value)| !value.is_empty());
        let told: Vec<String> = told.map(|(name, value)| format!("{name}={}", percent(value))).collect();
        format!("/journal?{}", told.join("&"))
    }

    fn is_narrowed(&self) -> bool {
        [&self.du, &self.au, &self.qui, &self.q, &self.sujet].iter().any(|field| !field.trim().is_empty())
    }

    /// Plannings of the day are folded where nothing asks for them.
    fn folds(&self) -> bool {
        self.groupe.is_empty() && self.plans.is_empty()
    }
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
    /// The sentence with all it tells, where the page leaves something out.
    whole: String,
    /// How often more, and where that is told.
    again: Option<(String, String)>,
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
    /// Who wrote in it, and whether only theirs is shown.
    people: Vec<(String, bool)>,
    days: Vec<Day>,
    older: Option<String>,
    asked: Asked,
    is_narrowed: bool,
}

fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_open("/journal")?;
    let (code, kinds) = GROUPS.iter().find(|g| g.0 == asked.groupe).map_or(("", &[][..]), |g| (g.0, g.2));
    let world = visit.world();
    let filter = logbook::filter(&world, &visit.company, &asked.wanted(kinds)?)?;
    let (told, last) = if asked.folds() {
        fold::page(visit, &filter, ROWS)?
    } else {
        let told = logbook::page(&world, &visit.company, &filter, ROWS)?;
        let last = told.last().filter(|_| told.len() as u64 == ROWS).map(|t| t.seq);
        (told.into_iter().map(|t| (t, 0)).collect(), last)
    };
    let person = base::fold::words(&asked.qui);
    let people = logbook::authors(&world, &visit.company)?.into_iter();
    html(&JournalPage {
        frame: visit.frame("Journal"),
        tabs: GROUPS.iter().map(|g| Tab { href: asked.href(g.0, None), label: g.1, current: g.0 == code }).collect(),
        people: people.map(|name| (base::fold::words(&name) == person, name)).map(|(is, n)| (n, is)).collect(),
        days: by_day(told, !asked.empreintes.is_empty()),
        older: last.map(|seq| asked.href(code, Some(seq))),
        is_narrowed: asked.is_narrowed(),
        asked,
    })
}

fn by_day(told: Vec<fold::Counted>, with_fingerprints: bool) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for (t, times) in told {
        let at = paris(t.recorded_at);
        let title = format!("{} {}", fr::weekday(at.date()), fr::date(at.date()));
        let whole = on_page(&t.sentence);
        let sentence = if with_fingerprints { whole.clone() } else { fold::without_fingerprints(&whole) };
        let day = at.date();
        let line = Line {
            seq: t.seq,
            hour: at.strftime("%H:%M").to_string(),
            actor: t.actor,
            whole: if sentence == whole { String::new() } else { whole },
            sentence,
            again: (times > 0).then(|| {
                let words = fr::count(times, "autre fois ce jour-là", "autres fois ce jour-là");
                (words, format!("/journal?groupe=controles&du={day}&au={day}"))
            }),
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
