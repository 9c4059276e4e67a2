//! Exports of entries, their lines, and what is not in one yet: facts. That a fact is in one export at most is a key.

use super::SqlBooks;
use super::columns::{Columns, columns, count, unexpected};
use super::matching::STANDS;
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::entries::EntryBooks;
use app::ports::screens::Cut;
use app::ports::terms::BooksResult;
use app::records::{
    AllocationRecord, ExportRecord, IssuedRecord, LetterChange, LetteringRecord, MovementRow, Told, ToldLine,
};
use base::id::{AllocationId, BadDebtWordId, CompanyId, ExportId, InvoiceId, PaymentId};
use base::{Cents, Date, Timestamp};
use domain::entries::{Auxiliary, Line};

columns!(EXPORT, EXPORT_LIST: id, company, number, after_on, until_on, accounts, movements, total, author, recorded_at);
const ITEM: [&str; 5] = ["payment", "is_return", "company", "export", "place"];
const FACT: [&str; 4] = ["kind", "subject", "company", "export"];
columns!(LINE: export, place, company, kind, subject, entry, booked_on, journal, journal_name, account, account_name, code, name,
    piece, label, amount, letter, invoice, party);
const LINE_LIST: &str = "l.kind, l.subject, l.entry, l.booked_on, l.journal, l.journal_name, l.account, l.account_name, \
    l.code, l.name, l.piece, l.label, l.amount, l.letter, l.invoice, l.party";
columns!(LETTERING, LETTERING_LIST: company, number, lines, author, recorded_at);
const LETTER: [&str; 6] = ["company", "number", "export", "place", "before", "letter"];

/// What a person took back: a bank credit that is no longer that payment, or a payment of which nothing is set any more.
/// Counted rather than asked with EXISTS: PostgreSQL would read all matchings of the books to answer for the rows of one page.
const VOID: &str = "(SELECT COUNT(*) FROM line_matching m WHERE m.payment = p.id AND STANDS) = 0 AND (p.bank_line IS NOT NULL \
    OR ((SELECT COUNT(*) FROM allocation a WHERE a.payment = p.id) > 0 AND (SELECT COUNT(*) FROM allocation a \
    WHERE a.payment = p.id AND a.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM allocation u WHERE u.reverses = a.id)) = 0))";

const RECEIVED: &str = "FROM payment p WHERE p.company = $1 AND p.origin IN ('bank', 'by_hand') AND p.received_on > $2 \
    AND p.received_on <= $3 AND NOT EXISTS (SELECT 1 FROM entries_export_item i WHERE i.payment = p.id AND i.is_return = 0)";

/// When the bank took it back.
const RETURNED: &str = "(SELECT MAX(r.returned_on) FROM line_return r JOIN line_matching m ON m.line = r.credit \
    WHERE m.payment = p.id AND STANDS)";

/// Before any day of the books.
const BEGINNING: Date = Date::constant(1, 1, 1);

/// Payments and returns between `$2` and `$3` that no export holds; `cut` ends each of the two lists.
fn to_export(cut: &str) -> String {
    let order = |day: &str| if cut.is_empty() { String::new() } else { format!("ORDER BY {day}, p.id {cut}") };
    stands(&format!(
        "SELECT * FROM (SELECT p.id, 0 AS is_return, p.received_on AS moved_on, p.amount, p.party, p.reference \
         {RECEIVED} AND p.currency = 'EUR' AND NOT ({VOID}) {}) AS received UNION ALL \
         SELECT * FROM (SELECT p.id, 1 AS is_return, r.returned_on AS moved_on, p.amount, p.party, p.reference \
         FROM line_return r JOIN line_matching m ON m.line = r.credit JOIN payment p ON p.id = m.payment \
         WHERE r.company = $1 AND r.returned_on > $2 AND r.returned_on <= $3 AND p.currency = 'EUR' AND STANDS \
         AND NOT EXISTS (SELECT 1 FROM entries_export_item i WHERE i.payment = p.id AND i.is_return = 1) {}) AS returned",
        order("p.received_on"),
        order("r.returned_on"),
    ))
}

