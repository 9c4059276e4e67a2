//! What was done towards customers: each act from prepared to its outcome, calls and documents.
//!
//! Answers of mail servers may quote an address, so they are personal data until shown otherwise.

use super::{InvoiceRef, PartyRef, Sentence};
use crate::journal::sentence::{Words, amount, bare, fingerprint, list, quoted, reason};
use crate::journal::{PersonalRef, Said};
use base::fr::NBSP;
use base::id::ActId;
use base::{Cents, Currency, Date, fr};
use serde::{Deserialize, Serialize};

/// By which way an act leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActChannel {
    Email,
    Letter,
    RegisteredLetter,
    Call,
    Visit,
    Internal,
}

impl ActChannel {
    fn phrase(self) -> &'static str {
        match self {
            ActChannel::Email => "par courriel",
            ActChannel::Letter => "par lettre",
            ActChannel::RegisteredLetter => "par lettre recommandée",
            ActChannel::Call => "par téléphone",
            ActChannel::Visit => "par une visite",
            ActChannel::Internal => "en interne",
        }
    }
}

/// An act was approved and its content fixed, before anything leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActPrepared {
    pub act: ActId,
    pub step: String,
    pub channel: ActChannel,
    /// Addresses, by reference.
    pub to: Vec<PersonalRef>,
    pub party: PartyRef,
    pub invoices: Vec<InvoiceRef>,
    /// Sum claimed.
    pub amount_cents: Cents,
    pub currency: Currency,
    /// Of the exact bytes to be handed over.
    pub content_sha256: String,
}

impl Sentence for ActPrepared {
    fn sentence(&self, words: Words<'_>) -> String {
        let numbers: Vec<String> = self.invoices.iter().map(|invoice| invoice.number.clone()).collect();
        let invoices = match numbers.as_slice() {
            [] => "sans facture désignée".to_string(),
            [one] => format!("facture {}", bare(one)),
            many => format!("factures {}", list(many)),
        };
        let to: Vec<String> = self.to.iter().map(|reference| words.personal(reference)).collect();
        let to = if to.is_empty() { "sans adresse".to_string() } else { format!("à {}", list(&to)) };
        format!(
            "L’étape {} est prête pour le client {} {} ({to}), {invoices}, pour {} ({}).",
            quoted(&self.step),
            words.quoted(&self.party.name),
            self.channel.phrase(),
            amount(self.amount_cents, self.currency),
            fingerprint(&self.content_sha256)
        )
    }
}

/// A carrier took charge of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActHandedOver {
    pub act: ActId,
    pub step: String,
    pub carrier: String,
    /// The carrier’s own words.
    pub reply: Said,
}

impl Sentence for ActHandedOver {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "L’étape {} a été confiée à {}, qui a répondu {}.",
            quoted(&self.step),
            quoted(&self.carrier),
            words.quoted(&self.reply)
        )
    }
}

/// It reached its recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActDelivered {
    pub act: ActId,
    pub step: String,
    pub delivered_on: Date,
    /// Tracking number, name of the receipt.
    pub proof: Option<String>,
}

impl Sentence for ActDelivered {
    fn sentence(&self, _: Words<'_>) -> String {
        let proof = self.proof.as_ref().map(|text| format!(" (preuve{NBSP}: {})", quoted(text))).unwrap_or_default();
        format!("L’étape {} est accomplie le {}{proof}.", quoted(&self.step), fr::date(self.delivered_on))
    }
}

/// It did not leave, or came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActFailed {
    pub act: ActId,
    pub step: String,
    /// Whether trying again is pointless.
    pub permanent: bool,
    pub why: Said,
}

impl Sentence for ActFailed {
    fn sentence(&self, words: Words<'_>) -> String {
        let again = if self.permanent { "définitivement" } else { "pour l’instant" };
        format!("L’étape {} a échoué {again}{}.", quoted(&self.step), reason(&words.said(&self.why)))
    }
}

/// Nobody can tell whether it left; it is not sent again by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActUnknown {
    pub act: ActId,
    pub step: String,
    pub why: Said,
}

impl Sentence for ActUnknown {
    fn sentence(&self, words: Words<'_>) -> String {
        format!("Nul ne sait si l’étape {} est partie{}.", quoted(&self.step), reason(&words.said(&self.why)))
    }
}

