//! Money and credit set against invoices. Inserting refreshes the balances it touches.

use super::columns::{Columns, columns};
use super::many::pieces;
use super::{balance, figures, reach};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::{AllocationBasis, AllocationRecord, Component};
use base::id::{AllocationId, InvoiceId, PaymentId};
use std::collections::BTreeSet;

columns!(ALLOCATION, ALLOCATION_LIST: id, company, invoice, payment, against, component, amount, effective_on, basis,
    reverses, recorded_at);

pub(super) fn insert(tx: &mut Tx, allocations: &[AllocationRecord]) -> Result<()> {
    tx.insert_many("allocation", ALLOCATION, allocations.iter().map(values))?;
    let touched: BTreeSet<InvoiceId> = allocations.iter().map(|allocation| allocation.invoice).collect();
    balance::refresh(tx, &touched.into_iter().collect::<Vec<_>>())?;
    figures::forget(tx, allocations.iter().map(|allocation| (allocation.company, allocation.effective_on)))?;
    reach::extend(tx, allocations.iter().map(|allocation| (allocation.company, allocation.effective_on)))
}

pub(super) fn one(tx: &mut Tx, id: AllocationId) -> Result<Option<AllocationRecord>> {
    tx.one(&format!("SELECT {ALLOCATION_LIST} FROM allocation WHERE id = $1"), params![id], read)
}

/// In order of effect.
pub(super) fn of_invoice(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<AllocationRecord>> {
    let sql = format!("SELECT {ALLOCATION_LIST} FROM allocation WHERE invoice = $1 ORDER BY effective_on, id");
    tx.all(&sql, params![invoice], read)
}

/// In order of invoice and effect.
pub(super) fn of_invoices(tx: &mut Tx, invoices: &[InvoiceId]) -> Result<Vec<AllocationRecord>> {
    let mut found = Vec::new();
    for piece in pieces(&[], invoices) {
        let sql = format!("SELECT {ALLOCATION_LIST} FROM allocation WHERE invoice IN ({})", piece.places);
        found.extend(tx.all(&sql, &piece.values, read)?);
    }
    found.sort_by_key(|allocation| (allocation.invoice, allocation.effective_on, allocation.id));
    Ok(found)
}

/// In order of effect.
pub(super) fn of_payment(tx: &mut Tx, payment: PaymentId) -> Result<Vec<AllocationRecord>> {
    let sql = format!("SELECT {ALLOCATION_LIST} FROM allocation WHERE payment = $1 ORDER BY effective_on, id");
    tx.all(&sql, params![payment], read)
}

fn values(allocation: &AllocationRecord) -> [Value; ALLOCATION.len()] {
    [
        allocation.id.into(),
        allocation.company.into(),
        allocation.invoice.into(),
        allocation.payment.into(),
        allocation.against.into(),
        allocation.component.code().into(),
        allocation.amount.into(),
        allocation.effective_on.into(),
        allocation.basis.code().into(),
        allocation.reverses.into(),
        allocation.recorded_at.into(),
    ]
}

fn read(row: &Row) -> Result<AllocationRecord> {
    let mut c = Columns::of(row);
    Ok(AllocationRecord {
        id: c.next()?,
        company: c.next()?,
        invoice: c.next()?,
        payment: c.next()?,
        against: c.next()?,
        component: c.coded(Component::parse)?,
        amount: c.next()?,
        effective_on: c.next()?,
        basis: c.coded(AllocationBasis::parse)?,
        reverses: c.next()?,
        recorded_at: c.next()?,
    })
}
