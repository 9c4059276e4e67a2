//! The same files in any order, twice or under another name, leave the same facts.

use crate::office::{Office, Picture, data, day, one};
use crate::paper::{Paper, camt, csv, fec};
use app::import::{FileOutcome, ReadFile};

const CLINIC: (&str, Option<&str>) = ("Clinique vétérinaire des Quais SELARL", Some("922222203"));

fn office(url: &str) -> Office {
    Office::of(url, |c| {
        c.name = "Atelier Lumière SARL".into();
        c.siren = Some("987654308".into());
        c.vat_id = None;
    })
}

/// One customer seen by every kind of file.
pub fn folder() -> Vec<ReadFile> {
    let us = ("Atelier Lumière SARL", Some("987654308"));
    let paper = Paper { seller: us, buyer: CLINIC, ..Paper::default() };
    vec![
        one("F-2026-0101.xml", &data("invoices/01-services-380-S1.cii.xml")),
        one("F-2026-0101.pdf", &data("invoices/01-services-380-S1.pdf")),
        one("AV-2026-0007.xml", &data("invoices/05-credit-note-381.cii.xml")),
        Paper { number: "F-2026-0102", euros: "500.00", ..paper }.xml(),
        Paper {
            number: "F-2026-0103",
            kind: "384",
            euros: "600.00",
            issued: "2026-09-20",
            precedents: &["F-2026-0102"],
            ..paper
        }
        .xml(),
        csv(
            "liste.csv",
            "Numéro;Client;Code client;Date facture;Échéance;Montant TTC;Type\n\
             F-2026-0101;Clinique vétérinaire des Quais SELARL;CLIN;15/09/2026;10/10/2026;360,60;Facture\n\
             AV-2026-0007;Clinique vétérinaire des Quais SELARL;CLIN;05/10/2026;;102,00;Avoir\n\
             F-2026-0104;Clinique vétérinaire des Quais SELARL;CLIN;16/09/2026;;240,00;Facture\n",
        ),
        fec(
            "987654308FEC20261231.txt",
            &[
                (
                    "VE",
                    "2026-09-15",
                    "411000",
                    "CLIN CLINIQUE VETERINAIRE DES QUAIS SELARL",
                    "F-2026-0101",
                    "F-2026-0101 CLINIQUE",
                    "360.60",
                    "",
                ),
                (
                    "VE",
                    "2026-09-16",
                    "411000",
                    "CLIN CLINIQUE VETERINAIRE DES QUAIS SELARL",
                    "F-2026-0104",
                    "F-2026-0104 CLINIQUE",
                    "240.00",
                    "AA",
                ),
                (
                    "VE",
                    "2026-09-17",
                    "411000",
                    "CLIN CLINIQUE VETERINAIRE DES QUAIS SELARL",
                    "F-2026-0105",
                    "F-2026-0105 CLINIQUE",
                    "120.00",
                    "",
                ),
                (
                    "VE",
                    "2026-10-05",
                    "411000",
                    "CLIN CLINIQUE VETERINAIRE DES QUAIS SELARL",
                    "AV-2026-0007",
                    "AV-2026-0007 CLINIQUE",
                    "-102.00",
                    "",
                ),
                (
                    "BQ",
                    "2026-11-02",
                    "411000",
                    "CLIN CLINIQUE VETERINAIRE DES QUAIS SELARL",
                    "VIR1102",
                    "VIR F-2026-0104",
                    "-240.00",
                    "AA",
                ),
            ],
        ),
        camt("releve", &[("2026-10-30", "240.00", "VIR CLINIQUE F-2026-0104", "E1", false)]),
    ]
}

fn picture(url: &str, files: &[ReadFile], order: &[usize]) -> (Picture, Vec<i64>) {
    let office = office(url);
    for at in order {
        office.take(&files[*at]);
    }
    office.is_sound();
    (office.picture(), office.received())
}

#[test]
fn every_kind_of_file_tells_the_same_story() {
    testkit::both(|url| {
        let (picture, received) = picture(url, &folder(), &[0, 1, 2, 3, 4, 5, 6, 7]);
        let account = &picture.accounts.values().collect::<Vec<_>>()[..];
        assert_eq!(account.len(), 1, "{account:?}");
        let open = [("F-2026-0101", 25_860), ("F-2026-0103", 60_000), ("F-2026-0105", 12_000)]
            .map(|(n, c)| (n.to_string(), c));
        assert_eq!(account[0].open, open);
        assert_eq!(received, [24_000], "the bank's line and the ledger's are one payment");
        assert_eq!(picture.due[0], ("F-2026-0101".to_string(), day("2026-10-15")), "the document says it");
        assert_eq!(picture.due[2], ("F-2026-0105".to_string(), day("2026-10-17")), "thirty days");
    });
}

