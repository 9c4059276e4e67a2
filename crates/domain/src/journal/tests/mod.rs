//! The journal checked against its specification, against tampering, and sentence by sentence.

mod agreed;
mod bytes;
mod replied;
mod samples;
mod sentences;
mod specification;
mod taken;
mod tampering;

use super::{Actor, EntryDraft, Head, JournalEntry, KindTag, Subject, append};
use base::Timestamp;
use base::id::{CompanyId, InvoiceId};

pub fn company(n: u8) -> CompanyId {
    CompanyId::from_bytes([n; 16])
}

/// Entry number `n` of a chain that goes through every kind and every actor.
pub fn draft(n: usize) -> EntryDraft {
    let tag = KindTag::ALL[n % KindTag::ALL.len()];
    let actor = match n % 3 {
        0 => Actor::Person { name: "Claire Dupré".into() },
        1 => Actor::StandingOrder { reference: "CP-2026-1".into() },
        _ => Actor::Program,
    };
    EntryDraft {
        recorded_at: Timestamp::from_microsecond(1_770_000_000_123_456 + i64::try_from(n).unwrap() * 1_000_003)
            .unwrap(),
        company: company(7),
        actor,
        subject: Subject::of(InvoiceId::from_bytes([u8::try_from(n % 250).unwrap(); 16])),
        kind: samples::sample(tag),
    }
}

pub fn chain(length: usize) -> Vec<JournalEntry> {
    let mut head: Option<Head> = None;
    (0..length)
        .map(|n| {
            let entry = append(head.as_ref(), draft(n)).unwrap();
            head = Some(entry.head());
            entry
        })
        .collect()
}
