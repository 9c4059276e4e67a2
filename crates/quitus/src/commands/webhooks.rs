//! `quitus webhook`: which programs are told what happens, and what became of the messages.

use crate::args::WebhookCommand;
use crate::commands::acts::say;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line};
use app::records::{Company, WebhookState};
use app::webhooks::{self, NewWebhook};
use base::id::{DeliveryId, WebhookId};
use serde_json::json;

/// Messages shown at most.
const SHOWN: u64 = 50;

pub fn run(rim: &Rim, what: &WebhookCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        WebhookCommand::List => list(rim, &company),
        WebhookCommand::Add { url, events, tells, private } => {
            let new = NewWebhook {
                url: url.clone(),
                events: events.clone(),
                tells: *tells,
                is_private: *private,
                secret: None,
            };
            let made = webhooks::subscribe(&world, &company, &rim.outside.vault(), &new)?;
            let text = format!("Abonné ({}). Secret, affiché cette seule fois :\n  {}", made.id, made.secret);
            say(rim, &text, json!({ "webhook": made.id, "secret": made.secret }))
        }
        WebhookCommand::Pause { webhook } => switch(rim, &company, webhook, WebhookState::Off),
        WebhookCommand::Resume { webhook } => switch(rim, &company, webhook, WebhookState::On),
        WebhookCommand::End { webhook } => switch(rim, &company, webhook, WebhookState::Ended),
        WebhookCommand::Deliveries { webhook } => deliveries(rim, &company, webhook),
        WebhookCommand::Redeliver { delivery } => {
            let missing =
                || Fail::new(format!("« {delivery} » n’est pas un message : voyez « quitus webhook deliveries »."));
            let id = DeliveryId::parse(delivery).ok_or_else(missing)?;
            webhooks::deliver_again(&world, &company, id)?;
            say(rim, "Le message sera envoyé à la prochaine tournée du serveur.", json!({ "delivery": id }))
        }
    }
}

fn parsed(text: &str) -> Outcome<WebhookId> {
    let missing = || Fail::new(format!("« {text} » n’est pas un abonnement : voyez « quitus webhook list »."));
    WebhookId::parse(text).ok_or_else(missing)
}

fn switch(rim: &Rim, company: &Company, webhook: &str, to: WebhookState) -> Outcome<u8> {
    let id = parsed(webhook)?;
    webhooks::switch(&rim.world(), company, id, to)?;
    say(rim, &format!("Cet abonnement est {}.", to.french()), json!({ "webhook": id, "state": to.code() }))
}

fn list(rim: &Rim, company: &Company) -> Outcome<u8> {
    let mut all = rim.world().read(|books| Ok(books.webhooks(company.id)?))?;
    all.retain(|w| w.state != WebhookState::Ended);
    if rim.common.json {
        let rows: Vec<_> = all
            .iter()
            .map(|w| {
                json!({
                    "webhook": w.id, "url": w.url, "events": w.events, "with_details": w.tells, "state": w.state.code(),
                    "failures": w.failures,
                })
            })
            .collect();
        json(&json!({ "webhooks": rows }))?;
        return Ok(0);
    }
    if all.is_empty() {
        line("Aucun programme n’est abonné.");
    }
    for w in &all {
        let events = if w.events.is_empty() { "tout".to_string() } else { w.events.join(", ") };
        line(format!("{} : {}, {events}", w.url, w.state.french()));
        line(format!("     {}", w.id));
    }
    Ok(0)
}

fn deliveries(rim: &Rim, company: &Company, webhook: &str) -> Outcome<u8> {
    let id = parsed(webhook)?;
    let rows = rim.world().read(|books| {
        webhooks::of_company(books, company, id)?;
        Ok(books.deliveries(id, 0, SHOWN)?)
    })?;
    if rim.common.json {
        let rows: Vec<_> = rows
            .iter()
            .map(|d| {
                json!({
                    "delivery": d.id, "event": d.event, "state": d.state.code(), "attempts": d.attempts,
                    "status": d.status, "detail": d.detail,
                })
            })
            .collect();
        json(&json!({ "deliveries": rows }))?;
        return Ok(0);
    }
    if rows.is_empty() {
        line("Aucun message.");
    }
    for d in &rows {
        let detail = if d.detail.is_empty() { String::new() } else { format!(" ({})", d.detail) };
        line(format!("{} : {}{detail}", d.event, d.state.french()));
        line(format!("     {}", d.id));
    }
    Ok(0)
}
