use super::screens::Scope;
use super::terms::BooksResult;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date};

/// An invoice settled after somebody asked for it, or as promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledRow {
    pub party: PartyId,
    pub customer: String,
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: Date,
    pub currency: Currency,
    pub settled_on: Date,
    /// Received for it on the day it was settled.
    pub last_paid: Cents,
}

/// Who may be thanked.
pub trait Thanks {
    /// Invoices paid in full since that day, of customers who owe nothing late, where something was asked for or promised
    /// and kept, that nobody thanked for nor decided not to; nothing of customers in dispute, sold or insolvent. In order of
    /// customer and due date.
    fn settled_after_asking(
        &mut self,
        scope: Scope,
        party: Option<PartyId>,
        since: Date,
        today: Date,
    ) -> BooksResult<Vec<SettledRow>>;
}
