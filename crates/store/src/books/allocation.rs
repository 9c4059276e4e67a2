//! Money and credit set against invoices. Inserting refreshes the balances it touches.

use super::columns::{Columns, columns};
use super::many::pieces;
use super::{balance, figures, reach};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::{AllocationBasis, AllocationRecord, Component};
use base::Date;
use base::id::{AllocationId, CompanyId, InvoiceId, PaymentId};
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

/// Principal given up in euros until that day, or owed again, that no export holds. What was taken back before it was handed
/// over is left out, and so is its taking back.
pub(super) fn waived_to_export(tx: &mut Tx, company: CompanyId, until: Date) -> Result<Vec<AllocationRecord>> {
    let list = ALLOCATION.map(|column| format!("a.{column}")).join(", ");
    let sql = format!(
        "SELECT {list} FROM allocation a JOIN invoice i ON i.id = a.invoice WHERE a.invoice IN (SELECT l.invoice FROM \
         waiver_line l WHERE l.company = $1 AND l.principal > 0) AND a.effective_on <= $2 AND i.currency = 'EUR' AND NOT EXISTS \
         (SELECT 1 FROM entries_export_fact f WHERE f.kind = 'waiver' AND f.subject = a.id) AND ((a.basis = 'waiver' AND NOT \
         EXISTS (SELECT 1 FROM allocation u WHERE u.reverses = a.id AND u.effective_on <= $2)) OR EXISTS (SELECT 1 FROM \
         entries_export_fact f WHERE f.kind = 'waiver' AND f.subject = a.reverses)) ORDER BY a.effective_on, a.id"
    );
    tx.all(&sql, params![company, until], read)
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
