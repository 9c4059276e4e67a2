//! A larger corpus with the verdicts of the official checks, when `QUITUS_SAMPLES` says where it is.

use crate::{codes, read};
use base::Date;
use draft::{Finding, Format, Reading};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Files that hold no invoice, and the problem that says so.
const NO_INVOICE: [(&str, &str); 7] = [
    ("cii-xml/horstoeko/xml_invalid_1.xml", "not_an_invoice"),
    ("facturx-pdf/horstoeko/pdf_invalid.pdf", "pdf_without_invoice"),
    ("facturx-pdf/horstoeko/pdf_plain.pdf", "pdf_without_invoice"),
    ("facturx-pdf/mustang-plain/MustangGnuaccountingBeispielRE-20170509_505PDF14.pdf", "pdf_without_invoice"),
    ("facturx-pdf/mustang-plain/MustangGnuaccountingBeispielRE-20201121_508blankoA3.pdf", "pdf_without_invoice"),
    ("facturx-pdf/mustang-plain/veraPDFtestsuite6-7-11-t01-fail-a.pdf", "pdf_without_invoice"),
    ("facturx-pdf/mustang/ORDER-X_EX01_ORDER_FULL_DATA-COMFORT.pdf", "order_not_invoice"),
];

fn corpus() -> Option<PathBuf> {
    std::env::var("QUITUS_SAMPLES").ok().map(PathBuf::from)
}

/// Fields of one line of a CSV file, quotes removed.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    fields.push(field);
    fields
}

fn table(root: &std::path::Path, name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(root.join(name)).unwrap();
    text.lines().skip(1).map(fields).collect()
}

fn check_invoice(file: &str, reading: &Reading) {
    assert_eq!(reading.invoices.len(), 1, "{file}: {:?}", reading.problems);
    assert!(!reading.is_refused(), "{file}: {:?}", reading.problems);
    let draft = &reading.invoices[0];
    assert!(!draft.number.is_empty(), "{file}");
    // One sample is about a date in 1999.
    let plausible = Date::constant(1999, 1, 1)..=Date::constant(2030, 12, 31);
    assert!(plausible.contains(&draft.issued_on), "{file}: {}", draft.issued_on);
    assert!(!draft.gross.is_zero() || draft.net.is_some(), "{file}");
    assert!(reading.variant.is_some(), "{file}");
    let expected: &[Format] = match file {
        f if f.ends_with(".pdf") => &[Format::FacturX],
        f if f.starts_with("ubl") => &[Format::Ubl],
        _ => &[Format::Cii],
    };
    assert!(reading.format.is_some_and(|f| expected.contains(&f)), "{file}");
}

#[test]
fn every_invoice_of_the_corpus_is_read() {
    let Some(root) = corpus() else { return };
    let mut invoices = 0;
    for row in table(&root, "EXPECTED-invoices.csv") {
        let (file, syntax) = (row[0].as_str(), row[1].as_str());
        let bytes = std::fs::read(root.join(file)).unwrap();
        let reading = read(file, &bytes);
        if let Some((_, code)) = NO_INVOICE.iter().find(|(name, _)| *name == file) {
            assert_eq!(codes(&reading), [*code], "{file}");
            assert!(reading.invoices.is_empty(), "{file}");
        } else if syntax == "CDAR" {
            assert_eq!(reading.format, Some(Format::Cdar), "{file}");
            assert_eq!(codes(&reading), ["lifecycle_message"], "{file}");
        } else {
            check_invoice(file, &reading);
            invoices += 1;
        }
        assert_eq!(
            file.ends_with(".pdf") || einvoice::looks_like_invoice_xml(&bytes[..bytes.len().min(einvoice::HEAD_BYTES)]),
            !file.contains("xml_invalid_1"),
            "{file}"
        );
    }
    assert_eq!(invoices, 229);
}

fn is_invalid(validity: &[Finding]) -> bool {
    validity.iter().any(|f| f.severity == "fatal")
}

/// True when nothing but the EN 16931 rules and the container speaks in the expected errors: the XSD, the Factur-X
/// additions and the syntax rules of CEN are not run here.
fn is_comparable(errors: &[&str]) -> bool {
    errors.iter().all(|e| (e.starts_with("BR-") && !e.starts_with("BR-FXEXT")) || e.starts_with("container:"))
}

#[test]
fn verdicts_agree_with_the_official_checks() {
    let Some(root) = corpus() else { return };
    let (mut compared, mut agreed, mut exact) = (0, 0, 0);
    let mut differing = Vec::new();
    for row in table(&root, "EXPECTED-invoices.csv") {
        let errors: Vec<&str> = row[4].split(" ; ").map(str::trim).filter(|e| !e.is_empty()).collect();
        let reading = read(&row[0], &std::fs::read(root.join(&row[0])).unwrap());
        let Some(draft) = reading.invoices.first() else { continue };
        if !is_comparable(&errors) {
            continue;
        }
        compared += 1;
        let expected = row[3] == "INVALID";
        if expected == is_invalid(&draft.validity) {
            agreed += 1;
        } else {
            differing.push(format!("{} {errors:?} {:?}", row[0], draft.validity));
        }
        let ours: BTreeSet<&str> = fatal(&draft.validity).collect();
        exact += usize::from(
            ours.iter().all(|rule| errors.iter().any(|e| e.starts_with(rule)))
                && errors.iter().all(|e| ours.iter().any(|rule| e.starts_with(rule))),
        );
    }
    println!("{agreed} of {compared} verdicts agree, {exact} with the very same rules");
    assert!(differing.is_empty(), "{differing:#?}");
    assert!(compared >= 172 && exact >= 169, "{compared} {exact}");
}

fn fatal(validity: &[Finding]) -> impl Iterator<Item = &str> {
    validity.iter().filter(|f| f.severity == "fatal").map(|f| f.rule.as_str())
}

/// The invoices of a unit test file, in order, as documents of their own: each follows its test's assertions.
fn units(text: &str) -> Vec<&str> {
    let tests = text.split("</test>").filter(|test| test.contains("<test"));
    tests.map(|test| test.rsplit_once("</assert>").map_or("", |(_, unit)| unit.trim())).collect()
}

#[test]
fn unit_tests_of_the_rules_raise_what_they_must() {
    let Some(root) = corpus() else { return };
    let (mut wanted, mut raised, mut clean, mut silent) = (0, 0, 0, 0);
    let mut missed = BTreeSet::new();
    for row in table(&root, "EXPECTED-cen-unit.csv") {
        let text = std::fs::read_to_string(root.join(&row[0])).unwrap();
        let index: usize = row[1].parse().unwrap();
        let units = units(&text);
        let Some(unit) = units.get(index - 1).filter(|u| !u.is_empty()) else { panic!("{} test {index}", row[0]) };
        let found = einvoice::check_rules(unit.as_bytes());
        let has = |rule: &str| found.iter().any(|f| f.rule == rule && f.severity == "fatal");
        for rule in row[3].split([' ', ';']).filter(|r| !r.is_empty()) {
            wanted += 1;
            raised += usize::from(has(rule));
            if !has(rule) {
                missed.insert(rule.to_string());
            }
        }
        for rule in row[2].split([' ', ';']).filter(|r| !r.is_empty()) {
            clean += 1;
            silent += usize::from(!has(rule));
        }
    }
    println!("{raised} of {wanted} rules raised, {silent} of {clean} rightly silent; never raised: {missed:?}");
    // The rest asks for lists and syntax rules that are not run here.
    assert!(wanted == 262 && raised >= 254, "{raised} of {wanted}");
    assert!(clean == 275 && silent >= 270, "{silent} of {clean}");
}
