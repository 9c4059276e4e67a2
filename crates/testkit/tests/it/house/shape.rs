//! How long things are, and what they say about themselves.

use super::source::functions;
use super::{files_under, members, nothing, sources, text};

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 70;
/// A test may hold a whole table of cases.
const LONGEST_TEST: usize = 150;

#[test]
fn files_are_short() {
    let long = sources().iter().filter(|s| s.text.lines().count() > LONGEST_FILE);
    nothing(long.map(|s| format!("{} has more than {LONGEST_FILE} lines", s.path)), "STYLE.md 13");
}

#[test]
fn functions_are_short() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for source in sources() {
        let (code, longest) =
            if source.is_test() { (source.code.clone(), LONGEST_TEST) } else { (source.shipped(), LONGEST_FUNCTION) };
        for function in functions(&code) {
            count += 1;
            if function.lines > longest {
                wrong
                    .push(format!("{}:{}: {} has {} lines", source.path, function.line, function.name, function.lines));
            }
        }
    }
    nothing(wrong, "STYLE.md 13");
    assert!(count > 2_000, "only {count} functions were found");
}

/// The root of each crate and each folder says what it is and what it is not; a file is covered by itself or its folder.
#[test]
fn modules_say_what_they_are() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.path.contains("/src/")) {
        let sentences = source.doc_sentences();
        let is_root = ["/lib.rs", "/main.rs"].iter().any(|end| source.path.ends_with(end));
        if is_root && sentences < 2 {
            wrong.push(format!("{} says {sentences} sentences of itself, not two", source.path));
        } else if sentences == 0 && !is_covered(&source.path) {
            wrong.push(format!("{} says nothing of itself, nor does its folder", source.path));
        }
    }
    nothing(wrong, "STYLE.md 14");
}

/// Whether the module that a file is part of says two sentences.
fn is_covered(path: &str) -> bool {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parents = [format!("{folder}/mod.rs"), format!("{folder}.rs"), format!("{folder}/lib.rs")];
    sources().iter().any(|s| parents.contains(&s.path) && s.doc_sentences() >= 2)
}

/// Crates whose tests are still being converted.
const ALLOWING: [&str; 2] = ["crates/app/tests/import/", "crates/quitus/tests/"];

#[test]
fn lints_are_expected_with_a_reason_and_never_silenced() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| !ALLOWING.iter().any(|a| s.path.starts_with(a))) {
        for (number, line) in source.code.lines().enumerate() {
            let place = format!("{}:{}", source.path, number + 1);
            if line.contains("[allow(") {
                wrong.push(format!("{place}: `allow`; use `expect` with a reason"));
            }
        }
        for (at, _) in source.code.match_indices("[expect(") {
            let end = source.code[at..].find(")]").map_or(source.code.len(), |n| at + n);
            if !source.code[at..end].contains("reason") {
                let line = 1 + source.code[..at].matches('\n').count();
                wrong.push(format!("{}:{line}: `expect` without a reason", source.path));
            }
        }
    }
    nothing(wrong, "STYLE.md");
}

#[test]
fn nothing_is_left_for_later() {
    let marks =
        [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["todo", "!("].concat(), ["unimplemented", "!("].concat()];
    let folders = ["data", "docs", "scripts", "chronicles"].into_iter().flat_map(files_under);
    let written = [".md", ".toml", ".txt", ".typ", ".html", ".chronicle"];
    let pages = ["README.md", "LISEZMOI.md", "ARCHITECTURE.md", "GLOSSARY.md", "DECISIONS.md", "STYLE.md"];
    let texts = folders.filter(|p| written.iter().any(|end| p.ends_with(end)) || p.starts_with("scripts/"));
    let texts = texts.chain(pages.map(str::to_string)).map(|p| (text(&p), p));
    let code = sources().iter().map(|s| (s.text.clone(), s.path.clone()));
    let mut wrong = Vec::new();
    for (content, path) in texts.chain(code) {
        for (number, line) in content.lines().enumerate() {
            if marks.iter().any(|mark| has_mark(line, mark)) {
                wrong.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    nothing(wrong, "nothing is left for later");
}

fn has_mark(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + mark.len()..].chars().next());
        let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric) && !mark.ends_with('(');
        !is_part(before) && !is_part(after)
    })
}

/// Drawers that hide what belongs elsewhere (STYLE.md 1).
#[test]
fn no_file_is_a_drawer() {
    let drawers = ["utils", "util", "helpers", "helper", "manager", "service", "common", "misc"];
    let parts = sources().iter().filter(|s| s.path.split(['/', '.']).any(|part| drawers.contains(&part)));
    nothing(parts.map(|s| s.path.clone()), "STYLE.md 1");
    assert!(members().iter().all(|m| !drawers.contains(&m.name.as_str())));
}
