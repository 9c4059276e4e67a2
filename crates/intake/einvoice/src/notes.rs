//! The problems met while reading one document, each with its place in the file.

use crate::tree::{self, Element};
use draft::Problem;

/// Collects problems; the place is worked out only when there is one to report.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) problems: Vec<Problem>,
}

impl Notes {
    pub(crate) fn add(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Adds a problem at an element: its path and its line. What has been said once is not said again elsewhere.
    pub(crate) fn add_at(&mut self, problem: Problem, element: Element<'_>) {
        if self.problems.iter().any(|known| known.code == problem.code && known.what == problem.what) {
            return;
        }
        self.add(problem.at_line(tree::line(element)).at_element(tree::path(element)));
    }
}
