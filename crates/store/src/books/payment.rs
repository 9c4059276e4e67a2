//! Money received, by whatever way we learnt of it. What it pays is said by allocations, not here.

use super::columns::{Columns, columns, key};
use super::matching::STANDS;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::{PaymentOrigin, PaymentRecord};
use base::id::{CompanyId, PartyId, PaymentId};
use base::{Cents, Date, add_days, days_between};

columns!(PAYMENT, PAYMENT_LIST: id, company, party, source, key, content_hash, received_on, amount, currency, reference,
    origin, bank_line, recorded_at);

/// The same money is booked by the bank and in the ledger a few days apart.
const SAME_MONEY_DAYS: i64 = 5;

fn is_matched() -> String {
    format!(
        "CASE WHEN EXISTS (SELECT 1 FROM line_matching m WHERE m.payment = payment.id AND {STANDS}) THEN 1 ELSE 0 END"
    )
}

/// All that it paid was taken back: it explains no money any more.
const IS_UNDONE: &str = "COALESCE((SELECT SUM(a.amount) FROM allocation a WHERE a.payment = payment.id), 1) = 0";

pub(super) fn insert(tx: &mut Tx, payments: &[PaymentRecord]) -> Result<()> {
    let rows = payments.iter().map(values).collect::<Result<Vec<_>>>()?;
    tx.insert_many("payment", PAYMENT, rows).map(drop)
}

pub(super) fn by_id(tx: &mut Tx, id: PaymentId) -> Result<Option<PaymentRecord>> {
    tx.one(&format!("SELECT {PAYMENT_LIST} FROM payment WHERE id = $1"), params![id], read)
}

pub(super) fn by_key(tx: &mut Tx, company: CompanyId, key: &str) -> Result<Option<PaymentRecord>> {
    let sql = format!("SELECT {PAYMENT_LIST} FROM payment WHERE company = $1 AND key = $2");
    tx.one(&sql, params![company, key], read)
}

/// The closest in time first; among equally close ones, those that no bank line is matched with yet, then the first
/// recorded.
pub(super) fn like(
    tx: &mut Tx,
    company: CompanyId,
    party: PartyId,
    amount: Cents,
    on: Date,
) -> Result<Vec<PaymentRecord>> {
    let sql = format!(
        "SELECT {PAYMENT_LIST}, {} FROM payment WHERE party = $2 AND received_on BETWEEN $4 AND $5 \
         AND amount = $3 AND company = $1",
        is_matched()
    );
    let (from, to) = around(on);
    let mut found = tx.all(&sql, params![company, party, amount, from, to], |row| {
        Ok((row.get::<bool>(PAYMENT.len())?, read(row)?))
    })?;
    found.sort_by_key(|(is_matched, payment)| (days_between(on, payment.received_on).abs(), *is_matched, payment.id));
    Ok(found.into_iter().map(|(_, payment)| payment).collect())
}

/// Anybody's payments of that amount which still pay something and no bank line is matched with, the closest in time first.
pub(super) fn unlinked(tx: &mut Tx, company: CompanyId, amount: Cents, on: Date) -> Result<Vec<PaymentRecord>> {
    let sql = format!(
        "SELECT {PAYMENT_LIST} FROM payment WHERE company = $1 AND amount = $2 AND received_on BETWEEN $3 AND $4 \
         AND {} = 0 AND NOT {IS_UNDONE}",
        is_matched()
    );
    let (from, to) = around(on);
    let mut found = tx.all(&sql, params![company, amount, from, to], read)?;
    found.sort_by_key(|payment| (days_between(on, payment.received_on).abs(), payment.id));
    Ok(found)
}

fn around(on: Date) -> (Date, Date) {
    let day = |days| add_days(on, days).unwrap_or(on);
    (day(-SAME_MONEY_DAYS), day(SAME_MONEY_DAYS))
}

/// In order of receipt.
pub(super) fn of_party(tx: &mut Tx, party: PartyId) -> Result<Vec<PaymentRecord>> {
    let sql = format!("SELECT {PAYMENT_LIST} FROM payment WHERE party = $1 ORDER BY received_on, id");
    tx.all(&sql, params![party], read)
}

fn values(payment: &PaymentRecord) -> Result<[Value; PAYMENT.len()]> {
    Ok([
        payment.id.into(),
        payment.company.into(),
        payment.party.into(),
        payment.source.into(),
        key(&payment.key)?,
        Value::from(&payment.content_hash),
        payment.received_on.into(),
        payment.amount.into(),
        payment.currency.into(),
        Value::from(&payment.reference),
        payment.origin.code().into(),
        payment.bank_line.into(),
        payment.recorded_at.into(),
    ])
}

fn read(row: &Row) -> Result<PaymentRecord> {
    let mut c = Columns::of(row);
    Ok(PaymentRecord {
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        source: c.next()?,
        key: c.next()?,
        content_hash: c.next()?,
        received_on: c.next()?,
        amount: c.next()?,
        currency: c.next()?,
        reference: c.next()?,
        origin: c.coded(PaymentOrigin::parse)?,
        bank_line: c.next()?,
        recorded_at: c.next()?,
    })
}
