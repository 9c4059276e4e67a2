//! A scenario tried on real customers: every day and message of its plan from today, if nobody pays.

use super::bench::{Bench, Head};
use crate::answer::{Answer, Oops, PageResult, html};
use crate::frame::Frame;
use crate::spoken;
use crate::view;
use crate::visit::Visit;
use app::ports::screens::FollowedCustomer;
use app::prepare::Desk;
use app::rehearsals::{Foreseen, foresee_first, foreseen_message};
use askama::Template;
use base::Date;
use base::id::PartyId;
use domain::agenda::Proposal;
use serde::Deserialize;

/// Customers shown side by side.
const SHOWN: usize = 3;
/// Customers one may choose from.
const CHOICES: u64 = 60;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    client: String,
}

struct Line {
    on: String,
    weekday: &'static str,
    icon: &'static str,
    way: String,
    title: String,
    to: &'static str,
    amount: String,
    invoices: usize,
    href: String,
    is_formal: bool,
}

struct Column {
    name: String,
    href: String,
    /// The running case keeps an earlier version.
    keeps: bool,
    lines: Vec<Line>,
    end: Option<String>,
}

#[derive(Template)]
#[template(path = "scenarios/trial.html")]
struct TrialPage {
    frame: Frame,
    head: Head,
    columns: Vec<Column>,
    choices: Vec<(String, String, bool)>,
}

pub fn show(visit: &Visit, name: String, asked: Asked) -> PageResult {
    let bench = Bench::of(visit, &name)?;
    let today = visit.today();
    let followed = visit.world().read(|books| Ok(books.followed_customers(visit.scope(), today, &name, CHOICES)?))?;
    let chosen = PartyId::parse(&asked.client).filter(|id| followed.iter().any(|f| f.party == *id));
    let book = bench.tried();
    let parties = in_order(&followed, chosen, &bench.current.reference.version);
    let is_shown = |f: &Foreseen| {
        f.scenario.as_ref().is_some_and(|s| s.name == name) && (!f.forecast.days.is_empty() || chosen == Some(f.party))
    };
    let foreseen = foresee_first(&visit.world(), &visit.company, &book, &parties, SHOWN, is_shown)?;
    html(&TrialPage {
        frame: visit.frame("Essai sur vos clients"),
        head: bench.head(visit, "/essai"),
        columns: foreseen.iter().map(|f| column(&bench, f)).collect(),
        choices: followed.into_iter().map(|f| (f.party.to_string(), f.name, Some(f.party) == chosen)).collect(),
    })
}

/// The one asked for, then those whose plan would follow the shown version, then the others.
fn in_order(followed: &[FollowedCustomer], chosen: Option<PartyId>, current: &str) -> Vec<PartyId> {
    let mut all: Vec<&FollowedCustomer> = followed.iter().collect();
    all.sort_by_key(|f| (Some(f.party) != chosen, f.version != current));
    all.into_iter().map(|f| f.party).collect()
}

fn column(bench: &Bench, foreseen: &Foreseen) -> Column {
    let path = format!("/scenarios/{}/essai/{}", bench.name, foreseen.party);
    let line = |(on, p): &(Date, Proposal)| Line {
        on: view::day(*on),
        weekday: base::fr::weekday(*on),
        icon: view::channel(p.channel).0,
        way: view::way(p.channel, p.instead_of()),
        title: p.step_title.clone(),
        to: p.target.role.french(),
        amount: view::money(p.total_cents, p.currency),
        invoices: p.lines.len(),
        href: format!("{path}/{on}/{}", p.step),
        is_formal: p.tone == domain::scenario::Tone::Formal,
    };
    let version = &bench.shown().reference.version;
    Column {
        name: foreseen.customer.clone(),
        href: format!("/clients/{}", foreseen.party),
        keeps: foreseen.scenario.as_ref().is_some_and(|s| s.version != *version),
        lines: foreseen.forecast.days.iter().map(line).collect(),
        end: spoken::ending(&foreseen.forecast),
    }
}

#[derive(Template)]
#[template(path = "scenarios/message.html")]
struct MessagePage {
    frame: Frame,
    head: Head,
    customer: String,
    on: String,
    step: String,
    subject: String,
    to: Vec<String>,
    text: String,
    pdf: Option<String>,
    why: Vec<String>,
}

#[derive(Deserialize)]
pub struct Form {
    #[serde(default)]
    pdf: Option<String>,
}

/// Which message of which day.
type Place = (String, PartyId, Date, String);

#[derive(Deserialize)]
pub struct Path {
    name: String,
    party: String,
    on: String,
    step: String,
}

fn place(path: Path) -> Option<Place> {
    Some((path.name, PartyId::parse(&path.party)?, base::parse_iso_date(&path.on)?, path.step))
}

pub fn message(visit: &Visit, path: Path, asked: Form) -> PageResult {
    let (name, party, on, step) = place(path).ok_or(Oops::NotHere)?;
    visit.must_see(party)?;
    let bench = Bench::of(visit, &name)?;
    let templates = visit.templates()?;
    let desk = Desk { templates: &templates, composer: visit.house.outside.composer() };
    let made = foreseen_message(&visit.world(), &visit.company, &desk, &bench.tried(), party, on, &step)?;
    let is_pdf = made.content_type == "application/pdf";
    if asked.pdf.is_some() && is_pdf {
        return Ok(Answer::File { bytes: made.content, content_type: made.content_type, name: None });
    }
    let currency = made.proposal.currency;
    html(&MessagePage {
        frame: visit.frame("Message prévu"),
        head: bench.head(visit, "/essai"),
        customer: made.proposal.customer.clone(),
        on: base::fr::date(on),
        step: made.proposal.step_title.clone(),
        subject: made.subject,
        to: made.addressed_to.lines().map(str::to_string).collect(),
        text: made.text,
        pdf: is_pdf.then(|| format!("/scenarios/{name}/essai/{party}/{on}/{step}?pdf=oui")),
        why: made.proposal.reasons.iter().map(|r| spoken::reason_in(r, currency)).collect(),
    })
}
