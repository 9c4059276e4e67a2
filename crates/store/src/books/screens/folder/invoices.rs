//! What a customer owes, where each invoice stands, and how earlier ones were settled.

use crate::books::columns::{Columns, count};
use crate::books::many::pieces;
use crate::engine::{Result, Row, Tx};
use crate::params;
use app::ports::screens::{Cut, Exposure, InvoiceRow, InvoiceStatus};
use base::id::{CompanyId, InvoiceId, PartyId};
use base::{Date, Timestamp};
use domain::payer::Settlement;
use std::collections::HashMap;

const EXPOSURE: &str = "SELECT currency, CAST(SUM(outstanding) AS BIGINT) AS total, \
    CAST(SUM(CASE WHEN due_on < $3 AND outstanding > 0 THEN outstanding ELSE 0 END) AS BIGINT), \
    CAST(SUM(CASE WHEN outstanding < 0 THEN outstanding ELSE 0 END) AS BIGINT), \
    CAST(SUM(CASE WHEN outstanding > 0 THEN 1 ELSE 0 END) AS BIGINT), \
    CAST(SUM(CASE WHEN outstanding > 0 AND due_on < $3 THEN 1 ELSE 0 END) AS BIGINT), \
    MIN(CASE WHEN outstanding > 0 THEN due_on END) \
    FROM balance WHERE company = $1 AND party = $2 AND outstanding <> 0 GROUP BY currency ORDER BY total DESC, currency";

pub(super) fn exposure(tx: &mut Tx, company: CompanyId, party: PartyId, as_of: Date) -> Result<Vec<Exposure>> {
    tx.all(EXPOSURE, params![company, party, as_of], |row| {
        let mut c = Columns::of(row);
        Ok(Exposure {
            currency: c.next()?,
            outstanding: c.next()?,
            overdue: c.next()?,
            credits: c.next()?,
            open: c.count()?,
            late: c.count()?,
            oldest_due_on: c.next()?,
        })
    })
}

/// Invoices of the customer `$2` with the strongest hold that stands on the day `$3`: 1 disputed, 2 plan, 3 promise,
/// 4 any other. Collective proceedings have no last day.
const STANDING: &str = "SELECT b.invoice, b.number, i.kind, b.issued_on, b.due_on, b.settled_on, b.currency, b.principal, \
    b.outstanding, (SELECT MIN(CASE h.kind WHEN 'dispute' THEN 1 WHEN 'plan' THEN 2 WHEN 'promise' THEN 3 ELSE 4 END) \
        FROM hold h WHERE h.company = $1 AND h.party = $2 AND (h.invoice IS NULL OR h.invoice = b.invoice) \
        AND h.opened_on <= $3 AND (h.until_on IS NULL OR h.until_on >= $3 OR h.kind = 'insolvency') \
        AND NOT EXISTS (SELECT 1 FROM lift l WHERE l.hold = h.id)) AS held \
    FROM invoice i JOIN balance b ON b.invoice = i.id WHERE i.company = $1 AND i.party = $2";

/// The word for it, as [`InvoiceStatus::code`] has it.
const STATUS: &str = "CASE WHEN s.outstanding = 0 THEN 'settled' WHEN s.outstanding < 0 THEN 'credit' \
    WHEN s.held = 1 THEN 'disputed' WHEN s.held = 2 THEN 'plan' WHEN s.held = 3 THEN 'promise' \
    WHEN s.held = 4 THEN 'suspended' WHEN s.due_on < $3 THEN 'overdue' ELSE 'current' END";

pub(super) fn statuses(
    tx: &mut Tx,
    company: CompanyId,
    party: PartyId,
    as_of: Date,
) -> Result<Vec<(InvoiceStatus, u64)>> {
    let sql = format!(
        "SELECT t.status, COUNT(*) FROM (SELECT {STATUS} AS status FROM ({STANDING}) s) t GROUP BY t.status ORDER BY t.status"
    );
    tx.all(&sql, params![company, party, as_of], |row| {
        let mut c = Columns::of(row);
        Ok((c.coded(InvoiceStatus::parse)?, c.count()?))
    })
}

