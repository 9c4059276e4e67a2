use super::{balances, entries, said, taken};

#[test]
fn sgml_with_several_accounts_and_a_card() {
    let bank = |id: &str, body: &str, balance: &str| {
        format!(
            "<STMTTRNRS>\r\n<TRNUID>1\r\n<STATUS>\r\n<CODE>0\r\n<SEVERITY>INFO\r\n</STATUS>\r\n<STMTRS>\r\n<CURDEF>EUR\r\n<BANKACCTFROM>\r\n<BANKID>30006\r\n\
             <BRANCHID>00001\r\n<ACCTID>{id}\r\n<ACCTTYPE>CHECKING\r\n<ACCTKEY>89\r\n</BANKACCTFROM>\r\n<BANKTRANLIST>\r\n<DTSTART>20261101000000\r\n<DTEND>20261109235959\r\n{body}\
             </BANKTRANLIST>\r\n<LEDGERBAL>\r\n<BALAMT>{balance}\r\n<DTASOF>20261109\r\n</LEDGERBAL>\r\n<AVAILBAL>\r\n<BALAMT>0\r\n<DTASOF>20261109\r\n</AVAILBAL>\r\n</STMTRS>\r\n</STMTTRNRS>\r\n"
        )
    };
    let entry = |day: &str, amount: &str, id: &str, name: &str| {
        format!(
            "<STMTTRN>\r\n<TRNTYPE>OTHER\r\n<DTPOSTED>{day}\r\n<TRNAMT>{amount}\r\n<FITID>{id}\r\n<CHECKNUM>0\r\n<NAME>{name}\r\n<MEMO>\r\n</STMTTRN>\r\n"
        )
    };
    let first = entry("20261105120000.000[+1:CET]", "+1250.50", "1", "VIR DUPONT &amp; FILS")
        + &entry("20261106", "-0,99", "2", "FRAIS");
    let second = entry("20261107", "-100", "1", "PRLV SEPA REJETE MARTIN");
    let card = "<CREDITCARDMSGSRSV1><CCSTMTTRNRS><TRNUID>2<CCSTMTRS><CURDEF>EUR<CCACCTFROM><ACCTID>4970XXXXXXXX1234</CCACCTFROM><BANKTRANLIST><DTSTART>20261101<DTEND>20261130\
        <STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261108<TRNAMT>-42.10<FITID>9<NAME>SNCF</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>-42.10<DTASOF>20261130</LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1>";
    let text = format!(
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n\
         <OFX>\r\n<SIGNONMSGSRSV1>\r\n<SONRS>\r\n<STATUS>\r\n<CODE>0\r\n<SEVERITY>INFO\r\n</STATUS>\r\n<DTSERVER>20261110\r\n<LANGUAGE>FRA\r\n</SONRS>\r\n</SIGNONMSGSRSV1>\r\n<BANKMSGSRSV1>\r\n{}{}</BANKMSGSRSV1>{card}\r\n</OFX>\r\n",
        bank("12345678901", &first, "2249.51"),
        bank("10987654321", &second, "-50.00")
    );
    let reading = taken(&text);
    assert_eq!(said(&reading), Vec::<&str>::new());
    let told: Vec<_> = reading.statements.iter().map(|s| (entries(s), balances(s))).collect();
    assert_eq!(
        told,
        [
            (vec!["2026-11-05 125050".to_string(), "2026-11-06 -99".into()], (Some(100_000), 124_951, Some(224_951))),
            (vec!["2026-11-07 -10000!".to_string()], (Some(5_000), -10_000, Some(-5_000))),
            (vec!["2026-11-08 -4210".to_string()], (Some(0), -4_210, Some(-4_210))),
        ]
    );
    assert_eq!(reading.statements[0].account.as_deref(), Some("FR7630006000011234567890189"));
    assert_eq!(reading.statements[0].entries[0].remittance, "VIR DUPONT & FILS");
}

#[test]
fn xml_of_version_2() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>\n\
        <OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>0</TRNUID><STMTRS><CURDEF>CHF</CURDEF><BANKACCTFROM><BANKID>123</BANKID><ACCTID>CH9300762011623852957</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>\
        <BANKTRANLIST><DTSTART>20261101</DTSTART><DTEND>20261102</DTEND><STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261102</DTPOSTED><DTAVAIL>20261103</DTAVAIL><TRNAMT>12.30</TRNAMT><FITID>a</FITID>\
        <NAME>Müller</NAME><ORIGCURRENCY><CURRATE>1.05</CURRATE><CURSYM>EUR</CURSYM></ORIGCURRENCY><MEMO>Rechnung &#49;2</MEMO></STMTTRN></BANKTRANLIST>\
        <LEDGERBAL><BALAMT>112.30</BALAMT><DTASOF>20261102</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
    let reading = taken(text);
    let statement = &reading.statements[0];
    assert_eq!(
        (entries(statement), balances(statement)),
        (vec!["2026-11-02 1230".into()], (Some(10_000), 1_230, Some(11_230)))
    );
    let entry = &statement.entries[0];
    assert_eq!((entry.remittance.as_str(), entry.currency.code()), ("Müller Rechnung 12", "CHF"));
}

/// Thousands are written by nobody who follows the format: no amount is guessed.
#[test]
fn amounts_with_thousands_and_cut_files_are_refused() {
    let of = |amount: &str| {
        format!(
            "OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>12345678</BANKACCTFROM><BANKTRANLIST>\
            <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261102<TRNAMT>{amount}<FITID>1<NAME>X</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
        )
    };
    for amount in ["1.234,56", "1,234.56", "12 €", "", "--5"] {
        let reading = bank::read(of(amount).as_bytes()).unwrap();
        assert!(reading.is_refused(), "{amount} {:?}", reading.statements);
    }
    // A space between thousands is no other number.
    assert_eq!(entries(&taken(&of("1 234,56")).statements[0]), ["2026-11-02 123456"]);
    let text = of("5.00");
    let cut = bank::read(&text.as_bytes()[..text.len() - 30]).unwrap();
    assert!(cut.is_refused() && said(&cut).contains(&"truncated_file"));
}
