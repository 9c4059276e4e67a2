//! When an invoice is due: the best of what its document and later statements say.
//!
//! Best is the best basis (stated, then agreed terms, then the default), and among equals what was learnt last.

use super::columns::Columns;
use super::{balance, figures};
use crate::engine::{Result, Row, Tx};
use crate::params;
use app::records::DueStatement;
use base::id::InvoiceId;
use base::{Date, Timestamp};
use domain::facts::DueBasis;
use std::cmp::Reverse;

/// One statement of a due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) on: Date,
    pub(super) basis: DueBasis,
    pub(super) recorded_at: Timestamp,
}

impl Due {
    /// The better of two statements, whatever their order; the later day when nothing else tells them apart.
    pub(super) fn or_better(self, other: Due) -> Due {
        let rank = |due: &Due| (Reverse(due.basis), due.recorded_at, due.on);
        if rank(&other) > rank(&self) { other } else { self }
    }

    /// Reads day, basis and instant.
    pub(super) fn read(c: &mut Columns) -> Result<Due> {
        Ok(Due { on: c.next()?, basis: c.coded(DueBasis::parse)?, recorded_at: c.next()? })
    }
}

const INSERT: &str = "INSERT INTO due_statement (invoice, company, party, due_on, basis, source, recorded_at) \
    SELECT id, company, party, $2, $3, $4, $5 FROM invoice WHERE id = $1";

/// Adds the statement and moves the balance; `false` when there is no such invoice.
pub(super) fn insert(tx: &mut Tx, statement: &DueStatement) -> Result<bool> {
    let params =
        params![statement.invoice, statement.due_on, statement.basis.code(), statement.source, statement.recorded_at];
    if tx.exec(INSERT, params)? == 0 {
        return Ok(false);
    }
    if let Some(best) = best(tx, statement.invoice)? {
        balance::set_due(tx, statement.invoice, best)?;
        let issued = tx.all(ISSUED, params![statement.invoice], |row| Ok((row.get(0)?, row.get(1)?)))?;
        figures::forget(tx, issued.into_iter())?;
    }
    Ok(true)
}

const ISSUED: &str = "SELECT company, issued_on FROM invoice WHERE id = $1";

const ALL: &str = "SELECT due_on, due_basis, recorded_at FROM invoice WHERE id = $1 \
    UNION ALL SELECT due_on, basis, recorded_at FROM due_statement WHERE invoice = $1";

fn best(tx: &mut Tx, invoice: InvoiceId) -> Result<Option<Due>> {
    let read = |row: &Row| Due::read(&mut Columns::of(row));
    Ok(tx.all(ALL, params![invoice], read)?.into_iter().reduce(Due::or_better))
}
