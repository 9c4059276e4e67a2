//! Stacked columns, one for each day, week or month.

use super::{Series, Share, Tick, along, short_euros, step};
use askama::Template;
use base::{Cents, fr};

/// One column: a short label below, a whole one elsewhere, an amount for each series.
#[derive(Clone, Debug)]
pub struct Column {
    pub label: String,
    pub title: String,
    /// Where the column leads; empty for nowhere.
    pub href: String,
    pub values: Vec<Cents>,
}

/// What is to be drawn.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Unique on its page: patterns are named after it.
    pub id: &'static str,
    pub caption: String,
    pub series: Vec<Series>,
    pub columns: Vec<Column>,
    /// Each column as a hundred percent.
    pub relative: bool,
    /// What the first column of the table holds: `Semaine`, `Fin de mois`.
    pub unit: &'static str,
}

struct Piece {
    class: &'static str,
    pattern: Option<&'static str>,
    y: i64,
    height: i64,
    title: String,
}

struct Stack {
    href: String,
    title: String,
    x: Share,
    width: Share,
    middle: Share,
    label: String,
    /// Hidden where there is little room.
    is_extra: bool,
    top: i64,
    total: String,
    pieces: Vec<Piece>,
}

struct Line {
    title: String,
    href: String,
    values: Vec<String>,
    total: String,
}

/// The chart, with its table. Amounts below zero are in the table only.
#[derive(Template)]
#[template(path = "charts/columns.html")]
pub struct ColumnsChart {
    id: &'static str,
    caption: String,
    unit: &'static str,
    series: Vec<Series>,
    ticks: Vec<Tick<i64>>,
    stacks: Vec<Stack>,
    lines: Vec<Line>,
}

impl askama::filters::HtmlSafe for ColumnsChart {}

const HEIGHT: i64 = 180;
const TOP: i64 = 22;

pub fn columns(chart: Columns) -> ColumnsChart {
    let most = chart.columns.iter().map(|c| positive(&c.values)).max().unwrap_or(0);
    let (step, top) = if chart.relative { (25, 100) } else { axis(most) };
    let ticks = (0..=top / step).map(|n| Tick {
        at: TOP + HEIGHT - along(n * step, top, HEIGHT),
        label: if chart.relative { format!("{}{}%", n * step, fr::NBSP) } else { short_euros(Cents::new(n * step)) },
    });
    let stacks = chart.columns.iter().enumerate().map(|(at, column)| {
        let whole = if chart.relative { positive(&column.values) } else { top };
        stack(&chart, at, column, whole)
    });
    ColumnsChart {
        id: chart.id,
        unit: chart.unit,
        ticks: ticks.collect(),
        stacks: stacks.collect(),
        lines: chart.columns.iter().map(line).collect(),
        caption: chart.caption,
        series: chart.series,
    }
}

fn axis(most: i64) -> (i64, i64) {
    // An axis of whole euros, even for books of a few cents.
    let step = step(most).max(100);
    (step, (most.max(1) + step - 1) / step * step)
}

fn positive(values: &[Cents]) -> i64 {
    values.iter().map(|v| v.get().max(0)).fold(0, i64::saturating_add)
}

fn stack(chart: &Columns, at: usize, column: &Column, whole: i64) -> Stack {
    let count = i64::try_from(chart.columns.len()).unwrap_or(1).max(1);
    let at_i = i64::try_from(at).unwrap_or(0);
    let slot = 10_000 / count;
    let mut below = 0;
    let pieces = chart.series.iter().zip(&column.values).filter(|(_, v)| v.is_positive()).map(|(series, value)| {
        let from = along(below, whole, HEIGHT);
        below += value.get();
        let to = along(below, whole, HEIGHT);
        Piece {
            class: series.class,
            pattern: series.texture.pattern(),
            y: TOP + HEIGHT - to,
            height: to - from,
            title: format!("{} · {} : {}", column.title, series.name, fr::euros(*value)),
        }
    });
    let pieces: Vec<Piece> = pieces.collect();
    let total = Cents::new(positive(&column.values));
    Stack {
        href: column.href.clone(),
        title: format!("{} : {}", column.title, fr::euros(total)),
        x: Share(at_i * slot + slot * 15 / 100),
        width: Share(slot * 70 / 100),
        middle: Share(at_i * slot + slot / 2),
        label: column.label.clone(),
        is_extra: !at.is_multiple_of(3),
        top: pieces.last().map_or(TOP + HEIGHT, |p| p.y) - 5,
        total: if total.is_zero() { String::new() } else { short_euros(total) },
        pieces,
    }
}

fn line(column: &Column) -> Line {
    let total = column.values.iter().map(|v| v.get()).fold(0, i64::saturating_add);
    Line {
        title: column.title.clone(),
        href: column.href.clone(),
        values: column.values.iter().map(|v| fr::euros(*v)).collect(),
        total: fr::euros(Cents::new(total)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Texture;
    use super::*;

    fn chart(relative: bool, columns: &[(i64, i64)]) -> ColumnsChart {
        let column = |(a, b): &(i64, i64)| Column {
            label: "S1".into(),
            title: "semaine 1".into(),
            href: String::new(),
            values: vec![Cents::new(*a), Cents::new(*b)],
        };
        let series = vec![Series::new("un", "age-0", Texture::Plain), Series::new("deux", "age-1", Texture::Dots)];
        super::columns(Columns {
            id: "c",
            caption: "Attendu".into(),
            series,
            columns: columns.iter().map(column).collect(),
            relative,
            unit: "Semaine",
        })
    }

    #[test]
    fn pieces_stand_on_each_other_and_their_heights_sum_to_the_stack() {
        let drawn = chart(false, &[(30_000, 10_000), (0, -5_000)]);
        let stack = &drawn.stacks[0];
        assert_eq!((stack.pieces[0].y, stack.pieces[0].height), (TOP + HEIGHT - 135, 135));
        assert_eq!((stack.pieces[1].y, stack.pieces[1].height), (TOP, 45));
        assert!(drawn.stacks[1].pieces.is_empty(), "a credit has no height");
        assert!(drawn.to_string().contains("−50,00"), "but stands in the table");
    }

    #[test]
    fn relative_columns_are_all_as_high() {
        let drawn = chart(true, &[(300, 100), (1, 1)]);
        for stack in &drawn.stacks {
            assert_eq!(stack.pieces.iter().map(|p| p.height).sum::<i64>(), HEIGHT);
        }
    }
}
