//! One deviation of the format per file, against the verdict of the tax office's tester.

use crate::{reading, roots};
use draft::Severity;
use std::path::Path;

/// Where the tester says "conforme" and this reader refuses, with the reason.
const STRICTER: [(&str, &str, &str); 2] = [
    ("15-feb30", "bad_date", "30 February on a customer line: delays cannot start on a day that does not exist"),
    ("33-gap-num", "unbalanced_ledger", "debits and credits differ: lines are missing, balances would be wrong"),
];

/// What the tester calls "non conforme", and the problem that says it here.
const TOLD: [(&str, &str, Severity); 5] = [
    ("05-point-decimal", "decimal_point", Severity::Warning),
    ("09-missing-pieceref", "no_piece_reference", Severity::Warning),
    ("11-missing-ecriturelib", "no_label", Severity::Warning),
    ("25-missing-field-in-row", "missing_fields", Severity::Error),
    ("27-bad-header-name", "column_name", Severity::Warning),
];

#[test]
fn verdicts_of_the_official_tester() {
    for root in roots() {
        let expected = std::fs::read_to_string(root.join("EXPECTED-fec.csv")).unwrap();
        let mut seen = 0;
        for row in expected.lines().skip(1) {
            let (file, verdict) = row.split_once(',').unwrap();
            let local = root.join(file.replacen("fec/", "cases/", 1));
            let path = if local.exists() { local } else { root.join(file) };
            check(&path, file.split('/').nth(1).unwrap(), verdict == "CONFORME");
            seen += 1;
        }
        assert_eq!(seen, 18);
    }
}

fn check(path: &Path, case: &str, conforming: bool) {
    let reading = reading(path);
    let problems = &reading.problems;
    if let Some((_, code, why)) = STRICTER.iter().find(|(c, ..)| *c == case) {
        let error = problems.iter().find(|p| p.severity == Severity::Error).unwrap_or_else(|| panic!("{case}: {why}"));
        assert_eq!(error.code, *code);
        assert!(error.place.line.is_some() && reading.ledger.is_none());
    } else if conforming {
        assert!(problems.is_empty(), "{case}: {problems:?}");
        let ledger = reading.ledger.unwrap();
        assert_eq!(ledger.siren.as_deref(), Some("123456789"));
        assert_eq!(ledger.total_debit, ledger.total_credit);
        let open: Vec<_> = ledger.open_items().map(|(_, i)| (i.reference.as_str(), i.open.get())).collect();
        assert_eq!(open, [("F1", 12_000)], "{case}");
    } else {
        let (_, code, severity) = TOLD.iter().find(|(c, ..)| *c == case).unwrap();
        let told = problems.iter().find(|p| p.code == *code).unwrap_or_else(|| panic!("{case}: {problems:?}"));
        assert_eq!(told.severity, *severity, "{case}");
        assert!(told.place.line.is_some());
        assert_eq!(reading.ledger.is_some(), *severity == Severity::Warning);
    }
}

#[test]
fn an_unbalanced_file_names_the_difference_and_the_entry() {
    let path = roots()[0].join("cases/33-gap-num/123456789FEC20261231.txt");
    let reading = reading(&path);
    let problem = &reading.problems[0];
    assert!(
        problem.what.contains("120,00") && problem.what.contains("VE 3") && problem.place.line == Some(5),
        "{problem}"
    );
}
