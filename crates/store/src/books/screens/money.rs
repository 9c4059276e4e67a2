//! What the page of the money reads. Sums are in euros; amounts of two currencies are never added.

use super::{KEPT, keeper, open};
use crate::books::columns::{Columns, count};
use crate::books::{SqlBooks, figures, promise};
use crate::engine::{Result, Row};
use crate::params;
use app::ports::screens::{Days, KeptFigures, Money, OldDebt, OldSince, PartySum, Scope, Settled, TroubledAct};
use app::ports::terms::BooksResult;
use base::id::{AgendaId, CompanyId, PartyId};
use base::{Cents, Date};
use domain::facts::{ActState, HoldFacts, HoldKind, WordFacts};
use domain::forecast::OpenAmount;

const HOLDS: &str = "SELECT h.party, h.id, h.kind, h.invoice, h.opened_on, h.until_on, h.amount, h.why, l.lifted_on \
    FROM hold h JOIN party p ON p.id = h.party LEFT JOIN lift l ON l.hold = h.id \
    WHERE h.company = $1 AND h.opened_on <= $3 AND (l.lifted_on IS NULL OR l.lifted_on > $3)";

const SETTLED: &str = "SELECT b.party, b.principal, b.due_on, b.settled_on FROM balance b JOIN party p ON p.id = b.party \
    WHERE b.company = $1 AND b.settled_on BETWEEN $3 AND $4 AND b.settled_on IS NOT NULL AND b.principal > 0";

const COLLECTED: &str = "SELECT COALESCE(CAST(SUM(a.amount) AS BIGINT), 0) FROM allocation a \
    JOIN balance b ON b.invoice = a.invoice JOIN party p ON p.id = b.party \
    WHERE a.company = $1 AND a.effective_on BETWEEN $3 AND $4 AND a.component = 'principal' AND a.payment IS NOT NULL \
    AND b.due_on <= $5 AND b.currency = 'EUR' AND b.principal > 0";

const BY_FACTS: &str = "SELECT CAST(SUM(i.principal - COALESCE((SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocation a \
    WHERE a.invoice = i.id AND a.component = 'principal' AND a.effective_on <= $3), 0)) AS BIGINT) \
    FROM invoice i JOIN party p ON p.id = i.party WHERE i.company = $1 AND i.issued_on <= $3 AND i.currency = 'EUR'";

const SILENT: &str = "SELECT p.id, p.name, COUNT(*), CAST(SUM(b.outstanding) AS BIGINT) AS amount FROM agenda_line l \
    JOIN balance b ON b.invoice = l.invoice JOIN party p ON p.id = l.party WHERE l.company = $1 AND l.run = $3 \
    AND l.proposal IS NULL AND l.reason = $4 AND b.outstanding > 0 AND b.currency = 'EUR'";

const TROUBLED: &str = "SELECT a.id, p.id, p.name, s.state, a.planned_on, a.total, a.currency, a.addressed_to \
    FROM act_state s JOIN act a ON a.id = s.act JOIN party p ON p.id = a.party \
    WHERE s.company = $1 AND s.state IN ('failed', 'unknown') AND a.planned_on >= $3 \
    AND EXISTS (SELECT 1 FROM balance b WHERE b.company = $1 AND b.party = p.id AND b.outstanding <> 0)";

const OLD: &str = "SELECT b.invoice, b.outstanding FROM balance b JOIN party p ON p.id = b.party \
    WHERE b.company = $1 AND b.outstanding <> 0 AND b.outstanding > 0 AND b.currency = 'EUR' \
    AND (b.due_on < $4 OR ((p.kind = 'consumer' OR p.kind_basis = 'assumed') AND b.due_on < $3))";

/// Invoices from which on a pass over all that is open takes longer than a page may.
const LARGE: u64 = 5_000;

/// The customers' invoices, as many as tell whether there are many.
const SOME: &str =
    "SELECT i.id FROM party p JOIN invoice i ON i.company = p.company AND i.party = p.id WHERE p.company = $1";

impl Money for SqlBooks<'_, '_> {
    fn open_amounts(
        &mut self,
        scope: Scope,
        as_of: Date,
        each: &mut dyn FnMut(OpenAmount) -> BooksResult<()>,
    ) -> BooksResult<()> {
        let open = open::on(self.tx, scope.company, as_of)?;
        let sql = format!(
            "SELECT o.invoice, o.party, o.due_on, o.currency, o.outstanding FROM ({open}) o JOIN party p ON p.id = o.party \
             WHERE o.issued_on <= $3 AND {KEPT} ORDER BY o.party, o.due_on, o.invoice"
        );
        self.tx.try_each(&sql, params![scope.company, keeper(scope), as_of], |row| each(open_amount(row)?))
    }

