//! The living page of the design system: every part with its markup, light and dark.

use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::{Chip, lateness};
use crate::visit::Visit;
use askama::Template;

#[derive(Template)]
#[template(path = "style.html")]
struct StylePage {
    frame: Frame,
    chips: Vec<Chip>,
    icons: [&'static str; 24],
}

const ICONS: [&str; 24] = [
    "home", "todo", "quiet", "people", "bars", "path", "book", "gear", "mail", "phone", "letter", "stamp", "walk",
    "search", "check", "cross", "pause", "clock", "alert", "file", "upload", "arrow", "question", "euro",
];

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let tones = ["late", "warn", "good", "info", "hold", "plain"];
    let mut chips: Vec<Chip> = tones.map(|t| Chip::new(t, t)).to_vec();
    chips.extend([lateness(42), lateness(3), lateness(0), lateness(-5)]);
    html(&StylePage { frame: visit.frame("Style"), chips, icons: ICONS })
}
