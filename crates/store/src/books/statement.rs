//! Bank accounts: what statements cover, what files call an account, under which keys lines are known, and which files wait
//! to be settled.

use super::SqlBooks;
use super::columns::{Columns, columns, key};
use super::many::pieces;
use super::{echo, freshness, gap};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::statements::{AccountRow, AccountWord, BankKnown, GapWord, SeenLine, StatementRow, Statements};
use app::ports::terms::{BooksResult, Touched, View};
use app::records::{EchoRecord, SightingRecord};
use base::id::{BankLineId, CompanyId, InvoiceId, SourceId};
use base::{Cents, Currency, Date, Timestamp};
use std::collections::HashSet;

columns!(SIGHTING: company, key, line, dialect, batch, total, source, recorded_at, label, counterparty, counterparty_iban, end_to_end);

fn known_keys(tx: &mut Tx, company: CompanyId, keys: &[String]) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for piece in pieces(params![company], keys) {
        for table in ["bank_line", "line_sighting"] {
            let sql = format!("SELECT key FROM {table} WHERE company = $1 AND key IN ({})", piece.places);
            tx.each(&sql, &piece.values, |row| {
                known.insert(row.get(0)?);
                Ok(())
            })?;
        }
    }
    Ok(known)
}

const SEEN: &str = "SELECT l.id, l.booked_on, l.amount, l.currency, l.label, COALESCE(l.counterparty_iban, s.counterparty_iban), \
    COALESCE(l.end_to_end, s.end_to_end), f.format, s.dialect, s.batch, s.total, s.label FROM bank_line l JOIN source f ON f.id = l.source LEFT JOIN line_sighting s ON s.line = l.id \
    WHERE l.company = $1 AND l.account = $2 AND";
const BY_LINE: &str = "ORDER BY l.booked_on, l.id, s.recorded_at, s.key";

fn lines_on(tx: &mut Tx, company: CompanyId, account: &str, days: &[Date]) -> Result<Vec<SeenLine>> {
    let mut found: Vec<SeenLine> = Vec::new();
    for piece in pieces(params![company, account], days) {
        let sql = format!("{SEEN} l.booked_on IN ({}) AND NOT {} {BY_LINE}", piece.places, echo::IS_SAME);
        tx.each(&sql, &piece.values, |row| see(&mut found, row))?;
    }
    Ok(found)
}

/// Reads a line as one kind of file told it; the rows of one line follow one another.
fn see(found: &mut Vec<SeenLine>, row: &Row) -> Result<()> {
    let mut c = Columns::of(row);
    let line = SeenLine {
        id: c.next()?,
        booked_on: c.next()?,
        amount: c.next()?,
        currency: c.next()?,
        text: c.next()?,
        counterparty_iban: c.next()?,
        end_to_end: c.next()?,
        format: c.next()?,
        dialects: c.next::<Option<String>>()?.into_iter().collect(),
        batch: c.next::<Option<String>>()?.zip(c.next::<Option<Cents>>()?),
    };
    let told: Option<String> = c.next()?;
    if found.last().is_none_or(|last| last.id != line.id) {
        found.push(SeenLine { dialects: Vec::new(), batch: None, ..line.clone() });
    }
    if let Some(last) = found.last_mut() {
        last.dialects.extend(line.dialects);
        last.batch = last.batch.take().or(line.batch);
        last.counterparty_iban = last.counterparty_iban.take().or(line.counterparty_iban);
        last.end_to_end = last.end_to_end.take().or(line.end_to_end);
        if let Some(told) = told {
            last.text = format!("{} / {told}", last.text);
        }
    }
    Ok(())
}

fn money_between(tx: &mut Tx, company: CompanyId, account: &str, from: Date, until: Date) -> Result<Vec<SeenLine>> {
    let mut found: Vec<SeenLine> = Vec::new();
    let sql = format!("{SEEN} l.booked_on BETWEEN $3 AND $4 AND (l.amount > 0 OR l.is_reversal = 1) {BY_LINE}");
    tx.each(&sql, params![company, account, from, until], |row| see(&mut found, row))?;
    Ok(found)
}

