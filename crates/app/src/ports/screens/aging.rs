use super::{Cut, Scope};
use crate::ports::terms::BooksResult;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::situation::BUCKETS;

/// What one customer owes by age, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgedParty {
    pub party: PartyId,
    pub name: String,
    pub currency: Currency,
    pub invoices: u64,
    pub buckets: [Cents; BUCKETS.len()],
    pub total: Cents,
}

/// One open invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgedInvoice {
    pub invoice: InvoiceId,
    pub party: PartyId,
    pub name: String,
    pub number: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub currency: Currency,
    pub principal: Cents,
    pub outstanding: Cents,
}

/// How the customers of the aged balance are sorted; the largest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AgedOrder {
    #[default]
    Total,
    /// A column of [`BUCKETS`].
    Bucket(usize),
    Name,
}

/// Which open invoices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgedFilter {
    pub party: Option<PartyId>,
    /// Columns of [`BUCKETS`]; empty for all.
    pub buckets: Vec<usize>,
    /// Only those that a dispute, a promise or a plan holds.
    pub held: bool,
}

pub trait AgingScreens {
    /// `search` is folded and matched anywhere in the name.
    fn aged_parties(
        &mut self,
        scope: Scope,
        as_of: Date,
        search: &str,
        order: AgedOrder,
        cut: Cut,
    ) -> BooksResult<Vec<AgedParty>>;
    /// The oldest due date first.
    fn aged_invoices(
        &mut self,
        scope: Scope,
        as_of: Date,
        filter: &AgedFilter,
        cut: Cut,
    ) -> BooksResult<Vec<AgedInvoice>>;
}
