//! Random damage to good files: whatever the bytes, a reading comes back, without panic and in time.

use crate::{read, sample};
use std::time::{Duration, Instant};

/// Marsaglia's xorshift: the same damage on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.roll() % 256).unwrap()
    }

    fn damage(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let at = self.below(bytes.len());
        match self.below(10) {
            0 | 1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << self.below(8);
                }
            }
            // A letter or digit for another: the document stays well formed and its values go wrong.
            2..=5 => {
                let from = bytes.get(at..).unwrap_or_default().iter().position(u8::is_ascii_digit);
                if let Some(byte) = from.and_then(|offset| bytes.get_mut(at + offset)) {
                    *byte = b"0123456789-.,x "[self.below(15)];
                }
            }
            6 => {
                let end = (at + 1 + self.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            7 => {
                let extra: Vec<u8> = (0..=self.below(20)).map(|_| self.byte()).collect();
                bytes.splice(at..at, extra);
            }
            8 if self.below(4) == 0 => bytes.truncate(at),
            _ => {
                let from = self.below(other.len());
                let piece = other[from..(from + self.below(60)).min(other.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
}

fn run(names: &[&str], rounds: usize, seed: u64) -> usize {
    let originals: Vec<Vec<u8>> = names.iter().map(|name| sample(name)).collect();
    let mut dice = Dice(seed);
    let mut understood = 0;
    for round in 0..rounds {
        let index = round % names.len();
        let mut bytes = originals[index].clone();
        let other = &originals[dice.below(originals.len())];
        for _ in 0..dice.below(6) {
            dice.damage(&mut bytes, other);
        }
        let start = Instant::now();
        let reading = read(names[index], &bytes);
        assert!(start.elapsed() < Duration::from_secs(1), "{} round {round}: {:?}", names[index], start.elapsed());
        assert!(
            !reading.invoices.is_empty() || !reading.problems.is_empty(),
            "{} round {round}: nothing said",
            names[index]
        );
        assert!(reading.problems.iter().all(|p| !p.what.is_empty() && !p.remedy.is_empty()));
        understood += usize::from(!reading.invoices.is_empty());
    }
    understood
}

#[test]
fn damaged_xml_is_read_or_explained() {
    let names = [
        "01-services-380-S1.cii.xml",
        "05-credit-note-381.cii.xml",
        "ZUGFeRD1-invoice.xml",
        "ubl-creditnote.xml",
        "testout-ZF2PushAllowances.ubl.xml",
        "212-encaissee-PPF.cdar.xml",
    ];
    let understood = run(&names, 2_400, 0x9E37_79B9_7F4A_7C15);
    assert!(understood > 200, "{understood}");
}

#[test]
fn damaged_pdfs_are_read_or_explained() {
    let names = ["01-services-380-S1.pdf", "c02-no-AF-array.pdf", "ZUGFeRD_1p0_BASIC_Einfach.pdf", "pdf_plain.pdf"];
    let understood = run(&names, 1_200, 0x2545_F491_4F6C_DD1D);
    assert!(understood > 200, "{understood}");
}
