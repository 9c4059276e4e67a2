//! What is open on any day, as a table for other statements: `party`, `invoice`, `number`, `issued_on`, `due_on`,
//! `currency`, `principal`, `outstanding`. `$1` is the company, `$3` the day.

use crate::books::reach;
use crate::engine::{Result, Tx};
use app::ports::books::View;
use base::Date;
use base::id::CompanyId;

/// The cached balances, when the day is not before any fact.
const NOW: &str = "SELECT party, invoice, number, issued_on, due_on, currency, principal, outstanding FROM balance \
    WHERE company = $1 AND outstanding <> 0";

/// From facts: what was settled by that day left nothing, so only the others are looked at.
const THEN: &str = "SELECT * FROM (SELECT b.party, b.invoice, b.number, b.issued_on, b.due_on, b.currency, b.principal, \
    b.principal - COALESCE((SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocation a WHERE a.invoice = b.invoice \
        AND a.component = 'principal' AND a.effective_on <= $3), 0) AS outstanding \
    FROM balance b WHERE b.company = $1 AND b.issued_on <= $3 AND (b.settled_on IS NULL OR b.settled_on > $3)) past \
    WHERE outstanding <> 0";

pub(super) fn on(tx: &mut Tx, company: CompanyId, as_of: Date) -> Result<&'static str> {
    Ok(if reach::is_present(tx, company, View { as_of, known_at: None })? { NOW } else { THEN })
}
