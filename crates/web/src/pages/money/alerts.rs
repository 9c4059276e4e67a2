//! Alerts as lines: a cause, an amount, one thing to do; each may be set aside until a day, with a reason.

use crate::answer::{Oops, PageResult, done};
use crate::fields;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use crate::why::WhyOf;
use app::AppError;
use app::money::alerts::{self, Alert, Alerts, Aside, Cause};
use base::id::AlertWordId;
use base::{Date, add_days, fr};
use domain::facts::ActState;
use serde::Deserialize;

/// Days an alert waits unless another day is chosen.
const WAITS_DAYS: i64 = 7;

/// One alert, as a line.
pub struct AlertLine {
    pub key: String,
    pub icon: &'static str,
    /// `late`, `warn` or `info`: repeats what the words say.
    pub tone: &'static str,
    pub who: String,
    pub what: String,
    pub amount: String,
    pub calculation: Option<WhyOf>,
    /// Absent where this user's role may not do it.
    pub action: Option<(&'static str, String)>,
    /// The days between which it may be shown again; absent for what must be settled.
    pub wait: Option<Wait>,
}

/// The day offered, the first and the last one.
pub struct Wait {
    pub until: Date,
    pub first: Date,
    pub last: Date,
}

/// An alert out of sight.
pub struct AsideLine {
    pub word: String,
    pub who: String,
    pub what: String,
    pub amount: String,
    pub calculation: Option<WhyOf>,
    pub why: String,
    /// Who said so, and until when.
    pub said: String,
}

pub fn lines(visit: &Visit, alerts: &[Alert]) -> Vec<AlertLine> {
    alerts.iter().map(|alert| line(visit, alert)).collect()
}

pub fn aside(aside: &[Aside]) -> Vec<AsideLine> {
    let line = |aside: &Aside| AsideLine {
        word: aside.word.id.to_string(),
        who: aside.alert.who(),
        what: aside.alert.sentence(),
        amount: amount(&aside.alert),
        calculation: calculation(&aside.alert),
        why: aside.word.why.clone(),
        said: format!("Jusqu’au {}, par {}", fr::date(aside.word.until), aside.word.author),
    };
    aside.iter().map(line).collect()
}

fn line(visit: &Visit, alert: &Alert) -> AlertLine {
    let (icon, tone, action) = shown(alert);
    let day = |days| add_days(visit.today(), days).unwrap_or(visit.today());
    let wait = Wait { until: day(WAITS_DAYS), first: day(1), last: day(alerts::LONGEST_DAYS) };
    AlertLine {
        key: alert.key(),
        icon,
        tone,
        who: alert.who(),
        what: alert.sentence(),
        amount: amount(alert),
        calculation: calculation(alert),
        action: Some(action).filter(|(_, address)| visit.may_open(address)),
        wait: alert.may_wait().then_some(wait),
    }
}

fn amount(alert: &Alert) -> String {
    if alert.is_about_money() { view::money(alert.amount, alert.currency()) } else { String::new() }
}

fn calculation(alert: &Alert) -> Option<WhyOf> {
    alert.is_about_money().then(|| WhyOf::of_alert(alert))
}

/// Icon, tone, and what to do with its address.
fn shown(alert: &Alert) -> (&'static str, &'static str, (&'static str, String)) {
    let customer = alert.party.as_ref().map(|(party, _)| format!("/clients/{party}"));
    let to_customer = |action| (action, customer.clone().unwrap_or_else(|| "/clients".to_string()));
    match &alert.cause {
        Cause::Restored { .. } => ("alert", "late", ("Passer en revue", "/reglages/envoi".to_string())),
        Cause::LimitationClose { kind_unknown: true, .. } => {
            let (action, sheet) = to_customer("Préciser la nature");
            ("clock", "late", (action, format!("{sheet}?onglet=contacts#dossier")))
        }
        Cause::LimitationClose { invoice, .. } => {
            ("clock", "late", ("Voir la facture", format!("/factures/{invoice}")))
        }
        Cause::WordBroken { .. } => ("phone", "late", to_customer("Relancer")),
        Cause::Insolvency { .. } => ("alert", "late", to_customer("Voir le dossier")),
        // Why it did not leave is on its page: a wrong address is one cause among others.
        Cause::Sending(act) => {
            let action = if act.state == ActState::Unknown { "Dire ce qu’il en est" } else { "Voir pourquoi" };
            ("mail", "warn", (action, format!("/actes/{}", act.act)))
        }
        Cause::ReplyWaits { reply, .. } => ("mail", "warn", ("Lire la réponse", format!("/reponses/{reply}"))),
        Cause::ServicePaid => ("undo", "warn", ("Rétablir", "/accords/services".to_string())),
        Cause::WaiverAsked => ("scale", "warn", ("Voir la demande", "/accords/remises?etat=asked".to_string())),
        Cause::PossiblyPaid => ("euro", "info", listed(alert, "possibly_paid", "Vérifier")),
        Cause::BankStale => ("file", "warn", ("Importer un relevé", "/importer".to_string())),
        Cause::NoContact => ("people", "warn", listed(alert, "no_usable_contact", "Ajouter un contact")),
        Cause::AddressReturned => ("mail", "warn", listed(alert, "address_returned", "Corriger l’adresse")),
        Cause::Drift { .. } => ("path", "info", to_customer("Voir ses paiements")),
        Cause::WebhookGivenUp { .. } => {
            ("alert", "warn", ("Voir l’abonnement", "/reglages/api/evenements".to_string()))
        }
    }
}

/// To the customer when there is one, to the list of silences otherwise.
fn listed(alert: &Alert, reason: &str, action: &'static str) -> (&'static str, String) {
    match &alert.party {
        Some((party, _)) => (action, format!("/clients/{party}")),
        None => (action, format!("/silences?raison={reason}")),
    }
}

/// What is amiss as whoever asks sees it.
fn current(visit: &Visit) -> Result<Alerts, Oops> {
    let world = visit.world();
    Ok(alerts::of_day(&visit.look(&world)?, visit.today())?)
}

#[derive(Deserialize)]
pub struct SetAside {
    alerte: String,
    jusquau: String,
    why: String,
}

pub fn set_aside(visit: &Visit, _: Nothing, given: SetAside) -> PageResult {
    visit.must_act()?;
    let until = fields::needed(fields::day(&given.jusquau)?, "Il manque le jour où la revoir.", "Choisissez-le.")?;
    let found = current(visit)?.shown.into_iter().find(|a| a.key() == given.alerte).ok_or_else(gone)?;
    alerts::set_aside(&visit.world(), &visit.company, &found, until, &given.why)?;
    done("/", format!("Mise de côté jusqu’au {}, ou jusqu’à ce que quelque chose change.", fr::date(until)))
}

pub fn bring_back(visit: &Visit, word: String, _: Nothing) -> PageResult {
    visit.must_act()?;
    let id = AlertWordId::parse(&word).ok_or(Oops::NotHere)?;
    let found = current(visit)?.aside.into_iter().find(|a| a.word.id == id).ok_or_else(gone)?;
    alerts::bring_back(&visit.world(), &found)?;
    done("/", "L’alerte est de nouveau parmi ce qui est à surveiller.")
}

fn gone() -> Oops {
    AppError::refused("Cette alerte n’est plus la même.", "Regardez ce qui est à surveiller maintenant.").into()
}
