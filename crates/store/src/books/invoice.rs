//! Invoices and credit notes. Inserting one also makes its balance.

use super::columns::{Columns, columns, json, key};
use super::many::pieces;
use super::{balance, figures, reach};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::{InvoiceRecord, KnownInvoice};
use base::fold;
use base::id::{CompanyId, InvoiceId};
use domain::facts::DueBasis;
use std::collections::BTreeSet;

columns!(INVOICE, INVOICE_LIST: id, company, party, source, key, content_hash, number, kind, issued_on, delivered_on,
    currency, gross, principal, due_on, due_basis, payment_terms, precedents, order_reference, iban, validity, known_on,
    recorded_at, folded_number);

pub(super) fn insert(tx: &mut Tx, invoices: &[InvoiceRecord]) -> Result<()> {
    let rows = invoices.iter().map(values).collect::<Result<Vec<_>>>()?;
    tx.insert_many("invoice", INVOICE, rows)?;
    let precedents = invoices.iter().map(precedents).collect::<Result<Vec<_>>>()?;
    tx.insert_many("invoice_precedent", ["invoice", "folded_number", "company"], precedents.into_iter().flatten())?;
    balance::insert(tx, invoices)?;
    figures::forget(tx, invoices.iter().map(|invoice| (invoice.company, invoice.issued_on)))?;
    reach::extend(tx, invoices.iter().map(|invoice| (invoice.company, invoice.issued_on)))
}

/// A number named twice, or in two spellings, is one.
fn precedents(invoice: &InvoiceRecord) -> Result<Vec<[Value; 3]>> {
    let folded: BTreeSet<String> = invoice.precedents.iter().map(|number| fold::reference(number)).collect();
    folded.iter().map(|number| Ok([invoice.id.into(), key(number)?, invoice.company.into()])).collect()
}

/// The numbers of these invoices, in no order.
pub(super) fn numbers(tx: &mut Tx, invoices: &[InvoiceId]) -> Result<Vec<String>> {
    let mut numbers = Vec::new();
    for piece in pieces(&[], invoices) {
        let sql = format!("SELECT number FROM invoice WHERE id IN ({})", piece.places);
        numbers.extend(tx.all(&sql, &piece.values, |row| row.get::<String>(0))?);
    }
    Ok(numbers)
}

pub(super) fn by_id(tx: &mut Tx, id: InvoiceId) -> Result<Option<InvoiceRecord>> {
    tx.one(&format!("SELECT {INVOICE_LIST} FROM invoice WHERE id = $1"), params![id], read)
}

pub(super) fn by_ids(tx: &mut Tx, ids: &[InvoiceId]) -> Result<Vec<InvoiceRecord>> {
    let mut found = Vec::with_capacity(ids.len());
    for piece in pieces(&[], ids) {
        let sql = format!("SELECT {INVOICE_LIST} FROM invoice WHERE id IN ({})", piece.places);
        found.extend(tx.all(&sql, &piece.values, read)?);
    }
    Ok(found)
}

/// Those of exactly that number, else those that fold to it.
pub(super) fn by_number(tx: &mut Tx, company: CompanyId, number: &str) -> Result<Vec<InvoiceRecord>> {
    let sql =
        format!("SELECT {INVOICE_LIST} FROM invoice WHERE company = $1 AND folded_number = $2 ORDER BY issued_on, id");
    let mut found = tx.all(&sql, params![company, fold::reference(number)], read)?;
    if found.iter().any(|invoice| invoice.number == number) {
        found.retain(|invoice| invoice.number == number);
    }
    Ok(found)
}

const KNOWN: &str = "SELECT i.id, i.party, i.key, i.content_hash, i.number, i.kind, i.issued_on, i.gross, i.principal, \
    b.due_on, b.due_basis, b.outstanding FROM invoice i JOIN balance b ON b.invoice = i.id WHERE i.company = $1";

