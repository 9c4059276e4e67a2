//! The list of disputes and what they came to, by cause. Owner, target and fault are the last words of their kind.

use super::keeper;
use super::worklist::{called, kept};
use crate::books::SqlBooks;
use crate::books::columns::{Columns, count, unexpected};
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::screens::{Cut, DisputeFigures, DisputeFilter, DisputeRow, DisputeScreens, DisputeState, Scope};
use app::ports::terms::BooksResult;
use base::id::PartyId;
use base::{Cents, Currency, Date};
use domain::facts::{DisputeCause, Fault, Finding};

/// Disputes of the company `$1` with their last words, what they hold now, and their outcome. `$2` is the keeper.
const ROWS: &str = "SELECT d.id, d.party, p.name AS customer, d.invoice, i.number, i.folded_number, d.cause, d.opened_on, \
    d.contested, d.currency, \
    (SELECT COALESCE(u.name, c.name, c.email) FROM dispute_entry e LEFT JOIN app_user u ON u.id = e.owner_user \
        LEFT JOIN contact c ON c.id = e.owner_contact WHERE e.dispute = d.id AND e.kind = 'owner' \
        ORDER BY e.seq DESC LIMIT 1) AS owner, \
    (SELECT e.owner_user FROM dispute_entry e WHERE e.dispute = d.id AND e.kind = 'owner' \
        ORDER BY e.seq DESC LIMIT 1) AS owner_user, \
    (SELECT e.target_on FROM dispute_entry e WHERE e.dispute = d.id AND e.kind = 'target' \
        ORDER BY e.seq DESC LIMIT 1) AS target_on, \
    (SELECT e.fault FROM dispute_entry e WHERE e.dispute = d.id AND e.kind = 'fault' \
        ORDER BY e.seq DESC LIMIT 1) AS fault, \
    h.awaits_credit, CASE WHEN b.outstanding < 0 THEN 0 WHEN h.amount < b.outstanding THEN h.amount ELSE b.outstanding END AS held, o.ended_on, o.finding, o.founded \
    FROM dispute d JOIN party p ON p.id = d.party JOIN invoice i ON i.id = d.invoice \
    LEFT JOIN dispute_outcome o ON o.dispute = d.id \
    LEFT JOIN (SELECT dh.dispute, dh.awaits_credit, ho.amount, ho.invoice FROM dispute_hold dh \
        JOIN hold ho ON ho.id = dh.hold WHERE dh.company = $1 \
        AND NOT EXISTS (SELECT 1 FROM lift l WHERE l.hold = ho.id)) h ON h.dispute = d.id \
    LEFT JOIN balance b ON b.invoice = h.invoice WHERE d.company = $1";

fn from(filter: &DisputeFilter) -> (String, Vec<Value>) {
    let mut params = params![filter.scope.company, keeper(filter.scope)].to_vec();
    let mut own = format!(" AND {}", kept("d"));
    let mut also = |sql: &mut String, condition: &str, value: Value| {
        params.push(value);
        sql.push_str(" AND ");
        sql.push_str(&condition.replace('?', &format!("${}", params.len())));
    };
    if let Some(party) = filter.party {
        also(&mut own, "d.party = ?", party.into());
    }
    if let Some(cause) = filter.cause {
        also(&mut own, "d.cause = ?", cause.code().into());
    }
    let search = base::fold::words(&filter.search);
    if !search.is_empty() {
        let condition = format!("({} OR i.folded_number LIKE '%' || ? || '%')", called("d"));
        also(&mut own, &condition, search.into());
    }
    let mut sql = format!("FROM ({ROWS}{own}) s WHERE 1 = 1");
    if let Some(owner) = filter.owner {
        also(&mut sql, "s.owner_user = ?", owner.into());
    }
    match filter.state {
        DisputeState::All => {}
        DisputeState::Open => sql.push_str(" AND s.finding IS NULL"),
        DisputeState::Due => also(&mut sql, "s.finding IS NULL AND s.target_on <= ?", filter.as_of.into()),
        DisputeState::AwaitsCredit => sql.push_str(" AND s.awaits_credit = 1"),
        DisputeState::Settled => sql.push_str(" AND s.finding IS NOT NULL AND s.awaits_credit IS NULL"),
    }
    (sql, params)
}

impl DisputeScreens for SqlBooks<'_, '_> {
    fn dispute_rows(&mut self, filter: &DisputeFilter, cut: Cut) -> BooksResult<Vec<DisputeRow>> {
        let (from, mut params) = from(filter);
        let sql = format!(
            "SELECT s.id, s.party, s.customer, s.invoice, s.number, s.cause, s.opened_on, s.contested, s.currency, s.owner, \
             s.target_on, s.fault, s.awaits_credit, s.held, s.ended_on, s.finding, s.founded {from} \
             ORDER BY CASE WHEN s.awaits_credit IS NULL THEN 1 ELSE 0 END, \
             CASE WHEN s.awaits_credit IS NULL THEN NULL ELSE s.target_on END NULLS LAST, s.opened_on DESC, s.folded_number, s.id \
             LIMIT ${} OFFSET ${}",
            params.len() + 1,
            params.len() + 2
        );
        params.extend([count(cut.limit).into(), count(cut.offset).into()]);
        Ok(self.tx.all(&sql, &params, row)?)
    }

