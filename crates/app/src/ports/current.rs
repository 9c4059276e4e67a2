use super::terms::BooksResult;
use crate::records::{QuietItem, WorkItem};
use base::Date;
use base::id::{AgendaId, CompanyId, PartyId};

/// The agenda as it stands now: a cache of the last planning, in which one customer can be planned again. What each
/// planning gave stays beside it, unchanged.
pub trait CurrentAgenda {
    /// The planning it was made from, and its day.
    fn current_run(&mut self, company: CompanyId) -> BooksResult<Option<(AgendaId, Date)>>;
    fn set_current_run(&mut self, company: CompanyId, run: AgendaId, as_of: Date) -> BooksResult<()>;
    /// Forgets what stands for one customer, or for all of them.
    fn clear_current(&mut self, company: CompanyId, party: Option<PartyId>) -> BooksResult<()>;
    fn insert_current(&mut self, work: &[WorkItem], quiet: &[QuietItem]) -> BooksResult<()>;
}
