//! From files that were read to facts in the books: whose they are, what is new, what is known, what contradicts.
//!
//! A file is taken whole or not at all, in one transaction of its own. The same files in another order, or twice, give
//! the same facts: a document is recognised by its key, and what depends on several files is settled at the end.

mod bank;
mod document;
mod due;
mod invoices;
mod ledger;
mod nature;
mod ownership;
mod parties;
mod repeated;
mod report;
mod returns;
mod seller;
pub(crate) mod settle;
mod sighted;
mod sources;
mod tally;
mod typed;

pub use bank::name_account;
pub use report::{FileOutcome, FileReport, ImportReport};
pub use returns::Returned;
pub use seller::{Seller, seller};
pub use settle::Settled;
pub use sources::PartOf;
pub use typed::{NewCustomer, Typed, TypedCustomer, TypedDue, TypedInvoice, add, named};

use crate::error::AppResult;
use crate::lawbook;
use crate::ports::books::Books;
use crate::ports::terms::Touched;
use crate::records::{Company, SourceRecord};
use crate::world::World;
use base::id::PartyId;
use domain::journal::JournalKind;
use domain::journal::kinds::{FileImported, FileRefused};
use draft::{Format, Mapping, Problem, Reading};
use law::LawBook;
use parties::PartyResolver;
use serde_json::to_string;
use sha2::{Digest, Sha256};
use sources::Sources;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file as it was read, with its bytes.
#[derive(Clone, Debug)]
pub struct ReadFile {
    pub name: String,
    /// Lower-case hexadecimal SHA-256 of the bytes.
    pub sha256: String,
    pub bytes: Arc<Vec<u8>>,
    pub reading: Reading,
    /// Its ledger is in the reading of another file, with which it is taken or not.
    pub part_of: Option<PartOf>,
}

