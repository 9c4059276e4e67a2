//! How a customer pays: a dot for each invoice, and the moving median that shows a drift before any average does.

use super::{Share, Tick, along, month, step};
use askama::Template;
use base::{Cents, Date, days_between, fr};

/// One invoice: when it was issued, how late it was paid (or still is), what it was worth.
#[derive(Clone, Debug)]
pub struct Dot {
    pub on: Date,
    /// Negative when paid before its due date.
    pub days_late: i64,
    pub amount: Cents,
    /// Number of the invoice.
    pub label: String,
    pub href: String,
    /// Not paid yet: the dot is hollow, and rises until it is.
    pub is_open: bool,
}

struct Circle {
    href: String,
    title: String,
    x: Share,
    y: i64,
    r: i64,
    class: &'static str,
}

struct Segment {
    x1: Share,
    y1: i64,
    x2: Share,
    y2: i64,
}

struct Line {
    href: String,
    label: String,
    on: String,
    late: String,
    amount: String,
    state: &'static str,
}

/// The chart, with its table.
#[derive(Template)]
#[template(path = "charts/scatter.html")]
pub struct Scatter {
    caption: String,
    zero: i64,
    days: Vec<Tick<i64>>,
    months: Vec<Tick<Share>>,
    circles: Vec<Circle>,
    median: Vec<Segment>,
    lines: Vec<Line>,
}

impl askama::filters::HtmlSafe for Scatter {}

const HEIGHT: i64 = 220;
const TOP: i64 = 14;
const LARGEST: i64 = 13;
const SMALLEST: i64 = 4;
/// The median is that of this many invoices in a row.
pub const WINDOW: usize = 5;

/// Dots in any order; `None` when there are none.
pub fn scatter(caption: impl Into<String>, dots: &[Dot]) -> Option<Scatter> {
    let mut dots = dots.to_vec();
    dots.sort_by(|a, b| (a.on, &a.label).cmp(&(b.on, &b.label)));
    let (first, last) = dots.first().map(|d| d.on).zip(dots.last().map(|d| d.on))?;
    let low = dots.iter().map(|d| d.days_late).min().unwrap_or(0).min(0);
    let high = dots.iter().map(|d| d.days_late).max().unwrap_or(0).max(10);
    let span = days_between(first, last).max(1);
    let axes = Axes { first, span, low, high };
    let most = dots.iter().map(|d| d.amount.get()).max().unwrap_or(0);
    let medians = moving_median(&dots.iter().map(|d| d.days_late).collect::<Vec<_>>());
    let points: Vec<(Share, i64)> = dots.iter().zip(medians).map(|(d, m)| (axes.x(d.on), axes.y(m))).collect();
    Some(Scatter {
        caption: caption.into(),
        zero: axes.y(0),
        days: axes.days(),
        months: axes.months(last),
        circles: dots.iter().map(|dot| circle(dot, &axes, most)).collect(),
        median: points
            .windows(2)
            .skip(WINDOW.min(dots.len()).saturating_sub(2))
            .map(|p| Segment { x1: p[0].0, y1: p[0].1, x2: p[1].0, y2: p[1].1 })
            .collect(),
        lines: dots.iter().rev().map(line).collect(),
    })
}

struct Axes {
    first: Date,
    span: i64,
    low: i64,
    high: i64,
}

impl Axes {
    /// Dots keep three hundredths of the width from both edges.
    fn x(&self, on: Date) -> Share {
        Share(300 + along(days_between(self.first, on), self.span, 9_400))
    }

    fn y(&self, days: i64) -> i64 {
        TOP + HEIGHT - along(days - self.low, self.high - self.low, HEIGHT)
    }

    fn days(&self) -> Vec<Tick<i64>> {
        let step = step(self.high - self.low);
        let marks = (self.low / step..=self.high / step).map(|n| n * step);
        marks.map(|day| Tick { at: self.y(day), label: format!("{day}{}j", fr::NBSP).replace('-', "−") }).collect()
    }

