//! Words given by a customer, and whether they were kept.

use crate::facts::{Word, WordFacts};
use base::{Date, add_days};

/// Days left to a transfer promised for a day to reach the bank, where no scenario says how many.
pub const GRACE_DAYS: i64 = 3;

/// The last day on which money still keeps a word given for that day.
pub fn last_day(until: Date, grace_days: i64) -> Date {
    add_days(until, grace_days).unwrap_or(until)
}

/// How many words were kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordsKept {
    pub kept: usize,
    pub partly: usize,
    pub broken: usize,
    pub pending: usize,
}

impl WordsKept {
    /// A word about nothing that was owed is neither kept nor broken: it does not count.
    pub(super) fn count(words: &[WordFacts], as_of: Date) -> WordsKept {
        words.iter().filter(|word| word.asked.is_positive()).fold(WordsKept::default(), |mut counted, word| {
            match word.word(as_of) {
                Word::Kept => counted.kept += 1,
                Word::PartlyKept => counted.partly += 1,
                Word::Broken => counted.broken += 1,
                Word::Pending => counted.pending += 1,
            }
            counted
        })
    }

    /// Those whose last day has passed, or that were kept before.
    pub fn over(&self) -> usize {
        self.kept + self.partly + self.broken
    }
}
