//! The lines of a statement, and the key under which a line is known in its kind of file: the bank's reference and its
//! content, and its rank among equal lines.

use crate::import::Intake;
use crate::records::BankLineRecord;
use base::Cents;
use base::fold;
use base::id::SourceId;
use draft::{BankEntryDraft, EntryStatus, StatementDraft};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// In bytes; a remittance may be longer than what a database can index.
const LONGEST_CONTENT: usize = 300;
/// The banks' own word for a payer who gave no reference.
const NOT_PROVIDED: &str = "NOTPROVIDED";

/// Several banks number the operations of an OFX export anew each time it is made.
const FLEETING_REFERENCES: &str = "ofx";

/// A line as this file tells it.
pub(super) struct Told {
    pub record: BankLineRecord,
    /// The key without the kind of file, as it was before kinds were noted.
    pub bare_key: String,
    /// The entry that it is a part of, and its amount.
    pub batch: Option<(String, Cents)>,
}

/// Booked movements.
pub(super) fn lines_of(
    intake: &Intake<'_, '_>,
    statement: &StatementDraft,
    account: &str,
    source: SourceId,
    dialect: &str,
) -> Vec<Told> {
    let mut ranks: HashMap<String, u32> = HashMap::new();
    let mut told = Vec::new();
    for whole in statement.entries.iter().filter(|e| e.status == EntryStatus::Booked) {
        let movements = single_movements(whole);
        let batch = (movements.len() > 1).then(|| (format!("{account}:{}", told.len()), whole.amount));
        for entry in movements {
            let is_lasting = |r: &&str| !r.is_empty() && dialect != FLEETING_REFERENCES;
            let reference = entry.bank_reference.as_deref().filter(is_lasting);
            let content = content_of(entry, reference);
            let rank = ranks.entry(content.clone()).or_insert(0);
            *rank += 1;
            let bare_key = format!("{account}:{}#{rank}", bounded(&content));
            let key = format!("{bare_key}@{dialect}");
            let batch = batch.clone().map(|(at, total)| (format!("{source}:{at}"), total));
            told.push(Told { record: line(intake, entry, account, source, key, content), bare_key, batch });
        }
    }
    told
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

/// All that is told of a movement in words.
pub(super) fn text(entry: &BankEntryDraft) -> String {
    let mut text = entry.remittance.clone();
    for more in [&entry.counterparty, &entry.end_to_end_id].into_iter().flatten() {
        if !text.contains(more.as_str()) {
            text.push_str(" / ");
            text.push_str(more);
        }
    }
    text
}

fn line(
    intake: &Intake<'_, '_>,
    entry: &BankEntryDraft,
    account: &str,
    source: SourceId,
    key: String,
    content_hash: String,
) -> BankLineRecord {
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
        text: text(entry),
        is_reversal: entry.is_reversal,
        payments: Vec::new(),
        recorded_at: intake.world.clock.now(),
    }
}
