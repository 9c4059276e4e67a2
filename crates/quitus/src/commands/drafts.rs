//! Drafts of scenarios: kept beside the version in force, tried on a customer, replayed over twelve months, adopted or given up.

use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{cut, json, line};
use app::records::Company;
use app::rehearsals::{self, Comparison, Replay};
use app::scenarios;
use base::fr;
use domain::rehearsal::{Shift, Tally};
use domain::scenario::{Scenario, ScenarioBook};
use serde_json::json;
use std::path::Path;

fn book(rim: &Rim, company: &Company, name: &str) -> Outcome<ScenarioBook> {
    let book = rim.world().read(|books| app::planning::scenarios(books, company, None))?;
    let unknown = || Fail::new(format!("Aucun scénario ne s’appelle « {name} »."));
    book.named(name).is_some().then_some(book).ok_or_else(unknown)
}

fn kept(rim: &Rim, company: &Company, name: &str) -> Outcome<Scenario> {
    let draft = scenarios::draft(&rim.world(), company, name)?;
    let none = || Fail::new(format!("« {name} » n’a pas de brouillon : quitus scenario draft {name} FICHIER."));
    draft.map(|(_, scenario)| scenario).ok_or_else(none)
}

/// Keeps the text of a file as the draft; without one, shows the draft there is.
pub fn draft(rim: &Rim, company: &Company, name: &str, file: Option<&Path>) -> Outcome<u8> {
    book(rim, company, name)?;
    let Some(file) = file else {
        let draft = kept(rim, company, name)?;
        return say(rim, &draft.source, json!({ "draft": draft.reference.version, "text": draft.source }));
    };
    let text = std::fs::read_to_string(file).map_err(|e| Fail::unread(file, &e))?;
    match scenarios::save_draft(&rim.world(), company, name, &text)? {
        None => say(rim, "C’est le texte en vigueur : il n’y a pas de brouillon.", json!({ "draft": null })),
        Some(s) => {
            let version = &s.reference.version;
            let text =
                format!("Brouillon de « {} » gardé (version {version}) ; il ne compte qu’une fois adopté.", s.title);
            say(rim, &text, json!({ "draft": version }))
        }
    }
}

pub fn withdraw(rim: &Rim, company: &Company, name: &str) -> Outcome<u8> {
    let draft = kept(rim, company, name)?;
    scenarios::drop_draft(&rim.world(), company, name)?;
    say(rim, "Brouillon abandonné.", json!({ "withdrawn": draft.reference.version }))
}

pub fn adopt(rim: &Rim, company: &Company, name: &str) -> Outcome<u8> {
    let (draft, world) = (kept(rim, company, name)?, rim.world());
    let adopted = scenarios::adopt_draft(&world, company, name, &draft.reference.version)?;
    app::planning::plan_day(&world, company, world.today)?;
    let text = format!("« {} » adopté (version {}).", adopted.title, adopted.reference.version);
    say(rim, &text, json!({ "scenario": adopted.reference }))
}

/// What a customer would receive from today on if nobody pays, with the draft if there is one.
pub fn trial(rim: &Rim, company: &Company, name: &str, customer: &str) -> Outcome<u8> {
    let (world, mut book) = (rim.world(), book(rim, company, name)?);
    let party = find::customer(&world, company, customer)?;
    if let Some((_, draft)) = scenarios::draft(&world, company, name)? {
        book = book.adopting(&draft);
    }
    let nothing = || Fail::new(format!("{} ne doit rien : il n’y a rien à essayer.", party.name));
    let foreseen = rehearsals::foresee(&world, company, &book, party.id)?.ok_or_else(nothing)?;
    let days = &foreseen.forecast.days;
    if rim.common.json {
        let days: Vec<_> = days
            .iter()
            .map(|(on, p)| {
                json!({
                    "on": on, "step": p.step, "title": p.step_title, "channel": p.channel, "total_cents": p.total_cents,
                    "currency": p.currency,
                })
            })
            .collect();
        json(&json!({ "customer": foreseen.customer, "scenario": foreseen.scenario, "days": days }))?;
        return Ok(0);
    }
    line(format!("Si {} ne paie pas :", foreseen.customer));
    if days.is_empty() {
        line("  rien n’est prévu.");
    }
    for (on, p) in days {
        let (title, sum) = (&p.step_title, fr::money(p.total_cents, p.currency));
        line(format!("  {} — {title} ({}), {sum}", fr::date_short(*on), p.channel.french()));
    }
    Ok(0)
}

/// The draft beside the version in force, over the last twelve months.
pub fn replay(rim: &Rim, company: &Company, name: &str) -> Outcome<u8> {
    let draft = kept(rim, company, name)?;
    let world = rim.world();
    let replay = Replay::of(&world, company, &draft)?;
    let compared = replay.run(&world, company, &mut |_| Ok(true))?;
    let compared = compared.ok_or_else(|| Fail::new("Le rejeu s’est arrêté. Relancez-le."))?;
    if rim.common.json {
        json(&json!({ "replay": compared }))?;
        return Ok(0);
    }
    told(&compared);
    Ok(0)
}

fn told(c: &Comparison) {
    line(format!("Du {} au {}, {} jours ouvrés :", fr::date(c.from), fr::date(c.until), c.days));
    if c.customers < c.all_customers {
        line(format!("  sur {} clients des {}, pris à intervalles réguliers", c.customers, c.all_customers));
    }
    line(format!("  en vigueur : {}", tally(&c.before)));
    line(format!("  brouillon  : {}", tally(&c.after)));
    line(match c.differing {
        0 => "  Aucun client n’aurait été relancé autrement.".to_string(),
        n => format!("  {} :", fr::count(n, "client relancé autrement", "clients relancés autrement")),
    });
    for customer in &c.changes {
        line(format!("  {}", cut(&customer.name, 60)));
        for change in &customer.changes {
            let shift = match change.shift {
                Shift::Added => "en plus".to_string(),
                Shift::Dropped => "en moins".to_string(),
                Shift::Earlier { days } => format!("{days} jours plus tôt"),
                Shift::Later { days } => format!("{days} jours plus tard"),
            };
            line(format!("     {} — {} : {shift}", fr::date_short(change.done.on), change.done.title));
        }
    }
}

fn tally(t: &Tally) -> String {
    format!(
        "{}, {}, {}, {}",
        fr::count(t.emails, "e-mail", "e-mails"),
        fr::count(t.calls, "appel ou visite", "appels ou visites"),
        fr::count(t.letters, "courrier", "courriers"),
        fr::count(t.formal_notices, "mise en demeure", "mises en demeure")
    )
}
