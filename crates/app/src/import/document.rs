//! What makes a document the same again, and what may not differ when it is.
//!
//! Its family and number make it the same, with its seller where that is not the company. Amount and currency may not
//! differ; the date may between a document and a list or a ledger, which often have another day for it.

use super::ledger::SAME_NUMBER_DAYS;
use super::{Intake, conflict, ownership};
use crate::records::{KnownInvoice, PartyRecord};
use base::{Currency, Date, days_between, fold, fr};
use draft::{InvoiceDraft, InvoiceKind, Problem};

/// How the second of two contradicting documents came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    File,
    Typed,
}

/// The family (`inv` or `crn`), the seller unless it is the company, and the folded number.
pub(super) fn key_of(intake: &Intake<'_, '_>, draft: &InvoiceDraft) -> String {
    let family = if is_credit(draft) { "crn" } else { "inv" };
    let number = fold::reference(&draft.number);
    match ownership::foreign_seller(intake.company, &draft.seller) {
        Some(seller) => format!("{family}:{seller}:{number}"),
        None => format!("{family}:{number}"),
    }
}

/// The key of a document whose number had served in another year already.
pub(super) fn key_of_year(key: &str, year: i16) -> String {
    format!("{key}@{year}")
}

/// Whether two documents of one number may be two: a numbering starts again with the year. A number that holds the year
/// never comes again.
pub(super) fn may_have_restarted(number: &str, one: Date, other: Date) -> bool {
    let holds = |on: Date| number.contains(&on.year().to_string());
    one.year() != other.year() && !holds(one) && !holds(other)
}

/// A credit note, or an invoice below zero: both reduce what is owed.
pub(super) fn is_credit(draft: &InvoiceDraft) -> bool {
    draft.kind == InvoiceKind::CreditNote || draft.gross.is_negative()
}

/// Kept with the document: where it was read, its day, amount and currency.
pub(super) fn content_of(draft: &InvoiceDraft) -> String {
    let origin = if draft.line.is_some() { "tab" } else { "doc" };
    format!("{origin}:{}:{}:{}", draft.issued_on, draft.gross.abs().get(), draft.currency)
}

pub(super) fn is_from_ledger(known: &KnownInvoice) -> bool {
    known.content_hash.starts_with("led:")
}

pub(super) fn currency_of(known: &KnownInvoice) -> Currency {
    let code = known.content_hash.rsplit(':').next().unwrap_or("");
    Currency::kept(code).unwrap_or(Currency::EUR)
}

/// Whether the draft is what the books have under its key.
pub(super) fn is_same(before: &KnownInvoice, draft: &InvoiceDraft) -> bool {
    let gross = before.gross.abs() == draft.gross.abs();
    let near = days_between(before.issued_on, draft.issued_on).abs() <= SAME_NUMBER_DAYS;
    if is_from_ledger(before) {
        // A ledger is kept in euros, and may book what is left after a deposit, or carry what was left last year.
        let carried = before.kind == "opening" && before.gross <= draft.gross && draft.issued_on <= before.issued_on;
        let booked = gross || before.gross == draft.amount_due.abs() || draft.currency != Currency::EUR;
        return carried || (booked && near);
    }
    let same = gross && currency_of(before) == draft.currency;
    let both_documents = before.content_hash.starts_with("doc:") && draft.line.is_none();
    same && if both_documents { before.issued_on == draft.issued_on } else { near }
}

/// Two customers under one number: their identifiers differ, or their names have nothing in common. A ledger names
/// customers its own way, so what comes from one is not judged by the name.
pub(super) fn other_customer(before: &KnownInvoice, known: &PartyRecord, draft: &InvoiceDraft) -> Option<Problem> {
    let buyer = &draft.buyer;
    let same_id =
        [(&known.siren, &buyer.siren), (&known.vat_id, &buyer.vat_id)].into_iter().find_map(|(ours, theirs)| {
            let (ours, theirs) = (ours.as_ref()?, theirs.as_ref()?);
            Some(fold::reference(ours) == fold::reference(theirs))
        });
    let is_other = match same_id {
        Some(same) => !same,
        None => !is_from_ledger(before) && are_strangers(&known.name, buyer.name.as_deref().unwrap_or("")),
    };
    is_other.then(|| is_of(known, draft))
}

/// The number is that of an invoice of another customer.
pub(super) fn is_of(known: &PartyRecord, draft: &InvoiceDraft) -> Problem {
    let theirs = draft.buyer.name.as_deref().unwrap_or("un autre client");
    let what = format!("{} est déjà connue pour {}, pas pour {theirs}", draft.number, known.name);
    contradiction(what, draft, "donnez à chaque facture son numéro, ou corrigez le client ; rien n’a été changé.")
}

/// Names that share no word of three letters and of which neither begins the other.
fn are_strangers(one: &str, other: &str) -> bool {
    let (a, b) = (fold::words(one), fold::words(other));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let (joined_a, joined_b) = (a.replace(' ', ""), b.replace(' ', ""));
    let shares_word = a.split(' ').any(|w| w.chars().count() >= 3 && b.split(' ').any(|v| v == w));
    !shares_word && !joined_a.starts_with(&joined_b) && !joined_b.starts_with(&joined_a)
}

/// The groups of digits of a number: `C1-12` and `C11-2` fold alike and are not the same.
fn digit_groups(number: &str) -> Vec<&str> {
    number.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect()
}

/// Both sides of a contradiction: the books, and a file or whoever types.
pub(super) fn differs(before: &KnownInvoice, draft: &InvoiceDraft, given: Given) -> Problem {
    let kept =
        format!("{} du {}", fr::money(before.gross.abs(), currency_of(before)), fr::date_short(before.issued_on));
    let new = format!("{} du {}", fr::money(draft.gross.abs(), draft.currency), fr::date_short(draft.issued_on));
    let number = &draft.number;
    let what = match given {
        Given::File => {
            format!("{number} est déjà connue avec un autre contenu : {kept} dans les comptes, {new} dans ce fichier")
        }
        Given::Typed => {
            format!("{number} est déjà dans vos comptes avec un autre contenu : {kept} ; vous avez saisi {new}")
        }
    };
    contradiction(what, draft, "vérifiez laquelle est la bonne ; celle qui est enregistrée n’a pas été touchée.")
}

/// The same number twice in one file, for two amounts.
pub(super) fn differs_within(first: &InvoiceDraft, draft: &InvoiceDraft) -> Option<Problem> {
    let named = |d: &InvoiceDraft| d.buyer.name.clone().unwrap_or_default();
    let same_customer =
        !are_strangers(&named(first), &named(draft)) && digit_groups(&first.number) == digit_groups(&draft.number);
    let same_sums = first.gross.abs() == draft.gross.abs() && first.currency == draft.currency;
    if same_customer && same_sums && first.issued_on == draft.issued_on {
        return None;
    }
    let what = format!(
        "{} est deux fois dans ce fichier avec un contenu différent : {} du {} et {} du {}",
        draft.number,
        fr::money(first.gross.abs(), first.currency),
        fr::date_short(first.issued_on),
        fr::money(draft.gross.abs(), draft.currency),
        fr::date_short(draft.issued_on)
    );
    Some(contradiction(what, draft, "gardez la bonne ligne, ou donnez à chaque facture son numéro, puis réimportez."))
}

fn contradiction(what: String, draft: &InvoiceDraft, remedy: &str) -> Problem {
    let mut problem = conflict(what, remedy);
    problem.place.line = draft.line;
    problem
}