/// With what stands for a match that stands.
fn stands(sql: &str) -> String {
    sql.replace("STANDS", STANDS)
}

impl EntryBooks for SqlBooks<'_, '_> {
    fn movements_to_export(
        &mut self,
        company: CompanyId,
        after: Option<Date>,
        until: Date,
        cut: Option<Cut>,
    ) -> BooksResult<Vec<MovementRow>> {
        // A page needs no more of either list than what leads to its end.
        let ends = if cut.is_some() { "LIMIT CAST($4 AS BIGINT) + CAST($5 AS BIGINT)" } else { "" };
        let returned = stands(RETURNED);
        let sql = format!(
            "SELECT p.id, p.is_return, p.moved_on, p.amount, p.party, p.reference, \
             CASE WHEN p.is_return = 1 THEN p.moved_on ELSE {returned} END FROM \
             ({} ORDER BY moved_on, is_return, id LIMIT $4 OFFSET $5) AS p ORDER BY p.moved_on, p.is_return, p.id",
            to_export(ends)
        );
        let (limit, offset) = cut.map_or((i64::MAX, 0), |cut| (count(cut.limit), count(cut.offset)));
        Ok(self.tx.all(&sql, params![company, after.unwrap_or(BEGINNING), until, limit, offset], movement)?)
    }

    fn movements_sum(&mut self, company: CompanyId, after: Option<Date>, until: Date) -> BooksResult<(u64, Cents)> {
        let sql = format!(
            "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN is_return = 1 THEN -amount ELSE amount END), 0) AS BIGINT) \
             FROM ({}) m",
            to_export("")
        );
        let found = self.tx.one(&sql, params![company, after.unwrap_or(BEGINNING), until], |row| {
            let mut c = Columns::of(row);
            Ok((c.count()?, c.next()?))
        })?;
        Ok(found.unwrap_or_default())
    }

