//! From files that were read to facts in the books: whose they are, what is new, what is known, what contradicts.
//!
//! A file is taken whole or not at all, in one transaction of its own. The same files in another order, or twice, give
//! the same facts: a document is recognised by its key, and what depends on several files is settled at the end.

mod bank;
mod due;
mod invoices;
mod ledger;
mod ownership;
mod parties;
mod report;
mod settle;

pub use report::{FileOutcome, FileReport, ImportReport};

use crate::error::AppResult;
use crate::lawbook;
use crate::ports::books::Books;
use crate::records::{Company, SourceRecord};
use crate::world::World;
use base::id::SourceId;
use domain::journal::JournalKind;
use domain::journal::kinds::{FileImported, FileRefused};
use draft::{Format, Problem, Reading};
use law::LawBook;
use parties::PartyResolver;
use serde_json::to_string;

/// A file as it was read, with its bytes.
#[derive(Clone, Debug)]
pub struct ReadFile {
    pub name: String,
    /// Lower-case hexadecimal SHA-256 of the bytes.
    pub sha256: String,
    pub bytes: Vec<u8>,
    pub reading: Reading,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions {
    /// Take invoices of any seller, and a ledger of any company, as this company's receivables.
    pub any_seller: bool,
}

/// What one file is imported with.
pub(crate) struct Intake<'i, 'w> {
    pub world: &'i World<'w>,
    pub company: &'i Company,
    pub law: &'i LawBook,
    pub options: ImportOptions,
}

/// What would happen, without it happening.
///
/// # Errors
/// A broken store.
pub fn preview(
    world: &World<'_>,
    company: &Company,
    files: &[ReadFile],
    options: ImportOptions,
) -> AppResult<ImportReport> {
    let law = lawbook::load(world)?;
    let intake = Intake { world, company, law: &law, options };
    world.rehearse(|books| {
        let mut report = ImportReport::default();
        for file in files {
            report.files.push(intake.take(books, file)?);
        }
        report.settled = settle::settle(&intake, books)?;
        Ok(report)
    })
}

/// Takes the files, each in a transaction of its own, then settles what depends on several of them.
///
/// `progress` is called after each file with how many are done.
///
/// # Errors
/// A broken store; files taken before stay taken.
pub fn import(
    world: &World<'_>,
    company: &Company,
    files: &[ReadFile],
    options: ImportOptions,
    progress: &mut dyn FnMut(usize),
) -> AppResult<ImportReport> {
    let law = lawbook::load(world)?;
    let intake = Intake { world, company, law: &law, options };
    let mut report = ImportReport::default();
    for (done, file) in files.iter().enumerate() {
        report.files.push(world.write(|books| intake.take(books, file))?);
        progress(done + 1);
    }
    if report.changed_anything() {
        report.settled = world.write(|books| settle::settle(&intake, books))?;
        world.write(|books| remember_mappings(&intake, books, files))?;
    }
    Ok(report)
}

impl Intake<'_, '_> {
    /// Takes one file whole, or says why not.
    fn take(&self, books: &mut dyn Books, file: &ReadFile) -> AppResult<FileReport> {
        let mut report = FileReport::of(file);
        if file.reading.is_refused() {
            return self.refuse(books, file, report);
        }
        if books.source_by_sha256(self.company.id, &file.sha256)?.is_some() {
            report.already_known = report::things_in(&file.reading);
            report.outcome = FileOutcome::AlreadyImported;
            return Ok(report);
        }
        if let Some(why) = ownership::set_aside(self.company, &file.reading, &file.name, self.options) {
            report.outcome = FileOutcome::SetAside;
            report.set_aside = Some(why);
            return Ok(report);
        }
        let source = self.source(file);
        let mut parties = PartyResolver::new(self);
        let conflicts = invoices::conflicts(self, books, &file.reading)?;
        if !conflicts.is_empty() {
            report.problems.extend(conflicts);
            return self.refuse(books, file, report);
        }
        if report::things_in(&file.reading) == 0 {
            report.outcome = FileOutcome::NothingInside;
            return Ok(report);
        }
        books.insert_source(&source)?;
        self.take_content(books, file, source.id, &mut parties, &mut report)?;
        report.outcome = FileOutcome::Taken;
        self.note_file(books, file, &source, &report)?;
        Ok(report)
    }

    fn take_content(
        &self,
        books: &mut dyn Books,
        file: &ReadFile,
        source: SourceId,
        parties: &mut PartyResolver<'_>,
        report: &mut FileReport,
    ) -> AppResult<()> {
        if !file.reading.invoices.is_empty() {
            invoices::take(self, books, &file.reading.invoices, source, parties, report)?;
        }
        if let Some(ledger) = &file.reading.ledger {
            ledger::take(self, books, ledger, source, parties, report)?;
        }
        if !file.reading.statements.is_empty() {
            bank::take(self, books, &file.reading.statements, source, report)?;
        }
        Ok(())
    }

    fn refuse(&self, books: &mut dyn Books, file: &ReadFile, mut report: FileReport) -> AppResult<FileReport> {
        report.outcome = FileOutcome::Refused;
        let why = report.problems.iter().find(|p| p.severity == draft::Severity::Error).map_or("", |p| p.what.as_str());
        let kind = JournalKind::FileRefused(FileRefused { name: file.name.clone(), why: why.to_string() });
        self.world.note(books, self.company.id, self.company.id, kind)?;
        Ok(report)
    }

    fn source(&self, file: &ReadFile) -> SourceRecord {
        SourceRecord {
            id: self.world.new_id(),
            company: self.company.id,
            name: file.name.clone(),
            format: format_code(file.reading.format),
            sha256: file.sha256.clone(),
            bytes: file.bytes.clone(),
            recorded_at: self.world.clock.now(),
        }
    }

    fn note_file(
        &self,
        books: &mut dyn Books,
        file: &ReadFile,
        source: &SourceRecord,
        report: &FileReport,
    ) -> AppResult<()> {
        let kind = JournalKind::FileImported(FileImported {
            name: file.name.clone(),
            format: source.format.clone(),
            sha256: file.sha256.clone(),
            created: report.created,
            already_known: report.already_known,
            problems: report.problems.len() as u64,
        });
        self.world.note(books, self.company.id, source.id, kind)
    }
}

/// The stable name of a format, as scripts see it.
pub fn format_code(format: Option<Format>) -> String {
    let format = format.unwrap_or(Format::Unknown);
    to_string(&format).map_or_else(|_| "unknown".to_string(), |json| json.trim_matches('"').to_string())
}

/// A confirmed column mapping is kept for the next file with the same header.
fn remember_mappings(intake: &Intake<'_, '_>, books: &mut dyn Books, files: &[ReadFile]) -> AppResult<()> {
    for table in files.iter().filter(|f| !f.reading.is_refused()).filter_map(|f| f.reading.table.as_ref()) {
        if let Ok(json) = to_string(&table.mapping) {
            books.remember_mapping(intake.company.id, &table.fingerprint, &json, intake.world.clock.now())?;
        }
    }
    Ok(())
}

pub(crate) fn conflict(what: String, remedy: &str) -> Problem {
    Problem::error("conflict", what, remedy)
}
