//! Parts of what is owed that were given up, or asked to be: as recorded, and what was decided of each.
//!
//! What a granted waiver takes off the principal is an allocation. That interest or compensation is given up is read from
//! here by the statements of sums, as long as it was not withdrawn.

use super::bank::known_at;
use super::columns::{Columns, columns, count, json};
use super::past::Range;
use super::screens::{KEPT, keeper, party_sum};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::screens::{Cut, PartySum, Scope};
use app::ports::terms::View;
use app::records::{WaiverEventKind, WaiverEventRecord, WaiverLine, WaiverRecord, WaiverRow, WaiverState};
use base::id::{DecisionId, PartyId, WaiverId};
use domain::facts::{DecisionFacts, DecisionKind};

columns!(WAIVER, WAIVER_LIST: id, company, party, asked_on, currency, weighed, author, why, recorded_at);
columns!(LINE: waiver, company, party, invoice, principal, interest, compensation);
columns!(EVENT, EVENT_LIST: waiver, company, party, kind, happened_on, author, why, recorded_at);

pub(super) fn insert(tx: &mut Tx, waiver: &WaiverRecord) -> Result<()> {
    let row = [
        waiver.id.into(),
        waiver.company.into(),
        waiver.party.into(),
        waiver.asked_on.into(),
        waiver.currency.into(),
        json(&waiver.weighed)?.into(),
        Value::from(&waiver.author),
        Value::from(&waiver.why),
        waiver.recorded_at.into(),
    ];
    tx.insert_many("waiver", WAIVER, [row])?;
    let lines = waiver.lines.iter().map(|line| {
        [
            waiver.id.into(),
            waiver.company.into(),
            waiver.party.into(),
            line.invoice.into(),
            line.principal.into(),
            line.interest.into(),
            line.compensation.into(),
        ]
    });
    tx.insert_many("waiver_line", LINE, lines).map(drop)
}

pub(super) fn insert_event(tx: &mut Tx, event: &WaiverEventRecord) -> Result<()> {
    let row = [
        event.waiver.into(),
        event.company.into(),
        event.party.into(),
        event.kind.code().into(),
        event.on.into(),
        Value::from(&event.author),
        Value::from(&event.why),
        event.recorded_at.into(),
    ];
    tx.insert_many("waiver_event", EVENT, [row]).map(drop)
}

pub(super) fn by_id(tx: &mut Tx, id: WaiverId) -> Result<Option<WaiverRow>> {
    let found = tx.one(&format!("SELECT {WAIVER_LIST} FROM waiver WHERE id = $1"), params![id], read)?;
    found.map(|waiver| whole(tx, waiver)).transpose()
}

pub(super) fn of_party(tx: &mut Tx, party: PartyId) -> Result<Vec<WaiverRow>> {
    let sql = format!(
        "SELECT {WAIVER_LIST} FROM waiver WHERE company = (SELECT company FROM party WHERE id = $1) AND party = $1 ORDER BY id"
    );
    let found = tx.all(&sql, params![party], read)?;
    found.into_iter().map(|waiver| whole(tx, waiver)).collect()
}

/// The last word on a waiver `w`.
const STATE: &str = "CASE WHEN EXISTS (SELECT 1 FROM waiver_event e WHERE e.waiver = w.id AND e.kind = 'withdrawn') \
    THEN 'withdrawn' WHEN EXISTS (SELECT 1 FROM waiver_event e WHERE e.waiver = w.id AND e.kind = 'refused') THEN 'refused' \
    WHEN EXISTS (SELECT 1 FROM waiver_event e WHERE e.waiver = w.id AND e.kind = 'granted') THEN 'granted' ELSE 'asked' END";

