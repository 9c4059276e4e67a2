//! What documents and data name is there, and what is there is named.

use super::{files_under, nothing, root, sources, text};
use std::collections::BTreeSet;

/// Every word of the code.
fn words() -> BTreeSet<&'static str> {
    let shipped = sources().iter().filter(|s| !s.is_test());
    shipped.flat_map(|s| s.text.split(|c: char| !c.is_alphanumeric() && c != '_')).collect()
}

#[test]
fn the_glossary_names_what_is_in_the_code() {
    let words = words();
    let page = text("GLOSSARY.md");
    let rows: Vec<Vec<&str>> = page.lines().filter(|l| l.starts_with('|')).map(|l| l.split('|').collect()).collect();
    let mut named = 0;
    let mut wrong = Vec::new();
    for row in rows.iter().skip(2) {
        for cell in row.iter().skip(2) {
            for name in cell.split('`').skip(1).step_by(2) {
                named += 1;
                if !is_used(&words, name) {
                    wrong.push(format!("{name} is not in the code ({})", row[1].trim()));
                }
            }
        }
    }
    nothing(wrong, "GLOSSARY.md");
    assert!(named > 40, "only {named} names were found");
}

/// As a word of its own, or as the stem of a type: `Allocation` is in `AllocationRecord`.
fn is_used(words: &BTreeSet<&str>, name: &str) -> bool {
    let is_type = name.starts_with(char::is_uppercase);
    let stem = |w: &&str| w.strip_prefix(name).is_some_and(|rest| is_type && rest.starts_with(char::is_uppercase));
    words.contains(name) || words.range(name..).take_while(|w| w.starts_with(name)).any(stem)
}

/// Each file of the law is read by the crate of the law, and reads as TOML.
#[test]
fn every_file_of_the_law_is_read() {
    every_file_is_included("data/law", "crates/law/src/");
}

#[test]
fn every_scenario_is_read() {
    every_file_is_included("data/scenarios", "crates/domain/src/");
}

fn every_file_is_included(folder: &str, by: &str) {
    let files = files_under(folder);
    assert!(files.len() > 4, "{folder} has {} files", files.len());
    let mut wrong = Vec::new();
    for path in files {
        if let Err(error) = text(&path).parse::<toml::Table>() {
            wrong.push(format!("{path}: {error}"));
        }
        let name = path.trim_start_matches(folder).trim_start_matches('/');
        if !sources().iter().any(|s| s.path.starts_with(by) && s.text.contains(name)) {
            wrong.push(format!("{path} is not read in {by}"));
        }
    }
    nothing(wrong, folder);
}

/// A template has texts, samples to render it with, and the mentions that are looked for afterwards.
#[test]
fn every_template_has_samples_and_mentions() {
    let mut folders: Vec<String> = std::fs::read_dir(root().join("data/templates"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().to_str().unwrap().to_string())
        .filter(|name| !name.starts_with('_'))
        .collect();
    folders.sort();
    assert!(folders.len() > 10, "only {} templates were found", folders.len());
    let mut wrong = Vec::new();
    for name in &folders {
        let folder = format!("data/templates/{name}");
        let files = files_under(&folder);
        let has = |file: &str| files.contains(&format!("{folder}/{file}"));
        let wanted = ["README.md", "mentions.toml", "body.fr.txt", "subject.fr.txt"];
        wrong.extend(wanted.into_iter().filter(|f| !has(f)).map(|f| format!("{folder} has no {f}")));
        if !files.iter().any(|f| f.starts_with(&format!("{folder}/samples/"))) {
            wrong.push(format!("{folder} has no sample"));
        }
        if has("body.en.txt") != has("subject.en.txt") {
            wrong.push(format!("{folder} is half in English"));
        }
        if !sources().iter().any(|s| s.path.starts_with("crates/documents/src/") && s.text.contains(name.as_str())) {
            wrong.push(format!("{folder} is not read by the documents"));
        }
        let mentions = files.iter().filter(|f| f.ends_with("mentions.toml")).map(|f| text(f).parse::<toml::Table>());
        wrong.extend(mentions.filter_map(Result::err).map(|error| format!("{folder}: {error}")));
    }
    nothing(wrong, "data/templates/README.md");
}
