//! Alerts in words: a cause, an amount, and one thing to do.

use app::money::alerts::{Alert, Cause};
use base::fr;
use domain::facts::ActState;

/// One alert, as a line.
pub struct AlertLine {
    pub icon: &'static str,
    /// `late`, `warn` or `info`: repeats what the words say.
    pub tone: &'static str,
    pub who: String,
    pub what: String,
    pub amount: String,
    pub action: &'static str,
    pub href: String,
}

pub fn lines(alerts: Vec<Alert>) -> Vec<AlertLine> {
    alerts.iter().map(line).collect()
}

fn line(alert: &Alert) -> AlertLine {
    let customer = alert.party.as_ref().map(|(party, _)| format!("/clients/{party}"));
    let to_customer = |action| (action, customer.clone().unwrap_or_else(|| "/clients".to_string()));
    let invoices = fr::count(alert.invoices, "facture", "factures");
    let (icon, tone, what, (action, href)) = match &alert.cause {
        Cause::Restored { on } => (
            "alert",
            "late",
            format!(
                "Données restaurées le {} : rien ne part tant que vous n’avez pas dit ce qui est parti depuis.",
                fr::date(*on)
            ),
            ("Passer en revue", "/reglages/envoi".to_string()),
        ),
        Cause::LimitationClose { number, invoice, last_day } => (
            "clock",
            "late",
            format!("La facture {number} ne pourra plus être réclamée en justice après le {}.", fr::date(*last_day)),
            ("Voir la facture", format!("/factures/{invoice}")),
        ),
        Cause::WordBroken { on } => {
            ("phone", "late", format!("Promesse du {} non tenue.", fr::date(*on)), to_customer("Relancer"))
        }
        Cause::Insolvency { since } => (
            "alert",
            "late",
            format!("Procédure collective depuis le {} : plus aucune relance.", fr::date(*since)),
            to_customer("Voir le dossier"),
        ),
        Cause::Sending(act) => (
            "mail",
            "warn",
            match act.state {
                ActState::Unknown => {
                    format!("Envoi du {} : on ignore s’il est parti.", fr::date(act.planned_on))
                }
                _ => format!("L’envoi du {} n’est pas parti ({}).", fr::date(act.planned_on), act.addressed_to),
            },
            to_customer(if act.state == ActState::Unknown { "Dire ce qu’il en est" } else { "Corriger l’adresse" }),
        ),
        Cause::PossiblyPaid | Cause::BankStale | Cause::NoContact | Cause::AddressReturned => silent(alert, &invoices),
        Cause::Drift { before, recent } => (
            "path",
            "info",
            format!("Paie {} ; c’était {} il y a plus de trois mois.", delay(recent.days), delay(before.days)),
            to_customer("Voir ses paiements"),
        ),
        Cause::WebhookGivenUp { at } => (
            "alert",
            "warn",
            format!("Le programme à l’adresse {at} n’est plus prévenu : rien que des échecs depuis des jours."),
            ("Voir l’abonnement", "/reglages/api/evenements".to_string()),
        ),
    };
    let (nobody, amount) = match alert.cause {
        Cause::WebhookGivenUp { .. } => ("Évènements", String::new()),
        Cause::Restored { .. } => ("Tous les clients", String::new()),
        _ => ("Plusieurs clients", fr::euros(alert.amount)),
    };
    let who = alert.party.as_ref().map_or_else(|| nobody.to_string(), |(_, name)| name.clone());
    AlertLine { icon, tone, who, what, amount, action, href }
}

/// Icon, tone, words, and what to do with its address.
type Words = (&'static str, &'static str, String, (&'static str, String));

/// Invoices left alone, whatever they are owed for.
fn silent(alert: &Alert, invoices: &str) -> Words {
    match alert.cause {
        Cause::PossiblyPaid => (
            "euro",
            "info",
            format!("{invoices} sans relance : un virement reçu leur ressemble."),
            listed(alert, "possibly_paid", "Vérifier"),
        ),
        Cause::BankStale => (
            "file",
            "warn",
            format!("{invoices} sans relance : les relevés bancaires sont trop anciens."),
            ("Importer un relevé", "/importer".to_string()),
        ),
        Cause::NoContact => (
            "people",
            "warn",
            format!("{invoices} sans relance : personne à joindre."),
            listed(alert, "no_usable_contact", "Ajouter un contact"),
        ),
        _ => (
            "mail",
            "warn",
            format!("{invoices} sans courrier : destinataire inconnu à l’adresse."),
            listed(alert, "address_returned", "Corriger l’adresse"),
        ),
    }
}

/// To the customer when there is one, to the list of silences otherwise.
fn listed(alert: &Alert, reason: &str, action: &'static str) -> (&'static str, String) {
    match &alert.party {
        Some((party, _)) => (action, format!("/clients/{party}")),
        None => (action, format!("/silences?raison={reason}")),
    }
}

fn delay(days: i64) -> String {
    match days {
        0 => "à l’échéance".to_string(),
        late if late > 0 => format!("{} après l’échéance", fr::count(late.unsigned_abs(), "jour", "jours")),
        early => format!("{} avant l’échéance", fr::count(early.unsigned_abs(), "jour", "jours")),
    }
}
