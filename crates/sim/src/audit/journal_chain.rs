//! Rule `journal_chain`: the program's own verification finds nothing, and its journal only grows.

use app::verify::Verification;

/// What verification found, and whether entries went missing since the last one.
pub fn check(verification: &Verification, entries_before: u64) -> Vec<String> {
    let mut wrong = verification.findings.clone();
    if verification.entries < entries_before {
        wrong.push(format!("the journal had {entries_before} entries and has {}", verification.entries));
    }
    wrong
}
