//! What was done, by whom and when: an append-only list of entries for each company, each bound to the one before by its
//! hash.
//!
//! The journal is the account of what happened, not the source that situations are computed from; facts are. Its bytes are
//! specified in `docs/spec/journal.md`, with test vectors, so that a third party can check a journal without this program.
//!
//! Invariants: an entry is never changed or removed; an entry reads as one French sentence, whatever its age; a payload
//! holds whole numbers only, and no personal data except by reference.

mod canonical;
mod chain;
mod entry;
mod hash;
pub mod kinds;
mod personal;
mod sentence;

pub use canonical::{CanonicalError, canonical};
pub use chain::{ChainBreak, ChainFault, Verifier, verify};
pub use entry::{Actor, EntryDraft, EntryError, Head, JournalEntry, Subject, append};
pub use hash::EntryHash;
pub use kinds::{JournalKind, KindTag, ReadError};
pub use personal::{Lookup, PersonalRef, Said, nothing_known};

#[cfg(test)]
mod tests;
