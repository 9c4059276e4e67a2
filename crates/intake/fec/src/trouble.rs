//! Collects problems without drowning the reader: the first ones in full, then one line that counts the rest.
//! A broken file of a million lines yields a page of messages, not a million.

use draft::{Problem, Severity};
use std::collections::BTreeMap;

/// How many problems of one kind are shown in full.
const SHOWN: u64 = 50;

#[derive(Default)]
pub(crate) struct Trouble {
    problems: Vec<Problem>,
    /// By code and severity: one code can warn on one line and refuse on another.
    seen: BTreeMap<(&'static str, Severity), u64>,
    tallies: BTreeMap<&'static str, Tally>,
}

struct Tally {
    first: u64,
    count: u64,
}

impl Trouble {
    pub(crate) fn add(&mut self, problem: Problem) {
        let count = self.seen.entry((problem.code, problem.severity)).or_default();
        *count += 1;
        if *count <= SHOWN {
            self.problems.push(problem);
        }
    }

    /// Counts a small matter that will be told once for the whole file.
    pub(crate) fn count(&mut self, code: &'static str, line: u64) {
        self.tallies.entry(code).or_insert(Tally { first: line, count: 0 }).count += 1;
    }

    /// Number of lines counted under that code, and the first of them.
    pub(crate) fn counted(&self, code: &str) -> Option<(u64, u64)> {
        self.tallies.get(code).map(|t| (t.count, t.first))
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.seen.keys().any(|(_, severity)| *severity == Severity::Error)
    }

    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        for ((code, severity), count) in self.seen {
            if count > SHOWN {
                let more = base::fr::count(count - SHOWN, "autre problème", "autres problèmes");
                let what = format!("{more} du même genre ({code}) ne sont pas affichés");
                let remedy = "corrigez d’abord ceux qui sont affichés : ils ont souvent la même cause";
                self.problems.push(Problem { severity, ..Problem::warning(code, what, remedy) });
            }
        }
        self.problems
    }
}
