//! Horizontal bars, a row each: the chart is its own table.

use super::{Series, Share, share};
use askama::Template;
use base::{Cents, fr};

/// One row, and the part of its amount that is held.
#[derive(Clone, Debug)]
pub struct Bar {
    pub series: Series,
    pub href: String,
    pub amount: Cents,
    pub held: Cents,
    /// A few words after the amount: `12 factures`.
    pub note: String,
}

struct Row {
    name: String,
    href: String,
    class: &'static str,
    pattern: Option<&'static str>,
    width: Share,
    held: Share,
    amount: String,
    held_words: String,
    percent: String,
    note: String,
}

/// The chart.
#[derive(Template)]
#[template(path = "charts/bars.html")]
pub struct Bars {
    id: &'static str,
    caption: String,
    rows: Vec<Row>,
}

impl askama::filters::HtmlSafe for Bars {}

/// The longest bar fills the width; percentages are of the sum of what is positive.
pub fn bars(id: &'static str, caption: impl Into<String>, bars: &[Bar]) -> Bars {
    let most = bars.iter().map(|b| b.amount.get()).max().unwrap_or(0);
    let whole = bars.iter().map(|b| b.amount.get().max(0)).fold(0, i64::saturating_add);
    let row = |bar: &Bar| Row {
        name: bar.series.name.clone(),
        href: bar.href.clone(),
        class: bar.series.class,
        pattern: bar.series.texture.pattern(),
        width: share(bar.amount.get(), most),
        held: share(bar.held.min(bar.amount).get(), most),
        amount: fr::euros(bar.amount),
        held_words: if bar.held.is_positive() {
            format!("dont {} suspendus", fr::euros(bar.held))
        } else {
            String::new()
        },
        percent: percent(bar.amount.get(), whole),
        note: bar.note.clone(),
    };
    Bars { id, caption: caption.into(), rows: bars.iter().map(row).collect() }
}

/// `12 %`, rounded; `< 1 %` for a trace.
fn percent(part: i64, whole: i64) -> String {
    let hundredths = super::along(part, whole, 10_000);
    let nbsp = fr::NBSP;
    if part > 0 && hundredths < 50 { format!("<{nbsp}1{nbsp}%") } else { format!("{}{nbsp}%", (hundredths + 50) / 100) }
}

#[cfg(test)]
mod tests {
    use super::super::Texture;
    use super::*;

    #[test]
    fn the_longest_bar_fills_the_width_and_percentages_are_of_the_sum() {
        let bar = |euros: i64, held: i64| Bar {
            series: Series::new("1 à 30 j", "age-1", Texture::Dots),
            href: "/balance?tranche=days_1_30".into(),
            amount: Cents::new(euros * 100),
            held: Cents::new(held * 100),
            note: String::new(),
        };
        let drawn = bars("b", "Par âge", &[bar(750, 100), bar(250, 0), bar(-20, 0)]);
        let widths: Vec<String> = drawn.rows.iter().map(|r| r.width.to_string()).collect();
        assert_eq!(widths, ["100.00%", "33.33%", "0.00%"]);
        let percents: Vec<String> = drawn.rows.iter().map(|r| r.percent.replace(fr::NBSP, " ")).collect();
        assert_eq!(percents, ["75 %", "25 %", "0 %"]);
        assert_eq!(drawn.rows[0].held.to_string(), "13.33%");
        assert!(drawn.to_string().contains("dont 100,00"));
    }

    #[test]
    fn a_trace_is_not_nothing() {
        assert_eq!(percent(1, 1_000).replace(fr::NBSP, " "), "< 1 %");
        assert_eq!(percent(0, 0).replace(fr::NBSP, " "), "0 %");
    }
}
