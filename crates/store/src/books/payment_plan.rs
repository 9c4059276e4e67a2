//! Instalment plans: as proposed, what became of them, and the money that came on their invoices since.
//!
//! Money counts from the day a plan was accepted, when it was recorded after the proposal: what came before was off the debt
//! already. What the bank took back counts on the day it went, unless it takes back money of before the plan. Credit notes
//! and waivers are no money: those of after the proposal are read apart. Whether a plan is kept is said by the domain.

use super::bank::known_at;
use super::columns::{Columns, columns};
use super::past::Range;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::terms::View;
use app::records::{PlanEventKind, PlanEventRecord, PlanInvoice, PlanRecord, PlanRow};
use base::id::{CompanyId, PartyId, PlanId};
use base::{Cents, Date};
use domain::facts::{Instalment, PlanInterest, PlanTerms};

columns!(PLAN, PLAN_LIST: id, company, party, proposed_on, currency, interest_rule, interest_first, grace_days,
    notice_days, document, author, why, recorded_at);
columns!(PLAN_INVOICE: plan, company, party, invoice, principal, interest, compensation);
columns!(INSTALMENT: plan, company, party, position, due_on, amount);
columns!(EVENT, EVENT_LIST: plan, company, party, kind, happened_on, source, author, why, recorded_at);

pub(super) fn insert(tx: &mut Tx, plan: &PlanRecord) -> Result<()> {
    let row = [
        plan.id.into(),
        plan.company.into(),
        plan.party.into(),
        plan.proposed_on.into(),
        plan.currency.into(),
        plan.terms.interest.code().into(),
        plan.terms.interest_first.into(),
        plan.terms.grace_days.into(),
        plan.terms.notice_days.into(),
        plan.document.into(),
        Value::from(&plan.author),
        Value::from(&plan.why),
        plan.recorded_at.into(),
    ];
    tx.insert_many("payment_plan", PLAN, [row])?;
    let whose = || [Value::from(plan.id), plan.company.into(), plan.party.into()];
    let invoices = plan.invoices.iter().map(|i| {
        let [id, company, party] = whose();
        [id, company, party, i.invoice.into(), i.principal.into(), i.interest.into(), i.compensation.into()]
    });
    tx.insert_many("payment_plan_invoice", PLAN_INVOICE, invoices)?;
    let instalments = plan.instalments.iter().zip(1_i64..).map(|(i, position)| {
        let [id, company, party] = whose();
        [id, company, party, position.into(), i.due_on.into(), i.amount.into()]
    });
    tx.insert_many("payment_plan_instalment", INSTALMENT, instalments).map(drop)
}

pub(super) fn insert_event(tx: &mut Tx, event: &PlanEventRecord) -> Result<()> {
    let row = [
        event.plan.into(),
        event.company.into(),
        event.party.into(),
        event.kind.code().into(),
        event.on.into(),
        event.source.into(),
        Value::from(&event.author),
        Value::from(&event.why),
        event.recorded_at.into(),
    ];
    tx.insert_many("payment_plan_event", EVENT, [row]).map(drop)
}

pub(super) fn by_id(tx: &mut Tx, id: PlanId) -> Result<Option<PlanRow>> {
    let found = tx.one(&format!("SELECT {PLAN_LIST} FROM payment_plan WHERE id = $1"), params![id], read)?;
    found.map(|plan| whole(tx, plan, NOW)).transpose()
}

pub(super) fn of_party(tx: &mut Tx, party: PartyId) -> Result<Vec<PlanRow>> {
    let sql = format!(
        "SELECT {PLAN_LIST} FROM payment_plan WHERE company = (SELECT company FROM party WHERE id = $1) AND party = $1 \
         ORDER BY id"
    );
    let plans = tx.all(&sql, params![party], read)?;
    plans.into_iter().map(|plan| whole(tx, plan, NOW)).collect()
}

/// All that is known.
const NOW: View = View { as_of: Date::MAX, known_at: None };

/// Plans that were accepted by the view's day, of the customers of a range.
pub(super) fn accepted(tx: &mut Tx, range: Range, view: View) -> Result<Vec<PlanRow>> {
    let list = PLAN.map(|column| format!("p.{column}")).join(", ");
    let sql = format!(
        "SELECT {list} FROM payment_plan_event e JOIN payment_plan p ON p.id = e.plan WHERE e.company = $1 \
         AND e.party BETWEEN $2 AND $3 AND e.kind = 'accepted' AND e.happened_on <= $4 AND e.recorded_at <= $5 \
         ORDER BY p.party, p.id"
    );
    let [company, first, last] = range.values();
    let values = [company, first, last, view.as_of.into(), known_at(view).into()];
    let plans = tx.all(&sql, &values, read)?;
    plans.into_iter().map(|plan| whole(tx, plan, view)).collect()
}

const RUNNING: &str = "FROM payment_plan_event e JOIN payment_plan p ON p.id = e.plan WHERE e.company = $1 \
    AND e.kind = 'accepted' AND e.happened_on <= $2 AND e.recorded_at <= $3 \
    AND NOT EXISTS (SELECT 1 FROM payment_plan_event o WHERE o.plan = p.id AND o.kind IN ('withdrawn', 'lapsed') \
    AND o.happened_on <= $2 AND o.recorded_at <= $3) \
    AND EXISTS (SELECT 1 FROM payment_plan_invoice n JOIN balance b ON b.invoice = n.invoice WHERE n.plan = p.id \
    AND b.outstanding > 0) ORDER BY p.id";

