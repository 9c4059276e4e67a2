//! Debts depreciated or written off, and what was said of each: facts.

use super::SqlBooks;
use super::columns::{Columns, columns, count};
use super::screens::KEPT;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::entries::BadDebts;
use app::ports::screens::{Cut, Scope};
use app::ports::terms::BooksResult;
use app::records::{BadDebtListed, BadDebtRecord, BadDebtRow, BadDebtWord};
use base::id::{BadDebtId, InvoiceId, PartyId, SourceId};
use domain::facts::{DebtGround, DebtKind, DebtState, DebtSums, DebtWord};

columns!(DEBT, DEBT_LIST: id, company, party, invoice, kind, ground, event_on, gross, net, vat, proposed_on, author, why,
    recorded_at);
columns!(WORD, WORD_LIST: id, debt, company, kind, said_on, outstanding, author, why, recorded_at);
const FILE: [&str; 4] = ["debt", "source", "company", "recorded_at"];

/// As [`DebtState::after`] says it; the tests hold both to the same answer.
const STATE: &str = "CASE WHEN EXISTS (SELECT 1 FROM bad_debt_word w WHERE w.debt = d.id AND w.kind IN ('released', 'lost', \
    'taken_back')) THEN 'ended' ELSE COALESCE((SELECT CASE w.kind WHEN 'approved' THEN 'in_force' ELSE w.kind END \
    FROM bad_debt_word w WHERE w.debt = d.id), 'proposed') END";

impl BadDebts for SqlBooks<'_, '_> {
    fn insert_bad_debt(&mut self, debt: &BadDebtRecord, files: &[SourceId]) -> BooksResult<()> {
        let row = [
            debt.id.into(),
            debt.company.into(),
            debt.party.into(),
            debt.invoice.into(),
            debt.kind.code().into(),
            debt.ground.code().into(),
            debt.event_on.into(),
            debt.sums.gross.into(),
            debt.sums.net.into(),
            debt.sums.vat.into(),
            debt.proposed_on.into(),
            Value::from(&debt.author),
            Value::from(&debt.why),
            debt.recorded_at.into(),
        ];
        self.tx.insert_many("bad_debt", DEBT, [row])?;
        let files =
            files.iter().map(|source| [debt.id.into(), (*source).into(), debt.company.into(), debt.recorded_at.into()]);
        Ok(self.tx.insert_missing("bad_debt_file", FILE, files).map(drop)?)
    }

    fn insert_bad_debt_word(&mut self, word: &BadDebtWord) -> BooksResult<()> {
        let row = [
            word.id.into(),
            word.debt.into(),
            word.company.into(),
            word.word.code().into(),
            word.on.into(),
            word.outstanding.into(),
            Value::from(&word.author),
            Value::from(&word.why),
            word.recorded_at.into(),
        ];
        Ok(self.tx.insert_many("bad_debt_word", WORD, [row]).map(drop)?)
    }

    fn bad_debt(&mut self, id: BadDebtId) -> BooksResult<Option<BadDebtRow>> {
        let found = self.tx.one(&format!("SELECT {DEBT_LIST} FROM bad_debt WHERE id = $1"), params![id], debt)?;
        Ok(found.map(|debt| whole(self.tx, debt)).transpose()?)
    }

    fn bad_debts_of_invoice(&mut self, invoice: InvoiceId) -> BooksResult<Vec<BadDebtRow>> {
        let sql = format!("SELECT {DEBT_LIST} FROM bad_debt WHERE invoice = $1 ORDER BY id");
        let found = self.tx.all(&sql, params![invoice], debt)?;
        Ok(found.into_iter().map(|debt| whole(self.tx, debt)).collect::<Result<_>>()?)
    }

