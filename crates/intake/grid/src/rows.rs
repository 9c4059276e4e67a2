//! Rows of delimited text, each with the line an editor shows, and the search for the header row and its separator.
//! Rows are lent one at a time: a file of two million rows costs the memory of one.

use csv::{ReaderBuilder, StringRecord};

/// A cell with more line breaks than this is a quotation mark that nobody closed.
pub const MAX_CELL_LINES: u64 = 60;

/// How far into a file a header row is looked for.
const HEADER_ROWS: usize = 60;
const HEADER_BYTES: usize = 128 * 1024;

/// Reads the rows of a text, blank lines skipped.
pub struct Rows<'t> {
    reader: csv::Reader<&'t [u8]>,
    text: &'t [u8],
    record: StringRecord,
    counted: usize,
    line: u64,
    line_end: u8,
}

/// One row. Cells are trimmed, and `="0001"` (how Excel is told to keep zeros) is read as `0001`.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// From 1, where the row starts.
    pub line: u64,
    cells: &'r StringRecord,
}

impl<'t> Rows<'t> {
    pub fn new(text: &'t str, separator: u8) -> Self {
        let reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(text.as_bytes());
        let line_end = if text.contains('\n') { b'\n' } else { b'\r' };
        Rows { reader, text: text.as_bytes(), record: StringRecord::new(), counted: 0, line: 1, line_end }
    }

    /// The next row, or `None` at the end.
    #[expect(clippy::should_implement_trait, reason = "a row borrows the reader, which an Iterator cannot say")]
    pub fn next(&mut self) -> Option<Row<'_>> {
        let start = usize::try_from(self.reader.position().byte()).ok()?;
        if !self.reader.read_record(&mut self.record).ok()? {
            return None;
        }
        let skipped =
            self.text.get(start..).unwrap_or_default().iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.count_lines_to(start + skipped);
        Some(Row { line: self.line, cells: &self.record })
    }

    fn count_lines_to(&mut self, byte: usize) {
        let passed = self.text.get(self.counted..byte).unwrap_or_default();
        let lines = passed.iter().filter(|b| **b == self.line_end).count();
        self.line = self.line.saturating_add(u64::try_from(lines).unwrap_or(u64::MAX));
        self.counted = byte;
    }
}

impl<'r> Row<'r> {
    /// The cell at that index; empty when the row is shorter.
    pub fn get(&self, index: usize) -> &'r str {
        self.cells.get(index).map_or("", clean)
    }

    pub fn cells(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        self.cells.iter().map(clean)
    }

    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cells().all(str::is_empty)
    }

    /// True when a cell holds so many line breaks that a quotation mark must be missing.
    pub fn is_runaway(&self) -> bool {
        let breaks = |cell: &str| cell.bytes().filter(|b| *b == b'\n').count();
        self.cells.iter().any(|cell| breaks(cell) as u64 > MAX_CELL_LINES)
    }
}

fn clean(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).map_or(cell, str::trim)
}

/// Where the header row is and how the file is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundHeader {
    pub separator: u8,
    pub line: u64,
    pub cells: Vec<String>,
    pub score: usize,
}

/// The row, under the separator, that `score` likes best; the first one when several are equal. `None` when all score 0.
pub fn find_header(text: &str, score: impl Fn(&[&str]) -> usize) -> Option<FoundHeader> {
    let head = head_of(text);
    let mut best: Option<FoundHeader> = None;
    for separator in [b';', b'\t', b',', b'|'] {
        let mut rows = Rows::new(head, separator);
        for _ in 0..HEADER_ROWS {
            let Some(row) = rows.next() else { break };
            let cells: Vec<&str> = row.cells().collect();
            let points = if cells.len() < 2 { 0 } else { score(&cells) };
            if points > best.as_ref().map_or(0, |b| b.score) {
                let cells = cells.into_iter().map(str::to_string).collect();
                best = Some(FoundHeader { separator, line: row.line, cells, score: points });
            }
        }
    }
    best
}

fn head_of(text: &str) -> &str {
    let mut end = text.len().min(HEADER_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut rows = Rows::new(text, b';');
        let mut out = Vec::new();
        while let Some(row) = rows.next() {
            out.push((row.line, row.cells().map(str::to_string).collect()));
        }
        out
    }

    #[test]
    fn lines_are_those_an_editor_shows() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a;b", "", "\"c", "d\";e", "=\"007\"; f "].join(end);
            let rows = lines(&text);
            assert_eq!(rows.iter().map(|r| r.0).collect::<Vec<_>>(), [1, 3, 5], "{end:?}");
            assert_eq!(rows[2].1, ["007", "f"]);
        }
    }

    #[test]
    fn the_header_may_follow_a_preamble() {
        let text = "Export du 01/01/2026;\n\nNom, prénom;x\nDate;Montant;Client\n1;2;3\n";
        let wanted = ["Date", "Montant", "Client"];
        let found = find_header(text, |cells| cells.iter().filter(|c| wanted.contains(c)).count()).unwrap();
        assert_eq!((found.separator, found.line, found.score), (b';', 4, 3));
        assert!(find_header("rien", |_| 1).is_none());
    }

    #[test]
    fn an_unclosed_quote_shows() {
        let text = format!("a;b\n\"c;{}", "d\n".repeat(100));
        let mut rows = Rows::new(&text, b';');
        assert!(!rows.next().unwrap().is_runaway());
        assert!(rows.next().unwrap().is_runaway());
    }
}
