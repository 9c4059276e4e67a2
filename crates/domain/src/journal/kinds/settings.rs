//! The instance itself: companies, settings, standing orders, law values, copies and checks.
//!
//! Values of settings are kept as text, before and after; secrets are never written, only that they changed.

use super::Sentence;
use crate::journal::EntryHash;
use crate::journal::sentence::{Words, bare, fingerprint, list, quoted, reason};
use base::fr::NBSP;
use base::{Date, fr};
use serde::{Deserialize, Serialize};

/// A creditor company starts being kept in this instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyCreated {
    pub name: String,
    /// Nine digits.
    pub siren: Option<String>,
}

impl Sentence for CompanyCreated {
    fn sentence(&self, _: Words<'_>) -> String {
        let siren = self.siren.as_ref().map(|siren| format!(" (SIREN{NBSP}{})", bare(siren))).unwrap_or_default();
        format!("La société {}{siren} a été créée.", quoted(&self.name))
    }
}

/// A setting of the company changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsChanged {
    pub field: String,
    /// Absent when it had no value, or when the value is a secret.
    pub before: Option<String>,
    /// Absent when it was removed, or when the value is a secret.
    pub after: Option<String>,
}

impl Sentence for SettingsChanged {
    fn sentence(&self, _: Words<'_>) -> String {
        let field = quoted(&self.field);
        match (&self.before, &self.after) {
            (None, None) => format!("Le réglage {field} a été modifié (valeur non journalisée)."),
            (None, Some(after)) => format!("Le réglage {field} a été fixé à {}.", quoted(after)),
            (Some(before), None) => format!("Le réglage {field}, qui était {}, a été retiré.", quoted(before)),
            (Some(before), Some(after)) => {
                format!("Le réglage {field} est passé de {} à {}.", quoted(before), quoted(after))
            }
        }
    }
}

/// Real sending was switched on or off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendingSwitched {
    pub live: bool,
}

impl Sentence for SendingSwitched {
    fn sentence(&self, _: Words<'_>) -> String {
        if self.live {
            format!("L’envoi réel a été activé{NBSP}: les messages approuvés partent désormais vers les clients.")
        } else {
            format!(
                "L’envoi est passé en mode essai{NBSP}: plus rien ne part, les messages sont écrits dans un dossier."
            )
        }
    }
}

/// The owner signed that some steps of a scenario leave without asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingOrderSigned {
    pub reference: String,
    pub scenario: String,
    /// Codes of the steps.
    pub steps: Vec<String>,
}

impl Sentence for StandingOrderSigned {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "La consigne permanente {} a été signée{NBSP}: les étapes suivantes du scénario {} partent sans autre accord{NBSP}: {}.",
            quoted(&self.reference),
            quoted(&self.scenario),
            list(&self.steps)
        )
    }
}

/// The owner took a standing order back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingOrderRevoked {
    pub reference: String,
    pub why: String,
}

impl Sentence for StandingOrderRevoked {
    fn sentence(&self, _: Words<'_>) -> String {
        format!("La consigne permanente {} a été retirée{}.", quoted(&self.reference), reason(&self.why))
    }
}

/// A value was added to the tables of law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawValueSet {
    pub table: String,
    /// First day it applies.
    pub from: Date,
    /// As entered, with its unit.
    pub value: String,
    /// The text or publication it comes from.
    pub source: String,
}

impl Sentence for LawValueSet {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "La table légale {} a reçu la valeur {} à compter du {} (source{NBSP}: {}).",
            quoted(&self.table),
            quoted(&self.value),
            fr::date(self.from),
            quoted(&self.source)
        )
    }
}

/// The data was copied to a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupMade {
    pub file: String,
    pub sha256: String,
}

impl Sentence for BackupMade {
    fn sentence(&self, _: Words<'_>) -> String {
        format!("Une sauvegarde a été écrite dans {} ({}).", quoted(&self.file), fingerprint(&self.sha256))
    }
}

/// The data was brought back from a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restored {
    pub file: String,
    pub sha256: String,
    /// Last entry of the copy.
    pub head_seq: u64,
    pub head_hash: EntryHash,
}

impl Sentence for Restored {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "Les données ont été restaurées depuis {} ({}), arrêtées à l’écriture {} du journal.",
            quoted(&self.file),
            fingerprint(&self.sha256),
            fr::thousands(self.head_seq)
        )
    }
}

/// A person looked at what left since the copy was made, and said so: sending goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestorationReviewed {
    pub restored_on: Date,
    pub why: String,
}

impl Sentence for RestorationReviewed {
    fn sentence(&self, _: Words<'_>) -> String {
        format!(
            "Ce qui a pu partir avant la restauration du {} a été passé en revue, les envois reprennent{}.",
            fr::date(self.restored_on),
            reason(&self.why)
        )
    }
}

/// Chain, sums and caches were checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    pub entries: u64,
    pub head_hash: EntryHash,
    /// Faults found; zero when all is whole.
    pub findings: u64,
}

impl Sentence for Verified {
    fn sentence(&self, _: Words<'_>) -> String {
        let entries = fr::count(self.entries, "écriture", "écritures");
        let outcome = match self.findings {
            0 => "tout concorde".to_string(),
            n => fr::count(n, "anomalie relevée", "anomalies relevées"),
        };
        format!("Le journal et les comptes ont été vérifiés ({entries}){NBSP}: {outcome}.")
    }
}
