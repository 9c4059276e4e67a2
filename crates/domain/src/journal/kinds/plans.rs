//! Instalment plans: proposed, accepted, ended.

use super::{InvoiceRef, PartyRef, Sentence};
use crate::journal::Said;
use crate::journal::sentence::{Words, fingerprint, reason};
use base::{Cents, Currency, Date, fr};
use serde::{Deserialize, Serialize};

/// A plan was proposed to a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanProposed {
    pub party: PartyRef,
    pub invoices: Vec<InvoiceRef>,
    pub instalments: u64,
    pub total_cents: Cents,
    pub currency: Currency,
    pub first_on: Date,
    pub last_on: Date,
}

impl Sentence for PlanProposed {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "Un échéancier de {} en {}, du {} au {}, a été proposé au client {}.",
            fr::money(self.total_cents, self.currency),
            fr::count(self.instalments, "versement", "versements"),
            fr::date(self.first_on),
            fr::date(self.last_on),
            words.quoted(&self.party.name)
        )
    }
}

/// A customer accepted a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanAccepted {
    pub party: PartyRef,
    pub on: Date,
    pub total_cents: Cents,
    pub currency: Currency,
    /// Of the signed file, when one was kept.
    pub sha256: Option<String>,
}

impl Sentence for PlanAccepted {
    fn sentence(&self, words: Words<'_>) -> String {
        let kept = match &self.sha256 {
            Some(hash) => format!(", et l’exemplaire signé est conservé ({})", fingerprint(hash)),
            None => String::new(),
        };
        format!(
            "Le client {} a accepté le {} l’échéancier de {}{kept}.",
            words.quoted(&self.party.name),
            fr::date(self.on),
            fr::money(self.total_cents, self.currency)
        )
    }
}

/// How a plan ended other than by being paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanEnd {
    Refused,
    Withdrawn,
    Lapsed,
}

/// A plan ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanEnded {
    pub party: PartyRef,
    pub how: PlanEnd,
    pub on: Date,
    pub why: Said,
}

impl Sentence for PlanEnded {
    fn sentence(&self, words: Words<'_>) -> String {
        let what = match self.how {
            PlanEnd::Refused => "a été refusé",
            PlanEnd::Withdrawn => "a été retiré",
            PlanEnd::Lapsed => "n’a pas été tenu, la déchéance du terme est constatée et tout est dû",
        };
        format!(
            "L’échéancier du client {} {what}, le {}{}.",
            words.quoted(&self.party.name),
            fr::date(self.on),
            reason(&words.said(&self.why))
        )
    }
}
