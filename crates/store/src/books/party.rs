//! Customers, and the keys they are recognised by. Which keys a file gives, and in which order they count, is for the
//! import to say; here a key belongs to one customer.

use super::columns::{Columns, columns, json, key as indexed};
use super::past::Range;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::{PartyKey, PartyRecord};
use base::id::{CompanyId, PartyId};
use base::{RateBp, fold};
use domain::facts::{KindBasis, PartyKind};

columns!(PARTY, PARTY_LIST: name, search, kind, kind_basis, siren, vat_id, code, language, address, scenario, payment_terms,
    agreed_rate, is_key_account, is_pseudo, id, company, created_at);

const KEY: &str = "SELECT party FROM party_key WHERE company = $1 AND kind = $2 AND value = $3";

/// The customer that the first known key belongs to.
pub(super) fn by_keys(tx: &mut Tx, company: CompanyId, keys: &[PartyKey]) -> Result<Option<PartyRecord>> {
    for key in keys {
        let known = tx.one(KEY, params![company, key.kind.code(), &key.value], |row| row.get::<PartyId>(0))?;
        if let Some(id) = known {
            return by_id(tx, id);
        }
    }
    Ok(None)
}

pub(super) fn by_id(tx: &mut Tx, id: PartyId) -> Result<Option<PartyRecord>> {
    tx.one(&format!("SELECT {PARTY_LIST} FROM party WHERE id = $1"), params![id], read)
}

/// `outstanding <> 0` lets the index of open balances serve, and the sign before keeps any other from being preferred to it.
const OF_UNKNOWN_KIND: &str = "SELECT COUNT(*) FROM party p WHERE p.company = $1 AND p.kind_basis = 'assumed' \
    AND p.is_pseudo = 0 AND EXISTS (SELECT 1 FROM balance b WHERE b.company = $1 AND b.party = p.id \
    AND b.outstanding <> 0 AND +b.outstanding > 0)";

pub(super) fn of_unknown_kind(tx: &mut Tx, company: CompanyId) -> Result<u64> {
    Ok(tx.one(OF_UNKNOWN_KIND, params![company], |row| row.get::<i64>(0))?.unwrap_or_default().unsigned_abs())
}

const AGREED: &str = "SELECT id, agreed_rate FROM party WHERE company = $1 AND id BETWEEN $2 AND $3 \
    AND agreed_rate IS NOT NULL ORDER BY id";

pub(super) fn agreed_rates(tx: &mut Tx, range: Range) -> Result<Vec<(PartyId, RateBp)>> {
    tx.all(AGREED, &range.values(), |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Folding leaves only letters, digits and single spaces: the pattern holds no wildcard but ours.
pub(super) fn search(tx: &mut Tx, company: CompanyId, text: &str, offset: u64, limit: u64) -> Result<Vec<PartyRecord>> {
    let sql = format!(
        "SELECT {PARTY_LIST} FROM party WHERE company = $1 AND search LIKE $2 ORDER BY search, id LIMIT $3 OFFSET $4"
    );
    let pattern = format!("%{}%", fold::words(text));
    tx.all(&sql, params![company, pattern, super::columns::count(limit), super::columns::count(offset)], read)
}

pub(super) fn insert(tx: &mut Tx, party: &PartyRecord) -> Result<()> {
    let row = values(party)?;
    tx.insert_many("party", PARTY, [row]).map(drop)
}

const UPDATE: &str = "UPDATE party SET name = $1, search = $2, kind = $3, kind_basis = $4, siren = $5, vat_id = $6, \
    code = $7, language = $8, address = $9, scenario = $10, payment_terms = $11, agreed_rate = $12, \
    is_key_account = $13, is_pseudo = $14 WHERE id = $15";

/// The number of customers changed: 0 when there is none of that identifier. Company and creation stay.
pub(super) fn update(tx: &mut Tx, party: &PartyRecord) -> Result<u64> {
    let all = values(party)?;
    let changing = all.len() - 2;
    tx.exec(UPDATE, all.get(..changing).unwrap_or(&all))
}

/// A key already taken stays with whom it belongs to.
pub(super) fn add_keys(tx: &mut Tx, company: CompanyId, party: PartyId, keys: &[PartyKey]) -> Result<()> {
    let row = |key: &PartyKey| Ok([company.into(), key.kind.code().into(), indexed(&key.value)?, party.into()]);
    let rows = keys.iter().map(row).collect::<Result<Vec<[Value; 4]>>>()?;
    tx.insert_missing("party_key", ["company", "kind", "value", "party"], rows).map(drop)
}

fn values(party: &PartyRecord) -> Result<[Value; PARTY.len()]> {
    Ok([
        Value::from(&party.name),
        indexed(&party.search)?,
        party.kind.code().into(),
        party.kind_basis.code().into(),
        party.siren.as_ref().into(),
        party.vat_id.as_ref().into(),
        party.code.as_ref().into(),
        Value::from(&party.language),
        json(&party.address)?.into(),
        party.scenario.as_ref().into(),
        party.payment_terms.as_ref().into(),
        party.agreed_rate.into(),
        party.is_key_account.into(),
        party.is_pseudo.into(),
        party.id.into(),
        party.company.into(),
        party.created_at.into(),
    ])
}

fn read(row: &Row) -> Result<PartyRecord> {
    let mut c = Columns::of(row);
    Ok(PartyRecord {
        name: c.next()?,
        search: c.next()?,
        kind: c.coded(PartyKind::parse)?,
        kind_basis: c.coded(KindBasis::parse)?,
        siren: c.next()?,
        vat_id: c.next()?,
        code: c.next()?,
        language: c.next()?,
        address: c.json()?,
        scenario: c.next()?,
        payment_terms: c.next()?,
        agreed_rate: c.next()?,
        is_key_account: c.next()?,
        is_pseudo: c.next()?,
        id: c.next()?,
        company: c.next()?,
        created_at: c.next()?,
    })
}
