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

/// The assignments that money of `m` fell under: the holds of the day it was received.
const HOLDS: &str = "FROM hold h LEFT JOIN lift l ON l.hold = h.id WHERE h.company = m.company \
    AND h.party = m.party AND h.kind = 'factored' AND (h.invoice IS NULL OR h.invoice = m.invoice) \
    AND h.opened_on <= m.effective_on AND (h.until_on IS NULL OR h.until_on >= m.effective_on) \
    AND (l.lifted_on IS NULL OR l.lifted_on > m.effective_on)";

/// Money on the invoices that `invoices` names: a query of identifiers, so that what is read grows with what is assigned and
/// not with all that was ever received. The oldest assignment is looked for among what `cut` leaves.
fn select(invoices: &str, condition: &str, cut: &str) -> String {
    format!(
        "SELECT m.id, m.payment, m.party, m.name, m.invoice, m.number, m.currency, m.component, m.amount, m.effective_on, \
         f.opened_on, f.why, m.handed_on, m.reference FROM (SELECT m.* FROM (SELECT a.id, a.company, a.payment, p.id AS party, \
         p.name, i.id AS invoice, i.number, i.currency, a.component, a.amount, a.effective_on, o.handed_on, o.reference \
         FROM ({invoices}) x JOIN invoice i ON i.id = x.invoice JOIN allocation a ON a.invoice = i.id \
         JOIN party p ON p.id = i.party LEFT JOIN handover o ON o.allocation = a.id \
         WHERE {condition} AND a.payment IS NOT NULL AND a.amount > 0 AND a.reverses IS NULL \
         AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses = a.id)) m WHERE EXISTS (SELECT 1 {HOLDS}) {cut}) m \
         JOIN hold f ON f.id = (SELECT h.id {HOLDS} ORDER BY h.opened_on, h.id LIMIT 1)"
    )
}

/// Kept money first, the last received first.
const ORDER: &str = "ORDER BY CASE WHEN m.handed_on IS NULL THEN 0 ELSE 1 END, m.effective_on DESC, m.id";

/// Invoices assigned by their number, and all those of a customer whose whole account is.
const ASSIGNED: &str = "SELECT g.invoice AS invoice FROM hold g WHERE g.company = $1 AND g.kind = 'factored' \
    AND g.invoice IS NOT NULL UNION SELECT b.id FROM hold g JOIN invoice b ON b.company = g.company AND b.party = g.party \
    WHERE g.company = $1 AND g.kind = 'factored' AND g.invoice IS NULL";

pub(super) fn rows(tx: &mut Tx, scope: Scope, only_kept: bool, cut: Cut) -> Result<Vec<AssignedMoney>> {
    let kept = if only_kept { "AND m.handed_on IS NULL" } else { "" };
    let cut_out = format!("{kept} {ORDER} LIMIT $3 OFFSET $4");
    let sql = format!("{} {ORDER}", select(ASSIGNED, KEPT, &cut_out));
    tx.all(&sql, params![scope.company, keeper(scope), count(cut.limit), count(cut.offset)], read)
}

pub(super) fn one(tx: &mut Tx, company: CompanyId, allocation: AllocationId) -> Result<Option<AssignedMoney>> {
    let own = "SELECT invoice FROM allocation WHERE company = $1 AND id = $2";
    tx.one(&select(own, "a.id = $2", ""), params![company, allocation], read)
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
