//! Bank statements to lines. A line is recognised by the bank's reference and its content, and its rank among equal lines.
//!
//! What the bank took back is told in [`super::returns`].

use super::report::FileReport;
use super::{Intake, returns};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{BankLineRecord, StatementRecord};
use base::id::{BankLineId, SourceId};
use base::{Date, fold};
use domain::journal::JournalKind;
use domain::journal::kinds::BankLinesRecorded;
use draft::{BankEntryDraft, EntryStatus, StatementDraft};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

const CHUNK: usize = 1_000;
/// In bytes; a remittance may be longer than what a database can index.
const LONGEST_CONTENT: usize = 300;
/// The banks' own word for a payer who gave no reference.
const NOT_PROVIDED: &str = "NOTPROVIDED";

pub(super) fn take(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    statements: &[StatementDraft],
    source: SourceId,
    report: &mut FileReport,
) -> AppResult<()> {
    let mut records: Vec<BankLineRecord> = Vec::new();
    let mut until = Vec::new();
    for statement in statements {
        let account = statement.account.clone().unwrap_or_else(|| "compte non précisé".to_string());
        let before = records.len();
        records.extend(lines_of(intake, statement, &account, source));
        let last = records.iter().skip(before).map(|l| l.booked_on).max();
        until.push((account, statement.until.or(last), before..records.len()));
    }
    let mut new: HashSet<BankLineId> = HashSet::new();
    for chunk in records.chunks(CHUNK) {
        new.extend(books.insert_bank_lines(chunk)?.0);
    }
    report.already_known += (records.len() - new.len()) as u64;
    report.created += new.len() as u64;
    report.bank_lines += new.len() as u64;
    for (statement, (account, until, range)) in statements.iter().zip(until) {
        let created = records.get(range).map_or(0, |own| own.iter().filter(|l| new.contains(&l.id)).count() as u64);
        note_statement(intake, books, statement, &account, source, created, until)?;
    }
    returns::pair(intake, books, &records, &new, report)
}

fn note_statement(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    statement: &StatementDraft,
    account: &str,
    source: SourceId,
    created: u64,
    until: Option<Date>,
) -> AppResult<()> {
    books.insert_statement(&StatementRecord {
        company: intake.company.id,
        source,
        account: account.to_string(),
        from: statement.from,
        until,
        lines: created,
        recorded_at: intake.world.clock.now(),
    })?;
    let Some(until) = until else { return Ok(()) };
    let kind =
        JournalKind::BankLinesRecorded(BankLinesRecorded { account: account.to_string(), count: created, until });
    intake.world.note(books, intake.company.id, source, kind)
}

/// Booked movements.
fn lines_of(
    intake: &Intake<'_, '_>,
    statement: &StatementDraft,
    account: &str,
    source: SourceId,
) -> Vec<BankLineRecord> {
    let mut ranks: HashMap<String, u32> = HashMap::new();
    let booked = statement.entries.iter().filter(|e| e.status == EntryStatus::Booked);
    booked
        .flat_map(single_movements)
        .map(|entry| {
            let reference = entry.bank_reference.as_deref().filter(|r| !r.is_empty());
            let content = content_of(entry, reference);
            let rank = ranks.entry(content.clone()).or_insert(0);
            *rank += 1;
            let key = format!("{account}:{}#{rank}", bounded(&content));
            line(intake, entry, account, source, key, content)
        })
        .collect()
}

/// The transactions of a batch when they add up to it, else the entry itself.
fn single_movements(entry: &BankEntryDraft) -> Vec<&BankEntryDraft> {
    let total: i128 = entry.details.iter().map(|d| i128::from(d.amount.get())).sum();
    let is_split = entry.details.iter().all(|d| d.currency == entry.currency);
    if is_split && entry.details.len() > 1 && total == i128::from(entry.amount.get()) {
        entry.details.iter().collect()
    } else {
        vec![entry]
    }
}

/// A key is indexed and has to be short: a long content is told by its fingerprint.
fn bounded(content: &str) -> String {
    if content.len() <= LONGEST_CONTENT {
        return content.to_string();
    }
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Banks reuse references: day, amount and the payer's reference always count. Where the bank gives none, all that is told
/// of the line counts, so that only lines that nobody could tell apart share it: then their rank does not depend on the
/// order or the extent of the export.
fn content_of(entry: &BankEntryDraft, reference: Option<&str>) -> String {
    let words = |text: &Option<String>| fold::words(text.as_deref().unwrap_or(""));
    let told = reference.map_or_else(
        || {
            let payer = (words(&entry.counterparty), words(&entry.counterparty_iban));
            format!("{}:{}:{}", fold::words(&entry.remittance), payer.0, payer.1)
        },
        str::to_string,
    );
    let (amount, currency) = (entry.amount.get(), entry.currency);
    format!("{}:{amount}:{currency}:{told}:{}", entry.booked_on, words(&entry.end_to_end_id))
}

fn line(
    intake: &Intake<'_, '_>,
    entry: &BankEntryDraft,
    account: &str,
    source: SourceId,
    key: String,
    content_hash: String,
) -> BankLineRecord {
    let mut text = entry.remittance.clone();
    for more in [&entry.counterparty, &entry.end_to_end_id].into_iter().flatten() {
        if !text.contains(more.as_str()) {
            text.push_str(" / ");
            text.push_str(more);
        }
    }
    BankLineRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        source,
        account: account.to_string(),
        key,
        content_hash,
        booked_on: entry.booked_on,
        amount: entry.amount,
        currency: entry.currency,
        counterparty: entry.counterparty.clone(),
        counterparty_iban: entry.counterparty_iban.clone(),
        end_to_end: entry.end_to_end_id.clone().filter(|id| !id.is_empty() && id != NOT_PROVIDED),
        text,
        is_reversal: entry.is_reversal,
        payments: Vec::new(),
        recorded_at: intake.world.clock.now(),
    }
}
