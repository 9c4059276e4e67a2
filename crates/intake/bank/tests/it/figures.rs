//! OFX, MT940 and CFONB files give the figures that other readers found in them, and broken ones say what is wrong.

use crate::expected::bank_files;
use bank::{read, totals};
use base::Cents;
use draft::{Format, Reading};

fn read_all(starts: &str, format: Format) -> Vec<(String, Reading)> {
    let mut out = Vec::new();
    for expected in bank_files(starts) {
        let reading = read(&expected.bytes()).unwrap_or_else(|| panic!("{} was not recognised", expected.file));
        assert_eq!(reading.format, Some(format), "{}", expected.file);
        assert_eq!(reading.variant.as_deref(), Some(expected.format.as_str()), "{}", expected.file);
        let sums = totals(&reading.statements).unwrap();
        let counts = [sums.statements, sums.entries];
        assert_eq!(counts, [2, 3].map(|c| expected.number(c)), "{}: {:?}", expected.file, reading.problems);
        let money = [sums.credit, sums.debit].map(Cents::get);
        assert_eq!(money, [9, 10].map(|c| expected.cents(c)), "{}: {:?}", expected.file, reading.problems);
        let name = expected.file.rsplit('/').next().unwrap_or("").to_string();
        out.push((name, reading));
    }
    out
}

/// The codes of what is said of each file, for the files of which something is said.
fn said(readings: &[(String, Reading)]) -> Vec<String> {
    let mut said: Vec<String> = readings
        .iter()
        .filter(|(_, r)| !r.problems.is_empty())
        .map(|(name, r)| {
            let mut codes: Vec<&str> = r.problems.iter().map(|p| p.code).collect();
            codes.dedup();
            format!("{name}{} {}", if r.is_refused() { " refused" } else { "" }, codes.join(" "))
        })
        .collect();
    said.sort();
    said.dedup();
    said
}

#[test]
fn every_ofx_file_gives_the_figures_expected_of_it() {
    let readings = read_all("OFX", Format::Ofx);
    assert_eq!(
        said(&readings),
        [
            "ofxparse-date_missing.ofx refused missing_date unreadable_date",
            "ofxparse-signon_fail.ofx refused refused_by_bank",
        ]
    );
}

#[test]
fn every_mt940_file_gives_the_figures_expected_of_it() {
    let readings = read_all("MT940", Format::Mt940);
    // The balances of these samples do not add up at the source.
    assert_eq!(
        said(&readings),
        [
            "cmxl-statement_details.sta refused entry_outside_statement",
            "cmxl-statement_line.sta refused entry_outside_statement",
            "jejik-abnamro.sta balance_gap",
            "jejik-ing.sta balance_gap",
            "jejik-knab.sta balance_gap",
            "jejik-postfinance.sta balance_gap",
            "jejik-rabobank.sta balance_gap",
            "jejik-triodos.sta balance_gap",
            "self-provided-details_60-63.sta balance_gap",
            "self-provided-malformed_details.sta balance_gap",
            "self-provided-mt942.sta interim_statement",
            "self-provided-multiline.sta refused entry_outside_statement",
            "self-provided-overly_long_details.sta balance_gap",
            "self-provided-raiffeisen-cmi.sta balance_gap",
            "self-provided-sparkassen.sta refused entry_outside_statement",
            "self-provided-whitespace.sta balance_gap",
        ]
    );
}

#[test]
fn every_cfonb_file_gives_the_figures_expected_of_it() {
    let readings = read_all("CFONB", Format::Cfonb);
    assert_eq!(
        said(&readings),
        [
            "pennylane-invalid_date.txt unreadable_date no_opening_balance balance_gap",
            "pennylane-operation.txt entry_outside_statement",
            "pennylane-operation_out_of_statement.txt entry_outside_statement balance_gap",
        ]
    );
}
