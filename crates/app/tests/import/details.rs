//! The cases a fast import gets wrong: currencies, reversals, lists that disagree, credit notes that come first.

use crate::office::Office;
use crate::paper::{Paper, camt, camt_in, csv};
use app::import::FileOutcome;
use domain::journal::JournalEntry;

fn journal(office: &Office) -> Vec<String> {
    let mut said = Vec::new();
    office
        .world()
        .read(|books| {
            books.journal(office.company.id, &mut |entry: JournalEntry| {
                said.push(entry.sentence(&|_| None).to_string());
                Ok(())
            })?;
            Ok(())
        })
        .unwrap();
    said
}

#[test]
fn currencies_are_told_apart() {
    testkit::both(|url| {
        let office = Office::open(url);
        let list = "Numéro;Client;Date facture;Montant TTC;Devise\nF-1;A;01/09/2026;10,00;EUR\nF-2;A;01/09/2026;20,00;USD\nF-3;A;02/09/2026;5,00;EUR\n";
        office.take(&csv("liste.csv", list));
        let said = journal(&office);
        assert!(said.iter().any(|s| s.contains("2\u{a0}factures") && s.contains("15,00")), "{said:?}");
        assert!(
            said.iter().any(|s| s.contains("1\u{a0}facture ") && s.contains("20,00") && !s.contains("€")),
            "{said:?}"
        );
        // Twenty euros are not twenty dollars.
        office.take(&camt("releve", &[("2026-09-20", "20.00", "VIR F-2", "E1", false)]));
        assert_eq!(office.received(), [] as [i64; 0]);
        office.take(&camt_in("USD", "053", "dollars", &[("2026-09-20", "20.00", "VIR FACTURE F-2", "E1", false)]));
        assert_eq!(office.open_items().len(), 3, "too short a number to be certain");
    });
}

#[test]
fn a_foreign_line_does_not_pay() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&Paper { currency: "USD", ..Paper::default() }.xml());
        office.take(&camt("euros", &[("2026-09-20", "1000.00", "VIR F-2026-0001", "E1", false)]));
        assert_eq!(office.open_items().len(), 1);
        office.take(&camt_in("USD", "053", "dollars", &[("2026-09-21", "1000.00", "VIR F-2026-0001", "E2", false)]));
        assert_eq!(office.open_items(), []);
    });
}

#[test]
fn money_taken_back_was_not_received() {
    let credit = ("2026-09-20", "1000.00", "PRLV F-2026-0001", "E1", false);
    let back = ("2026-09-25", "-1000.00", "REJET PRLV F-2026-0001", "E1", true);
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&camt("releve", &[credit, back]));
        office.take(&Paper::default().xml());
        assert_eq!((office.total(), office.received()), (100_000, vec![]));
    });
    // In two statements, before the invoice.
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&camt("septembre", &[credit]));
        office.take(&camt("octobre", &[back]));
        let report = office.import(&[Paper::default().xml()]);
        assert_eq!((office.total(), report.settled.unmatched_credits), (100_000, 0));
        office.is_sound();
    });
}

#[test]
fn a_credit_note_waits_for_its_invoice() {
    testkit::both(|url| {
        let office = Office::open(url);
        let credit =
            Paper { number: "AV-1", kind: "381", euros: "200.00", precedents: &["F-2026-0001"], ..Paper::default() };
        office.take(&credit.xml());
        assert_eq!(office.open_items(), [("AV-1".to_string(), -20_000)]);
        let report = office.import(&[Paper::default().xml()]);
        assert_eq!(report.settled.credit_notes, 1);
        assert_eq!(office.open_items(), [("F-2026-0001".to_string(), 80_000)]);
        let again = office.import(&[Paper { number: "F-2026-0002", ..Paper::default() }.xml()]);
        assert_eq!(again.settled.credit_notes, 0);
    });
}

