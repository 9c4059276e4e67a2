//! From located elements to one [`InvoiceDraft`]: values are read, judged and compared here, for every syntax.
//!
//! An invoice without number, date or total cannot be kept and gets an `Error`; everything else is a `Warning`
//! beside the data, since real invoices are often wrong somewhere and are owed all the same.

mod checks;
mod money;

use crate::locate::Located;
use crate::notes::Notes;
use crate::tree::{Element, path, text};
use crate::{party, value};
use base::{Currency, Date};
use draft::{InvoiceDraft, InvoiceKind, Precedent, Problem};
use std::sync::Arc;

/// Builds the draft; `None` when a term without which there is no receivable is missing.
pub(crate) fn assemble(located: &Located<'_>, root: Element<'_>, notes: &mut Notes) -> Option<InvoiceDraft> {
    let number = number(located, root, notes);
    let issued_on = issue_date(located, root, notes);
    let type_code = located.type_code.and_then(text);
    let currency = currency(located, notes);
    let totals = money::totals(located, currency, root, notes);
    let draft = InvoiceDraft {
        line: None,
        kind: kind(type_code.as_deref(), located.is_credit_document),
        type_code,
        issued_on: issued_on?,
        due_on: due_date(located, notes),
        delivered_on: located.delivered_on.and_then(|e| optional_date(e, notes)),
        payment_terms: terms(located),
        currency,
        seller: Arc::new(party::read(&located.seller, "vendeur", notes)),
        buyer: Arc::new(party::read(&located.buyer, "client", notes)),
        precedents: precedents(located, notes),
        order_reference: located.order_reference.and_then(text),
        buyer_reference: located.buyer_reference.and_then(text),
        iban: iban(located, notes),
        profile: located.profile.and_then(text),
        validity: Vec::new(),
        number: number?,
        ..totals?
    };
    checks::run(&draft, located, notes);
    Some(draft)
}

/// UNTDID 1001, by family. A UBL `CreditNote` is one whatever its code.
fn kind(code: Option<&str>, is_credit_document: bool) -> InvoiceKind {
    match code {
        Some("386" | "500") if !is_credit_document => InvoiceKind::DownPayment,
        Some("384" | "471" | "472" | "473") if !is_credit_document => InvoiceKind::Corrective,
        Some("81" | "83" | "261" | "262" | "296" | "308" | "381" | "396" | "420" | "458" | "502" | "503" | "532") => {
            InvoiceKind::CreditNote
        }
        _ if is_credit_document => InvoiceKind::CreditNote,
        _ => InvoiceKind::Invoice,
    }
}

fn number(located: &Located<'_>, root: Element<'_>, notes: &mut Notes) -> Option<String> {
    let number = located.number.and_then(text).map(|n| n.split_whitespace().collect::<Vec<_>>().join(" "));
    if number.is_none() {
        notes.add_at(
            Problem::error(
                "number_missing",
                "La facture n’a pas de numéro (BT-1).",
                "Demandez un fichier corrigé à l’émetteur, ou saisissez la facture par un tableau CSV.",
            ),
            root,
        );
    }
    number
}

fn issue_date(located: &Located<'_>, root: Element<'_>, notes: &mut Notes) -> Option<Date> {
    let Some(element) = located.issued_on else {
        notes.add_at(
            Problem::error(
                "issue_date_missing",
                "La facture n’a pas de date (BT-2).",
                "Demandez un fichier corrigé à l’émetteur, ou saisissez la facture par un tableau CSV.",
            ),
            root,
        );
        return None;
    };
    let stated = text(element).unwrap_or_default();
    let date = value::date(&stated);
    if date.is_none() {
        notes.add_at(
            Problem::error(
                "issue_date_unreadable",
                format!("La date de facture « {} » ne se lit pas.", shortened(&stated)),
                "La date s’écrit 20260131 ou 2026-01-31, entre 1990 et 2199 : corrigez-la et recommencez.",
            ),
            element,
        );
    }
    date
}

/// A date that an invoice can do without: unreadable, it is left out and said.
fn optional_date(element: Element<'_>, notes: &mut Notes) -> Option<Date> {
    let stated = text(element)?;
    let date = value::date(&stated);
    if date.is_none() {
        notes.add_at(
            Problem::warning(
                "date_unreadable",
                format!("La date « {} » ne se lit pas : elle est laissée de côté.", shortened(&stated)),
                "Une date s’écrit 20260131 ou 2026-01-31 ; complétez-la après l’import si elle compte.",
            ),
            element,
        );
    }
    date
}

