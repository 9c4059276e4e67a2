//! What is amiss, and what somebody set aside.

use crate::args::AlertCommand;
use crate::commands::acts::say;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line, paragraph};
use app::World;
use app::money::alerts::{self, Alert, Alerts};
use app::money::{Look, outlook};
use app::ports::screens::Scope;
use app::records::Company;
use base::fr;
use serde_json::{Value, json};

pub fn run(rim: &Rim, what: Option<&AlertCommand>) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let found = current(&world, &company)?;
    match what {
        None => list(rim, &found),
        Some(AlertCommand::SetAside { alert, until, why }) => {
            let nth = rank(alert);
            let named = found.shown.iter().enumerate().find(|(at, a)| Some(*at) == nth || a.key() == *alert);
            let (_, named) = named.ok_or_else(|| unknown(alert))?;
            let id = alerts::set_aside(&world, &company, named, *until, why)?;
            let text = format!("{} : mise de côté jusqu’au {} ({id}).", named.who(), fr::date(*until));
            say(rim, &text, json!({ "set_aside": id, "alert": named.key(), "until": until }))
        }
        Some(AlertCommand::BringBack { alert }) => {
            let nth = rank(alert);
            let is_it = |at: usize, id: String| Some(at) == nth || id == *alert;
            let named = found.aside.iter().enumerate().find(|(at, a)| is_it(*at, a.word.id.to_string()));
            let (_, named) = named.ok_or_else(|| unknown(alert))?;
            alerts::bring_back(&world, named)?;
            let text = format!("{} : de nouveau à surveiller.", named.alert.who());
            say(rim, &text, json!({ "brought_back": named.word.id, "alert": named.word.alert }))
        }
    }
}

/// As the first page tells it, for the whole company.
fn current(world: &World<'_>, company: &Company) -> Outcome<Alerts> {
    let look = Look::counting(world, Scope { company: company.id, keeper: None });
    let run = world.read(|books| Ok(books.last_run(company.id, Some(world.today))?))?;
    let outlook = outlook::on(&look, world.today)?;
    Ok(alerts::on(&look, world.today, &outlook, run.as_ref())?)
}

/// From 1 on screen.
fn rank(text: &str) -> Option<usize> {
    text.parse::<usize>().ok()?.checked_sub(1)
}

fn unknown(text: &str) -> Fail {
    Fail::new(format!("Aucune alerte n’est « {text} » ; « quitus alerts » les montre."))
}

fn list(rim: &Rim, found: &Alerts) -> Outcome<u8> {
    if rim.common.json {
        let shown: Vec<Value> = found.shown.iter().map(told).collect();
        let aside = found.aside.iter().map(|a| {
            let word = &a.word;
            json!({ "id": word.id, "alert": told(&a.alert), "until": word.until, "why": word.why, "author": word.author })
        });
        let aside: Vec<Value> = aside.collect();
        json(&json!({ "shown": shown, "set_aside": aside }))?;
        return Ok(0);
    }
    if found.shown.is_empty() {
        line("Rien à surveiller.");
    }
    for (at, alert) in found.shown.iter().enumerate() {
        paragraph(&format!("{}. {}", at + 1, sentence(alert)));
    }
    if !found.aside.is_empty() {
        line("");
        line("Mises de côté");
    }
    for (at, aside) in found.aside.iter().enumerate() {
        let until = fr::date(aside.word.until);
        paragraph(&format!("{}. {} Jusqu’au {until} : {}.", at + 1, sentence(&aside.alert), aside.word.why));
    }
    Ok(0)
}

fn sentence(alert: &Alert) -> String {
    let amount = if alert.is_about_money() {
        format!(" ({})", fr::money(alert.amount, alert.currency()))
    } else {
        String::new()
    };
    format!("{}{amount} : {}", alert.who(), alert.sentence())
}

fn told(alert: &Alert) -> Value {
    json!({
        "alert": alert.key(),
        "cause": alert.cause.code(),
        "customer": alert.party.as_ref().map(|(_, name)| name),
        "amount_cents": alert.is_about_money().then_some(alert.amount),
        "currency": alert.currency(),
        "sentence": alert.sentence(),
    })
}
