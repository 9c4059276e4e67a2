//! Seeded chance: one independent stream for each customer and purpose, so that one more draw never changes another life.
//!
//! A stream is a function of (seed, customer, purpose) alone. Nothing here reads the machine's own randomness.

use base::{Date, add_days};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// A stream of draws.
pub struct Stream(StdRng);

/// The stream of one customer for one purpose; the same arguments always give the same draws.
pub fn stream(seed: u64, customer: u32, purpose: &str) -> Stream {
    let mut hasher = Sha256::new();
    hasher.update(seed.to_le_bytes());
    hasher.update(customer.to_le_bytes());
    hasher.update(purpose.as_bytes());
    Stream(StdRng::from_seed(hasher.finalize().into()))
}

impl Stream {
    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: u32) -> bool {
        self.0.random_range(0..n.max(1)) == 0
    }

    /// One of the items; the default when there is none.
    pub fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let last = i64::try_from(items.len()).unwrap_or(1) - 1;
        let at = usize::try_from(self.between(0, last)).unwrap_or(0);
        items.get(at).copied().unwrap_or_default()
    }

    /// The day that many days later, within bounds included.
    pub fn day_after(&mut self, day: Date, low: i64, high: i64) -> Date {
        later(day, self.between(low, high))
    }

    pub fn ten_bytes(&mut self) -> [u8; 10] {
        self.0.random()
    }

    /// Digits as a text.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.0.random_range(0..10_u8))).collect()
    }
}

/// The day so many days later, or the same day at the end of the calendar.
pub fn later(day: Date, days: i64) -> Date {
    add_days(day, days).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_do_not_disturb_each_other() {
        let alone = stream(1, 7, "payments").between(0, 1_000_000);
        let mut other = stream(1, 8, "payments");
        other.digits(50);
        assert_eq!(stream(1, 7, "payments").between(0, 1_000_000), alone);
        assert_ne!(stream(1, 8, "payments").between(0, 1_000_000), alone);
        assert_ne!(stream(1, 7, "names").between(0, 1_000_000), alone);
    }
}