    fn holds_open(&mut self, scope: Scope, as_of: Date) -> BooksResult<Vec<(PartyId, HoldFacts)>> {
        let sql = format!("{HOLDS} AND {KEPT} ORDER BY h.party, h.opened_on, h.id");
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), as_of], hold)?)
    }

    fn words_open(&mut self, company: CompanyId, as_of: Date) -> BooksResult<Vec<WordFacts>> {
        Ok(promise::open(self.tx, company, as_of)?)
    }

    fn settled(
        &mut self,
        scope: Scope,
        days: Days,
        each: &mut dyn FnMut(Settled) -> BooksResult<()>,
    ) -> BooksResult<()> {
        let sql = format!("{SETTLED} AND {KEPT}");
        self.tx.try_each(&sql, params![scope.company, keeper(scope), days.from, days.until], |row| each(settled(row)?))
    }

    fn collected(&mut self, scope: Scope, days: Days, due_by: Date) -> BooksResult<Cents> {
        let sql = format!("{COLLECTED} AND {KEPT}");
        let params = params![scope.company, keeper(scope), days.from, days.until, due_by];
        Ok(self.tx.one(&sql, params, |row| row.get(0))?.unwrap_or_default())
    }

    fn owed_by_facts(&mut self, scope: Scope, as_of: Date) -> BooksResult<Cents> {
        let sql = format!("{BY_FACTS} AND {KEPT}");
        let sum = self.tx.one(&sql, params![scope.company, keeper(scope), as_of], |row| row.get::<Option<Cents>>(0))?;
        Ok(sum.flatten().unwrap_or_default())
    }

    fn is_large(&mut self, scope: Scope) -> BooksResult<bool> {
        let params = params![scope.company, keeper(scope), count(LARGE + 1)];
        let found = self.tx.one(
            &format!("SELECT COUNT(*) FROM ({SOME} AND {KEPT} LIMIT $3) AS some_of_them"),
            params,
            |row| row.get::<i64>(0),
        )?;
        Ok(found.unwrap_or_default() > count(LARGE))
    }

    fn kept_figures(&mut self, scope: Scope, name: &str, on: Date) -> BooksResult<Option<KeptFigures>> {
        let name = figures::name_for(self.tx, scope.company, scope.keeper, name)?;
        Ok(figures::kept(self.tx, scope.company, keeper(scope), &name, on)?)
    }

    fn keep_figures(&mut self, scope: Scope, name: &str, on: Date, kept: &KeptFigures) -> BooksResult<()> {
        let name = figures::name_for(self.tx, scope.company, scope.keeper, name)?;
        Ok(figures::keep(self.tx, scope.company, keeper(scope), (&name, on), kept)?)
    }

    fn figures_state(&mut self, company: CompanyId) -> BooksResult<i64> {
        Ok(figures::state(self.tx, company)?)
    }

    fn is_laid_out(&mut self, company: CompanyId, as_of: Date) -> BooksResult<bool> {
        Ok(open::is_quick(self.tx, company, as_of)?)
    }

    fn lay_out(&mut self, company: CompanyId, as_of: Date) -> BooksResult<()> {
        Ok(open::lay_out(self.tx, company, as_of)?)
    }

    fn silent_for(&mut self, scope: Scope, run: AgendaId, reason: &str, limit: u64) -> BooksResult<Vec<PartySum>> {
        let sql = format!("{SILENT} AND {KEPT} GROUP BY p.id, p.name ORDER BY amount DESC, p.id LIMIT $5");
        let params = params![scope.company, keeper(scope), run, reason, count(limit)];
        Ok(self.tx.all(&sql, params, party_sum)?)
    }

    fn troubled_acts(&mut self, scope: Scope, since: Date, limit: u64) -> BooksResult<Vec<TroubledAct>> {
        let sql = format!("{TROUBLED} AND {KEPT} ORDER BY a.planned_on DESC, a.id LIMIT $4");
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), since, count(limit)], troubled)?)
    }

    fn old_debts(&mut self, scope: Scope, since: OldSince, limit: u64) -> BooksResult<Vec<OldDebt>> {
        let sql = format!("{OLD} AND {KEPT} ORDER BY b.outstanding DESC, b.invoice LIMIT $5");
        let params = params![scope.company, keeper(scope), since.consumers, since.others, count(limit)];
        Ok(self.tx.all(&sql, params, |row| Ok(OldDebt { invoice: row.get(0)?, amount: row.get(1)? }))?)
    }
}

fn open_amount(row: &Row) -> Result<OpenAmount> {
    let mut c = Columns::of(row);
    Ok(OpenAmount {
        invoice: c.next()?,
        party: c.next()?,
        due_on: c.next()?,
        currency: c.next()?,
        outstanding: c.next()?,
    })
}

fn hold(row: &Row) -> Result<(PartyId, HoldFacts)> {
    let mut c = Columns::of(row);
    let party = c.next()?;
    Ok((
        party,
        HoldFacts {
            id: c.next()?,
            kind: c.coded(HoldKind::parse)?,
            invoice: c.next()?,
            opened_on: c.next()?,
            until: c.next()?,
            amount: c.next()?,
            why: c.next()?,
            lifted_on: c.next()?,
            dispute: None,
        },
    ))
}

fn settled(row: &Row) -> Result<Settled> {
    let mut c = Columns::of(row);
    Ok(Settled { party: c.next()?, amount: c.next()?, due_on: c.next()?, settled_on: c.next()? })
}

pub(in crate::books) fn party_sum(row: &Row) -> Result<PartySum> {
    let mut c = Columns::of(row);
    Ok(PartySum { party: c.next()?, name: c.next()?, invoices: c.count()?, amount: c.next()? })
}

fn troubled(row: &Row) -> Result<TroubledAct> {
    let mut c = Columns::of(row);
    Ok(TroubledAct {
        act: c.next()?,
        party: c.next()?,
        name: c.next()?,
        state: c.coded(ActState::parse)?,
        planned_on: c.next()?,
        total: c.next()?,
        currency: c.next()?,
        addressed_to: c.next()?,
    })
}
