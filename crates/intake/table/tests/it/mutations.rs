//! Thousands of damaged copies of good lists: each must come back with drafts or problems, never with a panic.

use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Read, Write};
use table::{detect, read_csv, read_xlsx};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }

    fn damage(&mut self, bytes: &[u8]) -> Vec<u8> {
        const HOSTILE: [&[u8]; 8] = [b"\"", b";", b"\n", b"\0", b"99999999999999999999", b"-", b"\xc3", b"\xff\xfe"];
        let mut out = bytes.to_vec();
        for _ in 0..=self.roll(4) {
            let at = self.roll(out.len());
            match self.roll(5) {
                0 => out.truncate(at),
                1 if !out.is_empty() => out[at] = self.roll(256) as u8,
                2 => drop(out.splice(at..at, HOSTILE[self.roll(HOSTILE.len())].iter().copied())),
                3 => drop(out.drain(at..(at + self.roll(40)).min(out.len()))),
                _ => {
                    let piece = out[at..(at + self.roll(200)).min(out.len())].to_vec();
                    let to = self.roll(out.len());
                    drop(out.splice(to..to, piece));
                }
            }
        }
        out
    }
}

const LIST: &str = "N° facture;Type;Client;SIREN;E-mail;Date;Échéance;Montant HT;TVA;Montant TTC;Payé;Reste dû;Statut\n\
    F1;Facture;Dupont & Fils;552081317;a@x.fr;03/02/2026;05/03/2026;100,00;20,00;120,00;0,00;120,00;Envoyée\n\
    F2;Avoir;\"Martin; SARL\";;;2026-02-03;;;;-1 234,56;;;\nTotal;;;;;;;;;1 000,00;;;\n";

#[test]
fn damaged_lists_never_panic() {
    let mut dice = Dice(7);
    for _ in 0..4_000 {
        let bytes = dice.damage(LIST.as_bytes());
        let reading = read_csv(&bytes, None);
        assert!(reading.problems.iter().all(|p| !p.what.is_empty() && !p.remedy.is_empty()));
        let _ = detect(&bytes);
    }
}

fn book() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0_u32..).zip(LIST.lines()) {
        for (column, cell) in (0_u16..).zip(line.split(';')) {
            match cell.replace(',', ".").parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// The archive with one of its parts damaged and everything packed again, so that damage reaches the inner parsers.
fn damage_inside(book: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let chosen = dice.roll(archive.len());
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if index == chosen {
            bytes = dice.damage(&bytes);
        }
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(part.name(), stored).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn damaged_workbooks_never_panic() {
    let mut dice = Dice(11);
    let book = book();
    assert!(!read_xlsx(&book, None).invoices.is_empty());
    for round in 0..3_000 {
        let bytes = if round % 3 == 0 { dice.damage(&book) } else { damage_inside(&book, &mut dice) };
        let reading = read_xlsx(&bytes, None);
        assert!(reading.problems.iter().all(|p| !p.what.is_empty() && !p.remedy.is_empty()));
    }
}
