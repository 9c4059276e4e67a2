//! Requests made from the description alone, with identifiers that the lists of the interface give.

use super::{Program, operations};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What is sent in place of a parameter or a field: sensible, absent, absurd.
const WORDS: [&str; 12] = [
    "",
    "0",
    "1",
    "-1",
    "99999999999999999999",
    "2026-11-20",
    "2026-02-30",
    "2031-01-01",
    "EUR",
    "pty_zz",
    "%00",
    "é\u{202e}; DROP TABLE party",
];

/// What exists, by the kind of identifier, and by the name of the field in each list.
#[derive(Default)]
pub struct Known {
    ids: BTreeMap<String, Vec<String>>,
    fields: BTreeMap<(String, String), Vec<Value>>,
}

impl Known {
    /// What all lists say.
    pub fn of(program: &mut Program) -> Known {
        let mut known = Known::default();
        let lists = operations(super::description())
            .filter(|(path, method, _)| method.as_str() == "get" && !path.contains('{') && !path.ends_with(".pdf"));
        for (path, ..) in lists {
            known.see(path, &program.ask_whatever(path, None).1);
        }
        known.look_inside(program);
        known
    }

    /// What is listed of a few of those that are listed.
    fn look_inside(&mut self, program: &mut Program) {
        for (path, _, operation) in operations(super::description()).filter(|(_, method, _)| *method == "get") {
            let inside = path.matches('{').count() == 1
                && operation["responses"]["200"]["content"]["application/json"].is_object();
            let told = operation["parameters"][0]["description"].as_str().unwrap_or("");
            for at in 0..if inside { 3 } else { 0 } {
                let Some(Value::String(id)) = self.named(told, at * 5) else { break };
                let address = path.replace("{id}", &id);
                if !address.contains('{') {
                    let answer = program.ask_whatever(&address, None).1;
                    self.see(path, &answer);
                }
            }
        }
    }

    /// What the list says in which an operation has just made something.
    pub fn look_again(&mut self, program: &mut Program, path: &str) {
        let list = path.split("/{").next().unwrap_or(path);
        if operations(super::description()).any(|(p, m, _)| p == list && m == "get") {
            let answer = program.ask_whatever(list, None).1;
            self.see(list, &answer);
        }
    }

    fn see(&mut self, list: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.see(list, item)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.note(list, name, value);
                    self.see(list, value);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, list: &str, name: &str, value: &Value) {
        let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for one in all.iter().filter(|v| v.is_string() || v.is_i64()) {
            let seen = self.fields.entry((list.to_string(), name.to_string())).or_default();
            if seen.len() < 60 && !seen.contains(one) {
                seen.push(one.clone());
            }
            let Some(text) = one.as_str().filter(|t| t.len() > 20 && t.get(3..4) == Some("_")) else { continue };
            let of_kind = self.ids.entry(text[..3].to_string()).or_default();
            if of_kind.len() < 200 && !of_kind.iter().any(|known| known == text) {
                of_kind.push(text.to_string());
            }
        }
    }

    /// One of the kind that the description names, `dsp_…`.
    fn named(&self, told: &str, at: usize) -> Option<Value> {
        let (_, ids) = self.ids.iter().find(|(kind, _)| told.contains(&format!("{kind}_…")))?;
        ids.get(at % ids.len()).map(|id| json!(id))
    }

    /// What a list says under that name: the list of the operation first, then any.
    fn under(&self, path: &str, name: &str, at: usize) -> Option<Value> {
        let list = path.split("/{").next().unwrap_or(path);
        let near = self.fields.get(&(list.to_string(), name.to_string()));
        let any = || self.fields.iter().find(|((_, n), _)| n == name).map(|(_, seen)| seen);
        let seen = near.or_else(any)?;
        seen.get(at % seen.len()).cloned()
    }
}

pub struct Made<'a> {
    pub api: &'a Value,
    pub known: &'a Known,
    /// Chooses what is sent: the same in each run.
    pub round: usize,
}

