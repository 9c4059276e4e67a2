//! The description served: as OpenAPI for programs, and as a page for people.

use super::reading::{Bodies, Field, first_code};
use crate::answer::html;
use crate::route::blocking;
use crate::{frame, route::Arrival};
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// What each operation does, in French, under its method and its address; a test holds that none is missing.
const SUMMARIES: &str = include_str!("summaries.txt");

const ROOT: &str = "/api/v1";

pub async fn openapi() -> Response {
    match super::description().to_json() {
        Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Err(error) => frame::broken(&crate::answer::Oops::Unreadable(error.to_string())).respond(),
    }
}

/// Operations about the same things.
struct Chapter {
    name: String,
    anchor: String,
    operations: Vec<Operation>,
}

struct Operation {
    /// Method and address below the root, as the index shows them.
    words: String,
    anchor: String,
    summary: String,
    parameters: Vec<Parameter>,
    body: Vec<Field>,
    answer: Vec<Field>,
    /// What is answered when it is not JSON.
    file: Option<String>,
    statuses: Vec<String>,
    example: String,
}

struct Parameter {
    place: &'static str,
    is_english: bool,
    field: Field,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ReferencePage {
    theme: &'static str,
    chapters: Vec<Chapter>,
}

/// The reference, readable without a token.
pub async fn page(arrival: Arrival) -> Response {
    blocking(move || {
        let api = serde_json::to_value(super::description()).unwrap_or_default();
        let host = Some(arrival.header(header::HOST)).filter(|h| !h.is_empty()).unwrap_or("votre-serveur");
        let server = format!("{}://{host}", if arrival.house.secure { "https" } else { "http" });
        let chapters = chapters(&api, &server);
        let page = ReferencePage { theme: arrival.theme(), chapters };
        html(&page).unwrap_or_else(|oops| frame::broken(&oops))
    })
    .await
}

fn chapters(api: &Value, server: &str) -> Vec<Chapter> {
    let summaries: HashMap<&str, &str> = SUMMARIES.lines().filter_map(|line| line.split_once(" | ")).collect();
    let mut found: BTreeMap<String, Chapter> = BTreeMap::new();
    for (path, methods) in api["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let name = text(&operation["tags"][0]);
            let anchor = format!("partie-{}", plain(&name));
            let chapter = found.entry(plain(&name)).or_insert(Chapter { name, anchor, operations: Vec::new() });
            let words = format!("{} {}", method.to_uppercase(), path.trim_start_matches(ROOT));
            let summary =
                summaries.get(words.as_str()).map_or_else(|| text(&operation["summary"]), ToString::to_string);
            chapter.operations.push(shown(api, operation, (words, summary), server));
        }
    }
    found.into_values().collect()
}

fn shown(api: &Value, operation: &Value, (words, summary): (String, String), server: &str) -> Operation {
    let bodies = Bodies(api);
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let responses = operation["responses"].as_object();
    let (kind, answered) = content(&operation["responses"]["200"]);
    let is_json = kind == "application/json";
    Operation {
        anchor: plain(&words),
        summary,
        parameters: parameters.map(|p| parameter(&bodies, p)).collect(),
        body: bodies.fields(content(&operation["requestBody"]).1),
        answer: if is_json { bodies.fields(answered) } else { Vec::new() },
        file: Some(kind.to_string()).filter(|kind| !is_json && !kind.is_empty()),
        statuses: responses.into_iter().flatten().map(|(status, _)| status.clone()).collect(),
        example: example(&bodies, operation, &words, server),
        words,
    }
}

fn parameter(bodies: &Bodies, said: &Value) -> Parameter {
    let place = match said["in"].as_str() {
        Some("path") => "dans l’adresse",
        Some("header") => "en-tête",
        _ => "après le « ? »",
    };
    let name = text(&said["name"]);
    // One thing is said of the key everywhere: it is told in French here.
    let is_key = name == "Idempotency-Key";
    let key = "Différente pour chaque demande, gardée quand on la répète.";
    let meaning = if is_key { key.to_string() } else { text(&said["description"]) };
    let (kind, is_required) = (bodies.kind(&said["schema"]), said["required"] == true);
    Parameter { place, is_english: !is_key, field: Field { name, kind, is_required, meaning } }
}

/// The type and the shape of what is sent or answered.
fn content(of: &Value) -> (&str, &Value) {
    let first = of["content"].as_object().and_then(|all| all.iter().next());
    first.map_or(("", &Value::Null), |(kind, content)| (kind.as_str(), &content["schema"]))
}

/// A line for a terminal: what must be given, nothing else.
fn example(bodies: &Bodies, operation: &Value, words: &str, server: &str) -> String {
    let (method, path) = words.split_once(' ').unwrap_or(("GET", words));
    let mut address = format!("{server}{ROOT}{path}");
    let mut asked = Vec::new();
    for said in operation["parameters"].as_array().into_iter().flatten() {
        let (name, meaning) = (text(&said["name"]), text(&said["description"]));
        let value = first_code(&meaning).unwrap_or("…");
        match said["in"].as_str() {
            Some("path") => address = address.replace(&format!("{{{name}}}"), value),
            Some("query") if said["required"] == true => asked.push(format!("{name}={value}")),
            _ => {}
        }
    }
    if !asked.is_empty() {
        address = format!("{address}?{}", asked.join("&"));
    }
    let verb = if method == "GET" { String::new() } else { format!("-X {method} ") };
    let mut lines = vec![format!("curl {verb}'{address}'"), "-H 'Authorization: Bearer qts_…'".to_string()];
    if method != "GET" {
        lines.push("-H 'Idempotency-Key: demande-1'".to_string());
    }
    match content(&operation["requestBody"]) {
        ("", _) => {}
        ("application/json", schema) => {
            lines.push("-H 'Content-Type: application/json'".to_string());
            lines.push(format!("-d '{}'", bodies.example(schema).to_string().replace('\'', "’")));
        }
        _ => lines.push("--data-binary @fichier".to_string()),
    }
    if !matches!(content(&operation["responses"]["200"]).0, "" | "application/json") {
        lines.push("-o fichier".to_string());
    }
    lines.join(" \\\n  ")
}

/// A name as an anchor: small letters without accents, digits and dashes.
fn plain(name: &str) -> String {
    let letters = name.chars().map(|c| match c {
        'é' | 'è' | 'ê' | 'É' | 'È' => 'e',
        c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        _ => '-',
    });
    let words: String = letters.collect();
    words.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").to_string()
}
