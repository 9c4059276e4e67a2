//! Due dates put off by agreement: who asked, until when, and from which due date interest counts.

use super::columns::{Columns, columns};
use super::past::Range;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::ExtensionRecord;
use base::Date;
use base::id::InvoiceId;
use domain::facts::Heard;

columns!(EXTENSION, EXTENSION_LIST: id, company, party, invoice, agreed_on, before_on, until_on, interest_from, asked_by,
    heard, author, why, recorded_at);

pub(super) fn insert(tx: &mut Tx, extension: &ExtensionRecord) -> Result<()> {
    let row = [
        extension.id.into(),
        extension.company.into(),
        extension.party.into(),
        extension.invoice.into(),
        extension.agreed_on.into(),
        extension.before.into(),
        extension.until.into(),
        extension.interest_from.into(),
        Value::from(&extension.asked_by),
        extension.heard.code().into(),
        Value::from(&extension.author),
        Value::from(&extension.why),
        extension.recorded_at.into(),
    ];
    tx.insert_many("extension", EXTENSION, [row]).map(drop)
}

pub(super) fn of_invoice(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<ExtensionRecord>> {
    let sql = format!("SELECT {EXTENSION_LIST} FROM extension WHERE invoice = $1 ORDER BY recorded_at, id");
    tx.all(&sql, params![invoice], read)
}

const INTEREST_DUES: &str = "SELECT invoice, interest_from FROM extension WHERE company = $1 AND party BETWEEN $2 AND $3 \
    ORDER BY recorded_at, id";

/// In order of recording: the last one of an invoice counts.
pub(super) fn interest_dues(tx: &mut Tx, range: Range) -> Result<Vec<(InvoiceId, Date)>> {
    tx.all(INTEREST_DUES, &range.values(), |row| Ok((row.get(0)?, row.get(1)?)))
}

fn read(row: &Row) -> Result<ExtensionRecord> {
    let mut c = Columns::of(row);
    Ok(ExtensionRecord {
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        invoice: c.next()?,
        agreed_on: c.next()?,
        before: c.next()?,
        until: c.next()?,
        interest_from: c.next()?,
        asked_by: c.next()?,
        heard: c.coded(Heard::parse)?,
        author: c.next()?,
        why: c.next()?,
        recorded_at: c.next()?,
    })
}