    /// The first days of months, at most six of them.
    fn months(&self, last: Date) -> Vec<Tick<Share>> {
        let next = |d: Date| d.first_of_month().checked_add(jiff::Span::new().months(1)).ok();
        let starts: Vec<Date> =
            std::iter::successors(next(self.first), |d| next(*d)).take_while(|d| *d <= last).collect();
        let every = starts.len().div_ceil(6).max(1);
        starts.iter().step_by(every).map(|d| Tick { at: self.x(*d), label: month(*d) }).collect()
    }
}

fn circle(dot: &Dot, axes: &Axes, most: i64) -> Circle {
    let class = match (dot.is_open, dot.days_late > 0) {
        (true, _) => "dot open",
        (false, true) => "dot late",
        (false, false) => "dot good",
    };
    Circle {
        href: dot.href.clone(),
        title: format!("{} du {} : {}, {}", dot.label, fr::date(dot.on), fr::euros(dot.amount), words(dot)),
        x: axes.x(dot.on),
        y: axes.y(dot.days_late),
        // The area, not the radius, follows the amount.
        r: (along(dot.amount.get(), most, LARGEST * LARGEST)).isqrt().max(SMALLEST),
        class,
    }
}

fn words(dot: &Dot) -> String {
    let days = |n: i64| fr::count(n.unsigned_abs(), "jour", "jours");
    match (dot.is_open, dot.days_late) {
        (true, late) if late > 0 => format!("pas encore payée, {} de retard", days(late)),
        (true, _) => "pas encore échue".to_string(),
        (false, 0) => "payée à l’échéance".to_string(),
        (false, late) if late > 0 => format!("payée avec {} de retard", days(late)),
        (false, early) => format!("payée {} avant l’échéance", days(early)),
    }
}

fn line(dot: &Dot) -> Line {
    Line {
        href: dot.href.clone(),
        label: dot.label.clone(),
        on: fr::date_short(dot.on),
        late: format!("{}{}j", dot.days_late, fr::NBSP).replace('-', "−"),
        amount: fr::euros(dot.amount),
        state: if dot.is_open { "ouverte" } else { "payée" },
    }
}

/// At each place, the median of the last [`WINDOW`] values, itself included; of an even number, the lower middle.
fn moving_median(values: &[i64]) -> Vec<i64> {
    let median = |end: usize| {
        let mut window = values[(end + 1).saturating_sub(WINDOW)..=end].to_vec();
        window.sort_unstable();
        window[(window.len() - 1) / 2]
    };
    (0..values.len()).map(median).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(month: i8, days_late: i64, euros: i64) -> Dot {
        Dot {
            on: Date::constant(2026, month, 10),
            days_late,
            amount: Cents::new(euros * 100),
            label: format!("F-{month}"),
            href: format!("/factures/{month}"),
            is_open: false,
        }
    }

    #[test]
    fn the_median_follows_five_invoices_and_ignores_one_accident() {
        assert_eq!(moving_median(&[2, 90, 3, 4, 5, 30, 31]), [2, 2, 3, 3, 4, 5, 5]);
        assert_eq!(moving_median(&[]), Vec::<i64>::new());
    }

    #[test]
    fn dots_stand_by_date_and_lateness_and_their_area_follows_the_amount() {
        let chart = scatter("Paiements", &[dot(3, 20, 400), dot(1, -5, 100)]).unwrap();
        assert_eq!(chart.circles[0].x.to_string(), "3.00%", "the oldest first, on the left");
        assert_eq!(chart.circles[1].x.to_string(), "97.00%");
        assert!(chart.circles[1].y < chart.zero && chart.circles[0].y > chart.zero, "late is above the due date");
        assert_eq!((chart.circles[0].r, chart.circles[1].r), (6, 13), "four times the amount, twice the radius");
        let html = chart.to_string();
        assert!(html.contains("payée avec 20\u{a0}jours de retard") && html.contains("href=\"/factures/3\""), "{html}");
        assert!(scatter("Paiements", &[]).is_none());
    }
}
