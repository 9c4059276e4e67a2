//! The description served: as OpenAPI for programs, and as a page for people.

use crate::answer::html;
use crate::route::blocking;
use crate::{frame, route::Arrival};
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

pub async fn openapi() -> Response {
    match super::description().to_json() {
        Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Err(error) => frame::broken(&crate::answer::Oops::Unreadable(error.to_string())).respond(),
    }
}

struct Operation {
    method: String,
    path: String,
    summary: String,
    parameters: Vec<(String, String)>,
    statuses: Vec<String>,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ReferencePage {
    theme: &'static str,
    description: String,
    operations: Vec<Operation>,
}

/// The reference, readable without a token.
pub async fn page(arrival: Arrival) -> Response {
    blocking(move || {
        let api = serde_json::to_value(super::description()).unwrap_or_default();
        let page = ReferencePage {
            theme: arrival.theme(),
            description: text(&api["info"]["description"]),
            operations: operations(&api),
        };
        html(&page).unwrap_or_else(|oops| frame::broken(&oops))
    })
    .await
}

fn operations(api: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, methods) in api["paths"].as_object().into_iter().flatten() {
        for (method, op) in methods.as_object().into_iter().flatten() {
            let parameters = op["parameters"].as_array().into_iter().flatten();
            found.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                summary: text(&op["summary"]),
                parameters: parameters.map(|p| (text(&p["name"]), text(&p["description"]))).collect(),
                statuses: op["responses"].as_object().into_iter().flatten().map(|(status, _)| status.clone()).collect(),
            });
        }
    }
    found
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").to_string()
}
