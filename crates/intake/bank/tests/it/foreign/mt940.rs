use super::{alone, balances, entries, said, taken};
use bank::read;

/// Pages of one statement under one reference, then without one; funds code, amounts without decimals, reversals.
#[test]
fn pages_of_one_statement() {
    for second in [":20:REF\r\n", ""] {
        let text = format!(
            "{{1:F01AGRIFRPPXXXX0000000000}}{{2:O9400800261105BANKFRPPXXXX00000000002611050800N}}{{4:\r\n:20:REF\r\n:25:FR7630006000011234567890189\r\n\
             :28C:00123/001\r\n:60F:D261104EUR1000,\r\n:61:2611051105CR1500,NTRFNONREF//B1\r\nVIREMENT RECU\r\n:86:DUPONT SARL\r\n\
             :62M:C261105EUR500,\r\n-}}{{4:\r\n{second}:25:FR7630006000011234567890189\r\n:28C:00123/002\r\n:60M:C261105EUR500,\r\n\
             :61:261105RC20,5NMSCREF2\r\n:86:ANNULATION\r\n:61:2611051105RD0,5NCHG\r\n:86:FRAIS RENDUS\r\n:62F:C261105EUR480,\r\n:64:C261105EUR480,\r\n:86:SOLDE DISPONIBLE\r\n-}}"
        );
        let reading = taken(&text);
        assert_eq!(said(&reading), Vec::<&str>::new(), "{second:?}");
        let told: Vec<_> = reading.statements.iter().map(|s| (entries(s), balances(s))).collect();
        assert_eq!(
            told,
            [
                (vec!["2026-11-05 150000".to_string()], (Some(-100_000), 150_000, Some(50_000))),
                (
                    vec!["2026-11-05 -2050!".to_string(), "2026-11-05 50!".to_string()],
                    (Some(50_000), -2_000, Some(48_000))
                ),
            ],
            "{second:?}"
        );
        let accounts: Vec<_> = reading.statements.iter().filter_map(|s| s.account.as_deref()).collect();
        assert_eq!(accounts, ["FR7630006000011234567890189"; 2]);
        assert_eq!(reading.statements[1].entries[0].remittance, "ANNULATION REF2");
    }
}

/// The page of a statement that follows without a new head.
#[test]
fn pages_without_a_head() {
    let text = ":20:R\n:25:30006/00001/12345678901\n:28C:1/1\n:60F:C261104EUR10,00\n:61:261105C5,00NTRFA\n:86:UN\n:62M:C261105EUR15,00\n\
        :28C:1/2\n:60M:C261105EUR15,00\n:61:261106C1,00NTRFB\n:86:DEUX\n:62F:C261106EUR16,00\n-\n";
    let reading = taken(text);
    assert_eq!(said(&reading), Vec::<&str>::new());
    let told: Vec<_> = reading.statements.iter().map(|s| (s.account.clone().unwrap(), balances(s))).collect();
    let account = "FR7630006000011234567890189".to_string();
    assert_eq!(told, [(account.clone(), (Some(1_000), 500, Some(1_500))), (account, (Some(1_500), 100, Some(1_600)))]);
    assert_eq!(reading.statements[1].entries[0].remittance, "DEUX B");
}

/// Several accounts and currencies in one file, the year turning between entry and value day.
#[test]
fn accounts_and_year_ends() {
    let text = ":20:A\n:25:AGRIFRPP/12345678901/EUR\n:28C:365/1\n:60F:C261231EUR0,00\n:61:2701011231C100,00FMSCNONREF\n:86:?20SANS CODE\n:62F:C261231EUR100,00\n-\n\
        :20:B\n:25:NL91ABNA0417164300 USD\n:28C:1/1\n:60F:C261231USD1,00\n:61:2612310102D0,75N654NONREF\n:86:/CNTP/NL32INGB0000012345/INGBNL2A/ING BANK NV/AMSTERDAM///REMI/USTD//Factuur 12/\n:62F:C270102USD0,25\n-\n";
    let reading = taken(text);
    assert_eq!(said(&reading), Vec::<&str>::new());
    let told: Vec<_> = reading.statements.iter().map(|s| (s.currency.to_string(), entries(s), balances(s))).collect();
    assert_eq!(told[0], ("EUR".into(), vec!["2026-12-31 10000".into()], (Some(0), 10_000, Some(10_000))));
    assert_eq!(told[1], ("USD".into(), vec!["2027-01-02 -75".into()], (Some(100), -75, Some(25))));
    let dutch = &reading.statements[1].entries[0];
    assert_eq!(
        (dutch.counterparty.as_deref(), dutch.counterparty_iban.as_deref()),
        (Some("ING BANK NV"), Some("NL32INGB0000012345"))
    );
    assert!(dutch.remittance.contains("Factuur 12"), "{}", dutch.remittance);
    assert_eq!(reading.statements[1].account.as_deref(), Some("NL91ABNA0417164300"));
}

