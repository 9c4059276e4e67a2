//! Debts depreciated or written off, and letterings told to the accountant afterwards.

use super::{InvoiceRef, PartyRef, Sentence};
use crate::journal::Said;
use crate::journal::sentence::{Words, reason};
use base::fr::NBSP;
use base::{Cents, fr};
use serde::{Deserialize, Serialize};

/// What is proposed of a debt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadDebtMeasure {
    Depreciation,
    WriteOff,
}

/// What was said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadDebtWordSaid {
    Approved,
    Refused,
    Withdrawn,
    Released,
    Lost,
    TakenBack,
}

/// A depreciation or a write-off was proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BadDebtProposed {
    pub party: PartyRef,
    pub invoice: InvoiceRef,
    pub measure: BadDebtMeasure,
    /// Without the tax taken back.
    pub net_cents: Cents,
    pub vat_cents: Cents,
    pub files: u64,
    pub why: Said,
}

impl Sentence for BadDebtProposed {
    fn sentence(&self, words: Words<'_>) -> String {
        let what = match self.measure {
            BadDebtMeasure::Depreciation => "la dépréciation",
            BadDebtMeasure::WriteOff => "le passage en perte",
        };
        let tax = if self.vat_cents.is_zero() {
            String::new()
        } else {
            format!(" et {} de TVA à reprendre", fr::euros(self.vat_cents))
        };
        let files = match self.files {
            0 => String::new(),
            n => format!(", avec {}", fr::count(n, "pièce", "pièces")),
        };
        format!(
            "Pour la facture {} du client {}, {what} de {}{tax} attend l’accord du propriétaire{files}{}.",
            words.quoted(&Said::plain(self.invoice.number.clone())),
            words.quoted(&self.party.name),
            fr::euros(self.net_cents),
            reason(&words.said(&self.why))
        )
    }
}

/// Something was said of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BadDebtDecided {
    pub party: PartyRef,
    pub invoice: InvoiceRef,
    pub measure: BadDebtMeasure,
    pub word: BadDebtWordSaid,
    /// Of the invoice, that day.
    pub outstanding_cents: Cents,
    pub why: Said,
}

impl Sentence for BadDebtDecided {
    fn sentence(&self, words: Words<'_>) -> String {
        let what = match self.measure {
            BadDebtMeasure::Depreciation => "la dépréciation",
            BadDebtMeasure::WriteOff => "le passage en perte",
        };
        let said = match self.word {
            BadDebtWordSaid::Approved => "a l’accord du propriétaire",
            BadDebtWordSaid::Refused => "n’a pas l’accord du propriétaire",
            BadDebtWordSaid::Withdrawn => "reste sans suite, la proposition a pris fin",
            BadDebtWordSaid::Released => "prend fin, la crainte a disparu",
            BadDebtWordSaid::Lost => "prend fin, la créance est passée en perte",
            BadDebtWordSaid::TakenBack => "ne vaut plus, la créance est rétablie",
        };
        format!(
            "Pour la facture {} du client {}, sur laquelle il reste {}, {what} {said}{}.",
            words.quoted(&Said::plain(self.invoice.number.clone())),
            words.quoted(&self.party.name),
            fr::euros(self.outstanding_cents),
            reason(&words.said(&self.why))
        )
    }
}

/// The accountant was told of letterings that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetteringTold {
    pub number: u64,
    pub lines: u64,
}

impl Sentence for LetteringTold {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "La liste de lettrage no {} a été faite{NBSP}: {} de lettrage.",
            self.number,
            fr::count(self.lines, "écriture change", "écritures changent")
        )
    }
}
