use super::terms::BooksResult;
use crate::records::{AlertWord, AlertWordLift};
use base::Date;
use base::id::CompanyId;

/// Alerts that somebody set aside.
pub trait AlertBooks {
    fn insert_alert_word(&mut self, word: &AlertWord) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when it was brought back before.
    fn insert_alert_word_lift(&mut self, lift: &AlertWordLift) -> BooksResult<()>;
    /// Those that keep an alert out of sight on that day, in the order they were said.
    fn alert_words(&mut self, company: CompanyId, day: Date) -> BooksResult<Vec<AlertWord>>;
}
