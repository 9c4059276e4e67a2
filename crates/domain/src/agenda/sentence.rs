//! Each reason as one plain French sentence, for people who know no accounting words.

use super::Reason;
use crate::facts::{Channel, ContactRole, Guard};
use crate::matching::Clue;
use crate::scenario::{Choice, Gate};
use base::fr;

/// The reason, said to the user.
pub fn sentence(reason: &Reason) -> String {
    proposal(reason).or_else(|| hold(reason)).unwrap_or_else(|| guard(reason))
}

fn days(n: i64) -> String {
    fr::count(n.unsigned_abs(), "jour", "jours")
}

fn proposal(reason: &Reason) -> Option<String> {
    Some(match reason {
        Reason::Overdue { number, due_on, days: n } => {
            format!("La facture {number} devait être payée le {} : {} de retard.", fr::date(*due_on), days(*n))
        }
        Reason::Grouped { invoices, total_cents } => format!(
            "Un seul message pour {} en retard, {} en tout.",
            fr::count(*invoices, "facture", "factures"),
            fr::euros(*total_cents)
        ),
        Reason::DueSince { needed_days, since } => {
            format!("Le scénario prévoit cette étape {} après l’échéance, donc depuis le {}.", days(*needed_days), fr::date(*since))
        }
        Reason::AfterStep { step, performed_on, needed_days } => format!(
            "L’étape « {step} » date du {} et le délai de {} est passé.",
            fr::date(*performed_on),
            days(*needed_days)
        ),
        Reason::PreDue { number, due_on, in_days } => {
            format!("La facture {number} arrive à échéance le {} (dans {}).", fr::date(*due_on), days(*in_days))
        }
        Reason::ScenarioChosen { scenario, choice } => format!("Scénario « {scenario} » : {}.", chosen(choice)),
        Reason::PassedOver { step, condition } => format!("L’étape « {step} » est laissée de côté : {condition}."),
        Reason::LateOnboarding { known_on, days_late_then } => format!(
            "Quitus a connu cette facture le {} alors qu’elle avait déjà {} de retard : on commence en douceur.",
            fr::date(*known_on),
            days(*days_late_then)
        ),
        Reason::WordBroken { promised_on, until } => format!(
            "Le paiement annoncé le {} pour le {} n’est pas arrivé.",
            fr::date(*promised_on),
            fr::date(*until)
        ),
        Reason::PreviousAttemptFailed { on } => format!("L’envoi du {} a échoué : rien n’était parti.", fr::date(*on)),
        Reason::DueDateEstimated { number } => {
            format!("L’échéance de {number} est estimée (30 jours, C. com. art. L441-10) : à vérifier.")
        }
        Reason::PartDisputed { number, contested_cents } => format!(
            "{} sont contestés sur {number} : seul le reste est demandé.",
            fr::euros(*contested_cents)
        ),
        Reason::NoBankData => {
            "Aucun relevé bancaire n’a été importé : vérifiez votre compte avant d’approuver.".to_string()
        }
        Reason::ChannelFallback { wanted, chosen } => format!(
            "Prévu par {}, mais personne n’est joignable ainsi : {} à la place.",
            Channel::french(*wanted),
            Channel::french(*chosen)
        ),
        Reason::RoleFallback { wanted, chosen } => format!(
            "Prévu pour {}, dont les coordonnées manquent : adressé à {}.",
            ContactRole::french(*wanted),
            ContactRole::french(*chosen)
        ),
        Reason::Overridden { guard, author, why } => {
            format!("{author} a levé la garde « {} » : {why}", guard_name(*guard))
        }
        _ => return None,
    })
}

fn hold(reason: &Reason) -> Option<String> {
    Some(match reason {
        Reason::PseudoCustomer => "Ce compte regroupe des ventes diverses : il n’y a personne à relancer.".to_string(),
        Reason::Insolvency { since, why } => format!(
            "Procédure collective depuis le {} : aucune relance n’est permise (C. com. art. L622-21). {why}",
            fr::date(*since)
        ),
        Reason::Dispute { since, why } => format!("Litige ouvert depuis le {} : {why}", fr::date(*since)),
        Reason::Promise { until, amount_cents } => match amount_cents {
            Some(amount) => format!("Promesse de règlement de {} pour le {}.", fr::euros(*amount), fr::date(*until)),
            None => format!("Promesse de règlement pour le {}.", fr::date(*until)),
        },
        Reason::Plan { until } => match until {
            Some(until) => format!("Échéancier accordé jusqu’au {}.", fr::date(*until)),
            None => "Échéancier accordé.".to_string(),
        },
        Reason::Factored { since } => {
            format!("Créance cédée le {} : c’est au cessionnaire de la recouvrer.", fr::date(*since))
        }
        Reason::Pause { until, why } => match until {
            Some(until) => format!("Relances suspendues jusqu’au {} : {why}", fr::date(*until)),
            None => format!("Relances suspendues : {why}"),
        },
        Reason::PaymentAnnounced { until } => {
            format!("Le client dit avoir payé : on attend l’arrivée jusqu’au {}.", fr::date(*until))
        }
        Reason::AwaitingValidation { until } => match until {
            Some(until) => format!("Le client valide la facture ; on y revient après le {}.", fr::date(*until)),
            None => "Le client valide la facture.".to_string(),
        },
        Reason::Postponed { until, author, why } => {
            format!("Reporté au {} par {author} : {why}", fr::date(*until))
        }
        _ => return None,
    })
}

