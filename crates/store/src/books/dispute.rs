//! Disputes, what was said in them, how they ended, and the documents that put an invoice right. All of it is facts: the
//! last word of a kind counts, and the hold that is not lifted says what is held.

use super::columns::{Columns, columns, unexpected};
use super::hold;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::terms::BooksResult;
use app::records::{
    CorrectionRecord, DisputeEntry, DisputeHold, DisputeOutcome, DisputeOwner, DisputeRecord, DisputeWord, HoldRecord,
    IssuedRecord,
};
use base::Date;
use base::id::{CompanyId, ContactId, DisputeEntryId, DisputeId, HoldId, InvoiceId, UserId};
use domain::facts::{DisputeCause, Fault, Finding};

columns!(DISPUTE: id, company, party, invoice, cause, opened_on, contested, is_whole, currency, contested_lines, author,
    recorded_at);
columns!(ENTRY, ENTRY_LIST: id, dispute, seq, company, party, happened_on, author, recorded_at, kind, reference,
    owner_user, owner_contact, target_on, fault, is_accepted, file_name, file_sha256);
columns!(OUTCOME, OUTCOME_LIST: dispute, company, party, ended_on, finding, founded, days, author, why, recorded_at);
columns!(CORRECTION, CORRECTION_LIST: document, company, party, corrects, dispute, recorded_at);
columns!(ISSUED, ISSUED_LIST: company, series, position, document, sha256, context, recorded_at);
const HOLD_OF: [&str; 5] = ["hold", "dispute", "company", "party", "awaits_credit"];

pub(super) fn insert(tx: &mut Tx, dispute: &DisputeRecord) -> Result<()> {
    let row = [
        dispute.id.into(),
        dispute.company.into(),
        dispute.party.into(),
        dispute.invoice.into(),
        dispute.cause.code().into(),
        dispute.opened_on.into(),
        dispute.contested.into(),
        dispute.is_whole.into(),
        dispute.currency.into(),
        Value::from(&dispute.lines),
        Value::from(&dispute.author),
        dispute.recorded_at.into(),
    ];
    tx.insert_many("dispute", DISPUTE, [row]).map(drop)
}

pub(super) fn insert_hold(tx: &mut Tx, of: &DisputeHold) -> Result<()> {
    let row = [of.hold.into(), of.dispute.into(), of.company.into(), of.party.into(), of.awaits_credit.into()];
    tx.insert_many("dispute_hold", HOLD_OF, [row]).map(drop)
}

pub(super) fn insert_entry(tx: &mut Tx, entry: &DisputeEntry, bytes: Option<&[u8]>) -> Result<()> {
    let head: [Value; 8] = [
        entry.id.into(),
        entry.dispute.into(),
        entry.seq.into(),
        entry.company.into(),
        entry.party.into(),
        entry.on.into(),
        Value::from(&entry.author),
        entry.recorded_at.into(),
    ];
    let mut row: [Value; ENTRY.len()] = std::array::from_fn(|_| Value::Null);
    let values = head.into_iter().chain(word_values(&entry.word));
    row.iter_mut().zip(values).for_each(|(cell, value)| *cell = value);
    tx.insert_many("dispute_entry", ENTRY, [row])?;
    let Some(bytes) = bytes else { return Ok(()) };
    let file = [entry.id.into(), entry.company.into(), bytes.into()];
    tx.insert_many("dispute_file", ["entry", "company", "bytes"], [file]).map(drop)
}

