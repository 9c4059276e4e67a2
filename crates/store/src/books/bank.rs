//! Bank lines, and what statements and ledgers cover. Which payment a line is, is said in [`super::matching`]; whose a
//! line could be is for the domain's matching.

use super::columns::{Columns, columns, count, key};
use super::echo::{PERHAPS_OF, WAS_SAME};
use super::line_word::{self, IS_NOBODYS};
use super::many::pieces;
use super::matching::{self, STOOD};
use super::telling;
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::terms::View;
use app::records::{BankLineRecord, StatementRecord};
use base::id::{BankLineId, CompanyId, SourceId};
use base::{Date, Timestamp};
use domain::matching::BankCredit;
use std::collections::HashMap;

columns!(LINE, LINE_LIST: id, company, source, account, key, content_hash, booked_on, amount, currency, counterparty,
    counterparty_iban, end_to_end, label, is_reversal, recorded_at);

/// Inserts the lines whose key is new. Returns those, and the keys that stand for another content.
pub(super) fn insert_lines(tx: &mut Tx, lines: &[BankLineRecord]) -> Result<(Vec<BankLineId>, Vec<String>)> {
    let mut known = known_lines(tx, lines)?;
    let (mut fresh, mut conflicts) = (Vec::new(), Vec::new());
    for line in lines {
        let place = (line.company, line.key.clone());
        match known.get(&place) {
            Some(content) if *content == line.content_hash => {}
            Some(_) => conflicts.push(line.key.clone()),
            None => {
                known.insert(place, line.content_hash.clone());
                fresh.push(line);
            }
        }
    }
    let rows = fresh.iter().map(|line| values(line)).collect::<Result<Vec<_>>>()?;
    tx.insert_many("bank_line", LINE, rows)?;
    let credits = fresh.iter().filter(|line| line.amount.is_positive() && !line.is_reversal);
    let open = credits.map(|line| [line.id.into(), line.company.into(), line.booked_on.into()]);
    tx.insert_many("open_credit", ["line", "company", "booked_on"], open)?;
    Ok((fresh.into_iter().map(|line| line.id).collect(), conflicts))
}

fn known_lines(tx: &mut Tx, lines: &[BankLineRecord]) -> Result<HashMap<(CompanyId, String), String>> {
    let mut keys: HashMap<CompanyId, Vec<String>> = HashMap::new();
    for line in lines {
        keys.entry(line.company).or_default().push(line.key.clone());
    }
    let mut known = HashMap::new();
    for (company, keys) in keys {
        for piece in pieces(params![company], &keys) {
            let sql =
                format!("SELECT key, content_hash FROM bank_line WHERE company = $1 AND key IN ({})", piece.places);
            tx.each(&sql, &piece.values, |row| {
                known.insert((company, row.get(0)?), row.get(1)?);
                Ok(())
            })?;
        }
    }
    Ok(known)
}

/// The line as stored, with the payments it is.
pub(super) fn line(tx: &mut Tx, id: BankLineId) -> Result<Option<BankLineRecord>> {
    let sql = format!("SELECT {LINE_LIST} FROM bank_line WHERE id = $1");
    let Some(line) = tx.one(&sql, params![id], read)? else { return Ok(None) };
    Ok(Some(BankLineRecord { payments: matching::payments_of(tx, id)?, ..line }))
}

const STATEMENT: &str = "INSERT INTO statement (source, account, position, company, from_on, until_on, lines, recorded_at, \
    currency, opening, closing, is_broken) SELECT $1, $2, COUNT(*), $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM statement \
    WHERE source = $1 AND account = $2";

pub(super) fn insert_statement(tx: &mut Tx, statement: &StatementRecord) -> Result<()> {
    let params = params![
        statement.source,
        &statement.account,
        statement.company,
        statement.from,
        statement.until,
        count(statement.lines),
        statement.recorded_at,
        statement.currency,
        statement.opening,
        statement.closing,
        statement.is_broken
    ];
    tx.exec(STATEMENT, params).map(drop)
}

pub(super) fn insert_horizon(
    tx: &mut Tx,
    company: CompanyId,
    source: SourceId,
    until: Date,
    at: Timestamp,
) -> Result<()> {
    let row = [source.into(), company.into(), until.into(), at.into()];
    tx.insert_many("ledger_horizon", ["source", "company", "until_on", "recorded_at"], [row]).map(drop)
}

/// All credits booked since that day, latest first.
pub(super) fn credits(tx: &mut Tx, company: CompanyId, since: Date) -> Result<Vec<BankLineRecord>> {
    let sql = format!(
        "SELECT {LINE_LIST} FROM bank_line WHERE company = $1 AND booked_on >= $2 AND amount > 0 ORDER BY booked_on DESC, id"
    );
    tx.all(&sql, params![company, since], read)
}

