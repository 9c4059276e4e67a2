//! The few words under which silences are counted on a screen, by the code of their reason, and those of a guard.

use crate::facts::Guard;

/// What a count of that reason is called, in French; the code itself when it is none of ours.
pub fn label(code: &str) -> &str {
    match code {
        "pseudo_customer" => "comptes de ventes diverses",
        "insolvency" => "clients en procédure collective",
        "dispute" => "factures en litige",
        "contested_part" => "parts contestées, à l’examen",
        "promise" => "promesses de règlement en cours",
        "plan" => "échéanciers accordés",
        "plan_late" => "échéanciers : versement en retard",
        "plan_noticed" => "échéanciers : mise en demeure en cours",
        "plan_forfeitable" => "échéanciers rompus : à vous de le constater",
        "factored" => "créances cédées",
        "written_off" => "passées en perte",
        "remainder" => "restes à trancher",
        "pause" => "relances suspendues",
        "payment_announced" => "paiements annoncés, attendus",
        "awaiting_validation" => "factures en validation chez le client",
        "postponed" => "reports décidés par vous",
        "possibly_paid" => "peut-être déjà payées : virements à rapprocher",
        "credits_cover" => "couvertes par des avoirs ou avances",
        "reply_unread" => "réponses de clients à lire",
        "bank_data_stale" => "données bancaires trop anciennes",
        "contact_too_recent" => "contact trop récent",
        "non_working_day" => "jour non ouvré",
        "company_closed" => "société fermée",
        "below_minimum" => "montants trop faibles pour déranger",
        "no_usable_contact" => "coordonnées manquantes",
        "address_returned" => "courriers revenus : adresses à vérifier",
        "waiting_for_step" => "délai de l’étape suivante en cours",
        "too_fresh" => "trop récentes pour l’étape",
        "behind_group" => "en attente : elles n’ont pas eu une étape des autres",
        "after_other_message" => "un autre message part d’abord à ce client",
        "gate_closed" => "étapes en attente d’une confirmation",
        "kind_unknown" => "professionnel ou particulier : à dire",
        "act_pending" => "un envoi ou une tâche est en attente",
        "scenario_finished" => "scénario terminé : à vous de décider",
        "no_scenario" => "aucun scénario pour ce type de client",
        other => other,
    }
}

/// A guard in a few words, as its rule is called on a screen.
pub fn guard_name(guard: Guard) -> &'static str {
    match guard {
        Guard::ReplyUnread => "réponse à lire",
        Guard::BankDataStale => "données bancaires anciennes",
        Guard::PossiblyPaid => "peut-être payée",
        Guard::ContactTooRecent => "contact trop récent",
        Guard::BelowMinimum => "montant minimum",
        Guard::NonWorkingDay => "jour non ouvré",
    }
}
