//! Worksheets of an XLSX workbook as rows of cells, behind limits checked before anything is built in memory.
//! Spreadsheet numbers are binary floats: they become decimal text at once and are never computed with.

use super::{Cell, Row, Rows};
use base::Date;
use calamine::{DataRef, Reader, Xlsx};
use draft::Problem;
use grid::date;
use std::borrow::Cow;
use std::io::{Cursor, Read};

const MAX_UNPACKED: u64 = 512 << 20;
/// Compression beyond this, on more than [`SMALL`] bytes, is not that of a workbook.
const MAX_RATIO: u64 = 200;
const SMALL: u64 = 32 << 20;
const MAX_PARTS: usize = 5_000;
/// Cells kept in memory for one sheet, the empty ones between two filled ones included.
const MAX_CELLS: usize = 10_000_000;
const MAX_COLUMNS: u32 = 1_000;
/// Empty rows kept as empty lines.
const LONGEST_GAP: u64 = 10_000;

#[derive(Clone, Debug, PartialEq)]
enum Stored {
    Empty,
    Text(String),
    Number(String),
    Day(Date),
}

#[derive(Clone, Debug)]
struct SheetRow {
    line: u64,
    cells: Vec<Stored>,
}

/// One worksheet.
pub(crate) struct OpenedSheet {
    pub name: String,
    rows: Vec<SheetRow>,
}

/// Opens a workbook and hands over its sheets one after the other until `take` returns false.
///
/// # Errors
/// What is not an XLSX workbook, is damaged or too large, with what to do.
pub(crate) fn open(bytes: &[u8], take: &mut dyn FnMut(OpenedSheet, bool) -> bool) -> Result<(), Problem> {
    check_size(bytes)?;
    // The workbook reader is third-party code on hostile input: a panic in it must stay a message.
    let work = std::panic::AssertUnwindSafe(|| read_sheets(bytes, take));
    std::panic::catch_unwind(work).unwrap_or_else(|_| Err(damaged()))
}

fn read_sheets(bytes: &[u8], take: &mut dyn FnMut(OpenedSheet, bool) -> bool) -> Result<(), Problem> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let is_1904 = book.has_1904_epoch();
    for name in book.sheet_names() {
        let Some(rows) = sheet(&mut book, &name, is_1904)? else { continue };
        if !take(OpenedSheet { name, rows }, is_1904) {
            break;
        }
    }
    Ok(())
}

/// The rows of one sheet; `None` for charts and macros.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, is_1904: bool) -> Result<Option<Vec<SheetRow>>, Problem> {
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(None) };
    let mut rows: Vec<SheetRow> = Vec::new();
    let mut count = 0_usize;
    while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
        let (row, column) = cell.get_position();
        let value = stored(cell.get_value(), is_1904);
        if value == Stored::Empty || column >= MAX_COLUMNS {
            continue;
        }
        let line = u64::from(row) + 1;
        if rows.last().is_none_or(|last| last.line != line) {
            rows.push(SheetRow { line, cells: Vec::new() });
        }
        if let Some(last) = rows.last_mut() {
            let index = column as usize;
            if last.cells.len() <= index {
                count += index + 1 - last.cells.len();
                if count > MAX_CELLS {
                    return Err(too_large());
                }
                last.cells.resize(index + 1, Stored::Empty);
            }
            if let Some(slot) = last.cells.get_mut(index) {
                *slot = value;
            }
        }
    }
    Ok(Some(rows))
}

fn stored(value: &DataRef<'_>, is_1904: bool) -> Stored {
    match value {
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Int(number) => Stored::Number(number.to_string()),
        DataRef::Float(number) => number_cell(*number),
        DataRef::Bool(yes) => Stored::Text(if *yes { "oui" } else { "non" }.to_string()),
        DataRef::DateTime(moment) => {
            let days = format!("{}", moment.as_f64());
            let whole = days.split('.').next().and_then(|d| d.parse().ok());
            whole.and_then(|d| date::from_serial(d, is_1904)).map_or(Stored::Text(days), Stored::Day)
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            date::parse(text, date::Order::DayFirst).map_or_else(|| text_cell(text), Stored::Day)
        }
        DataRef::Error(error) => Stored::Text(error.to_string()),
        DataRef::Empty => Stored::Empty,
    }
}

fn text_cell(text: &str) -> Stored {
    let text = text.trim();
    if text.is_empty() { Stored::Empty } else { Stored::Text(text.to_string()) }
}

/// The shortest decimal that is this number; six decimals where a formula left more.
fn number_cell(number: f64) -> Stored {
    if !number.is_finite() {
        return Stored::Text("nombre invalide".to_string());
    }
    let shortest = format!("{number}");
    let decimals = shortest.split_once('.').map_or(0, |(_, d)| d.len());
    Stored::Number(if decimals > 2 { format!("{number:.6}") } else { shortest })
}