/// Of a credit that waits; whether somebody took back what it was, by what the view knew.
const UNMATCHED: &str = "SELECT l.id, l.booked_on, l.amount, l.currency, l.label, l.counterparty, l.counterparty_iban, \
    CASE WHEN EXISTS (SELECT 1 FROM line_matching b WHERE b.line = l.id AND b.is_match = 0 AND b.recorded_at <= $4) \
    THEN 1 ELSE 0 END, PERHAPS_OF";

/// The line `l` is a credit known then that nothing took back: `$3` the last day, `$4` the last instant that counts.
const WAITS: &str = "l.amount > 0 AND l.is_reversal = 0 AND l.recorded_at <= $4 \
    AND NOT EXISTS (SELECT 1 FROM line_return r WHERE r.credit = l.id AND r.returned_on <= $3 AND r.recorded_at <= $4)";

/// The same of the company `$1` and booked from day `$2` on, no payment, and nobody said that it is no customer's: the
/// tables to read and the condition. By everything known today the credits that are no payment are kept apart, and days are
/// asked of those alone, so that no database reads all the lines of those days; what was open by an earlier knowledge is
/// found among all lines.
pub(super) fn waits(view: View) -> (&'static str, String) {
    let (from, open) = match view.known_at {
        None => (
            "open_credit o JOIN bank_line l ON l.id = o.line",
            "o.company = $1 AND o.booked_on BETWEEN $2 AND $3".into(),
        ),
        Some(_) => (
            "bank_line l",
            format!(
                "l.company = $1 AND l.booked_on BETWEEN $2 AND $3 \
                 AND NOT EXISTS (SELECT 1 FROM line_matching m WHERE m.line = l.id AND {STOOD})"
            ),
        ),
    };
    (from, format!("{open} AND {WAITS} AND NOT {IS_NOBODYS} AND NOT {WAS_SAME}"))
}

pub(super) fn unmatched_credits(tx: &mut Tx, company: CompanyId, since: Date, view: View) -> Result<Vec<BankCredit>> {
    let (from, condition) = waits(view);
    let told = UNMATCHED.replace("PERHAPS_OF", PERHAPS_OF);
    let sql = format!("{told} FROM {from} WHERE {condition} ORDER BY l.booked_on, l.id");
    let mut ruled_out: HashMap<BankLineId, Vec<_>> = HashMap::new();
    for (line, party, invoice) in line_word::ruled_out(tx, company, view)? {
        ruled_out.entry(line).or_default().push((party, invoice));
    }
    let mut told = telling::of_waiting(tx, company, since, view)?;
    tx.all(&sql, params![company, since, view.as_of, known_at(view)], |row| {
        let mut c = Columns::of(row);
        let id = c.next()?;
        let mut credit = BankCredit {
            id,
            ruled_out: ruled_out.remove(&id).unwrap_or_default(),
            booked_on: c.next()?,
            amount: c.next()?,
            currency: c.next()?,
            text: c.next()?,
            payer: c.next()?,
            iban: c.next()?,
            is_reopened: c.next()?,
            perhaps_told_on: c.next()?,
        };
        told.remove(&id).into_iter().for_each(|told| credit.also_told(told));
        Ok(credit)
    })
}

/// The last instant whose knowledge the view has.
pub(super) fn known_at(view: View) -> Timestamp {
    view.known_at.unwrap_or(Timestamp::MAX)
}

fn values(line: &BankLineRecord) -> Result<[Value; LINE.len()]> {
    Ok([
        line.id.into(),
        line.company.into(),
        line.source.into(),
        Value::from(&line.account),
        key(&line.key)?,
        Value::from(&line.content_hash),
        line.booked_on.into(),
        line.amount.into(),
        line.currency.into(),
        line.counterparty.as_ref().into(),
        line.counterparty_iban.as_ref().into(),
        line.end_to_end.as_ref().into(),
        Value::from(&line.text),
        line.is_reversal.into(),
        line.recorded_at.into(),
    ])
}

/// The columns of a line, of a row so called, in order.
pub(super) fn list_of(row: &str) -> String {
    LINE.map(|column| format!("{row}.{column}")).join(", ")
}

pub(super) fn read(row: &Row) -> Result<BankLineRecord> {
    read_columns(&mut Columns::of(row))
}

pub(super) fn read_columns(c: &mut Columns<'_>) -> Result<BankLineRecord> {
    Ok(BankLineRecord {
        id: c.next()?,
        company: c.next()?,
        source: c.next()?,
        account: c.next()?,
        key: c.next()?,
        content_hash: c.next()?,
        booked_on: c.next()?,
        amount: c.next()?,
        currency: c.next()?,
        counterparty: c.next()?,
        counterparty_iban: c.next()?,
        end_to_end: c.next()?,
        text: c.next()?,
        is_reversal: c.next()?,
        recorded_at: c.next()?,
        payments: Vec::new(),
    })
}