#[test]
fn german_fields_over_several_lines() {
    let text = ":20:STARTUMS\n:25:10020030/1234567\n:28C:0\n:60F:C261104EUR1000,00\n:61:2611051105DR39,90NRTINONREF\n\
        :86:109?00SEPA-LS RUECKBELASTUNG?109310?20EREF+PRLV-0002?21MREF+M-1?22CRED+FR12ZZZ123456\n?23SVWZ+RETOUR AC04 COMPTE CLO?24TURE\
        ?30AGRIFRPP?31FR1420041010050500013M02606\n?32TRAITEUR DES HALLES?33 ET FILS?34914\n:62F:C261105EUR960,10\n-";
    let statement = alone(text);
    assert_eq!(
        (entries(&statement), balances(&statement)),
        (vec!["2026-11-05 -3990!".into()], (Some(100_000), -3_990, Some(96_010)))
    );
    let back = &statement.entries[0];
    assert_eq!(back.counterparty.as_deref(), Some("TRAITEUR DES HALLES ET FILS"));
    assert_eq!(back.end_to_end_id.as_deref(), Some("PRLV-0002"));
    assert_eq!(back.counterparty_iban.as_deref(), Some("FR1420041010050500013M02606"));
}

#[test]
fn an_interim_report_books_nothing() {
    let text = ":20:R\n:25:FR7630006000011234567890189\n:28C:5/1\n:34F:EURD0,\n:34F:EURC100,\n:13D:2611051130+0100\n\
        :61:2611051105C250,00NTRFNONREF\n:86:VIR DUPONT\n:90D:0EUR0,\n:90C:1EUR250,\n-";
    let reading = taken(text);
    assert_eq!(entries(&reading.statements[0]), ["2026-11-05 25000~"]);
    assert!(reading.statements[0].is_interim);
}

#[test]
fn accents_of_every_code_page() {
    let text = |label: &[u8]| {
        [
            b":20:R\n:25:1\n:28C:1\n:60F:C261104EUR0,00\n:61:261105C1,00NTRFNONREF\n:86:".as_slice(),
            label,
            b"\n:62F:C261105EUR1,00\n-",
        ]
        .concat()
    };
    for label in [
        "Société Générale à Évreux".as_bytes(),
        b"Soci\xe9t\xe9 G\xe9n\xe9rale \xe0 \xc9vreux",
        b"Soci\x82t\x82 G\x82n\x82rale \x85 \x90vreux",
    ] {
        let reading = read(&text(label)).unwrap();
        assert_eq!(reading.statements[0].entries[0].remittance, "Société Générale à Évreux", "{label:x?}");
    }
}

#[test]
fn mutilated_messages_are_refused() {
    let of = |entry: &str| format!(":20:R\n:25:1\n:28C:1\n:60F:C261104EUR0,00\n{entry}\n:62F:C261105EUR1,00\n-");
    for (entry, code) in [
        (":61:261105X1,00NTRF", "unreadable_entry"),
        (":61:2611", "unreadable_entry"),
        (":61:261105C1,005NTRF", "amount_precision"),
        (":61:269905C1,00NTRF", "unreadable_date"),
    ] {
        let reading = read(of(entry).as_bytes()).unwrap();
        assert!(reading.is_refused() && said(&reading).contains(&code), "{entry}: {:?}", reading.problems);
    }
}
