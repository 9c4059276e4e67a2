//! `quitus scenario`: which exist, what they say, adopting a new version, and the standing order.

use crate::args::ScenarioCommand;
use crate::commands::acts::say;
use crate::commands::{drafts, guide};
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, cut, grid, json, line};
use app::records::Company;
use domain::facts::StandingOrder;
use domain::scenario::{Scenario, parse};
use serde_json::json;
use std::path::Path;

pub fn run(rim: &Rim, what: &ScenarioCommand) -> Outcome<u8> {
    let company = rim.company()?;
    match what {
        ScenarioCommand::List => list(rim, &company),
        ScenarioCommand::Show { name } => show(rim, &company, name),
        ScenarioCommand::Copy { name, title } => {
            let own = app::scenarios::copy(&rim.world(), &company, name, title)?;
            let text = format!(
                "« {} » existe sous le nom {} : {} étapes, que personne ne suit encore.",
                own.title,
                own.reference.name,
                own.steps.len()
            );
            say(rim, &text, json!({ "scenario": own.reference, "title": own.title }))
        }
        ScenarioCommand::Retire { name, why } => {
            app::scenarios::retire(&rim.world(), &company, name, why)?;
            say(rim, &format!("Le scénario « {name} » est supprimé."), json!({ "retired": name }))
        }
        ScenarioCommand::Check { file } => {
            let scenario = read(file)?;
            say(
                rim,
                &format!("« {} » est correct ({} étapes).", scenario.title, scenario.steps.len()),
                json!({ "scenario": scenario.reference }),
            )
        }
        ScenarioCommand::Draft { name, file } => drafts::draft(rim, &company, name, file.as_deref()),
        ScenarioCommand::Trial { name, customer } => drafts::trial(rim, &company, name, customer),
        ScenarioCommand::Replay { name } => drafts::replay(rim, &company, name),
        ScenarioCommand::AdoptDraft { name } => drafts::adopt(rim, &company, name),
        ScenarioCommand::Withdraw { name } => drafts::withdraw(rim, &company, name),
        ScenarioCommand::Adopt { file } => adopt(rim, &company, file),
        ScenarioCommand::Guide(args) => guide::run(rim, &company, args),
        ScenarioCommand::Sign { steps } => sign(rim, &company, steps),
        ScenarioCommand::Revoke => {
            let mut after = company.clone();
            after.settings.standing_order = StandingOrder::default();
            app::companies::revoke_standing_order(&rim.world(), &after)?;
            say(rim, "Consigne révoquée : chaque étape attend de nouveau un clic.", json!({ "revoked": true }))
        }
    }
}

fn list(rim: &Rim, company: &Company) -> Outcome<u8> {
    let book = rim.world().read(|books| app::planning::scenarios(books, company, None))?;
    if rim.common.json {
        let rows: Vec<_> = book
            .current()
            .iter()
            .map(|s| json!({ "scenario": s.reference, "title": s.title, "summary": s.summary, "steps": s.steps.iter().map(|t| t.id.clone()).collect::<Vec<_>>() }))
            .collect();
        json(&json!({ "scenarios": rows }))?;
        return Ok(0);
    }
    let rows = book
        .current()
        .iter()
        .map(|s| {
            vec![s.reference.name.clone(), cut(&s.title, 28), s.steps.len().to_string(), s.reference.version.clone()]
        })
        .collect();
    line(grid(
        &[("Nom", Align::Left), ("Titre", Align::Left), ("Étapes", Align::Right), ("Version", Align::Left)],
        rows,
    ));
    Ok(0)
}

fn show(rim: &Rim, company: &Company, name: &str) -> Outcome<u8> {
    let book = rim.world().read(|books| app::planning::scenarios(books, company, None))?;
    let scenario = book.named(name).ok_or_else(|| Fail::new(format!("Aucun scénario ne s’appelle « {name} ».")))?;
    if rim.common.json {
        json(&json!({ "scenario": scenario.reference, "text": scenario.source }))?;
    } else {
        line(&scenario.source);
    }
    Ok(0)
}

fn read(file: &Path) -> Outcome<Scenario> {
    let text = std::fs::read_to_string(file).map_err(|e| Fail::unread(file, &e))?;
    parse(&file.display().to_string(), &text).map_err(|e| Fail::new(e.to_string()))
}

fn adopt(rim: &Rim, company: &Company, file: &Path) -> Outcome<u8> {
    let scenario = read(file)?;
    app::scenarios::adopt(&rim.world(), company, &scenario)?;
    let text = format!(
        "« {} » adopté (version {}). Les dossiers en cours gardent la version avec laquelle ils ont commencé.",
        scenario.title, scenario.reference.version
    );
    say(rim, &text, json!({ "scenario": scenario.reference }))
}

fn sign(rim: &Rim, company: &Company, steps: &[String]) -> Outcome<u8> {
    app::companies::sign_standing_order(&rim.world(), company, steps)?;
    say(
        rim,
        &format!("Signé : {} partiront sans un clic, jusqu’à révocation.", steps.join(", ")),
        json!({ "signed": steps }),
    )
}
