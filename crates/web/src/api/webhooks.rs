use super::gate::{Asked, act, ask};
use super::request::{Named, NotAnswered, NotDone, Nothing, Once, Paged, Recorded, coded};
use super::shapes::{Page, ROWS};
use crate::answer::Oops;
use crate::route::Arrival;
use app::records::{ApiScope, DeliveryRecord, WebhookRecord, WebhookState};
use app::webhooks::{self, NewWebhook};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{DeliveryId, WebhookId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A program that is told what the journal tells.
#[derive(Serialize, ToSchema)]
struct WebhookShape {
    #[schema(value_type = String, example = "whk_0193…")]
    id: WebhookId,
    url: String,
    /// Kinds of entries; empty for all.
    events: Vec<String>,
    with_details: bool,
    private_address: bool,
    /// `on`, `off` or `given_up`.
    state: &'static str,
    /// The last entry of the journal that was turned into a message, or left out.
    cursor: u64,
    failing_since: Option<String>,
}

impl From<WebhookRecord> for WebhookShape {
    fn from(w: WebhookRecord) -> Self {
        WebhookShape {
            id: w.id,
            url: w.url,
            events: w.events,
            with_details: w.tells,
            private_address: w.is_private,
            state: w.state.code(),
            cursor: w.cursor,
            failing_since: w.failing_since.map(|at| at.to_string()),
        }
    }
}

/// Subscriptions, and the events there are.
#[derive(Serialize, ToSchema)]
struct WebhooksShape {
    items: Vec<WebhookShape>,
    /// What may be subscribed to: the kinds of entries of the journal.
    events: Vec<&'static str>,
}

/// Subscriptions, newest first. Needs the right to manage.
#[utoipa::path(get, path = "/webhooks", tag = "Évènements", responses((status = 200, body = WebhooksShape), NotAnswered))]
pub async fn list(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        caller.must_manage()?;
        let found = caller.world().read(|books| Ok(books.webhooks(caller.company.id)?))?;
        let items = found.into_iter().map(WebhookShape::from).collect();
        Ok(WebhooksShape { items, events: webhooks::event_names() })
    })
    .await
}

/// A subscription that is asked for.
#[derive(Deserialize, ToSchema)]
pub struct Subscription {
    /// Over HTTPS; HTTP to this very machine alone.
    url: String,
    /// What signs the messages: at least 32 characters, drawn at random, known to you and to us.
    secret: String,
    /// Kinds of entries of the journal; all when empty.
    #[serde(default)]
    events: Vec<String>,
    /// Sentences, names and amounts go along; otherwise identifiers alone.
    #[serde(default)]
    with_details: bool,
    /// The address is one of this machine or of a private network.
    #[serde(default)]
    private_address: bool,
}

#[derive(Serialize, ToSchema)]
struct SubscribedShape {
    #[schema(value_type = String, example = "whk_0193…")]
    id: WebhookId,
}

/// Subscribes a program, from the next entry of the journal on.
#[utoipa::path(post, path = "/webhooks", tag = "Évènements", request_body = Subscription, params(Once),
    responses((status = 200, body = SubscribedShape), NotDone))]
pub async fn subscribe(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: Subscription| {
        let new = NewWebhook {
            url: given.url,
            events: given.events,
            tells: given.with_details,
            is_private: given.private_address,
            secret: Some(given.secret),
        };
        let made = webhooks::subscribe(&caller.world(), &caller.company, caller.house.vault.as_ref(), &new)?;
        Ok(SubscribedShape { id: made.id })
    })
    .await
}

/// What becomes of a subscription.
#[derive(Deserialize, ToSchema)]
pub struct Switch {
    /// `on`, `off` or `ended`.
    state: String,
}

/// Starts, stops or removes a subscription. What happened while it was stopped is told once it goes on.
#[utoipa::path(post, path = "/webhooks/{id}/state", tag = "Évènements", request_body = Switch, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn switch(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Switch| {
        let id = WebhookId::parse(&id).ok_or(Oops::NotHere)?;
        let to = coded(&given.state, |s| WebhookState::parse(s).filter(|s| *s != WebhookState::GivenUp))?;
        webhooks::switch(&caller.world(), &caller.company, id, to)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// One entry of the journal for one subscription.
#[derive(Serialize, ToSchema)]
struct DeliveryShape {
    /// The same at each attempt.
    #[schema(value_type = String, example = "dlv_0193…")]
    id: DeliveryId,
    seq: u64,
    event: String,
    /// `waiting`, `delivered` or `given_up`.
    state: &'static str,
    attempts: u32,
    /// What the receiver answered last.
    status: Option<u16>,
    detail: String,
    created_at: String,
    ended_at: Option<String>,
}

impl From<DeliveryRecord> for DeliveryShape {
    fn from(d: DeliveryRecord) -> Self {
        DeliveryShape {
            id: d.id,
            seq: d.seq,
            event: d.event,
            state: d.state.code(),
            attempts: d.attempts,
            status: d.status,
            detail: d.detail,
            created_at: d.created_at.to_string(),
            ended_at: d.ended_at.map(|at| at.to_string()),
        }
    }
}

/// The messages of a subscription, newest first; those of a month. Needs the right to manage.
#[utoipa::path(get, path = "/webhooks/{id}/deliveries", tag = "Évènements", params(Named, Paged),
    responses((status = 200, body = Page<DeliveryShape>), NotAnswered))]
pub async fn deliveries(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<Paged>) -> Response {
    ask(arrival, move |caller| {
        caller.must_manage()?;
        let id = WebhookId::parse(&id).ok_or(Oops::NotHere)?;
        let cut = super::request::cut(asked.page)?;
        let rows = caller.world().read(|books| {
            let webhook = webhooks::of_company(books, &caller.company, id)?;
            Ok(books.deliveries(webhook.id, cut.offset, ROWS + 1)?)
        })?;
        Ok(Page::cut(rows.into_iter().map(DeliveryShape::from).collect(), asked.page))
    })
    .await
}

/// Has a message delivered again, under the same identifier.
#[utoipa::path(post, path = "/deliveries/{id}/redelivery", tag = "Évènements", request_body = Nothing, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn again(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, _: Nothing| {
        let id = DeliveryId::parse(&id).ok_or(Oops::NotHere)?;
        webhooks::deliver_again(&caller.world(), &caller.company, id)?;
        Ok(Recorded::DONE)
    })
    .await
}
