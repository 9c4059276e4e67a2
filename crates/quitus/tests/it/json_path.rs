//! Simple paths into a JSON answer: `.a.b`, `.a[0]`, `.a[]` (how many), `.a[].b` (each, joined by commas).

use serde_json::Value;

/// # Errors
/// What is not there.
pub fn eval(root: &Value, path: &str) -> Result<String, String> {
    if let Some(list) = path.strip_suffix("[]") {
        let found = walk(root, list)?;
        let [only] = found.as_slice() else { return Err(format!("{list} is not one list")) };
        return only.as_array().map(|a| a.len().to_string()).ok_or_else(|| format!("{list} is not a list"));
    }
    let found = walk(root, path)?;
    Ok(found.iter().map(|v| said(v)).collect::<Vec<_>>().join(", "))
}

fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.replace(['\u{a0}', '\u{202f}'], " ").replace('\n', " / "),
        Value::Array(items) => items.iter().map(said).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn walk<'v>(root: &'v Value, path: &str) -> Result<Vec<&'v Value>, String> {
    let mut at = vec![root];
    for part in path.trim_start_matches('.').split('.').filter(|p| !p.is_empty()) {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if !name.is_empty() {
            at = each(&at, |v| v.get(name).into_iter().collect(), || format!("« {name} » of {path}"))?;
        }
        while let Some((index, more)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            let picked = |v: &'v Value| -> Vec<&'v Value> {
                let items = v.as_array().map(Vec::as_slice).unwrap_or_default();
                match index.parse::<usize>() {
                    Ok(n) => items.get(n).into_iter().collect(),
                    Err(_) => items.iter().collect(),
                }
            };
            let may_be_empty = index.is_empty();
            at = match each(&at, picked, || format!("[{index}] of {path}")) {
                Err(_) if may_be_empty => Vec::new(),
                other => other?,
            };
            rest = more;
        }
    }
    Ok(at)
}

fn each<'v>(
    from: &[&'v Value],
    pick: impl Fn(&'v Value) -> Vec<&'v Value>,
    missing: impl Fn() -> String,
) -> Result<Vec<&'v Value>, String> {
    let found: Vec<&Value> = from.iter().flat_map(|v| pick(v)).collect();
    if found.is_empty() && !from.is_empty() { Err(format!("there is no {}", missing())) } else { Ok(found) }
}

#[test]
fn paths_reach_what_they_name() {
    let value = serde_json::json!({ "a": { "b": 3 }, "l": [{ "c": "x" }, { "c": "y" }], "e": [] });
    assert_eq!(eval(&value, ".a.b").unwrap(), "3");
    assert_eq!(eval(&value, ".l[1].c").unwrap(), "y");
    assert_eq!(eval(&value, ".l[].c").unwrap(), "x, y");
    assert_eq!(eval(&value, ".l[]").unwrap(), "2");
    assert_eq!(eval(&value, ".e[]").unwrap(), "0");
    assert!(eval(&value, ".a.z").is_err());
}
