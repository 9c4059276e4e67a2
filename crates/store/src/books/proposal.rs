//! What matching reads beside the credits themselves, and the proposals kept for those that wait.

use super::bank::{self, known_at, waits};
use super::columns::{Columns, count};
use super::matching::STANDS;
use super::{SqlBooks, allocation, hold, payment_plan};
use crate::engine::{Result, Row, Tx};
use crate::params;
use app::ports::matching::Matching;
use app::ports::screens::Cut;
use app::ports::terms::{BooksResult, View};
use app::records::RemainderRow;
use app::records::{AllocationRecord, LineProposal, LineSetAside, MatchedLine, PayerSeen, PlanRow, WaitingLine};
use base::id::{AllocationId, BankLineId, CompanyId, InvoiceId, PartyId, PaymentId};
use base::{Date, Timestamp};

const NAMES: &str = "SELECT id, name FROM party WHERE company = $1 ORDER BY id";

/// The key of a payment that a person made of a credit begins so (see `app::sorting`); a ledger's word counts as much.
const SEEN: &str = "SELECT DISTINCT p.party, l.counterparty, l.counterparty_iban FROM line_matching m \
    JOIN payment p ON p.id = m.payment JOIN bank_line l ON l.id = m.line \
    WHERE m.company = $1 AND p.party IS NOT NULL AND (p.key LIKE 'hnd:%' OR p.origin = 'ledger') \
    AND (l.counterparty IS NOT NULL OR l.counterparty_iban IS NOT NULL)";

const ASSIGNED: &str = "SELECT party, invoice FROM hold WHERE company = $1 AND kind = 'factored' \
    AND NOT EXISTS (SELECT 1 FROM lift WHERE lift.hold = hold.id) ORDER BY party, id";