/// Kind, words, owner twice, target, fault, answer, file twice.
fn word_values(word: &DisputeWord) -> [Value; 9] {
    let mut row: [Value; 9] = std::array::from_fn(|_| Value::Null);
    let cells: &[(usize, Value)] = &match word {
        DisputeWord::Message { text } => vec![(0, "message".into()), (1, text.into())],
        DisputeWord::File { name, sha256, text } => {
            vec![(0, "file".into()), (1, text.clone().into()), (7, name.into()), (8, sha256.into())]
        }
        DisputeWord::Owner(None) => vec![(0, "owner".into())],
        DisputeWord::Owner(Some(DisputeOwner::User(user))) => vec![(0, "owner".into()), (2, (*user).into())],
        DisputeWord::Owner(Some(DisputeOwner::Contact(contact))) => {
            vec![(0, "owner".into()), (3, (*contact).into())]
        }
        DisputeWord::Target(on) => vec![(0, "target".into()), (4, (*on).into())],
        DisputeWord::Fault(fault) => vec![(0, "fault".into()), (5, fault.code().into())],
        DisputeWord::Answer { accepted, by } => {
            vec![(0, "answer".into()), (1, by.into()), (6, (*accepted).into())]
        }
    };
    for (at, value) in cells {
        if let Some(cell) = row.get_mut(*at) {
            *cell = value.clone();
        }
    }
    row
}

fn read_word(c: &mut Columns) -> Result<DisputeWord> {
    let kind: String = c.next()?;
    let text: Option<String> = c.next()?;
    let (user, contact): (Option<UserId>, Option<ContactId>) = (c.next()?, c.next()?);
    let (target, fault): (Option<Date>, Option<String>) = (c.next()?, c.next()?);
    let accepted: Option<bool> = c.next()?;
    let (name, sha256): (Option<String>, Option<String>) = (c.next()?, c.next()?);
    let read = match kind.as_str() {
        "message" => text.map(|text| DisputeWord::Message { text }),
        "file" => name.zip(sha256).map(|(name, sha256)| DisputeWord::File { name, sha256, text }),
        "owner" => Some(DisputeWord::Owner(user.map(DisputeOwner::User).or(contact.map(DisputeOwner::Contact)))),
        "target" => Some(DisputeWord::Target(target)),
        "fault" => fault.as_deref().and_then(Fault::parse).map(DisputeWord::Fault),
        "answer" => accepted.zip(text).map(|(accepted, by)| DisputeWord::Answer { accepted, by }),
        _ => None,
    };
    read.ok_or_else(|| unexpected(format!("not a word of a dispute: {kind}")))
}

pub(super) fn insert_outcome(tx: &mut Tx, outcome: &DisputeOutcome) -> Result<()> {
    let row = [
        outcome.dispute.into(),
        outcome.company.into(),
        outcome.party.into(),
        outcome.ended_on.into(),
        outcome.finding.code().into(),
        outcome.founded.into(),
        outcome.days.into(),
        Value::from(&outcome.author),
        Value::from(&outcome.why),
        outcome.recorded_at.into(),
    ];
    tx.insert_many("dispute_outcome", OUTCOME, [row]).map(drop)
}

pub(super) fn insert_correction(tx: &mut Tx, correction: &CorrectionRecord) -> Result<()> {
    let row = [
        correction.document.into(),
        correction.company.into(),
        correction.party.into(),
        correction.corrects.into(),
        correction.dispute.into(),
        correction.recorded_at.into(),
    ];
    tx.insert_many("correction", CORRECTION, [row]).map(drop)
}

pub(super) fn insert_issued(tx: &mut Tx, issued: &IssuedRecord) -> Result<()> {
    let row = [
        issued.company.into(),
        Value::from(&issued.series),
        issued.position.into(),
        issued.document.into(),
        Value::from(&issued.sha256),
        Value::from(&issued.context),
        issued.recorded_at.into(),
    ];
    tx.insert_many("issued", ISSUED, [row]).map(drop)
}

pub(super) fn insert_file(
    tx: &mut Tx,
    company: CompanyId,
    document: InvoiceId,
    name: &str,
    bytes: &[u8],
) -> Result<()> {
    let row = [document.into(), company.into(), name.into(), bytes.into()];
    tx.insert_many("document_file", ["document", "company", "name", "bytes"], [row]).map(drop)
}

fn of_dispute(condition: &str) -> String {
    let list = DISPUTE.map(|column| format!("d.{column}")).join(", ");
    format!("SELECT {list} FROM dispute d WHERE {condition}")
}

