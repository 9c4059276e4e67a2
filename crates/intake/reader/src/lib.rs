//! Any file → what it holds: the format is recognised from the content, never from the extension, and the right reader is
//! called. ZIP archives are walked, also inside one another once, behind limits on count, size and compression.
//!
//! It opens nothing itself: names and bytes come in, each file found goes to the caller's function, one at a time.

mod archive;
mod recognise;
mod refuse;
mod together;

pub use together::{Part, read_together};

use draft::{Format, Mapping, Reading};
use recognise::Content;
use std::borrow::Cow;

/// A file as the caller has it.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Shown in problems; for an accounting export it also gives company and closing date (`SIRENFECAAAAMMJJ`).
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// How to read.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Run the official rules on electronic invoices (about doubles their reading time).
    pub validate: bool,
    /// The column mapping that a person confirmed for a header row, by its fingerprint.
    pub mappings: &'a dyn Fn(&str) -> Option<Mapping>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options { validate: true, mappings: &|_| None }
    }
}

/// One file that was found, with its bytes for whoever keeps them.
#[derive(Clone, Debug)]
pub struct FileReading<'a> {
    /// The name given, or `archive.zip/folder/file.pdf`.
    pub name: String,
    pub bytes: Cow<'a, [u8]>,
    pub reading: Reading,
}

/// Reads a file, or every file of an archive, in the archive's order.
///
/// An archive gives one reading for itself only when something is wrong with it, or when it holds nothing.
pub fn read<'a>(input: Input<'a>, options: &Options<'_>, take: &mut dyn FnMut(FileReading<'a>)) {
    if recognise::content(input.bytes) == Content::Archive {
        archive::walk(input, options, take);
    } else {
        let reading = read_one(input, options);
        take(FileReading { name: input.name.to_string(), bytes: Cow::Borrowed(input.bytes), reading });
    }
}

/// Reads one file that is not an archive.
pub(crate) fn read_one(input: Input<'_>, options: &Options<'_>) -> Reading {
    let Input { name, bytes } = input;
    let rules = einvoice::Options { validate: options.validate };
    match recognise::content(bytes) {
        Content::Empty => Reading::of(Format::Unknown).with_problem(refuse::empty()),
        Content::Pdf => einvoice::read_pdf_with(bytes, rules),
        Content::Workbook | Content::OldWorkbook => read_workbook(bytes, options),
        Content::Archive => Reading::of(Format::Zip).with_problem(refuse::nested_too_deep()),
        Content::Foreign(kind) => Reading::of(Format::Unknown).with_problem(refuse::foreign(kind)),
        Content::Camt => bank::read_camt(bytes),
        Content::InvoiceXml => einvoice::read_xml_with(bytes, rules),
        Content::Fec => fec::read(file_name(name), bytes),
        Content::OtherXml => {
            bank::read(bytes).unwrap_or_else(|| Reading::of(Format::Unknown).with_problem(refuse::other_xml()))
        }
        Content::Text => read_text(bytes, options),
    }
}

/// A bank export, a list of invoices, or nothing we know. A mapping confirmed for these headers makes it a list.
fn read_text(bytes: &[u8], options: &Options<'_>) -> Reading {
    if let Some(reading) = bank::read_with(bytes, options.mappings).filter(|r| is_statement(r, options)) {
        return reading;
    }
    let reading = table::read_csv_with(bytes, options.mappings);
    if reading.table.is_some() {
        return reading;
    }
    Reading::of(Format::Unknown).with_problem(refuse::unknown())
}

/// A sheet of a bank's export makes a workbook a statement.
fn read_workbook(bytes: &[u8], options: &Options<'_>) -> Reading {
    let read = |text: &str| {
        let mut reading = bank::read_csv_with(text.as_bytes(), options.mappings)?;
        reading.format = Some(Format::BankXlsx);
        Some(reading).filter(|r| is_statement(r, options))
    };
    let is_header = |cells: &[String]| bank::is_header(cells, options.mappings);
    table::read_xlsx_or(bytes, options.mappings, &table::OtherSheet { is_header: &is_header, read: &read })
}

/// Unless a person said that these headers are those of a list of invoices.
fn is_statement(reading: &Reading, options: &Options<'_>) -> bool {
    let fingerprint = reading.table.as_ref().map(|t| t.fingerprint.as_str());
    fingerprint.and_then(|f| (options.mappings)(f)).is_none_or(|mapping| mapping.is_bank())
}

/// The last part of a path, whatever its separators.
fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
