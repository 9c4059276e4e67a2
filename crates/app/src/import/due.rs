//! When an invoice falls due, from the best that is known: the document, the agreed terms, or the law's thirty days.

use super::Intake;
use crate::error::AppResult;
use base::Date;
use domain::facts::DueBasis;
use draft::InvoiceDraft;
use law::terms::{LegalTerm, PaymentTerms};

/// The due date of a document as read.
pub(super) fn of_draft(
    intake: &Intake<'_, '_>,
    draft: &InvoiceDraft,
    party_terms: Option<&str>,
) -> AppResult<(Date, DueBasis)> {
    let terms = draft.payment_terms.as_deref();
    due_date(intake, draft.due_on, terms, party_terms, draft.issued_on, draft.delivered_on)
}

/// The due date and where it comes from.
pub(super) fn due_date(
    intake: &Intake<'_, '_>,
    stated: Option<Date>,
    terms_text: Option<&str>,
    party_terms: Option<&str>,
    issued_on: Date,
    delivered_on: Option<Date>,
) -> AppResult<(Date, DueBasis)> {
    if let Some(due_on) = stated {
        return Ok((due_on, DueBasis::Stated));
    }
    let agreed = terms_text
        .and_then(PaymentTerms::parse)
        .or_else(|| party_terms.and_then(stored))
        .or_else(|| intake.company.settings.payment_terms.as_deref().and_then(stored));
    let (terms, basis) = match agreed {
        Some(terms) => (terms, DueBasis::Terms),
        None => (PaymentTerms::Legal { rule: LegalTerm::Default }, DueBasis::Default),
    };
    Ok((terms.due_on(intake.law, issued_on, delivered_on)?.date, basis))
}

fn stored(json: &str) -> Option<PaymentTerms> {
    serde_json::from_str(json).ok()
}
