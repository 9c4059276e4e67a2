//! Money expected over thirteen weeks, and the reasons of each column, invoice by invoice.

use crate::answer::{Oops, PageResult, html};
use crate::frame::Frame;
use crate::view::charts::{Column, Columns, ColumnsChart, Series, Texture, columns};
use crate::view::{Chip, day as short};
use crate::visit::Visit;
use app::money::outlook::{self, Expected};
use askama::Template;
use base::{add_days, fr};
use domain::forecast::{Certainty, Forecast, Place, WEEKS};
use serde::Deserialize;

fn series() -> Vec<Series> {
    let looks = [
        ("sure-0", Texture::Plain),
        ("sure-1", Texture::Dots),
        ("sure-2", Texture::Rising),
        ("sure-3", Texture::Crossed),
    ];
    Certainty::ALL.iter().zip(looks).map(|(c, (class, texture))| Series::new(c.french(), class, texture)).collect()
}

pub fn chart(forecast: &Forecast) -> ColumnsChart {
    let week = |at: usize| {
        let monday = forecast.starts_on(at);
        Column {
            label: format!("{:02}/{:02}", monday.day(), monday.month()),
            title: format!("semaine du {}", fr::date(monday)),
            href: format!("/prevision/{}", at + 1),
            values: forecast.weeks[at][..4].to_vec(),
        }
    };
    let mut weeks: Vec<Column> = (0..WEEKS).map(week).collect();
    weeks.push(Column {
        label: "ensuite".to_string(),
        title: "plus tard".to_string(),
        href: "/prevision/ensuite".to_string(),
        values: forecast.later[..4].to_vec(),
    });
    columns(Columns {
        id: "prevision",
        caption: "Argent attendu, semaine par semaine".to_string(),
        series: series(),
        columns: weeks,
        relative: false,
        unit: "Semaine",
    })
}

/// An amount that no day can be told for.
pub struct Undated {
    pub what: &'static str,
    pub amount: String,
}

pub fn undated(forecast: &Forecast) -> Vec<Undated> {
    let named = |certainty: Certainty| match certainty {
        Certainty::Promised => "promis sans date",
        Certainty::Probable => "probable",
        Certainty::Uncertain => "promesse non tenue",
        Certainty::Disputed => "en litige",
        Certainty::Excluded => "exclu (procédure collective, créance cédée)",
    };
    let amounts = Certainty::ALL.iter().map(|c| (named(*c), forecast.undated[c.index()]));
    amounts.filter(|(_, a)| a.is_positive()).map(|(what, a)| Undated { what, amount: fr::euros(a) }).collect()
}

#[derive(Deserialize)]
pub struct Asked {
    column: String,
}

#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    page: usize,
}

struct Line {
    invoice: String,
    number: String,
    party: String,
    name: String,
    on: String,
    certainty: Chip,
    amount: String,
    why: String,
}

#[derive(Template)]
#[template(path = "money/forecast.html")]
struct ForecastPage {
    frame: Frame,
    title: String,
    total: String,
    older: Option<String>,
    unshown: Option<String>,
    column: String,
    lines: Vec<Line>,
    page: usize,
    has_more: bool,
    before: Option<String>,
    after: Option<String>,
}

const ROWS: usize = 50;

pub fn show(visit: &Visit, asked: Asked, query: Query) -> PageResult {
    let day = visit.today();
    let column = match asked.column.as_str() {
        "ensuite" => Place::Later,
        "sans-date" => Place::Undated,
        number => match number.parse::<usize>() {
            Ok(n) if (1..=WEEKS).contains(&n) => Place::Week(n - 1),
            _ => return Err(Oops::NotHere),
        },
    };
    let (before, after) = neighbours(column);
    let world = visit.world();
    let look = visit.look(&world)?;
    let mut columns = outlook::columns(&look, day)?;
    let at = outlook::place_of(column);
    if at >= columns.len() {
        return Err(Oops::NotHere);
    }
    let found = columns.swap_remove(at);
    let shown: Vec<&Expected> = found.largest.iter().skip(query.page.saturating_mul(ROWS)).take(ROWS).collect();
    html(&ForecastPage {
        frame: visit.frame("Argent attendu"),
        title: title(column, &Forecast::new(day)),
        total: fr::euros(found.total),
        older: visit.recount(&look),
        unshown: (found.count > found.largest.len() as u64).then(|| {
            format!("Les {} montants les plus gros, sur {}.", found.largest.len(), fr::thousands(found.count))
        }),
        column: asked.column,
        has_more: found.largest.len() > query.page.saturating_add(1).saturating_mul(ROWS),
        lines: lines(visit, &shown)?,
        page: query.page,
        before,
        after,
    })
}

fn title(column: Place, forecast: &Forecast) -> String {
    match column {
        Place::Week(week) => {
            let monday = forecast.starts_on(week);
            let sunday = add_days(monday, 6).unwrap_or(monday);
            format!("Attendu du {} au {}", fr::date(monday), fr::date(sunday))
        }
        Place::Later => "Attendu plus tard que treize semaines".to_string(),
        Place::Undated => "Dû, sans date sur laquelle compter".to_string(),
    }
}

fn neighbours(column: Place) -> (Option<String>, Option<String>) {
    let path = |to: &str| Some(format!("/prevision/{to}"));
    match column {
        Place::Week(week) => {
            let after = if week + 1 == WEEKS { "ensuite".to_string() } else { (week + 2).to_string() };
            (if week == 0 { None } else { path(&week.to_string()) }, path(&after))
        }
        Place::Later => (path(&WEEKS.to_string()), path("sans-date")),
        Place::Undated => (path("ensuite"), None),
    }
}

fn lines(visit: &Visit, shown: &[&Expected]) -> Result<Vec<Line>, Oops> {
    let named = visit.world().read(|books| {
        let name = |expected: &&Expected| {
            let name = books.party(expected.party)?.map_or(String::new(), |p| p.name);
            Ok((name, books.balance(expected.invoice)?.map_or(String::new(), |b| b.number)))
        };
        shown.iter().map(name).collect::<app::AppResult<Vec<_>>>()
    })?;
    Ok(shown.iter().zip(named).map(|(expected, (name, number))| line(expected, name, number)).collect())
}

fn line(expected: &Expected, name: String, number: String) -> Line {
    let tone = match expected.expectation.certainty {
        Certainty::Promised => "good",
        Certainty::Probable => "info",
        Certainty::Uncertain => "warn",
        Certainty::Disputed => "hold",
        Certainty::Excluded => "plain",
    };
    Line {
        invoice: format!("/factures/{}", expected.invoice),
        number,
        party: format!("/clients/{}", expected.party),
        name,
        on: expected.expectation.on.map_or("—".to_string(), short),
        certainty: Chip::new(expected.expectation.certainty.french(), tone),
        amount: fr::euros(expected.expectation.amount),
        why: expected.expectation.because.french(),
    }
}
