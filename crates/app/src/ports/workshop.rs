//! Where drafts, replays and texts of a company's own are kept. Part of the books' transaction, so that a change and its
//! journal line are one.

use super::terms::BooksResult;
use crate::records::{CaseRecord, DraftRecord, OwnText, ReplayRecord, ScenarioRetirement, VersionRecord};
use base::Timestamp;
use base::id::{CompanyId, PartyId};

pub trait Workshop {
    /// In order of name.
    fn drafts(&mut self, company: CompanyId) -> BooksResult<Vec<DraftRecord>>;
    /// Takes the place of an earlier draft of that name.
    fn put_draft(&mut self, company: CompanyId, draft: &DraftRecord) -> BooksResult<()>;
    fn drop_draft(&mut self, company: CompanyId, name: &str) -> BooksResult<()>;

    /// What the company adopted under that name, oldest first.
    fn scenario_versions(&mut self, company: CompanyId, name: &str) -> BooksResult<Vec<VersionRecord>>;
    /// Makes an earlier version the current one again; `false` when it was never adopted.
    fn reinstate_scenario(&mut self, company: CompanyId, name: &str, version: &str) -> BooksResult<bool>;

    /// No version of that name is in use any more; all stay known.
    ///
    /// # Errors
    /// `Taken` when that was done before.
    fn retire_scenario(&mut self, company: CompanyId, gone: &ScenarioRetirement) -> BooksResult<()>;
    fn scenario_retired(&mut self, company: CompanyId, name: &str) -> BooksResult<Option<ScenarioRetirement>>;
    /// Customers for whom it was chosen, or whose case runs under it, by name.
    fn scenario_users(&mut self, company: CompanyId, name: &str, limit: u64) -> BooksResult<Vec<(PartyId, String)>>;

    fn replay(&mut self, company: CompanyId, name: &str) -> BooksResult<Option<ReplayRecord>>;
    /// Begins a replay in the place of the one before.
    fn put_replay(&mut self, company: CompanyId, replay: &ReplayRecord) -> BooksResult<()>;
    /// Notes how far it is, or how it ended; `false` when another one has taken its place.
    fn note_replay(&mut self, company: CompanyId, replay: &ReplayRecord) -> BooksResult<bool>;

    /// The last one of each template and language.
    fn own_texts(&mut self, company: CompanyId) -> BooksResult<Vec<OwnText>>;
    /// Newest first.
    fn own_text_versions(&mut self, company: CompanyId, template: &str, lang: &str) -> BooksResult<Vec<OwnText>>;
    /// # Errors
    /// `Taken` when that sequence number exists: somebody else was first.
    fn insert_own_text(&mut self, company: CompanyId, text: &OwnText) -> BooksResult<()>;

    /// Forgets under which scenario each customer is followed.
    fn clear_cases(&mut self, company: CompanyId) -> BooksResult<()>;
    fn insert_cases(&mut self, company: CompanyId, cases: &[CaseRecord]) -> BooksResult<()>;

    /// When the first invoice was taken in.
    fn kept_since(&mut self, company: CompanyId) -> BooksResult<Option<Timestamp>>;
}
