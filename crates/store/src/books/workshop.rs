//! Drafts and replays of scenarios, versions that were adopted, texts of a company's own, and the scenario of each case.

use super::columns::{Columns, count};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::{CaseRecord, DraftRecord, OwnText, ReplayRecord, ReplayState, VersionRecord};
use base::Timestamp;
use base::id::CompanyId;

pub(super) fn drafts(tx: &mut Tx, company: CompanyId) -> Result<Vec<DraftRecord>> {
    let sql = "SELECT name, source, author, saved_at FROM scenario_draft WHERE company = $1 ORDER BY name";
    tx.all(sql, params![company], |row| {
        Ok(DraftRecord { name: row.get(0)?, source: row.get(1)?, author: row.get(2)?, saved_at: row.get(3)? })
    })
}

const PUT_DRAFT: &str = "INSERT INTO scenario_draft (company, name, source, author, saved_at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (company, name) DO UPDATE SET source = $3, author = $4, saved_at = $5";

pub(super) fn put_draft(tx: &mut Tx, company: CompanyId, d: &DraftRecord) -> Result<()> {
    tx.exec(PUT_DRAFT, params![company, &d.name, &d.source, &d.author, d.saved_at]).map(drop)
}

pub(super) fn drop_draft(tx: &mut Tx, company: CompanyId, name: &str) -> Result<()> {
    tx.exec("DELETE FROM scenario_draft WHERE company = $1 AND name = $2", params![company, name]).map(drop)
}

const VERSIONS: &str = "SELECT version, source, is_current, recorded_at FROM scenario WHERE company = $1 AND name = $2 \
    ORDER BY recorded_at, version";

pub(super) fn versions(tx: &mut Tx, company: CompanyId, name: &str) -> Result<Vec<VersionRecord>> {
    tx.all(VERSIONS, params![company, name], |row| {
        Ok(VersionRecord {
            version: row.get(0)?,
            source: row.get(1)?,
            is_current: row.get(2)?,
            recorded_at: row.get(3)?,
        })
    })
}

const KNOWN: &str = "SELECT 1 FROM scenario WHERE company = $1 AND name = $2 AND version = $3";
const REINSTATE: &str =
    "UPDATE scenario SET is_current = CASE WHEN version = $3 THEN 1 ELSE 0 END WHERE company = $1 AND name = $2";

pub(super) fn reinstate(tx: &mut Tx, company: CompanyId, name: &str, version: &str) -> Result<bool> {
    let known = tx.exists(KNOWN, params![company, name, version])?;
    if known {
        tx.exec(REINSTATE, params![company, name, version])?;
    }
    Ok(known)
}

const REPLAY: &str = "SELECT name, draft, current_version, state, done, total, outcome, started_at, touched_at \
    FROM scenario_replay WHERE company = $1 AND name = $2";

pub(super) fn replay(tx: &mut Tx, company: CompanyId, name: &str) -> Result<Option<ReplayRecord>> {
    tx.one(REPLAY, params![company, name], |row| {
        let mut c = Columns::of(row);
        Ok(ReplayRecord {
            name: c.next()?,
            draft: c.next()?,
            current: c.next()?,
            state: c.coded(ReplayState::parse)?,
            done: c.count()?,
            total: c.count()?,
            outcome: c.next()?,
            started_at: c.next()?,
            touched_at: c.next()?,
        })
    })
}

const PUT_REPLAY: &str = "INSERT INTO scenario_replay (company, name, draft, current_version, state, done, total, outcome, \
    started_at, touched_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (company, name) DO UPDATE SET \
    draft = $3, current_version = $4, state = $5, done = $6, total = $7, outcome = $8, started_at = $9, touched_at = $10";

pub(super) fn put_replay(tx: &mut Tx, company: CompanyId, r: &ReplayRecord) -> Result<()> {
    let params = params![
        company,
        &r.name,
        &r.draft,
        &r.current,
        r.state.code(),
        count(r.done),
        count(r.total),
        &r.outcome,
        r.started_at,
        r.touched_at
    ];
    tx.exec(PUT_REPLAY, params).map(drop)
}

const NOTE_REPLAY: &str = "UPDATE scenario_replay SET state = $4, done = $5, total = $6, outcome = $7, touched_at = $8 \
    WHERE company = $1 AND name = $2 AND started_at = $3";

pub(super) fn note_replay(tx: &mut Tx, company: CompanyId, r: &ReplayRecord) -> Result<bool> {
    let params = params![
        company,
        &r.name,
        r.started_at,
        r.state.code(),
        count(r.done),
        count(r.total),
        &r.outcome,
        r.touched_at
    ];
    Ok(tx.exec(NOTE_REPLAY, params)? == 1)
}

const OWN_TEXT_LIST: &str = "template, lang, seq, subject, body, author, recorded_at";

pub(super) fn own_texts(tx: &mut Tx, company: CompanyId) -> Result<Vec<OwnText>> {
    let sql = format!(
        "SELECT {OWN_TEXT_LIST} FROM own_text t WHERE company = $1 AND seq = (SELECT MAX(o.seq) FROM own_text o \
         WHERE o.company = t.company AND o.template = t.template AND o.lang = t.lang) ORDER BY template, lang"
    );
    tx.all(&sql, params![company], own_text)
}

pub(super) fn own_text_versions(tx: &mut Tx, company: CompanyId, template: &str, lang: &str) -> Result<Vec<OwnText>> {
    let sql = format!(
        "SELECT {OWN_TEXT_LIST} FROM own_text WHERE company = $1 AND template = $2 AND lang = $3 ORDER BY seq DESC"
    );
    tx.all(&sql, params![company, template, lang], own_text)
}

fn own_text(row: &Row) -> Result<OwnText> {
    let mut c = Columns::of(row);
    let (template, lang, seq) = (c.next()?, c.next()?, c.next()?);
    let (subject, body): (Option<String>, Option<String>) = (c.next()?, c.next()?);
    Ok(OwnText { template, lang, seq, texts: subject.zip(body), author: c.next()?, recorded_at: c.next()? })
}

pub(super) fn insert_own_text(tx: &mut Tx, company: CompanyId, text: &OwnText) -> Result<()> {
    let sql = format!("INSERT INTO own_text (company, {OWN_TEXT_LIST}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    let (subject, body) = text.texts.clone().unzip();
    let params = params![company, &text.template, &text.lang, text.seq, subject, body, &text.author, text.recorded_at];
    tx.exec(&sql, params).map(drop)
}

pub(super) fn clear_cases(tx: &mut Tx, company: CompanyId) -> Result<()> {
    tx.exec("DELETE FROM running_case WHERE company = $1", params![company]).map(drop)
}

const CASE: [&str; 4] = ["party", "company", "scenario", "version"];

pub(super) fn insert_cases(tx: &mut Tx, company: CompanyId, cases: &[CaseRecord]) -> Result<()> {
    let rows = cases
        .iter()
        .map(|case| [case.party.into(), company.into(), Value::from(&case.scenario), Value::from(&case.version)]);
    tx.insert_many("running_case", CASE, rows).map(drop)
}

pub(super) fn kept_since(tx: &mut Tx, company: CompanyId) -> Result<Option<Timestamp>> {
    let sql = "SELECT MIN(recorded_at) FROM invoice WHERE company = $1";
    Ok(tx.one(sql, params![company], |row| row.get::<Option<Timestamp>>(0))?.flatten())
}