struct Dice(u64);

impl Dice {
    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            order.swap(last, (self.0 % (last as u64 + 1)) as usize);
        }
    }
}

#[test]
fn no_order_of_separate_imports_matters() {
    let files = folder();
    let mut expected = None;
    let mut dice = Dice(0x1234_5678_9abc);
    let mut order: Vec<usize> = (0..files.len()).collect();
    for _ in 0..60 {
        testkit::on_sqlite(|url| {
            let found = picture(url, &files, &order);
            let expected = expected.get_or_insert_with(|| found.clone());
            assert_eq!(&found, expected, "{:?}", order.iter().map(|at| &files[*at].name).collect::<Vec<_>>());
        });
        dice.shuffle(&mut order);
    }
}

#[test]
fn no_order_within_one_import_matters() {
    let mut files = folder();
    let mut expected = None;
    for _ in 0..files.len() {
        testkit::on_sqlite(|url| {
            let office = office(url);
            let report = office.import(&files);
            assert!(report.files.iter().all(|f| f.outcome == FileOutcome::Taken));
            assert!(report.files.iter().zip(&files).all(|(report, file)| report.name == file.name));
            let found = (office.picture(), office.received());
            assert_eq!(&found, expected.get_or_insert_with(|| found.clone()));
        });
        files.rotate_left(1);
    }
}

#[test]
fn twice_or_under_another_name_is_once() {
    testkit::both(|url| {
        let office = office(url);
        let mut files = folder();
        office.import(&files);
        let before = (office.picture(), office.received());
        let again = office.import(&files);
        assert!(again.files.iter().all(|f| f.outcome == FileOutcome::AlreadyImported), "{again:?}");
        assert_eq!(again.created(), 0);
        files.iter_mut().for_each(|file| file.name = format!("copie de {}", file.name));
        assert_eq!(office.import(&files).created(), 0);
        // Other bytes, the same content.
        files.iter_mut().for_each(|file| file.sha256 = format!("{}0", &file.sha256[1..]));
        let report = office.import(&files);
        assert_eq!(report.created(), 0, "{report:?}");
        assert!(report.files.iter().all(|f| f.already_known > 0));
        assert_eq!((office.picture(), office.received()), before);
        office.is_sound();
    });
}

fn in_both_orders(files: [ReadFile; 2], check: impl Fn(&Office)) {
    for turn in 0..2 {
        testkit::on_sqlite(|url| {
            let office = Office::open(url);
            files.iter().cycle().skip(turn).take(2).for_each(|file| drop(office.take(file)));
            check(&office);
            office.is_sound();
        });
    }
}

#[test]
fn a_list_with_what_is_left_and_the_ledger_with_the_payments_are_the_same_money() {
    let list = csv(
        "liste.csv",
        "Numéro;Client;Date facture;Montant TTC;Reste dû\nFA-001;Bâti Ouest;01/03/2026;1000,00;400,00\n",
    );
    let ledger = fec(
        "732829320FEC20261231.txt",
        &[
            ("VE", "2026-03-01", "411000", "BATI BATI OUEST", "FA-001", "FA-001 BATI OUEST", "1000.00", "a"),
            ("BQ", "2026-04-01", "411000", "BATI BATI OUEST", "VIR1", "VIR FA-001", "-350.00", "a"),
            ("BQ", "2026-05-01", "411000", "BATI BATI OUEST", "VIR2", "VIR FA-001", "-250.00", "a"),
        ],
    );
    in_both_orders([list, ledger], |office| {
        assert_eq!(office.open_items(), [("FA-001".to_string(), 40_000)]);
        assert_eq!(office.accounts().len(), 1);
        assert_eq!(office.received().iter().sum::<i64>(), 60_000);
    });
}

#[test]
fn the_bank_weeks_before_the_ledger_is_the_same_money() {
    let ledger = fec(
        "732829320FEC20261231.txt",
        &[
            ("VE", "2026-03-01", "411000", "BATI BATI OUEST", "FA-001", "FA-001 BATI OUEST", "1000.00", "A"),
            ("BQ", "2026-04-30", "411000", "BATI BATI OUEST", "VIR1", "VIR BATI", "-1000.00", "A"),
        ],
    );
    let paid = csv("liste.csv", "Numéro;Client;Date facture;Montant TTC\nFA-001;Bâti Ouest;01/03/2026;1000,00\n");
    let bank = camt("releve", &[("2026-04-02", "1000.00", "VIR BATI FA-001", "E1", false)]);
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        testkit::on_sqlite(|url| {
            let office = Office::open(url);
            order.iter().for_each(|at| drop(office.take([&ledger, &paid, &bank][*at])));
            assert_eq!(office.open_items(), [], "{order:?}");
            assert_eq!(office.received(), [100_000], "{order:?}");
            let last = office.import(&[camt("vide", &[("2026-05-01", "-1.00", "FRAIS", "F", false)])]);
            assert_eq!(last.settled.unmatched_credits, 0, "{order:?}");
        });
    }
}

