use draft::{Field, Mapping};
use table::{detect, mapping_of, read_csv, read_csv_with};

/// The mapping detected for these headers, over one plain row.
fn mapping(headers: &str) -> Mapping {
    let row = headers.split(';').map(|_| "x").collect::<Vec<_>>().join(";");
    detect(format!("{headers}\n{row}\n").as_bytes()).unwrap_or_else(|| panic!("{headers}")).mapping
}

#[test]
fn lists_of_many_programs_are_understood() {
    use Field::*;
    let cases: [(&str, &[Field]); 22] = [
        ("N° facture;Client;Date;Échéance;Montant TTC", &[Number, CustomerName, IssuedOn, DueOn, Gross]),
        (
            "Numéro;Raison sociale;Date facture;Date d'échéance;Total HT;TVA;Total TTC;Reste dû",
            &[Number, CustomerName, IssuedOn, DueOn, Net, Vat, Gross, Outstanding],
        ),
        (
            "invoice number;customer;issue date;due date;gross amount;amount due",
            &[Number, CustomerName, IssuedOn, DueOn, Gross, Outstanding],
        ),
        ("number;customer;issued;due;gross_cents", &[Number, CustomerName, IssuedOn, DueOn, Gross]),
        (
            "id;number;customer;issue;due;net_c;vat_c;gross_c;paid_c;kind",
            &[Number, CustomerName, IssuedOn, DueOn, Net, Vat, Gross, Paid, Kind],
        ),
        (
            "Facture;Code client;Nom du client;Émise le;À payer avant le;TTC;Solde",
            &[Number, CustomerCode, CustomerName, IssuedOn, DueOn, Gross, Outstanding],
        ),
        (
            "invoiceNumber;customerName;invoiceDate;dueDate;totalAmount;amountPaid",
            &[Number, CustomerName, IssuedOn, DueOn, Gross, Paid],
        ),
        (
            "INVOICE_NO;CUSTOMER_ID;INVOICE_DATE;DUE_DATE;AMOUNT;BALANCE_DUE",
            &[Number, CustomerCode, IssuedOn, DueOn, Gross, Outstanding],
        ),
        (
            "Pièce;Tiers;Date pièce;Date échéance;Montant;Solde",
            &[Number, CustomerName, IssuedOn, DueOn, Gross, Outstanding],
        ),
        ("Réf.;Société;Facturée le;Échéant le;Net à payer (€)", &[Number, CustomerName, IssuedOn, DueOn, Gross]),
        (
            "Type;Numéro de facture;Client;SIREN;E-mail;Téléphone;Date d’émission;Date limite de paiement;Montant TTC;Statut",
            &[Kind, Number, CustomerName, CustomerSiren, CustomerEmail, CustomerPhone, IssuedOn, DueOn, Gross, Status],
        ),
        (
            "N° de pièce;Nom tiers;Type de client;Date;Éch.;Montant TTC en euros;Réglé;Reste à payer",
            &[Number, CustomerName, CustomerKind, IssuedOn, Gross, Paid, Outstanding],
        ),
        (
            "Numéro de la facture client;Nom ou raison sociale du client;Date d’émission de la facture;Date d’échéance de paiement;Montant total TTC facturé",
            &[Number, CustomerName, IssuedOn, DueOn, Gross],
        ),
        (
            "Facture n°;Débiteur;Date de facturation;Exigible le;Montant restant dû",
            &[Number, CustomerName, IssuedOn, DueOn, Outstanding],
        ),
        (
            "Num facture;Client;Adresse;Code postal;Ville;Pays;Date;Total",
            &[Number, CustomerName, CustomerAddress, CustomerPostcode, CustomerCity, CustomerCountry, IssuedOn, Gross],
        ),
        (
            "Bill number;Company;Bill date;Pay by;Total amount;Outstanding;Currency;PO number",
            &[Number, CustomerName, IssuedOn, DueOn, Gross, Outstanding, Currency, OrderReference],
        ),
        (
            "Référence;Client;Date de création;Montant HT;Montant TVA;Montant TTC;Date de paiement",
            &[Number, CustomerName, IssuedOn, Net, Vat, Gross, PaidOn],
        ),
        (
            "Document;Destinataire;Date du document;Conditions de règlement;Montant du document",
            &[Number, CustomerName, IssuedOn, PaymentTerms, Gross],
        ),
        ("Avoir sur facture;N° facture;Client;Date;TTC", &[Precedent, Number, CustomerName, IssuedOn, Gross]),
        (
            "Vendeur;SIREN vendeur;N° facture;Client;SIRET client;Date;TTC",
            &[SellerName, SellerSiren, Number, CustomerName, CustomerSiren, IssuedOn, Gross],
        ),
        ("Compte;Intitulé;Facture;Échéance;Solde dû", &[CustomerCode, CustomerName, Number, DueOn, Outstanding]),
        (
            "Numero facture;Client;Contact;Courriel;N° TVA intracommunautaire;Date;Livraison;Devise;TTC",
            &[Number, CustomerName, ContactName, CustomerEmail, CustomerVatId, IssuedOn, DeliveredOn, Currency, Gross],
        ),
    ];
    for (headers, expected) in cases {
        let found = mapping(headers);
        for field in expected {
            assert!(found.0.contains_key(field), "{headers}: {field:?} missing in {found:?}");
        }
        let columns: std::collections::BTreeSet<_> = found.0.values().collect();
        assert_eq!(columns.len(), found.0.len(), "{headers}: a column twice in {found:?}");
    }
}

