//! The simulated clock and the simulated source of identifiers. The clock only moves when it is read or set.

use crate::chance::{Stream, stream};
use app::{Clock, Entropy};
use base::{Date, Timestamp};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

const MILLIS_A_DAY: i64 = 86_400_000;
/// Work starts at six in the morning, universal time.
const OPENING_MILLIS: i64 = 6 * 3_600_000;

/// Moves by one millisecond each time it is read, so that what is recorded later is later.
#[derive(Debug, Default)]
pub struct Watch(AtomicI64);

impl Watch {
    /// Moves to the morning of that day, never backwards.
    pub fn wake(&self, day: Date) {
        let days = base::days_between(Date::constant(1970, 1, 1), day);
        self.0.fetch_max(days * MILLIS_A_DAY + OPENING_MILLIS, Ordering::SeqCst);
    }
}

impl Clock for Watch {
    fn now(&self) -> Timestamp {
        let millis = self.0.fetch_add(1, Ordering::SeqCst);
        Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Bytes for identifiers, from the seed.
pub struct Luck(Mutex<Stream>);

impl Luck {
    pub fn new(seed: u64) -> Self {
        Luck(Mutex::new(stream(seed, 0, "identifiers")))
    }
}

impl Entropy for Luck {
    fn ten_bytes(&self) -> [u8; 10] {
        self.0.lock().map_or([0; 10], |mut stream| stream.ten_bytes())
    }
}
