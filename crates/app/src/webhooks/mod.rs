//! Other programs that are told what happens. The journal is the stream of events: a subscription has a place in it, and each
//! entry after that place becomes one message, delivered at least once.
//!
//! Nothing here reaches the network ([`crate::ports::webhooks::Courier`] does), and an entry of the journal is never made to
//! wait for a receiver.

mod deliver;
mod signature;
mod target;

pub use deliver::{Delivered, announce, deliver_due, event_names, sample};
pub use target::origin;

use crate::accounts::new_token;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::vault::Vault;
use crate::records::{Company, DeliveryRecord, DeliveryState, WebhookRecord, WebhookState};
use crate::world::World;
use base::id::{DeliveryId, WebhookId};
use domain::journal::JournalKind;
use domain::journal::kinds::SettingsChanged;

/// What a secret starts with, so that one found in a file says what it is.
const PREFIX: &str = "qtw_";
/// A secret that somebody else chose.
const SHORTEST: usize = 32;
/// Subscriptions of a company: each costs a message for each entry.
const MOST: usize = 20;

/// A subscription that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWebhook {
    pub url: String,
    /// Empty for all.
    pub events: Vec<String>,
    pub tells: bool,
    pub is_private: bool,
    /// What will sign the messages, when whoever asks chose it; otherwise one is made.
    pub secret: Option<String>,
}

/// A subscription that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscribed {
    pub id: WebhookId,
    pub secret: String,
}

/// Subscribes from the next entry of the journal on; the secret is shown now and never again.
///
/// # Errors
/// `Refused` for an address that is not one, an event that does not exist, or too many subscriptions; a broken store.
pub fn subscribe(world: &World<'_>, company: &Company, vault: &dyn Vault, new: &NewWebhook) -> AppResult<Subscribed> {
    let url = target::check(&new.url, new.is_private)?;
    let known = event_names();
    if let Some(unknown) = new.events.iter().find(|e| !known.contains(&e.as_str())) {
        let what = format!("« {unknown} » n’est pas un évènement connu.");
        return Err(AppError::refused(what, "La liste est dans Réglages › API."));
    }
    let secret = match &new.secret {
        Some(chosen) if chosen.trim().len() < SHORTEST => {
            let what = format!("Ce secret a moins de {SHORTEST} caractères.");
            return Err(AppError::refused(what, "Tirez-en un plus long au hasard."));
        }
        Some(chosen) => chosen.trim().to_string(),
        None => format!("{PREFIX}{}", new_token(world)),
    };
    let sealed = vault.seal(&secret).map_err(|why| AppError::refused(why, "Vérifiez la clé des secrets."))?;
    let mut webhook = WebhookRecord {
        id: world.new_id(),
        company: company.id,
        url,
        secret: sealed,
        events: new.events.clone(),
        tells: new.tells,
        is_private: new.is_private,
        cursor: 0,
        state: WebhookState::On,
        failures: 0,
        failing_since: None,
        resume_at: None,
        created_by: world.author(),
        created_at: world.clock.now(),
    };
    world.write(|books| {
        if books.webhooks(company.id)?.len() >= MOST {
            return Err(AppError::refused(format!("Il y a déjà {MOST} abonnements."), "Supprimez-en un."));
        }
        note(world, books, &webhook, None, Some("en service"))?;
        webhook.cursor = books.journal_head(company.id)?.map_or(0, |entry| entry.seq);
        Ok(books.insert_webhook(&webhook)?)
    })?;
    Ok(Subscribed { id: webhook.id, secret })
}

/// Starts, stops or removes a subscription. What happened while it was stopped is told once it goes on.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn switch(world: &World<'_>, company: &Company, id: WebhookId, to: WebhookState) -> AppResult<()> {
    world.write(|books| {
        let mut webhook = of_company(books, company, id)?;
        let before = webhook.state;
        (webhook.state, webhook.failures) = (to, 0);
        (webhook.failing_since, webhook.resume_at) = (None, None);
        books.update_webhook(&webhook)?;
        note(world, books, &webhook, Some(before.french()), Some(to.french()))
    })
}

/// Has a message delivered again, whatever became of it; under the same identifier.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn deliver_again(world: &World<'_>, company: &Company, id: DeliveryId) -> AppResult<()> {
    world.write(|books| {
        let delivery = books.delivery(id)?.filter(|d| d.company == company.id);
        let delivery =
            delivery.ok_or_else(|| AppError::NotFound("Ce message n’existe pas, ou n’est plus gardé.".to_string()))?;
        let mut webhook = of_company(books, company, delivery.webhook)?;
        webhook.resume_at = None;
        books.update_webhook(&webhook)?;
        let again = DeliveryRecord {
            state: DeliveryState::Waiting,
            attempts: 0,
            next_at: world.clock.now(),
            ended_at: None,
            ..delivery
        };
        Ok(books.update_delivery(&again)?)
    })
}

/// A subscription of this company that was not removed.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn of_company(books: &mut dyn Books, company: &Company, id: WebhookId) -> AppResult<WebhookRecord> {
    let found = books.webhook(id)?.filter(|w| w.company == company.id && w.state != WebhookState::Ended);
    found.ok_or_else(|| AppError::NotFound("Cet abonnement n’existe pas.".to_string()))
}

fn note(
    world: &World<'_>,
    books: &mut dyn Books,
    webhook: &WebhookRecord,
    before: Option<&str>,
    after: Option<&str>,
) -> AppResult<()> {
    let change = SettingsChanged {
        field: format!("abonnement aux évènements, {}", target::origin(&webhook.url)),
        before: before.map(str::to_string),
        after: after.map(str::to_string),
    };
    world.note(books, webhook.company, webhook.id, JournalKind::SettingsChanged(change))
}
