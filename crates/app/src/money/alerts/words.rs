//! Alerts in French: whom each is about, and what is amiss. What to do about it belongs to whoever shows it.

use super::{Alert, Cause};
use base::{Date, fr};
use domain::facts::ActState;

impl Alert {
    /// Whom it is about.
    pub fn who(&self) -> String {
        let nobody = match self.cause {
            Cause::WebhookGivenUp { .. } => "Évènements",
            Cause::Restored { .. } => "Tous les clients",
            _ => "Plusieurs clients",
        };
        self.party.as_ref().map_or_else(|| nobody.to_string(), |(_, name)| name.clone())
    }

    /// Whether an amount is at stake.
    pub fn is_about_money(&self) -> bool {
        !self.amount.is_zero() && !matches!(self.cause, Cause::WebhookGivenUp { .. } | Cause::Restored { .. })
    }

    /// What is amiss, in one sentence.
    pub fn sentence(&self) -> String {
        let invoices = fr::count(self.invoices, "facture", "factures");
        match &self.cause {
            Cause::Restored { on } => format!(
                "Données restaurées le {} : rien ne part tant que vous n’avez pas dit ce qui est parti depuis.",
                fr::date(*on)
            ),
            Cause::LimitationClose { number, last_day, kind_unknown: true, .. } => format!(
                "La facture {number} ne pourrait plus être réclamée en justice après le {}. Nature du client à préciser : par \
                 prudence, c’est le délai des consommateurs.",
                fr::date(*last_day)
            ),
            Cause::LimitationClose { number, last_day, .. } => {
                format!("La facture {number} ne pourra plus être réclamée en justice après le {}.", fr::date(*last_day))
            }
            Cause::WordBroken { on } => format!("Promesse du {} non tenue.", fr::date(*on)),
            Cause::Insolvency { since } => {
                format!("Procédure collective depuis le {} : plus aucune relance.", fr::date(*since))
            }
            Cause::Sending(act) if act.state == ActState::Unknown => {
                format!("Envoi du {} : on ignore s’il est parti.", fr::date(act.planned_on))
            }
            Cause::Sending(act) => {
                format!("L’envoi du {} n’est pas parti ({}).", fr::date(act.planned_on), act.addressed_to)
            }
            Cause::ReplyWaits { received_on, goes_on, has_gone_on, .. } => {
                answered(*received_on, *goes_on, *has_gone_on)
            }
            Cause::ServicePaid if self.party.is_some() => {
                "Service suspendu, alors que ce qui manquait est payé : à rétablir.".to_string()
            }
            Cause::ServicePaid => "Services suspendus, alors que ce qui manquait est payé : à rétablir.".to_string(),
            Cause::WaiverAsked => format!("Remise demandée sur {invoices} : elle attend la décision du propriétaire."),
            Cause::PossiblyPaid => format!("{invoices} sans relance : un virement reçu leur ressemble."),
            Cause::BankStale => format!("{invoices} sans relance : les relevés bancaires sont trop anciens."),
            Cause::NoContact => format!("{invoices} sans relance : personne à joindre."),
            Cause::AddressReturned => format!("{invoices} sans courrier : destinataire inconnu à l’adresse."),
            Cause::Drift { before, recent } => {
                format!("Paie {} ; {} il y a plus de trois mois.", delay(recent.days), before_that(before.days))
            }
            Cause::WebhookGivenUp { at } => {
                format!("Le programme à l’adresse {at} n’est plus prévenu : rien que des échecs depuis des jours.")
            }
        }
    }
}

fn answered(received_on: Date, goes_on: Option<Date>, has_gone_on: bool) -> String {
    let next = match goes_on.map(fr::date) {
        None => String::new(),
        Some(day) if has_gone_on => format!(" : les relances ont repris le {day}, sans attendre qu’elle soit lue"),
        Some(day) => format!(" : les relances attendent, puis reprennent le {day}"),
    };
    format!("Réponse du {} à lire{next}.", fr::date(received_on))
}

/// Beside a delay that is told in full.
fn before_that(days: i64) -> String {
    if days > 0 { fr::count(days.unsigned_abs(), "jour", "jours") } else { delay(days) }
}

fn delay(days: i64) -> String {
    match days {
        0 => "à l’échéance".to_string(),
        late if late > 0 => format!("{} après l’échéance", fr::count(late.unsigned_abs(), "jour", "jours")),
        early => format!("{} avant l’échéance", fr::count(early.unsigned_abs(), "jour", "jours")),
    }
}
