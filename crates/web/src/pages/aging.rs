//! The aged balance.

use crate::route::App;
use crate::view::charts::{Bar, Bars, Series, Texture, bars as draw};
use app::money::figures::DayFigures;
use axum::Router;
use base::Cents;
use domain::situation::BUCKETS;

pub fn routes() -> Router<App> {
    Router::new()
}

const LOOKS: [(&str, Texture); 5] = [
    ("age-0", Texture::Plain),
    ("age-1", Texture::Dots),
    ("age-2", Texture::Rising),
    ("age-3", Texture::Falling),
    ("age-4", Texture::Crossed),
];

/// The buckets that are owed, without credits.
pub fn series() -> Vec<Series> {
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
