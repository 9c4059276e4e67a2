use super::terms::BooksResult;
use crate::records::{RestorationRecord, RestorationReview, ReturnedAddress};
use base::id::CompanyId;

/// What makes the books unsure of what reached whom: letters that came back, copies that were put back.
pub trait Mishaps {
    /// Keeps the customer's present address with it: another address may be written to again.
    fn insert_returned_address(&mut self, returned: &ReturnedAddress) -> BooksResult<()>;
    fn insert_restoration(&mut self, restoration: &RestorationRecord) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when it was reviewed already.
    fn insert_restoration_review(&mut self, review: &RestorationReview) -> BooksResult<()>;
    /// The latest restoration that nobody reviewed.
    fn open_restoration(&mut self, company: CompanyId) -> BooksResult<Option<RestorationRecord>>;
}
