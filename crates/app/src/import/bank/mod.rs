//! Bank statements to lines. Whose account it is, is established first; then each line is recognised, in the same kind of
//! file by its content, across kinds by day, amount and what both tell; a line told again on another day, or in parts, is
//! kept and said to be that.
//!
//! What the bank took back is told in [`super::returns`].

mod account;
mod content;
mod echo;
mod echoes;
mod name;
mod same;
mod words;

pub use account::name_account;
pub(super) use account::{Placed, place};
pub(super) use words::{is_reference, telling};

use super::report::FileReport;
use super::{Intake, ReadFile, returns};
use crate::bank_accounts;
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{BankLineRecord, SightingRecord, StatementRecord};
use base::id::{BankLineId, SourceId};
use base::{Cents, Date};
use content::Told;
use domain::journal::JournalKind;
use domain::journal::kinds::BankLinesRecorded;
use draft::{EntryStatus, StatementDraft};
use std::collections::{HashMap, HashSet};

const CHUNK: usize = 1_000;

/// The kind of file a line was told by: the format, and for tables the header row.
pub(super) fn dialect_of(file: &ReadFile) -> String {
    let format = super::format_code(file.reading.format);
    match &file.reading.table {
        Some(table) => format!("{format}:{}", table.fingerprint),
        None => format,
    }
}

pub(super) fn take(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    file: &ReadFile,
    placed: &Placed,
    source: SourceId,
    report: &mut FileReport,
) -> AppResult<()> {
    let dialect = dialect_of(file);
    placed.remember(intake, books)?;
    report.problems.extend(placed.remarks());
    let (mut records, mut new) = (Vec::new(), HashSet::new());
    for (statement, account) in file.reading.statements.iter().zip(placed.accounts()) {
        let told = content::lines_of(intake, statement, account, source, &dialect);
        let last = told.iter().map(|l| l.record.booked_on).max();
        let total = told.len();
        let first = told.iter().map(|l| l.record.booked_on).min();
        let created = insert(intake, books, account, told, &dialect, &mut records)?;
        let (until, is_broken) = (statement.until.or(last), is_broken(file, statement));
        let covered = Covered { statement, account, until, is_broken, created: created.len() as u64 };
        note_statement(intake, books, source, &covered)?;
        let from = [statement.from, first].into_iter().flatten().min();
        let again = match from.zip(statement.until.max(last)) {
            Some(days) => echoes::say(intake, books, account, days, &created.iter().copied().collect())?,
            None => echoes::Found::default(),
        };
        let fresh = created.len().saturating_sub(again.known) as u64;
        report.already_known += total as u64 - fresh;
        report.created += fresh;
        report.bank_lines += fresh;
        report.problems.extend(again.remark());
        new.extend(created.into_iter().filter(|line| !again.echoes.contains(line)));
    }
    report.problems.extend(bank_accounts::breaks_around(intake, books, placed.accounts(), source)?);
    returns::pair(intake, books, &records, &new, report)
}

/// Inserts the lines that no file told yet, notes how this kind of file tells the others, and keeps all as they are now
/// known. Returns the new ones.
fn insert(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    account: &str,
    told: Vec<Told>,
    dialect: &str,
    records: &mut Vec<BankLineRecord>,
) -> AppResult<Vec<BankLineId>> {
    let mut created = Vec::new();
    let keys: Vec<String> = told.iter().flat_map(|t| [t.record.key.clone(), t.bare_key.clone()]).collect();
    let mut known = HashSet::new();
    for chunk in keys.chunks(CHUNK) {
        known.extend(books.known_line_keys(intake.company.id, chunk)?);
    }
    let (before, unknown): (Vec<Told>, Vec<Told>) =
        told.into_iter().partition(|t| known.contains(&t.record.key) || known.contains(&t.bare_key));
    records.extend(before.into_iter().map(|t| t.record));
    let days: Vec<Date> =
        unknown.iter().map(|t| t.record.booked_on).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let seen = books.lines_on(intake.company.id, account, &days)?;
    let same::Paired { mut same, sums } = same::pair(&unknown, &seen, dialect);
    let mut giving_way = Vec::new();
    for (whole, parts) in sums {
        if echoes::may_give_way(books, whole)? {
            giving_way.extend(parts.first().and_then(|at| unknown.get(*at)).map(|told| (whole, told.record.id)));
        } else {
            parts.iter().filter_map(|at| same.get_mut(*at).map(|slot| *slot = Some(whole))).for_each(drop);
        }
    }
    let by_id: HashMap<BankLineId, _> = seen.iter().map(|l| (l.id, l)).collect();
    let mut sightings = Vec::with_capacity(unknown.len());
    let mut fresh = Vec::new();
    for (told, same) in unknown.into_iter().zip(same) {
        let line = same.unwrap_or(told.record.id);
        sightings.push(SightingRecord {
            company: intake.company.id,
            key: told.record.key.clone(),
            line,
            dialect: dialect.to_string(),
            batch: told.batch,
            told: same.and_then(|id| by_id.get(&id)).and_then(|l| same::more(&told.record, l)),
            source: told.record.source,
            recorded_at: told.record.recorded_at,
        });
        match same {
            Some(_) => records.push(told.record),
            None => fresh.push(told.record),
        }
    }
    for chunk in fresh.chunks(CHUNK) {
        created.extend(books.insert_bank_lines(chunk)?.0);
    }
    records.append(&mut fresh);
    books.insert_sightings(&sightings)?;
    for (whole, first) in giving_way {
        echoes::give_way(intake, books, whole, first)?;
    }
    Ok(created)
}

/// What a statement tells of an account.
struct Covered<'d> {
    statement: &'d StatementDraft,
    account: &'d str,
    until: Option<Date>,
    is_broken: bool,
    /// Lines that no other file had told.
    created: u64,
}

/// Whether the statement's own balances say that lines are missing, as its reading warned.
fn is_broken(file: &ReadFile, statement: &StatementDraft) -> bool {
    let entries = statement.entries.iter();
    let booked = entries.filter(|e| e.status == EntryStatus::Booked && e.currency == statement.currency);
    let adds_up = || {
        let moved = Cents::sum(booked.map(|e| e.amount)).ok()?;
        Some(statement.opening?.add(moved).ok()? == statement.closing?)
    };
    file.reading.problems.iter().any(|p| p.code == "balance_gap") && adds_up() != Some(true)
}

fn note_statement(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    source: SourceId,
    covered: &Covered<'_>,
) -> AppResult<()> {
    let Covered { statement, account, until, created, .. } = *covered;
    books.insert_statement(&StatementRecord {
        company: intake.company.id,
        source,
        account: account.to_string(),
        from: statement.from,
        until,
        currency: statement.currency,
        opening: statement.opening,
        closing: statement.closing,
        lines: created,
        is_broken: covered.is_broken,
        recorded_at: intake.world.clock.now(),
    })?;
    let Some(until) = until else { return Ok(()) };
    let kind =
        JournalKind::BankLinesRecorded(BankLinesRecorded { account: account.to_string(), count: created, until });
    intake.world.note(books, intake.company.id, source, kind)
}
