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

/// Exports of invoicing programs, with the column each of the needed fields must come from.
#[test]
fn exports_of_known_programs_need_no_mapping() {
    use Field::*;
    let cases: [(&str, &[(Field, usize)]); 11] = [
        (
            "id,Number,Customer Name,Customer Email,Amount Due,Amount Paid,Amount Remaining,Date (UTC),Due Date (UTC),Total,Status,Currency",
            &[
                (Number, 1),
                (CustomerName, 2),
                (CustomerEmail, 3),
                (Paid, 5),
                (Outstanding, 6),
                (IssuedOn, 7),
                (DueOn, 8),
                (Gross, 9),
                (Status, 10),
            ],
        ),
        (
            "ContactName,EmailAddress,InvoiceNumber,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Currency,Type,Status",
            &[
                (CustomerName, 0),
                (CustomerEmail, 1),
                (Number, 2),
                (IssuedOn, 3),
                (DueOn, 4),
                (Gross, 5),
                (Vat, 6),
                (Paid, 7),
                (Outstanding, 8),
            ],
        ),
        (
            "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Untaxed Amount Signed,Total Signed,Amount Due Signed,Payment Status",
            &[
                (Number, 0),
                (CustomerName, 1),
                (IssuedOn, 2),
                (DueOn, 3),
                (Net, 4),
                (Gross, 5),
                (Outstanding, 6),
                (Status, 7),
            ],
        ),
        (
            "Numéro;Nom d'affichage du partenaire de la facture;Date de facturation;Date d'échéance;Montant HT signé;Total signé;Montant dû signé;Statut de paiement",
            &[
                (Number, 0),
                (CustomerName, 1),
                (IssuedOn, 2),
                (DueOn, 3),
                (Net, 4),
                (Gross, 5),
                (Outstanding, 6),
                (Status, 7),
            ],
        ),
        (
            "Réf. facture;Réf. client;Date facturation;Date échéance;Tiers;Montant HT;Montant TVA;Montant TTC;Reste à payer;État",
            &[
                (Number, 0),
                (OrderReference, 1),
                (IssuedOn, 2),
                (DueOn, 3),
                (CustomerName, 4),
                (Gross, 7),
                (Outstanding, 8),
                (Status, 9),
            ],
        ),
        (
            "N° pièce;N° tiers;Intitulé;Date;Échéance;Montant TTC;Solde",
            &[
                (Number, 0),
                (CustomerCode, 1),
                (CustomerName, 2),
                (IssuedOn, 3),
                (DueOn, 4),
                (Gross, 5),
                (Outstanding, 6),
            ],
        ),
        (
            "Numéro du document;Date;Nom du client;Adresse du client;Ville du client;Date d'échéance;Total TTC;Solde dû",
            &[
                (Number, 0),
                (IssuedOn, 1),
                (CustomerName, 2),
                (CustomerAddress, 3),
                (CustomerCity, 4),
                (DueOn, 5),
                (Gross, 6),
                (Outstanding, 7),
            ],
        ),
        (
            "Numéro;Date;Société;Total HT;Total TTC;Montant restant à payer TTC;Date d'échéance;État",
            &[
                (Number, 0),
                (IssuedOn, 1),
                (CustomerName, 2),
                (Net, 3),
                (Gross, 4),
                (Outstanding, 5),
                (DueOn, 6),
                (Status, 7),
            ],
        ),
        (
            "Num;Client;Date;Date d'échéance;Montant;Solde ouvert",
            &[(Number, 0), (CustomerName, 1), (IssuedOn, 2), (DueOn, 3), (Gross, 4), (Outstanding, 5)],
        ),
        (
            "N°;Date;Client;Objet;Total HT;Total TVA;Total TTC;Réglé;Reste à payer",
            &[
                (Number, 0),
                (IssuedOn, 1),
                (CustomerName, 2),
                (Net, 4),
                (Vat, 5),
                (Gross, 6),
                (Paid, 7),
                (Outstanding, 8),
            ],
        ),
        (
            "Client Name,Invoice #,Date Issued,Due Date,Invoice Status,Date Paid,Sub Total,Tax,Total",
            &[
                (CustomerName, 0),
                (Number, 1),
                (IssuedOn, 2),
                (DueOn, 3),
                (Status, 4),
                (PaidOn, 5),
                (Net, 6),
                (Vat, 7),
                (Gross, 8),
            ],
        ),
    ];
    for (headers, expected) in cases {
        let separator = if headers.contains(';') { ";" } else { "," };
        let row = headers.split(separator).map(|_| "x").collect::<Vec<_>>().join(separator);
        let found = detect(format!("{headers}\n{row}\n").as_bytes()).unwrap_or_else(|| panic!("{headers}")).mapping;
        for (field, index) in expected {
            assert_eq!(found.0.get(field), Some(index), "{headers}: {field:?} in {found:?}");
        }
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
fn a_list_that_could_hold_payments_is_doubted() {
    let codes =
        |headers: &str| super::codes(&read_csv(format!("{headers}\n1,12,34,2026-01-05,1000\n").as_bytes(), None));
    assert_eq!(codes("id,invoice,customer,date,amount_c"), ["maybe_payments"]);
    assert!(codes("id,invoice,customer,invoice date,amount_c").is_empty());
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
