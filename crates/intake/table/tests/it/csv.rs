use super::{codes, error};
use base::{Cents, Currency, Date};
use draft::{InvoiceDraft, InvoiceKind, Reading, Severity};
use table::read_csv;

fn read(text: &str) -> Reading {
    read_csv(text.as_bytes(), None)
}

fn good(text: &str) -> Vec<InvoiceDraft> {
    let reading = read(text);
    assert!(!reading.is_refused(), "{text}: {:?}", reading.problems);
    reading.invoices
}

const HEAD: &str = "N° facture;Client;Date;Échéance;Montant TTC";

#[test]
fn the_writing_of_a_file_does_not_change_what_it_says() {
    let plain = "N° facture;Client;Date;Échéance;Montant TTC\nF1;Société Générale d'Été;03/02/2026;05/03/2026;1234,56\nF2;B;03/02/2026;05/03/2026;10,00\n";
    let expected = good(plain);
    assert_eq!((expected[0].gross, expected[0].issued_on), (Cents::new(123_456), Date::constant(2026, 2, 3)));
    let mut variants: Vec<Vec<u8>> = vec![
        plain.replace('\n', "\r\n").into_bytes(),
        plain.replace(';', "\t").into_bytes(),
        plain.replace(',', ".").replace(';', ",").into_bytes(),
        plain.replace("1234,56", "1 234,56 €").into_bytes(),
        plain.replace("1234,56", "1\u{202f}234,56").into_bytes(),
        plain.replace("1234,56", "1.234,56").into_bytes(),
        plain.replace("1234,56", "\"1 234,56\"").into_bytes(),
        plain.replace("03/02/2026", "2026-02-03").replace("05/03/2026", "20260305").into_bytes(),
        plain.replace("03/02/2026", "3 février 2026").into_bytes(),
        plain.replace(";F", ";=\"F").replace("F1;", "=\"F1\";").into_bytes(),
    ];
    variants.push(["\u{feff}", plain].concat().into_bytes());
    variants.push(plain.chars().map(|c| c as u32 as u8).collect());
    for bytes in variants {
        let reading = read_csv(&bytes, None);
        assert!(!reading.is_refused(), "{}: {:?}", String::from_utf8_lossy(&bytes), reading.problems);
        assert_eq!(reading.invoices, expected, "{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_preamble_empty_rows_and_totals_are_left_aside() {
    let text = "Balance âgée au 31/03/2026;;;;\n;;;;\nN° facture;Client;Date;Échéance;Montant TTC\n\
        F1;Total Énergies;03/02/2026;05/03/2026;10,00\n;;;;\nTotal client;;;;10,00\nF2;B;03/02/2026;05/03/2026;20,00\n;;;;30,00\nTOTAL;;;;30,00\n";
    let reading = read(text);
    assert_eq!(reading.invoices.len(), 2);
    assert_eq!(codes(&reading), ["total_rows"]);
    assert_eq!(reading.problems[0].severity, Severity::Info);
    assert_eq!((reading.invoices[0].line, reading.invoices[1].line), (Some(4), Some(7)));
    assert_eq!(reading.table.unwrap().rows, 2);
}

#[test]
fn an_aged_balance_has_no_issue_date_and_no_total() {
    let reading = read("Compte;Intitulé;Facture;Échéance;Solde dû\n411DUP;Dupont;F1;31/01/2026;100,00\n");
    let invoice = &reading.invoices[0];
    assert_eq!((invoice.issued_on, invoice.due_on), (Date::constant(2026, 1, 31), Some(Date::constant(2026, 1, 31))));
    assert_eq!((invoice.gross, invoice.outstanding), (Cents::new(10_000), Some(Cents::new(10_000))));
    assert_eq!(codes(&reading), ["no_issue_date", "gross_from_outstanding"]);
    assert!(reading.problems.iter().all(|p| p.severity == Severity::Info));
}

#[test]
fn the_shape_of_the_benchmark_is_read() {
    let rows = good(
        "id,number,customer,issue,due,net_c,vat_c,gross_c,paid_c,kind\n1,FA2026-0000001,12,2026-01-02,2026-02-01,1000,200,1200,0,over\n\
         2,FA2026-0000002,7,2026-01-02,2026-02-01,1000,200,1200,1200,paid\n",
    );
    assert_eq!((rows[0].number.as_str(), rows[0].buyer.code.as_deref()), ("FA2026-0000001", Some("12")));
    assert_eq!((rows[0].gross, rows[0].outstanding), (Cents::new(1_200), Some(Cents::new(1_200))));
    assert_eq!(rows[1].outstanding, Some(Cents::ZERO));
    assert_eq!((rows[0].net, rows[0].vat), (Some(Cents::new(1_000)), Some(Cents::new(200))));
}

#[test]
fn what_is_paid_and_open_is_filled() {
    let open = |columns: &str, cells: &str| {
        let reading = read(&format!("N° facture;Client;Date;Montant TTC;{columns}\nF1;A;01/02/2026;100,00;{cells}\n"));
        assert!(!reading.is_refused(), "{cells}: {:?}", reading.problems);
        (reading.invoices[0].outstanding.map(Cents::get), codes(&reading).contains(&"open_mismatch"))
    };
    assert_eq!(open("Devise", "EUR"), (None, false));
    assert_eq!(open("Payé", "30,00"), (Some(7_000), false));
    assert_eq!(open("Payé", "oui"), (Some(0), false));
    assert_eq!(open("Payé", "non"), (None, false));
    assert_eq!(open("Reste dû", "70,00"), (Some(7_000), false));
    assert_eq!(open("Reste dû", "-"), (None, false));
    assert_eq!(open("Payé;Reste dû", "30,00;70,00"), (Some(7_000), false));
    assert_eq!(open("Payé;Reste dû", "30,00;60,00"), (Some(6_000), true));
    assert_eq!(open("Reste dû", "170,00"), (Some(17_000), true));
    assert_eq!(open("Statut", "Payée"), (Some(0), false));
    assert_eq!(open("Statut;Payé", "Payée;0,00"), (Some(0), false));
    assert_eq!(open("Statut;Reste dû", "Payée;5,00"), (Some(500), true));
    assert_eq!(open("Statut", "En retard"), (None, false));
    assert_eq!(open("Date de paiement", "05/02/2026"), (Some(0), false));
}

#[test]
fn drafts_and_cancelled_invoices_are_set_aside() {
    let reading = read(
        "N° facture;Client;Date;Montant TTC;Statut\nF1;A;01/02/2026;1,00;Brouillon\nF2;A;01/02/2026;1,00;Annulée\nF3;A;01/02/2026;1,00;Envoyée\n",
    );
    assert_eq!(reading.invoices.iter().map(|i| i.number.as_str()).collect::<Vec<_>>(), ["F3"]);
    assert_eq!(codes(&reading), ["set_aside"]);
}

#[test]
fn credit_notes_are_known_by_their_kind_or_their_sign() {
    let reading = read(
        "N°;Type;Client;Date;Montant TTC;Facture d'origine\nA1;Avoir;A;01/02/2026;50,00;F1\nA2;Facture;A;01/02/2026;-20,00;\nA3;credit note;A;01/02/2026;-5,00;\nA4;Acompte;A;01/02/2026;9,00;\n",
    );
    let kinds: Vec<_> = reading.invoices.iter().map(|i| (i.kind, i.gross.get())).collect();
    use InvoiceKind::{CreditNote, DownPayment};
    assert_eq!(kinds, [(CreditNote, 5_000), (CreditNote, -2_000), (CreditNote, -500), (DownPayment, 900)]);
    assert_eq!(reading.invoices[0].precedents[0].number, "F1");
    assert_eq!(codes(&reading), ["negative_invoice"]);
}

#[test]
fn customers_are_described() {
    let row = good(
        "N° facture;Date;TTC;Client;Code client;SIRET;E-mail;Téléphone;Adresse;Code postal;Ville;Pays;Type de client;Devise;Bon de commande;Conditions de paiement\n\
         F1;01/02/2026;1,00;Dupont SA;C1;552 081 317 66522;\"a@x.fr; b@x.fr\";01 02 03 04 05;\"1 rue X\nBât. B\";75001;Paris;France;Particulier;usd;PO-9;30 jours fin de mois\n",
    );
    let (row, buyer) = (&row[0], &row[0].buyer);
    assert_eq!((buyer.siren.as_deref(), buyer.siret.as_deref()), (Some("552081317"), Some("55208131766522")));
    assert_eq!((buyer.email.as_deref(), buyer.phone.as_deref()), (Some("a@x.fr"), Some("01 02 03 04 05")));
    assert_eq!(buyer.address, ["1 rue X", "Bât. B"]);
    assert_eq!((buyer.country.as_deref(), buyer.kind), (Some("FR"), Some("consumer")));
    assert_eq!((row.currency, row.order_reference.as_deref()), (Currency::parse("USD").unwrap(), Some("PO-9")));
    assert_eq!(row.payment_terms.as_deref(), Some("30 jours fin de mois"));
}

#[test]
fn rows_that_cannot_be_read_refuse_the_file_with_line_and_column() {
    for (row, code, column) in [
        ("F2;B;32/02/2026;;10,00", "unreadable_cell", Some("Date")),
        ("F2;B;01/02/2026;demain;10,00", "unreadable_cell", Some("Échéance")),
        ("F2;B;01/02/2026;;dix", "unreadable_cell", Some("Montant TTC")),
        ("F2;B;01/02/2026;;", "empty_cell", Some("Montant TTC")),
        ("F2;B;;;10,00", "empty_cell", Some("Date")),
        ("F2;;01/02/2026;;10,00", "empty_cell", Some("Client")),
        (";B;01/02/2026;;10,00", "empty_cell", Some("N° facture")),
        ("F2;B;01/02/2026;;99999999999,00", "unreadable_cell", Some("Montant TTC")),
        ("F2;B;01/02/2026;;99999999999999999999", "unreadable_cell", Some("Montant TTC")),
        ("F1;B;01/02/2026;;10,00", "same_number_twice", None),
        ("F2;B;02/30/2026;;10,00", "contradictory_dates", None),
    ] {
        let reading = read(&format!("{HEAD}\nF1;A;28/02/2026;;5,50\n{row}\n"));
        let problem = error(&reading);
        assert_eq!((problem.code, problem.place.line), (code, Some(3)), "{row}");
        assert_eq!(problem.place.element.as_deref(), column, "{row}");
    }
    for money in ["XYZ", "FRF", "$"] {
        let reading = read(&format!("{HEAD};Devise\nF1;A;28/02/2026;;5,50;EUR\nF2;B;01/02/2026;;10,00;{money}\n"));
        let problem = error(&reading);
        assert_eq!((problem.code, problem.place.line), ("unreadable_cell", Some(3)), "{money}");
        assert!(problem.what.contains("ISO 4217"), "{problem}");
    }
    let open = format!("{HEAD}\nF1;\"A;28/02/2026;;5,50\n{}", "F2;B;01/02/2026;;1,00\n".repeat(100));
    assert!(codes(&read(&open)).contains(&"unclosed_quote"));
    let many = format!("{HEAD}\n{}", "F;A;x;;1,00\n".repeat(500));
    assert_eq!(read(&many).problems.len(), 31);
}

#[test]
fn the_same_row_twice_is_one_invoice() {
    let reading = read(&format!("{HEAD}\nF1;A;28/02/2026;;5,50\nF1;A;28/02/2026;;5,50\n"));
    assert_eq!((reading.invoices.len(), codes(&reading)), (1, vec!["same_twice"]));
}

#[test]
fn odd_things_are_remarked_and_read() {
    let reading = read(
        "N° facture;Client;SIREN;E-mail;Date;Échéance;Montant HT;TVA;Montant TTC;Reste dû;Type\n\
        F1;A;123456789;pas une adresse;28/02/2026;01/02/2026;100,00;20,00;125,00;-1,00;Bidule\n",
    );
    assert_eq!(reading.invoices.len(), 1);
    assert_eq!(
        codes(&reading),
        ["due_before_issue", "totals_differ", "negative_outstanding", "wrong_siren", "wrong_email", "unknown_kind"]
    );
    assert!(reading.problems.iter().all(|p| p.place.line == Some(2) && !p.remedy.is_empty()));
    let months = read(&format!("{HEAD}\nF1;A;02/28/2026;;5,50\n"));
    assert_eq!(
        (months.invoices[0].issued_on, codes(&months)),
        (Date::constant(2026, 2, 28), vec!["month_first_dates"])
    );
    let undecided = read("invoice number;customer;issue date;total\nF1;A;02/03/2026;5.50\n");
    assert_eq!(codes(&undecided), ["ambiguous_dates"]);
    assert_eq!(codes(&read(HEAD)), ["no_rows"]);
}

#[test]
fn thousands_and_decimals_are_told_apart_by_the_file() {
    let amounts = |cells: [&str; 2]| {
        let reading = read(&format!(
            "number;customer;date;total\nF1;A;2026-02-28;\"{}\"\nF2;A;2026-02-28;\"{}\"\n",
            cells[0], cells[1]
        ));
        (reading.invoices.iter().map(|i| i.gross.get()).collect::<Vec<_>>(), reading.is_refused())
    };
    assert_eq!(amounts(["1,200", "10.50"]), (vec![120_000, 1_050], false));
    assert_eq!(amounts(["1.200", "10,50"]), (vec![120_000, 1_050], false));
    assert!(amounts(["1,200", "10"]).1);
}

#[test]
fn wrong_lines_are_told_apart_from_the_good_ones() {
    let list = format!(
        "{HEAD}\nF1;A;28/02/2026;;5,50\nF2;\"B; \"\"Bis\"\"\";32/02/2026;;10,00\nF3;C;01/02/2026;;7,00\nF4;D;01/02/2026;;8,00\nF4;D;01/02/2026;;9,00\n"
    );
    let reading = read(&list);
    assert!(reading.is_refused());
    let to_mend = reading.to_mend().unwrap();
    assert_eq!(to_mend.lines.iter().map(|l| l.line).collect::<Vec<_>>(), [3, 5, 6], "both of what contradicts itself");
    let left = reading.without_wrong_lines().unwrap();
    assert!(!left.is_refused());
    assert_eq!(left.invoices.iter().map(|i| i.number.as_str()).collect::<Vec<_>>(), ["F1", "F3"]);
    assert_eq!(codes(&left), ["lines_left_out", "unreadable_cell", "same_number_twice"]);
    let mended =
        to_mend.list().replace("32/02/2026", "28/02/2026").replace("F4;D;01/02/2026;;9,00", "F5;D;01/02/2026;;9,00");
    let again = good(&mended);
    let seen: Vec<_> = again.iter().map(|i| (i.number.as_str(), i.gross.get())).collect();
    assert_eq!(seen, [("F2", 1_000), ("F4", 800), ("F5", 900)]);
    assert_eq!(again[0].buyer.name.as_deref(), Some("B; \"Bis\""));
}

#[test]
fn what_is_wrong_with_a_whole_list_is_not_left_out() {
    let dates = format!("{HEAD}\nF1;A;28/02/2026;;5,50\nF2;B;02/30/2026;;10,00\n");
    let open =
        format!("{HEAD}\nF0;A;28/02/2026;;1,00\nF1;\"A;28/02/2026;;5,50\n{}", "F2;B;01/02/2026;;1,00\n".repeat(100));
    let many = format!("{HEAD}\nF1;A;28/02/2026;;5,50\n{}", "F;A;x;;1,00\n".repeat(500));
    let none_good = format!("{HEAD}\nF1;A;x;;5,50\n");
    for list in [dates, open, many, none_good] {
        let reading = read(&list);
        assert!(reading.is_refused() && reading.without_wrong_lines().is_none(), "{:?}", reading.problems);
    }
}
