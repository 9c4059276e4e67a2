//! What every port speaks in: how reading and writing end, as of when one looks, and what they hand over.

use base::id::{BankLineId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, Timestamp};
use std::collections::HashSet;

/// Why the books could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// A unique key is taken: somebody else was first.
    #[error("c’est déjà enregistré : {0}")]
    Taken(String),
    /// What was asked for does not exist.
    #[error("introuvable : {0}")]
    NotFound(String),
    /// The database itself failed; the text says how.
    #[error("{0}")]
    Broken(String),
}

pub type BooksResult<T> = Result<T, BooksError>;

/// As of which day, and knowing what: `known_at` leaves out what was recorded later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    pub as_of: Date,
    pub known_at: Option<Timestamp>,
}

/// One row of the aged balance on any date: an invoice and what was outstanding then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    pub invoice: InvoiceId,
    pub party: PartyId,
    pub number: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub currency: Currency,
    pub principal: Cents,
    pub outstanding: Cents,
}

/// Totals that `verify` compares between facts and caches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub invoices: u64,
    pub principal: Cents,
    pub allocated: Cents,
    /// Sum of the cached balances; equals `principal` less `allocated`.
    pub outstanding: Cents,
    /// Invoices whose cached balance is not what the facts say; the first hundred.
    pub stale_balances: Vec<String>,
    /// Keys of payments more than fully allocated; the first hundred.
    pub overallocated: Vec<String>,
}

/// What a transaction inserted that may tell more of a bank credit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    pub lines: HashSet<BankLineId>,
    /// New ones, and those that something was set against.
    pub invoices: HashSet<InvoiceId>,
    /// Amounts of new payments.
    pub paid: HashSet<Cents>,
}

impl Touched {
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.invoices.is_empty() && self.paid.is_empty()
    }

    pub fn add(&mut self, other: Touched) {
        self.lines.extend(other.lines);
        self.invoices.extend(other.invoices);
        self.paid.extend(other.paid);
    }
}
