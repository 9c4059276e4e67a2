//! Damaged, enormous and absurd files: a message, never a crash, in bounded time and memory.

use crate::habit::Dice;
use crate::world::year;
use crate::{assert_invariants, bytes, roots};
use draft::{Reading, Severity};
use std::time::{Duration, Instant};

const HEADER: &str = "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise\n";
const NAME: &str = "732829320FEC20251231.txt";

fn read(content: &[u8]) -> Reading {
    let reading = fec::read(NAME, content);
    assert!(reading.problems.len() < 1_500);
    assert_eq!(reading.is_refused(), reading.ledger.is_none());
    assert!(reading.problems.iter().all(|p| !p.what.is_empty() && !p.remedy.is_empty() && p.what.len() < 600));
    reading.ledger.iter().for_each(assert_invariants);
    reading
}

fn error_of(content: &[u8]) -> &'static str {
    let reading = read(content);
    reading.problems.iter().find(|p| p.severity == Severity::Error).map_or("", |p| p.code)
}

#[test]
fn what_is_no_ledger_is_said() {
    let xml = "<?xml version=\"1.0\"?><comptabilite><exercice><DateCloture>2025-12-31</DateCloture></exercice></comptabilite>";
    for (content, code) in [
        (&b""[..], "empty_file"),
        (b" \r\n\r\n", "empty_file"),
        (b"\0\0\0\0", "not_a_ledger"),
        (b"%PDF-1.7\n\xff\xfe\x00", "not_a_ledger"),
        (b"Date;Libelle;Debit;Credit\n01/01/2025;x;1,00;\n", "not_a_ledger"),
        (xml.as_bytes(), "xml_ledger"),
        (HEADER.as_bytes(), "no_entries"),
    ] {
        assert_eq!(error_of(content), code, "{}", String::from_utf8_lossy(content));
    }
    assert!(!fec::looks_like_fec(b"Date;Libelle;Debit;Credit;Solde;Ref;x\n") && !fec::looks_like_fec(&[0xff; 9000]));
    assert!(fec::looks_like_fec(&HEADER.as_bytes()[..120]) && fec::looks_like_fec(xml.as_bytes()));
}

#[test]
fn damaged_lines_are_named() {
    let line = "VE|V|1|20250115|411000|C|C1|A|F1|20250115|x|120,00|0,00|||20260131||\n";
    for (bad, code) in [
        (line.replace("120,00", "12O,00"), "bad_amount"),
        (line.replace("20250115|411", "20251345|411"), "bad_date"),
        (line.replace("20250115|411", "|411"), "bad_date"),
        (line.replace("120,00", "99999999999999999"), "bad_amount"),
        (line.replace("120,00", "90000000000000000,00"), "absurd_amounts"),
        (line.replace("|x|", "|x"), "missing_fields"),
        ("VE|V\n".to_string(), "missing_fields"),
        (format!("a|b|{line}"), "surplus_fields"),
        (line.to_string(), "unbalanced_ledger"),
    ] {
        let content = [HEADER, &line.replace("411000", "706000").replace("120,00|0,00", "0,00|0,00"), &bad].concat();
        let reading = read(content.as_bytes());
        let problem =
            reading.problems.iter().find(|p| p.severity == Severity::Error).unwrap_or_else(|| panic!("{bad}"));
        assert_eq!(problem.code, code, "{bad} {problem}");
        assert!(
            code == "absurd_amounts" || problem.place.line == Some(if code == "unbalanced_ledger" { 2 } else { 3 }),
            "{problem:?}"
        );
    }
    // Refused even when the same code first only warned.
    let both = [
        HEADER,
        &line.replace("411000", "706000").replace("20250115|706", "20250230|706").replace("120,00|0,00", "0,00|120,00"),
        &line.replace("20250115|411", "20250230|411"),
    ];
    assert_eq!(error_of(both.concat().as_bytes()), "bad_date");
    // On another account a bad date is a warning: no delay starts there.
    let other =
        [HEADER, &line.replace("411000", "706000").replace("20250115|706", "20250230|706").replace("120,00", "0,00")]
            .concat();
    let reading = read(other.as_bytes());
    assert!(!reading.is_refused() && reading.problems.iter().any(|p| p.code == "bad_date"));
}

#[test]
fn a_million_short_lines_give_one_page() {
    let content = [HEADER.to_string(), "x|y\n".repeat(1_000_000)].concat();
    let reading = read(content.as_bytes());
    assert_eq!(reading.problems.iter().filter(|p| p.code == "missing_fields").count(), 51);
    assert!(reading.problems.iter().any(|p| p.what.contains("999\u{202f}950")));
}

#[test]
fn gigantic_lines_are_harmless() {
    for filler in ["a", "|", "\"", " ", "9", "é", "\t"] {
        let line =
            format!("VE|V|1|20250115|411000|C|C1|A|F1|20250115|{}|120,00|0,00|||20260131||", filler.repeat(2_000_000));
        read([HEADER, &line].concat().as_bytes());
        read(filler.repeat(2_000_000).as_bytes());
    }
}

