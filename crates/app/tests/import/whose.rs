//! Whose invoice, whose ledger, and which files tell what another one tells better.

use crate::office::{Office, SIREN, data, one};
use crate::paper::{Paper, camt_in, csv, fec};
use app::import::{FileOutcome, ImportOptions, ReadFile};
use app::{aging, customers};
use domain::facts::{KindBasis, PartyKind};

fn outcome(office: &Office, file: &ReadFile) -> (FileOutcome, String) {
    let report = office.import(std::slice::from_ref(file)).files.remove(0);
    (report.outcome, report.set_aside.unwrap_or_default())
}

#[test]
fn the_company_is_known_by_siren_vat_number_or_name() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let by = |seller| Paper { seller, ..Paper::default() }.xml();
        for (at, seller) in [("Autre nom", Some(SIREN)), ("Atelier Lumière", None), ("ATELIER LUMIERE SARL", None)]
            .into_iter()
            .enumerate()
        {
            let number = format!("F-{at}");
            let file = Paper { seller, number: &number, ..Paper::default() }.xml();
            assert_eq!(outcome(&office, &file).0, FileOutcome::Taken, "{seller:?}");
        }
        let (found, why) = outcome(&office, &by(("Atelier Lumière", Some("552081317"))));
        assert_eq!(found, FileOutcome::SetAside, "another SIREN is another company, whatever its name");
        assert!(why.contains("552081317"), "{why}");
    });
    testkit::on_sqlite(|url| {
        let office = Office::of(url, |c| {
            c.siren = Some("987654308".into());
            c.vat_id = None;
            c.name = "X".into();
        });
        let mut file = one("a.xml", &data("invoices/01-services-380-S1.cii.xml"));
        std::sync::Arc::make_mut(&mut file.reading.invoices[0].seller).siren = None;
        assert_eq!(outcome(&office, &file).0, FileOutcome::Taken, "a French VAT number holds the SIREN");
    });
}

#[test]
fn a_purchase_is_set_aside_and_says_so() {
    testkit::both(|url| {
        let office = Office::open(url);
        let purchase = Paper {
            seller: ("Fournisseur", Some("552081317")),
            buyer: ("Atelier Lumière", Some(SIREN)),
            ..Paper::default()
        }
        .xml();
        let (found, why) = outcome(&office, &purchase);
        assert_eq!((found, why.contains("c’est un achat")), (FileOutcome::SetAside, true), "{why}");
        let stranger = Paper { seller: ("Fournisseur", Some("552081317")), ..Paper::default() }.xml();
        let (found, why) = outcome(&office, &stranger);
        assert_eq!((found, why.contains("--any-seller")), (FileOutcome::SetAside, true), "{why}");
        assert_eq!(office.total(), 0);
        let report = office.import_with(&[stranger], ImportOptions { any_seller: true, ..ImportOptions::default() });
        assert_eq!((report.files[0].outcome, office.total()), (FileOutcome::Taken, 100_000));
    });
}

#[test]
fn a_ledger_of_another_company_is_set_aside() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let line = [("VE", "2026-03-01", "411000", "BATI BATI", "FA-001", "FA-001 BATI", "10.00", "")];
        let file = fec("552081317FEC20261231.txt", &line);
        let (found, why) = outcome(&office, &file);
        assert_eq!((found, why.contains("552081317")), (FileOutcome::SetAside, true), "{why}");
        office.take(&fec("732829320FEC20261231.txt", &line));
        let report = office.import_with(&[file], ImportOptions { any_seller: true, ..ImportOptions::default() });
        assert_eq!(report.files[0].invoices, 1, "another seller's number is another invoice");
        assert_eq!(office.total(), 2_000);
    });
}

#[test]
fn notices_are_not_statements() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        for kind in ["052", "054"] {
            let file = camt_in("EUR", kind, "avis", &[("2026-10-20", "1000.00", "VIR", "E1", false)]);
            let (found, why) = outcome(&office, &file);
            assert_eq!((found, why.contains("CAMT.053")), (FileOutcome::SetAside, true), "{why}");
            let options = ImportOptions { any_seller: true, ..ImportOptions::default() };
            assert_eq!(office.import_with(&[file], options).files[0].outcome, FileOutcome::SetAside);
        }
        for file in ["bank/genkgo-camt054.v2.xml", "bank/genkgo-camt052.v2.xml"] {
            assert_eq!(outcome(&office, &one(file, &data(file))).0, FileOutcome::SetAside);
        }
    });
}

