//! The tables of law: what they hold, from which article, until when, and values added where they end.

use super::{Section, sections};
use crate::answer::{PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::Chip;
use crate::visit::Visit;
use ::law::Table;
use askama::Template;
use base::fr;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    table: String,
}

struct Row {
    code: String,
    name: &'static str,
    chip: Chip,
    checked: String,
    values: usize,
    current: bool,
}

struct Value {
    key: String,
    value: String,
    article: String,
    source: String,
    doubt: bool,
}

#[derive(Template)]
#[template(path = "settings/law.html")]
struct LawPage {
    frame: Frame,
    sections: Vec<Section>,
    edition: String,
    rows: Vec<Row>,
    chosen: Option<(&'static str, String)>,
    values: Vec<Value>,
}

pub fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    let law = app::lawbook::load(&visit.world())?;
    let chosen = Table::parse(&asked.table);
    let rows = law.freshness(visit.today()).into_iter().map(|f| row(&f, chosen)).collect();
    let values = chosen.map(|table| {
        law.values_of(table)
            .map(|v| Value {
                key: v.key.clone(),
                value: v.value.clone(),
                article: v.article.clone(),
                source: v.source.clone(),
                doubt: v.status.needs_check(),
            })
            .collect()
    });
    html(&LawPage {
        frame: visit.frame("Tables de droit"),
        sections: sections(visit),
        edition: law.edition().chars().take(12).collect(),
        rows,
        chosen: chosen.map(|t| (t.french(), asked.table.clone())),
        values: values.unwrap_or_default(),
    })
}

fn row(fresh: &::law::TableFreshness, chosen: Option<Table>) -> Row {
    let chip = match (fresh.last_covered, fresh.days_left) {
        (Some(last), Some(left)) if left < 0 => Chip::new(format!("épuisée le {}", fr::date(last)), "late"),
        (Some(last), Some(left)) if left < 60 => Chip::new(format!("jusqu’au {}", fr::date(last)), "warn"),
        (Some(last), _) => Chip::new(format!("jusqu’au {}", fr::date(last)), "good"),
        _ if fresh.to_verify > 0 => Chip::new(format!("{} à vérifier", fresh.to_verify), "warn"),
        _ => Chip::new("sans date de fin", "good"),
    };
    Row {
        code: fresh.table.slug().to_string(),
        name: fresh.table.french(),
        chip,
        checked: fresh.checked_on.map(fr::date_short).unwrap_or_default(),
        values: fresh.values,
        current: chosen == Some(fresh.table),
    }
}

#[derive(Deserialize)]
pub struct Added {
    table: String,
    key: String,
    value: String,
    source: String,
}

pub fn add(visit: &Visit, _: Nothing, given: Added) -> PageResult {
    visit.must_decide()?;
    let added =
        app::lawbook::add(&visit.world(), &given.table, given.key.trim(), given.value.trim(), given.source.trim())?;
    done(format!("/reglages/droit?table={}", given.table), format!("Ajouté : {} = {}.", added.key, added.value))
}