/// Thousands of lines of one customer, one amount, one reference: the worst case of every matching step.
#[test]
#[expect(clippy::disallowed_methods, reason = "what is tested is the time it takes")]
fn repetition_does_not_explode() {
    let started = Instant::now();
    for (piece, label) in [("F1", "F1"), ("", ""), ("PIECE", "1 2 3 4 5 6 7 8 9")] {
        let mut content = HEADER.to_string();
        for i in 0..15_000 {
            content += &format!("VE|V|{i}|20250115|411000|C|C1|A|{piece}|20250115|{label}|1,00|0,00|||20260131||\n");
            content += &format!("VE|V|{i}|20250115|706000|C||||20250115|x|0,00|1,00|||20260131||\n");
            content += &format!("BQ|B|{i}|20250116|411000|C|C1|A|{piece}|20250116|{label}|0,00|1,00|||20260131||\n");
            content += &format!("BQ|B|{i}|20250116|512000|C||||20250116|x|1,00|0,00|||20260131||\n");
        }
        let ledger = read(content.as_bytes()).ledger.unwrap();
        assert_eq!(ledger.open_items().count(), 0);
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

/// Two hundred thousand lines; without optimisation this is ten times slower than a release build.
#[test]
#[expect(clippy::disallowed_methods, reason = "what is tested is the time it takes")]
fn a_big_file_is_read_in_linear_time() {
    let unit = |lines: u32| {
        let mut content = HEADER.to_string();
        for i in 0..lines / 4 {
            let (party, day) = (i % 997, 1 + i % 28);
            content += &format!(
                "VE|V|{i}|202501{day:02}|411000|C|C{party}|N{party}|F{i}|20250115|F{i} N{party}|120,00|0,00|||20260131||\n"
            );
            content += &format!("VE|V|{i}|202501{day:02}|706000|C|||F{i}|20250115|x|0,00|120,00|||20260131||\n");
            if i % 3 > 0 {
                content += &format!("BQ|B|{i}|202502{day:02}|512000|C|||V{i}|20250216|x|120,00|0,00|||20260131||\n");
                content += &format!(
                    "BQ|B|{i}|202502{day:02}|411000|C|C{party}|N{party}|V{i}|20250216|VIR F{i}|0,00|120,00|||20260131||\n"
                );
            }
        }
        let started = Instant::now();
        let reading = fec::read(NAME, content.as_bytes());
        let elapsed = started.elapsed();
        assert!(!reading.is_refused());
        (elapsed, reading.ledger.unwrap().open_items().count())
    };
    let (small, big) = (unit(20_000), unit(200_000));
    println!("20,000 lines: {:?}; 200,000 lines: {:?}", small.0, big.0);
    assert_eq!(big.1, 16_667);
    assert!(big.0 < small.0 * 40 + Duration::from_secs(1));
}

#[test]
fn no_mutation_panics() {
    let mut samples: Vec<Vec<u8>> = Vec::new();
    for root in roots() {
        for folder in ["cases", "fec", "open-items", "fec-open-items"] {
            walk(&root.join(folder), &mut samples);
        }
    }
    samples.push(year(3).bytes());
    let mut dice = Dice(20_251_231);
    let mut refused = 0;
    for round in 0..4_000 {
        let sample = &samples[round % samples.len()];
        let mut content = sample[..sample.len().min(6_000)].to_vec();
        for _ in 0..1 + dice.below(4) {
            mutate(&mut dice, &mut content);
        }
        fec::looks_like_fec(&content);
        refused += usize::from(read(&content).is_refused());
    }
    assert!(refused > 1_000);
}

fn walk(folder: &std::path::Path, samples: &mut Vec<Vec<u8>>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, samples);
        } else if path.extension().is_some_and(|e| e == "txt") {
            samples.push(bytes(&path));
        }
    }
}

fn mutate(dice: &mut Dice, content: &mut Vec<u8>) {
    if content.is_empty() {
        return;
    }
    let at = dice.below(content.len() as u64) as usize;
    let end = (at + 1 + dice.below(200) as usize).min(content.len());
    match dice.below(8) {
        0 => content[at] = dice.next() as u8,
        1 => content[at] ^= 1 << dice.below(8),
        2 => content.truncate(at),
        3 => drop(content.drain(at..end)),
        4 => content.extend_from_within(at..end),
        5 => content.insert(at, *dice.pick(b"|\t\n\r\0\"-,;9E\xff\xe9")),
        6 => content[at..end].fill(*dice.pick(b"9|\0 \n-")),
        _ => {
            let piece = content[at..end].to_vec();
            let to = dice.below(content.len() as u64) as usize;
            content.splice(to..to, piece);
        }
    }
}
