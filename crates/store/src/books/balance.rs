//! The cached balance of each invoice, by everything known: made with the invoice, refreshed with each allocation.
//!
//! The same figures are computed from facts, another way, in [`super::past`]; `totals` compares the two.

use super::columns::{Columns, columns};
use super::due::Due;
use super::many::pieces;
use super::past::Range;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::{Balance, InvoiceRecord};
use base::id::{CompanyId, InvoiceId, PartyId};
use base::{Date, add_days};
use domain::facts::DueBasis;
use std::collections::HashMap;

columns!(BALANCE, BALANCE_LIST: invoice, company, party, number, issued_on, due_on, due_basis, currency, principal,
    outstanding, known_on, is_estimated, settled_on, late_after);

/// Settled more than this many days after its due date, an invoice counts as paid late.
const LATE_DAYS: i64 = 5;

/// The last day on which settling it still counts as in time.
pub(super) fn late_after(due_on: Date) -> Date {
    add_days(due_on, LATE_DAYS).unwrap_or(due_on)
}

/// The balances of new invoices, against which nothing is set yet.
pub(super) fn insert(tx: &mut Tx, invoices: &[InvoiceRecord]) -> Result<()> {
    let rows = invoices.iter().map(|invoice| {
        values(&Balance {
            invoice: invoice.id,
            company: invoice.company,
            party: invoice.party,
            number: invoice.number.clone(),
            issued_on: invoice.issued_on,
            due_on: invoice.due_on,
            due_basis: invoice.due_basis,
            currency: invoice.currency,
            principal: invoice.principal,
            outstanding: invoice.principal,
            known_on: invoice.known_on,
            has_estimated_settlement: false,
            settled_on: invoice.principal.is_zero().then_some(invoice.issued_on),
        })
    });
    tx.insert_many("balance", BALANCE, rows).map(drop)
}

/// Balances computed elsewhere, in place of what was there.
pub(super) fn replace(tx: &mut Tx, balances: &[Balance]) -> Result<()> {
    let invoices: Vec<InvoiceId> = balances.iter().map(|balance| balance.invoice).collect();
    for piece in pieces(&[], &invoices) {
        tx.exec(&format!("DELETE FROM balance WHERE invoice IN ({})", piece.places), &piece.values)?;
    }
    tx.insert_many("balance", BALANCE, balances.iter().map(values)).map(drop)
}

pub(super) fn of_invoice(tx: &mut Tx, invoice: InvoiceId) -> Result<Option<Balance>> {
    tx.one(&format!("SELECT {BALANCE_LIST} FROM balance WHERE invoice = $1"), params![invoice], read)
}

pub(super) fn of_invoices(tx: &mut Tx, invoices: &[InvoiceId]) -> Result<Vec<Balance>> {
    let mut found = Vec::with_capacity(invoices.len());
    for piece in pieces(&[], invoices) {
        let sql = format!("SELECT {BALANCE_LIST} FROM balance WHERE invoice IN ({})", piece.places);
        found.extend(tx.all(&sql, &piece.values, read)?);
    }
    Ok(found)
}

/// The cached balances of these customers' invoices.
pub(super) fn of_range(tx: &mut Tx, range: Range) -> Result<HashMap<InvoiceId, Balance>> {
    let sql = format!(
        "SELECT {BALANCE_LIST} FROM balance WHERE invoice IN (SELECT id FROM invoice WHERE company = $1 AND party BETWEEN $2 AND $3)"
    );
    let found = tx.all(&sql, &range.values(), read)?;
    Ok(found.into_iter().map(|balance| (balance.invoice, balance)).collect())
}

/// Interest and compensation do not settle principal; an estimate that was taken back waits for nothing.
const REFRESH: &str = "UPDATE balance SET (outstanding, settled_on, is_estimated) = (\
    SELECT balance.principal - COALESCE(CAST(SUM(a.amount) AS BIGINT), 0), \
        CASE WHEN COALESCE(CAST(SUM(a.amount) AS BIGINT), 0) = balance.principal \
            THEN COALESCE(MAX(a.effective_on), balance.issued_on) END, \
        COALESCE(MAX(CASE WHEN a.basis IN ('same_amount', 'oldest_first') \
            AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses = a.id AND r.invoice = a.invoice) THEN 1 ELSE 0 END), 0) \
    FROM allocation a WHERE a.invoice = balance.invoice AND a.component = 'principal')";

/// Recomputes the balances of these invoices from all their allocations.
pub(super) fn refresh(tx: &mut Tx, invoices: &[InvoiceId]) -> Result<()> {
    for piece in pieces(&[], invoices) {
        tx.exec(&format!("{REFRESH} WHERE invoice IN ({})", piece.places), &piece.values)?;
    }
    Ok(())
}

const SET_DUE: &str = "UPDATE balance SET due_on = $2, due_basis = $3, late_after = $4 WHERE invoice = $1";

pub(super) fn set_due(tx: &mut Tx, invoice: InvoiceId, due: Due) -> Result<()> {
    tx.exec(SET_DUE, params![invoice, due.on, due.basis.code(), late_after(due.on)]).map(drop)
}

fn values(balance: &Balance) -> [Value; BALANCE.len()] {
    [
        balance.invoice.into(),
        balance.company.into(),
        balance.party.into(),
        Value::from(&balance.number),
        balance.issued_on.into(),
        balance.due_on.into(),
        balance.due_basis.code().into(),
        balance.currency.into(),
        balance.principal.into(),
        balance.outstanding.into(),
        balance.known_on.into(),
        balance.has_estimated_settlement.into(),
        balance.settled_on.into(),
        late_after(balance.due_on).into(),
    ]
}

fn read(row: &Row) -> Result<Balance> {
    let mut c = Columns::of(row);
    Ok(Balance {
        invoice: c.next()?,
        company: c.next()?,
        party: c.next()?,
        number: c.next()?,
        issued_on: c.next()?,
        due_on: c.next()?,
        due_basis: c.coded(DueBasis::parse)?,
        currency: c.next()?,
        principal: c.next()?,
        outstanding: c.next()?,
        known_on: c.next()?,
        has_estimated_settlement: c.next()?,
        settled_on: c.next()?,
    })
}

const TO_CONFIRM: &str =
    "SELECT invoice FROM balance WHERE company = $1 AND party = $2 AND is_estimated <> 0 ORDER BY invoice";

/// Invoices whose settlement was only inferred.
pub(super) fn to_confirm(tx: &mut Tx, company: CompanyId, party: PartyId) -> Result<Vec<InvoiceId>> {
    tx.all(TO_CONFIRM, params![company, party], |row| row.get(0))
}
