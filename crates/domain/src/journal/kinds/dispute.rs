//! What was contested, said, found and corrected, from the opening of a dispute to the documents that end it.
//!
//! What people wrote is personal data: it is kept by reference.

use super::{InvoiceRef, Sentence};
use crate::journal::Said;
use crate::journal::sentence::{Words, amount, bare, fingerprint, quoted, reason};
use base::fr::NBSP;
use base::{Cents, Currency, Date, fr};
use serde::{Deserialize, Serialize};

/// A customer contests an invoice, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeOpened {
    pub invoice: InvoiceRef,
    /// In French words.
    pub cause: String,
    /// Absent when all of it is contested.
    pub contested_cents: Option<Cents>,
    pub currency: Currency,
    /// Who of us sees to it.
    pub owner: Option<Said>,
    pub target_on: Option<Date>,
    pub why: Said,
}

impl Sentence for DisputeOpened {
    fn sentence(&self, words: Words<'_>) -> String {
        let what = match self.contested_cents {
            Some(cents) => format!("est contestée pour {}", amount(cents, self.currency)),
            None => "est contestée en totalité".to_string(),
        };
        let owner = self.owner.as_ref().map(|o| format!(", suivi par {}", words.quoted(o))).unwrap_or_default();
        let target = self.target_on.map(|on| format!(", à trancher pour le {}", fr::date(on))).unwrap_or_default();
        format!(
            "La facture {} {what} ({}{owner}{target}){}.",
            quoted(&self.invoice.number),
            bare(&self.cause),
            reason(&words.said(&self.why))
        )
    }
}

/// Who sees to a dispute, until when, whose fault it is, or what it bears on changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeChanged {
    pub invoice: InvoiceRef,
    pub field: String,
    pub before: Option<Said>,
    pub after: Option<Said>,
}

impl Sentence for DisputeChanged {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "Le litige sur la facture {} a changé, {}{NBSP}: {}.",
            quoted(&self.invoice.number),
            bare(&self.field),
            words.change(self.before.as_ref(), self.after.as_ref())
        )
    }
}

/// A message or a file was added to a dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeEntryAdded {
    pub invoice: InvoiceRef,
    /// What was said or written.
    pub text: Option<Said>,
    pub file: Option<String>,
    /// Of the file's exact bytes.
    pub sha256: Option<String>,
}

impl Sentence for DisputeEntryAdded {
    fn sentence(&self, words: Words<'_>) -> String {
        let what = match (&self.file, &self.sha256) {
            (Some(file), Some(hash)) => format!("La pièce {} ({}) a été jointe", quoted(file), fingerprint(hash)),
            _ => "Un échange a été joint".to_string(),
        };
        let text = self.text.as_ref().map(|t| format!("{NBSP}: {}", words.quoted(t))).unwrap_or_default();
        format!("{what} au dossier du litige sur la facture {}{text}.", quoted(&self.invoice.number))
    }
}

/// What came of a dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeSettled {
    pub invoice: InvoiceRef,
    /// In French words.
    pub finding: String,
    /// What was found right of what was contested.
    pub founded_cents: Cents,
    pub currency: Currency,
    pub why: Said,
}

impl Sentence for DisputeSettled {
    fn sentence(&self, words: Words<'_>) -> String {
        let founded = match self.founded_cents.is_zero() {
            true => String::new(),
            false => format!(", pour {}", amount(self.founded_cents, self.currency)),
        };
        format!(
            "Le litige sur la facture {} a été tranché{NBSP}: {}{founded}{}.",
            quoted(&self.invoice.number),
            bare(&self.finding),
            reason(&words.said(&self.why))
        )
    }
}

/// The customer accepted or rejected what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeAnswered {
    pub invoice: InvoiceRef,
    pub accepted: bool,
    pub answered_on: Date,
    /// Who said so.
    pub by: Said,
}

impl Sentence for DisputeAnswered {
    fn sentence(&self, words: Words<'_>) -> String {
        let answer = if self.accepted { "acceptée" } else { "refusée" };
        format!(
            "L’issue du litige sur la facture {} a été {answer} le {} par {}.",
            quoted(&self.invoice.number),
            fr::date(self.answered_on),
            words.quoted(&self.by)
        )
    }
}

/// Quitus made out a credit note or an invoice, under a number of its own series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentIssued {
    pub document: InvoiceRef,
    pub is_credit_note: bool,
    /// The invoice it refers to.
    pub corrects: InvoiceRef,
    pub amount_cents: Cents,
    pub currency: Currency,
    /// Of the exact bytes of the document.
    pub sha256: String,
}

impl Sentence for DocumentIssued {
    fn sentence(&self, _: Words<'_>) -> String {
        let what = if self.is_credit_note { "L’avoir" } else { "La facture" };
        let made = if self.is_credit_note { "établi" } else { "établie" };
        format!(
            "{what} {} de {} a été {made}, en référence à la facture {} ({}).",
            quoted(&self.document.number),
            amount(self.amount_cents, self.currency),
            quoted(&self.corrects.number),
            fingerprint(&self.sha256)
        )
    }
}
