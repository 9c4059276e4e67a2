//! Figures of a day kept as they were counted, and what was open on the past days somebody looks at. A fact that bears a day or
//! one before says that the figures no longer stand, and takes the lists away.

use crate::engine::{Result, Tx, Value};
use crate::params;
use app::ports::screens::KeptFigures;
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

const KEPT: &str = "SELECT json, basis, made_at, stands FROM day_figures \
    WHERE company = $1 AND keeper = $2 AND name = $3 AND as_of = $4";

pub(super) fn kept(
    tx: &mut Tx,
    company: CompanyId,
    keeper: Value,
    name: &str,
    on: Date,
) -> Result<Option<KeptFigures>> {
    tx.one(KEPT, params![company, keeper, name, on], |row| {
        Ok(KeptFigures { json: row.get(0)?, basis: row.get(1)?, made_at: row.get(2)?, stands: row.get::<i64>(3)? != 0 })
    })
}

const KEEP: &str = "INSERT INTO day_figures (company, keeper, name, as_of, basis, made_at, stands, json) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (company, keeper, name, as_of) DO UPDATE SET \
    basis = excluded.basis, made_at = excluded.made_at, stands = excluded.stands, json = excluded.json";

/// Only these are drawn over the past.
const ONLY_THE_LAST: &str = "DELETE FROM day_figures WHERE company = $1 AND keeper = $2 AND as_of < $3 AND name LIKE $4 || '%' \
    AND name NOT LIKE 'aged%' AND name NOT LIKE 'facts%'";

/// Keeps figures under a name made by [`name_for`].
pub(super) fn keep(
    tx: &mut Tx,
    company: CompanyId,
    keeper: Value,
    (name, on): (&str, Date),
    kept: &KeptFigures,
) -> Result<()> {
    let stands = i64::from(kept.stands);
    tx.exec(KEEP, params![company, keeper.clone(), name, on, &kept.basis, kept.made_at, stands, &kept.json])?;
    let plain = name.split(' ').next().unwrap_or(name);
    tx.exec(ONLY_THE_LAST, params![company, keeper, on, plain]).map(drop)
}

const STATE: &str = "SELECT state FROM figures_state WHERE company = $1";
const GROW: &str = "INSERT INTO figures_state (company, state) VALUES ($1, 1) \
    ON CONFLICT (company) DO UPDATE SET state = figures_state.state + 1";

pub(super) fn state(tx: &mut Tx, company: CompanyId) -> Result<i64> {
    Ok(tx.one(STATE, params![company], |row| row.get(0))?.unwrap_or_default())
}

const NO_LONGER: &str = "UPDATE day_figures SET stands = 0 WHERE company = $1 AND as_of >= $2 AND stands <> 0";

/// Says that figures no longer stand once facts of these days are there.
pub(super) fn forget(tx: &mut Tx, facts: impl Iterator<Item = (CompanyId, Date)>) -> Result<()> {
    let mut earliest: BTreeMap<CompanyId, Date> = BTreeMap::new();
    for (company, on) in facts {
        let known = earliest.entry(company).or_insert(on);
        *known = (*known).min(on);
    }
    for (company, on) in earliest {
        tx.exec(GROW, params![company])?;
        tx.exec(NO_LONGER, params![company, on])?;
        take_away(tx, company, on)?;
    }
    Ok(())
}

/// Removes all: nobody can tell any more which days are true.
pub(super) fn forget_all(tx: &mut Tx, company: CompanyId) -> Result<()> {
    tx.exec(GROW, params![company])?;
    tx.exec("DELETE FROM day_figures WHERE company = $1", params![company])?;
    take_away(tx, company, Date::MIN)
}

const LAID: &str = "SELECT 1 FROM laid_day WHERE company = $1 AND as_of = $2";

pub(super) fn is_laid_out(tx: &mut Tx, company: CompanyId, as_of: Date) -> Result<bool> {
    tx.exists(LAID, params![company, as_of])
}

/// Past days that stay laid out.
const DAYS: i64 = 4;

const NEXT: &str = "SELECT COALESCE(MAX(seq), 0) + 1 FROM laid_day WHERE company = $1";
const TOO_OLD: &str = "SELECT as_of FROM laid_day WHERE company = $1 AND seq <= $2";

/// Lays out what `then` (a statement over `$1`, the company, and `$3`, the day) gives. Nothing is done twice.
pub(super) fn lay_out(tx: &mut Tx, company: CompanyId, as_of: Date, then: &str) -> Result<()> {
    if is_laid_out(tx, company, as_of)? {
        return Ok(());
    }
    let seq: i64 = tx.one(NEXT, params![company], |row| row.get(0))?.unwrap_or(1);
    for day in tx.all(TOO_OLD, params![company, seq - DAYS], |row| row.get::<Date>(0))? {
        tx.exec("DELETE FROM laid_open WHERE company = $1 AND as_of = $2", params![company, day])?;
        tx.exec("DELETE FROM laid_day WHERE company = $1 AND as_of = $2", params![company, day])?;
    }
    let sql = format!(
        "INSERT INTO laid_open (company, as_of, party, invoice, number, issued_on, due_on, currency, principal, outstanding) \
         SELECT d.id, $2, o.party, o.invoice, o.number, o.issued_on, o.due_on, o.currency, o.principal, o.outstanding \
         FROM company d CROSS JOIN ({then}) o WHERE d.id = $1"
    );
    tx.exec(&sql, params![company, as_of, as_of])?;
    let row = params![company, as_of, seq];
    tx.exec("INSERT INTO laid_day (company, as_of, seq) VALUES ($1, $2, $3)", row).map(drop)
}

/// Lists of past days that a new fact makes untrue.
fn take_away(tx: &mut Tx, company: CompanyId, from: Date) -> Result<()> {
    let from = params![company, from];
    if tx.exec("DELETE FROM laid_day WHERE company = $1 AND as_of >= $2", from)? > 0 {
        tx.exec("DELETE FROM laid_open WHERE company = $1 AND as_of >= $2", from)?;
    }
    Ok(())
}
