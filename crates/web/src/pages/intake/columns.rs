//! The columns of a list, shown as they were understood and changed by a select, before anything is written.

use super::job::{At, mine, restart};
use crate::answer::{Oops, PageResult, go};
use crate::jobs::told::ToldTable;
use crate::jobs::work::TOLD;
use crate::jobs::{Jobs, Step, told::Told};
use crate::route::{App, form};
use crate::visit::Visit;
use app::AppError;
use axum::Router;
use draft::{Field, Mapping};
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new().route("/importer/{job}/colonnes", form(choose))
}

/// Fields that every list should have come first; the others are folded away.
const FIRST_FIELDS: usize = 9;

/// A field and its column.
pub struct FieldChoice {
    pub code: String,
    pub label: &'static str,
    pub column: Option<usize>,
}

impl FieldChoice {
    pub fn is(&self, column: &usize) -> bool {
        self.column == Some(*column)
    }
}

/// One list's form.
pub struct TableForm {
    pub file: String,
    pub fingerprint: String,
    pub rows: u64,
    pub headers: Vec<String>,
    pub ignored: Vec<String>,
    pub example: Option<String>,
    pub first: Vec<FieldChoice>,
    pub others: Vec<FieldChoice>,
    /// How many of the others have a column.
    pub others_known: u64,
}

pub fn table_form(table: &ToldTable) -> TableForm {
    let choice =
        |(field, column): (Field, Option<usize>)| FieldChoice { code: code(field), label: field.french(), column };
    let mut first: Vec<FieldChoice> = table.fields().map(choice).collect();
    let others = first.split_off(FIRST_FIELDS);
    TableForm {
        file: table.file.clone(),
        fingerprint: table.fingerprint.clone(),
        rows: table.rows,
        headers: table.headers.clone(),
        ignored: table.ignored.iter().filter(|h| !h.trim().is_empty()).cloned().collect(),
        example: table.example.clone(),
        others_known: others.iter().filter(|c| c.column.is_some()).count() as u64,
        first,
        others,
    }
}

/// The stable name of a field, as scripts and forms write it.
pub fn code(field: Field) -> String {
    serde_json::to_value(field).ok().and_then(|v| v.as_str().map(str::to_string)).unwrap_or_default()
}

fn choose(visit: &Visit, at: At, chosen: BTreeMap<String, String>) -> PageResult {
    let mut job = mine(visit, &at.job)?;
    if job.step != Step::Ready {
        return go(format!("/importer/{}", job.id));
    }
    let told: Option<Told> = Jobs::of(&visit.house).read(&job.id, TOLD);
    let fingerprint = chosen.get("fingerprint").cloned().unwrap_or_default();
    let table = told.and_then(|t| t.tables.into_iter().find(|t| t.fingerprint == fingerprint)).ok_or(Oops::NotHere)?;
    job.columns.insert(fingerprint, mapping(&table, &chosen)?);
    restart(visit, job, Step::Looking)
}

fn mapping(table: &ToldTable, chosen: &BTreeMap<String, String>) -> Result<Mapping, Oops> {
    let column = |field: Field| chosen.get(&code(field)).and_then(|text| text.parse::<usize>().ok());
    let chosen = Field::ALL.into_iter().filter_map(|field| Some((field, column(field)?)));
    columns(&table.headers, chosen.filter(|(_, column)| *column < table.headers.len()))
}

/// What columns are said to hold; one column says one thing.
///
/// # Errors
/// `Refused` for a column that is not there, or is chosen twice.
pub fn columns(headers: &[String], chosen: impl Iterator<Item = (Field, usize)>) -> Result<Mapping, Oops> {
    let mut mapping = Mapping::default();
    for (field, column) in chosen {
        let Some(header) = headers.get(column) else {
            return Err(Oops::App(AppError::refused(
                format!("Cette liste n’a pas de colonne {column}."),
                format!("Elle en a {}, comptées à partir de 0.", headers.len()),
            )));
        };
        if let Some((other, _)) = mapping.0.iter().find(|(_, c)| **c == column) {
            return Err(Oops::App(AppError::refused(
                format!("La colonne « {header} » est choisie deux fois : {} et {}.", other.french(), field.french()),
                "Une colonne dit une seule chose : revenez en arrière et choisissez-en une autre, ou aucune.",
            )));
        }
        mapping.0.insert(field, column);
    }
    Ok(mapping)
}
