//! Two years of one ledger, in one import and in separate ones, in either order: the detail stands, the sum is the ledger's.

use crate::office::{Account, Office, day, one};
use crate::paper::{Line, fec};
use app::import::{FileOutcome, PartOf, ReadFile};
use std::collections::BTreeMap;

const FIRST: &str = "732829320FEC20251231.txt";
const SECOND: &str = "732829320FEC20261231.txt";

const YEAR: [Line<'static>; 5] = [
    ("VE", "2025-03-01", "411000", "BATI BATI OUEST", "FA-001", "FA-001 BATI OUEST", "1000.00", "a"),
    ("VE", "2025-04-01", "411000", "BATI BATI OUEST", "FA-002", "FA-002 BATI OUEST", "500.00", ""),
    ("BQ", "2025-05-01", "411000", "BATI BATI OUEST", "VIR1", "VIR FA-001", "-600.00", "a"),
    ("VE", "2025-06-01", "411000", "CAFE CAFE DES HALLES", "FA-003", "FA-003 CAFE", "300.00", ""),
    ("BQ", "2025-07-01", "411000", "CAFE CAFE DES HALLES", "VIR2", "VIR CAFE acompte", "-50.00", ""),
];

fn accounts(url: &str, files: &[ReadFile]) -> BTreeMap<String, Account> {
    let office = Office::open(url);
    files.iter().for_each(|file| drop(office.take(file)));
    let accounts = office.accounts();
    for file in files {
        let mut again = file.clone();
        again.sha256 = format!("{}0", &file.sha256[1..]);
        assert_eq!(office.import(&[again]).created(), 0);
    }
    assert_eq!(office.accounts(), accounts, "again");
    office.is_sound();
    accounts
}

fn merged(first: &ReadFile, second: &ReadFile) -> ReadFile {
    let ledgers = [first, second].into_iter().filter_map(|f| f.reading.ledger.clone()).collect();
    let (joined, problems) = fec::merge_years(ledgers);
    let mut file = second.clone();
    file.reading.ledger = Some(joined);
    file.reading.problems.extend(problems);
    file
}

/// In every way the two years can come, the accounts are those.
fn always(first: &ReadFile, second: &ReadFile, expected: &[(&str, &[(&str, i64)])]) {
    let expected: BTreeMap<String, Vec<(String, i64)>> = expected
        .iter()
        .map(|(code, open)| ((*code).to_string(), open.iter().map(|(n, c)| ((*n).to_string(), *c)).collect()))
        .collect();
    let joined = merged(first, second);
    let ways: [&[ReadFile]; 4] = [
        &[first.clone(), second.clone()],
        &[second.clone(), first.clone()],
        std::slice::from_ref(&joined),
        &[first.clone(), joined.clone()],
    ];
    for (way, files) in ways.into_iter().enumerate() {
        testkit::on_sqlite(|url| {
            let found: BTreeMap<_, _> = accounts(url, files).into_iter().map(|(code, a)| (code, a.open)).collect();
            assert_eq!(found, expected, "way {way}");
        });
    }
}

#[test]
fn one_net_opening_line_for_each_customer() {
    let second = [
        ("AN", "2026-01-01", "411000", "BATI BATI OUEST", "AN", "A nouveau", "900.00", "b"),
        ("AN", "2026-01-01", "411000", "CAFE CAFE DES HALLES", "AN", "A nouveau", "250.00", ""),
        ("BQ", "2026-02-01", "411000", "BATI BATI OUEST", "VIR9", "VIR BATI OUEST", "-400.00", "b"),
        ("VE", "2026-03-01", "411000", "CAFE CAFE DES HALLES", "FA-101", "FA-101 CAFE", "70.00", ""),
    ];
    always(
        &fec(FIRST, &YEAR),
        &fec(SECOND, &second),
        &[("BATI", &[("FA-002", 50_000)]), ("CAFE", &[("FA-003", 25_000), ("FA-101", 7_000)])],
    );
}

#[test]
fn one_opening_line_for_each_invoice() {
    let second = [
        ("AN", "2026-01-01", "411000", "BATI BATI OUEST", "FA-001", "FA-001 BATI OUEST", "400.00", "b"),
        ("AN", "2026-01-01", "411000", "BATI BATI OUEST", "FA-002", "FA-002 BATI OUEST", "500.00", ""),
        ("AN", "2026-01-01", "411000", "CAFE CAFE DES HALLES", "FA-003", "FA-003 CAFE", "250.00", ""),
        ("BQ", "2026-02-01", "411000", "BATI BATI OUEST", "VIR9", "VIR FA-001", "-400.00", "b"),
    ];
    always(
        &fec(FIRST, &YEAR),
        &fec(SECOND, &second),
        &[("BATI", &[("FA-002", 50_000)]), ("CAFE", &[("FA-003", 25_000)])],
    );
}

