//! The invoices behind a cell of the aged balance, or behind a headline figure.

use super::asked_day;
use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::ports::screens::{AgedFilter, AgedInvoice, Cut};
use app::reckonings::Subject;
use askama::Template;
use base::id::PartyId;
use base::{Date, days_between, fr};
use domain::situation::BUCKETS;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    date: String,
    #[serde(default)]
    tranche: String,
    #[serde(default)]
    client: String,
    #[serde(default)]
    page: u64,
}

struct Line {
    href: String,
    number: String,
    party: String,
    name: String,
    issued_on: String,
    due_on: String,
    lateness: Option<Chip>,
    principal: String,
    outstanding: String,
    why: WhyOf,
}

#[derive(Template)]
#[template(path = "aging/invoices.html")]
struct InvoicesPage {
    frame: Frame,
    title: String,
    day: String,
    date: Date,
    note: Option<&'static str>,
    tranche: String,
    client: String,
    tabs: Vec<(String, &'static str, bool)>,
    lines: Vec<Line>,
    page: u64,
    has_more: bool,
}

const ROWS: u64 = 50;

/// The lists that are no single bucket.
const WIDER: [(&str, &str); 3] = [("", "Toutes"), ("echu", "Échues"), ("suspendu", "Suspendues")];

pub fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    let (day, note) = asked_day(visit, &asked.date);
    let party = PartyId::parse(&asked.client);
    let name = match party {
        Some(party) => {
            visit.must_see(party)?;
            visit.world().read(|books| Ok(books.party(party)?))?.map(|p| p.name)
        }
        None => None,
    };
    let (title, buckets, held) = meant(&asked.tranche);
    let filter = AgedFilter { party, buckets, held };
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let world = visit.world();
    app::money::figures::lay_out(&visit.look(&world)?, day)?;
    let mut rows = world.read(|books| Ok(books.aged_invoices(visit.scope(), day, &filter, cut)?))?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    html(&InvoicesPage {
        frame: visit.frame("Factures ouvertes"),
        title: name.map_or(title.clone(), |name| format!("{title} · {name}")),
        day: fr::date(day),
        date: day,
        note,
        tabs: tabs(&asked.tranche),
        tranche: asked.tranche,
        client: party.map_or(String::new(), |p| p.to_string()),
        lines: rows.iter().map(|r| line(r, day)).collect(),
        page: asked.page,
        has_more,
    })
}

/// What a code lists: a title, columns of the balance, and whether only what is held.
fn meant(code: &str) -> (String, Vec<usize>, bool) {
    match (code, BUCKETS.iter().position(|b| b.code == code)) {
        ("echu", _) => ("Factures échues".to_string(), vec![1, 2, 3, 4], false),
        ("suspendu", _) => ("Factures en litige, promises ou échelonnées".to_string(), vec![0, 1, 2, 3, 4], true),
        (_, Some(at)) => (format!("Factures ouvertes, {}", BUCKETS[at].label), vec![at], false),
        _ => ("Factures ouvertes".to_string(), Vec::new(), false),
    }
}

fn tabs(current: &str) -> Vec<(String, &'static str, bool)> {
    let buckets = BUCKETS.iter().map(|b| (b.code, b.label));
    WIDER.into_iter().chain(buckets).map(|(code, label)| (code.to_string(), label, code == current)).collect()
}

fn line(row: &AgedInvoice, day: Date) -> Line {
    Line {
        href: format!("/factures/{}", row.invoice),
        number: row.number.clone(),
        party: format!("/clients/{}", row.party),
        name: row.name.clone(),
        issued_on: view::day(row.issued_on),
        due_on: view::day(row.due_on),
        lateness: row.outstanding.is_positive().then(|| view::lateness(days_between(row.due_on, day))),
        principal: view::money(row.principal, row.currency),
        outstanding: view::money(row.outstanding, row.currency),
        why: WhyOf::new(
            Subject::Invoice(row.invoice),
            format!("il reste {} sur {}", view::money(row.outstanding, row.currency), row.number),
        ),
    }
}
