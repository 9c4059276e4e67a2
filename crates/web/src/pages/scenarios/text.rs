//! The text behind a scenario: what the forms write, and what may be written by hand.

use super::bench::{Bench, Head, must_draft};
use crate::answer::{Answer, PageResult, done, html};
use crate::diff::{Row, rows};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use domain::scenario::ScenarioError;
use serde::Deserialize;

/// A line of the text, numbered, beside the one that is wrong.
pub struct Numbered {
    pub number: usize,
    pub text: String,
    pub is_wrong: bool,
}

/// What is wrong, and where.
pub struct Wrong {
    pub line: usize,
    pub message: String,
    pub around: Vec<Numbered>,
}

#[derive(Template)]
#[template(path = "scenarios/text.html")]
struct TextPage {
    frame: Frame,
    head: Head,
    text: String,
    wrong: Option<Wrong>,
    differences: Vec<Row>,
}

pub fn show(visit: &Visit, name: String, _: Nothing) -> PageResult {
    let bench = Bench::of(visit, &name)?;
    let text = bench.shown().source.clone();
    html(&page(visit, &bench, text, None))
}

fn page(visit: &Visit, bench: &Bench, text: String, wrong: Option<Wrong>) -> TextPage {
    let differences =
        if bench.draft.is_some() { rows(&bench.current.source, &bench.shown().source) } else { Vec::new() };
    TextPage { frame: visit.frame("Texte du scénario"), head: bench.head(visit, "/texte"), text, wrong, differences }
}

#[derive(Deserialize)]
pub struct Written {
    text: String,
}

pub fn save(visit: &Visit, name: String, written: Written) -> PageResult {
    must_draft(visit)?;
    let bench = Bench::of(visit, &name)?;
    let text = written.text.replace("\r\n", "\n");
    if let Err(error) = app::scenarios::read(&name, &text) {
        let wrong = Some(wrong(&error, &text));
        let mut answer = html(&page(visit, &bench, text, wrong))?;
        if let Answer::Html { status, .. } = &mut answer {
            *status = StatusCode::UNPROCESSABLE_ENTITY;
        }
        return Ok(answer);
    }
    match app::scenarios::save_draft(&visit.world(), &visit.company, &name, &text)? {
        Some(_) => {
            done(format!("/scenarios/{name}"), "Brouillon enregistré : il ne change rien tant qu’il n’est pas adopté.")
        }
        None => done(format!("/scenarios/{name}"), "Ce texte est celui en vigueur : il n’y a plus de brouillon."),
    }
}

/// The wrong line between its neighbours.
pub fn wrong(error: &ScenarioError, text: &str) -> Wrong {
    Wrong { line: error.line, message: error.message.clone(), around: around(text, error.line) }
}

pub fn around(text: &str, line: usize) -> Vec<Numbered> {
    let numbered = text.lines().enumerate().map(|(at, text)| (at + 1, text));
    let near = numbered.filter(|(number, _)| number.abs_diff(line) <= 2);
    near.map(|(number, text)| Numbered { number, text: text.to_string(), is_wrong: number == line }).collect()
}