fn guard(reason: &Reason) -> String {
    match reason {
        Reason::PossiblyPaid { booked_on, amount_cents, clue } => format!(
            "Un virement de {} reçu le {} pourrait être le sien ({}) : à rapprocher d’abord.",
            fr::euros(*amount_cents),
            fr::date(*booked_on),
            clue_name(*clue)
        ),
        Reason::CreditsCover { credits_cents } => format!(
            "Des avoirs ou avances de {} couvrent ce qui est dû : à imputer d’abord.",
            fr::euros(*credits_cents)
        ),
        Reason::BankDataStale { known_until, max_age_days } => format!(
            "Les paiements ne sont connus que jusqu’au {} (plus de {}) : importez un relevé récent.",
            fr::date(*known_until),
            days(*max_age_days)
        ),
        Reason::ContactTooRecent { last_on, minimum_days } => format!(
            "Dernier contact le {} : au moins {} entre deux messages.",
            fr::date(*last_on),
            days(*minimum_days)
        ),
        Reason::NonWorkingDay { day } => format!("{day} : on n’écrit pas un jour non ouvré."),
        Reason::BelowMinimum { total_cents, minimum_cents } => format!(
            "{} en retard : moins que le minimum de {} pour déranger quelqu’un.",
            fr::euros(*total_cents),
            fr::euros(*minimum_cents)
        ),
        Reason::NoUsableContact { roles, channels } => format!(
            "Personne à joindre : il manque des coordonnées ({}) pour {}.",
            list(channels.iter().map(|c| c.french())),
            list(roles.iter().map(|r| r.french()))
        ),
        Reason::WaitingForStep { step, earliest_on } => {
            format!("Prochaine étape « {step} » le {}.", fr::date(*earliest_on))
        }
        Reason::TooFresh { days: n, needed_days } => {
            format!("En retard de {} : cette étape ne réunit que les factures d’au moins {}.", days(*n), days(*needed_days))
        }
        Reason::GateClosed { step, gate } => format!("L’étape « {step} » attend : {}.", gate_name(*gate)),
        Reason::ActPending { step, state, planned_on } => format!(
            "L’étape « {step} » du {} est {} : rien d’autre ne part en attendant.",
            fr::date(*planned_on),
            state.french()
        ),
        Reason::ScenarioFinished { last_step } => {
            format!("Le scénario est allé à son terme (« {last_step} ») : à vous de décider de la suite.")
        }
        Reason::NoScenario => "Aucun scénario ne convient à ce type de client.".to_string(),
        // `proposal` and `hold` rendered every other reason; `every_reason_has_its_sentence` holds them to it.
        other => other.code().to_string(),
    }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn chosen(choice: &Choice) -> String {
    match choice {
        Choice::Running => "le dossier suit la version avec laquelle il a commencé".to_string(),
        Choice::ChosenByHand => "choisi par vous pour ce client".to_string(),
        Choice::KeyAccount => "client marqué comme grand compte".to_string(),
        Choice::RepeatLate { settled_late } => format!(
            "{} en retard sur les douze derniers mois",
            fr::count(u64::from(*settled_late), "facture payée", "factures payées")
        ),
        Choice::SmallAmount { overdue } => format!("petit montant ({})", fr::euros(*overdue)),
        Choice::ByKind => "celui de ce type de client".to_string(),
    }
}

fn clue_name(clue: Clue) -> &'static str {
    match clue {
        Clue::NamesInvoice => "le libellé cite la facture",
        Clue::NamesCustomer => "le libellé cite le client",
        Clue::EqualAmount => "le montant est exactement celui qui est dû",
    }
}

fn gate_name(gate: Gate) -> &'static str {
    match gate {
        Gate::NoOpenDispute => "un litige est ouvert avec ce client",
        Gate::DueDateConfirmed => "une échéance n’est qu’estimée, confirmez-la",
        Gate::SettlementsConfirmed => "un paiement n’a été rapproché que par déduction, confirmez-le",
    }
}

fn guard_name(guard: Guard) -> &'static str {
    match guard {
        Guard::BankDataStale => "données bancaires anciennes",
        Guard::PossiblyPaid => "peut-être payée",
        Guard::ContactTooRecent => "contact trop récent",
        Guard::BelowMinimum => "montant minimum",
        Guard::NonWorkingDay => "jour non ouvré",
    }
}
