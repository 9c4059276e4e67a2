//! What documents asked for as interest and fixed compensation: facts, never changed.

use super::SqlBooks;
use super::columns::{Columns, columns};
use super::many::pieces;
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::claims::Claims;
use app::ports::terms::BooksResult;
use app::records::{ClaimRecord, WaiverSaid};
use base::Date;
use base::id::{CompanyId, InvoiceId, PartyId};

columns!(CLAIM, CLAIM_LIST: act, invoice, company, party, until_on, currency, interest, interest_accrued, compensation,
    compensation_accrued, segments, recorded_at);

const OF_PARTY: &str = "SELECT i.id FROM invoice i WHERE i.company = $1 AND i.party = $2 \
    AND EXISTS (SELECT 1 FROM claim c WHERE c.invoice = i.id) ORDER BY i.due_on, i.number, i.id";

/// Decisions, and waivers granted and not withdrawn, in the order they were said.
const WAIVED: &str = "SELECT t.said_on, t.interest, t.compensation, t.author, t.why FROM (\
    SELECT decided_on AS said_on, waives_interest AS interest, waives_compensation AS compensation, author, why, recorded_at \
    FROM decision WHERE company = (SELECT company FROM party WHERE id = $1) AND party = $1 \
    AND (invoice IS NULL OR invoice = $2) AND kind = 'waive' AND decided_on <= $3 UNION ALL \
    SELECT g.happened_on, CASE WHEN n.interest <> 0 THEN 1 ELSE 0 END, CASE WHEN n.compensation <> 0 THEN 1 ELSE 0 END, \
    g.author, w.why, g.recorded_at FROM waiver_line n JOIN waiver w ON w.id = n.waiver \
    JOIN waiver_event g ON g.waiver = n.waiver AND g.kind = 'granted' AND g.happened_on <= $3 \
    LEFT JOIN waiver_event b ON b.waiver = n.waiver AND b.kind = 'withdrawn' AND b.happened_on <= $3 \
    WHERE n.invoice = $2 AND b.waiver IS NULL AND (n.interest <> 0 OR n.compensation <> 0)) t ORDER BY t.said_on, t.recorded_at";

impl Claims for SqlBooks<'_, '_> {
    fn insert_claims(&mut self, claims: &[ClaimRecord]) -> BooksResult<()> {
        Ok(self.tx.insert_many("claim", CLAIM, claims.iter().map(values)).map(drop)?)
    }

    fn claims_of_invoices(&mut self, invoices: &[InvoiceId]) -> BooksResult<Vec<ClaimRecord>> {
        let mut found = Vec::new();
        for piece in pieces(&[], invoices) {
            let sql = format!("SELECT {CLAIM_LIST} FROM claim WHERE invoice IN ({})", piece.places);
            found.extend(self.tx.all(&sql, &piece.values, read)?);
        }
        found.sort_by_key(|claim| (claim.recorded_at, claim.act, claim.invoice));
        Ok(found)
    }

    fn waivers_said(&mut self, party: PartyId, invoice: InvoiceId, as_of: Date) -> BooksResult<Vec<WaiverSaid>> {
        let read = |row: &Row| {
            let mut c = Columns::of(row);
            Ok(WaiverSaid {
                on: c.next()?,
                interest: c.next()?,
                compensation: c.next()?,
                author: c.next()?,
                why: c.next()?,
            })
        };
        Ok(self.tx.all(WAIVED, params![party, invoice, as_of], read)?)
    }

    fn invoices_with_claims(&mut self, company: CompanyId, party: PartyId) -> BooksResult<Vec<InvoiceId>> {
        Ok(self.tx.all(OF_PARTY, params![company, party], |row| row.get(0))?)
    }
}

fn values(claim: &ClaimRecord) -> [Value; CLAIM.len()] {
    [
        claim.act.into(),
        claim.invoice.into(),
        claim.company.into(),
        claim.party.into(),
        claim.until.into(),
        claim.currency.into(),
        claim.interest.into(),
        claim.interest_accrued.into(),
        claim.compensation.into(),
        claim.compensation_accrued.into(),
        Value::from(&claim.segments),
        claim.recorded_at.into(),
    ]
}

fn read(row: &Row) -> Result<ClaimRecord> {
    let mut c = Columns::of(row);
    Ok(ClaimRecord {
        act: c.next()?,
        invoice: c.next()?,
        company: c.next()?,
        party: c.next()?,
        until: c.next()?,
        currency: c.next()?,
        interest: c.next()?,
        interest_accrued: c.next()?,
        compensation: c.next()?,
        compensation_accrued: c.next()?,
        segments: c.next()?,
        recorded_at: c.next()?,
    })
}
