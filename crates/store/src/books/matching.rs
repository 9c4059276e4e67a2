//! Which payment a bank line is, and which credit a line takes back. Matching and taking the match back are both facts:
//! of one line and one payment the last word counts, and a past view reads the words of its time.

use super::bank::{self, LINE_LIST};
use super::columns::count;
use super::echo::MAY_BE_SAME;
use crate::engine::{Error, Result, Tx};
use crate::params;
use app::records::BankLineRecord;
use base::id::{BankLineId, CompanyId, PaymentId};
use base::{Date, Timestamp};

/// Whether the match `m` still stands, by everything known.
pub(super) const STANDS: &str = "m.is_match = 1 AND NOT EXISTS (SELECT 1 FROM line_matching u WHERE u.line = m.line \
    AND u.payment = m.payment AND u.seq > m.seq)";

/// The same, by what was known at instant `$4`.
pub(super) const STOOD: &str = "m.is_match = 1 AND m.recorded_at <= $4 AND NOT EXISTS (SELECT 1 FROM line_matching u \
    WHERE u.line = m.line AND u.payment = m.payment AND u.seq > m.seq AND u.recorded_at <= $4)";

const WORD: &str = "INSERT INTO line_matching (line, payment, seq, is_match, company, recorded_at) \
    SELECT $1, $2, COUNT(*) + 1, $3, (SELECT company FROM bank_line WHERE id = $1), $4 FROM line_matching \
    WHERE line = $1 AND payment = $2";

/// `false` when there is no such line. A line is never more than one payment of its amount, or several that share it.
pub(super) fn match_line(tx: &mut Tx, line: BankLineId, payment: PaymentId, at: Timestamp) -> Result<bool> {
    let sql = format!(
        "SELECT CAST(ABS(l.amount) - (SELECT ABS(p.amount) FROM payment p WHERE p.id = $2) - COALESCE((SELECT \
         SUM(ABS(p.amount)) FROM line_matching m JOIN payment p ON p.id = m.payment WHERE m.line = l.id AND {STANDS}), 0) \
         AS BIGINT) FROM bank_line l WHERE l.id = $1"
    );
    match tx.one(&sql, params![line, payment], |row| row.get::<Option<i64>>(0))? {
        None => Ok(false),
        Some(room) if room.is_some_and(|left| left < 0) || payments_of(tx, line)?.contains(&payment) => {
            Err(Error::UniqueViolation { on: format!("line_matching {line}") })
        }
        Some(_) => {
            tx.exec("DELETE FROM open_credit WHERE line = $1", params![line])?;
            Ok(tx.exec(WORD, params![line, payment, true, at])? == 1)
        }
    }
}

const REOPEN: &str = "INSERT INTO open_credit (line, company, booked_on) \
    SELECT id, company, booked_on FROM bank_line WHERE id = $1 AND amount > 0 AND is_reversal = 0";

/// `false` when that line is not that payment.
pub(super) fn unmatch_line(tx: &mut Tx, line: BankLineId, payment: PaymentId, at: Timestamp) -> Result<bool> {
    if !payments_of(tx, line)?.contains(&payment) || tx.exec(WORD, params![line, payment, false, at])? != 1 {
        return Ok(false);
    }
    if payments_of(tx, line)?.is_empty() {
        tx.exec(REOPEN, params![line])?;
    }
    Ok(true)
}

/// The payments that a line is.
pub(super) fn payments_of(tx: &mut Tx, line: BankLineId) -> Result<Vec<PaymentId>> {
    let sql = format!("SELECT m.payment FROM line_matching m WHERE m.line = $1 AND {STANDS} ORDER BY m.payment");
    tx.all(&sql, params![line], |row| row.get(0))
}

/// The bank lines that a payment is.
pub(super) fn lines_of(tx: &mut Tx, payment: PaymentId) -> Result<Vec<BankLineId>> {
    let sql = format!("SELECT m.line FROM line_matching m WHERE m.payment = $1 AND {STANDS} ORDER BY m.line");
    tx.all(&sql, params![payment], |row| row.get(0))
}

pub(super) fn insert_return(tx: &mut Tx, back: &BankLineRecord, credit: BankLineId, at: Timestamp) -> Result<()> {
    let row = [back.id.into(), credit.into(), back.company.into(), back.booked_on.into(), at.into()];
    tx.insert_many("line_return", ["back", "credit", "company", "returned_on", "recorded_at"], [row]).map(drop)
}

/// Lines that take money back, whose credit is not known, and that tell no other one again; oldest first.
pub(super) fn open_returns(tx: &mut Tx, company: CompanyId) -> Result<Vec<BankLineRecord>> {
    let sql = format!(
        "SELECT {LINE_LIST} FROM bank_line l WHERE company = $1 AND amount < 0 AND is_reversal = 1 AND NOT {MAY_BE_SAME} \
         AND NOT EXISTS (SELECT 1 FROM line_return r WHERE r.back = l.id) ORDER BY booked_on, id"
    );
    tx.all(&sql, params![company], bank::read)
}

/// Credits of the same account and amount, booked by then and at most `days` before, that nothing took back yet; the
/// latest first.
pub(super) fn returnable(tx: &mut Tx, back: &BankLineRecord, since: Date, limit: u64) -> Result<Vec<BankLineRecord>> {
    let sql = format!(
        "SELECT {LINE_LIST} FROM bank_line l WHERE company = $1 AND amount = $2 AND booked_on BETWEEN $3 AND $4 \
         AND account = $5 AND currency = $6 AND is_reversal = 0 AND NOT {MAY_BE_SAME} \
         AND NOT EXISTS (SELECT 1 FROM line_return r WHERE r.credit = l.id) ORDER BY booked_on DESC, id LIMIT $7"
    );
    let amount = back.amount.abs();
    let params = params![back.company, amount, since, back.booked_on, &back.account, back.currency, count(limit)];
    tx.all(&sql, params, bank::read)
}
