//! What the use cases are given here: a clock that stands still, identifiers in order of creation, one company. No file of
//! the user's and no setting of the machine takes part.

use crate::Failure;
use crate::market::AS_OF;
use app::ports::books::Store;
use app::records::{Company, PostalAddress};
use app::{Clock, Entropy, World};
use base::id::{Id, Kind};
use base::{Date, Timestamp};
use domain::journal::Actor;
use std::sync::atomic::{AtomicU64, Ordering};
use store::SqlStore;

/// SIREN of an invented company.
pub const SIREN: &str = "552081317";

/// Monday morning.
pub struct Morning;

impl Clock for Morning {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_795_420_800).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Counts up, so that identifiers sort as they were made, like those of a real clock.
pub struct Counter(AtomicU64);

impl Counter {
    /// Repetitions share a database, and must not meet in it.
    pub fn of(repetition: u32) -> Counter {
        Counter(AtomicU64::new(u64::from(repetition) << 32))
    }
}

impl Entropy for Counter {
    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        // The first bits of the random part give way to version and variant; the count must survive them.
        bytes.rotate_right(2);
        bytes
    }
}

pub fn open(url: &str) -> Result<SqlStore, Failure> {
    Ok(SqlStore::open(url, Morning.now())?)
}

pub fn world<'w>(store: &'w dyn Store, entropy: &'w Counter, today: Date) -> World<'w> {
    World { store, clock: &Morning, entropy, today, actor: Actor::Program, program: env!("CARGO_PKG_VERSION") }
}

/// Identifiers of the loaded books; those of a use case carry its day and never meet them.
pub fn id<K: Kind>(n: u64) -> Id<K> {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&n.to_be_bytes());
    Id::new(1_000_000_000_000 + n, random)
}

pub fn company() -> Company {
    Company {
        siren: Some(SIREN.to_string()),
        legal_form: Some("SARL".to_string()),
        address: PostalAddress {
            lines: vec!["1 rue de la Mesure".to_string()],
            postcode: Some("35000".to_string()),
            city: Some("Rennes".to_string()),
            country: None,
        },
        email: Some("compta@banc.example".to_string()),
        ..Company::named(id(1), "Atelier du Banc d’essai", Morning.now())
    }
}

/// The day of the n-th repetition: a day is planned once, so each repetition takes the next one.
pub fn day(repetition: u32) -> Date {
    base::add_days(AS_OF, i64::from(repetition)).unwrap_or(AS_OF)
}
