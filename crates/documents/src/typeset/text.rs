//! The text of a laid-out document, run by run, with its place on the page.
//!
//! It reads the frames that become the PDF, so the mentions are checked on what is printed and not on what was meant.

use typst::layout::{Frame, FrameItem, Point};
use typst_layout::PagedDocument;

/// One run of text and the place of its baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedText {
    /// From 1.
    pub page: usize,
    /// Tenths of a millimetre from the left and top edges.
    pub left: i64,
    pub top: i64,
    pub text: String,
}

pub(super) fn of(document: &PagedDocument) -> Vec<PlacedText> {
    let mut found = Vec::new();
    for (index, page) in document.pages().iter().enumerate() {
        walk(&page.frame, Point::zero(), index + 1, &mut found);
    }
    found
}

fn walk(frame: &Frame, origin: Point, page: usize, found: &mut Vec<PlacedText>) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        match item {
            FrameItem::Group(group) => walk(&group.frame, at, page, found),
            FrameItem::Text(text) => {
                found.push(PlacedText { page, left: tenths(at.x), top: tenths(at.y), text: text.text.to_string() })
            }
            _ => {}
        }
    }
}

/// Typst measures in floating points; a rounded whole number leaves this module.
fn tenths(length: typst::layout::Abs) -> i64 {
    let tenth = typst::layout::Abs::mm(0.1);
    (length / tenth).round() as i64
}
