//! Letters that came back, and copies of the books that were put back: facts, never changed.

use super::SqlBooks;
use super::columns::{Columns, columns};
use crate::params;
use app::ports::mishaps::Mishaps;
use app::ports::terms::BooksResult;
use app::records::{RestorationRecord, RestorationReview, ReturnedAddress};
use base::id::CompanyId;

columns!(RESTORATION, RESTORATION_LIST: id, company, file, known_until, restored_on, recorded_at);
const REVIEW: [&str; 5] = ["restoration", "company", "author", "why", "recorded_at"];

/// The address is copied as it stands in the record, so that the two compare as texts.
const RETURNED: &str = "INSERT INTO returned_address (act, company, party, address, returned_on, recorded_at) \
    SELECT a.id, a.company, p.id, p.address, $2, $3 FROM act a JOIN party p ON p.id = a.party WHERE a.id = $1";

impl Mishaps for SqlBooks<'_, '_> {
    fn insert_returned_address(&mut self, returned: &ReturnedAddress) -> BooksResult<()> {
        let params = params![returned.act, returned.returned_on, returned.recorded_at];
        Ok(self.tx.exec(RETURNED, params).map(drop)?)
    }

    fn insert_restoration(&mut self, restoration: &RestorationRecord) -> BooksResult<()> {
        let row = [
            restoration.id.into(),
            restoration.company.into(),
            (&restoration.file).into(),
            restoration.known_until.into(),
            restoration.restored_on.into(),
            restoration.recorded_at.into(),
        ];
        Ok(self.tx.insert_many("restoration", RESTORATION, [row]).map(drop)?)
    }

    fn insert_restoration_review(&mut self, review: &RestorationReview) -> BooksResult<()> {
        let row = [
            review.restoration.into(),
            review.company.into(),
            (&review.author).into(),
            (&review.why).into(),
            review.recorded_at.into(),
        ];
        Ok(self.tx.insert_many("restoration_review", REVIEW, [row]).map(drop)?)
    }

    fn open_restoration(&mut self, company: CompanyId) -> BooksResult<Option<RestorationRecord>> {
        let sql = format!(
            "SELECT {RESTORATION_LIST} FROM restoration WHERE company = $1 AND NOT EXISTS \
             (SELECT 1 FROM restoration_review v WHERE v.restoration = restoration.id) \
             ORDER BY recorded_at DESC, id DESC LIMIT 1"
        );
        Ok(self.tx.one(&sql, params![company], |row| {
            let mut c = Columns::of(row);
            Ok(RestorationRecord {
                id: c.next()?,
                company: c.next()?,
                file: c.next()?,
                known_until: c.next()?,
                restored_on: c.next()?,
                recorded_at: c.next()?,
            })
        })?)
    }
}
