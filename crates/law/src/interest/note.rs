//! What the reader of a statement must know beside the figures, as data with one French sentence each.
//!
//! A note never changes an amount; it says which choice was made, or what remains to be verified.

use crate::typography::typeset;
use crate::value::{Status, Table};
use base::{Cents, Currency, Date, RateBp, fr};

/// A remark on a statement of sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A value used is not fully verified.
    ToVerify {
        table: Table,
        key: String,
        status: Status,
    },
    /// The agreed rate is below three times the legal rate; `applied` replaces it.
    AgreedRateBelowFloor {
        from: Date,
        agreed: RateBp,
        floor: RateBp,
        applied: RateBp,
    },
    /// No interest without a formal notice to the consumer.
    ConsumerWithoutFormalNotice,
    /// Interest stopped the day before the opening judgment.
    StoppedByInsolvency {
        judgment_on: Date,
    },
    /// No flat compensation: the invoice fell due on or after the opening judgment.
    CompensationExcluded {
        judgment_on: Date,
    },
    /// The compensation is in euros and the invoice is not: no total adds them.
    CompensationApart {
        currency: Currency,
    },
    InterestWaived,
    CompensationWaived,
    /// A waiver towards a public body is deemed unwritten by CCP L2192-14 (to be verified).
    PublicWaiver,
    /// More was paid or credited than owed.
    Overpaid {
        amount: Cents,
        currency: Currency,
    },
}

impl Note {
    /// Stable name for JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Note::ToVerify { .. } => "to_verify",
            Note::AgreedRateBelowFloor { .. } => "agreed_rate_below_floor",
            Note::ConsumerWithoutFormalNotice => "consumer_without_formal_notice",
            Note::StoppedByInsolvency { .. } => "stopped_by_insolvency",
            Note::CompensationExcluded { .. } => "compensation_excluded",
            Note::CompensationApart { .. } => "compensation_apart",
            Note::InterestWaived => "interest_waived",
            Note::CompensationWaived => "compensation_waived",
            Note::PublicWaiver => "public_waiver",
            Note::Overpaid { .. } => "overpaid",
        }
    }

    /// True when saying both would say the same thing twice.
    pub(super) fn same_as(&self, other: &Note) -> bool {
        match (self, other) {
            (
                Note::AgreedRateBelowFloor { agreed: a, floor: f, applied: x, .. },
                Note::AgreedRateBelowFloor { agreed: b, floor: g, applied: y, .. },
            ) => (a, f, x) == (b, g, y),
            _ => self == other,
        }
    }

    pub fn french(&self) -> String {
        typeset(&self.plain())
    }

    fn plain(&self) -> String {
        match self {
            Note::ToVerify { table, key, status } => format!("À vérifier : {}, valeur « {key} » ({}).", table.french(), status.french()),
            Note::AgreedRateBelowFloor { from, agreed, floor, applied } => format!(
                "Le taux convenu ({}) est sous le plancher de trois fois le taux légal ({}) à partir du {} : {} appliqué (C. com. L441-10 II). \
                 Aucune décision ne dit ce qui remplace une telle clause ; à vous de choisir.",
                fr::percent(*agreed),
                fr::percent(*floor),
                fr::date(*from),
                fr::percent(*applied)
            ),
            Note::ConsumerWithoutFormalNotice => {
                "Pas d’intérêts sans mise en demeure d’un consommateur (C. civ. 1231-6, 1344-1).".to_string()
            }
            Note::StoppedByInsolvency { judgment_on } => format!(
                "Intérêts arrêtés à la veille du jugement d’ouverture du {} (C. com. L622-28).",
                fr::date(*judgment_on)
            ),
            Note::CompensationExcluded { judgment_on } => format!(
                "Pas d’indemnité forfaitaire : l’échéance n’est pas antérieure au jugement d’ouverture du {} (C. com. L441-10 II).",
                fr::date(*judgment_on)
            ),
            Note::CompensationApart { currency } => format!(
                "L’indemnité forfaitaire est fixée en euros (C. com. D441-5) : elle se demande à part du total en {currency}."
            ),
            Note::InterestWaived => "Intérêts abandonnés par le créancier.".to_string(),
            Note::CompensationWaived => "Indemnité forfaitaire abandonnée par le créancier.".to_string(),
            Note::PublicWaiver => {
                "À vérifier : une renonciation aux intérêts dus par un acheteur public serait réputée non écrite (CCP L2192-14).".to_string()
            }
            Note::Overpaid { amount, currency } => {
                format!("Trop-perçu de {}, à rembourser ou à imputer.", fr::money(*amount, *currency))
            },
        }
    }
}
