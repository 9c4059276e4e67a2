//! What the description says of a body, as rows that people read: each field under its whole name, and an example to send.
//! Nothing here knows any operation.

use serde_json::{Map, Value, json};

/// How far bodies inside bodies are followed; none of ours is deeper, and one that held itself would never end.
const DEEPEST: usize = 5;

/// One field of what is sent or answered.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its whole name: `items[].amount_cents`.
    pub name: String,
    /// In French.
    pub kind: String,
    pub is_required: bool,
    /// As the description words it.
    pub meaning: String,
}

/// Bodies of a description, whose references it follows.
pub struct Bodies<'a>(pub &'a Value);

impl<'a> Bodies<'a> {
    /// The fields of a body, those inside a field after it.
    pub fn fields(&self, schema: &'a Value) -> Vec<Field> {
        let mut found = Vec::new();
        self.walk("", schema, 0, &mut found);
        found
    }

    fn walk(&self, before: &str, schema: &'a Value, depth: usize, found: &mut Vec<Field>) {
        let schema = self.resolved(schema);
        if depth > DEEPEST {
            return;
        }
        if schema["type"] == "array" {
            return self.walk(&format!("{before}[]."), &schema["items"], depth, found);
        }
        for part in list(&schema["allOf"]) {
            self.walk(before, part, depth, found);
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let name = format!("{before}{name}");
            let (kind, meaning) = (self.kind(field), self.meaning(field));
            let is_required = requires(schema, name.rsplit('.').next().unwrap_or(&name));
            let lists = self.kind(field).starts_with("liste");
            let inner = if lists { &self.resolved(field)["items"] } else { field };
            let inside = if lists { format!("{name}[].") } else { format!("{name}.") };
            found.push(Field { name, kind, is_required, meaning });
            self.walk(&inside, inner, depth + 1, found);
        }
        if schema["additionalProperties"].is_object() {
            let (kind, meaning) = (self.kind(&schema["additionalProperties"]), self.meaning(schema));
            found.push(Field { name: format!("{before}…"), kind, is_required: false, meaning });
        }
    }

    /// What a reference or a choice between something and nothing stands for.
    fn resolved(&self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        for _ in 0..DEEPEST {
            if let Some(to) = schema["$ref"].as_str() {
                let name = to.rsplit('/').next().unwrap_or(to);
                schema = &self.0["components"]["schemas"][name];
            } else if let Some(one) = list(&schema["oneOf"]).find(|one| one["type"] != "null") {
                schema = one;
            } else {
                break;
            }
        }
        schema
    }

    /// The kind of a value, in French.
    pub fn kind(&self, schema: &'a Value) -> String {
        let schema = self.resolved(schema);
        match (type_of(schema), schema["format"].as_str()) {
            ("string", Some("date")) => "jour".to_string(),
            ("string", _) => "texte".to_string(),
            ("integer", _) => "entier".to_string(),
            ("number", _) => "nombre".to_string(),
            ("boolean", _) => "vrai ou faux".to_string(),
            ("array", _) => format!("liste ({})", self.kind(&schema["items"])),
            _ => "objet".to_string(),
        }
    }

    fn meaning(&self, schema: &'a Value) -> String {
        let said = schema["description"].as_str().or_else(|| self.resolved(schema)["description"].as_str());
        said.unwrap_or("").to_string()
    }

    /// A body to begin with: what must be given, nothing else.
    pub fn example(&self, schema: &'a Value) -> Value {
        self.example_at(schema, 0)
    }

    fn example_at(&self, schema: &'a Value, depth: usize) -> Value {
        let schema = self.resolved(schema);
        if !schema["example"].is_null() {
            return schema["example"].clone();
        }
        match (type_of(schema), schema["format"].as_str()) {
            ("string", Some("date")) => json!("2026-11-23"),
            ("string", _) => json!(first_code(schema["description"].as_str().unwrap_or("")).unwrap_or("…")),
            ("integer" | "number", _) => json!(schema["minimum"].as_i64().unwrap_or(0).max(1)),
            ("boolean", _) => json!(true),
            ("array", _) if depth < DEEPEST => json!([self.example_at(&schema["items"], depth + 1)]),
            _ => {
                let fields = schema["properties"].as_object().into_iter().flatten();
                let wanted = fields.filter(|(name, _)| depth < DEEPEST && requires(schema, name));
                let made = wanted.map(|(name, field)| (name.clone(), self.example_at(field, depth + 1)));
                Value::Object(made.collect::<Map<_, _>>())
            }
        }
    }
}

/// The first word that a text sets as code: `inv_…` of « `inv_…`, or nothing ».
pub fn first_code(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

fn requires(schema: &Value, name: &str) -> bool {
    list(&schema["required"]).any(|one| one == name)
}

/// The type that is not nothing.
fn type_of(schema: &Value) -> &str {
    let one = schema["type"].as_str();
    one.or_else(|| list(&schema["type"]).filter_map(Value::as_str).find(|t| *t != "null")).unwrap_or("")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