impl ReadFile {
    pub fn of(name: String, bytes: Vec<u8>, reading: Reading) -> ReadFile {
        let sha256 = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        ReadFile { name, sha256, bytes: Arc::new(bytes), reading, part_of: None }
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions {
    /// Take invoices of any seller, and a ledger of any company, as this company's receivables.
    pub any_seller: bool,
    /// Take lists without their wrong lines. Statements and ledgers stay whole or not at all.
    pub skip_wrong_lines: bool,
}

/// What a person typed instead of giving a file; the journal tells it in its own words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hand {
    /// The customer that they chose: no name is compared.
    pub customer: Option<PartyId>,
}

/// What one file is imported with.
pub(crate) struct Intake<'i, 'w> {
    pub world: &'i World<'w>,
    pub company: &'i Company,
    pub law: &'i LawBook,
    pub options: ImportOptions,
    pub hand: Option<Hand>,
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
    let intake = Intake { world, company, law: &law, options, hand: None };
    let files = &*as_wanted(files, options);
    world.rehearse(|books| {
        let was_stopped = waits(books, company)?;
        let mut report = ImportReport::default();
        let mut reports = BTreeMap::new();
        for at in in_order(files) {
            reports.extend(intake.take_with_parts(books, files, at)?);
        }
        report.files = reports.into_values().collect();
        let touched = books.take_touched();
        report.settled = settle_with_waiting(&intake, books, files, touched, was_stopped)?;
        report.unknown_kinds = books.debtors_of_unknown_kind(company.id)?;
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
    let intake = Intake { world, company, law: &law, options, hand: None };
    let was_stopped = world.read(|books| waits(books, company))?;
    let files = &*as_wanted(files, options);
    let mut report = ImportReport::default();
    let mut reports = BTreeMap::new();
    let mut touched = Touched::default();
    for at in in_order(files) {
        let (taken, since) =
            world.write(|books| Ok((intake.take_with_parts(books, files, at)?, books.take_touched())))?;
        reports.extend(taken);
        touched.add(since);
        progress(reports.len());
    }
    report.files = reports.into_values().collect();
    if report.changed_anything() || was_stopped {
        report.settled =
            world.write(|books| settle_with_waiting(&intake, books, files, touched.clone(), was_stopped))?;
        world.write(|books| remember_mappings(&intake, books, files))?;
    }
    report.unknown_kinds = world.read(|books| Ok(books.debtors_of_unknown_kind(company.id)?))?;
    Ok(report)
}

/// Lists without their wrong lines, when that was said.
fn as_wanted(files: &[ReadFile], options: ImportOptions) -> Cow<'_, [ReadFile]> {
    if !options.skip_wrong_lines {
        return Cow::Borrowed(files);
    }
    let wanted = |file: &ReadFile| {
        let reading = file.reading.without_wrong_lines().unwrap_or_else(|| file.reading.clone());
        ReadFile { reading, ..file.clone() }
    };
    Cow::Owned(files.iter().map(wanted).collect())
}

/// Settles what earlier imports took and could not settle because they were stopped in between; `None` when nothing waits.
///
/// # Errors
/// A broken store.
pub fn settle_waiting(world: &World<'_>, company: &Company) -> AppResult<Option<Settled>> {
    if !world.read(|books| waits(books, company))? {
        return Ok(None);
    }
    let law = lawbook::load(world)?;
    let intake = Intake { world, company, law: &law, options: ImportOptions::default(), hand: None };
    world.write(|books| settle_with_waiting(&intake, books, &[], Touched::default(), true)).map(Some)
}

/// Whether an import was stopped between taking a file and settling it.
fn waits(books: &mut dyn Books, company: &Company) -> AppResult<bool> {
    Ok(!books.unsettled(company.id)?.0.is_empty())
}

/// Settles these files and those that wait; what waited does so no longer.
fn settle_with_waiting(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    files: &[ReadFile],
    mut touched: Touched,
    was_stopped: bool,
) -> AppResult<Settled> {
    let (sources, waiting) = books.unsettled(intake.company.id)?;
    touched.add(waiting);
    let settled = settle::settle(intake, books, files, touched, was_stopped)?;
    books.clear_unsettled(intake.company.id, &sources)?;
    Ok(settled)
}

/// Documents before lists, lists before ledgers, ledgers before bank statements: what says most comes first. Reports
/// stay in the order given. Parts come with their whole.
fn in_order(files: &[ReadFile]) -> Vec<usize> {
    let rank = |file: &ReadFile| {
        let reading = &file.reading;
        let lists = reading.invoices.len() > 1 || reading.table.is_some();
        (!reading.statements.is_empty(), reading.ledger.is_some(), lists, reading.ledger.as_ref().map(|l| l.closing_on))
    };
    let mut order: Vec<usize> =
        (0..files.len()).filter(|at| files.get(*at).is_some_and(|f| f.part_of.is_none())).collect();
    order.sort_by_cached_key(|at| files.get(*at).map(rank));
    order
}

impl Intake<'_, '_> {
    /// Takes a file and the parts of its ledger; the report of each, by its place.
    fn take_with_parts(
        &self,
        books: &mut dyn Books,
        files: &[ReadFile],
        at: usize,
    ) -> AppResult<Vec<(usize, FileReport)>> {
        let Some(file) = files.get(at) else { return Ok(Vec::new()) };
        let (places, parts): (Vec<usize>, Vec<&ReadFile>) =
            files.iter().enumerate().filter(|(_, f)| f.part_of.is_some_and(|p| p.whole == at)).unzip();
        let mut beside: Vec<FileReport> = parts.iter().map(|part| FileReport::of(part)).collect();
        let report = self.take(books, file, &parts, &mut beside)?;
        if matches!(report.outcome, FileOutcome::Refused | FileOutcome::SetAside) {
            beside.iter_mut().for_each(|part| part.outcome = report.outcome);
        }
        let mut reports: Vec<(usize, FileReport)> = places.into_iter().zip(beside).collect();
        reports.push((at, report));
        Ok(reports)
    }

