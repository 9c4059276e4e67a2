//! `quitus law`: the legal tables, how fresh they are, and values added where the shipped ones end.

use crate::args::LawCommand;
use crate::commands::acts::say;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, cut, grid, json, line};
use law::{LawBook, Status, Table};
use serde_json::json;
use std::path::Path;

pub fn run(rim: &Rim, what: &LawCommand) -> Outcome<u8> {
    match what {
        LawCommand::List => list(rim),
        LawCommand::Show { table } => show(rim, table),
        LawCommand::Set { table, key, value, source } => {
            let added = app::lawbook::add(&rim.world(), table, key, value, source)?;
            say(
                rim,
                &format!("Ajouté : {} = {} ({}).", added.key, added.value, added.source),
                json!({ "added": added }),
            )
        }
        LawCommand::Import { file } => import(rim, file),
    }
}

fn list(rim: &Rim) -> Outcome<u8> {
    let law = app::lawbook::load(&rim.world())?;
    let tables = law.freshness(rim.today);
    if rim.common.json {
        let rows: Vec<_> = tables
            .iter()
            .map(|t| {
                json!({
                    "table": t.table, "last_covered": t.last_covered, "days_left": t.days_left, "checked_on": t.checked_on,
                    "status": t.status, "values": t.values, "to_verify": t.to_verify,
                })
            })
            .collect();
        json(&json!({ "as_of": rim.today, "edition": law.edition(), "tables": rows }))?;
        return Ok(0);
    }
    tables.iter().for_each(|t| line(t.french()));
    line(format!("Édition {}.", law.edition().get(..12).unwrap_or_default()));
    Ok(0)
}

fn show(rim: &Rim, table: &str) -> Outcome<u8> {
    let law = app::lawbook::load(&rim.world())?;
    let table = Table::parse(table)
        .ok_or_else(|| Fail::new(format!("« {table} » n’est pas une table ; voir « quitus law list --json ».")))?;
    let values: Vec<_> = law.values_of(table).collect();
    if rim.common.json {
        json(&json!({ "table": table, "values": values }))?;
        return Ok(0);
    }
    let rows = values
        .iter()
        .map(|v| {
            let status = if v.status.needs_check() { "à vérifier" } else { "" };
            vec![v.key.clone(), v.value.clone(), cut(&v.article, 34), status.to_string()]
        })
        .collect();
    line(grid(&[("Clé", Align::Left), ("Valeur", Align::Right), ("Article", Align::Left), ("", Align::Left)], rows));
    Ok(0)
}

fn import(rim: &Rim, file: &Path) -> Outcome<u8> {
    let text = std::fs::read_to_string(file).map_err(|e| Fail::unread(file, &e))?;
    let name = file.display().to_string();
    let values = LawBook::parse_additions(&name, &text)
        .map_err(|problems| Fail::new(problems.iter().map(|p| p.french()).collect::<Vec<_>>().join("\n")))?;
    app::lawbook::add_all(&rim.world(), &values)?;
    let unverified = values.iter().filter(|v| v.status != Status::Verified).count();
    say(rim, &format!("{} valeurs ajoutées, dont {unverified} à vérifier.", values.len()), json!({ "added": values }))
}
