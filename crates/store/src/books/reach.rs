//! Until which day the facts of a company go, which decides whether a view may read the caches.

use crate::engine::{Result, Tx};
use crate::params;
use app::ports::terms::View;
use base::Date;
use base::id::CompanyId;
use std::collections::BTreeMap;

const EXTEND: &str = "INSERT INTO reach (company, latest_on) VALUES ($1, $2) \
    ON CONFLICT (company) DO UPDATE SET latest_on = excluded.latest_on WHERE excluded.latest_on > reach.latest_on";

/// Notes the days that new facts bear.
pub(super) fn extend(tx: &mut Tx, facts: impl Iterator<Item = (CompanyId, Date)>) -> Result<()> {
    let mut latest: BTreeMap<CompanyId, Date> = BTreeMap::new();
    for (company, on) in facts {
        let known = latest.entry(company).or_insert(on);
        *known = (*known).max(on);
    }
    for (company, on) in latest {
        tx.exec(EXTEND, params![company, on])?;
    }
    Ok(())
}

const LATEST: &str = "SELECT latest_on FROM reach WHERE company = $1";

/// The caches hold all that is known, up to the last day of any fact: they answer for that day and later ones.
pub(super) fn is_present(tx: &mut Tx, company: CompanyId, view: View) -> Result<bool> {
    if view.known_at.is_some() {
        return Ok(false);
    }
    let latest = tx.one(LATEST, params![company], |row| row.get::<Date>(0))?;
    Ok(latest.is_none_or(|latest| view.as_of >= latest))
}

const FROM_FACTS: &str = "SELECT MAX(latest_on) FROM (\
    SELECT MAX(issued_on) AS latest_on FROM invoice WHERE company = $1 \
    UNION ALL SELECT MAX(effective_on) FROM allocation WHERE company = $1 \
    UNION ALL SELECT MAX(happened_on) FROM act_event WHERE company = $1) AS facts";

/// Finds the day again from all facts.
pub(super) fn rebuild(tx: &mut Tx, company: CompanyId) -> Result<()> {
    tx.exec("DELETE FROM reach WHERE company = $1", params![company])?;
    let latest = tx.one(FROM_FACTS, params![company], |row| row.get::<Option<Date>>(0))?.flatten();
    extend(tx, latest.map(|on| (company, on)).into_iter())
}
