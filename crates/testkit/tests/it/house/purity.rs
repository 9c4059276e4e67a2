//! The core computes: no files, network, environment, clock, chance or floats, and no crate that brings them.
//!
//! `clippy.toml` forbids the calls; this forbids the words and the dependencies, so that nothing comes in by another door.

use super::{members, nothing, sources};

const PURE: [&str; 12] =
    ["app", "bank", "base", "documents", "domain", "draft", "einvoice", "fec", "grid", "law", "reader", "table"];

/// Crates that talk to the machine or to the world.
const IMPURE: [&str; 14] = [
    "async-std",
    "chrono",
    "clap",
    "getrandom",
    "hyper",
    "indicatif",
    "lettre",
    "postgres",
    "rand",
    "reqwest",
    "rusqlite",
    "sqlx",
    "tokio",
    "ureq",
];

const FORBIDDEN: [&str; 12] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "RandomState",
    "f64",
    "f32",
];

/// Where a word is needed, and why.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "crates/intake/table/src/source/xlsx.rs",
    "f64",
    "calamine gives numbers so; each becomes text at once, without arithmetic",
)];

fn pure_folders() -> Vec<String> {
    let pure = members().iter().filter(|m| PURE.contains(&m.name.as_str()));
    let folders: Vec<String> = pure.map(|m| format!("{}/src/", m.folder)).collect();
    assert_eq!(folders.len(), PURE.len(), "a pure crate is gone");
    folders
}

#[test]
fn pure_crates_depend_on_nothing_impure() {
    let pure = members().iter().filter(|m| PURE.contains(&m.name.as_str()));
    let named = pure.flat_map(|m| m.names("dependencies").into_iter().map(move |d| (&m.name, d)));
    let wrong = named.filter(|(_, d)| IMPURE.contains(&d.as_str())).map(|(name, d)| format!("{name} depends on {d}"));
    nothing(wrong, "STYLE.md 2, the core is pure");
}

#[test]
fn pure_crates_do_not_name_the_outside() {
    let folders = pure_folders();
    let mut wrong = Vec::new();
    let mut used = [false; EXCEPTIONS.len()];
    for source in sources().iter().filter(|s| !s.is_test() && folders.iter().any(|f| s.path.starts_with(f))) {
        for (number, line) in source.shipped().lines().enumerate() {
            for word in FORBIDDEN.into_iter().filter(|word| has_word(line, word)) {
                match EXCEPTIONS.iter().position(|(path, allowed, _)| *path == source.path && *allowed == word) {
                    Some(at) => used[at] = true,
                    None => wrong.push(format!("{}:{}: {word}", source.path, number + 1)),
                }
            }
        }
    }
    nothing(wrong, "STYLE.md 2, the core is pure");
    assert_eq!(used, [true; EXCEPTIONS.len()], "an exception is no longer needed");
}

/// Only as a whole word: `buf64` is none.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + word.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The clock and the environment are read in one place of the program.
#[test]
fn only_the_rim_reads_the_clock() {
    let clocks = ["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now"];
    let program = sources().iter().filter(|s| s.path.starts_with("crates/quitus/src/"));
    let reading: Vec<&str> =
        program.filter(|s| clocks.iter().any(|c| s.shipped().contains(c))).map(|s| s.path.as_str()).collect();
    assert_eq!(reading, ["crates/quitus/src/rim.rs"]);
}