pub(super) fn rows(
    tx: &mut Tx,
    (company, party): (CompanyId, PartyId),
    as_of: Date,
    status: Option<InvoiceStatus>,
    cut: Cut,
) -> Result<Vec<InvoiceRow>> {
    let sql = format!(
        "SELECT * FROM (SELECT s.invoice, s.number, s.kind, s.issued_on, s.due_on, s.settled_on, s.currency, s.principal, \
         s.outstanding, {STATUS} AS status FROM ({STANDING}) s) t WHERE ($4 = '' OR t.status = $4) \
         ORDER BY t.issued_on DESC, t.number DESC, t.invoice LIMIT $5 OFFSET $6"
    );
    let wanted = status.map_or("", InvoiceStatus::code);
    tx.all(&sql, params![company, party, as_of, wanted, count(cut.limit), count(cut.offset)], row)
}

pub(super) fn one(
    tx: &mut Tx,
    (company, party): (CompanyId, PartyId),
    invoice: InvoiceId,
    as_of: Date,
) -> Result<Option<InvoiceRow>> {
    let sql = format!(
        "SELECT s.invoice, s.number, s.kind, s.issued_on, s.due_on, s.settled_on, s.currency, s.principal, s.outstanding, \
         {STATUS} FROM ({STANDING} AND i.id = $4) s"
    );
    tx.one(&sql, params![company, party, as_of, invoice], row)
}

fn row(row: &Row) -> Result<InvoiceRow> {
    let mut c = Columns::of(row);
    Ok(InvoiceRow {
        invoice: c.next()?,
        number: c.next()?,
        kind: c.next()?,
        issued_on: c.next()?,
        due_on: c.next()?,
        settled_on: c.next()?,
        currency: c.next()?,
        principal: c.next()?,
        outstanding: c.next()?,
        status: c.coded(InvoiceStatus::parse)?,
    })
}

const SETTLEMENTS: &str = "SELECT b.invoice, b.number, b.due_on, b.settled_on, b.principal, \
    CASE WHEN EXISTS (SELECT 1 FROM hold h WHERE h.company = $1 AND h.party = $2 AND h.kind = 'dispute' \
        AND (h.invoice IS NULL OR h.invoice = b.invoice) AND h.opened_on <= COALESCE(b.settled_on, h.opened_on) \
        AND NOT EXISTS (SELECT 1 FROM lift l WHERE l.hold = h.id AND l.lifted_on < b.issued_on) \
        AND NOT EXISTS (SELECT 1 FROM dispute_hold d JOIN dispute_outcome o ON o.dispute = d.dispute \
            WHERE d.hold = h.id AND o.finding = 'unfounded')) THEN 1 ELSE 0 END \
    FROM invoice i JOIN balance b ON b.invoice = i.id WHERE i.company = $1 AND i.party = $2 AND b.principal > 0 \
    ORDER BY b.issued_on DESC, b.invoice LIMIT $3";

pub(super) fn settlements(tx: &mut Tx, company: CompanyId, party: PartyId, limit: u64) -> Result<Vec<Settlement>> {
    let mut found = tx.all(SETTLEMENTS, params![company, party, count(limit)], |row| {
        let mut c = Columns::of(row);
        Ok(Settlement {
            invoice: c.next()?,
            number: c.next()?,
            due_on: c.next()?,
            settled_on: c.next()?,
            principal: c.next()?,
            parts: Vec::new(),
            was_disputed: c.next()?,
        })
    })?;
    let places: HashMap<InvoiceId, usize> = found.iter().enumerate().map(|(at, s)| (s.invoice, at)).collect();
    let invoices: Vec<InvoiceId> = found.iter().map(|s| s.invoice).collect();
    for piece in pieces(&[], &invoices) {
        let sql = format!(
            "SELECT invoice, effective_on, CAST(SUM(amount) AS BIGINT) FROM allocation WHERE component = 'principal' \
             AND invoice IN ({}) GROUP BY invoice, effective_on ORDER BY invoice, effective_on",
            piece.places
        );
        tx.each(&sql, &piece.values, |row| {
            if let Some(settlement) = places.get(&row.get(0)?).and_then(|at| found.get_mut(*at)) {
                settlement.parts.push((row.get(1)?, row.get(2)?));
            }
            Ok(())
        })?;
    }
    Ok(found)
}

const DUE: &str = "SELECT due_on, basis, recorded_at FROM due_statement WHERE invoice = $1 \
    ORDER BY recorded_at, basis, due_on";

pub(super) fn due_statements(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<(Date, String, Timestamp)>> {
    tx.all(DUE, params![invoice], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}
