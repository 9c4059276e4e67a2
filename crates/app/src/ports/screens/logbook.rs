use crate::ports::terms::BooksResult;
use base::Timestamp;
use base::id::CompanyId;
use domain::journal::{Actor, JournalEntry};

/// Which entries of the journal are wanted; all conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalFilter {
    /// Stable names of kinds; empty for all.
    pub kinds: Vec<&'static str>,
    /// Kinds left out.
    pub without: Vec<&'static str>,
    /// The identifier of what the entry is about, as text; empty for anything.
    pub subject: String,
    /// Any of these identifiers; `None` for anything.
    pub subjects: Option<Vec<String>>,
    /// Written by one of these; `None` for anybody.
    pub actors: Option<Vec<Actor>>,
    /// Recorded at this instant or later.
    pub from: Option<Timestamp>,
    /// Recorded before this instant.
    pub until: Option<Timestamp>,
    /// Entries of a number above this one.
    pub after: Option<u64>,
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

    /// Everybody who ever wrote in it, in no particular order.
    fn journal_actors(&mut self, company: CompanyId) -> BooksResult<Vec<Actor>>;
}
