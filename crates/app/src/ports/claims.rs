use super::terms::BooksResult;
use crate::records::{ClaimRecord, WaiverSaid};
use base::Date;
use base::id::{CompanyId, InvoiceId, PartyId};

/// What documents asked for as interest and fixed compensation.
pub trait Claims {
    fn insert_claims(&mut self, claims: &[ClaimRecord]) -> BooksResult<()>;
    /// In the order they were made.
    fn claims_of_invoices(&mut self, invoices: &[InvoiceId]) -> BooksResult<Vec<ClaimRecord>>;
    /// Words that gave up interest or compensation of an invoice by that day, oldest first.
    fn waivers_said(&mut self, party: PartyId, invoice: InvoiceId, as_of: Date) -> BooksResult<Vec<WaiverSaid>>;
    /// Invoices of a customer for which something was asked, the oldest due first.
    fn invoices_with_claims(&mut self, company: CompanyId, party: PartyId) -> BooksResult<Vec<InvoiceId>>;
}
