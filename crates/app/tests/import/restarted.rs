//! Numberings that start again each year: the same number is another invoice, whatever the order of the files.

use crate::office::{Office, cents};
use crate::paper::csv;
use app::import::{FileOutcome, ReadFile};

fn list(name: &str, rows: &[(&str, &str, &str, &str)]) -> ReadFile {
    let rows: String = rows.iter().map(|(n, on, who, euros)| format!("{n};{on};{who};{euros}\n")).collect();
    csv(name, &format!("Numéro;Date;Client;Montant TTC\n{rows}"))
}

fn open(office: &Office) -> Vec<(String, i64)> {
    office.is_sound();
    office.open_items()
}

#[test]
fn a_number_that_comes_again_the_next_year_is_another_invoice_in_any_order() {
    let first =
        list("2024.csv", &[("F-001", "10/01/2024", "Garage Morel", "100,00"), ("2", "11/01/2024", "Bois", "7,00")]);
    let second =
        list("2025.csv", &[("F-001", "09/01/2025", "Garage Morel", "250,00"), ("2", "03/02/2025", "Bois", "7,00")]);
    let third = list("2026.csv", &[("F-001", "12/01/2026", "Hôtel du Parc", "30,00")]);
    let mut both =
        list("tout.csv", &[("F-001", "10/01/2024", "Garage Morel", "100,00"), ("2", "11/01/2024", "Bois", "7,00")]);
    both.reading.invoices.extend(second.reading.invoices.iter().chain(&third.reading.invoices).cloned());
    let expected: Vec<(String, i64)> =
        [("2", "7.00"), ("2", "7.00"), ("F-001", "30.00"), ("F-001", "100.00"), ("F-001", "250.00")]
            .map(|(n, euros)| (n.to_string(), cents(euros)))
            .to_vec();
    let orders: [&[&ReadFile]; 4] =
        [&[&first, &second, &third], &[&third, &second, &first], &[&second, &first, &third], &[&both]];
    for order in orders {
        testkit::both(|url| {
            let office = Office::open(url);
            for file in order {
                office.take(file);
            }
            assert_eq!(open(&office), expected);
            for file in [&first, &second, &third, &both] {
                let again = ReadFile { sha256: format!("again {}", file.name), ..(*file).clone() };
                let report = office.import(std::slice::from_ref(&again)).files.remove(0);
                assert_eq!((report.created, report.outcome), (0, FileOutcome::Taken), "{report:?}");
            }
            assert_eq!(open(&office), expected);
        });
    }
}

#[test]
fn the_same_number_in_the_same_year_or_holding_its_year_stays_a_contradiction() {
    let pairs = [
        (("F-001", "10/01/2025", "Garage Morel", "100,00"), ("F-001", "09/06/2025", "Garage Morel", "250,00")),
        (("F-2025-1", "20/12/2025", "Garage Morel", "100,00"), ("F-2025-1", "05/01/2026", "Garage Morel", "250,00")),
    ];
    for (one, other) in pairs {
        testkit::both(|url| {
            let office = Office::open(url);
            office.take(&list("a.csv", &[one]));
            let report = office.import(&[list("b.csv", &[other])]).files.remove(0);
            assert_eq!(report.outcome, FileOutcome::Refused, "{report:?}");
            let office_items = open(&office);
            assert_eq!(office_items.len(), 1);
        });
    }
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&list("a.csv", &[("F-001", "10/01/2024", "Morel", "100,00")]));
        office.take(&list("b.csv", &[("F-001", "10/01/2025", "Morel", "200,00")]));
        let report = office.import(&[list("c.csv", &[("F-001", "10/03/2025", "Morel", "300,00")])]).files.remove(0);
        assert_eq!(report.outcome, FileOutcome::Refused, "the second year is known as well: {report:?}");
    });
}

#[test]
fn a_number_that_served_twice_is_told_apart_by_year_or_customer() {
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&list("a.csv", &[("F-001", "10/01/2024", "Garage Morel", "100,00")]));
        office.take(&list("b.csv", &[("F-001", "10/01/2025", "Hôtel du Parc", "200,00")]));
        let find = |text: &str| app::naming::invoice(&office.world(), &office.company, text);
        let told = find("F-001").unwrap_err().to_string();
        assert!(told.contains("\"F-001/2024\" pour celle de Garage Morel du 10 janvier 2024"), "{told}");
        assert!(told.contains("\"F-001/2025\" pour celle de Hôtel du Parc du 10 janvier 2025"), "{told}");
        for text in ["F-001/2025", "F-001@Hôtel du Parc", "F-001@parc", "F-001/2025@parc"] {
            assert_eq!(find(text).unwrap().gross.get(), cents("200.00"), "{text}");
        }
        for text in ["F-001/2023", "F-001@Dupont", "F-001/2024@parc"] {
            assert!(find(text).unwrap_err().to_string().contains("Aucune facture"), "{text}");
        }
    });
}
