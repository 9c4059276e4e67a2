//! Imported files with their bytes, and the column mappings that users confirmed for table files.

use super::columns::{Columns, columns};
use crate::engine::{Result, Row, Tx};
use crate::params;
use app::records::SourceRecord;
use base::Timestamp;
use base::id::{CompanyId, SourceId};
use std::sync::Arc;

/// An engine copies what it is handed, more than once: a large file goes to it in pieces.
const PART: usize = 1 << 20;

columns!(SOURCE, SOURCE_LIST: id, company, name, format, sha256, recorded_at);

pub(super) fn by_sha256(tx: &mut Tx, company: CompanyId, sha256: &str) -> Result<Option<SourceRecord>> {
    let sql = format!("SELECT {SOURCE_LIST} FROM source WHERE company = $1 AND sha256 = $2");
    tx.one(&sql, params![company, sha256], read)
}

pub(super) fn insert(tx: &mut Tx, source: &SourceRecord) -> Result<()> {
    let row = [
        source.id.into(),
        source.company.into(),
        (&source.name).into(),
        (&source.format).into(),
        (&source.sha256).into(),
        source.recorded_at.into(),
    ];
    tx.insert_many("source", SOURCE, [row])?;
    for (part, place) in source.bytes.chunks(PART).zip(0_i64..) {
        let row = [source.id.into(), place.into(), source.company.into(), part.to_vec().into()];
        tx.insert_many("source_part", ["source", "place", "company", "bytes"], [row])?;
    }
    Ok(())
}

const NAME: &str = "SELECT name FROM source WHERE id = $1";
const PARTS: &str = "SELECT bytes FROM source_part WHERE source = $1 ORDER BY place";

/// Name and bytes.
pub(super) fn content(tx: &mut Tx, id: SourceId) -> Result<Option<(String, Vec<u8>)>> {
    let Some(name) = tx.one(NAME, params![id], |row| row.get::<String>(0))? else { return Ok(None) };
    let parts: Vec<Vec<u8>> = tx.all(PARTS, params![id], |row| row.get(0))?;
    Ok(Some((name, parts.concat())))
}

fn read(row: &Row) -> Result<SourceRecord> {
    let mut c = Columns::of(row);
    Ok(SourceRecord {
        id: c.next()?,
        company: c.next()?,
        name: c.next()?,
        format: c.next()?,
        sha256: c.next()?,
        bytes: Arc::default(),
        recorded_at: c.next()?,
    })
}

const MAPPING: &str = "SELECT json FROM mapping WHERE company = $1 AND fingerprint = $2";
const REMEMBER: &str = "INSERT INTO mapping (company, fingerprint, json, recorded_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (company, fingerprint) DO UPDATE SET json = excluded.json, recorded_at = excluded.recorded_at";

pub(super) fn mapping(tx: &mut Tx, company: CompanyId, fingerprint: &str) -> Result<Option<String>> {
    tx.one(MAPPING, params![company, fingerprint], |row| row.get(0))
}

pub(super) fn remember_mapping(
    tx: &mut Tx,
    company: CompanyId,
    fingerprint: &str,
    json: &str,
    at: Timestamp,
) -> Result<()> {
    tx.exec(REMEMBER, params![company, fingerprint, json, at]).map(drop)
}
