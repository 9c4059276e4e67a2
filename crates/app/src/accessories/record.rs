//! What a document asks for, kept with it; and what earlier ones asked for, for the next one to say.

use super::told;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{ActRecord, ActRow, ClaimRecord, Company, InvoiceRecord};
use base::Cents;
use base::id::InvoiceId;
use documents::context::{AlreadyClaimed, StatementOfSums};

/// Keeps what an act about to leave asks for on each invoice.
///
/// # Errors
/// A broken store.
pub(crate) fn keep(
    books: &mut dyn Books,
    act: &ActRecord,
    invoices: &[InvoiceRecord],
    asked: Option<&StatementOfSums>,
) -> AppResult<()> {
    let Some(asked) = asked else { return Ok(()) };
    let mut claims = Vec::new();
    for (invoice, sums) in invoices.iter().zip(&asked.invoices) {
        let claim = ClaimRecord {
            act: act.id,
            invoice: invoice.id,
            company: act.company,
            party: act.party,
            until: asked.as_of,
            currency: invoice.currency,
            interest: sums.interest,
            interest_accrued: sums.interest.add(sums.interest_paid)?,
            compensation: sums.fixed_compensation,
            compensation_accrued: sums.fixed_compensation.add(sums.fixed_compensation_paid)?,
            segments: serde_json::to_string(&sums.segments).map_err(|e| AppError::Broken(e.to_string()))?,
            recorded_at: act.prepared_at,
        };
        let is_something = claim.interest.is_positive() || claim.compensation.is_positive();
        claims.extend(is_something.then_some(claim));
    }
    Ok(books.insert_claims(&claims)?)
}

/// What the last documents asked for on these invoices, so that the next one says that it is not asked twice.
pub(crate) fn already(
    books: &mut dyn Books,
    company: &Company,
    acts: &[ActRow],
    invoices: &[InvoiceId],
) -> AppResult<Option<AlreadyClaimed>> {
    let kept = books.claims_of_invoices(invoices)?;
    let told = told(company, acts, &kept);
    let Some(on) = told.iter().map(|(asked, ..)| asked.on).max() else { return Ok(None) };
    let (mut interest, mut fixed_compensation) = (Cents::ZERO, Cents::ZERO);
    for invoice in invoices {
        // In order of day: the last one asked for all there was.
        let last = told.iter().rev().find(|(_, _, claim)| claim.invoice == *invoice);
        if let Some((asked, ..)) = last {
            interest = interest.add(asked.interest)?;
            fixed_compensation = fixed_compensation.add(asked.compensation)?;
        }
    }
    Ok(Some(AlreadyClaimed { on, interest, fixed_compensation }))
}