/// Unpacks every part without keeping it: sizes written in an archive may lie.
fn check_size(bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MAX_PARTS {
        return Err(too_large());
    }
    let names: Vec<String> = archive.file_names().map(str::to_string).collect();
    if let Some(problem) = other_office_format(&names) {
        return Err(problem);
    }
    let mut total = 0_u64;
    let mut buffer = vec![0_u8; 64 * 1024];
    for index in 0..archive.len() {
        let Ok(mut part) = archive.by_index(index) else { continue };
        let packed = part.compressed_size().max(1);
        let mut unpacked = 0_u64;
        loop {
            let read = part.read(&mut buffer).map_err(|_| damaged())?;
            if read == 0 {
                break;
            }
            unpacked += read as u64;
            total += read as u64;
            if total > MAX_UNPACKED || (unpacked > SMALL && unpacked / packed > MAX_RATIO) {
                return Err(too_large());
            }
        }
    }
    Ok(())
}

fn other_office_format(names: &[String]) -> Option<Problem> {
    let has = |wanted: &str| names.iter().any(|n| n == wanted);
    if has("xl/workbook.xml") {
        return None;
    }
    let format = if has("xl/workbook.bin") {
        "XLSB"
    } else if has("content.xml") {
        "OpenDocument (ODS)"
    } else {
        return Some(damaged());
    };
    Some(unsupported(format))
}

/// Old Excel files and password-protected ones share one container.
pub(crate) fn is_old_office(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

pub(crate) fn unsupported(format: &str) -> Problem {
    let what = format!("Classeur au format {format}, qui n’est pas lu.");
    Problem::error(
        "unsupported_workbook",
        what,
        "Enregistrez-le au format Excel .xlsx ou en CSV, puis importez de nouveau.",
    )
}

fn damaged() -> Problem {
    let what = "Le classeur Excel est abîmé ou n’en est pas un.";
    Problem::error(
        "damaged_workbook",
        what,
        "Ouvrez-le dans un tableur, enregistrez-le sous un autre nom en .xlsx ou en CSV.",
    )
}

fn too_large() -> Problem {
    let what = "Le classeur est démesuré une fois décompressé : il n’a pas été ouvert.";
    Problem::error("oversized_workbook", what, "Gardez la seule feuille des factures et enregistrez-la en CSV.")
}

fn push_cell(cell: &Stored, out: &mut String) {
    match cell {
        Stored::Empty => {}
        Stored::Day(day) => out.push_str(&day.to_string()),
        Stored::Number(number) => match number.split_once('.').filter(|(_, decimals)| decimals.len() > 2) {
            Some(_) => {
                out.push_str(&super::rounded(number).map_or_else(|| number.clone(), |(cents, _)| cents.to_string()))
            }
            None => out.push_str(number),
        },
        Stored::Text(text) => {
            out.push('"');
            text.chars().for_each(|c| match c {
                '"' => out.push_str("\"\""),
                '\n' | '\r' => out.push(' '),
                c => out.push(c),
            });
            out.push('"');
        }
    }
}

impl OpenedSheet {
    /// The first rows as text, to look for a header: index in the sheet and cells.
    pub fn head(&self, rows: usize) -> impl Iterator<Item = (usize, Vec<String>)> + '_ {
        self.rows.iter().take(rows).enumerate().map(|(index, row)| {
            let cells = (0..row.cells.len()).map(|i| row.cell(i).text().into_owned());
            (index, cells.collect())
        })
    }

    /// The sheet as delimited text: each row on the line of its number, dates as years first, amounts with two decimals.
    pub fn as_text(&self) -> String {
        let mut text = String::new();
        let mut line = 1;
        for row in &self.rows {
            // A sheet with a cell far below the others is not padded down to it.
            if row.line.saturating_sub(line) <= LONGEST_GAP {
                (line..row.line).for_each(|_| text.push('\n'));
            }
            line = row.line + 1;
            for (at, cell) in row.cells.iter().enumerate() {
                if at > 0 {
                    text.push(';');
                }
                push_cell(cell, &mut text);
            }
            text.push('\n');
        }
        text
    }

    pub fn below(&self, header: usize) -> SheetRows<'_> {
        SheetRows { rows: self.rows.get(header + 1..).unwrap_or_default() }
    }
}

pub(crate) struct SheetRows<'s> {
    rows: &'s [SheetRow],
}

impl Rows for SheetRows<'_> {
    fn visit(&self, visit: &mut dyn FnMut(&dyn Row) -> bool) {
        for row in self.rows {
            if !visit(row) {
                break;
            }
        }
    }
}

impl Row for SheetRow {
    fn line(&self) -> u64 {
        self.line
    }

    fn cell(&self, index: usize) -> Cell<'_> {
        match self.cells.get(index) {
            Some(Stored::Text(text)) => Cell::Text(text),
            Some(Stored::Number(text)) => Cell::Number(text),
            Some(Stored::Day(day)) => Cell::Day(*day),
            Some(Stored::Empty) | None => Cell::Text(""),
        }
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().all(|c| *c == Stored::Empty)
    }

    fn is_runaway(&self) -> bool {
        false
    }

    fn first_text(&self) -> Cow<'_, str> {
        (0..self.cells.len()).map(|i| self.cell(i).text()).find(|t| !t.is_empty()).unwrap_or(Cow::Borrowed(""))
    }

    fn texts(&self) -> Vec<String> {
        (0..self.cells.len()).map(|i| self.cell(i).text().into_owned()).collect()
    }
}
