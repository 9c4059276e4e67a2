use super::{codes, found, sample};
use draft::Format;
use std::io::{Cursor, Write};

fn zipped<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name.as_ref(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const LIST: &[u8] = "N° facture;Client;Date;Montant TTC\nF1;A;01/02/2026;10,00\n".as_bytes();

#[test]
fn every_file_inside_is_read_under_its_own_name() {
    let inner = zipped(&[("relevé.txt", sample("bank/tests/data/bank/csv-fr/gen-qonto.csv"))]);
    let outer = zipped(&[
        ("factures/F1.pdf", sample("einvoice/tests/data/01-services-380-S1.pdf")),
        ("__MACOSX/factures/._F1.pdf", b"x".to_vec()),
        ("factures/.DS_Store", b"x".to_vec()),
        ("Thumbs.db", b"x".to_vec()),
        ("banque.zip", inner),
        ("../../liste.csv", LIST.to_vec()),
    ]);
    let files = found("envoi.zip", &outer);
    let names: Vec<_> = files.iter().map(|(name, reading)| (name.as_str(), reading.format)).collect();
    assert_eq!(
        names,
        [
            ("envoi.zip/factures/F1.pdf", Some(Format::FacturX)),
            ("envoi.zip/banque.zip/relevé.txt", Some(Format::BankCsv)),
            ("envoi.zip/liste.csv", Some(Format::InvoiceCsv)),
        ]
    );
    assert!(files.iter().all(|(_, reading)| !reading.is_refused()));
}

#[test]
fn the_bytes_of_each_file_come_with_it() {
    let archive = zipped(&[("liste.csv", LIST)]);
    let mut kept = Vec::new();
    let input = reader::Input { name: "a.zip", bytes: &archive };
    reader::read(input, &reader::Options::default(), &mut |file| kept.push(file.bytes.into_owned()));
    assert_eq!(kept, [LIST]);
}

#[test]
fn archives_inside_one_another_stop_at_the_second() {
    let third = zipped(&[("c.zip", zipped(&[("b.zip", zipped(&[("liste.csv", LIST)]))]))]);
    let files = found("a.zip", &third);
    assert_eq!((files.len(), codes(&files[0].1)), (1, vec!["nested_archive"]));
    assert_eq!(files[0].0, "a.zip/c.zip/b.zip");
}

#[test]
fn damaged_empty_and_overfull_archives_say_what_to_do() {
    let good = zipped(&[("liste.csv", LIST)]);
    let many: Vec<(String, &[u8])> = (0..20_001).map(|i| (format!("{i}.txt"), b"".as_slice())).collect();
    let none: [(&str, &[u8]); 0] = [];
    for (bytes, code) in [
        (good[..good.len() - 10].to_vec(), "damaged_archive"),
        (b"PK\x03\x04".to_vec(), "damaged_archive"),
        (zipped(&none), "empty_archive"),
        (zipped(&[(".cache", b"x")]), "empty_archive"),
        (zipped(&many), "too_many_files"),
    ] {
        let files = found("a.zip", &bytes);
        assert_eq!((files.len(), codes(&files[0].1)), (1, vec![code]));
        assert_eq!((files[0].0.as_str(), files[0].1.format), ("a.zip", Some(Format::Zip)));
    }
}

#[test]
fn a_bomb_is_refused_and_its_neighbours_are_read() {
    let archive = zipped(&[("bombe.csv", vec![b' '; 64 << 20]), ("liste.csv", LIST.to_vec())]);
    assert!(archive.len() < 100_000);
    let files = found("a.zip", &archive);
    assert_eq!(files.iter().map(|f| codes(&f.1)).collect::<Vec<_>>(), [vec!["oversized_file"], vec![]]);
}

#[test]
fn a_file_behind_a_password_is_named() {
    let mut archive = zipped(&[("secret.csv", LIST), ("liste.csv", LIST)]);
    archive[6] |= 1;
    let central = archive.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    archive[central + 8] |= 1;
    let files = found("a.zip", &archive);
    assert_eq!((files[0].0.as_str(), codes(&files[0].1)), ("a.zip/secret.csv", vec!["unreadable_file"]));
    assert!(!files[1].1.is_refused());
}

#[test]
fn damaged_archives_never_panic() {
    let archive = zipped(&[("liste.csv", LIST), ("dossier/dedans.zip", &zipped(&[("liste.csv", LIST)]))]);
    let mut seed = 42_u64;
    let mut roll = |sides: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % sides as u64).unwrap()
    };
    for _ in 0..3_000 {
        let mut bytes = archive.clone();
        for _ in 0..=roll(3) {
            let at = roll(bytes.len());
            bytes[at] = u8::try_from(roll(256)).unwrap();
        }
        bytes.truncate(if roll(4) == 0 { roll(bytes.len()) } else { bytes.len() });
        let files = found("a.zip", &bytes);
        assert!(!files.is_empty());
    }
}
