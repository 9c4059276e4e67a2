//! What changes on a receivable after it exists: allocations, due dates, holds.
//!
//! A hold names what it bears on in words, because it may bear on one invoice, on a customer or on everything.

use super::{InvoiceRef, Sentence};
use crate::journal::Said;
use crate::journal::sentence::{Words, amount, quoted, reason, until};
use base::fr::NBSP;
use base::{Cents, Currency, Date, fr};
use serde::{Deserialize, Serialize};

/// Money or credit was set against an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllocationRecorded {
    pub invoice: InvoiceRef,
    pub amount_cents: Cents,
    pub currency: Currency,
    /// The rule or statement it follows, in French words.
    pub basis: String,
}

impl Sentence for AllocationRecorded {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "Un montant de {} a été imputé sur la facture {} (règle suivie{NBSP}: {}).",
            amount(self.amount_cents, self.currency),
            quoted(&self.invoice.number),
            quoted(&self.basis)
        )
    }
}

/// An allocation was undone by a contrary one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllocationReversed {
    pub invoice: InvoiceRef,
    pub amount_cents: Cents,
    pub currency: Currency,
    pub why: String,
}

impl Sentence for AllocationReversed {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "L’imputation de {} sur la facture {} a été annulée{}.",
            amount(self.amount_cents, self.currency),
            quoted(&self.invoice.number),
            reason(&self.why)
        )
    }
}

/// A due date was said or corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueDateStated {
    pub invoice: InvoiceRef,
    pub before: Option<Date>,
    pub after: Date,
    /// Where it comes from, in French words.
    pub basis: String,
}

impl Sentence for DueDateStated {
    fn sentence(&self, _: Words<'_>) -> String {
        let before = self.before.map(|date| format!(" au lieu du {}", fr::date(date))).unwrap_or_default();
        format!(
            "L’échéance de la facture {} est fixée au {}{before} (d’après{NBSP}: {}).",
            quoted(&self.invoice.number),
            fr::date(self.after),
            quoted(&self.basis)
        )
    }
}

/// Why recovery is stopped or bent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldFor {
    Dispute,
    Promise,
    Plan,
    Insolvency,
    Factored,
    Pause,
    PaymentAnnounced,
    AwaitingValidation,
    Remainder,
}

impl HeldFor {
    fn noun(self) -> &'static str {
        match self {
            HeldFor::Dispute => "une contestation",
            HeldFor::Promise => "une promesse de paiement",
            HeldFor::Plan => "un échéancier",
            HeldFor::Insolvency => "une procédure collective",
            HeldFor::Factored => "une cession à un affactureur",
            HeldFor::Pause => "une pause décidée",
            HeldFor::PaymentAnnounced => "l’annonce d’un paiement",
            HeldFor::AwaitingValidation => "la validation en cours chez le client",
            HeldFor::Remainder => "un reste à trancher",
        }
    }
}

/// Something stops or bends recovery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldOpened {
    pub held_for: HeldFor,
    /// The invoice or customer it bears on, in words.
    pub subject: Said,
    /// Last day, when it has one.
    pub until: Option<Date>,
    /// What was said; often a person’s words.
    pub why: Said,
}

impl Sentence for HoldOpened {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "La relance de {} est suspendue par {}{}{}.",
            words.quoted(&self.subject),
            self.held_for.noun(),
            until(self.until),
            reason(&words.said(&self.why))
        )
    }
}

/// It no longer does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldLifted {
    pub held_for: HeldFor,
    pub subject: Said,
    pub why: Said,
}

impl Sentence for HoldLifted {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "La relance de {} reprend{NBSP}: {} a pris fin{}.",
            words.quoted(&self.subject),
            self.held_for.noun(),
            reason(&words.said(&self.why))
        )
    }
}

/// Entries were handed to the accountant, each movement once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntriesExported {
    pub number: u64,
    pub movements: u64,
    /// Received less taken back.
    pub total_cents: Cents,
    pub until: Date,
}

impl Sentence for EntriesExported {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "La transmission d’écritures no {} a été faite jusqu’au {}{NBSP}: {} pour {}.",
            self.number,
            fr::date(self.until),
            fr::count(self.movements, "mouvement", "mouvements"),
            fr::euros(self.total_cents)
        )
    }
}
