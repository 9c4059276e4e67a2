//! Rule `right_match`: what is matched without a person is what the money really was, to the cent.

use std::collections::BTreeMap;

/// Compares what a credit was matched with and what it was; the text tells of which.
pub fn check(text: &str, pays: &BTreeMap<String, i64>, was: &[(String, i64)]) -> Vec<String> {
    let was: BTreeMap<String, i64> = was.iter().cloned().collect();
    if *pays == was {
        return Vec::new();
    }
    vec![format!("« {text} » was matched with {pays:?}, and is {was:?}")]
}
