use super::{balances, entries, said, taken};

#[test]
fn french_days_splits_and_several_accounts() {
    let text = "!Option:AutoSwitch\r\n!Account\r\nNCompte courant\r\nTBank\r\n^\r\nNLivret\r\nTBank\r\n^\r\n!Clear:AutoSwitch\r\n!Account\r\nNCompte courant\r\nTBank\r\n^\r\n!Type:Bank \r\n\
        D01/11/2026\r\nT1 000,00\r\nCX\r\nPSolde initial\r\nL[Compte courant]\r\n^\r\nD13/11/2026\r\nT1 234,56\r\nPVIR DUPONT\r\nMF-2026-0001\r\nSVentes\r\n$1 000,00\r\nSTVA\r\n$234,56\r\n^\r\n\
        D14/11/26\r\nT-12,5\r\nPFrais\r\n^\r\n!Account\r\nNLivret\r\nTBank\r\n^\r\n!Type:Bank\r\nD15/11/2026\r\nT3,00\r\nPInterets\r\n^\r\n!Type:Cat\r\nNVentes\r\nI\r\n^\r\n";
    let reading = taken(text);
    assert_eq!(said(&reading), Vec::<&str>::new());
    let told: Vec<_> =
        reading.statements.iter().map(|s| (s.account.clone().unwrap(), entries(s), balances(s))).collect();
    assert_eq!(
        told,
        [
            (
                "Compte courant".to_string(),
                vec!["2026-11-13 123456".to_string(), "2026-11-14 -1250".into()],
                (Some(100_000), 122_206, None)
            ),
            ("Livret".to_string(), vec!["2026-11-15 300".to_string()], (None, 300, None)),
        ]
    );
}

#[test]
fn american_days_and_points() {
    let text = "!Type:CCard\nD11/ 3'26\nT-1,234.50\nPSHOP\n^\nD11/23'26\nU25.00\nT25.00\nPREFUND\n^\nD12/ 1'26\nT-3\nN1001\nPCHECK\n^\n";
    let reading = taken(text);
    assert_eq!(entries(&reading.statements[0]), ["2026-11-03 -123450", "2026-11-23 2500", "2026-12-01 -300"]);
    assert_eq!(said(&taken("!Type:Bank\nD2026-11-05\nT1.00\n^\n")), Vec::<&str>::new());
}

#[test]
fn cut_and_contradictory_files_are_refused() {
    for (text, code) in [
        ("!Type:Bank\nD13/11/2026\nT5,00\n", "truncated_file"),
        ("!Type:Bank\nD13/11/2026\nT5,00\n^\nD11/13/2026\nT5,00\n^\n", "contradictory_dates"),
        ("!Type:Bank\nD13/11/2026\nTcinq\n^\n", "unreadable_amount"),
        ("!Type:Bank\nDhier\nT5,00\n^\n", "unreadable_date"),
        ("!Type:Bank\n", "no_statement"),
    ] {
        let reading = bank::read(text.as_bytes()).unwrap();
        assert!(reading.is_refused() && said(&reading).contains(&code), "{code} {:?}", reading.problems);
    }
}
