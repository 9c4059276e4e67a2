use super::Scope;
use crate::ports::terms::BooksResult;
use base::id::{ActId, AgendaId, CompanyId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, Timestamp};
use domain::facts::{ActState, HoldFacts, WordFacts};
use domain::forecast::OpenAmount;
use serde::{Deserialize, Serialize};

/// An invoice that was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    pub party: PartyId,
    pub amount: Cents,
    pub due_on: Date,
    pub settled_on: Date,
}

/// What one customer owes for one cause, in euros.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartySum {
    pub party: PartyId,
    pub name: String,
    pub invoices: u64,
    pub amount: Cents,
}

/// A sending that failed, or of which nobody knows whether it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroubledAct {
    pub act: ActId,
    pub party: PartyId,
    pub name: String,
    pub state: ActState,
    pub planned_on: Date,
    pub total: Cents,
    pub currency: Currency,
    pub addressed_to: String,
}

/// An old invoice whose limitation may be close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldDebt {
    pub invoice: InvoiceId,
    pub amount: Cents,
}

/// Since when an unpaid invoice is old: for consumers and customers of whom nobody knows what they are, and for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldSince {
    pub consumers: Date,
    pub others: Date,
}

/// A day, or several, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub from: Date,
    pub until: Date,
}

/// Figures as they were counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFigures {
    pub json: String,
    /// What they rest on beside the facts.
    pub basis: String,
    pub made_at: Timestamp,
    /// No fact that bears their day came since.
    pub stands: bool,
}

pub trait Money {
    /// What is open on a day, in order of customer, due date and invoice.
    fn open_amounts(
        &mut self,
        scope: Scope,
        as_of: Date,
        each: &mut dyn FnMut(OpenAmount) -> BooksResult<()>,
    ) -> BooksResult<()>;
    /// Holds opened and not lifted on a day, in order of customer and opening.
    fn holds_open(&mut self, scope: Scope, as_of: Date) -> BooksResult<Vec<(PartyId, HoldFacts)>>;
    /// Words given by a day and not taken back by then, with what the books hold of each.
    fn words_open(&mut self, company: CompanyId, as_of: Date) -> BooksResult<Vec<WordFacts>>;
    /// Invoices settled in these days.
    fn settled(
        &mut self,
        scope: Scope,
        days: Days,
        each: &mut dyn FnMut(Settled) -> BooksResult<()>,
    ) -> BooksResult<()>;
    /// Payments set in these days against invoices due by then, in euros.
    fn collected(&mut self, scope: Scope, days: Days, due_by: Date) -> BooksResult<Cents>;
    /// What was issued by a day less what was set against it by then, in euros, from the facts alone.
    fn owed_by_facts(&mut self, scope: Scope, as_of: Date) -> BooksResult<Cents>;

    /// Whether counting over all that is open takes longer than a page may.
    fn is_large(&mut self, scope: Scope) -> BooksResult<bool>;
    /// The figures of a day kept under that name.
    fn kept_figures(&mut self, scope: Scope, name: &str, on: Date) -> BooksResult<Option<KeptFigures>>;
    /// Of all names but those drawn over the past, only the last day stays.
    fn keep_figures(&mut self, scope: Scope, name: &str, on: Date, kept: &KeptFigures) -> BooksResult<()>;
    /// Grows with every fact that may change a figure.
    fn figures_state(&mut self, company: CompanyId) -> BooksResult<i64>;
    /// Whether lists of that day are read without looking at every fact.
    fn is_laid_out(&mut self, company: CompanyId, as_of: Date) -> BooksResult<bool>;
    /// Lays out what was open on a past day; a few such days stay.
    fn lay_out(&mut self, company: CompanyId, as_of: Date) -> BooksResult<()>;

    /// Customers whose invoices are left alone for that reason, the largest sum first.
    fn silent_for(&mut self, scope: Scope, run: AgendaId, reason: &str, limit: u64) -> BooksResult<Vec<PartySum>>;
    /// Planned since that day, for customers who still owe something; the last first.
    fn troubled_acts(&mut self, scope: Scope, since: Date, limit: u64) -> BooksResult<Vec<TroubledAct>>;
    /// The largest first.
    fn old_debts(&mut self, scope: Scope, since: OldSince, limit: u64) -> BooksResult<Vec<OldDebt>>;
}