/// Accepted plans of a company that are not over, with something open on their invoices.
pub(super) fn running(tx: &mut Tx, company: CompanyId, view: View) -> Result<Vec<PlanRow>> {
    let list = PLAN.map(|column| format!("p.{column}")).join(", ");
    let plans = tx.all(&format!("SELECT {list} {RUNNING}"), params![company, view.as_of, known_at(view)], read)?;
    plans.into_iter().map(|plan| whole(tx, plan, view)).collect()
}

/// Reads a plan without its invoices and instalments.
fn read(row: &Row) -> Result<PlanRecord> {
    let mut c = Columns::of(row);
    Ok(PlanRecord {
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        proposed_on: c.next()?,
        currency: c.next()?,
        terms: PlanTerms {
            interest: c.coded(PlanInterest::parse)?,
            interest_first: c.next()?,
            grace_days: c.next()?,
            notice_days: c.next()?,
        },
        invoices: Vec::new(),
        instalments: Vec::new(),
        document: c.next()?,
        author: c.next()?,
        why: c.next()?,
        recorded_at: c.next()?,
    })
}

const INVOICES: &str = "SELECT n.invoice, n.principal, n.interest, n.compensation FROM payment_plan_invoice n \
    JOIN balance b ON b.invoice = n.invoice WHERE n.plan = $1 ORDER BY b.due_on, b.number, n.invoice";
const INSTALMENTS: &str = "SELECT due_on, amount FROM payment_plan_instalment WHERE plan = $1 ORDER BY position";
/// Allocations on the invoices of a plan, with what they reverse, recorded since the plan was proposed.
const SINCE: &str = "FROM payment_plan p JOIN payment_plan_invoice n ON n.plan = p.id \
    JOIN allocation a ON a.invoice = n.invoice LEFT JOIN allocation o ON o.id = a.reverses \
    WHERE p.id = $1 AND COALESCE(o.recorded_at, a.recorded_at) >= p.recorded_at \
    AND a.effective_on <= $2 AND a.recorded_at <= $3";
/// What no money stands behind: a credit note or a waiver, and the taking back of one.
const GIVEN_UP: &str = "(COALESCE(o.against, a.against) IS NOT NULL OR COALESCE(o.basis, a.basis) IN ('credit_note', 'dispute_credit', 'waiver'))";

/// The plan with its invoices, instalments, events and money, as seen in that view.
fn whole(tx: &mut Tx, mut plan: PlanRecord, view: View) -> Result<PlanRow> {
    plan.invoices = tx.all(INVOICES, params![plan.id], |row| {
        let mut c = Columns::of(row);
        Ok(PlanInvoice { invoice: c.next()?, principal: c.next()?, interest: c.next()?, compensation: c.next()? })
    })?;
    plan.instalments = tx.all(INSTALMENTS, params![plan.id], |row| {
        let mut c = Columns::of(row);
        Ok(Instalment { due_on: c.next()?, amount: c.next()? })
    })?;
    let sql = format!(
        "SELECT {EVENT_LIST} FROM payment_plan_event WHERE plan = $1 AND happened_on <= $2 AND recorded_at <= $3 \
         ORDER BY recorded_at, kind"
    );
    let events = tx.all(&sql, params![plan.id, view.as_of, known_at(view)], read_event)?;
    let accepted = events.iter().find(|e| e.kind == PlanEventKind::Accepted).map(|e| e.on);
    let received = match accepted {
        Some(on) => received(tx, plan.id, on, view)?,
        None => Vec::new(),
    };
    let given_up = given_up(tx, plan.id, view)?;
    Ok(PlanRow { plan, events, received, given_up })
}

fn received(tx: &mut Tx, plan: PlanId, accepted_on: Date, view: View) -> Result<Vec<(Date, Cents)>> {
    let sql = format!(
        "SELECT a.effective_on, CAST(SUM(a.amount) AS BIGINT) {SINCE} AND COALESCE(o.effective_on, a.effective_on) >= $4 \
         AND NOT {GIVEN_UP} GROUP BY a.effective_on ORDER BY a.effective_on"
    );
    let values = params![plan, view.as_of, known_at(view), accepted_on];
    tx.all(&sql, values, |row| Ok((row.get(0)?, row.get(1)?)))
}

fn given_up(tx: &mut Tx, plan: PlanId, view: View) -> Result<Cents> {
    let sql = format!("SELECT CAST(COALESCE(SUM(a.amount), 0) AS BIGINT) {SINCE} AND {GIVEN_UP}");
    let sum = tx.one(&sql, params![plan, view.as_of, known_at(view)], |row| row.get(0))?;
    Ok(sum.unwrap_or(Cents::ZERO))
}

fn read_event(row: &Row) -> Result<PlanEventRecord> {
    let mut c = Columns::of(row);
    Ok(PlanEventRecord {
        plan: c.next()?,
        company: c.next()?,
        party: c.next()?,
        kind: c.coded(PlanEventKind::parse)?,
        on: c.next()?,
        source: c.next()?,
        author: c.next()?,
        why: c.next()?,
        recorded_at: c.next()?,
    })
}
