//! How a customer pays, from the books: invoices as they were settled, promises as they were kept.

use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::Company;
use base::Date;
use base::id::PartyId;
use domain::payer::PayerProfile;

/// Older invoices say little about today, and their weight is next to nothing.
const INVOICES: u64 = 400;
const PROMISES: u64 = 100;

/// The profile of one customer.
///
/// # Errors
/// Sums that leave what can be counted; a broken store.
pub fn profile(books: &mut dyn Books, company: &Company, party: PartyId, as_of: Date) -> AppResult<PayerProfile> {
    let settlements = books.settlements(company.id, party, INVOICES)?;
    let words = books.words_of_party(company.id, party, as_of, PROMISES)?;
    Ok(PayerProfile::of(&settlements, &words, as_of)?)
}
