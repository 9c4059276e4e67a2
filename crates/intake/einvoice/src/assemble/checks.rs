//! What does not fit together in an invoice that is taken all the same: dates in the wrong order, totals that do not
//! add up, signs that surprise. The data stays as written; a person is told.

use crate::locate::Located;
use crate::notes::Notes;
use crate::tree::{Element, text};
use crate::value;
use base::{Cents, fr};
use draft::{InvoiceDraft, InvoiceKind, Problem};

/// Notes every inconsistency of a draft at the element where it shows.
pub(super) fn run(draft: &InvoiceDraft, located: &Located<'_>, notes: &mut Notes) {
    let mut note = |problem: Option<Problem>, element: Option<Element<'_>>| match (problem, element) {
        (Some(problem), Some(element)) => notes.add_at(problem, element),
        (Some(problem), None) => notes.add(problem),
        (None, _) => {}
    };
    note(due_before_issue(draft), located.due_on.last().copied());
    note(totals_mismatch(draft), located.gross.first().copied());
    note(amount_due_mismatch(draft, rounding(located)), located.due.first().copied());
    note(negative(draft), located.gross.first().copied());
}

fn due_before_issue(draft: &InvoiceDraft) -> Option<Problem> {
    let due_on = draft.due_on.filter(|due_on| *due_on < draft.issued_on)?;
    Some(Problem::warning(
        "due_before_issue",
        format!(
            "L’échéance ({}) précède la date de facture ({}).",
            fr::date_short(due_on),
            fr::date_short(draft.issued_on)
        ),
        "Vérifiez l’échéance avant de relancer.",
    ))
}

/// BR-CO-15: the total with VAT is the total without, plus VAT.
fn totals_mismatch(draft: &InvoiceDraft) -> Option<Problem> {
    let sum = draft.net?.add(draft.vat?).ok()?;
    (sum != draft.gross).then(|| {
        Problem::warning(
            "totals_mismatch",
            format!(
                "Le total TTC ({}) n’est pas le total HT plus la TVA ({}).",
                fr::money(draft.gross, draft.currency),
                fr::money(sum, draft.currency)
            ),
            "Vérifiez le total sur la facture ; le total TTC du fichier est retenu.",
        )
    })
}

/// BT-114.
fn rounding(located: &Located<'_>) -> Cents {
    let stated = located.rounding.first().copied().and_then(text);
    stated.and_then(|t| value::amount(&t).ok()).map(value::Amount::cents).unwrap_or_default()
}

/// BR-CO-16. The MINIMUM profile has no place for what was paid before, so nothing can be said of it.
fn amount_due_mismatch(draft: &InvoiceDraft, rounding: Cents) -> Option<Problem> {
    if draft.prepaid.is_none() && draft.profile.as_deref().is_some_and(|p| p.ends_with(":minimum")) {
        return None;
    }
    let expected = draft.gross.sub(draft.prepaid.unwrap_or_default()).ok()?.add(rounding).ok()?;
    (draft.amount_due != expected).then(|| {
        Problem::warning(
            "amount_due_mismatch",
            format!(
                "Le net à payer ({}) n’est pas le total TTC moins les acomptes ({}).",
                fr::money(draft.amount_due, draft.currency),
                fr::money(expected, draft.currency)
            ),
            "Vérifiez le net à payer sur la facture ; celui du fichier est retenu.",
        )
    })
}

fn negative(draft: &InvoiceDraft) -> Option<Problem> {
    if !draft.gross.is_negative() {
        return None;
    }
    Some(match draft.kind {
        InvoiceKind::CreditNote => Problem::warning(
            "negative_credit_note",
            "Cet avoir porte des montants négatifs, alors que la norme les veut positifs.",
            "Vérifiez qu’il s’agit bien d’un avoir et non de l’annulation d’un avoir.",
        ),
        _ => Problem::warning(
            "negative_invoice",
            "Cette facture porte un total négatif : elle vaut un avoir.",
            "Rien à faire si c’est bien un avoir ; il viendra en déduction de ce que doit le client.",
        ),
    })
}