pub(super) fn known(tx: &mut Tx, company: CompanyId, keys: &[String]) -> Result<Vec<KnownInvoice>> {
    let mut found = Vec::new();
    for piece in pieces(params![company], keys) {
        let sql = format!("{KNOWN} AND i.key IN ({}) ORDER BY i.key", piece.places);
        found.extend(tx.all(&sql, &piece.values, read_known)?);
    }
    Ok(found)
}

/// A credit note waits until it is set against an invoice of the number it names.
const NOT_SET_AGAINST: &str = "NOT EXISTS (SELECT 1 FROM allocation a JOIN invoice o ON o.id = a.against \
    WHERE a.invoice = p.invoice AND o.company = p.company AND o.folded_number = p.folded_number)";

pub(super) fn waiting_credits(tx: &mut Tx, company: CompanyId, numbers: &[String]) -> Result<Vec<InvoiceRecord>> {
    let folded: Vec<String> = numbers.iter().map(|number| fold::reference(number)).collect();
    let mut waiting = BTreeSet::new();
    let mut look = |tx: &mut Tx, among: &str, values: &[Value]| {
        let sql = format!(
            "SELECT p.invoice FROM invoice_precedent p JOIN invoice i ON i.id = p.invoice WHERE p.company = $1 {among} \
             AND (i.kind = 'corrective' OR i.principal < 0) AND {NOT_SET_AGAINST}"
        );
        tx.each(&sql, values, |row| {
            waiting.insert(row.get::<InvoiceId>(0)?);
            Ok(())
        })
    };
    if folded.is_empty() {
        look(tx, "", params![company])?;
    }
    for piece in pieces(params![company], &folded) {
        look(tx, &format!("AND p.folded_number IN ({})", piece.places), &piece.values)?;
    }
    let mut credits = Vec::new();
    for id in waiting {
        credits.extend(by_id(tx, id)?);
    }
    Ok(credits)
}

fn values(invoice: &InvoiceRecord) -> Result<[Value; INVOICE.len()]> {
    Ok([
        invoice.id.into(),
        invoice.company.into(),
        invoice.party.into(),
        invoice.source.into(),
        key(&invoice.key)?,
        Value::from(&invoice.content_hash),
        key(&invoice.number)?,
        Value::from(&invoice.kind),
        invoice.issued_on.into(),
        invoice.delivered_on.into(),
        invoice.currency.into(),
        invoice.gross.into(),
        invoice.principal.into(),
        invoice.due_on.into(),
        invoice.due_basis.code().into(),
        invoice.payment_terms.as_ref().into(),
        json(&invoice.precedents)?.into(),
        invoice.order_reference.as_ref().into(),
        invoice.iban.as_ref().into(),
        Value::from(&invoice.validity),
        invoice.known_on.into(),
        invoice.recorded_at.into(),
        fold::reference(&invoice.number).into(),
    ])
}

fn read(row: &Row) -> Result<InvoiceRecord> {
    let mut c = Columns::of(row);
    Ok(InvoiceRecord {
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        source: c.next()?,
        key: c.next()?,
        content_hash: c.next()?,
        number: c.next()?,
        kind: c.next()?,
        issued_on: c.next()?,
        delivered_on: c.next()?,
        currency: c.next()?,
        gross: c.next()?,
        principal: c.next()?,
        due_on: c.next()?,
        due_basis: c.coded(DueBasis::parse)?,
        payment_terms: c.next()?,
        precedents: c.json()?,
        order_reference: c.next()?,
        iban: c.next()?,
        validity: c.next()?,
        known_on: c.next()?,
        recorded_at: c.next()?,
    })
}

fn read_known(row: &Row) -> Result<KnownInvoice> {
    let mut c = Columns::of(row);
    Ok(KnownInvoice {
        id: c.next()?,
        party: c.next()?,
        key: c.next()?,
        content_hash: c.next()?,
        number: c.next()?,
        kind: c.next()?,
        issued_on: c.next()?,
        gross: c.next()?,
        principal: c.next()?,
        due_on: c.next()?,
        due_basis: c.coded(DueBasis::parse)?,
        outstanding: c.next()?,
    })
}
