//! Subscriptions: other programs that are told what the journal tells, the log of what was delivered, and delivering again.

use crate::answer::{Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::pages::journal::GROUPS;
use crate::pages::settings::{Section, sections};
use crate::route::Nothing;
use crate::view::{Chip, paris};
use crate::visit::Visit;
use app::records::{DeliveryRecord, DeliveryState, WebhookRecord, WebhookState};
use app::webhooks::{self, NewWebhook};
use askama::Template;
use base::fr;
use base::id::{DeliveryId, WebhookId};
use serde::Deserialize;
use std::collections::BTreeMap;

const ROWS: u64 = 50;
const HOME: &str = "/reglages/api/evenements";

struct Line {
    href: String,
    url: String,
    events: String,
    made: String,
    state: Chip,
    is_on: bool,
}

#[derive(Template)]
#[template(path = "settings/events.html")]
struct EventsPage {
    frame: Frame,
    sections: Vec<Section>,
    lines: Vec<Line>,
    groups: Vec<(&'static str, &'static str)>,
    /// What signs the messages of a subscription just made: shown once.
    secret: Option<String>,
    sample: String,
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    page(visit, None)
}

fn page(visit: &Visit, secret: Option<String>) -> PageResult {
    visit.must_open("/reglages/api/evenements")?;
    let webhooks = visit.world().read(|books| Ok(books.webhooks(visit.company.id)?))?;
    html(&EventsPage {
        frame: visit.frame("Évènements"),
        sections: sections(visit),
        lines: webhooks.iter().map(line).collect(),
        groups: GROUPS[1..].iter().map(|(code, label, _)| (*code, *label)).collect(),
        secret,
        sample: webhooks::sample(),
    })
}

fn line(webhook: &WebhookRecord) -> Line {
    let events = match webhook.events.len() {
        0 => "tout le journal".to_string(),
        n => fr::count(n as u64, "sorte d’évènement", "sortes d’évènements"),
    };
    Line {
        href: format!("{HOME}/{}", webhook.id),
        url: webhook.url.clone(),
        events: if webhook.tells { format!("{events}, avec les détails") } else { events },
        made: format!("{} par {}", fr::date(paris(webhook.created_at).date()), webhook.created_by),
        state: chip(webhook),
        is_on: webhook.state == WebhookState::On,
    }
}

fn chip(webhook: &WebhookRecord) -> Chip {
    match (webhook.state, webhook.failing_since) {
        (WebhookState::On, Some(since)) => {
            Chip::new(format!("en échec depuis le {}", fr::date(paris(since).date())), "warn")
        }
        (WebhookState::On, None) => Chip::new("en service", "good"),
        (WebhookState::GivenUp, _) => Chip::new(webhook.state.french(), "late"),
        (state, _) => Chip::new(state.french(), "plain"),
    }
}

/// The boxes ticked are groups of the journal; none is all of them.
#[derive(Deserialize)]
pub struct New {
    url: String,
    #[serde(default)]
    details: Option<String>,
    #[serde(default)]
    prive: Option<String>,
    #[serde(flatten)]
    ticked: BTreeMap<String, String>,
}

pub fn create(visit: &Visit, _: Nothing, new: New) -> PageResult {
    visit.must_decide()?;
    let groups = GROUPS[1..].iter().filter(|(code, ..)| new.ticked.contains_key(*code));
    let events = groups.flat_map(|(_, _, kinds)| kinds.iter().map(ToString::to_string)).collect();
    let wanted = NewWebhook {
        url: new.url,
        events,
        tells: new.details.is_some(),
        is_private: new.prive.is_some(),
        secret: None,
    };
    let made = webhooks::subscribe(&visit.world(), &visit.company, visit.house.vault.as_ref(), &wanted)?;
    page(visit, Some(made.secret))
}

struct Sent {
    id: String,
    seq: u64,
    event: String,
    when: String,
    state: Chip,
    attempts: u32,
    detail: String,
}

#[derive(Template)]
#[template(path = "settings/event_log.html")]
struct LogPage {
    frame: Frame,
    sections: Vec<Section>,
    base: String,
    url: String,
    state: Chip,
    is_on: bool,
    events: Vec<String>,
    lines: Vec<Sent>,
    page: u64,
    has_more: bool,
}

fn found(visit: &Visit, id: &str) -> Result<WebhookRecord, Oops> {
    visit.must_decide()?;
    let id = WebhookId::parse(id).ok_or(Oops::NotHere)?;
    Ok(visit.world().read(|books| webhooks::of_company(books, &visit.company, id))?)
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    page: u64,
}

pub fn log(visit: &Visit, id: String, asked: Asked) -> PageResult {
    let webhook = found(visit, &id)?;
    let offset = asked.page.saturating_mul(ROWS);
    let mut rows = visit.world().read(|books| Ok(books.deliveries(webhook.id, offset, ROWS + 1)?))?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    html(&LogPage {
        frame: visit.frame("Messages envoyés"),
        sections: sections(visit),
        base: format!("{HOME}/{}", webhook.id),
        state: chip(&webhook),
        is_on: webhook.state == WebhookState::On,
        url: webhook.url,
        events: webhook.events,
        lines: rows.iter().map(sent).collect(),
        page: asked.page,
        has_more,
    })
}

fn sent(delivery: &DeliveryRecord) -> Sent {
    let tone = match delivery.state {
        DeliveryState::Waiting => "info",
        DeliveryState::Delivered => "good",
        DeliveryState::GivenUp => "late",
    };
    let at = paris(delivery.ended_at.unwrap_or(delivery.created_at));
    let status = delivery.status.filter(|_| delivery.detail.is_empty()).map(|s| format!("Réponse {s}."));
    Sent {
        id: delivery.id.to_string(),
        seq: delivery.seq,
        event: delivery.event.clone(),
        when: format!("{} {:02}:{:02}", crate::view::day(at.date()), at.hour(), at.minute()),
        state: Chip::new(delivery.state.french(), tone),
        attempts: delivery.attempts,
        detail: status.unwrap_or_else(|| delivery.detail.clone()),
    }
}

#[derive(Deserialize)]
pub struct To {
    etat: String,
}

pub fn switch(visit: &Visit, id: String, to: To) -> PageResult {
    let webhook = found(visit, &id)?;
    let to = WebhookState::parse(&to.etat).filter(|s| *s != WebhookState::GivenUp).ok_or(Oops::NotHere)?;
    webhooks::switch(&visit.world(), &visit.company, webhook.id, to)?;
    let said = match to {
        WebhookState::On => "L’abonnement reprend ; ce qui s’est passé entre-temps sera envoyé aussi.",
        WebhookState::Ended => "L’abonnement est supprimé.",
        _ => "L’abonnement est arrêté ; ce qui se passe attend qu’il reprenne.",
    };
    done(HOME, said)
}

#[derive(Deserialize)]
pub struct Again {
    message: String,
}

pub fn again(visit: &Visit, id: String, again: Again) -> PageResult {
    let webhook = found(visit, &id)?;
    let delivery = DeliveryId::parse(&again.message).ok_or(Oops::NotHere)?;
    webhooks::deliver_again(&visit.world(), &visit.company, delivery)?;
    done(format!("{HOME}/{}", webhook.id), "Ce message sera envoyé de nouveau dans quelques secondes.")
}
