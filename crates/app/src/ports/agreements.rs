use super::screens::{Cut, PartySum, Scope};
use super::terms::{BooksResult, View};
use crate::records::{
    AssignedMoney, ExtensionRecord, HandoverRecord, ServiceRestored, ServiceTermsRecord, SuspendedService,
    WaiverEventRecord, WaiverRecord, WaiverRow, WaiverState,
};
use base::Date;
use base::id::{ActId, AllocationId, CompanyId, InvoiceId, PartyId, WaiverId};
use domain::facts::ServiceTerms;

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
    /// Those that wait for the owner, by customer, the largest first.
    fn waivers_to_decide(&mut self, scope: Scope) -> BooksResult<Vec<PartySum>>;
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

    fn insert_service_terms(&mut self, record: &ServiceTermsRecord) -> BooksResult<()>;
    /// What the terms that the customer accepted say, in that view.
    fn service_terms(&mut self, company: CompanyId, party: PartyId, view: View) -> BooksResult<Option<ServiceTerms>>;
    /// # Errors
    /// `Taken` when it runs again already.
    fn insert_service_restored(&mut self, restored: &ServiceRestored) -> BooksResult<()>;
    fn is_service_restored(&mut self, act: ActId) -> BooksResult<bool>;
    /// Those to restore first, then those that are suspended, then the others.
    fn suspended_services(&mut self, scope: Scope, cut: Cut) -> BooksResult<Vec<SuspendedService>>;
    /// Those that are paid and do not run again, with what they had been suspended for, by customer, the largest first.
    fn services_to_restore(&mut self, scope: Scope) -> BooksResult<Vec<PartySum>>;
}
