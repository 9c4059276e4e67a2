//! Lines that tell again what another line told. Each word is a fact; the last one counts, a past view reads those of its time.

use super::columns::{Columns, columns};
use crate::engine::{Result, Row, Tx};
use crate::params;
use app::records::{EchoRecord, EchoVerdict};
use base::Date;
use base::id::{BankLineId, CompanyId};

columns!(ECHO, ECHO_LIST: company, line, original, verdict, is_persons, said_on, author, why, recorded_at);

/// The word `e` is the last one on its line.
const IS_LAST: &str = "NOT EXISTS (SELECT 1 FROM line_echo x WHERE x.line = e.line AND x.seq > e.seq)";

/// The line `l` is another one's echo, by everything known.
pub(super) const IS_SAME: &str = "EXISTS (SELECT 1 FROM line_echo e WHERE e.line = l.id AND e.verdict = 'same' \
    AND NOT EXISTS (SELECT 1 FROM line_echo x WHERE x.line = e.line AND x.seq > e.seq))";

/// The same, by what was known at instant `$4`.
pub(super) const WAS_SAME: &str = "EXISTS (SELECT 1 FROM line_echo e WHERE e.line = l.id AND e.verdict = 'same' \
    AND e.recorded_at <= $4 AND NOT EXISTS (SELECT 1 FROM line_echo x WHERE x.line = e.line AND x.seq > e.seq \
    AND x.recorded_at <= $4))";

/// The day of the line that `l` perhaps tells again, by what was known at instant `$4`.
pub(super) const PERHAPS_OF: &str = "(SELECT o.booked_on FROM line_echo e JOIN bank_line o ON o.id = e.original \
    WHERE e.line = l.id AND e.verdict = 'perhaps' AND e.recorded_at <= $4 AND NOT EXISTS (SELECT 1 FROM line_echo x \
    WHERE x.line = e.line AND x.seq > e.seq AND x.recorded_at <= $4))";

/// The word `t` says that its line is another one's echo, and was the last one known at instant `$4`.
pub(super) const SAME_AT: &str = "t.verdict = 'same' AND t.recorded_at <= $4 AND NOT EXISTS (SELECT 1 FROM line_echo x \
    WHERE x.line = t.line AND x.seq > t.seq AND x.recorded_at <= $4)";

/// The line `l` may be another one's echo, or is.
pub(super) const MAY_BE_SAME: &str = "EXISTS (SELECT 1 FROM line_echo e WHERE e.line = l.id AND e.verdict <> 'apart' \
    AND NOT EXISTS (SELECT 1 FROM line_echo x WHERE x.line = e.line AND x.seq > e.seq))";

const INSERT: &str = "INSERT INTO line_echo (company, line, original, verdict, is_persons, said_on, author, why, recorded_at, seq) \
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, COUNT(*) + 1 FROM line_echo WHERE line = $2";

pub(super) fn insert(tx: &mut Tx, echo: &EchoRecord) -> Result<()> {
    let params = params![
        echo.company,
        echo.line,
        echo.original,
        echo.verdict.code(),
        echo.is_persons,
        echo.said_on,
        &echo.author,
        &echo.why,
        echo.recorded_at
    ];
    tx.exec(INSERT, params).map(drop)
}

pub(super) fn of_line(tx: &mut Tx, line: BankLineId) -> Result<Option<EchoRecord>> {
    tx.one(&format!("SELECT {ECHO_LIST} FROM line_echo e WHERE line = $1 AND {IS_LAST}"), params![line], read)
}

pub(super) fn between(
    tx: &mut Tx,
    company: CompanyId,
    account: &str,
    from: Date,
    until: Date,
) -> Result<Vec<EchoRecord>> {
    let list = ECHO.map(|column| format!("e.{column}")).join(", ");
    let sql = format!(
        "SELECT {list} FROM line_echo e JOIN bank_line l ON l.id = e.line WHERE l.company = $1 AND l.account = $2 \
         AND l.booked_on BETWEEN $3 AND $4 AND {IS_LAST} ORDER BY l.booked_on, l.id"
    );
    tx.all(&sql, params![company, account, from, until], read)
}

fn read(row: &Row) -> Result<EchoRecord> {
    let mut c = Columns::of(row);
    Ok(EchoRecord {
        company: c.next()?,
        line: c.next()?,
        original: c.next()?,
        verdict: c.coded(EchoVerdict::parse)?,
        is_persons: c.next()?,
        said_on: c.next()?,
        author: c.next()?,
        why: c.next()?,
        recorded_at: c.next()?,
    })
}
