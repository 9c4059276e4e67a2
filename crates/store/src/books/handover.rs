//! Money received for invoices that are assigned to somebody else, and what was handed over of it.
//!
//! It is told from the facts: a payment of a day on which the invoice was held as assigned, and not taken back since.

use super::columns::{Columns, columns, count};
use super::screens::{KEPT, keeper};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::screens::{Cut, Scope};
use app::records::{AssignedMoney, Component, HandoverRecord};
use base::id::{AllocationId, CompanyId};

columns!(HANDOVER: allocation, company, party, invoice, handed_on, amount, reference, author, recorded_at);

pub(super) fn insert(tx: &mut Tx, handover: &HandoverRecord) -> Result<()> {
    let row = [
        handover.allocation.into(),
        handover.company.into(),
        handover.party.into(),
        handover.invoice.into(),
        handover.on.into(),
        handover.amount.into(),
        Value::from(&handover.reference),
        Value::from(&handover.author),
        handover.recorded_at.into(),
    ];
    tx.insert_many("handover", HANDOVER, [row]).map(drop)
}

/// The assignment that money of allocation `a` on invoice `i` fell under: the oldest hold of the day it was received.
const HOLD: &str = "SELECT h.id FROM hold h LEFT JOIN lift l ON l.hold = h.id WHERE h.company = a.company \
    AND h.party = i.party AND h.kind = 'factored' AND (h.invoice IS NULL OR h.invoice = i.id) \
    AND h.opened_on <= a.effective_on AND (h.until_on IS NULL OR h.until_on >= a.effective_on) \
    AND (l.lifted_on IS NULL OR l.lifted_on > a.effective_on) ORDER BY h.opened_on, h.id LIMIT 1";

/// Money on the invoices that `invoices` names: a query of identifiers, so that what is read grows with what is assigned and
/// not with all that was ever received.
fn select(invoices: &str, condition: &str) -> String {
    format!(
        "SELECT t.id, t.payment, t.party, t.name, t.invoice, t.number, t.currency, t.component, t.amount, t.effective_on, \
         f.opened_on, f.why, o.handed_on, o.reference FROM (SELECT a.id, a.payment, p.id AS party, p.name, i.id AS invoice, \
         i.number, i.currency, a.component, a.amount, a.effective_on, ({HOLD}) AS hold \
         FROM ({invoices}) x JOIN invoice i ON i.id = x.invoice JOIN allocation a ON a.invoice = i.id \
         JOIN party p ON p.id = i.party \
         WHERE {condition} AND a.payment IS NOT NULL AND a.amount > 0 AND a.reverses IS NULL \
         AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses = a.id)) t \
         JOIN hold f ON f.id = t.hold LEFT JOIN handover o ON o.allocation = t.id"
    )
}

/// Invoices assigned by their number, and all those of a customer whose whole account is.
const ASSIGNED: &str = "SELECT g.invoice AS invoice FROM hold g WHERE g.company = $1 AND g.kind = 'factored' \
    AND g.invoice IS NOT NULL UNION SELECT b.id FROM hold g JOIN invoice b ON b.company = g.company AND b.party = g.party \
    WHERE g.company = $1 AND g.kind = 'factored' AND g.invoice IS NULL";

pub(super) fn rows(tx: &mut Tx, scope: Scope, only_kept: bool, cut: Cut) -> Result<Vec<AssignedMoney>> {
    let kept = if only_kept { "WHERE o.allocation IS NULL" } else { "" };
    let sql = format!(
        "{} {kept} ORDER BY CASE WHEN o.allocation IS NULL THEN 0 ELSE 1 END, t.effective_on DESC, t.id LIMIT $3 OFFSET $4",
        select(ASSIGNED, KEPT)
    );
    tx.all(&sql, params![scope.company, keeper(scope), count(cut.limit), count(cut.offset)], read)
}

pub(super) fn one(tx: &mut Tx, company: CompanyId, allocation: AllocationId) -> Result<Option<AssignedMoney>> {
    let own = "SELECT invoice FROM allocation WHERE company = $1 AND id = $2";
    tx.one(&select(own, "a.id = $2"), params![company, allocation], read)
}

fn read(row: &Row) -> Result<AssignedMoney> {
    let mut c = Columns::of(row);
    Ok(AssignedMoney {
        allocation: c.next()?,
        payment: c.next()?,
        party: c.next()?,
        customer: c.next()?,
        invoice: c.next()?,
        number: c.next()?,
        currency: c.next()?,
        component: c.coded(Component::parse)?,
        amount: c.next()?,
        received_on: c.next()?,
        assigned_on: c.next()?,
        assignment: c.next()?,
        handed_on: c.next()?,
        reference: c.next()?,
    })
}
