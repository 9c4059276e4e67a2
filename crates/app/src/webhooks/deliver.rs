//! From the journal to the receiver: entries become messages, a message is claimed by one server at a time, tried, and tried
//! again later and later.
//!
//! A claim ends by itself: a server that was killed leaves a message that another one takes up under the same identifier.
//! A message may therefore arrive twice, and never two servers are at it together.

use super::{note, signature};
use crate::error::{AppError, AppResult};
use crate::logbook;
use crate::ports::books::Books;
use crate::ports::vault::Vault;
use crate::ports::webhooks::{Courier, Post, Posted};
use crate::records::{Company, DeliveryRecord, DeliveryState, WebhookRecord, WebhookState};
use crate::world::World;
use base::{Timestamp, fr};
use domain::journal::{JournalEntry, KindTag, canonical};
use serde_json::{Value, json};

/// Entries read in one go.
const ENTRIES: u64 = 500;
/// Longer than a courier takes; after it a server is held to have been killed.
const CLAIM_SECONDS: i64 = 120;
/// Seconds before the second attempt, the third…; the last goes on.
const PAUSES: [i64; 6] = [10, 60, 300, 1_800, 7_200, 21_600];
/// Two days and a half of attempts.
const MOST_ATTEMPTS: u32 = 14;
/// Nothing but failures for so many days, and the subscription is given up.
const FAILING_DAYS: i64 = 5;
/// How long the log goes back.
const KEPT_DAYS: i64 = 30;
const DAY_SECONDS: i64 = 86_400;

/// The names of all events, as the journal has them.
pub fn event_names() -> Vec<&'static str> {
    KindTag::ALL.iter().map(|tag| tag.name()).collect()
}

/// Turns the new entries of the journal into messages.
///
/// # Errors
/// A broken store.
pub fn announce(world: &World<'_>, company: &Company) -> AppResult<()> {
    let (webhooks, head) = world.read(|books| Ok((books.webhooks(company.id)?, books.journal_head(company.id)?)))?;
    let head = head.map_or(0, |entry| entry.seq);
    let behind = webhooks.iter().filter(|w| w.state == WebhookState::On && w.cursor < head);
    behind.into_iter().try_for_each(|webhook| {
        world.write(|books| {
            // Looked at again: another server may have gone on meanwhile.
            let Some(mut webhook) = books.webhook(webhook.id)? else { return Ok(()) };
            let entries = books.journal_after(company.id, webhook.cursor, ENTRIES)?;
            let told: Vec<DeliveryRecord> = entries
                .iter()
                .filter(|entry| webhook.events.is_empty() || webhook.events.contains(&entry.kind))
                .map(|entry| message(world, &webhook, entry))
                .collect();
            webhook.cursor = entries.last().map_or(webhook.cursor, |entry| entry.seq);
            books.insert_deliveries(&told)?;
            Ok(books.update_webhook(&webhook)?)
        })
    })
}

fn message(world: &World<'_>, webhook: &WebhookRecord, entry: &JournalEntry) -> DeliveryRecord {
    let now = world.clock.now();
    DeliveryRecord {
        id: world.new_id(),
        company: webhook.company,
        webhook: webhook.id,
        seq: entry.seq,
        event: entry.kind.clone(),
        state: DeliveryState::Waiting,
        attempts: 0,
        next_at: now,
        claimed_until: None,
        status: None,
        detail: String::new(),
        created_at: now,
        ended_at: None,
    }
}

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    pub delivered: u64,
    pub failed: u64,
}

/// Delivers what is due, at most `limit` messages, each claimed alone just before it leaves.
///
/// # Errors
/// A broken store.
pub fn deliver_due(
    world: &World<'_>,
    company: &Company,
    vault: &dyn Vault,
    courier: &dyn Courier,
    limit: u64,
) -> AppResult<Delivered> {
    let mut done = Delivered::default();
    for _ in 0..limit {
        let Some((webhook, delivery, body)) = claim(world, company)? else { break };
        let posted = match post(world, vault, &webhook, &delivery, body) {
            Ok(post) => courier.post(&post),
            Err(why) => Posted::NotReached(why),
        };
        let good = matches!(posted, Posted::Answered(200..=299));
        record(world, delivery, &posted)?;
        if good {
            done.delivered += 1;
        } else {
            done.failed += 1;
        }
    }
    forget(world, company)?;
    Ok(done)
}

type Claimed = (WebhookRecord, DeliveryRecord, String);

fn claim(world: &World<'_>, company: &Company) -> AppResult<Option<Claimed>> {
    let now = world.clock.now();
    // Nothing due is the usual answer, and a reader does not hold up a writer.
    if world.read(|books| Ok(books.due_delivery(company.id, now)?))?.is_none() {
        return Ok(None);
    }
    world.write(|books| {
        let Some(mut delivery) = books.due_delivery(company.id, now)? else { return Ok(None) };
        let webhook = books.webhook(delivery.webhook)?.ok_or_else(|| AppError::Broken("lost webhook".to_string()))?;
        let entry = books.journal_entry(company.id, delivery.seq)?;
        let entry = entry.ok_or_else(|| AppError::Broken(format!("lost journal entry {}", delivery.seq)))?;
        delivery.attempts += 1;
        delivery.claimed_until = Some(later(now, CLAIM_SECONDS));
        books.update_delivery(&delivery)?;
        let body = body(books, &webhook, &delivery, entry)?;
        Ok(Some((webhook, delivery, body)))
    })
}

