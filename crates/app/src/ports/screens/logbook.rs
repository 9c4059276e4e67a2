use crate::ports::terms::BooksResult;
use base::Timestamp;
use base::id::CompanyId;
use domain::journal::JournalEntry;

/// Which entries of the journal are wanted; all conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalFilter {
    /// Stable names of kinds; empty for all.
    pub kinds: Vec<&'static str>,
    /// The identifier of what the entry is about, as text; empty for anything.
    pub subject: String,
    /// Recorded before this instant.
    pub until: Option<Timestamp>,
    /// Entries of a number below this one: where the page before ended.
    pub before: Option<u64>,
}

pub trait Logbook {
    /// Newest first.
    fn journal_page(
        &mut self,
        company: CompanyId,
        filter: &JournalFilter,
        limit: u64,
    ) -> BooksResult<Vec<JournalEntry>>;
}