pub(super) fn by_id(tx: &mut Tx, id: DisputeId) -> Result<Option<DisputeRecord>> {
    tx.one(&of_dispute("d.id = $1"), params![id], read)
}

pub(super) fn of_hold(tx: &mut Tx, hold: HoldId) -> Result<Option<DisputeId>> {
    tx.one("SELECT dispute FROM dispute_hold WHERE hold = $1", params![hold], |row| row.get(0))
}

pub(super) fn on_invoice(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<DisputeRecord>> {
    let sql = of_dispute(
        "d.invoice = $1 OR d.id IN (SELECT c.dispute FROM correction c WHERE c.document = $1 AND c.dispute IS NOT NULL) \
         ORDER BY d.opened_on, d.id",
    );
    tx.all(&sql, params![invoice], read)
}

fn holds_of(what: &str, condition: &str) -> String {
    let list = hold::HOLD.map(|column| format!("h.{column}")).join(", ");
    format!(
        "SELECT {list}{what} FROM dispute_hold dh JOIN hold h ON h.id = dh.hold WHERE dh.dispute = $1 {condition} LIMIT 1"
    )
}

pub(super) fn standing_hold(tx: &mut Tx, dispute: DisputeId) -> Result<Option<(HoldRecord, bool)>> {
    let not_lifted = "AND NOT EXISTS (SELECT 1 FROM lift l WHERE l.hold = h.id) ORDER BY h.recorded_at DESC, h.id DESC";
    tx.one(&holds_of(", dh.awaits_credit", not_lifted), params![dispute], |row| {
        Ok((hold::read(row)?, row.get(hold::HOLD.len())?))
    })
}

pub(super) fn first_hold(tx: &mut Tx, dispute: DisputeId) -> Result<Option<HoldRecord>> {
    tx.one(&holds_of("", "ORDER BY h.recorded_at, h.id"), params![dispute], hold::read)
}

pub(super) fn entries(tx: &mut Tx, dispute: DisputeId) -> Result<Vec<DisputeEntry>> {
    let sql = format!("SELECT {ENTRY_LIST} FROM dispute_entry WHERE dispute = $1 ORDER BY seq");
    tx.all(&sql, params![dispute], read_entry)
}

const FILE: &str = "SELECT e.file_name, f.bytes FROM dispute_file f JOIN dispute_entry e ON e.id = f.entry \
    WHERE f.entry = $1 AND f.company = $2";

pub(super) fn file(tx: &mut Tx, company: CompanyId, entry: DisputeEntryId) -> Result<Option<(String, Vec<u8>)>> {
    tx.one(FILE, params![entry, company], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn outcome(tx: &mut Tx, dispute: DisputeId) -> Result<Option<DisputeOutcome>> {
    let sql = format!("SELECT {OUTCOME_LIST} FROM dispute_outcome WHERE dispute = $1");
    tx.one(&sql, params![dispute], |row| {
        let mut c = Columns::of(row);
        Ok(DisputeOutcome {
            dispute: c.next()?,
            company: c.next()?,
            party: c.next()?,
            ended_on: c.next()?,
            finding: c.coded(Finding::parse)?,
            founded: c.next()?,
            days: c.next()?,
            author: c.next()?,
            why: c.next()?,
            recorded_at: c.next()?,
        })
    })
}

fn corrections_where(condition: &str) -> String {
    format!("SELECT {CORRECTION_LIST} FROM correction WHERE {condition} ORDER BY recorded_at, document")
}

pub(super) fn corrections_in(tx: &mut Tx, dispute: DisputeId) -> Result<Vec<CorrectionRecord>> {
    tx.all(&corrections_where("dispute = $1"), params![dispute], read_correction)
}

pub(super) fn corrections_of(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<CorrectionRecord>> {
    tx.all(&corrections_where("corrects = $1"), params![invoice], read_correction)
}

pub(super) fn correction(tx: &mut Tx, document: InvoiceId) -> Result<Option<CorrectionRecord>> {
    tx.one(&corrections_where("document = $1"), params![document], read_correction)
}

const LAST: &str = "SELECT COALESCE(MAX(position), 0) FROM issued WHERE company = $1 AND series = $2";

pub(super) fn last_position(tx: &mut Tx, company: CompanyId, series: &str) -> Result<i64> {
    Ok(tx.one(LAST, params![company, series], |row| row.get(0))?.unwrap_or_default())
}

pub(super) fn issued(tx: &mut Tx, document: InvoiceId) -> Result<Option<IssuedRecord>> {
    tx.one(&format!("SELECT {ISSUED_LIST} FROM issued WHERE document = $1"), params![document], |row| {
        read_issued(&mut Columns::of(row))
    })
}

pub(super) fn read_issued(c: &mut Columns) -> Result<IssuedRecord> {
    Ok(IssuedRecord {
        company: c.next()?,
        series: c.next()?,
        position: c.next()?,
        document: c.next()?,
        sha256: c.next()?,
        context: c.next()?,
        recorded_at: c.next()?,
    })
}

/// All documents made out here, in order of series and position, one at a time; no bytes where they are missing.
pub(super) fn each_issued(
    tx: &mut Tx,
    company: CompanyId,
    each: &mut dyn FnMut(IssuedRecord, Vec<u8>) -> BooksResult<()>,
) -> BooksResult<()> {
    let list = ISSUED.map(|column| format!("i.{column}")).join(", ");
    let sql = format!(
        "SELECT {list}, f.bytes FROM issued i LEFT JOIN document_file f ON f.document = i.document \
         WHERE i.company = $1 ORDER BY i.series, i.position"
    );
    tx.try_each(&sql, params![company], |row| {
        let mut c = Columns::of(row);
        let issued = read_issued(&mut c)?;
        each(issued, c.next::<Option<Vec<u8>>>()?.unwrap_or_default())
    })
}

const FILES: &str = "SELECT e.file_name, e.file_sha256, f.bytes FROM dispute_file f \
    JOIN dispute_entry e ON e.id = f.entry WHERE f.company = $1 ORDER BY f.entry";

pub(super) fn each_file(
    tx: &mut Tx,
    company: CompanyId,
    each: &mut dyn FnMut(String, String, Vec<u8>) -> BooksResult<()>,
) -> BooksResult<()> {
    tx.try_each(FILES, params![company], |row| each(row.get(0)?, row.get(1)?, row.get(2)?))
}

pub(super) fn document_file(tx: &mut Tx, document: InvoiceId) -> Result<Option<(String, Vec<u8>)>> {
    let sql = "SELECT name, bytes FROM document_file WHERE document = $1";
    tx.one(sql, params![document], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn read_correction(row: &Row) -> Result<CorrectionRecord> {
    let mut c = Columns::of(row);
    Ok(CorrectionRecord {
        document: c.next()?,
        company: c.next()?,
        party: c.next()?,
        corrects: c.next()?,
        dispute: c.next()?,
        recorded_at: c.next()?,
    })
}

fn read_entry(row: &Row) -> Result<DisputeEntry> {
    let mut c = Columns::of(row);
    Ok(DisputeEntry {
        id: c.next()?,
        dispute: c.next()?,
        seq: c.next()?,
        company: c.next()?,
        party: c.next()?,
        on: c.next()?,
        author: c.next()?,
        recorded_at: c.next()?,
        word: read_word(&mut c)?,
    })
}

fn read(row: &Row) -> Result<DisputeRecord> {
    let mut c = Columns::of(row);
    Ok(DisputeRecord {
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        invoice: c.next()?,
        cause: c.coded(DisputeCause::parse)?,
        opened_on: c.next()?,
        contested: c.next()?,
        is_whole: c.next()?,
        currency: c.next()?,
        lines: c.next()?,
        author: c.next()?,
        recorded_at: c.next()?,
    })
}
