use super::books::BooksResult;
use super::screens::{Cut, Scope};
use crate::records::{
    AssignedMoney, ExtensionRecord, HandoverRecord, WaiverEventRecord, WaiverRecord, WaiverRow, WaiverState,
};
use base::Date;
use base::id::{AllocationId, CompanyId, InvoiceId, PartyId, WaiverId};

/// What was agreed beside instalment plans: parts given up, due dates put off, money that is another's.
pub trait Agreements {
    fn insert_waiver(&mut self, waiver: &WaiverRecord) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when that was decided before.
    fn insert_waiver_event(&mut self, event: &WaiverEventRecord) -> BooksResult<()>;
    fn waiver(&mut self, id: WaiverId) -> BooksResult<Option<WaiverRow>>;
    /// Those that wait for the owner first, then the newest; of one state, or of all.
    fn waiver_rows(
        &mut self,
        scope: Scope,
        state: Option<WaiverState>,
        cut: Cut,
    ) -> BooksResult<Vec<(WaiverRow, String)>>;
    fn waivers_asked(&mut self, scope: Scope) -> BooksResult<u64>;
    /// Oldest first.
    fn waivers_of_party(&mut self, party: PartyId) -> BooksResult<Vec<WaiverRow>>;

    fn insert_extension(&mut self, extension: &ExtensionRecord) -> BooksResult<()>;
    /// Oldest first.
    fn extensions_of_invoice(&mut self, invoice: InvoiceId) -> BooksResult<Vec<ExtensionRecord>>;
    /// The due date that interest counts from, of the invoices of a range of customers whose due date was put off.
    fn interest_dues(
        &mut self,
        company: CompanyId,
        first: PartyId,
        last: PartyId,
    ) -> BooksResult<Vec<(InvoiceId, Date)>>;

    /// # Errors
    /// `Taken` when it was handed over before.
    fn insert_handover(&mut self, handover: &HandoverRecord) -> BooksResult<()>;
    /// Money received for invoices while they were assigned, not taken back: to hand over first, then the newest.
    fn assigned_money(&mut self, scope: Scope, only_kept: bool, cut: Cut) -> BooksResult<Vec<AssignedMoney>>;
    /// One of these, and nothing when the money of that allocation is ours.
    fn assigned_money_of(&mut self, company: CompanyId, allocation: AllocationId)
    -> BooksResult<Option<AssignedMoney>>;
}
