//! The port of disputes and corrections, handed over to [`super::dispute`].

use super::{SqlBooks, dispute};
use app::ports::disputes::Disputes;
use app::ports::terms::BooksResult;
use app::records::{
    CorrectionRecord, DisputeEntry, DisputeHold, DisputeOutcome, DisputeRecord, HoldRecord, IssuedRecord,
};
use base::id::{CompanyId, DisputeEntryId, DisputeId, HoldId, InvoiceId};

impl Disputes for SqlBooks<'_, '_> {
    fn insert_dispute(&mut self, dispute: &DisputeRecord) -> BooksResult<()> {
        Ok(dispute::insert(self.tx, dispute)?)
    }
    fn insert_dispute_hold(&mut self, hold: &DisputeHold) -> BooksResult<()> {
        Ok(dispute::insert_hold(self.tx, hold)?)
    }
    fn insert_dispute_entry(&mut self, entry: &DisputeEntry, bytes: Option<&[u8]>) -> BooksResult<()> {
        Ok(dispute::insert_entry(self.tx, entry, bytes)?)
    }
    fn insert_dispute_outcome(&mut self, outcome: &DisputeOutcome) -> BooksResult<()> {
        Ok(dispute::insert_outcome(self.tx, outcome)?)
    }
    fn insert_correction(&mut self, correction: &CorrectionRecord) -> BooksResult<()> {
        Ok(dispute::insert_correction(self.tx, correction)?)
    }
    fn insert_issued(&mut self, issued: &IssuedRecord) -> BooksResult<()> {
        Ok(dispute::insert_issued(self.tx, issued)?)
    }
    fn insert_document_file(
        &mut self,
        company: CompanyId,
        document: InvoiceId,
        name: &str,
        bytes: &[u8],
    ) -> BooksResult<()> {
        Ok(dispute::insert_file(self.tx, company, document, name, bytes)?)
    }

    fn dispute(&mut self, id: DisputeId) -> BooksResult<Option<DisputeRecord>> {
        Ok(dispute::by_id(self.tx, id)?)
    }
    fn dispute_of_hold(&mut self, hold: HoldId) -> BooksResult<Option<DisputeId>> {
        Ok(dispute::of_hold(self.tx, hold)?)
    }
    fn disputes_on(&mut self, invoice: InvoiceId) -> BooksResult<Vec<DisputeRecord>> {
        Ok(dispute::on_invoice(self.tx, invoice)?)
    }
    fn standing_hold(&mut self, dispute: DisputeId) -> BooksResult<Option<(HoldRecord, bool)>> {
        Ok(dispute::standing_hold(self.tx, dispute)?)
    }
    fn first_hold(&mut self, dispute: DisputeId) -> BooksResult<Option<HoldRecord>> {
        Ok(dispute::first_hold(self.tx, dispute)?)
    }
    fn dispute_entries(&mut self, dispute: DisputeId) -> BooksResult<Vec<DisputeEntry>> {
        Ok(dispute::entries(self.tx, dispute)?)
    }
    fn dispute_file(&mut self, company: CompanyId, entry: DisputeEntryId) -> BooksResult<Option<(String, Vec<u8>)>> {
        Ok(dispute::file(self.tx, company, entry)?)
    }
    fn dispute_outcome(&mut self, dispute: DisputeId) -> BooksResult<Option<DisputeOutcome>> {
        Ok(dispute::outcome(self.tx, dispute)?)
    }

    fn corrections_in(&mut self, dispute: DisputeId) -> BooksResult<Vec<CorrectionRecord>> {
        Ok(dispute::corrections_in(self.tx, dispute)?)
    }
    fn corrections_of(&mut self, invoice: InvoiceId) -> BooksResult<Vec<CorrectionRecord>> {
        Ok(dispute::corrections_of(self.tx, invoice)?)
    }
    fn correction(&mut self, document: InvoiceId) -> BooksResult<Option<CorrectionRecord>> {
        Ok(dispute::correction(self.tx, document)?)
    }
    fn last_position(&mut self, company: CompanyId, series: &str) -> BooksResult<i64> {
        Ok(dispute::last_position(self.tx, company, series)?)
    }
    fn issued(&mut self, document: InvoiceId) -> BooksResult<Option<IssuedRecord>> {
        Ok(dispute::issued(self.tx, document)?)
    }
    fn each_issued(
        &mut self,
        company: CompanyId,
        each: &mut dyn FnMut(IssuedRecord, Vec<u8>) -> BooksResult<()>,
    ) -> BooksResult<()> {
        dispute::each_issued(self.tx, company, each)
    }
    fn each_dispute_file(
        &mut self,
        company: CompanyId,
        each: &mut dyn FnMut(String, String, Vec<u8>) -> BooksResult<()>,
    ) -> BooksResult<()> {
        dispute::each_file(self.tx, company, each)
    }
    fn document_file(&mut self, document: InvoiceId) -> BooksResult<Option<(String, Vec<u8>)>> {
        Ok(dispute::document_file(self.tx, document)?)
    }
}
