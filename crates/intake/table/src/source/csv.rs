//! Rows of a CSV text below its header row. The text stays borrowed; each pass reads it again.

use super::{Cell, Row, Rows};
use grid::FoundHeader;
use std::borrow::Cow;

pub(crate) struct CsvRows<'t> {
    text: &'t str,
    header: &'t FoundHeader,
}

impl<'t> CsvRows<'t> {
    pub fn below(text: &'t str, header: &'t FoundHeader) -> Self {
        CsvRows { text, header }
    }
}

impl Rows for CsvRows<'_> {
    fn visit(&self, visit: &mut dyn FnMut(&dyn Row) -> bool) {
        let mut rows = grid::Rows::new(self.text, self.header.separator);
        while let Some(row) = rows.next() {
            if row.line > self.header.line && !visit(&row) {
                break;
            }
        }
    }
}

impl Row for grid::Row<'_> {
    fn line(&self) -> u64 {
        self.line
    }

    fn cell(&self, index: usize) -> Cell<'_> {
        Cell::Text(self.get(index))
    }

    fn is_empty(&self) -> bool {
        grid::Row::is_empty(self)
    }

    fn is_runaway(&self) -> bool {
        grid::Row::is_runaway(self)
    }

    fn first_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.cells().find(|c| !c.is_empty()).unwrap_or(""))
    }

    fn texts(&self) -> Vec<String> {
        self.cells().map(str::to_string).collect()
    }
}