#[test]
fn each_field_goes_to_its_own_column() {
    let found = mapping("Client;N° facture;Reste dû;Date d'échéance;Date;Montant TTC;Montant HT;TVA");
    let expected = [
        (Field::CustomerName, 0),
        (Field::Number, 1),
        (Field::Outstanding, 2),
        (Field::DueOn, 3),
        (Field::IssuedOn, 4),
        (Field::Gross, 5),
        (Field::Net, 6),
        (Field::Vat, 7),
    ];
    assert_eq!(found.0.into_iter().collect::<std::collections::BTreeSet<_>>(), expected.into_iter().collect());
}

#[test]
fn content_speaks_where_headers_do_not() {
    let text = "Colonne A;Colonne B;Colonne C;Colonne D;Colonne E\n\
        F-001;Dupont SA;2026-01-31;2025-12-31;120,00\nF-002;Martin;2026-03-02;2026-01-31;99,90\n";
    let found = detect(text.as_bytes()).unwrap().mapping;
    let expected =
        [(Field::Number, 0), (Field::CustomerName, 1), (Field::DueOn, 2), (Field::IssuedOn, 3), (Field::Gross, 4)];
    assert_eq!(found.0.into_iter().collect::<std::collections::BTreeSet<_>>(), expected.into_iter().collect());
    let reading = read_csv(text.as_bytes(), None);
    assert_eq!((reading.invoices.len(), reading.is_refused()), (2, false));
}

#[test]
fn two_possible_columns_are_asked_about_and_named_by_a_person() {
    let text =
        "Pièce;Client;Quand;Valeur 1;Valeur 2\nF1;Dupont;01/02/2026;120,00;20,00\nF2;Martin;15/02/2026;60,00;10,00\n";
    let reading = read_csv(text.as_bytes(), None);
    let problem = super::error(&reading);
    assert_eq!(problem.code, "missing_columns");
    assert!(problem.what.contains("montant") && problem.what.contains("« Valeur 1 »"), "{problem}");
    assert!(problem.remedy.contains("--map gross="), "{problem}");
    let table = reading.table.unwrap();
    let named = mapping_of(&table.headers, &[(Field::Gross, "valeur 1".into())]).unwrap();
    let confirmed = read_csv(text.as_bytes(), Some(&named));
    assert!(!confirmed.is_refused(), "{:?}", confirmed.problems);
    assert_eq!(confirmed.invoices[0].gross, base::Cents::new(12_000));
    let table = confirmed.table.unwrap();
    let json = serde_json::to_string(&table.mapping).unwrap();
    let kept: Mapping = serde_json::from_str(&json).unwrap();
    assert_eq!(kept, table.mapping);
    let again = read_csv_with(text.as_bytes(), &|key| (key == table.fingerprint).then(|| kept.clone()));
    assert_eq!(again.invoices, confirmed.invoices);
}

#[test]
fn a_column_called_client_may_hold_codes() {
    let codes = "N° facture;Client;Date;TTC\nF1;C001;01/02/2026;1,00\nF2;C002;01/02/2026;1,00\n";
    let buyer = &read_csv(codes.as_bytes(), None).invoices[0].buyer;
    assert_eq!((buyer.code.as_deref(), buyer.name.as_deref()), (Some("C001"), None));
    let both = "N° facture;Client;Nom;Date;TTC\nF1;C001;Dupont;01/02/2026;1,00\n";
    let buyer = &read_csv(both.as_bytes(), None).invoices[0].buyer;
    assert_eq!((buyer.code.as_deref(), buyer.name.as_deref()), (Some("C001"), Some("Dupont")));
}

#[test]
fn prose_and_other_files_are_no_table() {
    for text in
        ["", "Bonjour,\nvoici la liste\n", "a;b\n", "un texte, avec des virgules, beaucoup\net une seconde ligne\n"]
    {
        assert!(detect(text.as_bytes()).is_none(), "{text}");
    }
    assert_eq!(super::codes(&read_csv(b"\0\0", None)), ["no_header"]);
}
