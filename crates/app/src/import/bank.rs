//! Bank statements to lines. A line is recognised by the bank's reference and its content, and its rank among equal lines.
//!
//! A credit that the bank took back is no money received: both lines are kept, and neither is offered as a payment.

use super::Intake;
use super::report::FileReport;
use crate::error::AppResult;
use crate::ports::books::{Books, View};
use crate::records::{BankLineRecord, PaymentOrigin, PaymentRecord, StatementRecord};
use base::id::{BankLineId, SourceId};
use base::{Cents, Date, add_days, fold};
use domain::journal::JournalKind;
use domain::journal::kinds::BankLinesRecorded;
use draft::{BankEntryDraft, EntryStatus, StatementDraft};
use std::collections::{HashMap, HashSet};

const CHUNK: usize = 1_000;
/// A transfer or direct debit comes back within thirteen months (CMF L133-24), nearly always within days.
const TAKEN_BACK_DAYS: i64 = 395;
/// The banks' own word for a payer who gave no reference.
const NOT_PROVIDED: &str = "NOTPROVIDED";

pub(super) fn take(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    statements: &[StatementDraft],
    source: SourceId,
    report: &mut FileReport,
) -> AppResult<()> {
    let mut lines: Vec<(BankLineRecord, Option<String>)> = Vec::new();
    let mut until = Vec::new();
    for statement in statements {
        let account = statement.account.clone().unwrap_or_else(|| "compte non précisé".to_string());
        let before = lines.len();
        lines.extend(lines_of(intake, statement, &account, source));
        let last = lines.iter().skip(before).map(|(l, _)| l.booked_on).max();
        until.push((account, statement.until.or(last), before..lines.len()));
    }
    let alone = pair_within(&mut lines);
    let mut new: HashSet<BankLineId> = HashSet::new();
    let records: Vec<BankLineRecord> = lines.into_iter().map(|(line, _)| line).collect();
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
    for (line, end_to_end) in alone.iter().filter(|(line, _)| new.contains(&line.id)) {
        take_back(intake, books, line, end_to_end.as_deref())?;
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

/// Booked movements, each with the payer's reference.
fn lines_of(
    intake: &Intake<'_, '_>,
    statement: &StatementDraft,
    account: &str,
    source: SourceId,
) -> Vec<(BankLineRecord, Option<String>)> {
    let mut ranks: HashMap<String, u32> = HashMap::new();
    let booked = statement.entries.iter().filter(|e| e.status == EntryStatus::Booked);
    booked
        .flat_map(single_movements)
        .map(|entry| {
            let reference = entry.bank_reference.as_deref().filter(|r| !r.is_empty());
            let content = content_of(entry, reference);
            let rank = ranks.entry(content.clone()).or_insert(0);
            *rank += 1;
            let key = format!("{account}:{content}#{rank}");
            let end_to_end = entry.end_to_end_id.clone().filter(|id| !id.is_empty() && id != NOT_PROVIDED);
            (line(intake, entry, account, source, key, content), end_to_end)
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

/// Banks reuse references: day and amount always count, and the label where there is no reference.
fn content_of(entry: &BankEntryDraft, reference: Option<&str>) -> String {
    let told = reference.map_or_else(|| fold::reference(&entry.remittance), str::to_string);
    format!("{}:{}:{told}", entry.booked_on, entry.amount.get())
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

/// Marks the credits of this file that another of its lines takes back. Returns the takings-back whose credit is not here.
fn pair_within(lines: &mut [(BankLineRecord, Option<String>)]) -> Vec<(BankLineRecord, Option<String>)> {
    let mut credits: HashMap<(String, Cents), Vec<usize>> = HashMap::new();
    for (at, (line, _)) in lines.iter().enumerate().filter(|(_, (l, _))| l.amount.is_positive() && !l.is_reversal) {
        credits.entry((line.account.clone(), line.amount)).or_default().push(at);
    }
    let back: Vec<usize> = (0..lines.len())
        .filter(|at| lines.get(*at).is_some_and(|(l, _)| l.is_reversal && l.amount.is_negative()))
        .collect();
    let mut alone = Vec::new();
    for at in back {
        let Some((line, end_to_end)) = lines.get(at).cloned() else { continue };
        let found = credits.get_mut(&(line.account.clone(), line.amount.abs())).and_then(|all| {
            let known = |at: &usize| {
                lines.get(*at).is_some_and(|(c, id)| is_same(&line, end_to_end.as_deref(), c, id.as_deref()))
            };
            let place = all.iter().position(known)?;
            Some(all.remove(place))
        });
        match found.and_then(|credit| lines.get_mut(credit)) {
            Some((credit, _)) => credit.is_reversal = true,
            None => alone.push((line, end_to_end)),
        }
    }
    alone
}

/// The payer's reference says it; without one, the day and the payer's words.
fn is_same(back: &BankLineRecord, reference: Option<&str>, credit: &BankLineRecord, theirs: Option<&str>) -> bool {
    if credit.booked_on > back.booked_on {
        return false;
    }
    match (reference, theirs) {
        (Some(ours), Some(theirs)) => ours == theirs,
        (None, None) => {
            fold::words(&credit.text) == fold::words(&back.text) || credit.counterparty == back.counterparty
        }
        _ => false,
    }
}

/// A credit of an earlier statement that nobody explained yet, taken back now: received and returned, it pays nothing.
fn take_back(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    back: &BankLineRecord,
    reference: Option<&str>,
) -> AppResult<()> {
    let since = add_days(back.booked_on, -TAKEN_BACK_DAYS).unwrap_or(back.booked_on);
    let view = View { as_of: back.booked_on, known_at: None };
    let mut credits = books.unmatched_credits(intake.company.id, since, view)?;
    credits.retain(|c| c.amount == back.amount.abs() && reference.is_some_and(|r| c.text.contains(r)));
    let Some(credit) = credits.pop().filter(|_| credits.is_empty()) else { return Ok(()) };
    let at = intake.world.clock.now();
    for (line, amount, on) in [(credit.id, credit.amount, credit.booked_on), (back.id, back.amount, back.booked_on)] {
        let payment = PaymentRecord {
            id: intake.world.new_id(),
            company: intake.company.id,
            party: None,
            source: None,
            key: format!("bnk:{line}"),
            content_hash: format!("{}:{on}", amount.get()),
            received_on: on,
            amount,
            currency: back.currency,
            reference: credit.text.clone(),
            origin: PaymentOrigin::Bank,
            bank_line: Some(line),
            recorded_at: at,
        };
        books.insert_payments(std::slice::from_ref(&payment))?;
        books.match_line(line, payment.id, at)?;
    }
    Ok(())
}