/// The sum is the ledger's even where the opening is not what the year before left.
#[test]
fn an_opening_that_differs_keeps_the_ledger_s_balance() {
    let second = fec(SECOND, &[("AN", "2026-01-01", "411000", "BATI BATI OUEST", "AN", "A nouveau", "1000.00", "")]);
    let first = fec(FIRST, &YEAR[..3]);
    for files in [[&first, &second], [&second, &first]] {
        testkit::on_sqlite(|url| {
            let office = Office::open(url);
            let reports: Vec<_> = files.iter().map(|f| office.take(f)).collect();
            assert_eq!(office.accounts()["BATI"].balance, 100_000);
            assert!(reports[1].problems.iter().any(|p| p.code == "opening_differs"), "{reports:?}");
        });
    }
}

/// The years of one ledger in one import: each file is kept, and the facts name the file of their year.
#[test]
fn each_year_is_kept_as_a_source_of_its_own() {
    let second = [
        ("AN", "2026-01-01", "411000", "BATI BATI OUEST", "AN", "A nouveau", "900.00", ""),
        ("AN", "2026-01-01", "411000", "CAFE CAFE DES HALLES", "AN", "A nouveau", "250.00", ""),
        ("VE", "2026-03-01", "411000", "CAFE CAFE DES HALLES", "FA-101", "FA-101 CAFE", "70.00", ""),
    ];
    let (mut first, second) = (fec(FIRST, &YEAR), fec(SECOND, &second));
    let whole = merged(&first, &second);
    first.reading.ledger = None;
    first.part_of = Some(PartOf { whole: 1, until: day("2025-12-31") });
    let files = [first, whole];
    testkit::both(|url| {
        let office = Office::open(url);
        let outcomes = |report: &app::import::ImportReport| report.files.iter().map(|f| f.outcome).collect::<Vec<_>>();
        assert_eq!(outcomes(&office.import(&files)), [FileOutcome::Joined, FileOutcome::Taken]);
        let source = |file: &ReadFile| {
            let company = office.company.id;
            let read = office.world().read(|books| {
                let source = books.source_by_sha256(company, &file.sha256)?.unwrap().id;
                Ok((source, books.source_bytes(source)?.unwrap()))
            });
            let (source, (name, bytes)) = read.unwrap();
            assert_eq!((name, bytes), (file.name.clone(), file.bytes.to_vec()));
            source
        };
        let (earlier, later) = (source(&files[0]), source(&files[1]));
        assert_ne!(earlier, later);
        for (number, expected) in [("FA-002", earlier), ("FA-003", earlier), ("FA-101", later)] {
            let found = office.world().read(|books| Ok(books.invoices_by_number(office.company.id, number)?)).unwrap();
            assert_eq!(found[0].source, Some(expected), "{number}");
        }
        assert!(office.payments().iter().all(|p| p.source == Some(earlier)));
        let again = outcomes(&office.import(&files));
        assert_eq!(again, [FileOutcome::AlreadyImported, FileOutcome::AlreadyImported]);
        office.is_sound();
    });
}

/// A ledger that is not ours to take leaves none of its years behind.
#[test]
fn the_years_of_another_company_are_not_kept() {
    let name = |year: u32| format!("552081317FEC{year}1231.txt");
    let (mut first, mut second) = (fec(&name(2025), &YEAR), fec(&name(2026), &YEAR[..1]));
    second.reading.ledger = first.reading.ledger.take();
    first.part_of = Some(PartOf { whole: 1, until: day("2025-12-31") });
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let report = office.import(&[first.clone(), second.clone()]);
        assert!(report.files.iter().all(|f| f.outcome == FileOutcome::SetAside), "{report:?}");
        let known = |sha: &str| office.world().read(|books| Ok(books.source_by_sha256(office.company.id, sha)?));
        assert_eq!((known(&first.sha256).unwrap(), known(&second.sha256).unwrap()), (None, None));
    });
}

/// A number used again the next year is another invoice.
#[test]
fn numbering_that_starts_again_each_year() {
    let line = |day: &'static str, euros: &'static str| {
        [("VE", day, "411000", "BATI BATI OUEST", "VE001", "VE001 BATI OUEST", euros, "")]
    };
    let (first, second) = (fec(FIRST, &line("2025-03-01", "100.00")), fec(SECOND, &line("2026-03-01", "70.00")));
    for files in [[&first, &second], [&second, &first]] {
        testkit::on_sqlite(|url| {
            let office = Office::open(url);
            files.iter().for_each(|f| drop(office.take(f)));
            assert_eq!(office.total(), 17_000);
        });
    }
}

/// Partial exports of one year: what is lettered later settles then.
#[test]
fn the_same_year_exported_again_in_december() {
    let mut june = YEAR[..3].to_vec();
    june.push(("BQ", "2025-06-20", "411000", "BATI BATI OUEST", "VIR3", "VIR BATI OUEST", "-500.00", ""));
    let mut december = june.clone();
    december[1].7 = "B";
    december[3].7 = "B";
    let (june, december) = (fec(FIRST, &june), fec(FIRST, &december));
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&june);
        office.import(std::slice::from_ref(&december));
        assert_eq!(office.accounts()["BATI"].open, [("FA-001".to_string(), 40_000)]);
        assert_eq!(office.received(), [50_000, 60_000]);
        office.is_sound();
        assert_eq!(office.import(&[one(FIRST, &december.bytes)]).created(), 0);
    });
}
