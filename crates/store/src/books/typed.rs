//! Invoices that a person typed in: who did, and what the invoice itself does not keep.

use super::SqlBooks;
use super::columns::{Columns, columns};
use crate::engine::Value;
use crate::params;
use app::ports::terms::BooksResult;
use app::ports::typed::TypedBooks;
use app::records::TypedInvoiceRecord;
use base::id::InvoiceId;

columns!(TYPED, TYPED_LIST: invoice, company, vat, subject, author, recorded_at);

impl TypedBooks for SqlBooks<'_, '_> {
    fn insert_typed_invoice(&mut self, typed: &TypedInvoiceRecord) -> BooksResult<()> {
        let row = [
            typed.invoice.into(),
            typed.company.into(),
            typed.vat.into(),
            typed.subject.as_deref().into(),
            Value::from(&typed.author),
            typed.recorded_at.into(),
        ];
        Ok(self.tx.insert_many("typed_invoice", TYPED, [row]).map(drop)?)
    }

    fn typed_invoice(&mut self, invoice: InvoiceId) -> BooksResult<Option<TypedInvoiceRecord>> {
        let sql = format!("SELECT {TYPED_LIST} FROM typed_invoice WHERE invoice = $1");
        Ok(self.tx.one(&sql, params![invoice], |row| {
            let mut c = Columns::of(row);
            Ok(TypedInvoiceRecord {
                invoice: c.next()?,
                company: c.next()?,
                vat: c.next()?,
                subject: c.next()?,
                author: c.next()?,
                recorded_at: c.next()?,
            })
        })?)
    }
}
