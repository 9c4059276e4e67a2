//! What was received and sent: imported files, and the letters, mails and sheets that were made.

use crate::books::columns::{Columns, count};
use crate::books::screens::{KEPT, keeper};
use crate::engine::{Result, Row, Tx};
use crate::params;
use app::ports::screens::{ActRowBrief, Cut, Scope, SourceRow};
use base::id::{CompanyId, InvoiceId, PartyId, SourceId};
use domain::facts::{ActState, Channel};

const SOURCES: &str = "SELECT s.id, s.name, s.format, s.recorded_at, CAST(SUM(b.invoices) AS BIGINT), \
    CAST(SUM(b.payments) AS BIGINT) FROM (\
        SELECT source, 1 AS invoices, 0 AS payments FROM invoice WHERE company = $1 AND party = $2 AND source IS NOT NULL \
        UNION ALL SELECT y.source, 0, 1 FROM payment y WHERE y.party = $2 AND y.source IS NOT NULL\
    ) b JOIN source s ON s.id = b.source GROUP BY s.id, s.name, s.format, s.recorded_at \
    ORDER BY s.recorded_at DESC, s.id LIMIT $3 OFFSET $4";

pub(super) fn sources(tx: &mut Tx, company: CompanyId, party: PartyId, cut: Cut) -> Result<Vec<SourceRow>> {
    tx.all(SOURCES, params![company, party, count(cut.limit), count(cut.offset)], |row| {
        let mut c = Columns::of(row);
        Ok(SourceRow {
            source: c.next()?,
            name: c.next()?,
            format: c.next()?,
            recorded_at: c.next()?,
            invoices: c.count()?,
            payments: c.count()?,
        })
    })
}

const OF_CUSTOMER: &str = "SELECT 1 FROM source s WHERE s.company = $1 AND s.id = $3 AND (\
    EXISTS (SELECT 1 FROM invoice i WHERE i.source = s.id AND i.party = $2) \
    OR EXISTS (SELECT 1 FROM payment y WHERE y.party = $2 AND y.source = s.id))";

/// A bank statement or a ledger holds other people's money; a list of invoices may hold other people's invoices.
fn of_others() -> String {
    format!(
        "SELECT 1 FROM source s WHERE s.company = $1 AND s.id = $3 AND (\
         EXISTS (SELECT 1 FROM statement t WHERE t.source = s.id) \
         OR EXISTS (SELECT 1 FROM ledger_horizon h WHERE h.source = s.id) \
         OR EXISTS (SELECT 1 FROM invoice i JOIN party p ON p.id = i.party WHERE i.source = s.id AND NOT {KEPT}))"
    )
}

pub(super) fn may_see_source(tx: &mut Tx, scope: Scope, party: PartyId, source: SourceId) -> Result<bool> {
    if !tx.exists(OF_CUSTOMER, params![scope.company, party, source])? {
        return Ok(false);
    }
    Ok(scope.keeper.is_none() || !tx.exists(&of_others(), params![scope.company, keeper(scope), source])?)
}

const PAPERS: &str = "SELECT a.id, a.planned_on, a.step_title, a.subject, a.channel, COALESCE(s.state, 'prepared') \
    FROM act a LEFT JOIN act_state s ON s.act = a.id WHERE a.company = $1";

pub(super) fn of_party(tx: &mut Tx, company: CompanyId, party: PartyId, cut: Cut) -> Result<Vec<ActRowBrief>> {
    let sql = format!("{PAPERS} AND a.party = $2 ORDER BY a.planned_on DESC, a.id DESC LIMIT $3 OFFSET $4");
    tx.all(&sql, params![company, party, count(cut.limit), count(cut.offset)], brief)
}

pub(super) fn naming(tx: &mut Tx, company: CompanyId, invoice: InvoiceId, limit: u64) -> Result<Vec<ActRowBrief>> {
    // Through the customer, whose lines are indexed.
    let sql = format!(
        "{PAPERS} AND a.id IN (SELECT l.act FROM act_line l WHERE l.company = $1 \
         AND l.party = (SELECT i.party FROM invoice i WHERE i.id = $2) AND l.invoice = $2) \
         ORDER BY a.planned_on DESC, a.id DESC LIMIT $3"
    );
    tx.all(&sql, params![company, invoice, count(limit)], brief)
}

fn brief(row: &Row) -> Result<ActRowBrief> {
    let mut c = Columns::of(row);
    Ok(ActRowBrief {
        act: c.next()?,
        planned_on: c.next()?,
        title: c.next()?,
        subject: c.next()?,
        channel: c.coded(Channel::parse)?,
        state: c.coded(ActState::parse)?,
    })
}