#[test]
fn an_invoice_below_zero_is_a_credit_note() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&Paper::default().xml());
        let negative =
            Paper { number: "F-2026-0002", euros: "-200.00", precedents: &["F-2026-0001"], ..Paper::default() };
        let report = office.take(&negative.xml());
        assert_eq!(report.credit_notes, 1);
        assert_eq!(office.open_items(), [("F-2026-0001".to_string(), 80_000)]);
    });
}

#[test]
fn somebody_else_s_invoice_is_not_reduced() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&Paper::default().xml());
        let stranger = ("Café des Halles", Some("542051180"));
        let credit = Paper {
            number: "AV-1",
            kind: "381",
            euros: "200.00",
            precedents: &["F-2026-0001"],
            buyer: stranger,
            ..Paper::default()
        };
        office.take(&credit.xml());
        assert_eq!(office.open_items(), [("AV-1".to_string(), -20_000), ("F-2026-0001".to_string(), 100_000)]);
    });
}

#[test]
fn a_credit_note_of_several_invoices_waits_for_a_person() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let credit = Paper {
            number: "AV-1",
            kind: "381",
            euros: "200.00",
            precedents: &["F-2026-0001", "F-2026-0002"],
            ..Paper::default()
        };
        for file in [credit.xml(), Paper::default().xml(), Paper { number: "F-2026-0002", ..Paper::default() }.xml()] {
            office.take(&file);
        }
        assert_eq!((office.total(), office.open_items().len()), (180_000, 3));
    });
}

#[test]
fn nothing_left_to_pay_makes_no_claim() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&Paper { prepaid: Some("1000.00"), payable: Some("0.00"), ..Paper::default() }.xml());
        assert_eq!((office.open_items(), office.received()), (vec![], vec![]));
    });
}

#[test]
fn lists_that_disagree_with_themselves() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let list = "Numéro;Client;Date facture;Montant TTC;Reste dû;Payée le\n\
                    F-1;A;01/09/2026;10,00;15,00;\n\
                    F-2;A;01/09/2026;10,00;0,00;15/08/2026\n\
                    F-3;A;01/09/2026;10,00;10,00;\n\
                    F-3;A;01/09/2026;10,00;10,00;\n";
        office.take(&csv("liste.csv", list));
        assert_eq!(office.open_items(), [("F-1".to_string(), 1_000), ("F-3".to_string(), 1_000)]);
        assert_eq!(office.received(), [1_000]);
        office.is_sound();
        // An older list neither undoes what was paid since, nor breaks anything.
        let older = "Numéro;Client;Date facture;Montant TTC;Reste dû\nF-2;A;01/09/2026;10,00;4,00\n";
        let report = office.take(&csv("ancienne.csv", older));
        assert!(report.problems.iter().any(|p| p.code == "older_outstanding"));
        assert_eq!(office.total(), 2_000);
    });
}

#[test]
fn a_used_up_credit_note_of_a_list_is_used_up() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let list = "Numéro;Client;Date facture;Type;Montant TTC;Reste dû\nF-1;A;01/09/2026;Facture;1000,00;700,00\nAV-1;A;02/09/2026;Avoir;300,00;0,00\n";
        office.take(&csv("liste.csv", list));
        assert_eq!(office.open_items(), [("F-1".to_string(), 70_000)]);
        office.is_sound();
    });
}

#[test]
fn what_a_file_would_do_is_shown_without_doing_it() {
    testkit::both(|url| {
        let office = Office::open(url);
        let files =
            [Paper::default().xml(), camt("releve", &[("2026-09-20", "1000.00", "VIR F-2026-0001", "E1", false)])];
        let shown = app::import::preview(&office.world(), &office.company, &files, Default::default()).unwrap();
        assert_eq!((office.open_items(), office.accounts().len()), (vec![], 0));
        let done = office.import(&files);
        assert_eq!((shown.created(), shown.settled), (done.created(), done.settled));
        assert!(done.files.iter().all(|f| f.outcome == FileOutcome::Taken));
    });
}
