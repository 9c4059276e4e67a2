//! What the arithmetic behind an amount reads: the facts summed by the database, for one customer or one promise.

use super::{AgedInvoice, PromiseRow, Scope};
use crate::ports::terms::BooksResult;
use base::id::{CompanyId, HoldId, InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::situation::BUCKETS;

/// The open invoices of one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenOf {
    pub company: CompanyId,
    pub party: PartyId,
    /// Those of a day; `None` for what stands now.
    pub on: Option<Date>,
    pub today: Date,
}

impl OpenOf {
    /// The day lateness is counted on.
    pub fn day(&self) -> Date {
        self.on.unwrap_or(self.today)
    }
}

/// What one customer owes in one currency: `shown` as lists read it, `invoiced` and `in_favour` from facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSum {
    pub currency: Currency,
    pub invoices: u64,
    /// What the open invoices were made out for.
    pub invoiced: Cents,
    pub credits: u64,
    /// What is left of credit notes and advances, below zero.
    pub in_favour: Cents,
    pub shown: Cents,
    pub shown_overdue: Cents,
    pub late: u64,
    pub late_amount: Cents,
    /// Credits of days before, below zero.
    pub late_in_favour: Cents,
    pub buckets: [Cents; BUCKETS.len()],
}

/// What is set against an invoice, in the words of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettledKind {
    Payment,
    CreditNote,
    Waiver,
    /// Read in a ledger or a list that names no payment.
    Told,
}

impl SettledKind {
    pub fn parse(code: &str) -> Option<SettledKind> {
        Some(match code {
            "payment" => SettledKind::Payment,
            "credit_note" => SettledKind::CreditNote,
            "waiver" => SettledKind::Waiver,
            "told" => SettledKind::Told,
            _ => return None,
        })
    }

    pub fn french(self) -> &'static str {
        match self {
            SettledKind::Payment => "Paiements déjà reçus sur ces factures",
            SettledKind::CreditNote => "Avoirs imputés sur ces factures",
            SettledKind::Waiver => "Remises accordées",
            SettledKind::Told => "Règlements lus dans une comptabilité ou une liste",
        }
    }
}

/// What was set against the open invoices of a customer, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSettled {
    pub currency: Currency,
    pub kind: SettledKind,
    pub amount: Cents,
}

/// Money that counts for a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordMoney {
    pub invoice: InvoiceId,
    pub number: String,
    pub on: Date,
    pub amount: Cents,
}

pub trait Reckonings {
    /// The last day that counts when lists show that day; `None` when nothing known is later.
    fn reckoned_until(&mut self, company: CompanyId, on: Date) -> BooksResult<Option<Date>>;
    /// One for each currency, the largest first.
    fn open_sums(&mut self, of: OpenOf) -> BooksResult<Vec<OpenSum>>;
    fn open_settled(&mut self, of: OpenOf) -> BooksResult<Vec<OpenSettled>>;
    /// The largest first, whatever their sign.
    fn open_largest(&mut self, of: OpenOf, currency: Currency, limit: u64) -> BooksResult<Vec<AgedInvoice>>;
    /// A promise as the list of promises has it.
    fn promise_row(&mut self, scope: Scope, hold: HoldId, today: Date) -> BooksResult<Option<PromiseRow>>;
    /// In order of day: what the promise's sum of money received is made of.
    fn word_money(&mut self, hold: HoldId, today: Date) -> BooksResult<Vec<WordMoney>>;
}
