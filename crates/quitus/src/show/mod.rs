//! Answers on a terminal: tables that read well in eighty columns, and JSON for scripts. Nothing is decided here.

mod table;

pub use table::{Align, grid};

use crate::fail::Outcome;
use serde_json::Value;
use std::io::Write;

/// Writes a line; a closed pipe ends the program quietly, as `| head` expects.
pub fn line(text: impl AsRef<str>) {
    if writeln!(std::io::stdout(), "{}", text.as_ref()).is_err() {
        std::process::exit(0);
    }
}

pub fn json(value: &Value) -> Outcome<()> {
    line(serde_json::to_string_pretty(value)?);
    Ok(())
}

/// Day and time as a clock in France shows them.
pub fn instant(at: base::Timestamp) -> String {
    at.in_tz("Europe/Paris").map_or_else(|_| at.to_string(), |z| z.strftime("%d/%m/%Y %H:%M").to_string())
}

/// Cuts a text to so many characters, with an ellipsis.
pub fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_string();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Writes a point of a list within eighty columns, continued under its text.
pub fn point(text: &str) {
    wrapped("     • ", "       ", text);
}

/// Writes a sentence within eighty columns.
pub fn paragraph(text: &str) {
    wrapped("", "  ", text);
}

/// Writes an indented remark within eighty columns.
pub fn remark(text: &str) {
    wrapped("  ", "  ", text);
}

fn wrapped(first: &str, next: &str, text: &str) {
    const WIDTH: usize = 80;
    let mut current = String::new();
    let mut margin = first;
    // Only plain spaces break: amounts and dates keep their no-break ones.
    for word in text.split(' ') {
        let width = margin.chars().count() + current.chars().count() + 1 + word.chars().count();
        if !current.is_empty() && width > WIDTH {
            line(format!("{margin}{current}"));
            margin = next;
            current.clear();
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    line(format!("{margin}{current}"));
}
