//! The files that facts come from, kept byte for byte as evidence.
//!
//! Several years of one ledger are read as one: the last year's file carries it, the others are parts of it. Each is kept
//! as a source of its own, when and only when the whole is taken, and its entries name it.

use super::{FileOutcome, FileReport, Intake, ReadFile};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::SourceRecord;
use base::Date;
use base::id::SourceId;
use std::sync::Arc;

/// A file whose ledger was joined with that of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOf {
    /// Place of the file that carries the whole, among the files of the import.
    pub whole: usize,
    /// Its last day.
    pub until: Date,
}

/// The files of one ledger.
pub(super) struct Sources {
    whole: SourceId,
    parts: Vec<(Date, SourceId)>,
}

impl Sources {
    pub fn whole(&self) -> SourceId {
        self.whole
    }

    /// The file whose year holds that day.
    pub fn of(&self, booked_on: Date) -> SourceId {
        // Of two exports of one period, the later given replaces the other.
        let part = self.parts.iter().rev().filter(|(until, _)| booked_on <= *until).min_by_key(|(until, _)| *until);
        part.map_or(self.whole, |(_, source)| *source)
    }
}

impl Intake<'_, '_> {
    /// Keeps the parts of a ledger that is being taken.
    pub(super) fn keep_parts(
        &self,
        books: &mut dyn Books,
        whole: SourceId,
        parts: &[&ReadFile],
        reports: &mut [FileReport],
    ) -> AppResult<Sources> {
        let mut sources = Sources { whole, parts: Vec::with_capacity(parts.len()) };
        for (file, report) in parts.iter().zip(reports) {
            let Some(part) = file.part_of else { continue };
            let known = books.source_by_sha256(self.company.id, &file.sha256)?.map(|s| s.id);
            report.outcome = if known.is_some() { FileOutcome::AlreadyImported } else { FileOutcome::Joined };
            let id = match known {
                Some(id) => id,
                None => self.keep(books, file, report)?,
            };
            sources.parts.push((part.until, id));
        }
        Ok(sources)
    }

    fn keep(&self, books: &mut dyn Books, file: &ReadFile, report: &FileReport) -> AppResult<SourceId> {
        let source = self.source(file);
        books.insert_source(&source)?;
        self.note_file(books, file, &source, report)?;
        Ok(source.id)
    }

    pub(super) fn source(&self, file: &ReadFile) -> SourceRecord {
        SourceRecord {
            id: self.world.new_id(),
            company: self.company.id,
            name: file.name.clone(),
            format: super::format_code(file.reading.format),
            sha256: file.sha256.clone(),
            bytes: Arc::clone(&file.bytes),
            recorded_at: self.world.clock.now(),
        }
    }
}
