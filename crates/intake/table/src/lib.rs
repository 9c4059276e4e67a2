//! Lists of invoices in CSV and XLSX → invoice drafts, with a column mapping that is detected, then confirmed by a person.
//!
//! The header row is found wherever it is; names of columns are understood in French and English, then by content where it
//! leaves one possibility. What cannot be established is a problem that says how to name the column; nothing is guessed.

mod columns;
mod remark;
mod row;
mod sheet;
mod source;
mod value;

pub use columns::{field_named, mapping_of};
pub use sheet::Remembered;

use columns::Columns;
use draft::{Format, Mapping, Problem, Reading, TableDraft};
use grid::{FoundHeader, Rows as TextRows, find_header};
use source::{CsvRows, OpenedSheet};

/// Rows of a worksheet in which the header is looked for.
const HEADER_ROWS: usize = 60;

/// The columns of a CSV list of invoices with the mapping detected; `None` when the text is no table.
pub fn detect(bytes: &[u8]) -> Option<TableDraft> {
    let text = grid::decode(bytes)?;
    let header = header_of(&text)?;
    let (columns, _) = sheet::settle(&header.cells, &CsvRows::below(&text, &header), &|_| None);
    Some(sheet::table(&columns, 0))
}

/// Reads a CSV list of invoices, with the mapping given or else the one detected.
pub fn read_csv(bytes: &[u8], mapping: Option<&Mapping>) -> Reading {
    read_csv_with(bytes, &|_| mapping.cloned())
}

/// [`read_csv`], with mappings remembered by the fingerprint of the header row.
pub fn read_csv_with(bytes: &[u8], remembered: &Remembered<'_>) -> Reading {
    let reading = Reading::of(Format::InvoiceCsv);
    let Some(text) = grid::decode(bytes) else { return reading.with_problem(no_table()) };
    let Some(header) = header_of(&text) else { return reading.with_problem(no_table()) };
    sheet::read(reading, &header.cells, &CsvRows::below(&text, &header), false, remembered)
}

/// Reads the first worksheet of an XLSX workbook that looks like a list of invoices.
pub fn read_xlsx(bytes: &[u8], mapping: Option<&Mapping>) -> Reading {
    read_xlsx_with(bytes, &|_| mapping.cloned())
}

/// [`read_xlsx`], with mappings remembered by the fingerprint of the header row.
pub fn read_xlsx_with(bytes: &[u8], remembered: &Remembered<'_>) -> Reading {
    read_xlsx_or(bytes, remembered, &OtherSheet { is_header: &|_| false, read: &|_| None })
}

/// Sheets that are no list of invoices but something another reader knows.
pub struct OtherSheet<'o> {
    pub is_header: &'o dyn Fn(&[String]) -> bool,
    /// Reads the sheet as delimited text, each row on the line of its number.
    pub read: &'o dyn Fn(&str) -> Option<Reading>,
}

/// [`read_xlsx_with`], unless a sheet is of the other kind: then that is what the workbook is.
pub fn read_xlsx_or(bytes: &[u8], remembered: &Remembered<'_>, other: &OtherSheet<'_>) -> Reading {
    let empty = Reading::of(Format::InvoiceXlsx);
    if is_old_workbook(bytes) {
        return empty.with_problem(source::unsupported("Excel ancien (.xls) ou protégé par un mot de passe"));
    }
    let mut found: Option<Reading> = None;
    let mut fallback: Option<Reading> = None;
    let outcome = source::open(bytes, &mut |opened, is_1904| {
        if let Some(mut reading) = other_kind(&opened, other) {
            reading.variant = Some(opened.name.clone());
            found = Some(reading);
        } else if let Some((index, headers)) = sheet_header(&opened) {
            found = Some(read_sheet(&opened, index, &headers, is_1904, remembered));
        } else if let (None, Some((index, headers))) = (&fallback, plain_header(&opened)) {
            fallback = Some(read_sheet(&opened, index, &headers, is_1904, remembered));
        }
        found.is_none()
    });
    match (outcome, found.or(fallback)) {
        (Err(problem), _) => empty.with_problem(problem),
        (Ok(()), Some(reading)) => reading,
        (Ok(()), None) => empty.with_problem(no_table()),
    }
}

/// True for the container of old Excel files (.xls) and of password-protected workbooks.
pub fn is_old_workbook(bytes: &[u8]) -> bool {
    source::is_old_office(bytes)
}

fn other_kind(opened: &OpenedSheet, other: &OtherSheet<'_>) -> Option<Reading> {
    let is_header = opened.head(HEADER_ROWS).any(|(_, cells)| (other.is_header)(&cells));
    if is_header { (other.read)(&opened.as_text()) } else { None }
}

fn read_sheet(
    opened: &OpenedSheet,
    index: usize,
    headers: &[String],
    is_1904: bool,
    remembered: &Remembered<'_>,
) -> Reading {
    let mut reading = Reading::of(Format::InvoiceXlsx);
    reading.variant = Some(opened.name.clone());
    sheet::read(reading, headers, &opened.below(index), is_1904, remembered)
}

/// The row with the best names, else the first that only holds texts above rows of the same width.
fn header_of(text: &str) -> Option<FoundHeader> {
    find_header(text, |cells| Columns::of(cells).score()).or_else(|| {
        let header = find_header(text, |cells| if all_texts(cells) { cells.len() } else { 0 })?;
        is_regular(text, &header).then_some(header)
    })
}

/// At least two rows, and all of the first twenty, are as wide as the header.
fn is_regular(text: &str, header: &FoundHeader) -> bool {
    let mut rows = TextRows::new(text, header.separator);
    let mut same = 0;
    let mut seen = 0;
    while let Some(row) = rows.next() {
        if row.line <= header.line {
            continue;
        }
        seen += 1;
        same += usize::from(row.len() == header.cells.len());
        if seen == 20 {
            break;
        }
    }
    same >= 2 && same == seen
}

fn all_texts<S: AsRef<str>>(cells: &[S]) -> bool {
    let is_name = |cell: &str| {
        !cell.is_empty()
            && cell.chars().count() <= 60
            && cell.chars().any(char::is_alphabetic)
            && base::Cents::parse(cell).is_none()
    };
    cells.len() >= 2 && cells.iter().all(|c| is_name(c.as_ref()))
}

fn sheet_header(opened: &OpenedSheet) -> Option<(usize, Vec<String>)> {
    let scored = opened.head(HEADER_ROWS).map(|(index, cells)| (Columns::of(&cells).score(), index, cells));
    let best =
        scored.filter(|(score, ..)| *score > 0).max_by_key(|(score, index, _)| (*score, std::cmp::Reverse(*index)));
    best.map(|(_, index, cells)| (index, cells))
}

fn plain_header(opened: &OpenedSheet) -> Option<(usize, Vec<String>)> {
    opened.head(HEADER_ROWS).find(|(_, cells)| all_texts(cells))
}

fn no_table() -> Problem {
    let what = "Aucune ligne d’en-tête n’a été reconnue dans ce tableau.";
    let remedy = "Mettez sur une même ligne les noms des colonnes : Numéro, Client, Date, Échéance, Montant TTC…";
    Problem::error("no_header", what, remedy)
}
