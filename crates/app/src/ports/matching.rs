use super::screens::Cut;
use super::terms::{BooksResult, View};
use crate::records::RemainderRow;
use crate::records::{AllocationRecord, LineProposal, LineSetAside, MatchedLine, PayerSeen, PlanRow, WaitingLine};
use base::id::{AllocationId, BankLineId, CompanyId, InvoiceId, PartyId, PaymentId};
use base::{Date, Timestamp};

/// What matching reads beside the credits themselves, and what it makes of those that wait.
pub trait Matching {
    /// Every customer and its name, in order of identifier.
    fn customer_names(&mut self, company: CompanyId) -> BooksResult<Vec<(PartyId, String)>>;
    /// Names and accounts under which customers paid, as a person or a ledger confirmed; taken back with the match.
    fn payers_seen(&mut self, company: CompanyId) -> BooksResult<Vec<PayerSeen>>;
    /// That allocation sets a credit note which this payment deducted.
    fn insert_deduction(
        &mut self,
        company: CompanyId,
        allocation: AllocationId,
        payment: PaymentId,
        at: Timestamp,
    ) -> BooksResult<()>;
    /// In the order they were made.
    fn deductions_of(&mut self, payment: PaymentId) -> BooksResult<Vec<AllocationId>>;
    fn allocation(&mut self, id: AllocationId) -> BooksResult<Option<AllocationRecord>>;
    /// Customers, or invoices of theirs, whose receivables were assigned and not taken back.
    fn assigned(&mut self, company: CompanyId) -> BooksResult<Vec<(PartyId, Option<InvoiceId>)>>;
    /// Plans accepted by the view's day, neither withdrawn nor broken by then, with something still open on their invoices,
    /// in the order they were proposed.
    fn plans_running(&mut self, company: CompanyId, view: View) -> BooksResult<Vec<PlanRow>>;
    /// In the place of all there were for the company.
    fn replace_line_proposals(&mut self, company: CompanyId, proposals: &[LineProposal]) -> BooksResult<()>;
    /// What was made of one credit, if it was studied.
    fn line_proposal(&mut self, company: CompanyId, line: BankLineId) -> BooksResult<Option<String>>;
    /// Credits that wait: certain ones first, then those to sort, then the rest; the latest first.
    fn waiting_lines(&mut self, company: CompanyId, since: Date, view: View, cut: Cut)
    -> BooksResult<Vec<WaitingLine>>;
    fn waiting_count(&mut self, company: CompanyId, since: Date, view: View) -> BooksResult<u64>;
    /// Credits that are payments, the latest matched first.
    fn matched_lines(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<MatchedLine>>;
    /// Rests of invoices that a person must say something of, oldest first.
    fn remainders(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<RemainderRow>>;
    fn remainder_count(&mut self, company: CompanyId) -> BooksResult<u64>;
    /// Credits that are no customer's or that tell another line's money again, the latest said first.
    fn lines_set_aside(&mut self, company: CompanyId, cut: Cut) -> BooksResult<Vec<LineSetAside>>;
}
