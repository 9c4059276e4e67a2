//! What is open on any day, as a table for other statements: `party`, `invoice`, `number`, `issued_on`, `due_on`,
//! `currency`, `principal`, `outstanding`. `$1` is the company, `$3` the day.

use crate::books::{figures, reach};
use crate::engine::{Result, Tx};
use app::ports::terms::View;
use base::Date;
use base::id::CompanyId;

/// The cached balances, when the day is not before any fact.
pub(super) const NOW: &str = "SELECT party, invoice, number, issued_on, due_on, currency, principal, outstanding FROM balance \
    WHERE company = $1 AND outstanding <> 0";

/// From facts: what was settled by that day left nothing, so only the others are looked at.
const THEN: &str = "SELECT * FROM (SELECT b.party, b.invoice, b.number, b.issued_on, b.due_on, b.currency, b.principal, \
    b.principal - COALESCE((SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocation a WHERE a.invoice = b.invoice \
        AND a.component = 'principal' AND a.effective_on <= $3), 0) AS outstanding \
    FROM balance b WHERE b.company = $1 AND b.issued_on <= $3 AND (b.settled_on IS NULL OR b.settled_on > $3)) past \
    WHERE outstanding <> 0";

/// A past day that was laid out.
const LAID: &str = "SELECT party, invoice, number, issued_on, due_on, currency, principal, outstanding FROM laid_open \
    WHERE company = $1 AND as_of = $3";

pub(super) fn on(tx: &mut Tx, company: CompanyId, as_of: Date) -> Result<&'static str> {
    Ok(match () {
        () if is_present(tx, company, as_of)? => NOW,
        () if figures::is_laid_out(tx, company, as_of)? => LAID,
        () => THEN,
    })
}

/// The last day that counts for the lists of that day; `None` when no fact is later.
pub(super) fn until(tx: &mut Tx, company: CompanyId, as_of: Date) -> Result<Option<Date>> {
    Ok((!is_present(tx, company, as_of)?).then_some(as_of))
}

/// Whether the lists of that day need not look at every fact.
pub(super) fn is_quick(tx: &mut Tx, company: CompanyId, as_of: Date) -> Result<bool> {
    Ok(is_present(tx, company, as_of)? || figures::is_laid_out(tx, company, as_of)?)
}

pub(super) fn lay_out(tx: &mut Tx, company: CompanyId, as_of: Date) -> Result<()> {
    if is_present(tx, company, as_of)? { Ok(()) } else { figures::lay_out(tx, company, as_of, THEN) }
}

fn is_present(tx: &mut Tx, company: CompanyId, as_of: Date) -> Result<bool> {
    reach::is_present(tx, company, View { as_of, known_at: None })
}
