//! Words given: how each reached us, and what the books hold of it. Whether it was kept is said by the domain.
//!
//! Money counts from the day a word was given to its last day, both included. What the bank took back is taken off whatever
//! day that was: a transfer that returned kept no promise.

use super::bank::known_at;
use super::columns::{Columns, columns, count};
use super::past::Range;
use crate::engine::{Result, Tx, Value};
use crate::params;
use app::ports::terms::View;
use app::records::PromiseRecord;
use base::id::{CompanyId, PartyId};
use base::{Cents, Date};
use domain::facts::WordFacts;

columns!(PROMISE: hold, company, party, last_day, made_by, heard, act);

pub(super) fn insert(tx: &mut Tx, promise: &PromiseRecord) -> Result<()> {
    let row = [
        promise.hold.into(),
        promise.company.into(),
        promise.party.into(),
        promise.last_day.into(),
        promise.made_by.into(),
        promise.heard.code().into(),
        promise.act.into(),
    ];
    tx.insert_many("promise", PROMISE, [row]).map(drop)
}

/// Allocations that bear on what the hold `h` names; `{scope}` says which invoices. An allocation taken back counts for
/// the day of the one it takes back.
const SETTLED: &str = "FROM invoice i JOIN allocation a ON a.invoice = i.id LEFT JOIN allocation o ON o.id = a.reverses \
    WHERE {scope} AND a.effective_on <= {as_of} AND a.recorded_at <= {known}";

/// Sums on one hold: what was issued, what was settled before, what money and what credit notes brought since.
pub(super) fn sums(scope: &str, as_of: &str, known: &str) -> String {
    let settled = SETTLED.replace("{scope}", scope).replace("{as_of}", as_of).replace("{known}", known);
    let since = "COALESCE(o.effective_on, a.effective_on) BETWEEN h.opened_on AND w.last_day";
    format!(
        "(SELECT CAST(COALESCE(SUM(i.principal), 0) AS BIGINT) FROM invoice i \
            WHERE {scope} AND i.issued_on <= h.opened_on AND i.recorded_at <= {known}) AS issued, \
         (SELECT CAST(COALESCE(SUM(a.amount), 0) AS BIGINT) {settled} AND a.component = 'principal' \
            AND COALESCE(o.effective_on, a.effective_on) < h.opened_on AND i.issued_on <= h.opened_on) AS settled_before, \
         (SELECT CAST(COALESCE(SUM(a.amount), 0) AS BIGINT) {settled} AND a.payment IS NOT NULL AND {since}) AS received, \
         (SELECT CAST(COALESCE(SUM(a.amount), 0) AS BIGINT) {settled} AND a.payment IS NULL AND {since}) AS credited"
    )
}

/// The invoices that a hold on one, and a hold on all of a customer's, bear on.
pub(super) const OF_INVOICE: &str = "i.id = h.invoice";
pub(super) const OF_PARTY: &str = "i.company = h.company AND i.party = h.party";

fn words(scope: &str, condition: &str) -> String {
    let sums = sums(scope, "$4", "$5");
    format!(
        "SELECT h.party, h.id, w.last_day, h.amount, {sums} FROM promise w JOIN hold h ON h.id = w.hold \
         WHERE w.company = $1 AND w.party BETWEEN $2 AND $3 AND h.opened_on <= $4 AND h.recorded_at <= $5 AND {condition} \
         ORDER BY h.party, h.id"
    )
}

/// Every word given by the customers of a range, as seen in that view.
pub(super) fn each(tx: &mut Tx, range: Range, view: View, found: &mut dyn FnMut(PartyId, WordFacts)) -> Result<()> {
    let [company, first, last] = range.values();
    let values: [Value; 5] = [company, first, last, view.as_of.into(), known_at(view).into()];
    for (scope, condition) in [(OF_INVOICE, "h.invoice IS NOT NULL"), (OF_PARTY, "h.invoice IS NULL")] {
        tx.each(&words(scope, condition), &values, |row| {
            let mut c = Columns::of(row);
            let party = c.next()?;
            found(party, read(&mut c)?);
            Ok(())
        })?;
    }
    Ok(())
}