impl Made<'_> {
    pub fn absurd_request(&self, path: &str, operation: &Value) -> (String, String) {
        let body = self.absurd(body_of(operation));
        let parameter = |at: usize, _: &Value| Some(self.word(self.round + at));
        let address = address(path, operation, parameter, !self.round.is_multiple_of(3));
        (address, if self.round == 13 { "{".to_string() } else { body.to_string() })
    }

    pub fn sensible_request(&self, path: &str, operation: &Value) -> (String, String) {
        let body = self.sensible(path, "", body_of(operation), 0);
        let parameter = |at: usize, told: &Value| {
            let wanted = told["required"] == true || self.round % 4 == 3;
            let (name, says) = (told["name"].as_str()?, told["description"].as_str().unwrap_or(""));
            let mut schema = told["schema"].clone();
            schema["description"] = json!(says);
            let value = self.sensible(path, name, &schema, at);
            wanted.then(|| value.as_str().map_or_else(|| value.to_string(), str::to_string))
        };
        (address(path, operation, parameter, true), body.to_string())
    }

    fn word(&self, seed: usize) -> String {
        let ids = self.known.ids.values().flat_map(|of_one| of_one.iter().take(2).map(String::as_str));
        let all: Vec<&str> = WORDS.iter().copied().chain(ids).collect();
        all[seed * 7 % all.len()].to_string()
    }

    /// The schema itself, looked up, and without the choice of being null.
    fn shape<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let one = schema["oneOf"].as_array().and_then(|all| all.iter().find(|s| s["type"] != "null"));
        let schema = one.unwrap_or(schema);
        schema["$ref"].as_str().and_then(|r| self.api.pointer(r.trim_start_matches('#'))).unwrap_or(schema)
    }

    fn absurd(&self, schema: &Value) -> Value {
        let mut fields = Map::new();
        for (at, (name, field)) in self.shape(schema)["properties"].as_object().into_iter().flatten().enumerate() {
            let is_number = field["type"].to_string().contains("integer");
            let value = self.word(self.round + at + 1);
            let value = if is_number { value.parse::<i64>().map_or(json!(value), Value::from) } else { json!(value) };
            if !(self.round + at).is_multiple_of(5) {
                fields.insert(name.clone(), value);
            }
        }
        Value::Object(fields)
    }

    /// What the description says may be sent: an identifier that exists, one of the words it lists, its example, what a list
    /// says under the same name.
    fn sensible(&self, path: &str, name: &str, schema: &Value, at: usize) -> Value {
        let shape = self.shape(schema);
        let told =
            format!("{} {}", schema["description"].as_str().unwrap_or(""), shape["description"].as_str().unwrap_or(""));
        if let Some(fields) = shape["properties"].as_object() {
            return Value::Object(self.fields(path, shape, fields, at));
        }
        let kind = shape["type"].to_string();
        if kind.contains("object") {
            return json!({});
        }
        if kind.contains("array") {
            let items = &shape["items"];
            let mut one = items.clone();
            one["description"] = json!(format!("{told} {}", items["description"].as_str().unwrap_or("")));
            return json!([self.sensible(path, name, if items["$ref"].is_string() { items } else { &one }, at)]);
        }
        if kind.contains("boolean") {
            return json!(self.round % 4 >= 2);
        }
        let seen = || self.known.under(path, name, self.round + at);
        if kind.contains("integer") || kind.contains("number") {
            let least = shape["minimum"].as_i64().unwrap_or(0);
            return json!(least.max([1, 100, 10][self.round % 3]));
        }
        if let Some(id) = self.known.named(&told, self.round + at) {
            return id;
        }
        if shape["format"] == "date" || name == "date" {
            return json!(["2026-11-20", "2026-12-15", "2026-11-02", "2027-01-08"][self.round % 4]);
        }
        let words: Vec<&str> = told.split('`').skip(1).step_by(2).filter(|w| !w.contains([' ', '…', '/'])).collect();
        if let (false, word) = (words.is_empty(), self.round % words.len().max(1)) {
            return json!(words[word]);
        }
        if let Some(example) = schema["example"].as_str().or(shape["example"].as_str()) {
            return json!(example);
        }
        seen().filter(Value::is_string).unwrap_or_else(|| json!("texte de la personne qui appelle"))
    }

    fn fields(&self, path: &str, shape: &Value, fields: &Map<String, Value>, at: usize) -> Map<String, Value> {
        let required: Vec<&str> =
            shape["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let is_sent = |n: usize, name: &str| required.contains(&name) || (self.round >> (n % 4)) & 1 == 1;
        let sent = fields.iter().enumerate().filter(|(n, (name, _))| is_sent(*n, name));
        sent.map(|(n, (name, field))| (name.clone(), self.sensible(path, name, field, at + n))).collect()
    }
}

fn body_of(operation: &Value) -> &Value {
    &operation["requestBody"]["content"]["application/json"]["schema"]
}

fn address(path: &str, operation: &Value, value: impl Fn(usize, &Value) -> Option<String>, with_query: bool) -> String {
    let (mut address, mut query) = (path.to_string(), Vec::new());
    for (at, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
        let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
        let Some(value) = (if place == "header" { None } else { value(at, parameter) }) else { continue };
        match place {
            "path" => {
                let value = if value.is_empty() { "vide".to_string() } else { web::answer::percent(&value) };
                address = address.replace(&format!("{{{name}}}"), &value);
            }
            "query" if with_query => query.push(format!("{name}={}", web::answer::percent(&value))),
            _ => {}
        }
    }
    if query.is_empty() { address } else { format!("{address}?{}", query.join("&")) }
}
