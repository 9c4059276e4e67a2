//! The rules of the house, read from the manifests, the sources and the documents themselves.
//!
//! A rule that matters is a test: `ARCHITECTURE.md`, `GLOSSARY.md` and `STYLE.md` say what holds, and here is where it
//! fails when it no longer does. Each exception is named with its reason, and an exception that is no longer needed fails
//! too.

mod arrows;
mod purity;
mod shape;
mod source;
mod words;

use source::Source;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A crate of the workspace, by the name and folder its manifest gives.
pub struct Member {
    pub name: String,
    /// From the root of the repository, such as `crates/base`.
    pub folder: String,
    manifest: toml::Table,
}

impl Member {
    /// Names in a table of the manifest, such as `dependencies`.
    pub fn names(&self, table: &str) -> Vec<String> {
        let named = self.manifest.get(table).and_then(|t| t.as_table());
        named.map(|t| t.keys().cloned().collect()).unwrap_or_default()
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A text of the repository, by its path from the root.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub fn members() -> &'static [Member] {
    static MEMBERS: OnceLock<Vec<Member>> = OnceLock::new();
    MEMBERS.get_or_init(|| {
        let workspace: toml::Table = text("Cargo.toml").parse().unwrap();
        let folders = workspace["workspace"]["members"].as_array().unwrap();
        let member = |folder: &str| {
            let manifest: toml::Table = text(&format!("{folder}/Cargo.toml")).parse().unwrap();
            Member { name: manifest["package"]["name"].as_str().unwrap().into(), folder: folder.into(), manifest }
        };
        folders.iter().map(|f| member(f.as_str().unwrap())).collect()
    })
}

/// Every Rust file of the workspace, in order of path.
pub fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let folders = members().iter().flat_map(|m| ["src", "tests"].map(|f| format!("{}/{f}", m.folder)));
        let mut files: Vec<String> = folders.flat_map(|f| files_under(&f)).filter(|p| p.ends_with(".rs")).collect();
        files.sort();
        assert!(files.len() > 300, "only {} files were found", files.len());
        files.into_iter().map(|path| Source::new(text(&path), path)).collect()
    })
}

/// Paths of all files under a folder, from the root; none when there is no such folder.
pub fn files_under(folder: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(root().join(folder)) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files_under(&path)),
            false => found.push(path),
        }
    }
    found
}

/// Fails with everything found wrong, one thing a line.
pub fn nothing(wrong: impl IntoIterator<Item = String>, rule: &str) {
    let wrong: Vec<String> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{rule}:\n  {}", wrong.join("\n  "));
}
