//! The same key with another content: nothing is written, and both sides are told.

use crate::office::{Office, read};
use crate::paper::{Paper, csv, fec};
use app::import::{FileOutcome, FileReport, ImportOptions};

fn refused(office: &Office, file: &app::import::ReadFile) -> FileReport {
    let before = (office.picture(), office.accounts());
    let report = office.import(std::slice::from_ref(file)).files.remove(0);
    assert_eq!(report.outcome, FileOutcome::Refused, "{report:?}");
    assert_eq!((office.picture(), office.accounts()), before, "nothing is written");
    report
}

#[test]
fn another_amount_under_a_known_number() {
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&Paper::default().xml());
        let report = refused(&office, &Paper { euros: "1200.00", ..Paper::default() }.xml());
        let said = report.problems.iter().find(|p| p.code == "conflict").unwrap();
        let folded = base::fold::words(&said.what);
        assert!(folded.contains("1 000 00") && folded.contains("1 200 00"), "{said}");
        refused(&office, &Paper { currency: "USD", ..Paper::default() }.xml());
        refused(&office, &Paper { issued: "2026-09-16", ..Paper::default() }.xml());
    });
}

#[test]
fn one_conflict_refuses_the_whole_list() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&Paper::default().xml());
        let list = "Numéro;Client;Date facture;Montant TTC\nF-9;Nouveau;01/09/2026;10,00\nF-2026-0001;Bâti Ouest;15/09/2026;999,00\n";
        let report = refused(&office, &csv("liste.csv", list));
        assert_eq!(report.problems.iter().find(|p| p.code == "conflict").unwrap().place.line, Some(3));
    });
}

#[test]
fn one_number_twice_in_a_list() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let row = |euros: &str| format!("F-9;Nouveau;01/09/2026;{euros}\n");
        let head = "Numéro;Client;Date facture;Montant TTC\n";
        refused(&office, &csv("liste.csv", &format!("{head}{}{}", row("10,00"), row("12,00"))));
        office.take(&csv("liste.csv", &format!("{head}{}{}", row("10,00"), row("10,00"))));
        assert_eq!(office.total(), 1_000);
    });
}

#[test]
fn a_list_against_the_books_everywhere_is_told_shortly() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let list = |euros: u32| {
            let rows: String = (0..3_000).map(|n| format!("FA-{n:05};Client {n};01/09/2026;{euros},00\n")).collect();
            csv("liste.csv", &format!("Numéro;Client;Date facture;Montant TTC\n{rows}"))
        };
        office.take(&list(10));
        let report = refused(&office, &list(11));
        assert!(report.problems.len() < 120, "{}", report.problems.len());
    });
}

#[test]
fn a_known_document_in_other_bytes() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let file = Paper::default().xml();
        office.take(&file);
        let mut bytes = file.bytes.to_vec();
        bytes.push(b'\n');
        let report = office.take(&read("copie.xml", &bytes).remove(0));
        assert_eq!((report.created, report.already_known), (0, 1));
    });
}

/// One slip is told; a ledger that contradicts the books throughout is another one.
#[test]
fn a_ledger_against_the_books_everywhere_is_refused() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let rows: String = (0..20).map(|n| format!("FA-{n:03};Bâti Ouest;01/03/2026;10,00\n")).collect();
        office.take(&csv("liste.csv", &format!("Numéro;Client;Date facture;Montant TTC\n{rows}")));
        let pieces: Vec<String> = (0..20).map(|n| format!("FA-{n:03}")).collect();
        let ledger = |wrong: usize| {
            let line = |(n, piece): (usize, &'_ String)| {
                let euros = if n < wrong { "11.00" } else { "10.00" };
                (piece.clone(), euros)
            };
            let lines: Vec<(String, &str)> = pieces.iter().enumerate().map(line).collect();
            let lines: Vec<_> = lines
                .iter()
                .map(|(piece, euros)| {
                    ("VE", "2026-03-01", "411000", "BATI BATI OUEST", piece.as_str(), piece.as_str(), *euros, "")
                })
                .collect();
            fec("732829320FEC20261231.txt", &lines)
        };
        let report = refused(&office, &ledger(12));
        assert!(report.problems.iter().any(|p| p.code == "conflict" && p.what.contains("12 factures")), "{report:?}");
        let report = office.take(&ledger(1));
        assert_eq!(report.problems.iter().filter(|p| p.code == "conflict").count(), 1);
        assert_eq!(office.total(), 20_000);
    });
}

#[test]
fn a_list_is_taken_without_its_wrong_lines_when_somebody_says_so() {
    testkit::both(|url| {
        let office = Office::open(url);
        let list = csv(
            "liste.csv",
            "Numéro;Client;Date facture;Montant TTC\nF-1;Bâti Ouest;01/09/2026;10,00\nF-2;Bâti Ouest;32/09/2026;20,00\n\
             F-3;Bâti Ouest;02/09/2026;40,00\n",
        );
        let without = ImportOptions { skip_wrong_lines: true, ..ImportOptions::default() };
        let whole = refused(&office, &list);
        assert_eq!(whole.to_mend.as_ref().unwrap().lines.len(), 1, "it could be taken without one line");
        let taken = office.import_with(std::slice::from_ref(&list), without).files.remove(0);
        assert_eq!((taken.outcome, taken.invoices, office.total()), (FileOutcome::Taken, 2, 5_000), "{taken:?}");
        assert_eq!(taken.problems[0].code, "lines_left_out");
        let again = office.import_with(std::slice::from_ref(&list), without).files.remove(0);
        assert_eq!((again.outcome, office.total()), (FileOutcome::AlreadyImported, 5_000));
        let mended = taken.to_mend.unwrap().list().replace("32/09/2026", "30/09/2026");
        let last = office.take(&csv("liste-corrigee.csv", &mended));
        assert_eq!((last.invoices, last.already_known, office.total()), (1, 0, 7_000));
        let all = csv(
            "toute.csv",
            "Numéro;Client;Date facture;Montant TTC\nF-1;Bâti Ouest;01/09/2026;10,00\nF-2;Bâti Ouest;30/09/2026;20,00\n\
             F-3;Bâti Ouest;02/09/2026;40,00\n",
        );
        office.import(&[all]);
        assert_eq!(office.total(), 7_000, "the whole list mended takes nothing twice");
    });
}

#[test]
fn statements_and_contradictions_are_never_taken_in_part() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&Paper::default().xml());
        let without = ImportOptions { skip_wrong_lines: true, ..ImportOptions::default() };
        let against = csv(
            "liste.csv",
            "Numéro;Client;Date facture;Montant TTC\nF-9;Nouveau;01/09/2026;10,00\nF-2026-0001;Bâti Ouest;15/09/2026;999,00\n",
        );
        let bank = csv(
            "releve.csv",
            "Date;Libellé;Montant;Solde\n01/09/2026;VIR A;10,00;10,00\n32/09/2026;VIR B;5,00;15,00\n",
        );
        for file in [against, bank] {
            let report = office.import_with(std::slice::from_ref(&file), without).files.remove(0);
            assert_eq!((report.outcome, report.created), (FileOutcome::Refused, 0), "{report:?}");
        }
    });
}
