use super::{alone, balances, entries, said, taken};

#[test]
fn a_postal_account_with_its_heading() {
    let text = "Numéro Compte   :;1234567A020\nType         :;CCP\nCompte tenu en  :;euros\nDate            :;09/11/2026\nSolde (EUROS)   :;1 360,60\nSolde (FRANCS)  :;8 924,95\n\n\
        Date;Libellé;Montant(EUROS);Montant(FRANCS)\n05/11/2026;VIREMENT DE DUPONT F-2026-0001;360,60;2365,38\n03/11/2026;\"PRELEVEMENT DE EDF\";-100,00;-655,96\n";
    let statement = alone(text);
    assert_eq!(entries(&statement), ["2026-11-05 36060", "2026-11-03 -10000"]);
    assert_eq!(
        (statement.account.as_deref(), statement.closing.map(|c| c.get())),
        (Some("1234567A020"), Some(136_060))
    );
}

#[test]
fn a_savings_bank_with_balances_around() {
    let text = "Code de la banque : 14445;Date de début de téléchargement : 01/11/2026;Date de fin de téléchargement : 30/11/2026;\r\nNuméro de compte : 04123456789;Nom du compte : COMPTE COURANT;Devise : EUR;\r\n\
        Solde en fin de période;;;;1 250,55\r\nDate;Numéro d'opération;Libellé;Débit;Crédit;Détail;\r\n05/11/26;0001;VIR SEPA DUPONT;;+1 000,55;FACTURE F-2026-0001;\r\n04/11/26;0002;FRAIS;-50,00;;;\r\nSolde en début de période;;;;300,00\r\n";
    let statement = taken(text).statements.remove(0);
    assert_eq!(entries(&statement), ["2026-11-05 100055", "2026-11-04 -5000"]);
    assert_eq!(statement.account.as_deref(), Some("04123456789"));
    assert!(statement.entries[0].remittance.contains("F-2026-0001"));
    assert_eq!(balances(&statement).2, Some(125_055));
}

#[test]
fn dated_balance_lines_are_no_money() {
    let text = "Date;Date valeur;Libellé;Débit;Crédit\n31/10/2026;31/10/2026;SOLDE AU 31/10/2026;;1 000,00\n05/11/2026;05/11/2026;VIR SOLDE FACTURE 12 DUPONT;;250,00\n\
        05/11/2026;;SOLDE FACTURE 13 MARTIN;;10,00\n06/11/2026;06/11/2026;CB;20,00;\n30/11/2026;30/11/2026;Nouveau solde créditeur au 30/11/2026;;1 240,00\n;;TOTAL DES MOUVEMENTS;20,00;260,00\n";
    let reading = taken(text);
    assert_eq!(entries(&reading.statements[0]), ["2026-11-05 25000", "2026-11-05 1000", "2026-11-06 -2000"]);
    assert_eq!(said(&reading), ["skipped_lines"]);
}

#[test]
fn amounts_as_people_write_them() {
    let text = "\u{feff}\"Date opération\",\"Libellé\",\"Montant\"\n\"05/11/2026\",\"A\",\"1\u{202f}234,56 €\"\n\"05/11/2026\",\"B\",\"-1\u{a0}234,56 EUR\"\n\"06/11/2026\",\"C\",\"+0,05\"\n\
        \"06/11/2026\",\"D\",\"12 000\"\n\"07/11/2026\",\"E\",\"−3,5\"\n\"07/11/2026\",\"F\",\"(4,00)\"\n\"07/11/2026\",\"G\",\"5,00-\"\n";
    let statement = alone(text);
    let cents: Vec<i64> = statement.entries.iter().map(|e| e.amount.get()).collect();
    assert_eq!(cents, [123_456, -123_456, 5, 1_200_000, -350, -400, -500]);
}

#[test]
fn sides_in_a_column_of_their_own_and_several_accounts() {
    let text = "accountNum;dateOp;dateVal;label;amount;sens;currency\n00012345678;2026-11-05;2026-11-06;VIR DUPONT;100,00;Crédit;EUR\n00012345678;2026-11-05;2026-11-06;PRLV EDF;30,00;Débit;EUR\n00087654321;2026-11-06;2026-11-06;VIR MARTIN;7,00;C;USD\n";
    let reading = taken(text);
    let told: Vec<_> =
        reading.statements.iter().map(|s| (s.account.clone().unwrap(), s.currency.to_string(), entries(s))).collect();
    assert_eq!(
        told,
        [
            (
                "00012345678".to_string(),
                "EUR".to_string(),
                vec!["2026-11-05 10000".to_string(), "2026-11-05 -3000".into()]
            ),
            ("00087654321".to_string(), "USD".to_string(), vec!["2026-11-06 700".to_string()]),
        ]
    );
}

#[test]
fn banks_without_branches() {
    let text = "\"Booking Date\",\"Value Date\",\"Partner Name\",\"Partner Iban\",Type,\"Payment Reference\",\"Account Name\",\"Amount (EUR)\",\"Original Amount\",\"Original Currency\",\"Exchange Rate\"\n\
        2026-11-05,2026-11-05,\"Dupont SARL\",FR1420041010050500013M02606,\"Credit Transfer\",\"F-2026-0001\",\"Main\",1250.5,,,\n2026-11-06,2026-11-06,Amazon,,\"Presentment\",\"\",\"Main\",-10.0,10.0,EUR,1.0\n";
    let statement = alone(text);
    assert_eq!(entries(&statement), ["2026-11-05 125050", "2026-11-06 -1000"]);
    let first = &statement.entries[0];
    assert_eq!(
        (first.counterparty.as_deref(), first.counterparty_iban.as_deref()),
        (Some("Dupont SARL"), Some("FR1420041010050500013M02606"))
    );
    assert!(first.remittance.contains("F-2026-0001"));
}

#[test]
fn damaged_tables_are_refused_with_their_line() {
    for (text, code) in [
        ("Date;Libellé;Montant\n05/11/2026;A;douze\n", "unreadable_amount"),
        ("Date;Libellé;Montant\n35/11/2026;A;12,00\n", "unreadable_date"),
        ("Date;Libellé;Montant\n13/11/2026;A;1,00\n11/13/2026;B;1,00\n", "contradictory_dates"),
        ("Date;Libellé;Débit;Crédit\n13/11/2026;A;1,00;2,00\n", "both_sides"),
        ("Date;Libellé;Montant\n13/11/2026;A;\n", "missing_amount"),
    ] {
        let reading = bank::read(text.as_bytes()).unwrap();
        assert!(reading.is_refused() && said(&reading).contains(&code), "{code} {:?}", reading.problems);
        assert!(reading.problems.iter().all(|p| p.place.line.is_some() || code != p.code), "{:?}", reading.problems);
    }
}
