//! Our balances beside those of the last ledger, as last compared: a cache, replaced whole.

use super::SqlBooks;
use super::columns::{Columns, columns, count};
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::control::ControlBooks;
use app::ports::screens::Cut;
use app::ports::terms::BooksResult;
use app::records::{ControlRecord, Culprit, CulpritKind, Difference, KeyKind, LedgerSource, OurDocument};
use base::Date;
use base::id::{CompanyId, InvoiceId, PartyId};

columns!(CONTROL, CONTROL_LIST: company, source, source_name, as_of, customers, differing, ledger, ours, author, made_at);
columns!(DIFFERENCE: company, place, party, code, name, ledger, ours, culprits);
const DIFFERENCE_LIST: &str = "place, party, code, name, ledger, ours, culprits";
columns!(CULPRIT: company, place, seq, kind, label, booked_on, invoice, ledger, ours);

const TABLES: [&str; 3] = ["ledger_culprit", "ledger_difference", "ledger_control"];

impl ControlBooks for SqlBooks<'_, '_> {
    fn latest_ledger(&mut self, company: CompanyId) -> BooksResult<Option<LedgerSource>> {
        let sql = "SELECT s.id, s.name, s.recorded_at FROM source s LEFT JOIN ledger_horizon h ON h.source = s.id \
            WHERE s.company = $1 AND s.format = $2 ORDER BY COALESCE(h.until_on, '') DESC, s.recorded_at DESC LIMIT 1";
        Ok(self.tx.one(sql, params![company, "fec"], |row| {
            Ok(LedgerSource { id: row.get(0)?, name: row.get(1)?, recorded_at: row.get(2)? })
        })?)
    }

    fn party_of_code(&mut self, company: CompanyId, code: &str) -> BooksResult<Option<PartyId>> {
        let sql = "SELECT party FROM party_key WHERE company = $1 AND kind = $2 AND value = $3";
        Ok(self.tx.one(sql, params![company, KeyKind::Code.code(), code.trim()], |row| row.get(0))?)
    }

    fn documents_of_party(&mut self, party: PartyId, until: Date) -> BooksResult<Vec<OurDocument>> {
        let sql = "SELECT i.id, i.number, i.kind, i.issued_on, i.principal FROM invoice i WHERE i.company = \
            (SELECT company FROM party WHERE id = $1) AND i.party = $1 AND i.issued_on <= $2 AND i.currency = 'EUR' \
            ORDER BY i.id";
        Ok(self.tx.all(sql, params![party, until], |row| {
            let mut c = Columns::of(row);
            Ok(OurDocument {
                id: c.next()?,
                number: c.next()?,
                kind: c.next()?,
                issued_on: c.next()?,
                principal: c.next()?,
            })
        })?)
    }

    fn written_off_on(&mut self, company: CompanyId, on: Date) -> BooksResult<Vec<InvoiceId>> {
        let sql = "SELECT DISTINCT d.invoice FROM bad_debt d JOIN bad_debt_word w ON w.debt = d.id WHERE d.company = $1 \
            AND d.kind = 'write_off' AND w.kind = 'approved' AND w.said_on <= $2 AND NOT EXISTS (SELECT 1 \
            FROM bad_debt_word x WHERE x.debt = d.id AND x.kind = 'taken_back' AND x.said_on <= $2) ORDER BY 1";
        Ok(self.tx.all(sql, params![company, on], |row| row.get(0))?)
    }

    fn keep_control(&mut self, control: &ControlRecord, differences: &[(Difference, Vec<Culprit>)]) -> BooksResult<()> {
        for table in TABLES {
            self.tx.exec(&format!("DELETE FROM {table} WHERE company = $1"), params![control.company])?;
        }
        let row = [
            control.company.into(),
            control.source.into(),
            Value::from(&control.source_name),
            control.as_of.into(),
            control.customers.into(),
            control.differing.into(),
            control.ledger.into(),
            control.ours.into(),
            Value::from(&control.author),
            control.made_at.into(),
        ];
        self.tx.insert_many("ledger_control", CONTROL, [row])?;
        let rows = differences.iter().map(|(row, _)| {
            [
                control.company.into(),
                row.place.into(),
                row.party.into(),
                Value::from(&row.code),
                Value::from(&row.name),
                row.ledger.into(),
                row.ours.into(),
                row.culprits.into(),
            ]
        });
        self.tx.insert_many("ledger_difference", DIFFERENCE, rows)?;
        let rows = differences.iter().flat_map(|(row, culprits)| {
            culprits.iter().zip(0_i64..).map(|(culprit, seq)| {
                [
                    control.company.into(),
                    row.place.into(),
                    seq.into(),
                    culprit.kind.code().into(),
                    Value::from(&culprit.label),
                    culprit.on.into(),
                    culprit.invoice.into(),
                    culprit.ledger.into(),
                    culprit.ours.into(),
                ]
            })
        });
        Ok(self.tx.insert_many("ledger_culprit", CULPRIT, rows).map(drop)?)
    }

    fn control(&mut self, company: CompanyId) -> BooksResult<Option<ControlRecord>> {
        let sql = format!("SELECT {CONTROL_LIST} FROM ledger_control WHERE company = $1");
        Ok(self.tx.one(&sql, params![company], |row| {
            let mut c = Columns::of(row);
            Ok(ControlRecord {
                company: c.next()?,
                source: c.next()?,
                source_name: c.next()?,
                as_of: c.next()?,
                customers: c.next()?,
                differing: c.next()?,
                ledger: c.next()?,
                ours: c.next()?,
                author: c.next()?,
                made_at: c.next()?,
            })
        })?)
    }

    fn differences(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<Difference>> {
        let sql = format!(
            "SELECT {DIFFERENCE_LIST} FROM ledger_difference WHERE company = $1 ORDER BY place LIMIT $2 OFFSET $3"
        );
        Ok(self.tx.all(&sql, params![company, count(cut.limit), count(cut.offset)], difference)?)
    }

    fn difference(&mut self, company: CompanyId, place: i64) -> BooksResult<Option<Difference>> {
        let sql = format!("SELECT {DIFFERENCE_LIST} FROM ledger_difference WHERE company = $1 AND place = $2");
        Ok(self.tx.one(&sql, params![company, place], difference)?)
    }

    fn culprits(&mut self, company: CompanyId, place: i64, cut: Cut) -> BooksResult<Vec<Culprit>> {
        let sql = "SELECT kind, label, booked_on, invoice, ledger, ours FROM ledger_culprit WHERE company = $1 \
            AND place = $2 ORDER BY seq LIMIT $3 OFFSET $4";
        Ok(self.tx.all(sql, params![company, place, count(cut.limit), count(cut.offset)], |row| {
            let mut c = Columns::of(row);
            Ok(Culprit {
                kind: c.coded(CulpritKind::parse)?,
                label: c.next()?,
                on: c.next()?,
                invoice: c.next()?,
                ledger: c.next()?,
                ours: c.next()?,
            })
        })?)
    }
}

fn difference(row: &Row) -> Result<Difference> {
    let mut c = Columns::of(row);
    Ok(Difference {
        place: c.next()?,
        party: c.next()?,
        code: c.next()?,
        name: c.next()?,
        ledger: c.next()?,
        ours: c.next()?,
        culprits: c.next()?,
    })
}
