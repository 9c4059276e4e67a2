//! What accepted terms say of services that are not paid, and the services that were suspended.

use super::bank::known_at;
use super::columns::{Columns, columns, count};
use super::past::Range;
use super::screens::{KEPT, keeper, party_sum};
use crate::engine::{Result, Tx, Value};
use crate::params;
use app::ports::screens::{Cut, PartySum, Scope};
use app::ports::terms::View;
use app::records::{ServiceRestored, ServiceTermsRecord, SuspendedService};
use base::id::PartyId;
use domain::facts::ServiceTerms;

columns!(TERMS: id, company, party, clause, accepted_on, notice_days, suspend_after_days, terminate_after_days, author, why,
    recorded_at);
columns!(RESTORED: act, company, party, restored_on, author, why, recorded_at);

pub(super) fn insert_terms(tx: &mut Tx, record: &ServiceTermsRecord) -> Result<()> {
    let terms = record.terms.as_ref();
    let row = [
        record.id.into(),
        record.company.into(),
        record.party.into(),
        Value::from(terms.map_or("", |t| t.clause.as_str())),
        terms.map_or(record.on, |t| t.accepted_on).into(),
        terms.map_or(0, |t| t.notice_days).into(),
        terms.and_then(|t| t.suspend_after_days).into(),
        terms.and_then(|t| t.terminate_after_days).into(),
        Value::from(&record.author),
        Value::from(&record.why),
        record.recorded_at.into(),
    ];
    tx.insert_many("service_terms", TERMS, [row]).map(drop)
}

pub(super) fn insert_restored(tx: &mut Tx, restored: &ServiceRestored) -> Result<()> {
    let row = [
        restored.act.into(),
        restored.company.into(),
        restored.party.into(),
        restored.on.into(),
        Value::from(&restored.author),
        Value::from(&restored.why),
        restored.recorded_at.into(),
    ];
    tx.insert_many("service_restored", RESTORED, [row]).map(drop)
}

const OF_RANGE: &str = "SELECT party, clause, accepted_on, notice_days, suspend_after_days, terminate_after_days \
    FROM service_terms WHERE company = $1 AND party BETWEEN $2 AND $3 AND accepted_on <= $4 AND recorded_at <= $5 \
    ORDER BY party, recorded_at, id";

/// In order of recording: the last word on a customer counts, and nothing once it was ended.
pub(super) fn each_terms(
    tx: &mut Tx,
    range: Range,
    view: View,
    each: &mut dyn FnMut(PartyId, Option<ServiceTerms>),
) -> Result<()> {
    let [company, first, last] = range.values();
    tx.each(OF_RANGE, &[company, first, last, view.as_of.into(), known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        let party = c.next()?;
        let terms = ServiceTerms {
            clause: c.next()?,
            accepted_on: c.next()?,
            notice_days: c.next()?,
            suspend_after_days: c.next()?,
            terminate_after_days: c.next()?,
        };
        each(party, Some(terms).filter(|t| !t.clause.is_empty()));
        Ok(())
    })
}

/// Suspensions that left, with what is still open of what they were about; the end of the contract when it was told.
const SUSPENDED: &str = "SELECT t.id, t.party, t.name, t.performed_on, t.unpaid, t.ended_on, r.restored_on FROM ( \
    SELECT a.id, a.party, p.name, s.performed_on, \
        (SELECT COUNT(*) FROM act_line l JOIN balance b ON b.invoice = l.invoice WHERE l.act = a.id AND b.outstanding > 0) AS unpaid, \
        (SELECT MAX(es.performed_on) FROM act e JOIN act_state es ON es.act = e.id WHERE e.company = a.company \
            AND e.party = a.party AND e.step = 'service-termination' AND es.performed_on >= s.performed_on) AS ended_on \
    FROM act a JOIN act_state s ON s.act = a.id JOIN party p ON p.id = a.party \
    WHERE a.company = $1 AND a.step = 'service-suspension' AND s.performed_on IS NOT NULL AND {KEPT}) t \
    LEFT JOIN service_restored r ON r.act = t.id \
    ORDER BY CASE WHEN r.act IS NULL THEN 0 ELSE 1 END, CASE WHEN t.unpaid = 0 THEN 0 ELSE 1 END, t.performed_on DESC, t.name, t.id \
    LIMIT $3 OFFSET $4";

pub(super) fn suspended(tx: &mut Tx, scope: Scope, cut: Cut) -> Result<Vec<SuspendedService>> {
    let sql = SUSPENDED.replace("{KEPT}", KEPT);
    tx.all(&sql, params![scope.company, keeper(scope), count(cut.limit), count(cut.offset)], |row| {
        let mut c = Columns::of(row);
        Ok(SuspendedService {
            act: c.next()?,
            party: c.next()?,
            customer: c.next()?,
            suspended_on: c.next()?,
            is_paid: c.count()? == 0,
            ended_on: c.next()?,
            restored_on: c.next()?,
        })
    })
}

/// Suspensions of which nothing is open, neither restored nor followed by the end of the contract.
const TO_RESTORE: &str = "SELECT p.id, p.name, COUNT(*), \
    CAST(SUM(CASE WHEN a.currency = 'EUR' THEN l.amount ELSE 0 END) AS BIGINT) AS amount FROM act a \
    JOIN act_state s ON s.act = a.id JOIN party p ON p.id = a.party JOIN act_line l ON l.act = a.id \
    WHERE a.company = $1 AND a.step = 'service-suspension' AND s.performed_on IS NOT NULL AND {KEPT} \
    AND NOT EXISTS (SELECT 1 FROM service_restored r WHERE r.act = a.id) \
    AND NOT EXISTS (SELECT 1 FROM act_line o JOIN balance b ON b.invoice = o.invoice WHERE o.act = a.id AND b.outstanding > 0) \
    AND NOT EXISTS (SELECT 1 FROM act e JOIN act_state es ON es.act = e.id WHERE e.company = a.company \
        AND e.party = a.party AND e.step = 'service-termination' AND es.performed_on >= s.performed_on) \
    GROUP BY p.id, p.name ORDER BY amount DESC, p.id";

pub(super) fn to_restore(tx: &mut Tx, scope: Scope) -> Result<Vec<PartySum>> {
    tx.all(&TO_RESTORE.replace("{KEPT}", KEPT), params![scope.company, keeper(scope)], party_sum)
}
