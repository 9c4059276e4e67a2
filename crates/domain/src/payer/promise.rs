//! Words given by a customer, and whether they were kept.

use base::{Cents, Date, add_days};

/// Days left to a transfer promised for a day to reach the bank.
pub const GRACE_DAYS: i64 = 3;

/// A promise, and what came of it by its last day, grace included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    pub until: Date,
    /// `None` promised all of it.
    pub asked: Option<Cents>,
    /// Received on what was promised, from the day of the promise to its last day.
    pub received: Cents,
    /// All of it was settled by its last day.
    pub is_settled: bool,
}

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Kept,
    Broken,
    Pending,
}

impl Promised {
    /// The last day on which money still keeps the promise.
    pub fn last_day(until: Date) -> Date {
        add_days(until, GRACE_DAYS).unwrap_or(until)
    }

    pub fn word(&self, as_of: Date) -> Word {
        let enough = self.asked.is_some_and(|asked| self.received >= asked);
        if self.is_settled || enough {
            Word::Kept
        } else if as_of > Promised::last_day(self.until) {
            Word::Broken
        } else {
            Word::Pending
        }
    }
}

/// How many words were kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordsKept {
    pub kept: usize,
    pub broken: usize,
    pub pending: usize,
}

impl WordsKept {
    pub(super) fn count(promises: &[Promised], as_of: Date) -> WordsKept {
        promises.iter().fold(WordsKept::default(), |mut words, promise| {
            match promise.word(as_of) {
                Word::Kept => words.kept += 1,
                Word::Broken => words.broken += 1,
                Word::Pending => words.pending += 1,
            }
            words
        })
    }
}
