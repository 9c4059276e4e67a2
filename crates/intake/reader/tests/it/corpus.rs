//! The whole corpus, when `QUITUS_SAMPLES` points at it: every file is recognised as what its folder holds.

use super::alone;
use draft::Format;
use std::path::{Path, PathBuf};

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

fn expected(path: &str) -> &'static [Format] {
    use Format::*;
    let starts = |folder: &str| path.starts_with(folder);
    match () {
        () if starts("facturx-pdf/") => &[FacturX, PlainPdf, Unknown],
        // Its root is no invoice at all.
        () if path == "cii-xml/horstoeko/xml_invalid_1.xml" => &[],
        () if starts("cii-xml/") => &[Cii, Unknown],
        // Sets of fragments around a rule, not documents.
        () if starts("ubl-xml/cen-unit/") => &[],
        () if starts("ubl-xml/") => &[Ubl, Unknown],
        () if starts("cdar/") => &[Cdar],
        () if starts("bank/camt052/") => &[Camt052],
        () if starts("bank/camt053/") => &[Camt053],
        () if starts("bank/camt054/") => &[Camt054],
        () if starts("bank/csv") => &[BankCsv],
        () if starts("bank/ofx/") => &[Ofx],
        () if starts("bank/mt940/") => &[Mt940],
        () if starts("bank/cfonb/") => &[Cfonb],
        () if starts("bank/") => &[OtherBank],
        () if starts("fec") && path.ends_with(".txt") => &[Fec],
        () if path == "matching/open_invoices.csv" => &[InvoiceCsv],
        () if path == "matching/bank_lines.csv" => &[BankCsv],
        () => &[],
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may be pointed at a larger corpus")]
fn every_sample_is_recognised() {
    let Some(root) = std::env::var("QUITUS_SAMPLES").ok().map(PathBuf::from) else { return };
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let (mut checked, mut wrong) = (0, Vec::new());
    for path in paths {
        let relative = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let formats = expected(&relative);
        if formats.is_empty() {
            continue;
        }
        let reading = alone(&std::fs::read(&path).unwrap());
        let format = reading.format.unwrap();
        let is_ours =
            reading.problems.iter().any(|p| ["unknown_format", "unknown_xml", "unsupported_file"].contains(&p.code));
        if !formats.contains(&format) || is_ours {
            wrong.push(format!("{relative}: {format:?} {:?}", reading.problems));
        }
        checked += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked >= 400, "{checked}");
}
