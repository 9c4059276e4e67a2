use super::terms::BooksResult;
use crate::records::{
    CorrectionRecord, DisputeEntry, DisputeHold, DisputeOutcome, DisputeRecord, HoldRecord, IssuedRecord,
};
use base::id::{CompanyId, DisputeEntryId, DisputeId, HoldId, InvoiceId};

/// Disputes and the documents that put them right: facts, inserted once.
pub trait Disputes {
    fn insert_dispute(&mut self, dispute: &DisputeRecord) -> BooksResult<()>;
    fn insert_dispute_hold(&mut self, hold: &DisputeHold) -> BooksResult<()>;
    /// With the exact bytes, of a file.
    ///
    /// # Errors
    /// `Taken` when that place in the dispute is taken: somebody else was first.
    fn insert_dispute_entry(&mut self, entry: &DisputeEntry, bytes: Option<&[u8]>) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when the dispute has an outcome already.
    fn insert_dispute_outcome(&mut self, outcome: &DisputeOutcome) -> BooksResult<()>;
    fn insert_correction(&mut self, correction: &CorrectionRecord) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when that place of the series is taken.
    fn insert_issued(&mut self, issued: &IssuedRecord) -> BooksResult<()>;
    fn insert_document_file(
        &mut self,
        company: CompanyId,
        document: InvoiceId,
        name: &str,
        bytes: &[u8],
    ) -> BooksResult<()>;

    fn dispute(&mut self, id: DisputeId) -> BooksResult<Option<DisputeRecord>>;
    fn dispute_of_hold(&mut self, hold: HoldId) -> BooksResult<Option<DisputeId>>;
    /// Disputes ever opened on an invoice, or carried over to it; the oldest first.
    fn disputes_on(&mut self, invoice: InvoiceId) -> BooksResult<Vec<DisputeRecord>>;
    /// The hold that is not lifted, and whether it only waits for a credit note.
    fn standing_hold(&mut self, dispute: DisputeId) -> BooksResult<Option<(HoldRecord, bool)>>;
    /// The hold it was opened with: its sentence.
    fn first_hold(&mut self, dispute: DisputeId) -> BooksResult<Option<HoldRecord>>;
    /// Oldest first.
    fn dispute_entries(&mut self, dispute: DisputeId) -> BooksResult<Vec<DisputeEntry>>;
    /// Name and bytes, of the file of an entry of that company.
    fn dispute_file(&mut self, company: CompanyId, entry: DisputeEntryId) -> BooksResult<Option<(String, Vec<u8>)>>;
    fn dispute_outcome(&mut self, dispute: DisputeId) -> BooksResult<Option<DisputeOutcome>>;

    /// Credit notes and new invoices of a dispute, in order of recording.
    fn corrections_in(&mut self, dispute: DisputeId) -> BooksResult<Vec<CorrectionRecord>>;
    /// Those that put an invoice right, in order of recording.
    fn corrections_of(&mut self, invoice: InvoiceId) -> BooksResult<Vec<CorrectionRecord>>;
    /// What a document puts right, if it is a correction.
    fn correction(&mut self, document: InvoiceId) -> BooksResult<Option<CorrectionRecord>>;
    /// The last place taken in a series; 0 when none is.
    fn last_position(&mut self, company: CompanyId, series: &str) -> BooksResult<i64>;
    fn issued(&mut self, document: InvoiceId) -> BooksResult<Option<IssuedRecord>>;
    /// All documents made out here, in order of series and position, each with its bytes.
    fn each_issued(
        &mut self,
        company: CompanyId,
        each: &mut dyn FnMut(IssuedRecord, Vec<u8>) -> BooksResult<()>,
    ) -> BooksResult<()>;
    /// All files of disputes: name, hash as recorded, bytes.
    fn each_dispute_file(
        &mut self,
        company: CompanyId,
        each: &mut dyn FnMut(String, String, Vec<u8>) -> BooksResult<()>,
    ) -> BooksResult<()>;
    /// Name and exact bytes of a document made out or recorded here.
    fn document_file(&mut self, document: InvoiceId) -> BooksResult<Option<(String, Vec<u8>)>>;
}
