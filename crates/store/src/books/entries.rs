//! Exports of entries and the movements they hold: facts. That a movement is in one export at most is a key.

use super::SqlBooks;
use super::columns::{Columns, columns, count};
use super::matching::STANDS;
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::books::BooksResult;
use app::ports::entries::EntryBooks;
use app::records::{ExportRecord, MovementRow};
use base::Date;
use base::id::{CompanyId, ExportId, InvoiceId};

columns!(EXPORT, EXPORT_LIST: id, company, number, after_on, until_on, accounts, movements, total, author, recorded_at);
const ITEM: [&str; 5] = ["payment", "is_return", "company", "export", "place"];

const RECEIVED: &str = "FROM payment p WHERE p.company = $1 AND p.origin IN ('bank', 'by_hand') AND p.received_on > $2 \
    AND p.received_on <= $3 AND NOT EXISTS (SELECT 1 FROM entries_export_item i WHERE i.payment = p.id AND i.is_return = 0)";

/// Before any day of the books.
const BEGINNING: Date = Date::constant(1, 1, 1);

impl EntryBooks for SqlBooks<'_, '_> {
    fn movements_to_export(
        &mut self,
        company: CompanyId,
        after: Option<Date>,
        until: Date,
    ) -> BooksResult<Vec<MovementRow>> {
        let sql = format!(
            "SELECT p.id, 0 AS is_return, p.received_on AS moved_on, p.amount, p.party, p.reference {RECEIVED} \
             AND p.currency = 'EUR' UNION ALL \
             SELECT p.id, 1 AS is_return, r.returned_on AS moved_on, p.amount, p.party, p.reference FROM line_return r \
             JOIN line_matching m ON m.line = r.credit JOIN payment p ON p.id = m.payment WHERE r.company = $1 \
             AND r.returned_on > $2 AND r.returned_on <= $3 AND p.currency = 'EUR' AND {STANDS} AND NOT EXISTS \
             (SELECT 1 FROM entries_export_item i WHERE i.payment = p.id AND i.is_return = 1) \
             ORDER BY moved_on, is_return, id"
        );
        Ok(self.tx.all(&sql, params![company, after.unwrap_or(BEGINNING), until], movement)?)
    }

    fn foreign_movements(&mut self, company: CompanyId, after: Option<Date>, until: Date) -> BooksResult<u64> {
        let sql = format!("SELECT COUNT(*) {RECEIVED} AND p.currency <> 'EUR'");
        let counted =
            self.tx.one(&sql, params![company, after.unwrap_or(BEGINNING), until], |row| row.get::<i64>(0))?;
        Ok(counted.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }

    fn insert_export(&mut self, export: &ExportRecord, movements: &[MovementRow]) -> BooksResult<()> {
        let row = [
            export.id.into(),
            export.company.into(),
            export.number.into(),
            export.after_on.into(),
            export.until_on.into(),
            Value::from(&export.accounts),
            export.movements.into(),
            export.total.into(),
            Value::from(&export.author),
            export.recorded_at.into(),
        ];
        self.tx.insert_many("entries_export", EXPORT, [row])?;
        let items = movements.iter().zip(0_i64..).map(|(m, place)| {
            [m.payment.into(), m.is_return.into(), export.company.into(), export.id.into(), place.into()]
        });
        Ok(self.tx.insert_many("entries_export_item", ITEM, items).map(drop)?)
    }

    fn exports(&mut self, company: CompanyId, limit: u64) -> BooksResult<Vec<ExportRecord>> {
        let sql = format!("SELECT {EXPORT_LIST} FROM entries_export WHERE company = $1 ORDER BY number DESC LIMIT $2");
        Ok(self.tx.all(&sql, params![company, count(limit)], export)?)
    }

    fn movements_of_export(&mut self, export: ExportId) -> BooksResult<Vec<MovementRow>> {
        let sql = "SELECT p.id, i.is_return, CASE WHEN i.is_return = 0 THEN p.received_on ELSE (SELECT MAX(r.returned_on) \
            FROM line_return r JOIN line_matching m ON m.line = r.credit WHERE m.payment = p.id) END, p.amount, p.party, \
            p.reference FROM entries_export_item i JOIN payment p ON p.id = i.payment WHERE i.export = $1 ORDER BY i.place";
        Ok(self.tx.all(sql, params![export], movement)?)
    }

    fn ledger_known_until(&mut self, company: CompanyId) -> BooksResult<Option<Date>> {
        let sql = "SELECT MAX(until_on) FROM ledger_horizon WHERE company = $1";
        Ok(self.tx.one(sql, params![company], |row| row.get::<Option<Date>>(0))?.flatten())
    }

    fn rank_of_invoice(&mut self, invoice: InvoiceId) -> BooksResult<u64> {
        let sql = "SELECT COUNT(*) FROM invoice i JOIN invoice o ON o.company = i.company AND o.party = i.party \
            AND o.id < i.id WHERE i.id = $1";
        let counted = self.tx.one(sql, params![invoice], |row| row.get::<i64>(0))?;
        Ok(counted.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }
}

fn movement(row: &Row) -> Result<MovementRow> {
    let mut c = Columns::of(row);
    Ok(MovementRow {
        payment: c.next()?,
        is_return: c.next()?,
        on: c.next()?,
        amount: c.next()?,
        party: c.next()?,
        reference: c.next()?,
    })
}

fn export(row: &Row) -> Result<ExportRecord> {
    let mut c = Columns::of(row);
    Ok(ExportRecord {
        id: c.next()?,
        company: c.next()?,
        number: c.next()?,
        after_on: c.next()?,
        until_on: c.next()?,
        accounts: c.next()?,
        movements: c.next()?,
        total: c.next()?,
        author: c.next()?,
        recorded_at: c.next()?,
    })
}
