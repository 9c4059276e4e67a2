//! Charts, drawn on the server: no script, no float, readable without colour, each with its figures in a table.
//!
//! Across, places are shares of the width, so that a chart follows its page and its letters keep their size; up and down
//! they are pixels. Colours are classes of the style sheet, and every series also has a texture of its own.
//!
//! A page holds what a chart's function returns and writes `{{ chart }}`.

mod bars;
mod columns;

pub use bars::{Bar, Bars, bars};
pub use columns::{Column, Columns, ColumnsChart, columns};

use super::{EURO, rounded};
use base::{Cents, Date, fr};
use std::fmt;

/// A share of the width, in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share(i64);

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// `part` of `whole`, when the whole is `scale` long: rounded down, never outside.
fn along(part: i64, whole: i64, scale: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let at = i128::from(part.max(0)) * i128::from(scale) / i128::from(whole);
    i64::try_from(at).unwrap_or(scale).min(scale)
}

fn share(part: i64, whole: i64) -> Share {
    Share(along(part, whole, 10_000))
}

/// What fills an area beside its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Texture {
    #[default]
    Plain,
    Dots,
    Rising,
    Falling,
    Crossed,
}

impl Texture {
    /// The end of the pattern's name; `None` when there is nothing to draw over the colour.
    pub fn pattern(self) -> Option<&'static str> {
        match self {
            Texture::Plain => None,
            Texture::Dots => Some("dots"),
            Texture::Rising => Some("rising"),
            Texture::Falling => Some("falling"),
            Texture::Crossed => Some("crossed"),
        }
    }
}

/// One kind of amount: its name, its class in the style sheet, its texture.
#[derive(Clone, Debug)]
pub struct Series {
    pub name: String,
    pub class: &'static str,
    pub texture: Texture,
}

impl Series {
    pub fn new(name: impl Into<String>, class: &'static str, texture: Texture) -> Series {
        Series { name: name.into(), class, texture }
    }
}

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick<P> {
    pub at: P,
    pub label: String,
}

/// The step between marks, so that three to six of them reach `most`: 1, 2 or 5 times a power of ten.
fn step(most: i64) -> i64 {
    let mut step = 1;
    loop {
        for times in [1, 2, 5] {
            if step * times * 5 >= most {
                return step * times;
            }
        }
        if step > i64::MAX / 100 {
            return step;
        }
        step *= 10;
    }
}

/// Euros on an axis, short and rounded as headlines are: `500 €`, `20 k€`, `1,5 M€`.
fn short_euros(cents: Cents) -> String {
    let of = |unit: u64| rounded(cents, unit);
    // What rounds up to the next unit is said in it: 999 950 € is 1 M€.
    let (tenths, unit) = if of(EURO) < 1_000 {
        (of(EURO) * 10, "€")
    } else if of(100 * EURO) < 10_000 {
        (of(100 * EURO), "k€")
    } else {
        (of(100_000 * EURO), "M€")
    };
    let sign = if cents.is_negative() && tenths > 0 { "−" } else { "" };
    let tenth = if tenths % 10 == 0 { String::new() } else { format!(",{}", tenths % 10) };
    format!("{sign}{}{tenth}{}{unit}", fr::thousands(tenths / 10), fr::NBSP)
}

const MONTHS: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

/// `sept. 26`.
pub fn month(date: Date) -> String {
    format!("{} {:02}", MONTHS[usize::from(date.month().unsigned_abs()) - 1], date.year() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_few() {
        for (most, expected) in [(0, 1), (5, 1), (7, 2), (26, 10), (123_456, 50_000), (500_000, 100_000)] {
            assert_eq!(step(most), expected, "{most}");
        }
        assert!(step(i64::MAX) > 0);
    }

    #[test]
    fn shares_never_leave_the_chart() {
        assert_eq!(share(1, 3).to_string(), "33.33%");
        assert_eq!(share(5, 0).to_string(), "0.00%");
        assert_eq!(share(i64::MAX, i64::MAX).to_string(), "100.00%");
        assert_eq!(share(-4, 10).to_string(), "0.00%");
    }

    #[test]
    fn amounts_on_an_axis_are_short() {
        let short = |euros: i64| short_euros(Cents::new(euros * 100)).replace(fr::NBSP, " ");
        assert_eq!([short(0), short(500), short(20_000), short(1_500_000)], ["0 €", "500 €", "20 k€", "1,5 M€"]);
        assert_eq!(short(2_500), "2,5 k€");
        let short = |cents: i64| short_euros(Cents::new(cents)).replace(fr::NBSP, " ");
        assert_eq!([short(36_060), short(36_049), short(3_995_760)], ["361 €", "360 €", "40 k€"], "rounded, not cut");
        assert_eq!([short(99_949), short(99_950), short(104_950)], ["999 €", "1 k€", "1 k€"]);
        assert_eq!([short(99_994_999), short(99_995_000)], ["999,9 k€", "1 M€"]);
        assert_eq!(short(-36_060), "−361 €");
    }
}
