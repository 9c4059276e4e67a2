//! `quitus template`: the texts of messages and letters, replaced by files of the company's own.

use crate::args::TemplateCommand;
use crate::commands::acts::say;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, grid, json, line};
use documents::TemplateSet;
use documents::templates::Part;
use serde_json::json;

pub fn run(rim: &Rim, what: &TemplateCommand) -> Outcome<u8> {
    match what {
        TemplateCommand::List => list(rim),
        TemplateCommand::Copy { name } => copy(rim, name),
        TemplateCommand::Check => {
            rim.templates()?;
            say(rim, "Tous vos textes sont corrects.", json!({ "ok": true }))
        }
    }
}

fn list(rim: &Rim) -> Outcome<u8> {
    let own = |name: &str| rim.templates_folder().join(name).is_dir();
    let names = TemplateSet::names();
    if rim.common.json {
        let rows: Vec<_> = names.iter().map(|n| json!({ "template": n, "own": own(n) })).collect();
        json(&json!({ "templates": rows }))?;
        return Ok(0);
    }
    let rows =
        names.iter().map(|n| vec![(*n).to_string(), if own(n) { "le vôtre" } else { "livré" }.to_string()]).collect();
    line(grid(&[("Modèle", Align::Left), ("", Align::Left)], rows));
    Ok(0)
}

fn copy(rim: &Rim, name: &str) -> Outcome<u8> {
    let broken = |e: std::io::Error| Fail::new(format!("Le dossier des modèles ne s’écrit pas : {e}."));
    let folder = rim.templates_folder().join(name);
    let shipped = TemplateSet::shipped();
    let mut written = Vec::new();
    for lang in TemplateSet::languages(name).map_err(|e| Fail::new(e.to_string()))? {
        for part in [Part::Subject, Part::Body] {
            let file = folder.join(part.file_name(lang));
            let Ok(text) = shipped.source(name, lang, part) else { continue };
            if file.exists() {
                continue;
            }
            std::fs::create_dir_all(&folder).map_err(broken)?;
            std::fs::write(&file, text).map_err(broken)?;
            written.push(file.display().to_string());
        }
    }
    let text = if written.is_empty() {
        format!("Vos textes de « {name} » sont déjà dans {}.", folder.display())
    } else {
        format!("À modifier, puis « quitus template check » :\n{}", written.join("\n"))
    };
    say(rim, &text, json!({ "template": name, "written": written }))
}
