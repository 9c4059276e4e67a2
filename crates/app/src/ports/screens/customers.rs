use super::{Cut, Scope};
use crate::ports::terms::BooksResult;
use base::id::PartyId;
use base::{Cents, Currency, Date};
use domain::facts::{KindBasis, PartyKind};

/// A customer in the list of customers, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerRow {
    pub party: PartyId,
    pub name: String,
    pub kind: PartyKind,
    pub kind_basis: KindBasis,
    pub scenario: Option<String>,
    pub is_key_account: bool,
    /// `None` when nothing is open.
    pub currency: Option<Currency>,
    pub outstanding: Cents,
    pub overdue: Cents,
    /// Open invoices, credits not counted.
    pub invoices: u64,
    /// The oldest due date of what is open.
    pub oldest_due_on: Option<Date>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CustomerOrder {
    #[default]
    MostOverdue,
    MostOutstanding,
    OldestDue,
    Name,
}

pub trait Customers {
    /// `search` is folded and matched anywhere in the name. Customers with nothing open are there only when searched for.
    fn customer_rows(
        &mut self,
        scope: Scope,
        as_of: Date,
        search: &str,
        order: CustomerOrder,
        cut: Cut,
    ) -> BooksResult<Vec<CustomerRow>>;
}
