//! What must be known and must add up before anything is printed.
//!
//! These checks look at the data; `mentions` looks at the result. Neither says whether the debt is owed.

use crate::context::{AccountStatementContext, CallSheetContext, DunningContext, Letterhead, Regime, SumsError};
use crate::error::DocumentError;
use base::Cents;

pub(crate) fn mail(name: &str, context: &DunningContext) -> Result<(), DocumentError> {
    let missing = [
        (name == "thank-you" && context.payment.is_none(), "le règlement reçu"),
        (name == "promise-broken" && context.promise.is_none(), "la promesse"),
        (name.starts_with("plan-") && context.plan.is_none(), "l’échéancier"),
    ];
    complete(name, &missing)?;
    dunning(name, context)
}

/// Sums and parties of any reminder.
pub(crate) fn dunning(name: &str, context: &DunningContext) -> Result<(), DocumentError> {
    complete(name, &[(context.invoices.is_empty(), "au moins une facture")])?;
    parties(name, &context.letterhead)?;
    add_up(context.total_outstanding, context.invoices.iter().map(|i| i.outstanding))?;
    let Some(sums) = &context.sums else { return Ok(()) };
    if context.letterhead.regime == Regime::Unknown {
        return Err(SumsError::ClaimFromUnknown.into());
    }
    let compensated = !sums.fixed_compensation.is_zero() || sums.fixed_compensation_each.is_some();
    if context.letterhead.regime == Regime::Consumer && compensated {
        return Err(SumsError::CompensationFromConsumer.into());
    }
    Ok(sums.check(context.letterhead.currency)?)
}

/// A formal notice needs the sums, a later deadline, both postal addresses and a signatory (C. civ. 1231, 1344).
pub(crate) fn formal_notice(name: &str, context: &DunningContext) -> Result<(), DocumentError> {
    let head = &context.letterhead;
    let deadline = context.payment_deadline.is_none_or(|d| d <= head.dated_on);
    let missing = [
        (context.sums.is_none(), "le décompte des sommes dues"),
        (deadline, "une date limite de paiement postérieure à la lettre"),
        (head.creditor.signatory.name.trim().is_empty(), "le nom du signataire"),
    ];
    complete(name, &missing)?;
    complete(name, &[(head.regime == Regime::Unknown, "la nature du client (professionnel, particulier, public)")])?;
    letter(name, head)?;
    dunning(name, context)
}

/// An agreement and its notice of default: the plan adds up, both parties have an address, somebody signs.
pub(crate) fn plan(name: &str, context: &DunningContext) -> Result<(), DocumentError> {
    let head = &context.letterhead;
    let Some(plan) = &context.plan else { return complete(name, &[(true, "l’échéancier")]) };
    let missing = [
        (plan.parts.is_empty(), "au moins un versement"),
        (plan.notice_days <= 0, "le délai de la mise en demeure"),
        (head.creditor.signatory.name.trim().is_empty(), "le nom du signataire"),
    ];
    complete(name, &missing)?;
    add_up(plan.total, plan.parts.iter().map(|p| p.amount))?;
    letter(name, head)?;
    dunning(name, context)
}

/// Letters about a service: the clause, both addresses, a signature, and the notice that came before what is stopped.
pub(crate) fn service(name: &str, context: &DunningContext) -> Result<(), DocumentError> {
    let head = &context.letterhead;
    let Some(service) = &context.service else {
        return complete(name, &[(true, "la clause des conditions générales")]);
    };
    let missing = [
        (service.clause.trim().is_empty(), "la clause des conditions générales"),
        (service.notice_days <= 0, "le délai de la mise en demeure"),
        (name != "service-notice" && service.noticed_on.is_none(), "la mise en demeure qui a précédé"),
        (head.creditor.signatory.name.trim().is_empty(), "le nom du signataire"),
        (head.regime == Regime::Unknown, "la nature du client (professionnel, particulier, public)"),
    ];
    complete(name, &missing)?;
    letter(name, head)?;
    dunning(name, context)
}

/// A letter needs both postal addresses.
pub(crate) fn letter(name: &str, head: &Letterhead) -> Result<(), DocumentError> {
    let missing = [
        (head.addressee.address.is_empty(), "l’adresse postale du client"),
        (head.creditor.address.is_empty(), "l’adresse postale du créancier"),
    ];
    complete(name, &missing)
}

/// A statement travels with a mail: it needs no postal address.
pub(crate) fn statement(name: &str, context: &AccountStatementContext) -> Result<(), DocumentError> {
    complete(name, &[(context.lines.is_empty(), "au moins une ligne ouverte")])?;
    parties(name, &context.letterhead)?;
    add_up(context.total_outstanding, context.lines.iter().map(|l| l.outstanding))?;
    if context.ageing.is_empty() {
        return Ok(());
    }
    add_up(context.total_outstanding, context.ageing.iter().map(|b| b.amount))
}

pub(crate) fn sheet(name: &str, context: &CallSheetContext) -> Result<(), DocumentError> {
    complete(name, &[(context.invoices.is_empty(), "au moins une facture")])?;
    parties(name, &context.letterhead)?;
    add_up(context.total_outstanding, context.invoices.iter().map(|i| i.outstanding))
}

fn parties(name: &str, head: &Letterhead) -> Result<(), DocumentError> {
    let missing = [
        (head.creditor.name.trim().is_empty(), "le nom du créancier"),
        (head.addressee.name.trim().is_empty(), "le nom du client"),
    ];
    complete(name, &missing)
}

fn add_up(total: Cents, lines: impl IntoIterator<Item = Cents>) -> Result<(), DocumentError> {
    Ok(crate::context::same("le total".into(), total, lines)?)
}

fn complete(name: &str, missing: &[(bool, &str)]) -> Result<(), DocumentError> {
    match missing.iter().find(|(lacks, _)| *lacks) {
        Some((_, what)) => Err(DocumentError::Incomplete { name: name.to_string(), missing: (*what).to_string() }),
        None => Ok(()),
    }
}
