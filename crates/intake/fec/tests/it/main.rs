//! Checks of the accounting export reader on files: samples with known answers, generated ledgers, hostile bytes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;
mod export;
mod generated;
mod habit;
mod hostile;
mod open_items;
mod properties;
mod stories;
mod world;

use std::path::{Path, PathBuf};

/// The copied samples, and the bigger corpus when `QUITUS_SAMPLES` names it.
fn roots() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    [Some(own), std::env::var_os("QUITUS_SAMPLES").map(PathBuf::from)].into_iter().flatten().collect()
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Reads a file under its own name.
fn reading(path: &Path) -> draft::Reading {
    let content = bytes(path);
    assert!(fec::looks_like_fec(&content), "{}", path.display());
    fec::read(&path.file_name().unwrap().to_string_lossy(), &content)
}

/// Per party, what is open equals the balance; nothing is settled twice or beyond its amount.
fn assert_invariants(ledger: &draft::LedgerDraft) {
    for party in &ledger.parties {
        let of = |advance: bool| -> i64 {
            let is = |i: &&draft::LedgerItem| i.party == party.code && i.is_advance() == advance;
            ledger.items.iter().filter(is).map(|i| i.open.get()).sum()
        };
        assert_eq!(of(false), party.balance.get(), "{}", party.code);
        assert_eq!(of(true), party.advances.get(), "{}", party.code);
    }
    let mut left: Vec<i64> = ledger.items.iter().map(|i| i.amount.get()).collect();
    for s in &ledger.settlements {
        assert!(s.amount.is_positive());
        assert_eq!(ledger.items[s.debit].party, ledger.items[s.credit].party);
        left[s.debit] -= s.amount.get();
        left[s.credit] += s.amount.get();
    }
    for (item, left) in ledger.items.iter().zip(left) {
        assert_eq!(item.open.get(), left);
        assert!(left == 0 || (left > 0) == item.amount.is_positive(), "{item:?}");
        assert!(item.continues.is_none_or(|c| c < ledger.items.len()));
    }
}
