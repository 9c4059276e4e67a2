use super::Cut;
use crate::ports::terms::BooksResult;
use base::Timestamp;
use base::id::CompanyId;

/// A file that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenFile {
    pub name: String,
    pub format: String,
    pub sha256: String,
    pub recorded_at: Timestamp,
}

pub trait IntakeScreens {
    /// Newest first.
    fn source_rows(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<TakenFile>>;
}
