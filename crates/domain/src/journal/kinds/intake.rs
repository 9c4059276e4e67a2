//! What came in: files, invoices, credit notes, payments and bank lines.
//!
//! An import of a hundred thousand invoices makes one entry, not a hundred thousand: each invoice is a fact of its own and
//! names the file it came from.

use super::{PartyRef, Sentence};
use crate::journal::sentence::{Words, amount, bare, fingerprint, quoted, reason};
use base::fr::NBSP;
use base::{Cents, Currency, Date, fr};
use serde::{Deserialize, Serialize};

/// A file was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileImported {
    pub name: String,
    /// As detected from the content, in French.
    pub format: String,
    pub sha256: String,
    /// Facts created.
    pub created: u64,
    /// Facts that were there already.
    pub already_known: u64,
    /// Remarks made on the file.
    pub problems: u64,
}

impl Sentence for FileImported {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "Le fichier {} ({}, {}) a été importé{NBSP}: {}, {}, {}.",
            quoted(&self.name),
            bare(&self.format),
            fingerprint(&self.sha256),
            fr::count(self.created, "nouvelle donnée", "nouvelles données"),
            fr::count(self.already_known, "déjà connue", "déjà connues"),
            fr::count(self.problems, "remarque", "remarques")
        )
    }
}

/// A file was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRefused {
    pub name: String,
    pub why: String,
}

impl Sentence for FileRefused {
    fn sentence(&self, _: Words<'_>) -> String {
        format!("Le fichier {} n’a pas été importé{}.", quoted(&self.name), reason(&self.why))
    }
}

/// The same key came with other content; nothing was overwritten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportConflict {
    /// Key of origin: number, bank reference.
    pub key: String,
    /// What differs.
    pub what: String,
}

impl Sentence for ImportConflict {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "Une donnée reçue contredit celle déjà enregistrée sous {} et n’a pas été prise{}.",
            quoted(&self.key),
            reason(&self.what)
        )
    }
}

/// Invoices became receivables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceRecorded {
    pub count: u64,
    /// Sum including VAT.
    pub gross_cents: Cents,
    pub currency: Currency,
    pub first_number: String,
    pub last_number: String,
}

impl Sentence for InvoiceRecorded {
    fn sentence(&self, _: Words<'_>) -> String {
        let what = fr::count(self.count, "facture enregistrée", "factures enregistrées");
        numbered(&what, self.count, self.gross_cents, self.currency, (&self.first_number, &self.last_number))
    }
}

/// A person typed in an invoice that no file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceTyped {
    pub number: String,
    pub party: PartyRef,
    pub issued_on: Date,
    pub due_on: Date,
    /// Including VAT.
    pub gross_cents: Cents,
    pub currency: Currency,
    /// Of the document, when it came with it.
    pub sha256: Option<String>,
}

impl Sentence for InvoiceTyped {
    fn sentence(&self, words: Words<'_>) -> String {
        let kept = self.sha256.as_ref().map(|hash| format!(", avec son document ({})", fingerprint(hash)));
        format!(
            "La facture {} du {} pour {}, de {} TTC, à payer le {}, a été saisie à la main{}.",
            quoted(&self.number),
            fr::date(self.issued_on),
            words.quoted(&self.party.name),
            amount(self.gross_cents, self.currency),
            fr::date(self.due_on),
            kept.unwrap_or_default()
        )
    }
}

/// Credit notes reduce receivables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditNoteRecorded {
    pub count: u64,
    /// Sum including VAT.
    pub gross_cents: Cents,
    pub currency: Currency,
    pub first_number: String,
    pub last_number: String,
}

impl Sentence for CreditNoteRecorded {
    fn sentence(&self, _: Words<'_>) -> String {
        let what = fr::count(self.count, "avoir enregistré", "avoirs enregistrés");
        numbered(&what, self.count, self.gross_cents, self.currency, (&self.first_number, &self.last_number))
    }
}

/// Money was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentRecorded {
    /// Of the payment or bank line.
    pub reference: Option<String>,
    pub amount_cents: Cents,
    pub currency: Currency,
    pub received_on: Date,
    /// Where it was read: statement, accounts, typed in.
    pub source: String,
}

impl Sentence for PaymentRecorded {
    fn sentence(&self, _: Words<'_>) -> String {
        let reference =
            self.reference.as_ref().map(|text| format!(" (référence {})", quoted(text))).unwrap_or_default();
        format!(
            "Un paiement de {} reçu le {}{reference} a été enregistré (source{NBSP}: {}).",
            amount(self.amount_cents, self.currency),
            fr::date(self.received_on),
            quoted(&self.source)
        )
    }
}

/// Lines of a bank statement were taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankLinesRecorded {
    /// The company’s own account, as it names it.
    pub account: String,
    pub count: u64,
    /// Last day the statement covers.
    pub until: Date,
}

impl Sentence for BankLinesRecorded {
    fn sentence(&self, _: Words<'_>) -> String {
        let lines = fr::count(self.count, "ligne bancaire enregistrée", "lignes bancaires enregistrées");
        format!("{lines} pour le compte {}, relevé arrêté au {}.", quoted(&self.account), fr::date(self.until))
    }
}

fn numbered(what: &str, count: u64, gross: Cents, currency: Currency, (first, last): (&str, &str)) -> String {
    let numbers = if count < 2 || first == last {
        format!("numéro {}", quoted(first))
    } else {
        format!("numéros {} à {}", quoted(first), quoted(last))
    };
    format!("{what} pour {} TTC, {numbers}.", amount(gross, currency))
}
