//! The living page of the design system: every part with its markup, light and dark.

use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::charts::{Bar, Bars, Column, Columns, ColumnsChart, Series, Texture, bars, columns};
use crate::view::phase::Phase;
use crate::view::{Chip, lateness};
use crate::visit::Visit;
use askama::Template;
use base::Cents;

#[derive(Template)]
#[template(path = "style.html")]
struct StylePage {
    frame: Frame,
    chips: Vec<Chip>,
    phases: [Phase; 10],
    icons: [&'static str; 24],
    columns: ColumnsChart,
    bars: Bars,
}

const ICONS: [&str; 24] = [
    "home", "todo", "quiet", "people", "bars", "path", "book", "gear", "mail", "phone", "letter", "stamp", "walk",
    "search", "check", "cross", "pause", "clock", "alert", "file", "upload", "arrow", "question", "euro",
];

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let tones = ["late", "warn", "good", "info", "hold", "plain"];
    let mut chips: Vec<Chip> = tones.map(|t| Chip::new(t, t)).to_vec();
    chips.extend([lateness(42), lateness(3), lateness(0), lateness(-5)]);
    html(&StylePage {
        frame: visit.frame("Style"),
        chips,
        phases: Phase::ALL,
        icons: ICONS,
        columns: sample_columns(),
        bars: sample_bars(),
    })
}

fn sample_series() -> Vec<Series> {
    vec![
        Series::new("non échu", "age-0", Texture::Plain),
        Series::new("1 à 30 j", "age-1", Texture::Dots),
        Series::new("31 à 60 j", "age-2", Texture::Rising),
        Series::new("61 à 90 j", "age-3", Texture::Falling),
        Series::new("plus de 90 j", "age-4", Texture::Crossed),
    ]
}

fn sample_columns() -> ColumnsChart {
    let column = |n: i64| Column {
        label: format!("S{n}"),
        title: format!("semaine {n}"),
        href: String::new(),
        values: (1..=5).map(|k| Cents::new(n * k * 12_345 % 700_000)).collect(),
    };
    columns(Columns {
        id: "colonnes",
        caption: "Exemple de colonnes".to_string(),
        series: sample_series(),
        columns: (1..=13).map(column).collect(),
        relative: false,
        unit: "Semaine",
    })
}

fn sample_bars() -> Bars {
    let bar = |(at, series): (i64, Series)| Bar {
        series,
        href: String::new(),
        amount: Cents::new(1_000_000 / (at + 1)),
        held: Cents::new(if at == 1 { 120_000 } else { 0 }),
        note: String::new(),
    };
    bars("barres", "Exemple de barres", &(0..).zip(sample_series()).map(bar).collect::<Vec<_>>())
}
