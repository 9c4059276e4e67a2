//! Scenarios of a company, by version, and law values that users added. The texts are not understood here.

use super::columns::{Columns, count};
use crate::engine::{Result, Row, Tx};
use crate::params;
use app::records::ScenarioRetirement;
use base::Timestamp;
use base::id::{CompanyId, PartyId};

const ALL: &str = "SELECT name, version, source, is_current FROM scenario WHERE company = $1 \
    ORDER BY name, recorded_at, version";
/// Each version is recorded once, as it becomes the current one: then, the latest of its name was, until it was retired.
const KNOWN: &str = "SELECT name, version, source, CASE WHEN EXISTS (SELECT 1 FROM scenario later \
    WHERE later.company = s.company AND later.name = s.name AND later.recorded_at <= $2 \
    AND (later.recorded_at, later.version) > (s.recorded_at, s.version)) \
    OR EXISTS (SELECT 1 FROM scenario_retirement r WHERE r.company = s.company AND r.name = s.name AND r.recorded_at <= $2) \
    THEN 0 ELSE 1 END \
    FROM scenario s WHERE company = $1 AND recorded_at <= $2 ORDER BY name, recorded_at, version";

/// Name, version, text, and whether it is the current version of that name; as known at an instant, or now.
pub(super) fn all(
    tx: &mut Tx,
    company: CompanyId,
    known_at: Option<Timestamp>,
) -> Result<Vec<(String, String, String, bool)>> {
    let read = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    match known_at {
        None => tx.all(ALL, params![company], read),
        Some(instant) => tx.all(KNOWN, params![company, instant], read),
    }
}

const REPLACE: &str = "UPDATE scenario SET is_current = 0 WHERE company = $1 AND name = $2 AND is_current = 1";
const INSERT: &str = "INSERT INTO scenario (company, name, version, source, is_current, recorded_at) \
    VALUES ($1, $2, $3, $4, 1, $5)";

/// The new version becomes the current one of its name.
///
/// # Errors
/// `UniqueViolation` when the version exists: a version never changes.
pub(super) fn insert(
    tx: &mut Tx,
    company: CompanyId,
    name: &str,
    version: &str,
    text: &str,
    at: Timestamp,
) -> Result<()> {
    tx.exec(REPLACE, params![company, name])?;
    tx.exec(INSERT, params![company, name, version, text, at]).map(drop)
}

const RETIRE: &str = "INSERT INTO scenario_retirement (company, name, retired_on, author, why, recorded_at) \
    VALUES ($1, $2, $3, $4, $5, $6)";

/// No version of that name is current any more.
///
/// # Errors
/// `UniqueViolation` when it was retired before.
pub(super) fn retire(tx: &mut Tx, company: CompanyId, gone: &ScenarioRetirement) -> Result<()> {
    let row = params![company, &gone.name, gone.on, &gone.author, &gone.why, gone.recorded_at];
    tx.exec(RETIRE, row)?;
    tx.exec(REPLACE, params![company, &gone.name]).map(drop)
}

const RETIRED: &str = "SELECT name, retired_on, author, why, recorded_at FROM scenario_retirement \
    WHERE company = $1 AND name = $2";

pub(super) fn retired(tx: &mut Tx, company: CompanyId, name: &str) -> Result<Option<ScenarioRetirement>> {
    tx.one(RETIRED, params![company, name], |row| {
        let mut c = Columns::of(row);
        Ok(ScenarioRetirement {
            name: c.next()?,
            on: c.next()?,
            author: c.next()?,
            why: c.next()?,
            recorded_at: c.next()?,
        })
    })
}

/// Customers who were given that scenario, and those whose case runs under it.
const USERS: &str = "SELECT p.id, p.name FROM party p WHERE p.company = $1 AND (p.scenario = $2 OR EXISTS \
    (SELECT 1 FROM running_case c JOIN balance b ON b.company = c.company AND b.party = c.party AND b.outstanding <> 0 \
    WHERE c.company = $1 AND c.scenario = $2 AND c.party = p.id)) ORDER BY p.name, p.id LIMIT $3";

pub(super) fn users(tx: &mut Tx, company: CompanyId, name: &str, limit: u64) -> Result<Vec<(PartyId, String)>> {
    tx.all(USERS, params![company, name, count(limit)], |row| Ok((row.get(0)?, row.get(1)?)))
}

const LAW_VALUES: &str = "SELECT json FROM law_value ORDER BY seq";
const INSERT_LAW_VALUE: &str = "INSERT INTO law_value (seq, json, author, recorded_at) \
    SELECT COALESCE(MAX(seq), 0) + 1, $1, $2, $3 FROM law_value";

pub(super) fn law_values(tx: &mut Tx) -> Result<Vec<String>> {
    tx.all(LAW_VALUES, &[], |row| row.get(0))
}

pub(super) fn insert_law_value(tx: &mut Tx, json: &str, author: &str, at: Timestamp) -> Result<()> {
    tx.exec(INSERT_LAW_VALUE, params![json, author, at]).map(drop)
}
