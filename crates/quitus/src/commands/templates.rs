//! `quitus template`: the texts of messages and letters. They are changed as files and then adopted into the books.

use crate::args::TemplateCommand;
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, grid, json, line};
use app::texts::{self, Kept};
use documents::templates::Part;
use documents::{Lang, TemplateSet};
use serde_json::json;
use std::path::Path;

/// A template whose folder holds at least one file of that language; what has no file is as it is in force.
struct Changed {
    name: &'static str,
    lang: Lang,
    subject: String,
    body: String,
}

pub fn run(rim: &Rim, what: &TemplateCommand) -> Outcome<u8> {
    match what {
        TemplateCommand::List => list(rim),
        TemplateCommand::Copy { name } => copy(rim, name),
        TemplateCommand::Check => {
            for text in changed(rim)? {
                let tried = TemplateSet::shipped().with_texts(text.name, text.lang, &text.subject, &text.body);
                tried.map_err(|e| Fail::new(format!("{e}.")))?;
            }
            say(
                rim,
                "Tous vos textes sont corrects. « quitus template adopt » les met en vigueur.",
                json!({ "ok": true }),
            )
        }
        TemplateCommand::Preview { name, lang, customer, save } => {
            preview(rim, name, lang, customer.as_deref(), save.as_deref())
        }
        TemplateCommand::Adopt => adopt(rim),
        TemplateCommand::Restore { name } => restore(rim, name),
    }
}

fn list(rim: &Rim) -> Outcome<u8> {
    let company = rim.company()?;
    let kept = rim.world().read(|books| Ok(books.own_texts(company.id)?))?;
    let own = |name: &str| kept.iter().any(|t| t.template == name && t.texts.is_some());
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
    let broken =
        |e: std::io::Error| Fail::new(format!("Le dossier des modèles ne s’écrit pas : {}.", base::unread::system(&e)));
    let folder = rim.templates_folder().join(name);
    let set = rim.templates(&rim.company()?)?;
    let mut written = Vec::new();
    for lang in TemplateSet::languages(name).map_err(|e| Fail::new(e.to_string()))? {
        for part in [Part::Subject, Part::Body] {
            let file = folder.join(part.file_name(lang));
            let Ok(text) = set.source(name, lang, part) else { continue };
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
        format!("À modifier, puis « quitus template check » et « quitus template adopt » :\n{}", written.join("\n"))
    };
    say(rim, &text, json!({ "template": name, "written": written }))
}

fn changed(rim: &Rim) -> Outcome<Vec<Changed>> {
    let set = rim.templates(&rim.company()?)?;
    let mut found = Vec::new();
    for name in TemplateSet::names() {
        for lang in TemplateSet::languages(name).map_err(|e| Fail::new(e.to_string()))? {
            let file = |part: Part| rim.templates_folder().join(name).join(part.file_name(lang));
            let [subject, body] = [Part::Subject, Part::Body].map(|part| std::fs::read_to_string(file(part)).ok());
            if subject.is_none() && body.is_none() {
                continue;
            }
            let text = |read: Option<String>, part| match read {
                Some(text) => Ok(text),
                None => set.source(name, lang, part).map(str::to_string).map_err(|e| Fail::new(e.to_string())),
            };
            found.push(Changed { name, lang, subject: text(subject, Part::Subject)?, body: text(body, Part::Body)? });
        }
    }
    Ok(found)
}

/// What a text would give on real data, or on an example.
fn preview(rim: &Rim, name: &str, code: &str, customer: Option<&str>, save: Option<&Path>) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let lang = texts::lang(code).ok_or_else(|| Fail::new("Les langues sont fr et en."))?;
    let (subject, body) = match changed(rim)?.into_iter().find(|t| t.name == name && t.lang == lang) {
        Some(text) => (text.subject, text.body),
        None => {
            let set = rim.templates(&company)?;
            let part = |part| set.source(name, lang, part).map(str::to_string).map_err(|e| Fail::new(format!("{e}.")));
            (part(Part::Subject)?, part(Part::Body)?)
        }
    };
    let party = customer.map(|text| find::customer(&world, &company, text)).transpose()?;
    let (material, remark) = texts::material_or_example(&world, &company, name, party.map(|p| p.id))?;
    let proof = texts::tried(name, lang, (&subject, &body), &material).map_err(|e| Fail::new(format!("{e}.")))?;
    if let Some(file) = save {
        let pdf = proof.pdf.as_deref().ok_or_else(|| Fail::new("Ce modèle est celui d’un message, sans papier."))?;
        std::fs::write(file, pdf).map_err(|e| Fail::unwritten(file, &e))?;
    }
    let faults: Vec<String> = proof.faults.iter().map(ToString::to_string).collect();
    if rim.common.json {
        json(&json!({
            "template": name, "lang": lang.code(), "subject": proof.subject, "text": proof.text, "faults": faults,
            "remark": remark, "saved": save,
        }))?;
        return Ok(0);
    }
    line(format!("Objet  : {}\n\n{}", proof.subject, proof.text));
    remark.iter().for_each(line);
    faults.iter().for_each(|fault| line(format!("Ce texte ne pourrait pas partir : {fault}.")));
    save.iter().for_each(|file| line(format!("écrit : {}", file.display())));
    Ok(0)
}

fn adopt(rim: &Rim) -> Outcome<u8> {
    let company = rim.company()?;
    let (mut adopted, mut same) = (Vec::new(), 0_u64);
    for text in changed(rim)? {
        match texts::keep(&rim.world(), &company, text.name, text.lang, &text.subject, &text.body)? {
            Kept::Own | Kept::Shipped => adopted.push(format!("{} ({})", text.name, text.lang.code())),
            Kept::Same => same += 1,
            Kept::Refused(error) => return Err(Fail::new(format!("{error}."))),
        }
    }
    let text = match (adopted.is_empty(), same) {
        (true, 0) => "Aucun texte à adopter : « quitus template copy NOM » en copie un à changer.".to_string(),
        (true, _) => "Vos textes sont déjà en vigueur.".to_string(),
        (false, _) => format!("En vigueur pour les prochains envois : {}.", adopted.join(", ")),
    };
    say(rim, &text, json!({ "adopted": adopted, "unchanged": same }))
}

fn restore(rim: &Rim, name: &str) -> Outcome<u8> {
    let company = rim.company()?;
    let mut restored = Vec::new();
    for lang in TemplateSet::languages(name).map_err(|e| Fail::new(e.to_string()))? {
        if texts::restore(&rim.world(), &company, name, lang)? {
            restored.push(lang.code());
        }
    }
    let text = if restored.is_empty() {
        format!("« {name} » est déjà le texte livré.")
    } else {
        format!("« {name} » est de nouveau le texte livré ({}).", restored.join(", "))
    };
    say(rim, &text, json!({ "template": name, "restored": restored }))
}
