//! « Pourquoi ? » in a list: beside each amount a link to the same page with the arithmetic of that amount open under its
//! row. Only the row asked for is reckoned, so a list costs the same without it; and it is a link, so it needs no script.
//!
//! A row holds a [`WhyOf`]; the frame of the page holds what was asked for. Templates use `why`, `why_row` and `why_block`
//! of `parts.html`.

use crate::frame::Frame;
use crate::spoken::on_page;
use crate::view;
use crate::visit::Visit;
use crate::watch::log_failure;
use app::AppResult;
use app::money::alerts::{self, Alert};
use app::reckonings::{self, Look, Place, Reckoning, Subject, Sum, Term};
use askama::Template;
use base::{Date, parse_iso_date};
use domain::situation::BUCKETS;

/// The field of the address.
const FIELD: &str = "pourquoi=";

/// Before the key of an alert, which is no subject: it stands for many.
const ALERT: &str = "alerte:";

/// The way to the arithmetic of one amount of a list.
pub struct WhyOf {
    key: String,
    /// What it explains, after « Pourquoi »: `7 209,60 € dus par Lambert`.
    pub name: String,
}

impl WhyOf {
    pub fn new(subject: Subject, name: impl Into<String>) -> WhyOf {
        WhyOf { key: subject.key(), name: name.into() }
    }

    /// Of what an alert counts; that of an invoice about to become uncollectable is the invoice's own.
    pub fn of_alert(alert: &Alert) -> WhyOf {
        let name = format!("{} : {}", view::money(alert.amount, alert.currency()), alert.who());
        WhyOf { key: format!("{ALERT}{}", alert.key()), name }
    }

    /// Of the same thing on another row of the list: in another currency, or only a part of it.
    pub fn marked(self, mark: &str) -> WhyOf {
        WhyOf { key: format!("{}.{mark}", self.key), ..self }
    }

    pub fn id(&self) -> String {
        format!("pq-{}", self.key)
    }
}

/// What a page was asked to explain.
pub struct Opened {
    key: String,
    sheet: Option<Sheet>,
}

struct Line {
    what: String,
    href: String,
    day: String,
    amount: String,
}

struct Counted {
    result: String,
    lines: Vec<Line>,
    total: String,
    /// What lists show instead, and how much that differs.
    gap: Option<(String, String)>,
}

/// The arithmetic, as it stands under the row.
#[derive(Template)]
#[template(path = "why.html")]
struct Sheet {
    title: String,
    sums: Vec<Counted>,
    rules: Vec<String>,
}

impl Frame {
    pub fn is_open(&self, of: &WhyOf) -> bool {
        self.why.as_ref().is_some_and(|why| why.key == of.key)
    }

    /// Of a line that may have no amount.
    pub fn is_open_in(&self, of: Option<&WhyOf>) -> bool {
        of.is_some_and(|of| self.is_open(of))
    }

    /// This page with the arithmetic open, or shut again when it is open.
    pub fn why_href(&self, of: &WhyOf) -> String {
        let (path, query) = self.here.split_once('?').unwrap_or((&self.here, ""));
        let kept = query.split('&').filter(|field| !field.is_empty() && !field.starts_with(FIELD));
        let mut fields: Vec<&str> = kept.collect();
        let asked = format!("{FIELD}{}", of.key);
        if !self.is_open(of) {
            fields.push(&asked);
        }
        let query = if fields.is_empty() { String::new() } else { format!("?{}", fields.join("&")) };
        let place = if self.is_open(of) { of.id() } else { "pourquoi".to_string() };
        format!("{path}{query}#{place}")
    }

    /// The arithmetic of that amount when it was asked for, as HTML.
    pub fn why_sheet(&self, of: &WhyOf) -> Option<String> {
        let opened = self.why.as_ref().filter(|why| why.key == of.key)?;
        let text = match &opened.sheet {
            Some(sheet) => sheet.render().ok(),
            None => None,
        };
        Some(text.unwrap_or_else(|| "<p class=\"notice warn\">Ce calcul n’a pas pu être fait.</p>".to_string()))
    }
}

impl Visit {
    /// What the address of the page asks to explain.
    pub fn why_asked(&self) -> Option<Opened> {
        let key = crate::answer::unpercent(self.asked_field(FIELD)?);
        let found = match key.strip_prefix(ALERT) {
            Some(alert) => self.reckoned_alert(alert),
            None => {
                let subject = Subject::parse(key.split('.').next().unwrap_or_default())?;
                self.may_ask(subject).then(|| self.reckoned(subject))?
            }
        };
        let found = found.unwrap_or_else(|error| {
            log_failure(&error.to_string());
            None
        });
        Some(Opened { key, sheet: found.map(sheet) })
    }

    /// A field of the address, as it stands there.
    fn asked_field(&self, name: &str) -> Option<&str> {
        self.here.split_once('?')?.1.split('&').find_map(|field| field.strip_prefix(name))
    }

    fn reckoned(&self, subject: Subject) -> AppResult<Option<Reckoning>> {
        let day = self.asked_field("date=").and_then(parse_iso_date).filter(|day| *day <= self.today());
        let on = self.here.starts_with("/balance").then(|| day.unwrap_or(self.today()));
        let look = Look { scope: self.scope(), on, today: self.today() };
        reckonings::of(&self.world(), &self.company, subject, &look)
    }

    fn reckoned_alert(&self, key: &str) -> AppResult<Option<Reckoning>> {
        let world = self.world();
        let (look, day) = (self.look(&world)?, self.today());
        let Some(alert) = alerts::named(&look, day, key)? else { return Ok(None) };
        reckonings::of_alert(&look, &self.company, day, &alert)
    }

    /// What belongs to no customer is told on pages that not everybody may open.
    fn may_ask(&self, subject: Subject) -> bool {
        match subject {
            Subject::Credit(_) => self.may_open("/banque"),
            Subject::BadDebt(_) => self.may_open("/comptabilite"),
            _ => true,
        }
    }
}

fn sheet(reckoning: Reckoning) -> Sheet {
    Sheet {
        title: reckoning.title,
        sums: reckoning.sums.iter().map(counted).collect(),
        rules: reckoning.rules.iter().map(|rule| on_page(rule)).collect(),
    }
}

fn counted(sum: &Sum) -> Counted {
    let money = |cents| view::money(cents, sum.currency);
    let gap = sum.gap().ok().filter(|gap| !gap.is_zero());
    Counted {
        result: sum.result.clone(),
        lines: sum.terms.iter().map(|term| line(term, sum)).collect(),
        total: money(sum.total),
        gap: sum.shown.zip(gap).map(|(shown, gap)| (money(shown), money(gap))),
    }
}

fn line(term: &Term, sum: &Sum) -> Line {
    Line {
        what: term.what.clone(),
        href: href(term.place),
        day: term.on.map(view::day).unwrap_or_default(),
        amount: view::money(term.amount, sum.currency),
    }
}

fn href(place: Place) -> String {
    match place {
        Place::Nowhere => String::new(),
        Place::Invoice(id) => format!("/factures/{id}"),
        Place::Dispute(id) => format!("/litiges/{id}"),
        Place::Credit(id) => format!("/banque/{id}"),
        Place::Customer(id) => format!("/clients/{id}"),
        Place::Open { party, on, bucket } => open_list(&party.to_string(), on, bucket),
    }
}

fn open_list(party: &str, on: Date, bucket: Option<usize>) -> String {
    let code = bucket.and_then(|at| BUCKETS.get(at)).map_or("", |b| b.code);
    format!("/balance/factures?date={on}&client={party}&tranche={code}")
}
