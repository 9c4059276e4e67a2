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

fn select(condition: &str) -> String {
    format!(
        "SELECT t.id, t.payment, t.party, t.name, t.invoice, t.number, t.currency, t.component, t.amount, t.effective_on, \
         f.opened_on, f.why, o.handed_on, o.reference FROM (SELECT a.id, a.payment, p.id AS party, p.name, i.id AS invoice, \
         i.number, i.currency, a.component, a.amount, a.effective_on, ({HOLD}) AS hold \
         FROM allocation a JOIN invoice i ON i.id = a.invoice JOIN party p ON p.id = i.party \
         WHERE a.company = $1 AND {condition} AND a.payment IS NOT NULL AND a.amount > 0 AND a.reverses IS NULL \
         AND EXISTS (SELECT 1 FROM hold h WHERE h.company = a.company AND h.party = i.party AND h.kind = 'factored') \
         AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses = a.id)) t \
         JOIN hold f ON f.id = t.hold LEFT JOIN handover o ON o.allocation = t.id"
    )
}

pub(super) fn rows(tx: &mut Tx, scope: Scope, only_kept: bool, cut: Cut) -> Result<Vec<AssignedMoney>> {
    let kept = if only_kept { "WHERE o.allocation IS NULL" } else { "" };
    let assigned = "a.invoice IN (SELECT b.invoice FROM balance b JOIN hold g ON g.company = $1 AND g.kind = 'factored' \
        AND g.party = b.party AND (g.invoice IS NULL OR g.invoice = b.invoice) WHERE b.company = $1)";
    let sql = format!(
        "{} {kept} ORDER BY CASE WHEN o.allocation IS NULL THEN 0 ELSE 1 END, t.effective_on DESC, t.id LIMIT $3 OFFSET $4",
        select(&format!("{assigned} AND {KEPT}"))
    );
    tx.all(&sql, params![scope.company, keeper(scope), count(cut.limit), count(cut.offset)], read)
}

pub(super) fn one(tx: &mut Tx, company: CompanyId, allocation: AllocationId) -> Result<Option<AssignedMoney>> {
    tx.one(&select("a.id = $2"), params![company, allocation], read)
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