    fn dispute_sum(&mut self, filter: &DisputeFilter) -> BooksResult<(u64, Vec<(Currency, Cents)>)> {
        let (from, params) = from(filter);
        let sql = format!(
            "SELECT s.currency, COUNT(*), COALESCE(CAST(SUM(s.held) AS BIGINT), 0) {from} \
             GROUP BY s.currency ORDER BY s.currency"
        );
        let (mut disputes, mut held) = (0, Vec::new());
        self.tx.each(&sql, &params, |row| {
            let mut c = Columns::of(row);
            let currency = c.next()?;
            disputes += c.count()?;
            held.push((currency, c.next()?));
            Ok(())
        })?;
        Ok((disputes, held))
    }

    fn dispute_figures(
        &mut self,
        scope: Scope,
        party: Option<PartyId>,
        from: Date,
        until: Date,
    ) -> BooksResult<Vec<DisputeFigures>> {
        let mut params = params![scope.company, keeper(scope), from, until].to_vec();
        let of_party = match party {
            None => "",
            Some(party) => {
                params.push(party.into());
                " AND d.party = $5"
            }
        };
        let sql = format!(
            "{FIGURES} WHERE d.company = $1 AND {} AND d.opened_on BETWEEN $3 AND $4{of_party} \
            GROUP BY d.cause, d.currency ORDER BY COUNT(*) DESC, d.cause, d.currency",
            kept("d")
        );
        Ok(self.tx.all(&sql, &params, figures)?)
    }
}

const FIGURES: &str = "SELECT d.cause, d.currency, COUNT(*), SUM(CASE WHEN o.finding IS NULL THEN 1 ELSE 0 END), \
    CAST(SUM(d.contested) AS BIGINT), SUM(CASE WHEN o.finding = 'founded' THEN 1 ELSE 0 END), \
    SUM(CASE WHEN o.finding = 'partly' THEN 1 ELSE 0 END), SUM(CASE WHEN o.finding = 'unfounded' THEN 1 ELSE 0 END), \
    CAST(SUM(CASE WHEN o.finding IS NULL THEN 0 ELSE d.contested END) AS BIGINT), \
    CAST(SUM(COALESCE(o.founded, 0)) AS BIGINT), CAST(SUM(COALESCE(o.days, 0)) AS BIGINT), \
    SUM(CASE WHEN (SELECT e.fault FROM dispute_entry e WHERE e.dispute = d.id AND e.kind = 'fault' \
        ORDER BY e.seq DESC LIMIT 1) = 'ours' THEN 1 ELSE 0 END) \
    FROM dispute d LEFT JOIN dispute_outcome o ON o.dispute = d.id";

fn figures(row: &Row) -> Result<DisputeFigures> {
    let mut c = Columns::of(row);
    Ok(DisputeFigures {
        cause: c.coded(DisputeCause::parse)?,
        currency: c.next()?,
        opened: c.count()?,
        open: c.count()?,
        contested: c.next()?,
        founded: c.count()?,
        partly: c.count()?,
        unfounded: c.count()?,
        settled_contested: c.next()?,
        settled_founded: c.next()?,
        days: c.next()?,
        ours: c.count()?,
    })
}

fn row(row: &Row) -> Result<DisputeRow> {
    let mut c = Columns::of(row);
    Ok(DisputeRow {
        id: c.next()?,
        party: c.next()?,
        customer: c.next()?,
        invoice: c.next()?,
        number: c.next()?,
        cause: c.coded(DisputeCause::parse)?,
        opened_on: c.next()?,
        contested: c.next()?,
        currency: c.next()?,
        owner: c.next()?,
        target_on: c.next()?,
        fault: c.next::<Option<String>>()?.as_deref().and_then(Fault::parse).unwrap_or(Fault::Unknown),
        held: held(&mut c)?,
        outcome: outcome(&mut c)?,
    })
}

fn held(c: &mut Columns) -> Result<Option<(Cents, bool)>> {
    let (awaits, held): (Option<bool>, Option<Cents>) = (c.next()?, c.next()?);
    Ok(awaits.map(|awaits| (held.unwrap_or(Cents::ZERO), awaits)))
}

fn outcome(c: &mut Columns) -> Result<Option<(Date, Finding, Cents)>> {
    let (on, finding): (Option<Date>, Option<String>) = (c.next()?, c.next()?);
    let founded: Option<Cents> = c.next()?;
    let Some(((on, finding), founded)) = on.zip(finding).zip(founded) else { return Ok(None) };
    let finding = Finding::parse(&finding).ok_or_else(|| unexpected(format!("unknown finding « {finding} »")))?;
    Ok(Some((on, finding, founded)))
}