pub(super) fn rows(
    tx: &mut Tx,
    scope: Scope,
    state: Option<WaiverState>,
    cut: Cut,
) -> Result<Vec<(WaiverRow, String)>> {
    let sql = format!(
        "SELECT t.id, t.name FROM (SELECT w.id, p.name, w.asked_on, {STATE} AS state FROM waiver w \
         JOIN party p ON p.id = w.party WHERE w.company = $1 AND {KEPT}) t WHERE ($3 = '' OR t.state = $3) \
         ORDER BY CASE WHEN t.state = 'asked' THEN 0 ELSE 1 END, t.asked_on DESC, t.id DESC LIMIT $4 OFFSET $5"
    );
    let wanted = state.map_or("", WaiverState::code);
    let values = params![scope.company, keeper(scope), wanted, count(cut.limit), count(cut.offset)];
    let found: Vec<(WaiverId, String)> = tx.all(&sql, values, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut rows = Vec::with_capacity(found.len());
    for (id, customer) in found {
        rows.extend(by_id(tx, id)?.map(|row| (row, customer)));
    }
    Ok(rows)
}

pub(super) fn asked(tx: &mut Tx, scope: Scope) -> Result<u64> {
    let sql = format!(
        "SELECT COUNT(*) FROM waiver w JOIN party p ON p.id = w.party WHERE w.company = $1 AND {KEPT} \
         AND NOT EXISTS (SELECT 1 FROM waiver_event e WHERE e.waiver = w.id)"
    );
    let found = tx.one(&sql, params![scope.company, keeper(scope)], |row| Columns::of(row).count())?;
    Ok(found.unwrap_or_default())
}

/// Of amounts in another currency only the invoices are told.
const TO_DECIDE: &str = "SELECT p.id, p.name, COUNT(DISTINCT n.invoice), \
    CAST(SUM(CASE WHEN w.currency = 'EUR' THEN n.principal + n.interest + n.compensation ELSE 0 END) AS BIGINT) AS amount \
    FROM waiver w JOIN party p ON p.id = w.party JOIN waiver_line n ON n.waiver = w.id WHERE w.company = $1 AND {KEPT} \
    AND NOT EXISTS (SELECT 1 FROM waiver_event e WHERE e.waiver = w.id) GROUP BY p.id, p.name ORDER BY amount DESC, p.id";

pub(super) fn to_decide(tx: &mut Tx, scope: Scope) -> Result<Vec<PartySum>> {
    tx.all(&TO_DECIDE.replace("{KEPT}", KEPT), params![scope.company, keeper(scope)], party_sum)
}

fn read(row: &Row) -> Result<WaiverRecord> {
    let mut c = Columns::of(row);
    Ok(WaiverRecord {
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        asked_on: c.next()?,
        currency: c.next()?,
        weighed: c.json()?,
        lines: Vec::new(),
        author: c.next()?,
        why: c.next()?,
        recorded_at: c.next()?,
    })
}

const LINES: &str = "SELECT n.invoice, n.principal, n.interest, n.compensation FROM waiver_line n \
    JOIN balance b ON b.invoice = n.invoice WHERE n.waiver = $1 ORDER BY b.due_on, b.number, n.invoice";

fn whole(tx: &mut Tx, mut waiver: WaiverRecord) -> Result<WaiverRow> {
    waiver.lines = tx.all(LINES, params![waiver.id], |row| {
        let mut c = Columns::of(row);
        Ok(WaiverLine { invoice: c.next()?, principal: c.next()?, interest: c.next()?, compensation: c.next()? })
    })?;
    let sql = format!("SELECT {EVENT_LIST} FROM waiver_event WHERE waiver = $1 ORDER BY recorded_at, kind");
    let events = tx.all(&sql, params![waiver.id], |row| {
        let mut c = Columns::of(row);
        Ok(WaiverEventRecord {
            waiver: c.next()?,
            company: c.next()?,
            party: c.next()?,
            kind: c.coded(WaiverEventKind::parse)?,
            on: c.next()?,
            author: c.next()?,
            why: c.next()?,
            recorded_at: c.next()?,
        })
    })?;
    Ok(WaiverRow { waiver, events })
}

/// Interest and compensation given up by waivers in force, as the decisions they are, in order of customer.
const GIVEN_UP: &str = "SELECT n.party, w.id, g.happened_on, n.invoice, g.author, w.why, n.interest, n.compensation \
    FROM waiver_line n JOIN waiver w ON w.id = n.waiver JOIN waiver_event g ON g.waiver = n.waiver AND g.kind = 'granted' \
    LEFT JOIN waiver_event t ON t.waiver = n.waiver AND t.kind = 'withdrawn' AND t.happened_on <= $4 AND t.recorded_at <= $5 \
    WHERE n.company = $1 AND n.party BETWEEN $2 AND $3 AND g.happened_on <= $4 AND g.recorded_at <= $5 \
    AND t.waiver IS NULL AND (n.interest <> 0 OR n.compensation <> 0) ORDER BY n.party, w.id, n.invoice";

pub(super) fn given_up(
    tx: &mut Tx,
    range: Range,
    view: View,
    each: &mut dyn FnMut(PartyId, DecisionFacts),
) -> Result<()> {
    let [company, first, last] = range.values();
    tx.each(GIVEN_UP, &[company, first, last, view.as_of.into(), known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        let (party, waiver): (PartyId, WaiverId) = (c.next()?, c.next()?);
        let (decided_on, invoice, author, why) = (c.next()?, c.next()?, c.next()?, c.next()?);
        let (interest, compensation): (i64, i64) = (c.next()?, c.next()?);
        let kind = DecisionKind::Waive { interest: interest != 0, compensation: compensation != 0 };
        let id = DecisionId::from_bytes(*waiver.as_bytes());
        each(party, DecisionFacts { id, decided_on, invoice, kind, lines: Vec::new(), author, why });
        Ok(())
    })
}
