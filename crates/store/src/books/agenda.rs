//! Plannings as they were made: the run, its proposals, and where each overdue invoice stood in it. Their JSON is the
//! planner's and is given back as it came.

use super::columns::{Columns, columns, count};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::terms::BooksResult;
use app::records::{AgendaLine, AgendaRun, StoredProposal};
use base::Date;
use base::id::{AgendaId, CompanyId, PartyId};

columns!(RUN, RUN_LIST: id, company, as_of, recorded_at, inputs_hash, law_edition, program_version, proposals, silences);

const PROPOSAL: [&str; 5] = ["run", "seq", "company", "party", "json"];
const LINE: [&str; 8] = ["run", "party", "invoice", "company", "proposal", "reason", "next_on", "json"];
const CONTESTED: [&str; 7] = ["run", "party", "invoice", "company", "reason", "next_on", "json"];

pub(super) fn insert_run(tx: &mut Tx, run: &AgendaRun) -> Result<()> {
    let row = [
        run.id.into(),
        run.company.into(),
        run.as_of.into(),
        run.recorded_at.into(),
        Value::from(&run.inputs_hash),
        Value::from(&run.law_edition),
        Value::from(&run.program_version),
        count(run.proposals).into(),
        count(run.silences).into(),
    ];
    tx.insert_many("agenda_run", RUN, [row]).map(drop)
}

const COMPANY: &str = "SELECT company FROM agenda_run WHERE id = $1";

/// `false` when there is no such run.
pub(super) fn insert(tx: &mut Tx, run: AgendaId, proposals: &[StoredProposal], lines: &[AgendaLine]) -> Result<bool> {
    let Some(company) = tx.one(COMPANY, params![run], |row| row.get::<CompanyId>(0))? else { return Ok(false) };
    let rows = proposals.iter().map(|proposal| {
        [run.into(), proposal.seq.into(), company.into(), proposal.party.into(), Value::from(&proposal.json)]
    });
    tx.insert_many("agenda_proposal", PROPOSAL, rows)?;
    let (parts, lines): (Vec<&AgendaLine>, Vec<&AgendaLine>) = lines.iter().partition(|line| line.is_contested);
    let rows = lines.iter().map(|line| {
        [
            run.into(),
            line.party.into(),
            line.invoice.into(),
            company.into(),
            line.proposal.into(),
            Value::from(&line.reason),
            line.next_on.into(),
            Value::from(&line.json),
        ]
    });
    tx.insert_many("agenda_line", LINE, rows)?;
    let rows = parts.iter().map(|line| {
        [
            run.into(),
            line.party.into(),
            line.invoice.into(),
            company.into(),
            Value::from(&line.reason),
            line.next_on.into(),
            Value::from(&line.json),
        ]
    });
    tx.insert_many("agenda_contested", CONTESTED, rows)?;
    Ok(true)
}

const CLOSE: &str = "UPDATE agenda_run SET inputs_hash = $2, proposals = $3, silences = $4 WHERE id = $1";

/// The number of runs closed: 0 when there is none of that identifier.
pub(super) fn close(tx: &mut Tx, run: &AgendaRun) -> Result<u64> {
    tx.exec(CLOSE, params![run.id, &run.inputs_hash, count(run.proposals), count(run.silences)])
}

/// The last recorded of that day, or of any day.
pub(super) fn last_run(tx: &mut Tx, company: CompanyId, on: Option<Date>) -> Result<Option<AgendaRun>> {
    let last = "ORDER BY recorded_at DESC, id DESC LIMIT 1";
    match on {
        Some(on) => {
            let sql = format!("SELECT {RUN_LIST} FROM agenda_run WHERE company = $1 AND as_of = $2 {last}");
            tx.one(&sql, params![company, on], read)
        }
        None => tx.one(&format!("SELECT {RUN_LIST} FROM agenda_run WHERE company = $1 {last}"), params![company], read),
    }
}

const PROPOSALS: &str =
    "SELECT seq, party, json FROM agenda_proposal WHERE run = $1 AND seq > $2 ORDER BY seq LIMIT $3";

pub(super) fn proposals(tx: &mut Tx, run: AgendaId, after_seq: i64, limit: u64) -> Result<Vec<StoredProposal>> {
    tx.all(PROPOSALS, params![run, after_seq, count(limit)], read_proposal)
}

const OF_PARTY: &str = "SELECT seq, party, json FROM agenda_proposal WHERE run = $1 AND party = $2 ORDER BY seq";

pub(super) fn proposals_of_party(tx: &mut Tx, run: AgendaId, party: PartyId) -> Result<Vec<StoredProposal>> {
    tx.all(OF_PARTY, params![run, party], read_proposal)
}

fn read_proposal(row: &Row) -> Result<StoredProposal> {
    let mut c = Columns::of(row);
    Ok(StoredProposal { seq: c.next()?, party: c.next()?, json: c.next()? })
}

const LINES: &str = "SELECT invoice, party, proposal, reason, next_on, json, 0 AS is_contested FROM agenda_line \
    WHERE run = $1 AND party = $2 UNION ALL SELECT invoice, party, NULL, reason, next_on, json, 1 FROM agenda_contested \
    WHERE run = $1 AND party = $2 ORDER BY invoice, is_contested";

pub(super) fn lines(tx: &mut Tx, run: AgendaId, party: PartyId) -> Result<Vec<AgendaLine>> {
    tx.all(LINES, params![run, party], read_line)
}

const SILENCES: &str = "SELECT invoice, party, proposal, reason, next_on, json, 0 AS is_contested FROM agenda_line \
    WHERE run = $1 AND proposal IS NULL UNION ALL SELECT invoice, party, NULL, reason, next_on, json, 1 \
    FROM agenda_contested WHERE run = $1 ORDER BY party, invoice, is_contested";

/// The lines that no proposal names, contested parts among them, one at a time.
pub(super) fn silences(
    tx: &mut Tx,
    run: AgendaId,
    each: &mut dyn FnMut(AgendaLine) -> BooksResult<()>,
) -> BooksResult<()> {
    tx.try_each(SILENCES, params![run], |row| each(read_line(row)?))
}

fn read_line(row: &Row) -> Result<AgendaLine> {
    let mut c = Columns::of(row);
    Ok(AgendaLine {
        invoice: c.next()?,
        party: c.next()?,
        proposal: c.next()?,
        reason: c.next()?,
        next_on: c.next()?,
        json: c.next()?,
        is_contested: c.next()?,
    })
}

fn read(row: &Row) -> Result<AgendaRun> {
    let mut c = Columns::of(row);
    Ok(AgendaRun {
        id: c.next()?,
        company: c.next()?,
        as_of: c.next()?,
        recorded_at: c.next()?,
        inputs_hash: c.next()?,
        law_edition: c.next()?,
        program_version: c.next()?,
        proposals: c.count()?,
        silences: c.count()?,
    })
}
