//! Thousands of damaged copies of real files: each must come back with drafts or problems, never with a panic.

use crate::expected::copied;
use bank::{read, read_camt, read_csv, totals};
use base::{Cents, MoneyError};
use draft::Reading;

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

/// What a damaged file still gives can be summed up, dated and said.
fn sound(reading: &Reading) -> Result<Cents, MoneyError> {
    assert!(reading.problems.iter().all(|p| !p.what.is_empty() && !p.remedy.is_empty()));
    let entries = reading.statements.iter().flat_map(|s| &s.entries);
    assert!(entries.clone().all(|e| (1970..=2100).contains(&e.booked_on.year())));
    totals(&reading.statements).map(|t| t.credit)
}

#[test]
fn damaged_statements_of_every_other_format_never_panic() {
    let mut dice = Dice(44);
    for folder in ["ofx", "mt940", "cfonb", "qif"] {
        let files = samples(folder);
        let mut read_at_all = 0;
        for round in 0..2_000 {
            let bytes = damage(&files[round % files.len()], &mut dice);
            if let Some(reading) = read(&bytes) {
                read_at_all += 1;
                assert!(sound(&reading).is_ok(), "{folder}");
            }
        }
        assert!(read_at_all > 1_000, "{folder}: {read_at_all}");
    }
}

/// Truncated at every byte, in a wrong encoding, and with a line repeated beyond measure.
#[test]
fn hostile_statements_end_in_a_message() {
    for folder in ["ofx", "mt940", "cfonb", "qif"] {
        let mut files = samples(folder);
        files.sort_by_key(Vec::len);
        let bytes = &files[0];
        for end in 0..bytes.len() {
            if let Some(reading) = read(&bytes[..end]) {
                assert!(sound(&reading).is_ok(), "{folder} {end}");
            }
        }
        for reading in files.iter().filter_map(|bytes| {
            let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(bytes.iter().flat_map(|b| [*b, 0])).collect();
            read(&utf16)
        }) {
            assert!(sound(&reading).is_ok());
        }
    }
    let ofx = format!("<OFX><STMTRS>{}", "<STMTTRN><TRNAMT>1<DTPOSTED>20260101".repeat(30_000));
    let mt940 = format!(":20:A\n:25:1\n{}", ":61:260101C1,00NTRF\n:86:x\n".repeat(30_000));
    let qif = format!("!Type:Bank\n{}", "D03/11/2026\nT1.00\n^\n".repeat(30_000));
    for (text, code) in [(ofx, "truncated_file"), (mt940, ""), (qif, "ambiguous_dates")] {
        let reading = read(text.as_bytes()).unwrap();
        assert_eq!(totals(&reading.statements).unwrap().entries, 30_000);
        assert_eq!(reading.problems.last().map_or("", |p| p.code), code);
    }
    let nested = format!("<OFX>{}", "<STMTRS>".repeat(50_000));
    assert!(sound(&read(nested.as_bytes()).unwrap()).is_ok());
}