impl Matching for SqlBooks<'_, '_> {
    fn insert_deduction(
        &mut self,
        company: CompanyId,
        allocation: AllocationId,
        payment: PaymentId,
        at: Timestamp,
    ) -> BooksResult<()> {
        let row = [allocation.into(), payment.into(), company.into(), at.into()];
        let columns = ["allocation", "payment", "company", "recorded_at"];
        Ok(self.tx.insert_many("deduction", columns, [row]).map(drop)?)
    }
    fn deductions_of(&mut self, payment: PaymentId) -> BooksResult<Vec<AllocationId>> {
        const SQL: &str = "SELECT allocation FROM deduction WHERE payment = $1 ORDER BY recorded_at, allocation";
        Ok(self.tx.all(SQL, params![payment], |row| row.get(0))?)
    }
    fn allocation(&mut self, id: AllocationId) -> BooksResult<Option<AllocationRecord>> {
        Ok(allocation::one(self.tx, id)?)
    }
    fn customer_names(&mut self, company: CompanyId) -> BooksResult<Vec<(PartyId, String)>> {
        Ok(self.tx.all(NAMES, params![company], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    fn payers_seen(&mut self, company: CompanyId) -> BooksResult<Vec<PayerSeen>> {
        let sql = format!("{SEEN} AND {STANDS}");
        let read = |row: &Row| Ok(PayerSeen { party: row.get(0)?, name: row.get(1)?, iban: row.get(2)? });
        let mut seen = self.tx.all(&sql, params![company], read)?;
        seen.sort_by(|a, b| (a.party, &a.name, &a.iban).cmp(&(b.party, &b.name, &b.iban)));
        Ok(seen)
    }

    fn assigned(&mut self, company: CompanyId) -> BooksResult<Vec<(PartyId, Option<InvoiceId>)>> {
        Ok(self.tx.all(ASSIGNED, params![company], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    fn plans_running(&mut self, company: CompanyId, view: View) -> BooksResult<Vec<PlanRow>> {
        Ok(payment_plan::running(self.tx, company, view)?)
    }

    fn replace_line_proposals(&mut self, company: CompanyId, proposals: &[LineProposal]) -> BooksResult<()> {
        self.tx.exec("DELETE FROM line_proposal WHERE company = $1", params![company])?;
        let rows = proposals
            .iter()
            .map(|p| [p.line.into(), p.company.into(), p.rank.into(), p.party.into(), p.json.as_str().into()]);
        self.tx.insert_many("line_proposal", ["line", "company", "rank", "party", "json"], rows)?;
        Ok(())
    }

    fn line_proposal(&mut self, company: CompanyId, line: BankLineId) -> BooksResult<Option<String>> {
        let sql = "SELECT json FROM line_proposal WHERE company = $1 AND line = $2";
        Ok(self.tx.one(sql, params![company, line], |row| row.get(0))?)
    }

    fn waiting_lines(
        &mut self,
        company: CompanyId,
        since: Date,
        view: View,
        cut: Cut,
    ) -> BooksResult<Vec<WaitingLine>> {
        Ok(waiting(self.tx, company, since, view, cut)?)
    }

    fn waiting_count(&mut self, company: CompanyId, since: Date, view: View) -> BooksResult<u64> {
        let (from, condition) = waits(view);
        let sql = format!("SELECT COUNT(*) FROM {from} WHERE {condition}");
        let params = params![company, since, view.as_of, known_at(view)];
        Ok(self.tx.one(&sql, params, |row| Columns::of(row).count())?.unwrap_or(0))
    }

    fn matched_lines(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<MatchedLine>> {
        Ok(matched(self.tx, company, cut)?)
    }

    fn remainders(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<RemainderRow>> {
        Ok(hold::remainders(self.tx, company, cut)?)
    }

    fn remainder_count(&mut self, company: CompanyId) -> BooksResult<u64> {
        Ok(hold::remainder_count(self.tx, company)?)
    }

    fn lines_set_aside(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<LineSetAside>> {
        Ok(set_aside(self.tx, company, cut)?)
    }
}

fn waiting(tx: &mut Tx, company: CompanyId, since: Date, view: View, cut: Cut) -> Result<Vec<WaitingLine>> {
    let (from, condition) = waits(view);
    let sql = format!(
        "SELECT {}, q.json FROM {from} LEFT JOIN line_proposal q ON q.line = l.id WHERE {condition} \
         ORDER BY COALESCE(q.rank, 3), l.booked_on DESC, l.id LIMIT $5 OFFSET $6",
        bank::list_of("l")
    );
    let params = params![company, since, view.as_of, known_at(view), count(cut.limit), count(cut.offset)];
    tx.all(&sql, params, |row| {
        let mut c = Columns::of(row);
        Ok(WaitingLine { line: bank::read_columns(&mut c)?, json: c.next()? })
    })
}

const PAID: &str = "SELECT i.id, i.number, CAST(SUM(a.amount) AS BIGINT) FROM allocation a JOIN invoice i ON i.id = a.invoice \
    WHERE a.payment = $1 GROUP BY i.id, i.number HAVING SUM(a.amount) > 0 ORDER BY i.number, i.id";

fn matched(tx: &mut Tx, company: CompanyId, cut: Cut) -> Result<Vec<MatchedLine>> {
    let sql = format!(
        "SELECT {}, m.payment, m.recorded_at, p.party, c.name FROM line_matching m JOIN bank_line l ON l.id = m.line \
         JOIN payment p ON p.id = m.payment LEFT JOIN party c ON c.id = p.party \
         WHERE m.company = $1 AND {STANDS} AND l.amount > 0 ORDER BY m.recorded_at DESC, l.id, m.payment LIMIT $2 OFFSET $3",
        bank::list_of("l")
    );
    let mut lines = tx.all(&sql, params![company, count(cut.limit), count(cut.offset)], |row| {
        let mut c = Columns::of(row);
        Ok(MatchedLine {
            line: bank::read_columns(&mut c)?,
            payment: c.next()?,
            matched_at: c.next()?,
            party: c.next()?,
            customer: c.next()?,
            paid: Vec::new(),
        })
    })?;
    for line in &mut lines {
        line.paid = tx.all(PAID, params![line.payment], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    }
    Ok(lines)
}

/// What a person set aside, and what tells another line again; `LINE` stands for the columns of the line.
const ASIDE: &str = "SELECT LINE, NULL AS told_on, w.said_on, w.author, w.why, w.recorded_at AS stood_since, l.id AS line_id FROM line_word w \
    JOIN bank_line l ON l.id = w.line WHERE w.company = $1 AND w.party IS NULL \
    AND NOT EXISTS (SELECT 1 FROM line_word_lift e WHERE e.word = w.id) \
    UNION ALL SELECT LINE, o.booked_on AS told_on, w.said_on, w.author, w.why, w.recorded_at AS stood_since, l.id AS line_id FROM line_echo w \
    JOIN bank_line l ON l.id = w.line JOIN bank_line o ON o.id = w.original WHERE w.company = $1 AND w.verdict = 'same' \
    AND l.amount > 0 AND NOT EXISTS (SELECT 1 FROM line_echo x WHERE x.line = w.line AND x.seq > w.seq) \
    ORDER BY stood_since DESC, line_id LIMIT $2 OFFSET $3";

fn set_aside(tx: &mut Tx, company: CompanyId, cut: Cut) -> Result<Vec<LineSetAside>> {
    let sql = ASIDE.replace("LINE,", &format!("{},", bank::list_of("l")));
    tx.all(&sql, params![company, count(cut.limit), count(cut.offset)], |row| {
        let mut c = Columns::of(row);
        Ok(LineSetAside {
            line: bank::read_columns(&mut c)?,
            told_on: c.next()?,
            said_on: c.next()?,
            author: c.next()?,
            why: c.next()?,
        })
    })
}
