//! What was given up, put off or handed over by agreement.

use super::{InvoiceRef, PartyRef, Sentence};
use crate::journal::Said;
use crate::journal::sentence::{Words, quoted, reason};
use base::{Cents, Currency, Date, fr};
use serde::{Deserialize, Serialize};

/// Principal, interest and compensation given up, as a list in French; the parts that are nothing are left out.
fn parts(parts: [Cents; 3], currency: Currency) -> String {
    let names = ["de principal", "d’intérêts", "d’indemnité"];
    let told = parts.iter().zip(names).filter(|(amount, _)| !amount.is_zero());
    let told: Vec<String> = told.map(|(amount, name)| format!("{} {name}", fr::money(*amount, currency))).collect();
    if told.is_empty() { "rien".to_string() } else { told.join(", ") }
}

/// Somebody asked the owner to give a part up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaiverAsked {
    pub party: PartyRef,
    pub invoices: Vec<InvoiceRef>,
    pub principal_cents: Cents,
    pub interest_cents: Cents,
    pub compensation_cents: Cents,
    pub currency: Currency,
    pub why: Said,
}

impl Sentence for WaiverAsked {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "Une remise a été demandée pour le client {} ({}){}.",
            words.quoted(&self.party.name),
            parts([self.principal_cents, self.interest_cents, self.compensation_cents], self.currency),
            reason(&words.said(&self.why))
        )
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaiverDecision {
    Granted,
    Refused,
    Withdrawn,
}

/// A part was given up, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaiverDecided {
    pub party: PartyRef,
    pub decision: WaiverDecision,
    pub invoices: Vec<InvoiceRef>,
    pub principal_cents: Cents,
    pub interest_cents: Cents,
    pub compensation_cents: Cents,
    pub currency: Currency,
    pub why: Said,
}

impl Sentence for WaiverDecided {
    fn sentence(&self, words: Words<'_>) -> String {
        let what = match self.decision {
            WaiverDecision::Granted => "a été accordée au client",
            WaiverDecision::Refused => "a été refusée au client",
            WaiverDecision::Withdrawn => "notée par erreur a été reprise, pour le client",
        };
        format!(
            "Une remise de {} {what} {}{}.",
            parts([self.principal_cents, self.interest_cents, self.compensation_cents], self.currency),
            words.quoted(&self.party.name),
            reason(&words.said(&self.why))
        )
    }
}

/// A due date was put off by agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueDateExtended {
    pub invoice: InvoiceRef,
    /// When it was due before.
    pub due_on: Date,
    pub until: Date,
    /// Who asked for it.
    pub asked_by: Said,
    /// The due date that interest counts from.
    pub interest_on: Date,
    pub why: Said,
}

impl Sentence for DueDateExtended {
    fn sentence(&self, words: Words<'_>) -> String {
        let interest = if self.interest_on < self.until {
            format!("les intérêts comptent toujours du {}", fr::date(self.interest_on))
        } else {
            "sans intérêts jusque-là".to_string()
        };
        format!(
            "L’échéance de la facture {} est reportée d’un commun accord du {} au {}, à la demande de {}, {interest}{}.",
            quoted(&self.invoice.number),
            fr::date(self.due_on),
            fr::date(self.until),
            words.quoted(&self.asked_by),
            reason(&words.said(&self.why))
        )
    }
}

/// Money received for an assigned invoice went to whom it is assigned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyHandedOver {
    pub invoice: InvoiceRef,
    pub amount_cents: Cents,
    pub currency: Currency,
    pub on: Date,
    pub reference: String,
}

impl Sentence for MoneyHandedOver {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "{} reçus pour la facture cédée {} ont été reversés au cessionnaire le {} (référence {}).",
            fr::money(self.amount_cents, self.currency),
            quoted(&self.invoice.number),
            fr::date(self.on),
            quoted(&self.reference)
        )
    }
}