/// The due date; of several instalments the last, so that nothing is chased too early.
fn due_date(located: &Located<'_>, notes: &mut Notes) -> Option<Date> {
    let mut dates: Vec<Date> = located.due_on.iter().filter_map(|e| optional_date(*e, notes)).collect();
    dates.sort_unstable();
    dates.dedup();
    if let (true, Some(element)) = (dates.len() > 1, located.due_on.last()) {
        notes.add_at(
            Problem::warning(
                "several_due_dates",
                "La facture a plusieurs échéances : seule la dernière est retenue.",
                "Enregistrez un échéancier si chaque part doit être relancée à sa date.",
            ),
            *element,
        );
    }
    dates.pop()
}

fn terms(located: &Located<'_>) -> Option<String> {
    let terms: Vec<String> = located.terms.iter().copied().filter_map(text).collect();
    (!terms.is_empty()).then(|| terms.join("\n"))
}

fn precedents(located: &Located<'_>, notes: &mut Notes) -> Vec<Precedent> {
    let read = |(number, date): &(Element<'_>, Option<Element<'_>>)| {
        Some(Precedent { number: text(*number)?, issued_on: date.and_then(|d| optional_date(d, notes)) })
    };
    located.precedents.iter().filter_map(read).collect()
}

/// The currency code; failing that the one on the total; failing that euros, said. Money that is none in use is refused.
fn currency(located: &Located<'_>, notes: &mut Notes) -> Currency {
    let stated = located.currency.and_then(text).and_then(|code| Currency::kept(&code));
    let on_amounts = || {
        let mut amounts = located.gross.iter().chain(&located.due);
        amounts.find_map(|e| e.attribute("currencyID").and_then(Currency::kept))
    };
    let found = stated.or_else(on_amounts);
    let problem = match found {
        Some(currency) if currency.is_in_use() => return currency,
        Some(unknown) => not_a_currency(unknown),
        None => Problem::warning(
            "currency_missing",
            "La devise n’est pas indiquée (BT-5) : les montants sont pris en euros.",
            "Vérifiez la devise avant de relancer.",
        ),
    };
    match located.currency.or(located.gross.first().copied()) {
        Some(element) => notes.add_at(problem, element),
        None => notes.add(problem),
    }
    found.unwrap_or(Currency::EUR)
}

fn not_a_currency(code: Currency) -> Problem {
    let what = format!("« {code} » n’est pas le code d’une devise en cours (norme ISO 4217 : EUR, USD, CHF…).");
    Problem::error("unknown_currency", what, "Demandez à l’émetteur une facture dont la devise (BT-5) est juste.")
}

/// The first account in IBAN form.
fn iban(located: &Located<'_>, notes: &mut Notes) -> Option<String> {
    let (element, iban) = located.accounts.iter().find_map(|e| Some((*e, value::iban(&text(*e)?)?)))?;
    if !value::is_iban_key_right(&iban) {
        notes.add_at(
            Problem::warning(
                "iban_key",
                format!("L’IBAN {iban} est faux : sa clé de contrôle ne correspond pas."),
                "Vérifiez l’IBAN avant de l’indiquer dans une relance.",
            ),
            element,
        );
    }
    Some(iban)
}

/// A stated value as shown in a message: never more than forty characters.
fn shortened(stated: &str) -> String {
    let mut short: String = stated.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if stated.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

/// The last step of an element's path, for a message that names the amount.
fn label(element: Element<'_>) -> String {
    path(element).rsplit('/').next().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_codes_fall_into_families() {
        for (code, is_credit, expected) in [
            (Some("380"), false, InvoiceKind::Invoice),
            (Some("381"), false, InvoiceKind::CreditNote),
            (Some("503"), false, InvoiceKind::CreditNote),
            (Some("386"), false, InvoiceKind::DownPayment),
            (Some("384"), false, InvoiceKind::Corrective),
            (Some("326"), false, InvoiceKind::Invoice),
            (None, false, InvoiceKind::Invoice),
            (None, true, InvoiceKind::CreditNote),
            (Some("380"), true, InvoiceKind::CreditNote),
        ] {
            assert_eq!(kind(code, is_credit), expected, "{code:?} {is_credit}");
        }
    }

    #[test]
    fn long_values_are_cut_in_messages() {
        assert_eq!(shortened("abc"), "abc");
        assert_eq!(shortened(&"é".repeat(50)).chars().count(), 41);
    }
}
