//! Acts: reminders, letters, calls and notices as prepared, with the exact bytes that leave. What became of them is in
//! [`super::act_state`].

use super::act_state;
use super::columns::{Columns, columns, count};
use super::many::pieces;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::{ActLine, ActRecord, ActRow};
use base::id::{ActId, CompanyId, PartyId};
use domain::facts::{ActState, Channel, ContactRole};
use std::collections::HashMap;

columns!(ACT: id, company, party, agenda, scenario, scenario_version, step, step_title, channel, template, role,
    contact, addressed_to, subject, planned_on, total, currency, content_type, content_sha256, message_id, live,
    approved_by, prepared_at);

const LINE: [&str; 7] = ["act", "position", "company", "party", "invoice", "number", "amount"];

/// The act with its lines and bytes; it stands prepared.
pub(super) fn insert(tx: &mut Tx, act: &ActRecord) -> Result<()> {
    tx.insert_many("act", ACT, [values(act)])?;
    let lines = act.lines.iter().zip(1_i64..).map(|(line, position)| {
        [
            act.id.into(),
            position.into(),
            act.company.into(),
            act.party.into(),
            line.invoice.into(),
            Value::from(&line.number),
            line.amount.into(),
        ]
    });
    tx.insert_many("act_line", LINE, lines)?;
    let content = [act.id.into(), act.company.into(), act.content.as_slice().into()];
    tx.insert_many("act_content", ["act", "company", "bytes"], [content])?;
    act_state::insert(tx, act)
}

const FROM: &str =
    "s.state, s.performed_on, s.last_seq, s.last_at, s.last_detail FROM act_state s JOIN act ON act.id = s.act";

pub(super) fn by_id(tx: &mut Tx, id: ActId) -> Result<Option<ActRow>> {
    Ok(rows(tx, "act.id = $1", params![id])?.pop())
}

const CONTENT: &str = "SELECT bytes FROM act_content WHERE act = $1";

pub(super) fn content(tx: &mut Tx, id: ActId) -> Result<Option<Vec<u8>>> {
    tx.one(CONTENT, params![id], |row| row.get(0))
}

/// In order of preparation.
pub(super) fn in_state(tx: &mut Tx, company: CompanyId, states: &[ActState], limit: u64) -> Result<Vec<ActRow>> {
    let codes: Vec<&str> = states.iter().map(|state| state.code()).collect();
    let mut found = Vec::new();
    for piece in pieces(params![company, count(limit)], &codes) {
        let which =
            format!("s.company = $1 AND s.state IN ({}) ORDER BY act.prepared_at, act.id LIMIT $2", piece.places);
        found.extend(rows(tx, &which, &piece.values)?);
    }
    Ok(found)
}

/// In order of preparation.
pub(super) fn of_party(tx: &mut Tx, party: PartyId) -> Result<Vec<ActRow>> {
    let which = "act.company = (SELECT company FROM party WHERE id = $1) AND act.party = $1 \
        ORDER BY act.prepared_at, act.id";
    rows(tx, which, params![party])
}

/// The acts of which a condition holds, with their lines.
pub(super) fn rows(tx: &mut Tx, which: &str, params: &[Value]) -> Result<Vec<ActRow>> {
    let columns = ACT.map(|column| format!("act.{column}")).join(", ");
    let mut acts = tx.all(&format!("SELECT {columns}, {FROM} WHERE {which}"), params, read)?;
    let ids: Vec<ActId> = acts.iter().map(|row| row.act.id).collect();
    let mut lines = lines(tx, &ids)?;
    for row in &mut acts {
        row.act.lines = lines.remove(&row.act.id).unwrap_or_default();
    }
    Ok(acts)
}

fn lines(tx: &mut Tx, acts: &[ActId]) -> Result<HashMap<ActId, Vec<ActLine>>> {
    let mut found: HashMap<ActId, Vec<ActLine>> = HashMap::new();
    for piece in pieces(&[], acts) {
        let sql = format!(
            "SELECT act, invoice, number, amount FROM act_line WHERE act IN ({}) ORDER BY act, position",
            piece.places
        );
        tx.each(&sql, &piece.values, |row| {
            let mut c = Columns::of(row);
            let act = c.next()?;
            let line = ActLine { invoice: c.next()?, number: c.next()?, amount: c.next()? };
            found.entry(act).or_default().push(line);
            Ok(())
        })?;
    }
    Ok(found)
}

fn values(act: &ActRecord) -> [Value; ACT.len()] {
    [
        act.id.into(),
        act.company.into(),
        act.party.into(),
        act.agenda.into(),
        Value::from(&act.scenario),
        Value::from(&act.scenario_version),
        Value::from(&act.step),
        Value::from(&act.step_title),
        act.channel.code().into(),
        Value::from(&act.template),
        act.role.code().into(),
        act.contact.into(),
        Value::from(&act.addressed_to),
        Value::from(&act.subject),
        act.planned_on.into(),
        act.total.into(),
        act.currency.into(),
        Value::from(&act.content_type),
        Value::from(&act.content_sha256),
        act.message_id.as_ref().into(),
        act.live.into(),
        Value::from(&act.approved_by),
        act.prepared_at.into(),
    ]
}

fn read(row: &Row) -> Result<ActRow> {
    let mut c = Columns::of(row);
    let act = ActRecord {
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        agenda: c.next()?,
        scenario: c.next()?,
        scenario_version: c.next()?,
        step: c.next()?,
        step_title: c.next()?,
        channel: c.coded(Channel::parse)?,
        template: c.next()?,
        role: c.coded(ContactRole::parse)?,
        contact: c.next()?,
        addressed_to: c.next()?,
        subject: c.next()?,
        planned_on: c.next()?,
        total: c.next()?,
        currency: c.next()?,
        lines: Vec::new(),
        content: Vec::new(),
        content_type: c.next()?,
        content_sha256: c.next()?,
        message_id: c.next()?,
        live: c.next()?,
        approved_by: c.next()?,
        prepared_at: c.next()?,
    };
    Ok(ActRow {
        act,
        state: c.coded(ActState::parse)?,
        performed_on: c.next()?,
        last_seq: c.next()?,
        last_at: c.next()?,
        last_detail: c.next()?,
    })
}
