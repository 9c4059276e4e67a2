//! How recovery is led: scenarios, decisions of people, customers and contacts, the plan of each day.
//!
//! A decision always has a sentence of its author; the plan is named by the hash of its inputs, so that it can be redone.

use super::{PartyRef, Sentence};
use crate::facts::Guard;
use crate::journal::sentence::{Words, bare, fingerprint, quoted, reason, until};
use crate::journal::{PersonalRef, Said};
use base::fr::NBSP;
use base::id::ContactId;
use base::{Date, fr};
use serde::{Deserialize, Serialize};

/// What a person decided otherwise than the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionTaken {
    Skip,
    Postpone,
    Override,
    Waiver,
}

/// A person decided otherwise than the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionRecorded {
    pub decision: DecisionTaken,
    /// The invoice or customer it bears on, in words.
    pub subject: Said,
    pub step: Option<String>,
    pub until: Option<Date>,
    pub why: Said,
}

impl Sentence for DecisionRecorded {
    fn sentence(&self, words: Words<'_>) -> String {
        let step = match &self.step {
            Some(step) => format!("l’étape {}", quoted(step)),
            None => "l’étape en cours".to_string(),
        };
        let what = match self.decision {
            DecisionTaken::Skip => format!("ne pas faire {step}"),
            DecisionTaken::Postpone => format!("reporter {step}"),
            DecisionTaken::Override => match self.step.as_deref().and_then(Guard::parse) {
                Some(guard) => format!("passer outre ce qui retenait l’envoi ({})", guard.french()),
                None => format!("faire {step} malgré les réserves du plan"),
            },
            DecisionTaken::Waiver => "renoncer aux intérêts et frais".to_string(),
        };
        format!(
            "Il a été décidé de {what} pour {}{}{}.",
            words.quoted(&self.subject),
            until(self.until),
            reason(&words.said(&self.why))
        )
    }
}

/// A version of a scenario was adopted; versions never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioAdopted {
    pub name: String,
    pub version: u32,
    pub sha256: String,
}

impl Sentence for ScenarioAdopted {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "La version {} du scénario {} a été adoptée ({}).",
            self.version,
            quoted(&self.name),
            fingerprint(&self.sha256)
        )
    }
}

/// A scenario of the company's own is no longer one of those in use; its versions stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioRetired {
    pub name: String,
    pub why: Said,
}

impl Sentence for ScenarioRetired {
    fn sentence(&self, words: Words<'_>) -> String {
        format!("Le scénario {} a été supprimé{}.", quoted(&self.name), reason(&words.said(&self.why)))
    }
}

/// The text of a letter or message was replaced, or the shipped one came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateChanged {
    pub template: String,
    /// `fr` or `en`.
    pub lang: String,
    /// Of subject and body together; absent when the shipped text came back.
    pub sha256: Option<String>,
}

impl Sentence for TemplateChanged {
    fn sentence(&self, _: Words<'_>) -> String {
        let lang = if self.lang == "en" { "anglais" } else { "français" };
        let name = quoted(&self.template);
        match &self.sha256 {
            Some(hash) => format!("Le texte {lang} du modèle {name} a été remplacé ({}).", fingerprint(hash)),
            None => format!("Le texte {lang} du modèle {name} est redevenu celui qui est livré."),
        }
    }
}

/// A customer is followed by a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioAssigned {
    pub party: PartyRef,
    pub scenario: String,
    pub version: u32,
}

impl Sentence for ScenarioAssigned {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "Le client {} suit désormais le scénario {}, version {}.",
            words.quoted(&self.party.name),
            quoted(&self.scenario),
            self.version
        )
    }
}

/// What is known of a customer changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyChanged {
    pub party: PartyRef,
    pub field: String,
    pub before: Option<Said>,
    pub after: Option<Said>,
}

impl Sentence for PartyChanged {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "La fiche du client {} a changé, {}{NBSP}: {}.",
            words.quoted(&self.party.name),
            bare(&self.field),
            words.change(self.before.as_ref(), self.after.as_ref())
        )
    }
}

/// What is known of a person at a customer changed: always personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactChanged {
    pub contact: ContactId,
    pub party: PartyRef,
    pub field: String,
    pub before: Option<PersonalRef>,
    pub after: Option<PersonalRef>,
}

impl Sentence for ContactChanged {
    fn sentence(&self, words: Words<'_>) -> String {
        let said = |reference: &Option<PersonalRef>| reference.clone().map(Said::Personal);
        format!(
            "Un contact du client {} a changé, {}{NBSP}: {}.",
            words.quoted(&self.party.name),
            bare(&self.field),
            words.change(said(&self.before).as_ref(), said(&self.after).as_ref())
        )
    }
}

/// Somebody wrote something down about a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteRecorded {
    pub party: PartyRef,
    pub text: Said,
}

impl Sentence for NoteRecorded {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "Une note a été prise sur le client {}{NBSP}: {}.",
            words.quoted(&self.party.name),
            words.quoted(&self.text)
        )
    }
}

/// A day was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaPlanned {
    pub day: Date,
    pub proposals: u64,
    /// Overdue receivables left alone, each for a reason.
    pub silences: u64,
    pub inputs_hash: String,
}

impl Sentence for AgendaPlanned {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "L’agenda du {} {} a été établi{NBSP}: {}, {} ({}).",
            fr::weekday(self.day),
            fr::date(self.day),
            fr::count(self.proposals, "action proposée", "actions proposées"),
            fr::count(self.silences, "facture laissée en attente", "factures laissées en attente"),
            fingerprint(&self.inputs_hash)
        )
    }
}
