//! One value of the law: what it is, when it applies, which article says so, where it was read and how sure we are.
//!
//! A value is text as it stands in `data/law/*.toml` or as the user typed it; it is not yet a rate or a delay.
//! Typed values keep their record beside them ([`Dated`]), so every figure shown can name its source.

use base::{Date, fr};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// How far a value was verified. Ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The official text or a copy of it was read, or at least two secondary sources agree.
    Verified,
    /// One secondary source, or a point that no text or ruling settles.
    Partial,
    /// Not checked against any source.
    Unverified,
}

impl Status {
    pub const fn slug(self) -> &'static str {
        match self {
            Status::Verified => "verified",
            Status::Partial => "partial",
            Status::Unverified => "unverified",
        }
    }

    pub fn parse(text: &str) -> Option<Status> {
        [Status::Verified, Status::Partial, Status::Unverified].into_iter().find(|s| s.slug() == text)
    }

    /// What the user reads.
    pub const fn french(self) -> &'static str {
        match self {
            Status::Verified => "vérifié",
            Status::Partial => "à vérifier (une seule source, ou point non tranché)",
            Status::Unverified => "à vérifier (sans source sûre)",
        }
    }

    /// True when the screen must say « à vérifier ».
    pub const fn needs_check(self) -> bool {
        !matches!(self, Status::Verified)
    }
}

/// Where a value comes from: delivered with the software, or added by the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Shipped,
    Added,
}

/// The tables of `data/law/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Table {
    /// ECB main refinancing rate in force on 1 January and 1 July, by half-year.
    ReferenceRate,
    /// The same rate at each date it changed.
    ReferenceRateChange,
    /// Legal interest rate, creditor acting as a professional (« tous les autres cas »).
    LegalRateProfessional,
    /// Legal interest rate, creditor who is a private individual.
    LegalRateIndividual,
    /// The flat 40 € for recovery costs.
    FixedCompensation,
    /// Margins, floor factor, year basis.
    Parameter,
    /// Durations and dates of effect.
    Delay,
    /// Amounts and numbers that open or close a path.
    Threshold,
    /// What an act does to the limitation period.
    LimitationAct,
    /// Legal holidays (computed by `base::calendar`; listed here for their source).
    Holiday,
}

impl Table {
    pub const ALL: [Table; 10] = [
        Table::ReferenceRate,
        Table::ReferenceRateChange,
        Table::LegalRateProfessional,
        Table::LegalRateIndividual,
        Table::FixedCompensation,
        Table::Parameter,
        Table::Delay,
        Table::Threshold,
        Table::LimitationAct,
        Table::Holiday,
    ];

    /// The name used in the files and by `quitus law set`.
    pub const fn slug(self) -> &'static str {
        match self {
            Table::ReferenceRate => "reference-rate",
            Table::ReferenceRateChange => "reference-rate-change",
            Table::LegalRateProfessional => "legal-rate-professional",
            Table::LegalRateIndividual => "legal-rate-individual",
            Table::FixedCompensation => "fixed-compensation",
            Table::Parameter => "parameter",
            Table::Delay => "delay",
            Table::Threshold => "threshold",
            Table::LimitationAct => "limitation-act",
            Table::Holiday => "holiday",
        }
    }

    pub fn parse(slug: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|t| t.slug() == slug)
    }

    /// French name, with its article, for a sentence.
    pub const fn french(self) -> &'static str {
        match self {
            Table::ReferenceRate => "le taux de référence BCE",
            Table::ReferenceRateChange => "la liste des changements du taux BCE",
            Table::LegalRateProfessional => "le taux de l’intérêt légal (créancier professionnel)",
            Table::LegalRateIndividual => "le taux de l’intérêt légal (créancier particulier)",
            Table::FixedCompensation => "l’indemnité forfaitaire de recouvrement",
            Table::Parameter => "les règles de calcul de l’intérêt de retard",
            Table::Delay => "les délais",
            Table::Threshold => "les seuils et montants",
            Table::LimitationAct => "les actes qui touchent la prescription",
            Table::Holiday => "les jours fériés",
        }
    }

    /// Tables that hold exactly one value for each half-year.
    pub const fn by_semester(self) -> bool {
        matches!(self, Table::ReferenceRate | Table::LegalRateProfessional | Table::LegalRateIndividual)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// One dated value with everything needed to trust it or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawValue {
    pub table: Table,
    /// Half-year (`2026-S2`), rule id (`PRESC_B2B`) or name, depending on the table.
    pub key: String,
    /// The value as written: `2.40`, `P30D`, `5000.00`.
    pub value: String,
    /// First and last day on which it applies; `None` means not bounded on that side.
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    /// The article that states it.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// When somebody last looked.
    pub checked_on: Date,
    pub status: Status,
    pub origin: Origin,
    /// What it is, in French, when the key does not say it.
    pub description: Option<String>,
    /// From which event a delay counts.
    pub basis: Option<String>,
}

impl LawValue {
    /// True when the value applies on that day.
    pub fn covers(&self, on: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }

    /// True when both apply on some common day.
    pub fn overlaps(&self, other: &LawValue) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(e), Some(s)) if e < s);
        !before(self.valid_to, other.valid_from) && !before(other.valid_to, self.valid_from)
    }

    /// « C. com. L441-10 II — BCE, décision du 11/06/2026 (vérifié, relevé du 22 novembre 2026) ».
    pub fn citation(&self) -> String {
        let by = if self.origin == Origin::Added { ", saisi par vous" } else { "" };
        format!(
            "{} — {} ({}{by}, relevé du {})",
            self.article,
            self.source,
            self.status.french(),
            fr::date(self.checked_on)
        )
    }

    /// One line per value, the same on every machine: what the edition hash is made of.
    pub(crate) fn canonical(&self) -> String {
        let day = |d: Option<Date>| d.map_or_else(|| "-".to_string(), |d| d.to_string());
        let optional = |t: &Option<String>| t.clone().unwrap_or_default();
        let origin = if self.origin == Origin::Added { "added" } else { "shipped" };
        let fields = [
            self.table.slug().to_string(),
            self.key.clone(),
            self.value.clone(),
            day(self.valid_from),
            day(self.valid_to),
            self.article.clone(),
            self.source.clone(),
            self.checked_on.to_string(),
            self.status.slug().to_string(),
            origin.to_string(),
            optional(&self.description),
            optional(&self.basis),
        ];
        fields.join("\u{1f}") + "\n"
    }
}

/// A typed value beside its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    pub value: T,
    pub record: Arc<LawValue>,
}

impl<T> Dated<T> {
    pub fn article(&self) -> &str {
        &self.record.article
    }

    pub fn source(&self) -> &str {
        &self.record.source
    }

    pub fn status(&self) -> Status {
        self.record.status
    }

    pub fn valid_from(&self) -> Option<Date> {
        self.record.valid_from
    }

    pub fn valid_to(&self) -> Option<Date> {
        self.record.valid_to
    }
}
