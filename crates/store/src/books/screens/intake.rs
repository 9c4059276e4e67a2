use crate::books::SqlBooks;
use crate::books::columns::Columns;
use crate::params;
use app::ports::screens::{Cut, IntakeScreens, TakenFile};
use app::ports::terms::BooksResult;
use base::id::CompanyId;

impl IntakeScreens for SqlBooks<'_, '_> {
    fn source_rows(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<TakenFile>> {
        let sql = "SELECT name, format, sha256, recorded_at FROM source WHERE company = $1 \
                   ORDER BY recorded_at DESC, id LIMIT $2 OFFSET $3";
        let (limit, offset) =
            (i64::try_from(cut.limit).unwrap_or(i64::MAX), i64::try_from(cut.offset).unwrap_or(i64::MAX));
        Ok(self.tx.all(sql, params![company, limit, offset], |row| {
            let mut c = Columns::of(row);
            Ok(TakenFile { name: c.next()?, format: c.next()?, sha256: c.next()?, recorded_at: c.next()? })
        })?)
    }
}
