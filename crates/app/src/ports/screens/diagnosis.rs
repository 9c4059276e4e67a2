use super::{Cut, Scope};
use crate::ports::terms::BooksResult;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};

/// An overdue invoice that nobody ever reminded its customer of, and that nothing stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForgottenRow {
    pub party: PartyId,
    pub customer: String,
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: Date,
    pub outstanding: Cents,
    pub currency: Currency,
}

/// Forgotten invoices in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgottenSum {
    pub currency: Currency,
    pub invoices: u64,
    pub customers: u64,
    pub outstanding: Cents,
}

/// An invoice that was settled, and when it should have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledRow {
    pub party: PartyId,
    pub number: String,
    pub due_on: Date,
    pub settled_on: Date,
}

/// A customer who owes something and cannot be written to or called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreachableRow {
    pub party: PartyId,
    pub customer: String,
    pub outstanding: Cents,
    pub currency: Currency,
}

pub trait Diagnoses {
    fn forgotten_sums(&mut self, scope: Scope, as_of: Date) -> BooksResult<Vec<ForgottenSum>>;
    /// The largest first.
    fn forgotten_rows(&mut self, scope: Scope, as_of: Date, cut: Cut) -> BooksResult<Vec<ForgottenRow>>;
    /// Invoices settled from that day on, in order of customer, then of due date; streamed.
    fn settled_since(
        &mut self,
        scope: Scope,
        since: Date,
        each: &mut dyn FnMut(SettledRow) -> BooksResult<()>,
    ) -> BooksResult<()>;
    /// The largest first.
    fn unreachable_rows(&mut self, scope: Scope) -> BooksResult<Vec<UnreachableRow>>;
}
