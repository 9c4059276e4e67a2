//! Rule `put_back`: between books put back from a copy and the owner's word on what left since, no message leaves.

use super::{Auditor, Reached, Told};

/// Called before the contact is noted.
pub fn check(auditor: &Auditor, new: &Reached) -> Vec<String> {
    let last = auditor.notes.iter().rev().find(|n| matches!(n.told, Told::BooksPutBack | Told::Reviewed));
    let waits = last.is_some_and(|n| n.told == Told::BooksPutBack);
    let wrong = waits && new.message.is_some();
    wrong.then(|| format!("{:?} left before anybody said what had left", new.message)).into_iter().collect()
}