    fn bad_debts_of_party(&mut self, party: PartyId) -> BooksResult<Vec<BadDebtRow>> {
        let sql = format!("SELECT {DEBT_LIST} FROM bad_debt WHERE party = $1 ORDER BY id");
        let found = self.tx.all(&sql, params![party], debt)?;
        Ok(found.into_iter().map(|debt| whole(self.tx, debt)).collect::<Result<_>>()?)
    }

    fn bad_debt_list(&mut self, scope: Scope, state: Option<DebtState>, cut: Cut) -> BooksResult<Vec<BadDebtListed>> {
        let wanted = state.map_or("", DebtState::code);
        let also = format!("($3 = '' OR $3 = {STATE}) ORDER BY d.id DESC");
        Ok(listed(self.tx, scope, &also, wanted, cut)?)
    }

    fn tax_losses(&mut self, scope: Scope, cut: Cut) -> BooksResult<Vec<BadDebtListed>> {
        let also = format!("d.kind = 'write_off' AND d.vat > 0 AND $3 = {STATE} ORDER BY p.name, p.id, i.number, d.id");
        Ok(listed(self.tx, scope, &also, DebtState::InForce.code(), cut)?)
    }
}

/// A list of a scope: `also` is what is asked beside, with `$3` as a state, and the order.
fn listed(tx: &mut Tx, scope: Scope, also: &str, state: &str, cut: Cut) -> Result<Vec<BadDebtListed>> {
    let list = DEBT.map(|column| format!("d.{column}")).join(", ");
    let sql = format!(
        "SELECT {list}, p.name, i.number, COALESCE(b.outstanding, 0) FROM bad_debt d JOIN party p ON p.id = d.party \
         JOIN invoice i ON i.id = d.invoice LEFT JOIN balance b ON b.invoice = d.invoice WHERE d.company = $1 \
         AND {KEPT} AND {also} LIMIT $4 OFFSET $5"
    );
    let values = params![scope.company, super::screens::keeper(scope), state, count(cut.limit), count(cut.offset)];
    let found = tx.all(&sql, values, |row| {
        Ok((debt(row)?, row.get(DEBT.len())?, row.get(DEBT.len() + 1)?, row.get(DEBT.len() + 2)?))
    })?;
    let mut listed = Vec::with_capacity(found.len());
    for (debt, customer, number, outstanding) in found {
        listed.push(BadDebtListed { row: whole(tx, debt)?, customer, number, outstanding });
    }
    Ok(listed)
}

/// With what was said of it and what proves it.
fn whole(tx: &mut Tx, debt: BadDebtRecord) -> Result<BadDebtRow> {
    let sql = format!("SELECT {WORD_LIST} FROM bad_debt_word WHERE debt = $1 ORDER BY recorded_at, id");
    let words = tx.all(&sql, params![debt.id], word)?;
    let sql =
        "SELECT s.id, s.name FROM bad_debt_file f JOIN source s ON s.id = f.source WHERE f.debt = $1 ORDER BY s.id";
    let files = tx.all(sql, params![debt.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(BadDebtRow { debt, words, files })
}

fn debt(row: &Row) -> Result<BadDebtRecord> {
    let mut c = Columns::of(row);
    Ok(BadDebtRecord {
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        invoice: c.next()?,
        kind: c.coded(DebtKind::parse)?,
        ground: c.coded(DebtGround::parse)?,
        event_on: c.next()?,
        sums: DebtSums { gross: c.next()?, net: c.next()?, vat: c.next()? },
        proposed_on: c.next()?,
        author: c.next()?,
        why: c.next()?,
        recorded_at: c.next()?,
    })
}

fn word(row: &Row) -> Result<BadDebtWord> {
    let mut c = Columns::of(row);
    Ok(BadDebtWord {
        id: c.next()?,
        debt: c.next()?,
        company: c.next()?,
        word: c.coded(DebtWord::parse)?,
        on: c.next()?,
        outstanding: c.next()?,
        author: c.next()?,
        why: c.next()?,
        recorded_at: c.next()?,
    })
}
