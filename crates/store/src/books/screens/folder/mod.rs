//! The folder of a customer: its rows are found by the indexes on a customer, and cut by the database.
//!
//! [`timeline`] tells what happened, [`invoices`] where each invoice stands, [`papers`] what was received and sent.

mod invoices;
mod papers;
mod timeline;

use crate::books::SqlBooks;
use app::ports::screens::{
    ActRowBrief, Cut, Exposure, Folder, InvoiceRow, InvoiceStatus, PaidRow, ReturnRow, Scope, SourceRow, TimelineRow,
    Told,
};
use app::ports::terms::BooksResult;
use app::records::HoldRecord;
use base::id::{CompanyId, InvoiceId, PartyId, PaymentId, SourceId};
use base::{Date, Timestamp};
use domain::facts::WordFacts;
use domain::payer::Settlement;

impl Folder for SqlBooks<'_, '_> {
    fn exposure(&mut self, company: CompanyId, party: PartyId, as_of: Date) -> BooksResult<Vec<Exposure>> {
        Ok(invoices::exposure(self.tx, company, party, as_of)?)
    }
    fn timeline(
        &mut self,
        company: CompanyId,
        party: PartyId,
        told: &[Told],
        cut: Cut,
    ) -> BooksResult<Vec<TimelineRow>> {
        Ok(timeline::rows(self.tx, company, party, told, cut)?)
    }
    fn paid_by(&mut self, payments: &[PaymentId]) -> BooksResult<Vec<PaidRow>> {
        Ok(timeline::paid_by(self.tx, payments)?)
    }
    fn returns_of(&mut self, payments: &[PaymentId]) -> BooksResult<Vec<ReturnRow>> {
        Ok(timeline::returns_of(self.tx, payments)?)
    }
    fn invoice_statuses(
        &mut self,
        company: CompanyId,
        party: PartyId,
        as_of: Date,
    ) -> BooksResult<Vec<(InvoiceStatus, u64)>> {
        Ok(invoices::statuses(self.tx, company, party, as_of)?)
    }
    fn invoices_of_party(
        &mut self,
        company: CompanyId,
        party: PartyId,
        as_of: Date,
        status: Option<InvoiceStatus>,
        cut: Cut,
    ) -> BooksResult<Vec<InvoiceRow>> {
        Ok(invoices::rows(self.tx, (company, party), as_of, status, cut)?)
    }
    fn invoice_standing(
        &mut self,
        company: CompanyId,
        party: PartyId,
        invoice: InvoiceId,
        as_of: Date,
    ) -> BooksResult<Option<InvoiceRow>> {
        Ok(invoices::one(self.tx, (company, party), invoice, as_of)?)
    }
    fn settlements(&mut self, company: CompanyId, party: PartyId, limit: u64) -> BooksResult<Vec<Settlement>> {
        Ok(invoices::settlements(self.tx, company, party, limit)?)
    }
    fn words_of_party(
        &mut self,
        company: CompanyId,
        party: PartyId,
        as_of: Date,
        limit: u64,
    ) -> BooksResult<Vec<WordFacts>> {
        Ok(crate::books::promise::of_party(self.tx, company, party, as_of, limit)?)
    }
    fn sources_of_party(&mut self, company: CompanyId, party: PartyId, cut: Cut) -> BooksResult<Vec<SourceRow>> {
        Ok(papers::sources(self.tx, company, party, cut)?)
    }
    fn may_see_source(&mut self, scope: Scope, party: PartyId, source: SourceId) -> BooksResult<bool> {
        Ok(papers::may_see_source(self.tx, scope, party, source)?)
    }
    fn papers_of_party(&mut self, company: CompanyId, party: PartyId, cut: Cut) -> BooksResult<Vec<ActRowBrief>> {
        Ok(papers::of_party(self.tx, company, party, cut)?)
    }
    fn acts_naming(&mut self, company: CompanyId, invoice: InvoiceId, limit: u64) -> BooksResult<Vec<ActRowBrief>> {
        Ok(papers::naming(self.tx, company, invoice, limit)?)
    }
    fn holds_on(
        &mut self,
        company: CompanyId,
        party: PartyId,
        invoice: InvoiceId,
        limit: u64,
    ) -> BooksResult<Vec<(HoldRecord, Option<Date>)>> {
        Ok(crate::books::hold::on_invoice(self.tx, (company, party), invoice, limit)?)
    }
    fn due_statements(&mut self, invoice: InvoiceId) -> BooksResult<Vec<(Date, String, Timestamp)>> {
        Ok(invoices::due_statements(self.tx, invoice)?)
    }
}
