//! What a dispute is about and how it ended, as people said it. Nothing here says what may be asked for: the hold does.

use base::Date;
use serde::{Deserialize, Serialize};

/// Codes and French words of a closed list: `code` is kept and sent, `french` is shown.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $code:literal $french:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            pub const ALL: [$name; [$($code),+].len()] = [$($name::$variant),+];

            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }

            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.code() == code)
            }

            pub fn french(self) -> &'static str {
                match self { $($name::$variant => $french,)+ }
            }
        }
    };
}

pub(super) use coded;

coded! {
    /// Why a customer contests an invoice.
    DisputeCause {
        Price "price" "prix",
        Quantity "quantity" "quantité",
        Quality "quality" "qualité",
        Delivery "delivery" "livraison",
        /// A purchase order or another paper is missing.
        MissingDocument "missing_document" "bon de commande ou pièce manquante",
        NotReceived "not_received" "facture non reçue",
        WrongRecipient "wrong_recipient" "mauvais destinataire",
        Legal "legal" "désaccord juridique",
    }
}

coded! {
    /// Whose fault it is, as far as we know.
    Fault {
        Unknown "unknown" "pas encore établi",
        Ours "ours" "de notre fait",
        NotOurs "not_ours" "pas de notre fait",
    }
}

coded! {
    /// What came of a dispute.
    Finding {
        Founded "founded" "fondé",
        Partly "partly" "fondé en partie",
        Unfounded "unfounded" "non fondé",
    }
}

impl DisputeCause {
    /// The form of the invoice is contested, not what is owed: it is put right by a credit note and a new invoice.
    pub fn is_about_form(self) -> bool {
        matches!(self, DisputeCause::MissingDocument | DisputeCause::NotReceived | DisputeCause::WrongRecipient)
    }
}

/// What a planning tells of a dispute, beside its hold. Holds recorded without it say their sentence only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DisputeFacts {
    pub cause: DisputeCause,
    /// The day it was opened, whatever holds have taken one another's place since.
    pub opened_on: Date,
    /// Who of us sees to it.
    pub owner: Option<String>,
    /// The day it is to be settled by.
    pub target_on: Option<Date>,
    /// Found right, in whole or in part: what is held waits for its credit note.
    pub awaits_credit: bool,
}

/// Days after its target that a dispute still open is told to the company's owner. An assumption of ours.
pub const ESCALATES_AFTER_DAYS: i64 = 7;

/// How far an open dispute has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStage {
    /// Its target is still to come, or it has none.
    UnderReview,
    /// Its owner is to settle it: the target has come.
    ToSettle,
    /// Nobody did: the company's owner is told.
    Escalated,
    /// Found right: a credit note is to be made out.
    AwaitsCredit,
}

impl DisputeStage {
    pub const ALL: [DisputeStage; 4] =
        [DisputeStage::UnderReview, DisputeStage::ToSettle, DisputeStage::Escalated, DisputeStage::AwaitsCredit];

    pub fn code(self) -> &'static str {
        match self {
            DisputeStage::UnderReview => "under_review",
            DisputeStage::ToSettle => "to_settle",
            DisputeStage::Escalated => "escalated",
            DisputeStage::AwaitsCredit => "awaits_credit",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            DisputeStage::UnderReview => "à l’examen",
            DisputeStage::ToSettle => "à trancher",
            DisputeStage::Escalated => "à trancher par le dirigeant",
            DisputeStage::AwaitsCredit => "avoir à établir",
        }
    }
}

/// Where an open dispute stands on a day, and the next day on which that changes by itself.
pub fn dispute_stage(target_on: Option<Date>, awaits_credit: bool, as_of: Date) -> (DisputeStage, Option<Date>) {
    if awaits_credit {
        return (DisputeStage::AwaitsCredit, None);
    }
    let Some(target) = target_on else { return (DisputeStage::UnderReview, None) };
    let escalates_on = base::add_days(target, ESCALATES_AFTER_DAYS);
    match escalates_on {
        _ if as_of < target => (DisputeStage::UnderReview, Some(target)),
        Some(on) if as_of < on => (DisputeStage::ToSettle, Some(on)),
        _ => (DisputeStage::Escalated, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dispute_is_its_owners_from_the_target_and_the_companys_a_week_later() {
        let day = |d| Date::constant(2026, 3, d);
        let at = |d| dispute_stage(Some(day(10)), false, day(d));
        assert_eq!(at(9), (DisputeStage::UnderReview, Some(day(10))));
        assert_eq!(at(10), (DisputeStage::ToSettle, Some(day(17))));
        assert_eq!(at(16), (DisputeStage::ToSettle, Some(day(17))));
        assert_eq!(at(17), (DisputeStage::Escalated, None));
        assert_eq!(dispute_stage(None, false, day(9)), (DisputeStage::UnderReview, None));
        assert_eq!(dispute_stage(Some(day(10)), true, day(20)), (DisputeStage::AwaitsCredit, None));
    }

    #[test]
    fn codes_read_back_and_are_said_in_french() {
        for cause in DisputeCause::ALL {
            assert_eq!(DisputeCause::parse(cause.code()), Some(cause));
            assert_eq!(serde_json::to_string(&cause).ok(), Some(format!("\"{}\"", cause.code())));
        }
        for finding in Finding::ALL {
            assert_eq!(Finding::parse(finding.code()), Some(finding));
        }
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.code()), Some(fault));
        }
        for stage in DisputeStage::ALL {
            assert_eq!(DisputeStage::parse(stage.code()), Some(stage));
            assert_eq!(serde_json::to_string(&stage).ok(), Some(format!("\"{}\"", stage.code())));
        }
    }
}
