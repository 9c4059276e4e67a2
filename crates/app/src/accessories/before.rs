//! What of a part payment goes to interest first: only interest that was due and asked for, and may be asked for.

use super::of_invoice;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{Company, InvoiceRecord};
use base::{Cents, Date};

/// What of an amount received on a day pays interest before the principal of an invoice (C. civ. 1343-1).
///
/// The creditor for whom that order exists asks for no more than he had asked his customer for: nothing where no document that
/// left had, where nobody said what the customer is, where the principal comes first by agreement, or where just the invoice is
/// paid in full: that is a payment of the invoice.
///
/// # Errors
/// A broken store; sums that leave what can be counted.
pub(crate) fn interest_before(
    books: &mut dyn Books,
    company: &Company,
    invoice: &InvoiceRecord,
    (amount, on): (Cents, Date),
) -> AppResult<Cents> {
    let is_asked = !company.settings.principal_first && !books.claims_of_invoices(&[invoice.id])?.is_empty();
    let outstanding = books.balance(invoice.id)?.map_or(Cents::ZERO, |b| b.outstanding);
    if !is_asked || amount >= outstanding {
        return Ok(Cents::ZERO);
    }
    let is_known = books.party(invoice.party)?.is_some_and(|party| party.kind_basis.is_known());
    if !is_known {
        return Ok(Cents::ZERO);
    }
    let law = crate::lawbook::read(books)?;
    let interest = match of_invoice(books, &law, company, invoice, on) {
        Ok(found) => found.claims.interest,
        // Outside the tables nobody knows what accrued; money received is recorded all the same.
        Err(AppError::Law(_)) => return Ok(Cents::ZERO),
        Err(other) => return Err(other),
    };
    let asked = interest.claimed.sub(interest.paid)?.min(interest.due).max(Cents::ZERO);
    Ok(amount.min(asked))
}
