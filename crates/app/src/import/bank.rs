//! Bank statements to lines. A line is recognised by the bank's reference, or by its content and rank among equal lines.

use super::Intake;
use super::report::FileReport;
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{BankLineRecord, StatementRecord};
use base::Date;
use base::id::SourceId;
use domain::journal::JournalKind;
use domain::journal::kinds::BankLinesRecorded;
use draft::{BankEntryDraft, EntryStatus, StatementDraft};
use std::collections::HashMap;

const CHUNK: usize = 1_000;

pub(super) fn take(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    statements: &[StatementDraft],
    source: SourceId,
    report: &mut FileReport,
) -> AppResult<()> {
    for statement in statements {
        let account = statement.account.clone().unwrap_or_else(|| "compte non précisé".to_string());
        let lines = lines_of(intake, statement, &account, source);
        let mut created = 0;
        for chunk in lines.chunks(CHUNK) {
            let (new, conflicts) = books.insert_bank_lines(chunk)?;
            created += new.len() as u64;
            report.already_known += (chunk.len() - new.len()) as u64;
            report.problems.extend(conflicts.into_iter().map(|key| {
                super::conflict(
                    format!("la ligne bancaire {key} est déjà connue avec un autre contenu"),
                    "la ligne enregistrée n’a pas été touchée ; vérifiez l’export de votre banque.",
                )
            }));
        }
        report.created += created;
        report.bank_lines += created;
        let until = statement.until.or_else(|| lines.iter().map(|l| l.booked_on).max());
        note_statement(intake, books, statement, &account, source, created, until)?;
    }
    Ok(())
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
            let content = content_of(entry);
            let base_key = entry.bank_reference.as_deref().filter(|r| !r.is_empty()).unwrap_or(&content);
            let rank = ranks.entry(base_key.to_string()).or_insert(0);
            *rank += 1;
            let key = format!("{account}:{base_key}#{rank}");
            line(intake, entry, account, source, key, content)
        })
        .collect()
}

/// The transactions of a batch when they add up to it, else the entry itself.
fn single_movements(entry: &BankEntryDraft) -> Vec<&BankEntryDraft> {
    let total: i128 = entry.details.iter().map(|d| i128::from(d.amount.get())).sum();
    if entry.details.len() > 1 && total == i128::from(entry.amount.get()) {
        entry.details.iter().collect()
    } else {
        vec![entry]
    }
}

fn content_of(entry: &BankEntryDraft) -> String {
    format!("{}:{}:{}", entry.booked_on, entry.amount.get(), base::fold::reference(&entry.remittance))
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
        text,
        is_reversal: entry.is_reversal,
        payment: None,
        recorded_at: intake.world.clock.now(),
    }
}