fn insert_sightings(tx: &mut Tx, sightings: &[SightingRecord]) -> Result<()> {
    let row = |s: &SightingRecord| -> Result<[Value; SIGHTING.len()]> {
        let (batch, total) = s.batch.clone().unzip();
        Ok([
            s.company.into(),
            key(&s.key)?,
            s.line.into(),
            Value::from(&s.dialect),
            batch.into(),
            total.into(),
            s.source.into(),
            s.recorded_at.into(),
            s.told.as_ref().map(|t| &t.label).into(),
            s.told.as_ref().and_then(|t| t.counterparty.as_ref()).into(),
            s.told.as_ref().and_then(|t| t.counterparty_iban.as_ref()).into(),
            s.told.as_ref().and_then(|t| t.end_to_end.as_ref()).into(),
        ])
    };
    let rows = sightings.iter().map(row).collect::<Result<Vec<_>>>()?;
    tx.insert_many("line_sighting", SIGHTING, rows).map(drop)
}

const ACCOUNTS: &str = "SELECT l.account, l.currency, COUNT(*), MIN(l.booked_on), MAX(l.booked_on) FROM bank_line l \
    WHERE l.company = $1 AND NOT SAME GROUP BY l.account, l.currency ORDER BY l.account, l.currency";

fn accounts(tx: &mut Tx, company: CompanyId) -> Result<Vec<AccountRow>> {
    tx.all(&ACCOUNTS.replace("SAME", echo::IS_SAME), params![company], |row| {
        let mut c = Columns::of(row);
        Ok(AccountRow {
            account: c.next()?,
            currency: c.next()?,
            lines: c.count()?,
            first_on: c.next()?,
            last_on: c.next()?,
        })
    })
}

const STATEMENTS: &str = "SELECT s.source, f.name, f.format, s.account, s.currency, s.from_on, s.until_on, s.opening, \
    s.closing, s.lines, COALESCE(s.is_broken, 0), s.recorded_at FROM statement s JOIN source f ON f.id = s.source WHERE s.company = $1";
const IN_ORDER: &str = "ORDER BY s.account, s.recorded_at, s.source, s.position";

fn statements(tx: &mut Tx, company: CompanyId, account: Option<&str>) -> Result<Vec<StatementRow>> {
    match account {
        Some(account) => {
            tx.all(&format!("{STATEMENTS} AND s.account = $2 {IN_ORDER}"), params![company, account], read_statement)
        }
        None => tx.all(&format!("{STATEMENTS} {IN_ORDER}"), params![company], read_statement),
    }
}

/// Those that were received by `at` and say something of the days from `since` on.
pub(super) fn statements_since(
    tx: &mut Tx,
    company: CompanyId,
    since: Date,
    at: Timestamp,
) -> Result<Vec<StatementRow>> {
    let sql = format!("{STATEMENTS} AND s.until_on >= $2 AND s.recorded_at <= $3 {IN_ORDER}");
    tx.all(&sql, params![company, since, at], read_statement)
}

fn read_statement(row: &Row) -> Result<StatementRow> {
    let mut c = Columns::of(row);
    Ok(StatementRow {
        source: c.next()?,
        file: c.next()?,
        format: c.next()?,
        account: c.next()?,
        currency: c.next::<Option<Currency>>()?.unwrap_or_default(),
        from: c.next()?,
        until: c.next()?,
        opening: c.next()?,
        closing: c.next()?,
        lines: c.count()?,
        is_broken: c.next()?,
        recorded_at: c.next()?,
    })
}

const NAMES: &str = "SELECT name, account FROM account_name WHERE company = $1 ORDER BY recorded_at, name";
const NAME: &str = "INSERT INTO account_name (company, name, account, recorded_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (company, name) DO NOTHING";
const MARK: &str = "INSERT INTO unsettled (source, company) VALUES ($1, $2) ON CONFLICT (source) DO NOTHING";
const WAITING: &str = "SELECT source FROM unsettled WHERE company = $1 ORDER BY source";
const CLEAR: &str = "DELETE FROM unsettled WHERE company = $1 AND source = $2";
const NEW_LINES: &str = "SELECT id FROM bank_line WHERE company = $1 AND source = $2 \
    UNION SELECT line FROM line_sighting WHERE company = $1 AND source = $2 AND label IS NOT NULL";
const NEW_INVOICES: &str = "SELECT id FROM invoice WHERE company = $1 AND source = $2";
const NEW_PAYMENTS: &str = "SELECT amount FROM payment WHERE company = $1 AND source = $2";

