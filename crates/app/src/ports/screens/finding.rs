//! What the search finds, by kind.

use super::Scope;
use crate::ports::terms::BooksResult;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date};

/// A customer found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCustomer {
    pub party: PartyId,
    pub name: String,
    pub city: Option<String>,
    pub siren: Option<String>,
    pub outstanding: Cents,
}

/// An invoice found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundInvoice {
    pub invoice: InvoiceId,
    pub number: String,
    pub customer: String,
    pub issued_on: Date,
    pub currency: Currency,
    pub gross: Cents,
    pub outstanding: Cents,
}

/// Money found by its amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPayment {
    pub party: PartyId,
    pub customer: String,
    pub received_on: Date,
    pub amount: Cents,
    pub currency: Currency,
    pub reference: String,
}

/// A person found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundContact {
    pub party: PartyId,
    pub customer: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

pub trait Finding {
    /// By a part of the name, the SIREN or our own code.
    fn find_customers(&mut self, scope: Scope, text: &str, limit: u64) -> BooksResult<Vec<FoundCustomer>>;
    /// By number in any spacing: those that begin so first, then those that hold it.
    fn find_invoices(&mut self, scope: Scope, number: &str, limit: u64) -> BooksResult<Vec<FoundInvoice>>;
    /// Of exactly that amount, or with that much left to pay.
    fn find_amounts(&mut self, scope: Scope, amount: Cents, limit: u64) -> BooksResult<Vec<FoundInvoice>>;
    fn find_payments(&mut self, scope: Scope, amount: Cents, limit: u64) -> BooksResult<Vec<FoundPayment>>;
    /// By a part of the name or address, or by telephone number.
    fn find_contacts(&mut self, scope: Scope, text: &str, limit: u64) -> BooksResult<Vec<FoundContact>>;
}
