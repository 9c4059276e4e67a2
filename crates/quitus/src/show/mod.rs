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

/// Cuts a text to so many characters, with an ellipsis.
pub fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_string();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}
