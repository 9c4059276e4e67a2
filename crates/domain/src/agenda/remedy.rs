//! What ends a silence, and who may end it: told beside every guard that stops a sending.
//!
//! Words only; nothing is lifted here.

use super::Reason;
use crate::facts::Guard;
use crate::scenario::Gate;

/// The guard that a person may lift for a day with a sentence, when the reason is one.
pub fn liftable(reason: &Reason) -> Option<Guard> {
    match reason {
        Reason::ReplyUnread { .. } => Some(Guard::ReplyUnread),
        Reason::BankDataStale { .. } => Some(Guard::BankDataStale),
        Reason::PossiblyPaid { .. } => Some(Guard::PossiblyPaid),
        Reason::ContactTooRecent { .. } => Some(Guard::ContactTooRecent),
        Reason::BelowMinimum { .. } => Some(Guard::BelowMinimum),
        Reason::NonWorkingDay { .. } | Reason::CompanyClosed { .. } => Some(Guard::NonWorkingDay),
        _ => None,
    }
}

/// What to do about a silence, in French; `None` when there is nothing to do but wait.
pub fn remedy(reason: &Reason) -> Option<&'static str> {
    Some(match reason {
        Reason::PseudoCustomer => "Si c’est un vrai client, décochez « ventes diverses » sur sa fiche.",
        Reason::Insolvency { .. } => "Personne ne peut lever cette règle : déclarez la créance au mandataire.",
        Reason::Dispute { .. } | Reason::ContestedPart { .. } => {
            "Réglez le litige avec le client, puis dites son issue sur sa page."
        }
        Reason::Pause { .. } | Reason::Plan { .. } | Reason::AwaitingValidation { .. } => {
            "Vous pouvez y mettre fin plus tôt sur la fiche du client."
        }
        Reason::PlanLate { .. } => {
            "La relance du versement est proposée quand rien ne s’y oppose ; voyez l’échéancier dans Accords."
        }
        Reason::PlanForfeitable { .. } => "Constatez la déchéance du terme dans Accords, ou accordez un délai.",
        Reason::Factored { .. } => {
            "La créance n’est plus la vôtre : mettez fin à la cession sur la fiche si elle a cessé."
        }
        Reason::WrittenOff { .. } => {
            "Si tout n’est pas perdu, le propriétaire reprend le passage en perte dans Comptabilité › Pertes."
        }
        Reason::Remainder { .. } => "Dites dans Banque › Restes s’il est accordé, à votre charge, ou dû.",
        Reason::PossiblyPaid { .. } => {
            "Rapprochez le virement ; si ce n’est pas le sien, passez outre pour aujourd’hui."
        }
        Reason::CreditsCover { .. } => "Imputez l’avoir ou l’avance sur une facture.",
        Reason::ReplyUnread { .. } => {
            "Lisez-la dans À faire › Réponses à traiter et dites ce qu’elle donne ; sinon, passez outre pour aujourd’hui."
        }
        Reason::BankDataStale { gap_until: Some(_), .. } => {
            "Importez le relevé qui manque, ou dites dans Banque › Comptes que rien ne manque ; sinon, passez outre pour aujourd’hui."
        }
        Reason::BankDataStale { .. } => "Importez un relevé de banque récent ; sinon, passez outre pour aujourd’hui.",
        Reason::ContactTooRecent { .. } | Reason::BelowMinimum { .. } | Reason::NonWorkingDay { .. } => {
            "La règle vient du scénario ; vous pouvez passer outre pour aujourd’hui."
        }
        Reason::CompanyClosed { .. } => {
            "Le propriétaire change ces jours dans Réglages › Délais, taux, calendrier ; vous pouvez passer outre pour aujourd’hui."
        }
        Reason::NoUsableContact { .. } => "Ajoutez une adresse ou un téléphone sur la fiche du client.",
        Reason::AddressReturned { .. } => {
            "Vérifiez l’adresse du client et corrigez-la sur sa fiche, ou joignez-le autrement."
        }
        Reason::GateClosed { gate: Gate::NoOpenDispute, .. } => {
            "Personne ne peut passer outre : fermez d’abord le litige."
        }
        Reason::GateClosed { gate: Gate::DueDateConfirmed, .. } => {
            "Personne ne peut passer outre : confirmez l’échéance sur la facture."
        }
        Reason::GateClosed { gate: Gate::SettlementsConfirmed, .. } => {
            "Personne ne peut passer outre : confirmez le paiement qui a été déduit."
        }
        Reason::KindUnknown { .. } | Reason::GateClosed { gate: Gate::CustomerKindKnown, .. } => {
            "Personne ne peut passer outre : dites sur la fiche si c’est un professionnel, un particulier ou un organisme public."
        }
        Reason::ActPending { .. } => "Dites ce que l’action en attente a donné.",
        Reason::ScenarioFinished { .. } => {
            "À vous de décider : appel, avocat, commissaire de justice, ou passage en perte."
        }
        Reason::NoScenario => "Choisissez un scénario sur la fiche du client.",
        _ => return None,
    })
}