    /// Takes one file whole, or says why not.
    fn take(
        &self,
        books: &mut dyn Books,
        file: &ReadFile,
        parts: &[&ReadFile],
        beside: &mut [FileReport],
    ) -> AppResult<FileReport> {
        let mut report = FileReport::of(file);
        if file.reading.is_refused() {
            return self.refuse(books, file, report);
        }
        let before = books.source_by_sha256(self.company.id, &file.sha256)?;
        // A ledger may be joined with years that were not there the first time: it is looked at again.
        if before.is_some() && file.reading.ledger.is_none() {
            report.already_known = report::things_in(&file.reading);
            // The document of an invoice that was typed: what it cannot say is known.
            report.problems.retain(|p| p.code != "pdf_without_invoice");
            report.outcome = FileOutcome::AlreadyImported;
            return Ok(report);
        }
        if let Some(why) = ownership::set_aside(self.company, &file.reading, self.options) {
            report.outcome = FileOutcome::SetAside;
            report.set_aside = Some(why);
            return Ok(report);
        }
        let known = invoices::known(self, books, &file.reading.invoices)?;
        let customers = invoices::customers(books, &known)?;
        let mut against = invoices::conflicts(self, &known, &customers, &file.reading);
        against.extend(ownership::doubtful_list(&file.reading));
        let ledger = file.reading.ledger.as_ref().map(|l| ledger::look_up(self, books, l)).transpose()?;
        against.extend(ledger.as_ref().and_then(|l| l.contradiction()));
        let placed = match bank::place(self, books, file)? {
            Ok(placed) => placed,
            Err(problem) => {
                against.push(problem);
                bank::Placed::default()
            }
        };
        if !against.is_empty() {
            report.problems.retain(|p| against.iter().all(|a| a.code != p.code));
            report.problems.extend(against);
            return self.refuse(books, file, report);
        }
        if report::things_in(&file.reading) == 0 {
            report.outcome = FileOutcome::NothingInside;
            return Ok(report);
        }
        let (source, is_new) = self.kept_source(books, file, before)?;
        books.mark_unsettled(self.company.id, source.id)?;
        let sources = self.keep_parts(books, source.id, parts, beside)?;
        self.take_content(books, file, sources, (&known, ledger, &placed), &mut report)?;
        report.outcome = FileOutcome::AlreadyImported;
        if is_new || report.created > 0 {
            report.outcome = FileOutcome::Taken;
            self.note_file(books, file, &source, &report)?;
        }
        Ok(report)
    }

    /// The file's source, kept now unless it was.
    fn kept_source(
        &self,
        books: &mut dyn Books,
        file: &ReadFile,
        before: Option<SourceRecord>,
    ) -> AppResult<(SourceRecord, bool)> {
        if let Some(before) = before {
            return Ok((before, false));
        }
        let source = self.source(file);
        books.insert_source(&source)?;
        if let Some(until) = file.reading.ledger.as_ref().and_then(|l| l.bank_known_until) {
            books.insert_ledger_horizon(self.company.id, source.id, until, self.world.clock.now())?;
        }
        Ok((source, true))
    }

    fn take_content(
        &self,
        books: &mut dyn Books,
        file: &ReadFile,
        sources: Sources,
        (known, ledger, placed): (&invoices::Known, Option<ledger::Posting<'_, '_>>, &bank::Placed),
        report: &mut FileReport,
    ) -> AppResult<()> {
        let (mut parties, source) = (PartyResolver::new(self), sources.whole());
        if !file.reading.invoices.is_empty() {
            invoices::take(self, books, &file.reading.invoices, known, source, &mut parties, report)?;
        }
        if let Some(ledger) = ledger {
            ledger::take(ledger, books, sources, &mut parties, report)?;
        }
        if !file.reading.statements.is_empty() {
            bank::take(self, books, file, placed, source, report)?;
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

    fn note_file(
        &self,
        books: &mut dyn Books,
        file: &ReadFile,
        source: &SourceRecord,
        report: &FileReport,
    ) -> AppResult<()> {
        if self.hand.is_some() {
            return Ok(());
        }
        let kind = JournalKind::FileImported(FileImported {
            name: file.name.clone(),
            format: file.reading.format.unwrap_or(Format::Unknown).french().to_string(),
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
    let tables = files.iter().filter(|f| !f.reading.is_refused());
    for table in tables.filter_map(|f| f.reading.table.as_ref()) {
        if let Ok(json) = to_string(&table.mapping) {
            books.remember_mapping(intake.company.id, &table.fingerprint, &json, intake.world.clock.now())?;
        }
    }
    Ok(())
}

/// The columns confirmed earlier for lists with this header row.
pub fn remembered_columns(world: &World<'_>, company: &Company, fingerprint: &str) -> Option<Mapping> {
    let stored = world.read(|books| Ok(books.mapping(company.id, fingerprint)?)).ok().flatten()?;
    serde_json::from_str(&stored).ok()
}

pub(crate) fn conflict(what: String, remedy: &str) -> Problem {
    Problem::error("conflict", what, remedy)
}