/// It was given up before leaving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActCancelled {
    pub act: ActId,
    pub step: String,
    pub why: Said,
}

impl Sentence for ActCancelled {
    fn sentence(&self, words: Words<'_>) -> String {
        format!("L’étape {} a été abandonnée avant son départ{}.", quoted(&self.step), reason(&words.said(&self.why)))
    }
}

/// Something came up since it was approved, and a person lets it leave all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActUpheld {
    pub act: ActId,
    pub step: String,
    /// What came up, in French.
    pub since: String,
    pub why: Said,
}

impl Sentence for ActUpheld {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "L’étape {} est maintenue, alors que {}{}.",
            quoted(&self.step),
            bare(&self.since),
            reason(&words.said(&self.why))
        )
    }
}

/// A person said what became of an act whose outcome was unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActResolvedByHand {
    pub act: ActId,
    pub step: String,
    pub left: bool,
    pub why: Said,
}

impl Sentence for ActResolvedByHand {
    fn sentence(&self, words: Words<'_>) -> String {
        let outcome = if self.left { "est bien partie" } else { "n’est pas partie" };
        format!("Vérification faite, l’étape {} {outcome}{}.", quoted(&self.step), reason(&words.said(&self.why)))
    }
}

/// Why a letter came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "cause", deny_unknown_fields)]
pub enum ReturnCause {
    /// Presented, a note left, and nobody fetched it.
    Unclaimed { presented_on: Date },
    /// Nobody of that name at that address.
    UnknownAddress,
}

/// A letter came back to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterReturned {
    pub act: ActId,
    pub step: String,
    pub returned_on: Date,
    pub cause: ReturnCause,
}

impl Sentence for LetterReturned {
    fn sentence(&self, _: Words<'_>) -> String {
        let (step, on) = (quoted(&self.step), fr::date(self.returned_on));
        match self.cause {
            ReturnCause::Unclaimed { presented_on } => format!(
                "Le courrier de l’étape {step} est revenu le {on} sans avoir été réclamé{NBSP}: il compte, depuis sa présentation \
                 le {}.",
                fr::date(presented_on)
            ),
            ReturnCause::UnknownAddress => format!(
                "Le courrier de l’étape {step} est revenu le {on}{NBSP}: destinataire inconnu à l’adresse, il n’a atteint personne."
            ),
        }
    }
}

/// What came out of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "heard", deny_unknown_fields)]
pub enum CallOutcome {
    NoAnswer,
    InvoiceNotReceived,
    AwaitingValidation,
    Dispute,
    Promise { on: Date },
    PaymentSent,
    Other,
}

impl CallOutcome {
    fn phrase(self) -> String {
        match self {
            CallOutcome::NoAnswer => "pas de réponse".to_string(),
            CallOutcome::InvoiceNotReceived => "facture non reçue".to_string(),
            CallOutcome::AwaitingValidation => "facture en attente de validation".to_string(),
            CallOutcome::Dispute => "facture contestée".to_string(),
            CallOutcome::Promise { on } => format!("paiement promis pour le {}", fr::date(on)),
            CallOutcome::PaymentSent => "paiement annoncé comme envoyé".to_string(),
            CallOutcome::Other => "autre réponse".to_string(),
        }
    }
}

/// A call took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRecorded {
    /// The planned call it answers, if any.
    pub act: Option<ActId>,
    pub party: PartyRef,
    pub outcome: CallOutcome,
    pub note: Option<Said>,
}

impl Sentence for CallRecorded {
    fn sentence(&self, words: Words<'_>) -> String {
        let note = self.note.as_ref().map(|note| format!(" (note{NBSP}: {})", words.quoted(note))).unwrap_or_default();
        format!("Appel au client {}{NBSP}: {}{note}.", words.quoted(&self.party.name), self.outcome.phrase())
    }
}

/// A document was produced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRendered {
    pub name: String,
    pub template: String,
    pub sha256: String,
}

impl Sentence for DocumentRendered {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "Le document {} a été produit d’après le modèle {} ({}).",
            quoted(&self.name),
            quoted(&self.template),
            fingerprint(&self.sha256)
        )
    }
}
