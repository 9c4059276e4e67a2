//! What a person can do on a page, a program can do through the interface, or a line of the table says why not. That the
//! commands exist is looked at where the program is: `quitus/tests/it/parity.rs`.

mod table;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use table::{EXCEPTIONS, SAME};

/// The addresses of all forms, from the sources of the pages.
fn forms(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            forms(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for route in text.split(".route(\"").skip(1) {
            let (address, rest) = route.split_once('"').unwrap();
            let handler = rest.split(".route(\"").next().unwrap().split('\n').next().unwrap();
            if ["form(", "post(", "click("].iter().any(|way| handler.contains(way)) {
                found.push(address.to_string());
            }
        }
    }
}

#[test]
fn every_form_has_an_operation_or_a_reason() {
    let mut found = Vec::new();
    forms(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"), &mut found);
    assert!(found.len() > 60, "{} forms only: does the test still find them?", found.len());
    let same: BTreeMap<&str, &str> = SAME.iter().map(|(form, operation, _)| (*form, *operation)).collect();
    let exceptions: BTreeMap<&str, &str> = EXCEPTIONS.iter().map(|(form, why, _)| (*form, *why)).collect();
    let lost: Vec<&String> =
        found.iter().filter(|f| !same.contains_key(f.as_str()) && !exceptions.contains_key(f.as_str())).collect();
    assert!(lost.is_empty(), "no operation does what these forms do; add one, or a reason: {lost:?}");
    let gone: Vec<&&str> =
        same.keys().chain(exceptions.keys()).filter(|f| !found.iter().any(|known| known == **f)).collect();
    assert!(gone.is_empty(), "these forms are no longer there: {gone:?}");
}

#[test]
fn the_operations_named_exist() {
    let api: Value = serde_json::to_value(web::description()).unwrap();
    let missing: Vec<&str> = SAME
        .iter()
        .map(|(_, operation, _)| *operation)
        .filter(|operation| api["paths"].get(format!("/api/v1{operation}")).is_none())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
