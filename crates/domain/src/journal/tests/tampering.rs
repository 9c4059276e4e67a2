//! Whatever is done to a stored chain shows.

use super::{chain, company};
use crate::journal::{Actor, ChainFault, EntryHash, Head, JournalEntry, Subject, verify};
use base::Timestamp;

/// A fixed pseudo-random sequence (xorshift64*), so that a failure can be replayed.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let draw = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(draw).unwrap() % bound
    }
}

fn broken_at(entries: Vec<JournalEntry>) -> Option<u64> {
    verify(entries, None).err().map(|fault| fault.seq)
}

#[test]
fn an_untouched_chain_is_whole_and_ends_at_its_head() {
    let entries = chain(100);
    let head = entries.last().unwrap().head();
    assert_eq!(verify(entries.clone(), None), Ok(Some(head.clone())));
    assert_eq!(verify(entries, Some(&head)), Ok(Some(head)));
    assert_eq!(verify(Vec::new(), None), Ok(None));
}

#[test]
fn any_changed_field_shows_at_its_entry() {
    let entries = chain(40);
    type Change = fn(&mut JournalEntry);
    let changes: [(&str, Change); 10] = [
        ("seq", |e| e.seq += 1),
        ("recorded_at", |e| e.recorded_at = Timestamp::from_microsecond(e.recorded_at.as_microsecond() + 1).unwrap()),
        ("recorded_at below the microsecond", |e| {
            e.recorded_at = Timestamp::from_nanosecond(e.recorded_at.as_nanosecond() + 1).unwrap();
        }),
        ("company", |e| e.company = company(8)),
        ("actor", |e| e.actor = Actor::Person { name: "Quelqu’un d’autre".into() }),
        ("subject", |e| e.subject = Subject::stored("inv_0")),
        ("kind", |e| e.kind.push('x')),
        ("payload_version", |e| e.payload_version += 1),
        ("previous_hash", |e| e.previous_hash = EntryHash::of(b"other")),
        ("hash", |e| e.hash = EntryHash::of(b"other")),
    ];
    for (field, change) in changes {
        for index in [0, 1, 20, 39] {
            let mut tampered = entries.clone();
            change(&mut tampered[index]);
            let expected = tampered[index].seq;
            assert_eq!(broken_at(tampered), Some(expected), "{field} of entry {index}");
        }
    }
}

#[test]
fn any_changed_byte_of_any_payload_shows() {
    let entries = chain(40);
    for (index, whole) in entries.iter().enumerate() {
        for position in 0..whole.payload.len() {
            let mut bytes = whole.payload.clone().into_bytes();
            bytes[position] ^= 1;
            // A change that is no longer text cannot be stored in a text column.
            let Ok(payload) = String::from_utf8(bytes) else { continue };
            let entry = JournalEntry { payload, ..whole.clone() };
            assert!(EntryHash::of(entry.canonical_text().as_bytes()) != entry.hash, "entry {index}, byte {position}");
        }
    }
}

#[test]
fn entries_removed_doubled_moved_or_inserted_show() {
    let entries = chain(60);
    let mut draws = Draws(2026);
    for _ in 0..2_000 {
        let mut tampered = entries.clone();
        let (from, to) = (draws.below(59), draws.below(60));
        match draws.below(4) {
            0 => drop(tampered.remove(from)),
            1 => tampered.insert(to, entries[from].clone()),
            2 if from != to => tampered.swap(from, to),
            3 if from != to => {
                // Renumbered and given the right link, it still does not have the right bytes.
                let (seq, link) = (tampered[from].seq, tampered[from].previous_hash);
                tampered[from] = JournalEntry { seq, previous_hash: link, ..entries[to].clone() };
            }
            _ => continue,
        }
        assert!(verify(tampered, None).is_err(), "from {from} to {to}");
    }
}

#[test]
fn the_place_and_the_nature_of_a_break_are_told() {
    let entries = chain(10);
    let fault = |change: &dyn Fn(&mut Vec<JournalEntry>)| {
        let mut tampered = entries.clone();
        change(&mut tampered);
        verify(tampered, None).unwrap_err()
    };
    let removed = fault(&|list| drop(list.remove(4)));
    assert_eq!((removed.seq, &removed.what), (6, &ChainFault::Order { expected: 5 }));
    let edited = fault(&|list| list[4].payload = list[4].payload.replace('1', "2"));
    assert_eq!((edited.seq, &edited.what), (5, &ChainFault::Content));
    assert_eq!(
        edited.to_string(),
        "écriture 5 du journal : son contenu ne correspond pas à son empreinte : il a été modifié après coup"
    );
    let rehashed = fault(&|list| {
        list[4].payload = "{}".into();
        list[4].hash = EntryHash::of(list[4].canonical_text().as_bytes());
    });
    assert_eq!((rehashed.seq, &rehashed.what), (6, &ChainFault::Link));
    let other = fault(&|list| list[4].company = company(8));
    assert!(matches!(other.what, ChainFault::Company { .. }));
}

#[test]
fn a_removed_tail_or_a_rewritten_chain_shows_against_a_noted_head() {
    let entries = chain(10);
    let noted = entries[9].head();
    let cut = verify(entries[..8].to_vec(), Some(&noted)).unwrap_err();
    assert_eq!((cut.seq, cut.what), (9, ChainFault::Shortened { expected: 10 }));
    assert!(verify(entries[..8].to_vec(), None).is_ok(), "the chain alone cannot tell");
    let longer = chain(20);
    assert!(verify(longer, Some(&noted)).is_ok(), "a chain may have grown since");
    let forged = Head { hash: EntryHash::of(b"other"), ..noted };
    assert_eq!(verify(entries, Some(&forged)).unwrap_err().what, ChainFault::Rewritten);
}
