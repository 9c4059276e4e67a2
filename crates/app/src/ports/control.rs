use super::screens::Cut;
use super::terms::BooksResult;
use crate::records::{ControlRecord, Culprit, Difference, LedgerSource, OurDocument};
use base::Date;
use base::id::{CompanyId, InvoiceId, PartyId};

/// Our balances beside those of the accounting, as last compared. A cache: it may be made again at any time.
pub trait ControlBooks {
    /// The imported ledger that reaches furthest.
    fn latest_ledger(&mut self, company: CompanyId) -> BooksResult<Option<LedgerSource>>;
    /// The customer that goes by this code in the accounting.
    fn party_of_code(&mut self, company: CompanyId, code: &str) -> BooksResult<Option<PartyId>>;
    /// All documents in euros of a customer, issued until that day.
    fn documents_of_party(&mut self, party: PartyId, until: Date) -> BooksResult<Vec<OurDocument>>;
    /// Invoices whose write-off was in force on that day.
    fn written_off_on(&mut self, company: CompanyId, on: Date) -> BooksResult<Vec<InvoiceId>>;
    /// Takes the place of the comparison before.
    fn keep_control(&mut self, control: &ControlRecord, differences: &[(Difference, Vec<Culprit>)]) -> BooksResult<()>;
    fn control(&mut self, company: CompanyId) -> BooksResult<Option<ControlRecord>>;
    /// The largest first.
    fn differences(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<Difference>>;
    fn difference(&mut self, company: CompanyId, place: i64) -> BooksResult<Option<Difference>>;
    fn culprits(&mut self, company: CompanyId, place: i64, cut: Cut) -> BooksResult<Vec<Culprit>>;
}
