//! Alerts set aside and brought back: facts, never changed.

use super::SqlBooks;
use super::columns::{Columns, columns};
use crate::params;
use app::ports::alerts::AlertBooks;
use app::ports::terms::BooksResult;
use app::records::{AlertWord, AlertWordLift};
use base::Date;
use base::id::CompanyId;

columns!(WORD, WORD_LIST: id, company, party, alert, until_on, author, why, set_on, recorded_at);
const LIFT: [&str; 4] = ["word", "company", "author", "recorded_at"];

impl AlertBooks for SqlBooks<'_, '_> {
    fn insert_alert_word(&mut self, word: &AlertWord) -> BooksResult<()> {
        let row = [
            word.id.into(),
            word.company.into(),
            word.party.into(),
            (&word.alert).into(),
            word.until.into(),
            (&word.author).into(),
            (&word.why).into(),
            word.set_on.into(),
            word.recorded_at.into(),
        ];
        Ok(self.tx.insert_many("alert_word", WORD, [row]).map(drop)?)
    }

    fn insert_alert_word_lift(&mut self, lift: &AlertWordLift) -> BooksResult<()> {
        let row = [lift.word.into(), lift.company.into(), (&lift.author).into(), lift.recorded_at.into()];
        Ok(self.tx.insert_many("alert_word_lift", LIFT, [row]).map(drop)?)
    }

    fn alert_words(&mut self, company: CompanyId, day: Date) -> BooksResult<Vec<AlertWord>> {
        let sql = format!(
            "SELECT {WORD_LIST} FROM alert_word WHERE company = $1 AND until_on > $2 AND set_on <= $2 AND NOT EXISTS \
             (SELECT 1 FROM alert_word_lift l WHERE l.word = alert_word.id) ORDER BY recorded_at, id"
        );
        Ok(self.tx.all(&sql, params![company, day], |row| {
            let mut c = Columns::of(row);
            Ok(AlertWord {
                id: c.next()?,
                company: c.next()?,
                party: c.next()?,
                alert: c.next()?,
                until: c.next()?,
                author: c.next()?,
                why: c.next()?,
                set_on: c.next()?,
                recorded_at: c.next()?,
            })
        })?)
    }
}
