//! The files with a known answer: the copied part always, the whole corpus when `QUITUS_SAMPLES` names its folder.

use std::path::{Path, PathBuf};

pub struct Expected {
    pub path: PathBuf,
    pub file: String,
    pub format: String,
    columns: Vec<String>,
}

impl Expected {
    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.path).unwrap_or_else(|e| panic!("{}: {e}", self.path.display()))
    }

    pub fn number(&self, column: usize) -> u64 {
        self.columns[column].parse().unwrap_or_else(|_| panic!("{}: column {column}", self.file))
    }

    /// An amount with a decimal point, in cents.
    pub fn cents(&self, column: usize) -> i64 {
        let (whole, decimals) = self.columns[column].split_once('.').unwrap_or((&self.columns[column], ""));
        format!("{whole}{decimals:0<2}").parse().unwrap()
    }
}

pub fn copied() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

#[expect(clippy::disallowed_methods, reason = "a test may be pointed at a larger corpus")]
pub fn corpora() -> Vec<PathBuf> {
    let whole = std::env::var("QUITUS_SAMPLES").ok().map(PathBuf::from);
    [Some(copied()), whole].into_iter().flatten().collect()
}

pub fn bank_files(starts: &str) -> Vec<Expected> {
    let mut out = Vec::new();
    for root in corpora() {
        let table = std::fs::read_to_string(root.join("EXPECTED-bank.csv")).unwrap();
        for row in table.lines().skip(1) {
            let columns: Vec<String> = row.split(',').map(str::to_string).collect();
            if columns[1].starts_with(starts) {
                let (file, format) = (columns[0].clone(), columns[1].clone());
                out.push(Expected { path: root.join(&file), file, format, columns });
            }
        }
    }
    assert!(!out.is_empty());
    out
}