fn unsettled(tx: &mut Tx, company: CompanyId) -> Result<(Vec<SourceId>, Touched)> {
    let sources: Vec<SourceId> = tx.all(WAITING, params![company], |row| row.get(0))?;
    let mut touched = Touched::default();
    for source in &sources {
        touched.lines.extend(tx.all(NEW_LINES, params![company, *source], |row| row.get::<BankLineId>(0))?);
        touched.invoices.extend(tx.all(NEW_INVOICES, params![company, *source], |row| row.get::<InvoiceId>(0))?);
        touched.paid.extend(tx.all(NEW_PAYMENTS, params![company, *source], |row| row.get::<Cents>(0))?);
    }
    Ok((sources, touched))
}

impl Statements for SqlBooks<'_, '_> {
    fn known_line_keys(&mut self, company: CompanyId, keys: &[String]) -> BooksResult<HashSet<String>> {
        Ok(known_keys(self.tx, company, keys)?)
    }
    fn lines_on(&mut self, company: CompanyId, account: &str, days: &[Date]) -> BooksResult<Vec<SeenLine>> {
        Ok(lines_on(self.tx, company, account, days)?)
    }
    fn insert_sightings(&mut self, sightings: &[SightingRecord]) -> BooksResult<()> {
        self.touched.lines.extend(sightings.iter().filter(|s| s.told.is_some()).map(|s| s.line));
        Ok(insert_sightings(self.tx, sightings)?)
    }
    fn money_between(
        &mut self,
        company: CompanyId,
        account: &str,
        from: Date,
        until: Date,
    ) -> BooksResult<Vec<SeenLine>> {
        Ok(money_between(self.tx, company, account, from, until)?)
    }
    fn insert_echo(&mut self, echo: &EchoRecord) -> BooksResult<()> {
        // What was taken for an echo and is none may be matched.
        self.touched.lines.insert(echo.line);
        Ok(echo::insert(self.tx, echo)?)
    }
    fn echo(&mut self, line: BankLineId) -> BooksResult<Option<EchoRecord>> {
        Ok(echo::of_line(self.tx, line)?)
    }
    fn echoes_between(
        &mut self,
        company: CompanyId,
        account: &str,
        from: Date,
        until: Date,
    ) -> BooksResult<Vec<EchoRecord>> {
        Ok(echo::between(self.tx, company, account, from, until)?)
    }
    fn bank_accounts(&mut self, company: CompanyId) -> BooksResult<Vec<AccountRow>> {
        Ok(accounts(self.tx, company)?)
    }
    fn statements(&mut self, company: CompanyId, account: Option<&str>) -> BooksResult<Vec<StatementRow>> {
        Ok(statements(self.tx, company, account)?)
    }
    fn account_names(&mut self, company: CompanyId) -> BooksResult<Vec<(String, String)>> {
        Ok(self.tx.all(NAMES, params![company], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
    fn insert_account_name(&mut self, company: CompanyId, name: &str, account: &str, at: Timestamp) -> BooksResult<()> {
        Ok(self.tx.exec(NAME, params![company, name, account, at]).map(drop)?)
    }

    fn bank_known(&mut self, company: CompanyId, view: View) -> BooksResult<Option<BankKnown>> {
        Ok(freshness::known(self.tx, company, view)?)
    }
    fn insert_account_word(&mut self, word: &AccountWord) -> BooksResult<()> {
        Ok(freshness::insert_word(self.tx, word)?)
    }
    fn account_words(&mut self, company: CompanyId) -> BooksResult<Vec<AccountWord>> {
        Ok(freshness::words(self.tx, company)?)
    }
    fn insert_gap_word(&mut self, word: &GapWord) -> BooksResult<()> {
        Ok(gap::insert_word(self.tx, word)?)
    }
    fn gap_words(&mut self, company: CompanyId, by: Timestamp) -> BooksResult<Vec<GapWord>> {
        Ok(gap::words(self.tx, company, by)?)
    }

    fn mark_unsettled(&mut self, company: CompanyId, source: SourceId) -> BooksResult<()> {
        Ok(self.tx.exec(MARK, params![source, company]).map(drop)?)
    }
    fn unsettled(&mut self, company: CompanyId) -> BooksResult<(Vec<SourceId>, Touched)> {
        Ok(unsettled(self.tx, company)?)
    }
    fn clear_unsettled(&mut self, company: CompanyId, sources: &[SourceId]) -> BooksResult<()> {
        for source in sources {
            self.tx.exec(CLEAR, params![company, *source])?;
        }
        Ok(())
    }
}
