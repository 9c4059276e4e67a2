//! An answer beside what the description says of it.

use axum::http::StatusCode;
use jsonschema::Validator;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The description, as programs read it.
pub fn description() -> &'static Value {
    static API: OnceLock<Value> = OnceLock::new();
    API.get_or_init(|| serde_json::to_value(web::description()).unwrap())
}

/// What each operation may answer: the shape of a JSON answer, or none for a file.
type Shapes = BTreeMap<(String, String, String), Option<Validator>>;

fn shapes() -> &'static Shapes {
    static SHAPES: OnceLock<Shapes> = OnceLock::new();
    SHAPES.get_or_init(|| {
        let (api, mut shapes) = (description(), Shapes::new());
        for (path, method, operation) in super::operations(api) {
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let (kind, content) = answer["content"].as_object().unwrap().iter().next().unwrap();
                let shape = kind.ends_with("json").then(|| {
                    let mut schema = content["schema"].clone();
                    schema["components"] = api["components"].clone();
                    jsonschema::validator_for(&schema).unwrap()
                });
                shapes.insert((method.clone(), path.clone(), status.clone()), shape);
            }
        }
        shapes
    })
}

/// What an answer of that operation has of its own that the description does not tell.
pub fn judge((method, path): (&str, &str), status: StatusCode, answer: &Value) -> Option<String> {
    let place = (method.to_string(), path.to_string(), status.as_str().to_string());
    match shapes().get(&place) {
        None => Some(format!("{status} is not described: {answer}")),
        Some(None) => None,
        Some(Some(shape)) => {
            let wrong: Vec<String> = shape.iter_errors(answer).map(|e| e.to_string()).collect();
            (!wrong.is_empty()).then(|| format!("{wrong:?} in {answer}"))
        }
    }
}

/// The operation that an address belongs to: the one with the fewest parameters that fits.
pub fn operation_of(method: &str, address: &str) -> Option<String> {
    let asked: Vec<&str> = address.split('?').next()?.split('/').collect();
    let fits = |path: &str| {
        let parts: Vec<&str> = path.split('/').collect();
        parts.len() == asked.len() && parts.iter().zip(&asked).all(|(p, a)| p.starts_with('{') || p == a)
    };
    let all = super::operations(description()).filter(|(path, of, _)| of.as_str() == method && fits(path));
    all.min_by_key(|(path, ..)| path.matches('{').count()).map(|(path, ..)| path.clone())
}
