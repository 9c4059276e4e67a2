//! How a customer pays, from the books: invoices as they were settled, promises as they were kept.

use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{Company, HoldRecord};
use base::Date;
use base::id::PartyId;
use domain::payer::{PayerProfile, Promised};

/// Older invoices say little about today, and their weight is next to nothing.
const INVOICES: u64 = 400;
const PROMISES: u64 = 100;

/// The profile of one customer.
///
/// # Errors
/// Sums that leave what can be counted; a broken store.
pub fn profile(books: &mut dyn Books, company: &Company, party: PartyId, as_of: Date) -> AppResult<PayerProfile> {
    let settlements = books.settlements(company.id, party, INVOICES)?;
    let mut promises = Vec::new();
    for hold in books.promises(company.id, party, PROMISES)? {
        promises.extend(promised(books, &hold)?);
    }
    Ok(PayerProfile::of(&settlements, &promises, as_of)?)
}

fn promised(books: &mut dyn Books, hold: &HoldRecord) -> AppResult<Option<Promised>> {
    let Some(until) = hold.until else { return Ok(None) };
    let last = Promised::last_day(until);
    let settled_on = match hold.invoice {
        Some(invoice) => books.balance(invoice)?.and_then(|b| b.settled_on),
        None => None,
    };
    Ok(Some(Promised {
        until,
        asked: hold.amount,
        received: books.received_between(hold.party, hold.invoice, hold.opened_on, last)?,
        is_settled: settled_on.is_some_and(|on| on <= last),
    }))
}
