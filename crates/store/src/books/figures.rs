//! Figures of a day kept as they were computed, and forgotten as soon as a fact bears that day or one before.

use crate::engine::{Result, Tx, Value};
use crate::params;
use base::Date;
use base::id::{CompanyId, PartyId, UserId};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The customers a salesperson looks after may change without any fact: their list is part of the name.
pub(super) fn name_for(tx: &mut Tx, company: CompanyId, keeper: Option<UserId>, name: &str) -> Result<String> {
    let Some(keeper) = keeper else { return Ok(name.to_string()) };
    let mut hasher = Sha256::new();
    tx.each(CUSTOMERS, params![company, keeper], |row| {
        hasher.update(row.get::<PartyId>(0)?.as_bytes());
        Ok(())
    })?;
    let digest: String = hasher.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
    Ok(format!("{name} {digest}"))
}

const CUSTOMERS: &str = "SELECT party FROM party_keeper WHERE company = $1 AND keeper = $2 ORDER BY party";

const KEPT: &str = "SELECT json FROM day_figures WHERE company = $1 AND keeper = $2 AND name = $3 AND as_of = $4";

pub(super) fn kept(tx: &mut Tx, company: CompanyId, keeper: Value, name: &str, on: Date) -> Result<Option<String>> {
    tx.one(KEPT, params![company, keeper, name, on], |row| row.get(0))
}

const KEEP: &str = "INSERT INTO day_figures (company, keeper, name, as_of, json) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (company, keeper, name, as_of) DO UPDATE SET json = excluded.json";

pub(super) fn keep(tx: &mut Tx, company: CompanyId, keeper: Value, name: &str, on: Date, json: &str) -> Result<()> {
    tx.exec(KEEP, params![company, keeper, name, on, json]).map(drop)
}

const FORGET: &str = "DELETE FROM day_figures WHERE company = $1 AND as_of >= $2";

/// Removes what new facts of these days make untrue.
pub(super) fn forget(tx: &mut Tx, facts: impl Iterator<Item = (CompanyId, Date)>) -> Result<()> {
    let mut earliest: BTreeMap<CompanyId, Date> = BTreeMap::new();
    for (company, on) in facts {
        let known = earliest.entry(company).or_insert(on);
        *known = (*known).min(on);
    }
    for (company, on) in earliest {
        tx.exec(FORGET, params![company, on])?;
    }
    Ok(())
}

/// Removes all: nobody can tell any more which days are true.
pub(super) fn forget_all(tx: &mut Tx, company: CompanyId) -> Result<()> {
    tx.exec("DELETE FROM day_figures WHERE company = $1", params![company]).map(drop)
}
