//! Which texts of a long list come more than once, without keeping the others. Hashes only say where to look: what is
//! called repeated was compared as text.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// `texts` gives the same list each time it is asked.
pub(super) fn repeated<I: Iterator<Item = String>>(texts: impl Fn() -> I) -> HashSet<String> {
    let mut hashes: Vec<u64> = texts().map(|text| hash(&text)).collect();
    hashes.sort_unstable();
    let several = hashes.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
    let several: HashSet<u64> = several.filter_map(|same| same.first().copied()).collect();
    let (mut met, mut again) = (HashSet::new(), HashSet::new());
    for text in texts().filter(|text| several.contains(&hash(text))) {
        again.extend(met.replace(text));
    }
    again
}

/// The same for the same text in every run.
pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_comes_again_is_kept() {
        let list = || ["F-1", "F-2", "F-1", "", "F-3", "", "f-1"].into_iter().map(str::to_string);
        assert_eq!(repeated(list), HashSet::from(["F-1".to_string(), String::new()]));
        assert!(repeated(std::iter::empty).is_empty());
    }
}
