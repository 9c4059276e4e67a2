//! Reads the TOML files of `data/law/` into values, with the line of each mistake.
//!
//! A file gives `checked_on`, `article` and `source` once at its head; each `[[value]]` may say better. Nothing is
//! read from disk here: the caller hands over the texts, or the ones embedded at compile time are used.

use crate::error::{LawProblem, ProblemKind};
use crate::mentions::{Forbidden, Mention};
use crate::semester::Semester;
use crate::typed;
use crate::value::{LawValue, Origin, Status, Table};
use base::{Date, parse_iso_date};
use serde::Deserialize;
use toml::Spanned;

/// A law file is a few dozen kilobytes; beyond this it is not one.
const MAX_BYTES: usize = 1024 * 1024;

/// Name and text of each file delivered with the software.
pub(crate) const SHIPPED: [(&str, &str); 9] = [
    ("data/law/reference_rate.toml", include_str!("../../../data/law/reference_rate.toml")),
    ("data/law/legal_rate.toml", include_str!("../../../data/law/legal_rate.toml")),
    ("data/law/late_payment.toml", include_str!("../../../data/law/late_payment.toml")),
    ("data/law/fixed_compensation.toml", include_str!("../../../data/law/fixed_compensation.toml")),
    ("data/law/delays.toml", include_str!("../../../data/law/delays.toml")),
    ("data/law/thresholds.toml", include_str!("../../../data/law/thresholds.toml")),
    ("data/law/limitation.toml", include_str!("../../../data/law/limitation.toml")),
    ("data/law/holidays.toml", include_str!("../../../data/law/holidays.toml")),
    ("data/law/mentions.toml", include_str!("../../../data/law/mentions.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(rename = "title")]
    _title: Option<String>,
    checked_on: Option<String>,
    article: Option<String>,
    source: Option<String>,
    #[serde(default)]
    value: Vec<Spanned<RawValue>>,
    #[serde(default)]
    mention: Vec<Spanned<Mention>>,
    #[serde(default)]
    forbidden: Vec<Spanned<Forbidden>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValue {
    table: Option<String>,
    key: Option<String>,
    value: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    article: Option<String>,
    source: Option<String>,
    checked_on: Option<String>,
    status: Option<String>,
    description: Option<String>,
    basis: Option<String>,
}

/// A value and where it was read, for later complaints.
pub(crate) struct Placed {
    pub(crate) value: LawValue,
    pub(crate) file: String,
    pub(crate) line: usize,
}

/// All that the files say.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) values: Vec<Placed>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) forbidden: Vec<Forbidden>,
    pub(crate) problems: Vec<LawProblem>,
}

impl Read {
    /// Reads one file; its mistakes join `problems`.
    pub(crate) fn file(&mut self, file: &str, text: &str, origin: Origin) {
        let problem = |line: usize, what: ProblemKind| LawProblem { file: file.to_string(), line, what };
        if text.len() > MAX_BYTES {
            self.problems.push(problem(0, ProblemKind::Syntax("fichier trop volumineux".to_string())));
            return;
        }
        let raw: RawFile = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(text, span.start));
                self.problems.push(problem(line, ProblemKind::Syntax(unreadable(error.message()))));
                return;
            }
        };
        for spanned in &raw.value {
            let line = line_of(text, spanned.span().start);
            match value_of(spanned.get_ref(), &raw, origin) {
                Ok(value) => self.values.push(Placed { value, file: file.to_string(), line }),
                Err(what) => self.problems.push(problem(line, what)),
            }
        }
        self.mentions_of(raw, file, text);
    }

    fn mentions_of(&mut self, raw: RawFile, file: &str, text: &str) {
        for spanned in raw.mention {
            let line = line_of(text, spanned.span().start);
            match spanned.get_ref().fault() {
                None => self.mentions.push(spanned.into_inner()),
                Some(what) => {
                    self.problems.push(LawProblem { file: file.to_string(), line, what: ProblemKind::Mention(what) })
                }
            }
        }
        for spanned in raw.forbidden {
            let line = line_of(text, spanned.span().start);
            match spanned.get_ref().fault() {
                None => self.forbidden.push(spanned.into_inner()),
                Some(what) => {
                    self.problems.push(LawProblem { file: file.to_string(), line, what: ProblemKind::Mention(what) })
                }
            }
        }
    }
}

/// What the reader found, in French; what it says of the writing itself helps nobody more than the line does.
fn unreadable(message: &str) -> String {
    base::unread::value(message)
        .unwrap_or_else(|| "un guillemet, un signe ou un crochet manque ou est de trop".to_string())
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

fn value_of(raw: &RawValue, file: &RawFile, origin: Origin) -> Result<LawValue, ProblemKind> {
    let table_name = required(raw.table.as_ref(), None, "table")?;
    let table = Table::parse(table_name).ok_or_else(|| ProblemKind::UnknownTable(table_name.clone()))?;
    let status_text = required(raw.status.as_ref(), None, "status")?;
    let status = Status::parse(status_text).ok_or_else(|| ProblemKind::UnknownStatus(status_text.clone()))?;
    let checked = required(raw.checked_on.as_ref(), file.checked_on.as_ref(), "checked_on")?;
    let mut value = LawValue {
        table,
        key: required(raw.key.as_ref(), None, "key")?.clone(),
        value: required(raw.value.as_ref(), None, "value")?.clone(),
        valid_from: date("valid_from", raw.valid_from.as_ref())?,
        valid_to: date("valid_to", raw.valid_to.as_ref())?,
        article: required(raw.article.as_ref(), file.article.as_ref(), "article")?.clone(),
        source: required(raw.source.as_ref(), file.source.as_ref(), "source")?.clone(),
        checked_on: day("checked_on", checked)?,
        status,
        origin,
        description: raw.description.clone(),
        basis: raw.basis.clone(),
    };
    check_period(&mut value)?;
    typed::check(&value).map_err(ProblemKind::Value)?;
    Ok(value)
}

fn required<'a>(
    own: Option<&'a String>,
    head: Option<&'a String>,
    field: &'static str,
) -> Result<&'a String, ProblemKind> {
    own.or(head).filter(|text| !text.trim().is_empty()).ok_or(ProblemKind::Missing(field))
}

fn date(field: &'static str, text: Option<&String>) -> Result<Option<Date>, ProblemKind> {
    text.map(|t| day(field, t)).transpose()
}

fn day(field: &'static str, text: &str) -> Result<Date, ProblemKind> {
    parse_iso_date(text).ok_or_else(|| ProblemKind::NotADate { field, text: text.to_string() })
}

/// A half-year gives its own period when none is written, and contradicts any other.
pub(crate) fn check_period(value: &mut LawValue) -> Result<(), ProblemKind> {
    let wrong = || ProblemKind::Period { key: value.key.clone() };
    if value.table.by_semester() {
        let semester = Semester::parse(&value.key).ok_or_else(wrong)?;
        let (from, to) = (semester.first_day(), semester.last_day());
        if value.valid_from.is_some_and(|d| d != from) || value.valid_to.is_some_and(|d| d != to) {
            return Err(wrong());
        }
        (value.valid_from, value.valid_to) = (Some(from), Some(to));
    }
    match (value.valid_from, value.valid_to) {
        (Some(from), Some(to)) if to < from => Err(wrong()),
        _ => Ok(()),
    }
}
