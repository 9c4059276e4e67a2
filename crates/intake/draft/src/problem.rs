use serde::Serialize;
use std::fmt;

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Info,
    /// The file is taken, something is to be checked.
    Warning,
    /// The file is not taken.
    Error,
}

/// Where in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Line number as an editor shows it, from 1.
    pub line: Option<u64>,
    /// Column name, XML element path, or PDF object.
    pub element: Option<String>,
}

/// Something wrong in a file, said so that the reader can act: what, where, and what to do. Texts are French.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub severity: Severity,
    /// Stable short name for scripts and tests, e.g. `unbalanced_ledger`.
    pub code: &'static str,
    pub place: Place,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Problem {
    pub fn error(code: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Problem { severity: Severity::Error, code, place: Place::default(), what: what.into(), remedy: remedy.into() }
    }

    pub fn warning(code: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Problem { severity: Severity::Warning, ..Problem::error(code, what, remedy) }
    }

    pub fn info(code: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Problem { severity: Severity::Info, ..Problem::error(code, what, remedy) }
    }

    pub fn at_line(mut self, line: u64) -> Self {
        self.place.line = Some(line);
        self
    }

    pub fn at_element(mut self, element: impl Into<String>) -> Self {
        self.place.element = Some(element.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.place.line, &self.place.element) {
            (Some(line), Some(element)) => write!(f, "ligne {line}, {element} : ")?,
            (Some(line), None) => write!(f, "ligne {line} : ")?,
            (None, Some(element)) => write!(f, "{element} : ")?,
            (None, None) => {}
        }
        write!(f, "{} → {}", self.what, self.remedy)
    }
}