/// The message as canonical JSON: identifiers alone, unless the subscription tells more.
fn body(
    books: &mut dyn Books,
    webhook: &WebhookRecord,
    delivery: &DeliveryRecord,
    entry: JournalEntry,
) -> AppResult<String> {
    let mut value = json!({
        "id": delivery.id, "event": entry.kind, "company": entry.company, "seq": entry.seq,
        "recorded_at": entry.recorded_at.to_string(), "subject": entry.subject.as_str(), "hash": entry.hash.to_string(),
    });
    if webhook.tells {
        let payload: Value = serde_json::from_str(&entry.payload).unwrap_or(Value::Null);
        let told = logbook::tell(books, vec![entry])?.into_iter().next();
        let (actor, sentence) = told.map(|t| (t.actor, t.sentence)).unwrap_or_default();
        value["actor"] = json!(actor);
        value["sentence"] = json!(sentence);
        value["data"] = payload;
    }
    canonical(&value).map_err(|e| AppError::Broken(e.to_string()))
}

/// A message as a receiver gets it, for the page and the documentation.
pub fn sample() -> String {
    let text = r#"{"company":"cmp_0193…","event":"payment_recorded","hash":"9f2c…","id":"dlv_0193…","#;
    format!("{text}\"recorded_at\":\"2026-11-20T09:12:41Z\",\"seq\":412,\"subject\":\"pay_0193…\"}}")
}

fn post(
    world: &World<'_>,
    vault: &dyn Vault,
    webhook: &WebhookRecord,
    delivery: &DeliveryRecord,
    body: String,
) -> Result<Post, String> {
    let secret = vault.open(&webhook.secret)?;
    let signature = signature::header(&secret, world.clock.now().as_second(), &body);
    let headers = vec![
        ("content-type", "application/json".to_string()),
        ("quitus-delivery", delivery.id.to_string()),
        ("quitus-event", delivery.event.clone()),
        ("quitus-signature", signature),
    ];
    Ok(Post { url: webhook.url.clone(), is_private: webhook.is_private, headers, body })
}

fn record(world: &World<'_>, delivery: DeliveryRecord, posted: &Posted) -> AppResult<()> {
    let now = world.clock.now();
    let (good, status, detail) = match posted {
        Posted::Answered(status @ 200..=299) => (true, Some(*status), String::new()),
        Posted::Answered(status) => (false, Some(*status), format!("Réponse {status}.")),
        Posted::NotReached(why) => (false, None, why.clone()),
    };
    world.write(|books| {
        let is_over = good || delivery.attempts >= MOST_ATTEMPTS;
        let state = match (good, is_over) {
            (true, _) => DeliveryState::Delivered,
            (false, true) => DeliveryState::GivenUp,
            (false, false) => DeliveryState::Waiting,
        };
        books.update_delivery(&DeliveryRecord {
            state,
            status,
            detail: detail.clone(),
            claimed_until: None,
            next_at: later(now, pause(delivery.attempts)),
            ended_at: is_over.then_some(now),
            ..delivery.clone()
        })?;
        let Some(mut webhook) = books.webhook(delivery.webhook)? else { return Ok(()) };
        if good {
            (webhook.failures, webhook.failing_since, webhook.resume_at) = (0, None, None);
        } else {
            failed(world, books, &mut webhook, now)?;
        }
        Ok(books.update_webhook(&webhook)?)
    })
}

/// After a failure nothing is tried for a while; after days of nothing else, the subscription is given up.
fn failed(world: &World<'_>, books: &mut dyn Books, webhook: &mut WebhookRecord, now: Timestamp) -> AppResult<()> {
    webhook.failures += 1;
    let since = *webhook.failing_since.get_or_insert(now);
    webhook.resume_at = Some(later(now, pause(webhook.failures).min(PAUSES[3])));
    let too_long = now.as_second() - since.as_second() >= FAILING_DAYS * DAY_SECONDS;
    if too_long && webhook.state == WebhookState::On {
        webhook.state = WebhookState::GivenUp;
        let days = fr::count(FAILING_DAYS.unsigned_abs(), "jour", "jours");
        let after = format!("arrêté : rien que des échecs depuis {days}");
        note(world, books, webhook, Some(WebhookState::On.french()), Some(&after))?;
    }
    Ok(())
}

fn pause(failures: u32) -> i64 {
    let at = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX);
    PAUSES[at.min(PAUSES.len() - 1)]
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(at.as_second().saturating_add(seconds)).unwrap_or(at)
}

fn forget(world: &World<'_>, company: &Company) -> AppResult<()> {
    let before = later(world.clock.now(), -KEPT_DAYS * DAY_SECONDS);
    world.write(|books| Ok(books.forget_deliveries(company.id, before)?)).map(drop)
}