#[test]
fn a_list_that_says_paid_and_the_bank_are_the_same_money() {
    let list = csv(
        "liste.csv",
        "Numéro;Client;Date facture;Montant TTC;Reste dû\nFA-001;Bâti Ouest;01/03/2026;1000,00;0,00\n",
    );
    let bank = camt("releve", &[("2026-05-20", "1000.00", "VIR BATI FA-001", "E1", false)]);
    in_both_orders([list, bank], |office| {
        assert_eq!((office.open_items(), office.received()), (vec![], vec![100_000]));
        let last = office.import(&[camt("vide", &[("2026-06-01", "-1.00", "FRAIS", "F", false)])]);
        assert_eq!(last.settled.unmatched_credits, 0);
    });
}

#[test]
fn a_credit_note_before_or_after_its_payment() {
    let paper = Paper::default();
    let credit =
        Paper { number: "AV-1", kind: "381", euros: "200.00", precedents: &[paper.number], ..Paper::default() };
    let bank = camt("releve", &[("2026-10-20", "1000.00", "VIR F-2026-0001", "E1", false)]);
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        testkit::on_sqlite(|url| {
            let office = Office::open(url);
            order.iter().for_each(|at| drop(office.take([&paper.xml(), &credit.xml(), &bank][*at])));
            assert_eq!(office.open_items(), [("F-2026-0001".to_string(), -20_000)], "{order:?}");
        });
    }
}

#[test]
fn the_better_basis_gives_the_due_date() {
    let guess = fec(
        "732829320FEC20261231.txt",
        &[("VE", "2026-09-15", "411000", "BATI BATI OUEST", "F-2026-0001", "F-2026-0001 BATI", "1000.00", "")],
    );
    let terms = Paper { due: None, terms: Some("45 jours fin de mois"), ..Paper::default() };
    in_both_orders([guess.clone(), Paper::default().xml()], |office| {
        assert_eq!(office.picture().due, [("F-2026-0001".to_string(), day("2026-10-15"))]);
    });
    in_both_orders([guess, terms.xml()], |office| {
        assert!(office.picture().due[0].1 > day("2026-10-29"), "{:?}", office.picture().due);
    });
    in_both_orders([terms.xml(), Paper { due: Some("2026-10-01"), ..Paper::default() }.xml()], |office| {
        assert_eq!(office.picture().due[0].1, day("2026-10-01"), "stated beats terms");
    });
}

#[test]
fn a_deposit_deducted_by_the_document_and_paid_in_the_ledger() {
    let document = Paper { prepaid: Some("200.00"), payable: Some("800.00"), ..Paper::default() };
    for paid in ["-200.00", "-1000.00"] {
        let ledger = fec(
            "732829320FEC20261231.txt",
            &[
                ("VE", "2026-09-15", "411000", "BATI BATI OUEST", "F-2026-0001", "F-2026-0001 BATI", "1000.00", "A"),
                ("BQ", "2026-09-25", "411000", "BATI BATI OUEST", "VIR1", "VIR BATI", paid, "A"),
            ],
        );
        let left = if paid == "-200.00" { 80_000 } else { 0 };
        in_both_orders([document.xml(), ledger], |office| assert_eq!(office.total(), left, "{paid}"));
    }
}

/// Programs book one line for each due date of an invoice.
#[test]
fn an_invoice_booked_in_instalments_is_the_document() {
    let text = String::from_utf8(
        fec(
            "732829320FEC20261231.txt",
            &[("VE", "2026-09-15", "411000", "BATI BATI OUEST", "F-2026-0001", "F-2026-0001", "1000.00", "")],
        )
        .bytes
        .to_vec(),
    )
    .unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let half = lines[1].replace("1000,00", "500,00");
    lines.splice(1..2, [half.clone(), half]);
    let ledger = one("732829320FEC20261231.txt", lines.join("\n").as_bytes());
    in_both_orders([ledger, Paper::default().xml()], |office| {
        assert_eq!(office.open_items(), [("F-2026-0001".to_string(), 100_000)]);
    });
}