/// Words given by then and not taken back by then, with what the books hold of each on that day.
pub(super) fn open(tx: &mut Tx, company: CompanyId, as_of: Date) -> Result<Vec<WordFacts>> {
    let view = View { as_of, known_at: None };
    let mut found = Vec::new();
    for (scope, condition) in [(OF_INVOICE, "h.invoice IS NOT NULL"), (OF_PARTY, "h.invoice IS NULL")] {
        let sums = sums(scope, "$2", "$3");
        let sql = format!(
            "SELECT h.id, w.last_day, h.amount, {sums} FROM promise w JOIN hold h ON h.id = w.hold \
             WHERE w.company = $1 AND h.opened_on <= $2 AND h.recorded_at <= $3 AND {condition} \
             AND NOT EXISTS (SELECT 1 FROM lift WHERE lift.hold = h.id AND lift.lifted_on <= $2) ORDER BY h.id"
        );
        tx.each(&sql, params![company, as_of, known_at(view)], |row| {
            found.push(read(&mut Columns::of(row))?);
            Ok(())
        })?;
    }
    Ok(found)
}

/// Reads hold, last day, amount and the four sums.
pub(super) fn read(c: &mut Columns) -> Result<WordFacts> {
    let (hold, last_day, said): (_, Date, Option<Cents>) = (c.next()?, c.next()?, c.next()?);
    let (issued, before): (Cents, Cents) = (c.next()?, c.next()?);
    // An advance leaves a customer owed to; nothing is promised then.
    let owed = issued.sub(before).unwrap_or(Cents::ZERO).max(Cents::ZERO);
    Ok(WordFacts { hold, last_day, asked: said.unwrap_or(owed), owed, received: c.next()?, credited: c.next()? })
}

/// The last words of one customer, newest first; those taken back before their day are left out.
pub(super) fn of_party(
    tx: &mut Tx,
    company: CompanyId,
    party: PartyId,
    as_of: Date,
    limit: u64,
) -> Result<Vec<WordFacts>> {
    let view = View { as_of, known_at: None };
    let mut found = Vec::new();
    for (scope, condition) in [(OF_INVOICE, "h.invoice IS NOT NULL"), (OF_PARTY, "h.invoice IS NULL")] {
        let sums = sums(scope, "$3", "$4");
        let sql = format!(
            "SELECT h.opened_on, h.id, w.last_day, h.amount, {sums} FROM promise w JOIN hold h ON h.id = w.hold \
             WHERE w.company = $1 AND w.party = $2 AND h.opened_on <= $3 AND h.recorded_at <= $4 AND h.kind = 'promise' \
             AND {condition} AND NOT EXISTS (SELECT 1 FROM lift WHERE lift.hold = h.id AND lift.lifted_on < h.until_on) \
             ORDER BY h.opened_on DESC, h.id LIMIT $5"
        );
        let values = params![company, party, as_of, known_at(view), count(limit)];
        tx.each(&sql, values, |row| {
            let mut c = Columns::of(row);
            let given_on: Date = c.next()?;
            found.push((given_on, read(&mut c)?));
            Ok(())
        })?;
    }
    found.sort_by_key(|(given_on, word)| (std::cmp::Reverse(*given_on), word.hold));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found.into_iter().map(|(_, word)| word).collect())
}

const GIVEN_BY: &str = "SELECT c.name FROM party p JOIN promise w ON w.company = p.company AND w.party = p.id \
    JOIN hold h ON h.id = w.hold JOIN contact c ON c.id = w.made_by \
    WHERE p.id = $1 AND h.opened_on = $2 AND h.until_on = $3 AND c.name IS NOT NULL ORDER BY h.id LIMIT 1";

/// The name of who gave a word on that day for that day.
pub(super) fn given_by(tx: &mut Tx, party: PartyId, given_on: Date, until: Date) -> Result<Option<String>> {
    tx.one(GIVEN_BY, params![party, given_on, until], |row| row.get(0))
}