#[test]
fn a_list_that_could_be_payments_is_refused() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let report = office
            .import(&[csv("x.csv", "id,invoice,customer,date,amount\nP1,F1,Bati,2026-01-02,10.00\n")])
            .files
            .remove(0);
        assert_eq!(report.outcome, FileOutcome::Refused, "{report:?}");
        let problem = report.problems.iter().find(|p| p.code == "maybe_payments").unwrap();
        assert!(problem.remedy.contains("--map") && problem.severity == draft::Severity::Error);
        assert_eq!(office.total(), 0);
    });
}

#[test]
fn customers_are_who_they_are() {
    testkit::both(|url| {
        let office = Office::open(url);
        let bill = |number, buyer| Paper { number, buyer, ..Paper::default() }.xml();
        office.take(&bill("F-1", ("Martin", Some("552081317"))));
        office.take(&bill("F-2", ("Martin", Some("732829320"))));
        office.take(&bill("F-3", ("Durand", None)));
        office.take(&bill("F-4", ("DURAND", Some("542051180"))));
        office.take(&bill("F-5", ("Durand et Fils", Some("542051180"))));
        let world = office.world();
        let parties = app::aging::customers(&world, &office.company, "").unwrap();
        let mut sirens: Vec<_> = parties.iter().map(|p| (p.name.as_str(), p.siren.as_deref().unwrap())).collect();
        sirens.sort_unstable();
        assert_eq!(sirens, [("Durand", "542051180"), ("Martin", "552081317"), ("Martin", "732829320")]);
    });
}

#[test]
fn two_accounts_of_one_name_are_two_customers() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let line = |customer, piece| ("VE", "2026-03-01", "411000", customer, piece, piece, "10.00", "");
        office.take(&fec("732829320FEC20261231.txt", &[line("C1 MARTIN", "FA-001"), line("C2 MARTIN", "FA-002")]));
        assert_eq!(office.accounts().len(), 2);
    });
}

/// Once facts stand under two customers nobody moves them: it is told, with the invoice that shows it.
#[test]
fn two_customers_that_turn_out_to_be_one_are_told() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&Paper { number: "F-2026-0002", ..Paper::default() }.xml());
        let line = ("VE", "2026-09-15", "411000", "C1 BATIMENT OUEST", "F-2026-0001", "F-2026-0001", "1000.00", "");
        office.take(&fec("732829320FEC20261231.txt", &[line]));
        let report = office.take(&Paper::default().xml());
        let told = report.problems.iter().find(|p| p.code == "same_customer").unwrap();
        assert!(told.what.contains("F-2026-0001") && told.what.contains("BATIMENT OUEST"), "{told}");
        assert_eq!(office.total(), 200_000);
    });
}

#[test]
fn what_a_customer_is_adds_up_from_every_file_and_the_word_of_a_user_stays() {
    let list = csv("liste.csv", "Numéro;Date;Client;Montant TTC\nF-1;01/10/2026;Camille Roux;120,00\n");
    let invoice = Paper { number: "F-2", buyer: ("Camille Roux", Some("552081317")), ..Paper::default() }.xml();
    let said = "Numéro;Date;Client;Type de client;Montant TTC\nF-3;01/10/2026;Camille Roux;particulier;90,00\n";
    let said = csv("particuliers.csv", said);
    let kind = |office: &Office| office.picture().kinds["camille roux"];
    testkit::both(|url| {
        let office = Office::open(url);
        assert_eq!(office.import(std::slice::from_ref(&list)).unknown_kinds, 1);
        assert_eq!(kind(&office), (PartyKind::Business, KindBasis::Assumed));
        assert_eq!(office.import(std::slice::from_ref(&invoice)).unknown_kinds, 0);
        assert_eq!(kind(&office), (PartyKind::Business, KindBasis::Documented));
        office.take(&said);
        assert_eq!(kind(&office), (PartyKind::Consumer, KindBasis::Documented), "of two documents, the milder");
    });
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&list);
        let customers = aging::customers(&office.world(), &office.company, "").unwrap();
        customers::state_kind(&office.world(), &office.company, &customers, PartyKind::Business).unwrap();
        office.take(&said);
        assert_eq!(kind(&office), (PartyKind::Business, KindBasis::Stated));
    });
}
