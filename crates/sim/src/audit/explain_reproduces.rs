//! Rule `explain_reproduces`: planning a past day again from what was known then gives the same bytes.

use app::explain::Explained;

/// Nothing may differ: neither the program nor the law changes during a simulation.
pub fn check(explained: &Explained, customer: &str) -> Vec<String> {
    let changes = explained.changed.iter().flat_map(|changed| &changed.agenda);
    changes.map(|change| format!("{customer}, {}: {}", explained.run.as_of, change.french())).collect()
}
