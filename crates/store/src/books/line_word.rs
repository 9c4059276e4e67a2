//! What persons said of credits: not that customer's, not that invoice's, no customer's at all. A word holds until it is
//! lifted; a past view reads those of its time.

use super::bank::known_at;
use super::columns::{Columns, columns};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::terms::View;
use app::records::{LineWordLift, LineWordRecord};
use base::id::{BankLineId, CompanyId, InvoiceId, PartyId};

columns!(WORD, WORD_LIST: id, line, company, party, invoice, said_on, author, why, recorded_at);
const LIFT: [&str; 6] = ["word", "company", "lifted_on", "author", "why", "recorded_at"];

/// The word `w` stands in the view of day `$2` and instant `$3`.
const STANDS: &str = "w.said_on <= $2 AND w.recorded_at <= $3 AND NOT EXISTS (SELECT 1 FROM line_word_lift l \
    WHERE l.word = w.id AND l.lifted_on <= $2 AND l.recorded_at <= $3)";

/// The same, with the places of the query for unmatched credits.
pub(super) const IS_NOBODYS: &str = "EXISTS (SELECT 1 FROM line_word w WHERE w.line = l.id AND w.party IS NULL \
    AND w.said_on <= $3 AND w.recorded_at <= $4 AND NOT EXISTS (SELECT 1 FROM line_word_lift e \
    WHERE e.word = w.id AND e.lifted_on <= $3 AND e.recorded_at <= $4))";

pub(super) fn insert(tx: &mut Tx, word: &LineWordRecord) -> Result<()> {
    let row = [
        word.id.into(),
        word.line.into(),
        word.company.into(),
        word.party.into(),
        word.invoice.into(),
        word.said_on.into(),
        Value::from(&word.author),
        Value::from(&word.why),
        word.recorded_at.into(),
    ];
    tx.insert_many("line_word", WORD, [row]).map(drop)
}

pub(super) fn insert_lift(tx: &mut Tx, lift: &LineWordLift) -> Result<()> {
    let row = [
        lift.word.into(),
        lift.company.into(),
        lift.lifted_on.into(),
        Value::from(&lift.author),
        Value::from(&lift.why),
        lift.recorded_at.into(),
    ];
    tx.insert_many("line_word_lift", LIFT, [row]).map(drop)
}

/// Words on one line that nobody lifted.
pub(super) fn of_line(tx: &mut Tx, line: BankLineId) -> Result<Vec<LineWordRecord>> {
    let sql = format!(
        "SELECT {WORD_LIST} FROM line_word WHERE line = $1 \
         AND NOT EXISTS (SELECT 1 FROM line_word_lift l WHERE l.word = line_word.id) ORDER BY recorded_at, id"
    );
    tx.all(&sql, params![line], read)
}

/// Whose each credit is not, in order of line.
pub(super) fn ruled_out(
    tx: &mut Tx,
    company: CompanyId,
    view: View,
) -> Result<Vec<(BankLineId, PartyId, Option<InvoiceId>)>> {
    let sql = format!(
        "SELECT w.line, w.party, w.invoice FROM line_word w WHERE w.company = $1 AND w.party IS NOT NULL AND {STANDS} \
         ORDER BY w.line, w.party, w.id"
    );
    tx.all(&sql, params![company, view.as_of, known_at(view)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

fn read(row: &Row) -> Result<LineWordRecord> {
    let mut c = Columns::of(row);
    Ok(LineWordRecord {
        id: c.next()?,
        line: c.next()?,
        company: c.next()?,
        party: c.next()?,
        invoice: c.next()?,
        said_on: c.next()?,
        author: c.next()?,
        why: c.next()?,
        recorded_at: c.next()?,
    })
}