    fn foreign_movements(&mut self, company: CompanyId, after: Option<Date>, until: Date) -> BooksResult<u64> {
        let sql = format!("SELECT COUNT(*) {RECEIVED} AND p.currency <> 'EUR'");
        let counted =
            self.tx.one(&sql, params![company, after.unwrap_or(BEGINNING), until], |row| row.get::<i64>(0))?;
        Ok(counted.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }

    fn movements_of_payment(&mut self, payment: PaymentId) -> BooksResult<Vec<MovementRow>> {
        let sql = stands(&format!(
            "SELECT p.id, 0 AS is_return, p.received_on, p.amount, p.party, p.reference, {RETURNED} FROM payment p \
             WHERE p.id = $1 AND NOT ({VOID})"
        ));
        let mut found = self.tx.all(&sql, params![payment], movement)?;
        let back =
            found.first().and_then(|row| Some(MovementRow { is_return: true, on: row.returned_on?, ..row.clone() }));
        found.extend(back);
        Ok(found)
    }

    fn documents_to_export(&mut self, company: CompanyId, until: Date) -> BooksResult<Vec<IssuedRecord>> {
        let list = super::dispute::ISSUED.map(|column| format!("s.{column}")).join(", ");
        let sql = format!(
            "SELECT {list} FROM issued s JOIN invoice i ON i.id = s.document WHERE s.company = $1 AND i.issued_on <= $2 \
             AND i.currency = 'EUR' AND NOT EXISTS (SELECT 1 FROM entries_export_fact f WHERE f.kind = 'document' \
             AND f.subject = s.document) ORDER BY i.issued_on, s.series, s.position"
        );
        let read = |row: &Row| super::dispute::read_issued(&mut Columns::of(row));
        Ok(self.tx.all(&sql, params![company, until], read)?)
    }

    fn debts_to_export(&mut self, company: CompanyId, until: Date) -> BooksResult<Vec<(InvoiceId, BadDebtWordId)>> {
        let sql = "SELECT d.invoice, w.id FROM bad_debt_word w JOIN bad_debt d ON d.id = w.debt WHERE w.company = $1 \
            AND w.said_on <= $2 AND w.kind IN ('approved', 'released', 'lost', 'taken_back') AND NOT EXISTS \
            (SELECT 1 FROM entries_export_fact f WHERE f.kind = 'debt' AND f.subject = w.id) ORDER BY d.invoice, w.id";
        Ok(self.tx.all(sql, params![company, until], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    fn waivers_to_export(&mut self, company: CompanyId, until: Date) -> BooksResult<Vec<AllocationRecord>> {
        Ok(super::allocation::waived_to_export(self.tx, company, until)?)
    }

    fn payments_changed(&mut self, company: CompanyId, since: Timestamp) -> BooksResult<Vec<PaymentId>> {
        // Identifiers begin with their instant: what was set since is at the end of the key. A second for clocks that differ.
        let millis = u64::try_from(since.as_millisecond()).unwrap_or(0).saturating_sub(1_000);
        let first = AllocationId::new(millis, [0; 10]);
        let sql = "SELECT DISTINCT a.payment FROM allocation a WHERE a.id > $2 AND a.company = $1 AND a.payment IS NOT NULL \
            AND a.recorded_at > $3 AND EXISTS (SELECT 1 FROM entries_export_item i WHERE i.payment = a.payment) \
            UNION SELECT DISTINCT a.payment FROM bad_debt_word w JOIN bad_debt d ON d.id = w.debt \
            JOIN allocation a ON a.invoice = d.invoice WHERE w.company = $1 AND w.recorded_at > $3 AND a.payment IS NOT NULL \
            AND EXISTS (SELECT 1 FROM entries_export_item i WHERE i.payment = a.payment) ORDER BY 1";
        Ok(self.tx.all(sql, params![company, first, since], |row| row.get(0))?)
    }

    fn told_of(&mut self, company: CompanyId, payment: PaymentId) -> BooksResult<Vec<ToldLine>> {
        let sql = format!(
            "SELECT {LINE_LIST} FROM entries_line l JOIN entries_export e ON e.id = l.export WHERE l.company = $1 \
             AND l.subject = $2 AND l.kind IN ('payment', 'return', 'change') ORDER BY e.number, l.place"
        );
        Ok(self.tx.all(&sql, params![company, payment], |row| told_line(&mut Columns::of(row)))?)
    }

    fn insert_export(&mut self, export: &ExportRecord, told: &[Told], lines: &[ToldLine]) -> BooksResult<()> {
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
        let items = told.iter().zip(0_i64..).filter_map(|(told, place)| {
            let (payment, is_return) = match told {
                Told::Payment(id) => (*id, false),
                Told::Return(id) => (*id, true),
                _ => return None,
            };
            Some([payment.into(), is_return.into(), export.company.into(), export.id.into(), place.into()])
        });
        self.tx.insert_many("entries_export_item", ITEM, items)?;
        let facts = told
            .iter()
            .filter(|t| matches!(t, Told::Document(_) | Told::Debt(_) | Told::Waiver(_)))
            .map(|told| [told.code().into(), told.subject().into(), export.company.into(), export.id.into()]);
        self.tx.insert_many("entries_export_fact", FACT, facts)?;
        let mut rows = Vec::with_capacity(lines.len());
        for (line, place) in lines.iter().zip(0_i64..) {
            rows.push(line_row(export, line, place)?);
        }
        Ok(self.tx.insert_many("entries_line", LINE, rows).map(drop)?)
    }

    fn exports(&mut self, company: CompanyId, limit: u64) -> BooksResult<Vec<ExportRecord>> {
        let sql = format!("SELECT {EXPORT_LIST} FROM entries_export WHERE company = $1 ORDER BY number DESC LIMIT $2");
        Ok(self.tx.all(&sql, params![company, count(limit)], export)?)
    }

    fn export(&mut self, company: CompanyId, number: i64) -> BooksResult<Option<ExportRecord>> {
        let sql = format!("SELECT {EXPORT_LIST} FROM entries_export WHERE company = $1 AND number = $2");
        Ok(self.tx.one(&sql, params![company, number], export)?)
    }

    fn lines_of_export(&mut self, export: ExportId) -> BooksResult<Vec<ToldLine>> {
        let sql = format!("SELECT {LINE_LIST} FROM entries_line l WHERE l.export = $1 ORDER BY l.place");
        Ok(self.tx.all(&sql, params![export], |row| told_line(&mut Columns::of(row)))?)
    }

    fn movements_of_export(&mut self, export: ExportId) -> BooksResult<Vec<MovementRow>> {
        let sql = stands(&format!(
            "SELECT p.id, i.is_return, CASE WHEN i.is_return = 0 THEN p.received_on ELSE (SELECT MAX(r.returned_on) \
             FROM line_return r JOIN line_matching m ON m.line = r.credit WHERE m.payment = p.id) END, p.amount, p.party, \
             p.reference, {RETURNED} FROM entries_export_item i JOIN payment p ON p.id = i.payment WHERE i.export = $1 \
             ORDER BY i.place"
        ));
        Ok(self.tx.all(&sql, params![export], movement)?)
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

    fn letters_to_change(&mut self, company: CompanyId, limit: u64) -> BooksResult<Vec<LetterChange>> {
        let sql = format!(
            "SELECT l.export, e.number, l.place, CASE WHEN t.export IS NULL THEN l.letter ELSE t.letter END, \
             {LINE_LIST} \
             FROM entries_line l JOIN entries_export e ON e.id = l.export JOIN balance b ON b.invoice = l.invoice \
             LEFT JOIN lettering_line t ON t.export = l.export AND t.place = l.place AND NOT EXISTS \
             (SELECT 1 FROM lettering_line n WHERE n.export = l.export AND n.place = l.place AND n.number > t.number) \
             WHERE l.company = $1 AND l.invoice IS NOT NULL \
             AND (CASE WHEN b.outstanding = 0 OR EXISTS ({LOST}) THEN 1 ELSE 0 END) <> \
             (CASE WHEN (CASE WHEN t.export IS NULL THEN l.letter ELSE t.letter END) IS NULL THEN 0 ELSE 1 END) \
             ORDER BY e.number, l.place LIMIT $2"
        );
        Ok(self.tx.all(&sql, params![company, count(limit)], letter_change)?)
    }

    fn insert_lettering(&mut self, lettering: &LetteringRecord, changes: &[LetterChange]) -> BooksResult<()> {
        let row = [
            lettering.company.into(),
            lettering.number.into(),
            lettering.lines.into(),
            Value::from(&lettering.author),
            lettering.recorded_at.into(),
        ];
        self.tx.insert_many("lettering", LETTERING, [row])?;
        let rows = changes.iter().map(|change| {
            [
                lettering.company.into(),
                lettering.number.into(),
                change.export.into(),
                change.place.into(),
                Value::from(change.before.clone()),
                Value::from(change.after.clone()),
            ]
        });
        Ok(self.tx.insert_many("lettering_line", LETTER, rows).map(drop)?)
    }

    fn letterings(&mut self, company: CompanyId, limit: u64) -> BooksResult<Vec<LetteringRecord>> {
        let sql = format!("SELECT {LETTERING_LIST} FROM lettering WHERE company = $1 ORDER BY number DESC LIMIT $2");
        Ok(self.tx.all(&sql, params![company, count(limit)], |row| {
            let mut c = Columns::of(row);
            Ok(LetteringRecord {
                company: c.next()?,
                number: c.next()?,
                lines: c.next()?,
                author: c.next()?,
                recorded_at: c.next()?,
            })
        })?)
    }

    fn letter_changes_of(&mut self, company: CompanyId, number: i64) -> BooksResult<Vec<LetterChange>> {
        let sql = format!(
            "SELECT l.export, e.number, l.place, t.before, {LINE_LIST}, t.letter FROM lettering_line t JOIN entries_line l \
             ON l.export = t.export AND l.place = t.place JOIN entries_export e ON e.id = l.export \
             WHERE t.company = $1 AND t.number = $2 ORDER BY e.number, l.place"
        );
        Ok(self.tx.all(&sql, params![company, number], |row| {
            let found = letter_change(row)?;
            Ok(LetterChange { after: row.get(LETTERS_AT)?, ..found })
        })?)
    }
}

/// Where the letter stands in what `letter_changes_of` reads.
const LETTERS_AT: usize = 20;

/// A write-off of the line's invoice that is in force.
const LOST: &str = "SELECT 1 FROM bad_debt d JOIN bad_debt_word w ON w.debt = d.id AND w.kind = 'approved' \
    WHERE d.invoice = l.invoice AND d.kind = 'write_off' AND NOT EXISTS \
    (SELECT 1 FROM bad_debt_word x WHERE x.debt = d.id AND x.kind = 'taken_back')";

fn line_row(export: &ExportRecord, told: &ToldLine, place: i64) -> Result<[Value; 19]> {
    let line = &told.line;
    let amount = line.amount().map_err(|e| unexpected(e.to_string()))?;
    let letter = (!line.letter.is_empty()).then(|| line.letter.clone());
    Ok([
        export.id.into(),
        place.into(),
        export.company.into(),
        told.told.code().into(),
        told.told.subject().into(),
        count(line.entry).into(),
        line.on.into(),
        Value::from(&line.journal),
        Value::from(&line.journal_name),
        Value::from(&line.account),
        Value::from(&line.account_name),
        line.auxiliary.as_ref().map(|a| a.code.clone()).into(),
        line.auxiliary.as_ref().map(|a| a.name.clone()).into(),
        Value::from(&line.piece),
        Value::from(&line.label),
        amount.into(),
        letter.into(),
        line.invoice.into(),
        line.party.into(),
    ])
}

fn told_line(c: &mut Columns) -> Result<ToldLine> {
    let (code, subject): (String, [u8; 16]) = (c.next()?, c.next()?);
    let told = Told::read(&code, subject).ok_or_else(|| unexpected(format!("unknown entry « {code} »")))?;
    let entry = c.count()?;
    let (on, journal, journal_name): (Date, String, String) = (c.next()?, c.next()?, c.next()?);
    let (account, account_name): (String, String) = (c.next()?, c.next()?);
    let (code, name): (Option<String>, Option<String>) = (c.next()?, c.next()?);
    let (piece, label): (String, String) = (c.next()?, c.next()?);
    let amount: Cents = c.next()?;
    let back = || amount.neg().map_err(|e| unexpected(e.to_string()));
    let (debit, credit) = if amount.is_negative() { (Cents::ZERO, back()?) } else { (amount, Cents::ZERO) };
    let line = Line {
        journal,
        journal_name,
        entry,
        on,
        account,
        account_name,
        auxiliary: code.zip(name).map(|(code, name)| Auxiliary { code, name }),
        piece,
        label,
        debit,
        credit,
        letter: c.next::<Option<String>>()?.unwrap_or_default(),
        invoice: c.next()?,
        party: c.next()?,
    };
    Ok(ToldLine { told, line })
}

fn letter_change(row: &Row) -> Result<LetterChange> {
    let mut c = Columns::of(row);
    let (export, number, place, before) = (c.next()?, c.next()?, c.next()?, c.next()?);
    Ok(LetterChange { export, number, place, before, line: told_line(&mut c)?.line, after: None })
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
        returned_on: c.next()?,
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
