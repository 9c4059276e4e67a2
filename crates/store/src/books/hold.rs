//! Holds, and their end. Both are facts with an author and a sentence; what a hold means on a day is for the domain.

use super::columns::{Columns, columns, count};
use super::figures;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::screens::Cut;
use app::records::RemainderRow;
use app::records::{HoldRecord, LiftRecord};
use base::Date;
use base::id::{CompanyId, HoldId, InvoiceId, PartyId};
use domain::facts::HoldKind;

columns!(HOLD, HOLD_LIST: id, company, party, invoice, kind, opened_on, until_on, amount, author, why, recorded_at);
const LIFT: [&str; 6] = ["hold", "company", "lifted_on", "author", "why", "recorded_at"];

pub(super) fn insert(tx: &mut Tx, hold: &HoldRecord) -> Result<()> {
    let row = [
        hold.id.into(),
        hold.company.into(),
        hold.party.into(),
        hold.invoice.into(),
        hold.kind.code().into(),
        hold.opened_on.into(),
        hold.until.into(),
        hold.amount.into(),
        Value::from(&hold.author),
        Value::from(&hold.why),
        hold.recorded_at.into(),
    ];
    figures::forget(tx, [(hold.company, hold.opened_on)].into_iter())?;
    tx.insert_many("hold", HOLD, [row]).map(drop)
}

pub(super) fn insert_lift(tx: &mut Tx, lift: &LiftRecord) -> Result<()> {
    let row = [
        lift.hold.into(),
        lift.company.into(),
        lift.lifted_on.into(),
        Value::from(&lift.author),
        Value::from(&lift.why),
        lift.recorded_at.into(),
    ];
    figures::forget(tx, [(lift.company, lift.lifted_on)].into_iter())?;
    tx.insert_many("lift", LIFT, [row]).map(drop)
}

pub(super) fn by_id(tx: &mut Tx, id: HoldId) -> Result<Option<HoldRecord>> {
    tx.one(&format!("SELECT {HOLD_LIST} FROM hold WHERE id = $1"), params![id], read)
}

/// Those not lifted, in order of recording.
pub(super) fn open_of_party(tx: &mut Tx, party: PartyId) -> Result<Vec<HoldRecord>> {
    let sql = format!(
        "SELECT {HOLD_LIST} FROM hold WHERE company = (SELECT company FROM party WHERE id = $1) AND party = $1 \
         AND NOT EXISTS (SELECT 1 FROM lift WHERE lift.hold = hold.id) ORDER BY id"
    );
    tx.all(&sql, params![party], read)
}

/// On an invoice or on all of the customer's, with the day of their end, newest first.
pub(super) fn on_invoice(
    tx: &mut Tx,
    (company, party): (CompanyId, PartyId),
    invoice: InvoiceId,
    limit: u64,
) -> Result<Vec<(HoldRecord, Option<Date>)>> {
    let list = HOLD.map(|column| format!("hold.{column}")).join(", ");
    let sql = format!(
        "SELECT {list}, lift.lifted_on FROM hold LEFT JOIN lift ON lift.hold = hold.id WHERE hold.company = $1 \
         AND hold.party = $2 AND (hold.invoice IS NULL OR hold.invoice = $3) ORDER BY hold.opened_on DESC, hold.id LIMIT $4"
    );
    tx.all(&sql, params![company, party, invoice, count(limit)], |row| Ok((read(row)?, row.get(HOLD.len())?)))
}

/// Rests that wait for a person: no more is owed than the hold is about.
const REMAINDERS: &str = "hold h JOIN balance b ON b.invoice = h.invoice WHERE h.company = $1 AND h.kind = 'remainder' \
    AND b.outstanding > 0 AND b.outstanding <= COALESCE(h.amount, b.outstanding) \
    AND NOT EXISTS (SELECT 1 FROM lift WHERE lift.hold = h.id)";

pub(super) fn remainders(tx: &mut Tx, company: CompanyId, cut: Cut) -> Result<Vec<RemainderRow>> {
    let sql = format!(
        "SELECT h.invoice, b.number, h.party, (SELECT name FROM party p WHERE p.id = h.party), b.currency, b.outstanding, \
         h.opened_on, h.why FROM {REMAINDERS} ORDER BY h.opened_on, b.number, h.id LIMIT $2 OFFSET $3"
    );
    tx.all(&sql, params![company, count(cut.limit), count(cut.offset)], |row| {
        let mut c = Columns::of(row);
        Ok(RemainderRow {
            invoice: c.next()?,
            number: c.next()?,
            party: c.next()?,
            customer: c.next()?,
            currency: c.next()?,
            left: c.next()?,
            since: c.next()?,
            guess: c.next()?,
        })
    })
}

pub(super) fn remainder_count(tx: &mut Tx, company: CompanyId) -> Result<u64> {
    let sql = format!("SELECT COUNT(*) FROM {REMAINDERS}");
    Ok(tx.one(&sql, params![company], |row| Columns::of(row).count())?.unwrap_or(0))
}

pub(super) fn read(row: &Row) -> Result<HoldRecord> {
    let mut c = Columns::of(row);
    Ok(HoldRecord {
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        invoice: c.next()?,
        kind: c.coded(HoldKind::parse)?,
        opened_on: c.next()?,
        until: c.next()?,
        amount: c.next()?,
        author: c.next()?,
        why: c.next()?,
        recorded_at: c.next()?,
    })
}
