//! « Balance âgée »: what each customer owes by age, on any day, with what proves the sums.

pub(crate) mod export;
mod invoices;

use crate::answer::{Oops, PageResult, html};
use crate::frame::Frame;
use crate::route::{App, Nothing, page};
use crate::view;
use crate::view::charts::{Bar, Bars, Column, Columns, ColumnsChart, Series, Texture, bars as draw, columns, month};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::money::count::MONTHS;
use app::money::figures::{self, DayFigures, TOP};
use app::ports::screens::{AgedOrder, AgedParty, Cut};
use app::reckonings::Subject;
use askama::Template;
use axum::Router;
use base::{Cents, Date, fr, parse_iso_date};
use domain::situation::BUCKETS;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/balance", page(show))
        .route("/balance/factures", page(invoices::show))
        .route("/balance/{file}", page(export::file))
}

const ROWS: u64 = 50;

const LOOKS: [(&str, Texture); 5] = [
    ("age-0", Texture::Plain),
    ("age-1", Texture::Dots),
    ("age-2", Texture::Rising),
    ("age-3", Texture::Falling),
    ("age-4", Texture::Crossed),
];

/// The buckets that are owed, without credits.
fn series() -> Vec<Series> {
    BUCKETS.iter().zip(LOOKS).map(|(bucket, (class, texture))| Series::new(bucket.label, class, texture)).collect()
}

/// A bar for each bucket, leading to its invoices; credits stand below when there are some.
pub fn bars(figures: &DayFigures, list: &str) -> Bars {
    let bar = |(at, series): (usize, Series)| Bar {
        series,
        href: format!("{list}&tranche={}", BUCKETS[at].code),
        amount: figures.buckets[at],
        held: figures.held[at],
        note: String::new(),
    };
    let mut rows: Vec<Bar> = series().into_iter().enumerate().map(bar).collect();
    if figures.buckets[5].is_negative() {
        rows.push(Bar {
            series: Series::new(BUCKETS[5].label, "age-0", Texture::Plain),
            href: format!("{list}&tranche={}", BUCKETS[5].code),
            amount: figures.buckets[5],
            held: Cents::ZERO,
            note: String::new(),
        });
    }
    draw("par-age", "Ce qui est dû, par âge", &rows)
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    date: String,
    #[serde(default)]
    tri: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    vue: String,
    #[serde(default)]
    page: u64,
}

/// A day that was asked for: today unless it reads and has come.
fn asked_day(visit: &Visit, date: &str) -> (Date, Option<&'static str>) {
    let today = visit.today();
    match parse_iso_date(date.trim()) {
        Some(day) if day <= today => (day, None),
        Some(_) => (today, Some("Ce jour n’est pas encore venu : voici la balance d’aujourd’hui.")),
        None if date.trim().is_empty() => (today, None),
        None => (today, Some("Cette date ne se lit pas : voici la balance d’aujourd’hui.")),
    }
}

/// A column that sorts.
struct Head {
    label: String,
    code: String,
    sorts: bool,
}

struct Cell {
    amount: String,
    href: String,
    held: Option<String>,
}

struct Line {
    href: String,
    name: String,
    invoices: u64,
    cells: Vec<Cell>,
    total: String,
    total_href: String,
    why: WhyOf,
}

/// One equality that must hold, shown with its two sides.
struct Check {
    what: &'static str,
    left: String,
    right: String,
    difference: Option<String>,
}

#[derive(Template)]
#[template(path = "aging/aging.html")]
struct AgingPage {
    frame: Frame,
    older: Option<String>,
    date: Date,
    today: Date,
    is_today: bool,
    day: String,
    note: Option<&'static str>,
    q: String,
    order: String,
    relative: bool,
    chart: ColumnsChart,
    heads: Vec<Head>,
    lines: Vec<Line>,
    totals: Vec<String>,
    total: String,
    customers: String,
    invoices: String,
    concentration: Option<(String, String, i64)>,
    checks: Vec<Check>,
    others: Vec<String>,
    page: u64,
    has_more: bool,
}

