//! A cloud of points: one for each invoice, by day and delay, its size by amount, with a line through medians.
//!
//! It only places things; what is drawn, and in which order, comes with the points.

use base::{Date, add_days, days_between, fr};

const WIDTH: i64 = 960;
const HEIGHT: i64 = 300;
const LEFT: i64 = 44;
const RIGHT: i64 = 16;
const TOP: i64 = 14;
const BOTTOM: i64 = 34;

/// What is drawn of one invoice.
pub struct Spot {
    pub on: Date,
    pub days_late: i64,
    pub amount: i64,
    pub median: i64,
    pub is_open: bool,
    /// Read by whoever points at it or listens.
    pub said: String,
    pub href: String,
}

/// A point, placed.
pub struct Dot {
    pub x: i64,
    pub y: i64,
    pub r: i64,
    pub is_open: bool,
    pub said: String,
    pub href: String,
}

/// A mark on an axis.
pub struct Tick {
    pub at: i64,
    pub label: String,
}

/// The drawing, in a box of [`Scatter::width`] by [`Scatter::height`].
pub struct Scatter {
    pub dots: Vec<Dot>,
    /// Points of the line, as SVG wants them; empty when all is of one day.
    pub line: String,
    /// The first day, one between and the last, each once.
    pub across: Vec<Tick>,
    pub up: Vec<Tick>,
}

impl Scatter {
    /// `None` when there is nothing to draw.
    pub fn of(spots: &[Spot]) -> Option<Scatter> {
        let (first, last) = (spots.iter().map(|s| s.on).min()?, spots.iter().map(|s| s.on).max()?);
        let span = days_between(first, last).max(1);
        let step = step(spots.iter().map(|s| s.days_late).max().unwrap_or(0));
        let top = (spots.iter().map(|s| s.days_late).max().unwrap_or(0) / step + 1) * step;
        let largest = spots.iter().map(|s| s.amount).max().unwrap_or(1).max(1);
        let is_one_day = first == last;
        let middle = i64::midpoint(LEFT, WIDTH - RIGHT);
        let along = |on: Date| LEFT + days_between(first, on) * (WIDTH - LEFT - RIGHT) / span;
        let x = |on: Date| if is_one_day { middle } else { along(on) };
        let y = |days: i64| HEIGHT - BOTTOM - days * (HEIGHT - TOP - BOTTOM) / top;
        let dots = spots.iter().map(|s| Dot {
            x: x(s.on),
            y: y(s.days_late),
            r: radius(s.amount, largest),
            is_open: s.is_open,
            said: s.said.clone(),
            href: s.href.clone(),
        });
        // Within a day nothing goes from one median to the next.
        let joined = if is_one_day { &[][..] } else { spots };
        let line = joined.iter().map(|s| format!("{},{}", x(s.on), y(s.median))).collect::<Vec<_>>();
        let mut across = vec![first, add_days(first, span / 2).unwrap_or(first), last];
        across.dedup();
        Some(Scatter {
            dots: dots.collect(),
            line: line.join(" "),
            across: across.into_iter().map(|on| Tick { at: x(on), label: fr::date_short(on) }).collect(),
            up: (0..=top / step)
                .map(|n| Tick { at: y(n * step), label: format!("{}{}j", n * step, fr::NBSP) })
                .collect(),
        })
    }

    pub fn has_paid(&self) -> bool {
        self.dots.iter().any(|dot| !dot.is_open)
    }

    pub fn has_open(&self) -> bool {
        self.dots.iter().any(|dot| dot.is_open)
    }

    pub fn width(&self) -> i64 {
        WIDTH
    }

    pub fn height(&self) -> i64 {
        HEIGHT
    }

    pub fn left(&self) -> i64 {
        LEFT
    }

    pub fn right(&self) -> i64 {
        WIDTH - RIGHT
    }

    pub fn foot(&self) -> i64 {
        HEIGHT - BOTTOM
    }
}

/// Round numbers of days, at most six of them.
fn step(longest: i64) -> i64 {
    [5, 10, 15, 30, 60, 90, 180].into_iter().find(|s| longest / s < 5).unwrap_or(365)
}

/// Area follows amount, with a floor so that every invoice can be seen and pointed at.
fn radius(amount: i64, largest: i64) -> i64 {
    let share = amount.max(0).saturating_mul(196) / largest;
    share.isqrt().max(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(day: i8, days_late: i64, amount: i64) -> Spot {
        let on = Date::constant(2026, 3, day);
        Spot { on, days_late, amount, median: days_late, is_open: false, said: String::new(), href: String::new() }
    }

    #[test]
    fn points_stay_in_the_box_and_larger_amounts_are_larger() {
        let drawn = Scatter::of(&[spot(1, 0, 100), spot(11, 45, 10_000), spot(31, 12, 2_500)]).unwrap();
        assert!(
            drawn.dots.iter().all(|d| (LEFT..=WIDTH - RIGHT).contains(&d.x) && (TOP..=HEIGHT - BOTTOM).contains(&d.y))
        );
        assert_eq!(drawn.dots.iter().map(|d| d.r).collect::<Vec<_>>(), [4, 14, 7]);
        assert_eq!((drawn.dots[0].x, drawn.dots[0].y), (LEFT, HEIGHT - BOTTOM));
        assert_eq!(drawn.dots[2].x, WIDTH - RIGHT);
        assert!(drawn.up.len() <= 6 && drawn.up.last().unwrap().at >= TOP);
    }

    #[test]
    fn one_invoice_paid_in_time_is_drawn_too() {
        assert_eq!(Scatter::of(&[spot(1, 0, 0)]).unwrap().dots.len(), 1);
        assert!(Scatter::of(&[]).is_none());
    }

    #[test]
    fn one_day_is_written_once_in_the_middle_and_has_no_line() {
        let drawn = Scatter::of(&[spot(1, 10, 100), spot(1, 60, 100)]).unwrap();
        assert_eq!(drawn.across.len(), 1);
        assert!(drawn.dots.iter().all(|d| d.x == drawn.across[0].at && (300..700).contains(&d.x)));
        assert!(drawn.line.is_empty() && drawn.has_paid() && !drawn.has_open());
        let days = |last| Scatter::of(&[spot(1, 0, 1), spot(last, 0, 1)]).unwrap().across.len();
        assert_eq!([days(2), days(3), days(31)], [2, 3, 3], "each day once");
    }
}
