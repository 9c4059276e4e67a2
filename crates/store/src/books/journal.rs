//! Journal entries as stored, and the side table of personal data they refer to.
//!
//! An entry comes back field for field, so that its bytes can be derived and its hash checked; whether the chain holds is
//! for [`domain::journal`] to say.

use super::columns::{Columns, columns, json, unexpected};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::terms::BooksResult;
use base::id::{
    ActKind, CompanyId, ContactKind, DecisionKind, DisputeKind, HoldKind, Id, InvoiceKind, Kind, PartyId, PaymentKind,
    PlanKind, ReplyKind, SourceKind, WaiverKind,
};
use domain::journal::{EntryHash, JournalEntry, Subject};

columns!(ENTRY, ENTRY_LIST: company, seq, recorded_at, actor, subject, kind, payload, payload_version, previous_hash, hash);

/// The last entry.
pub(super) fn head(tx: &mut Tx, company: CompanyId) -> Result<Option<JournalEntry>> {
    let sql = format!("SELECT {ENTRY_LIST} FROM journal WHERE company = $1 ORDER BY seq DESC LIMIT 1");
    tx.one(&sql, params![company], read)
}

/// # Errors
/// `UniqueViolation` when that number is taken.
pub(super) fn append(tx: &mut Tx, entry: &JournalEntry) -> Result<()> {
    let seq = i64::try_from(entry.seq).map_err(|_| unexpected(format!("journal entry {}", entry.seq)))?;
    let row = [
        entry.company.into(),
        seq.into(),
        entry.recorded_at.into(),
        json(&entry.actor)?.into(),
        entry.subject.as_str().into(),
        Value::from(&entry.kind),
        Value::from(&entry.payload),
        entry.payload_version.into(),
        entry.previous_hash.to_string().into(),
        entry.hash.to_string().into(),
    ];
    tx.insert_many("journal", ENTRY, [row]).map(drop)
}

/// All entries in order.
pub(super) fn each(
    tx: &mut Tx,
    company: CompanyId,
    each: &mut dyn FnMut(JournalEntry) -> BooksResult<()>,
) -> BooksResult<()> {
    let sql = format!("SELECT {ENTRY_LIST} FROM journal WHERE company = $1 ORDER BY seq");
    tx.try_each(&sql, params![company], |row| each(read(row)?))
}

/// Those after the first about a subject.
pub(super) fn since(
    tx: &mut Tx,
    company: CompanyId,
    subject: &str,
    each: &mut dyn FnMut(JournalEntry) -> BooksResult<()>,
) -> BooksResult<()> {
    let sql = format!(
        "SELECT {ENTRY_LIST} FROM journal WHERE company = $1 \
         AND seq > (SELECT MIN(seq) FROM journal WHERE company = $1 AND subject = $2) ORDER BY seq"
    );
    tx.try_each(&sql, params![company, subject], |row| each(read(row)?))
}

const CONTACTS: &str = "SELECT id FROM contact WHERE company = $1 AND party = $2";
const INVOICES: &str = "SELECT id FROM invoice WHERE company = $1 AND party = $2";
const PAYMENTS: &str = "SELECT id FROM payment WHERE company = $1 AND party = $2";
const HOLDS: &str = "SELECT id FROM hold WHERE company = $1 AND party = $2";
const DISPUTES: &str = "SELECT id FROM dispute WHERE company = $1 AND party = $2";
const DECISIONS: &str = "SELECT id FROM decision WHERE company = $1 AND party = $2";
const REPLIES: &str = "SELECT id FROM reply WHERE company = $1 AND party = $2";
const ACTS: &str = "SELECT id FROM act WHERE company = $1 AND party = $2";
const PLANS: &str = "SELECT id FROM payment_plan WHERE company = $1 AND party = $2";
const WAIVERS: &str = "SELECT id FROM waiver WHERE company = $1 AND party = $2";
const SOURCES: &str = "SELECT source FROM invoice WHERE company = $1 AND party = $2 AND source IS NOT NULL \
    UNION SELECT source FROM payment WHERE company = $1 AND party = $2 AND source IS NOT NULL \
    UNION SELECT source FROM due_statement WHERE company = $1 AND party = $2 AND source IS NOT NULL";

/// All that entries about a customer are about.
pub(super) fn subjects_of_party(tx: &mut Tx, company: CompanyId, party: PartyId) -> Result<Vec<String>> {
    let mut subjects = vec![party.to_string()];
    subjects.extend(named::<ContactKind>(tx, CONTACTS, company, party)?);
    subjects.extend(named::<InvoiceKind>(tx, INVOICES, company, party)?);
    subjects.extend(named::<PaymentKind>(tx, PAYMENTS, company, party)?);
    subjects.extend(named::<HoldKind>(tx, HOLDS, company, party)?);
    subjects.extend(named::<DisputeKind>(tx, DISPUTES, company, party)?);
    subjects.extend(named::<DecisionKind>(tx, DECISIONS, company, party)?);
    subjects.extend(named::<ActKind>(tx, ACTS, company, party)?);
    subjects.extend(named::<ReplyKind>(tx, REPLIES, company, party)?);
    subjects.extend(named::<PlanKind>(tx, PLANS, company, party)?);
    subjects.extend(named::<WaiverKind>(tx, WAIVERS, company, party)?);
    subjects.extend(named::<SourceKind>(tx, SOURCES, company, party)?);
    Ok(subjects)
}

fn named<K: Kind>(tx: &mut Tx, sql: &str, company: CompanyId, party: PartyId) -> Result<Vec<String>> {
    tx.all(sql, params![company, party], |row| Ok(row.get::<Id<K>>(0)?.to_string()))
}

pub(super) fn read(row: &Row) -> Result<JournalEntry> {
    let mut c = Columns::of(row);
    Ok(JournalEntry {
        company: c.next()?,
        seq: c.count()?,
        recorded_at: c.next()?,
        actor: c.json()?,
        subject: Subject::stored(c.next::<String>()?),
        kind: c.next()?,
        payload: c.next()?,
        payload_version: c.next()?,
        previous_hash: c.coded(EntryHash::parse)?,
        hash: c.coded(EntryHash::parse)?,
    })
}

const PERSONAL: [&str; 4] = ["reference", "company", "salt", "content"];
const FIND: &str = "SELECT content FROM personal WHERE reference = $1";
const ERASE: &str = "DELETE FROM personal WHERE reference = $1";

/// A reference already there stands for the same salt and text.
pub(super) fn insert_personal(
    tx: &mut Tx,
    company: CompanyId,
    reference: &str,
    salt: &[u8; 16],
    text: &str,
) -> Result<()> {
    let row = [reference.into(), company.into(), salt.as_slice().into(), text.into()];
    tx.insert_missing("personal", PERSONAL, [row]).map(drop)
}

pub(super) fn personal(tx: &mut Tx, reference: &str) -> Result<Option<String>> {
    tx.one(FIND, params![reference], |row| row.get(0))
}

pub(super) fn erase_personal(tx: &mut Tx, reference: &str) -> Result<bool> {
    Ok(tx.exec(ERASE, params![reference])? == 1)
}
