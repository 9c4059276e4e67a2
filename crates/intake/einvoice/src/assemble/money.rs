//! The totals of an invoice (BT-109 to BT-115), in the invoice's currency when a total is given in several.

use super::{label, shortened};
use crate::locate::Located;
use crate::notes::Notes;
use crate::tree::{Element, text};
use crate::value::{self, Amount, AmountFault};
use base::{Cents, Currency, Date};
use draft::{InvoiceDraft, InvoiceKind, Problem, Severity};
use std::sync::Arc;

/// A draft holding only the totals; `None` when the total with VAT cannot be known.
pub(super) fn totals(
    located: &Located<'_>,
    currency: Currency,
    root: Element<'_>,
    notes: &mut Notes,
) -> Option<InvoiceDraft> {
    let mut read =
        |elements: &[Element<'_>], severity| pick(elements, currency).and_then(|e| amount(e, severity, notes));
    let net = read(&located.net, Severity::Warning);
    let vat = read(&located.vat, Severity::Warning);
    let stated = read(&located.gross, Severity::Error);
    let prepaid = read(&located.prepaid, Severity::Error);
    let rounding = read(&located.rounding, Severity::Warning);
    let due = read(&located.due, Severity::Error);
    let gross = stated.or_else(|| deduced(net, vat, prepaid, due, root, notes))?;
    let unpaid = || gross.sub(prepaid.unwrap_or_default()).ok()?.add(rounding.unwrap_or_default()).ok();
    let amount_due = due.or_else(unpaid).unwrap_or(gross);
    Some(InvoiceDraft { net, vat, gross, prepaid, amount_due, ..blank(currency) })
}

/// The element in the invoice's currency, else the first: CII repeats totals in the accounting currency (BT-111).
fn pick<'a>(elements: &[Element<'a>], currency: Currency) -> Option<Element<'a>> {
    let is_ours = |e: &&Element<'_>| e.attribute("currencyID").and_then(Currency::kept) == Some(currency);
    elements.iter().find(is_ours).or_else(|| elements.first()).copied()
}

fn amount(element: Element<'_>, severity: Severity, notes: &mut Notes) -> Option<Cents> {
    let stated = text(element)?;
    match value::amount(&stated) {
        Ok(amount) => {
            note_form(amount, &stated, element, notes);
            Some(amount.cents())
        }
        Err(fault) => {
            let mut problem = refused(fault, &stated, element);
            if fault == AmountFault::Unreadable {
                problem.severity = severity;
            }
            notes.add_at(problem, element);
            None
        }
    }
}

fn refused(fault: AmountFault, stated: &str, element: Element<'_>) -> Problem {
    let (name, stated) = (label(element), shortened(stated));
    match fault {
        AmountFault::Absurd => Problem::error(
            "absurd_amount",
            format!("Le montant {name} « {stated} » dépasse dix milliards."),
            "Vérifiez le fichier auprès de son émetteur : un tel montant n’est pas importé.",
        ),
        AmountFault::Unreadable => Problem::error(
            "amount_unreadable",
            format!("Le montant {name} « {stated} » ne se lit pas."),
            "Un montant s’écrit 1234.56 : corrigez le fichier, ou saisissez la facture par un tableau CSV.",
        ),
    }
}

fn note_form(amount: Amount, stated: &str, element: Element<'_>, notes: &mut Notes) {
    let (name, shown) = (label(element), base::fr::amount(amount.cents()));
    let problem = match amount {
        Amount::Exact(_) => return,
        Amount::Rounded(_) => Problem::warning(
            "amount_rounded",
            format!("Le montant {name} « {} » a plus de deux décimales : il est arrondi à {shown}.", shortened(stated)),
            "Vérifiez le total sur la facture.",
        ),
        Amount::Local(_) => Problem::warning(
            "amount_form",
            format!("Le montant {name} « {} » n’est pas écrit selon la norme : il est lu {shown}.", shortened(stated)),
            "Vérifiez le total sur la facture.",
        ),
    };
    notes.add_at(problem, element);
}

/// The total with VAT from its parts, when the file forgot it.
fn deduced(
    net: Option<Cents>,
    vat: Option<Cents>,
    prepaid: Option<Cents>,
    due: Option<Cents>,
    root: Element<'_>,
    notes: &mut Notes,
) -> Option<Cents> {
    let from_parts = net.zip(vat).and_then(|(net, vat)| net.add(vat).ok());
    let from_due = due.and_then(|due| due.add(prepaid.unwrap_or_default()).ok());
    let gross = from_parts.or(from_due);
    let problem = match gross {
        Some(gross) => Problem::warning(
            "gross_missing",
            format!("Le total TTC (BT-112) manque : il est déduit des autres montants, {}.", base::fr::amount(gross)),
            "Vérifiez le total sur la facture.",
        ),
        None => Problem::error(
            "gross_missing",
            "Le total TTC (BT-112) manque et ne peut pas être déduit.",
            "Demandez un fichier corrigé à l’émetteur, ou saisissez la facture par un tableau CSV.",
        ),
    };
    // An amount that was there but unreadable has already been told.
    if gross.is_some() || !notes.problems.iter().any(|p| p.severity == Severity::Error) {
        notes.add_at(problem, root);
    }
    gross
}

/// A draft with nothing in it, to be filled field by field.
fn blank(currency: Currency) -> InvoiceDraft {
    InvoiceDraft {
        line: None,
        number: String::new(),
        kind: InvoiceKind::Invoice,
        type_code: None,
        issued_on: Date::default(),
        due_on: None,
        delivered_on: None,
        payment_terms: None,
        currency,
        net: None,
        vat: None,
        gross: Cents::ZERO,
        prepaid: None,
        amount_due: Cents::ZERO,
        outstanding: None,
        paid_on: None,
        seller: Arc::default(),
        buyer: Arc::default(),
        precedents: Vec::new(),
        order_reference: None,
        buyer_reference: None,
        iban: None,
        profile: None,
        validity: Vec::new(),
    }
}
