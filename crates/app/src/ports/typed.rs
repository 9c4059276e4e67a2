use super::terms::BooksResult;
use crate::records::TypedInvoiceRecord;
use base::id::InvoiceId;

/// Invoices that a person typed in.
pub trait TypedBooks {
    fn insert_typed_invoice(&mut self, typed: &TypedInvoiceRecord) -> BooksResult<()>;
    /// `None` when a file said it.
    fn typed_invoice(&mut self, invoice: InvoiceId) -> BooksResult<Option<TypedInvoiceRecord>>;
}
