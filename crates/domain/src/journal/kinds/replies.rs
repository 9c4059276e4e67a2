//! What customers answered: received, dealt with, or recorded by mistake.
//!
//! Who wrote, the subject and the text are personal data: the entry holds references.

use super::{PartyRef, Sentence};
use crate::journal::Said;
use crate::journal::sentence::{Words, fingerprint, reason};
use base::fr::NBSP;
use base::id::ActId;
use base::{Date, fr};
use serde::{Deserialize, Serialize};

/// A customer answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyRecorded {
    pub party: PartyRef,
    /// What it answers, when that is known.
    pub act: Option<ActId>,
    pub received_on: Date,
    pub from: Option<Said>,
    pub subject: Option<Said>,
    pub text: Option<Said>,
    /// Of the exact bytes of the message, when it was kept.
    pub sha256: Option<String>,
}

impl Sentence for ReplyRecorded {
    fn sentence(&self, words: Words<'_>) -> String {
        let from = self.from.as_ref().map(|from| format!(", par {}", words.said(from))).unwrap_or_default();
        let subject = self.subject.as_ref().map(|s| format!(", objet {}", words.quoted(s))).unwrap_or_default();
        let text = self.text.as_ref().map(|t| format!("{NBSP}: {}", words.quoted(t))).unwrap_or_default();
        let kept = self.sha256.as_ref().map(|hash| format!(" ({})", fingerprint(hash))).unwrap_or_default();
        format!(
            "Le client {} a répondu le {}{from}{subject}{text}{kept}.",
            words.quoted(&self.party.name),
            fr::date(self.received_on)
        )
    }
}

/// What a customer meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "means", deny_unknown_fields)]
pub enum ReplyMeaning {
    Promise { on: Date },
    PaymentSent,
    AwaitingValidation,
    Dispute,
    InvoiceNotReceived,
    WrongContact,
    Other,
}

impl ReplyMeaning {
    fn phrase(self) -> String {
        match self {
            ReplyMeaning::Promise { on } => format!("paiement promis pour le {}", fr::date(on)),
            ReplyMeaning::PaymentSent => "paiement annoncé comme envoyé".to_string(),
            ReplyMeaning::AwaitingValidation => "facture en attente de validation".to_string(),
            ReplyMeaning::Dispute => "facture contestée".to_string(),
            ReplyMeaning::InvoiceNotReceived => "facture non reçue".to_string(),
            ReplyMeaning::WrongContact => "ce n’est pas la bonne personne".to_string(),
            ReplyMeaning::Other => "lue, sans autre suite".to_string(),
        }
    }
}

/// Somebody read it and said what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyHandled {
    pub party: PartyRef,
    pub received_on: Date,
    pub meaning: ReplyMeaning,
    pub note: Option<Said>,
}

impl Sentence for ReplyHandled {
    fn sentence(&self, words: Words<'_>) -> String {
        let note = self.note.as_ref().map(|note| format!(" (note{NBSP}: {})", words.quoted(note))).unwrap_or_default();
        format!(
            "La réponse du client {} du {} a été traitée{NBSP}: {}{note}.",
            words.quoted(&self.party.name),
            fr::date(self.received_on),
            self.meaning.phrase()
        )
    }
}

/// It was recorded by mistake: it holds nothing back, and stays visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyWithdrawn {
    pub party: PartyRef,
    pub received_on: Date,
    pub why: Said,
}

impl Sentence for ReplyWithdrawn {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "La réponse du client {} du {}, enregistrée par erreur, a été retirée{}.",
            words.quoted(&self.party.name),
            fr::date(self.received_on),
            reason(&words.said(&self.why))
        )
    }
}