pub fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    let (day, note) = asked_day(visit, &asked.date);
    let (world, scope) = (visit.world(), visit.scope());
    let look = visit.look(&world)?;
    figures::lay_out(&look, day)?;
    let mut ends = figures::month_ends(&look, day, MONTHS)?;
    let (order_code, order) = order(&asked.tri);
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let mut rows = world.read(|books| Ok(books.aged_parties(scope, day, &asked.q, order, cut)?))?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let parties: Vec<_> = rows.iter().map(|r| r.party).collect();
    let held = figures::held_of(&look, day, &parties)?;
    let relative = asked.vue == "relatif";
    let chart = months(&ends, relative);
    let now = ends.pop().ok_or(Oops::NotHere)?;
    html(&AgingPage {
        frame: visit.frame("Balance âgée"),
        older: visit.recount(&look),
        date: day,
        today: visit.today(),
        is_today: day == visit.today(),
        day: fr::date(day),
        note,
        q: asked.q,
        relative,
        chart,
        heads: heads(&order_code),
        order: order_code,
        lines: rows.iter().map(|r| line(r, held.get(&r.party), day)).collect(),
        totals: now.buckets.iter().map(|b| fr::amount(*b)).collect(),
        total: fr::amount(now.total),
        customers: fr::count(now.customers, "client", "clients"),
        invoices: fr::count(now.invoices, "facture ouverte", "factures ouvertes"),
        concentration: concentration(&now),
        checks: checks(&now, figures::by_facts(&look, day)?)?,
        others: now.others.iter().map(|(currency, sum)| view::money(*sum, *currency)).collect(),
        page: asked.page,
        has_more,
    })
}

fn order(code: &str) -> (String, AgedOrder) {
    let bucket = BUCKETS.iter().position(|b| b.code == code);
    match (code, bucket) {
        ("nom", _) => ("nom".to_string(), AgedOrder::Name),
        (_, Some(at)) if at < 5 => (code.to_string(), AgedOrder::Bucket(at)),
        _ => ("total".to_string(), AgedOrder::Total),
    }
}

fn heads(order: &str) -> Vec<Head> {
    let head =
        |label: &str, code: &str| Head { label: label.to_string(), code: code.to_string(), sorts: code == order };
    BUCKETS.iter().map(|b| head(b.label, b.code)).chain([head("Total", "total")]).collect()
}

fn months(ends: &[DayFigures], relative: bool) -> ColumnsChart {
    let column = |(at, f): (usize, &DayFigures)| {
        let last = at + 1 == ends.len();
        Column {
            label: if last { format!("{:02}/{:02}", f.as_of.day(), f.as_of.month()) } else { month(f.as_of) },
            title: fr::date(f.as_of),
            href: format!("/balance?date={}{}", f.as_of, if relative { "&vue=relatif" } else { "" }),
            values: f.buckets[..5].to_vec(),
        }
    };
    columns(Columns {
        id: "mois",
        caption: "Ce qui était dû à la fin de chaque mois, par âge".to_string(),
        series: series(),
        columns: ends.iter().enumerate().map(column).collect(),
        relative,
        unit: "Au",
    })
}

fn line(row: &AgedParty, held: Option<&[Cents; BUCKETS.len()]>, day: Date) -> Line {
    let list = |code: &str| format!("/balance/factures?date={day}&client={}&tranche={code}", row.party);
    let cell = |(at, amount): (usize, &Cents)| Cell {
        amount: if amount.is_zero() { String::new() } else { fr::amount(*amount) },
        href: list(BUCKETS[at].code),
        held: held.map(|h| h[at]).filter(|h| h.is_positive()).map(fr::amount),
    };
    Line {
        href: format!("/clients/{}", row.party),
        name: row.name.clone(),
        invoices: row.invoices,
        cells: row.buckets.iter().enumerate().map(cell).collect(),
        total: view::money(row.total, row.currency),
        total_href: list(""),
        why: WhyOf::new(
            Subject::Customer(row.party),
            format!("{} dus par {}", view::money(row.total, row.currency), row.name),
        )
        .marked(row.currency.code()),
    }
}

/// How much the largest debtors owe, of the whole: words, and hundredths for the gauge.
fn concentration(now: &DayFigures) -> Option<(String, String, i64)> {
    let many = now.customers > TOP as u64 && now.total.is_positive();
    let percent = i64::try_from(i128::from(now.top.get()) * 100 / i128::from(now.total.get().max(1))).ok()?;
    many.then(|| (format!("{percent}{}%", fr::NBSP), fr::euros(now.top), percent))
}

fn checks(now: &DayFigures, by_facts: Cents) -> Result<Vec<Check>, base::MoneyError> {
    let check = |what, left: Cents, right: Cents| -> Result<Check, base::MoneyError> {
        let difference = left.sub(right)?;
        let difference = (!difference.is_zero()).then(|| fr::euros(difference));
        Ok(Check { what, left: fr::euros(left), right: fr::euros(right), difference })
    };
    Ok(vec![
        check("Somme des tranches = encours", Cents::sum(now.buckets)?, now.total)?,
        check("Encours = facturé moins encaissé et avoirs, recompté pièce par pièce", now.total, by_facts)?,
    ])
}
