//! `quitus scenario guide`: the questions of the guided set-up, what the answers would bring three customers, and their adoption.

use crate::args::{FirmnessArg, GuideArgs, VoiceArg};
use crate::commands::company::sending_hours;
use crate::commands::customers::kind;
use crate::fail::Outcome;
use crate::rim::Rim;
use crate::show::{json, line};
use app::guide::{self, Answers, Example};
use app::records::Company;
use base::fr;
use domain::agenda::sentence_in;
use domain::scenario::{Firmness, Voice};
use serde_json::{Value, json};

pub fn run(rim: &Rim, company: &Company, args: &GuideArgs) -> Outcome<u8> {
    let world = rim.world();
    let answers = answers(rim, company, args)?;
    if !args.yes {
        let examples = guide::examples(&world, company, &answers, world.today)?;
        return show(rim, &answers, &examples);
    }
    let adopted = guide::adopt(&world, company, &answers)?;
    app::planning::plan_day(&world, company, world.today)?;
    if rim.common.json {
        let suggested = adopted.suggested.map(|(of, count)| json!({ "kind": of.code(), "customers": count }));
        json(&json!({ "adopted": adopted.titles, "suggested": suggested }))?;
        return Ok(0);
    }
    if adopted.titles.is_empty() {
        line("Vos scénarios disaient déjà cela.");
    } else {
        let count = fr::count(adopted.titles.len() as u64, "scénario adopté", "scénarios adoptés");
        line(format!("{count} : {}. Les dossiers en cours gardent leurs étapes.", adopted.titles.join(", ")));
    }
    if let Some((of, count)) = adopted.suggested {
        let who =
            fr::count(count as u64, "client sans nature connue est noté", "clients sans nature connue sont notés");
        line(format!("{who} « {} », d’après cette réponse.", of.french()));
    }
    Ok(0)
}

fn answers(rim: &Rim, company: &Company, args: &GuideArgs) -> Outcome<Answers> {
    let world = rim.world();
    let mut answers = guide::present(&world, company, world.today)?;
    if !args.sells_to.is_empty() {
        answers.sells_to = args.sells_to.iter().copied().map(kind).collect();
        answers.sells_to.sort_unstable();
        answers.sells_to.dedup();
    }
    answers.shape.voice = match args.voice {
        Some(VoiceArg::Calls) => Voice::Calls,
        Some(VoiceArg::Writes) => Voice::Writes,
        Some(VoiceArg::KnownPerson) => Voice::KnownPerson,
        None => answers.shape.voice,
    };
    answers.shape.firmness = match args.firmness {
        Some(FirmnessArg::Gentle) => Firmness::Gentle,
        Some(FirmnessArg::Balanced) => Firmness::Balanced,
        Some(FirmnessArg::Firm) => Firmness::Firm,
        None => answers.shape.firmness,
    };
    answers.shape.working_days_only = !args.every_day;
    if let Some(hours) = &args.sending_hours {
        (answers.from_hour, answers.until_hour) = sending_hours(hours)?;
    }
    Ok(answers)
}

fn show(rim: &Rim, answers: &Answers, examples: &[Example]) -> Outcome<u8> {
    if rim.common.json {
        let sells_to: Vec<_> = answers.sells_to.iter().map(|of| of.code()).collect();
        let shape = answers.shape;
        json(&json!({
            "answers": {
                "sells_to": sells_to, "voice": shape.voice.code(), "firmness": shape.firmness.code(),
                "working_days_only": shape.working_days_only, "from_hour": answers.from_hour, "until_hour": answers.until_hour,
            },
            "customers": examples.iter().map(as_json).collect::<Vec<_>>(),
        }))?;
        return Ok(0);
    }
    let sells_to: Vec<_> = answers.sells_to.iter().map(|of| of.french()).collect();
    line(format!("Clients : {}. Si personne ne payait ni ne répondait dans les quatre mois :", sells_to.join(", ")));
    if examples.is_empty() {
        line("  aucun client en retard de cette sorte.");
    }
    for example in examples {
        line(format!("{}, {} en retard :", example.name, fr::money(example.overdue, example.currency)));
        for (on, step) in &example.forecast.days {
            line(format!("  {} : {} ({})", fr::date_short(*on), step.step_title, step.channel.french()));
        }
        if let Some(end) = ending(example) {
            line(format!("  ensuite : {end}"));
        }
    }
    line("Rien n’a changé. Pour adopter : la même commande avec --yes.");
    Ok(0)
}

/// Why nothing more comes: the reasons of most invoices.
fn ending(example: &Example) -> Option<String> {
    let told: Vec<_> = example.forecast.endings().into_iter().take(2).map(|(r, c)| sentence_in(r, c)).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

fn as_json(example: &Example) -> Value {
    let day = |(on, step): &(base::Date, domain::agenda::Proposal)| {
        json!({
            "on": on, "step": step.step, "title": step.step_title, "channel": step.channel,
            "total_cents": step.total_cents, "currency": step.currency,
        })
    };
    json!({
        "customer": example.party, "name": example.name, "overdue_cents": example.overdue, "currency": example.currency,
        "running": example.is_running, "days": example.forecast.days.iter().map(day).collect::<Vec<_>>(),
        "end": ending(example),
    })
}
