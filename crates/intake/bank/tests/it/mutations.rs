//! Thousands of damaged copies of real files: each must come back with drafts or problems, never with a panic.

use crate::expected::copied;
use bank::{read, read_camt, read_csv, totals};

/// A small generator with a fixed seed: the same damage on every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn damage(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    const HOSTILE: [&[u8]; 9] =
        [b"<", b">", b"\"", b"\xff\xfe", b"\0", b"9999999999999999", b"-", b"<!DOCTYPE a>", b"\xc3"];
    let mut out = bytes.to_vec();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(out.len());
        match dice.roll(5) {
            0 => out.truncate(at),
            1 if !out.is_empty() => out[at] = dice.roll(256) as u8,
            2 => drop(out.splice(at..at, HOSTILE[dice.roll(HOSTILE.len())].iter().copied())),
            3 => drop(out.drain(at..(at + dice.roll(40)).min(out.len()))),
            _ => {
                let piece = out[at..(at + dice.roll(200)).min(out.len())].to_vec();
                let to = dice.roll(out.len());
                drop(out.splice(to..to, piece));
            }
        }
    }
    out
}

fn samples(folder: &str) -> Vec<Vec<u8>> {
    let folder = std::fs::read_dir(copied().join("bank").join(folder)).unwrap();
    folder.filter_map(|entry| std::fs::read(entry.unwrap().path()).ok()).collect()
}

#[test]
fn damaged_camt_files_never_panic() {
    let mut dice = Dice(42);
    let files = [samples("camt053"), samples("camt054"), samples("camt052")].concat();
    for round in 0..3_000 {
        let reading = read_camt(&damage(&files[round % files.len()], &mut dice));
        assert!(reading.problems.iter().all(|p| !p.what.is_empty()));
        assert!(totals(&reading.statements).is_ok());
    }
}

#[test]
fn damaged_csv_files_never_panic() {
    let mut dice = Dice(43);
    let files = [samples("csv-fr"), samples("csv")].concat();
    for round in 0..6_000 {
        let bytes = damage(&files[round % files.len()], &mut dice);
        if let Some(reading) = read_csv(&bytes) {
            assert!(totals(&reading.statements).is_ok());
        }
        let _ = read(&bytes);
    }
}
