use super::books::BooksResult;
use crate::records::{ExportRecord, MovementRow};
use base::Date;
use base::id::{CompanyId, ExportId, InvoiceId};

/// What was handed to the accountant, and what was not yet.
pub trait EntryBooks {
    /// Payments of the bank or recorded by hand, in euros, and their returns, between both days, `until` included, that no
    /// export holds; by day.
    fn movements_to_export(
        &mut self,
        company: CompanyId,
        after: Option<Date>,
        until: Date,
    ) -> BooksResult<Vec<MovementRow>>;
    /// The same that are in another currency: nobody told their value in euros.
    fn foreign_movements(&mut self, company: CompanyId, after: Option<Date>, until: Date) -> BooksResult<u64>;
    /// # Errors
    /// `Taken` when one of the movements is in an export already.
    fn insert_export(&mut self, export: &ExportRecord, movements: &[MovementRow]) -> BooksResult<()>;
    /// Newest first.
    fn exports(&mut self, company: CompanyId, limit: u64) -> BooksResult<Vec<ExportRecord>>;
    /// In order.
    fn movements_of_export(&mut self, export: ExportId) -> BooksResult<Vec<MovementRow>>;
    /// The latest day until which an imported ledger knows the bank.
    fn ledger_known_until(&mut self, company: CompanyId) -> BooksResult<Option<Date>>;
    /// How many invoices of its customer were recorded before it: what is added later never changes it.
    fn rank_of_invoice(&mut self, invoice: InvoiceId) -> BooksResult<u64>;
}
