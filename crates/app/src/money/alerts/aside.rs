//! Alerts set aside: one that somebody has read and cannot settle today is not shown until a day.
//!
//! The word is about what the alert said. Another amount, another date, another cause is another alert, and is shown.

use super::{Alert, Cause};
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{AlertWord, AlertWordLift, Company};
use crate::world::World;
use base::fr::NBSP;
use base::id::AlertWordId;
use base::{Date, add_days, fr};
use domain::facts::ActState;
use domain::journal::kinds::{AlertBroughtBack, AlertSetAside};
use domain::journal::{JournalKind, Said};

/// Longest time out of sight: what nobody has looked at for a quarter is looked at again.
pub const LONGEST_DAYS: i64 = 92;

/// An alert out of sight, and the word that keeps it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    pub alert: Alert,
    pub word: AlertWord,
}

impl Cause {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Cause::Restored { .. } => "restored",
            Cause::LimitationClose { .. } => "limitation_close",
            Cause::WordBroken { .. } => "word_broken",
            Cause::Insolvency { .. } => "insolvency",
            Cause::Sending(act) if act.state == ActState::Unknown => "sending_unknown",
            Cause::Sending(_) => "sending_failed",
            Cause::ReplyWaits { .. } => "reply_waits",
            Cause::ServicePaid => "service_paid",
            Cause::WaiverAsked => "waiver_asked",
            Cause::PossiblyPaid => "possibly_paid",
            Cause::BankStale => "bank_data_stale",
            Cause::NoContact => "no_usable_contact",
            Cause::AddressReturned => "address_returned",
            Cause::Drift { .. } => "drift",
            Cause::WebhookGivenUp { .. } => "webhook_given_up",
        }
    }

    /// What tells two alerts of one cause apart, beside the customer and the amount. How late somebody pays moves each day
    /// without being news.
    fn detail(&self) -> String {
        match self {
            Cause::Restored { on } | Cause::WordBroken { on } | Cause::Insolvency { since: on } => on.to_string(),
            Cause::LimitationClose { invoice, last_day, .. } => format!("{invoice}.{last_day}"),
            Cause::Sending(act) => act.act.to_string(),
            // Reminders that went on without it are news.
            Cause::ReplyWaits { reply, has_gone_on, .. } => format!("{reply}.{has_gone_on}"),
            Cause::WebhookGivenUp { at } => at.clone(),
            Cause::PossiblyPaid | Cause::BankStale | Cause::NoContact | Cause::AddressReturned => String::new(),
            Cause::Drift { .. } | Cause::ServicePaid | Cause::WaiverAsked => String::new(),
        }
    }
}

impl Alert {
    /// What it is named by: the same as long as it says the same thing.
    pub fn key(&self) -> String {
        let party = self.party.as_ref().map_or_else(|| "-".to_string(), |(id, _)| id.to_string());
        let (code, detail) = (self.cause.code(), self.cause.detail());
        format!("{code}:{party}:{}:{}:{detail}", self.invoices, self.amount.get())
    }

    /// What stops every sending is settled, not put off.
    pub fn may_wait(&self) -> bool {
        !matches!(self.cause, Cause::Restored { .. })
    }

    fn said(&self) -> Said {
        let said = format!("{} : {}", self.who(), self.sentence().trim_end_matches('.'));
        Said::plain(said.replace(" :", &format!("{NBSP}:")))
    }
}

/// Parts what is shown from what somebody set aside.
pub(super) fn part(alerts: Vec<Alert>, words: &[AlertWord]) -> (Vec<Alert>, Vec<Aside>) {
    let (mut shown, mut aside) = (Vec::new(), Vec::new());
    for alert in alerts {
        let key = alert.key();
        match words.iter().rev().find(|w| w.alert == key).filter(|_| alert.may_wait()) {
            Some(word) => aside.push(Aside { alert, word: word.clone() }),
            None => shown.push(alert),
        }
    }
    (shown, aside)
}

/// Sets an alert that is shown aside until a day: on that day it is there again.
///
/// # Errors
/// `Refused` without a reason, for a day that is not ahead or is too far, and for what must be settled; a broken store.
pub fn set_aside(
    world: &World<'_>,
    company: &Company,
    alert: &Alert,
    until: Date,
    why: &str,
) -> AppResult<AlertWordId> {
    let why = why.trim();
    if why.is_empty() {
        let remedy = "Exemple : « je vois ce client jeudi ».";
        return Err(AppError::refused("Il manque pourquoi cette alerte peut attendre.", remedy));
    }
    let last = add_days(world.today, LONGEST_DAYS).unwrap_or(world.today);
    if until <= world.today || until > last {
        let remedy = format!("Choisissez un jour après le {}, jusqu’au {}.", fr::date(world.today), fr::date(last));
        return Err(AppError::refused("Ce jour ne convient pas.", remedy));
    }
    if !alert.may_wait() {
        let remedy = "Dites d’abord ce qui est parti depuis la copie, dans Réglages › Envoi des messages.";
        return Err(AppError::refused("Cette alerte ne se met pas de côté : plus rien ne part.", remedy));
    }
    let record = AlertWord {
        id: world.new_id(),
        company: company.id,
        party: alert.party.as_ref().map(|(id, _)| *id),
        alert: alert.key(),
        until,
        author: world.author(),
        why: why.to_string(),
        set_on: world.today,
        recorded_at: world.clock.now(),
    };
    let kind =
        JournalKind::AlertSetAside(AlertSetAside { alert: alert.said(), until, why: Said::plain(why.to_string()) });
    world.write(|books| {
        books.insert_alert_word(&record)?;
        note(world, books, &record, kind.clone())
    })?;
    Ok(record.id)
}

/// Shows an alert again before its day.
///
/// # Errors
/// `Refused` when that was done before; a broken store.
pub fn bring_back(world: &World<'_>, aside: &Aside) -> AppResult<()> {
    let lift = AlertWordLift {
        word: aside.word.id,
        company: aside.word.company,
        author: world.author(),
        recorded_at: world.clock.now(),
    };
    let kind = JournalKind::AlertBroughtBack(AlertBroughtBack { alert: aside.alert.said() });
    world.write(|books| {
        books.insert_alert_word_lift(&lift)?;
        note(world, books, &aside.word, kind.clone())
    })
}

fn note(world: &World<'_>, books: &mut dyn Books, word: &AlertWord, kind: JournalKind) -> AppResult<()> {
    match word.party {
        Some(party) => world.note(books, word.company, party, kind),
        None => world.note(books, word.company, word.company, kind),
    }
}
