//! What the other formats say beyond day and amount: payer, references, texts, returns, accounts, balances.

use crate::expected::copied;
use bank::read;
use base::{Cents, Date};
use draft::{BankEntryDraft, EntryStatus, Format, Reading, StatementDraft};

fn sample(name: &str) -> Reading {
    let bytes = std::fs::read(copied().join("bank").join(name)).unwrap();
    read(&bytes).unwrap_or_else(|| panic!("{name}"))
}

fn day(day: i8) -> Date {
    Date::constant(2026, 11, day)
}

fn told(entry: &BankEntryDraft) -> [&str; 4] {
    let text = |t: &'_ Option<String>| t.as_deref().map_or("", |t| t.to_string().leak());
    [text(&entry.counterparty), text(&entry.counterparty_iban), text(&entry.end_to_end_id), &entry.remittance]
}

fn balances(statement: &StatementDraft) -> [Option<i64>; 2] {
    [statement.opening, statement.closing].map(|b| b.map(Cents::get))
}

#[test]
fn a_french_statement_in_cfonb() {
    let reading = sample("cfonb/gen-cfonb120.txt");
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let statement = &reading.statements[0];
    assert_eq!(statement.account.as_deref(), Some("FR7699999000010000000000115"));
    assert_eq!(balances(statement), [Some(100_000), Some(130_820)]);
    assert_eq!((statement.from, statement.until), (Some(day(2)), Some(day(9))));
    let [credit, back, fee] = statement.entries.as_slice() else { panic!() };
    let text = "VIR SEPA CLINIQUE DES QUAIS FACTURE F-2026-0101";
    assert_eq!(told(credit), ["CLINIQUE VETERINAIRE DES QUAIS", "", "F-2026-0101", text]);
    assert_eq!((credit.booked_on, credit.value_on, credit.line), (day(3), Some(day(3)), Some(2)));
    assert!(!credit.is_reversal && back.is_reversal && !fee.is_reversal);
    assert_eq!(back.remittance, "REJET PRLV TRAITEUR DES HALLES PROVISION INSUFFISANTE PRLV-0002");
    assert_eq!((back.amount, fee.amount), (Cents::new(-3_990), Cents::new(-1_250)));
}

#[test]
fn several_accounts_and_orphans_in_cfonb() {
    let complex = sample("cfonb/silarhi-complex-test.txt");
    let accounts: Vec<_> = complex.statements.iter().filter_map(|s| s.account.as_deref()).collect();
    assert_eq!((accounts.len(), accounts[0]), (8, "FR7610278022040001234560307"));
    assert_eq!(complex.statements.iter().map(|s| s.entries.len()).sum::<usize>(), 5);
    let orphan = sample("cfonb/pennylane-operation_out_of_statement.txt");
    assert_eq!(orphan.statements.iter().map(|s| s.is_headless).collect::<Vec<_>>(), [true, false]);
    assert_eq!(orphan.statements[0].account.as_deref(), Some("98765432100"));
}

#[test]
fn ofx_of_both_kinds() {
    let old = sample("ofx/ofxparse-bank_medium.ofx");
    let statement = &old.statements[0];
    assert_eq!((statement.account.as_deref(), statement.currency.code()), (Some("12300000012345678"), "CAD"));
    assert_eq!(balances(statement), [Some(72_761), Some(38_234)]);
    let first = &statement.entries[0];
    assert_eq!(first.remittance, "POS MERCHANDISE;MCDONALD'S #112");
    assert_eq!(first.bank_reference.as_deref(), Some("0000123456782009040100001"));
    let new = sample("ofx/ofxparse-suncorp.ofx");
    assert_eq!(new.statements[0].entries[0].remittance, "EFTPOS WDL HANDYWAY ALDI STORE GEELONG WEST VICAU");
    let french = "OFXHEADER:100\nDATA:OFXSGML\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\
        <BANKACCTFROM><BANKID>99999<BRANCHID>00001<ACCTID>00000000001<ACCTTYPE>CHECKING</BANKACCTFROM>\
        <BANKTRANLIST><DTSTART>20261101<DTEND>20261109\
        <STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261106<TRNAMT>-39,90<FITID>X1<NAME>PRLV SEPA IMPAYE<MEMO>TRAITEUR &amp; FILS</STMTTRN>\
        </BANKTRANLIST><BANKTRANLISTP><STMTTRNP><DTTRAN>20261109<TRNAMT>12.00<NAME>A VENIR</STMTTRNP></BANKTRANLISTP>\
        <LEDGERBAL><BALAMT>960.10<DTASOF>20261109</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
    let reading = read(french.as_bytes()).unwrap();
    let statement = &reading.statements[0];
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(statement.account.as_deref(), Some("FR7699999000010000000000115"));
    assert_eq!(balances(statement), [Some(100_000), Some(96_010)]);
    let [back, coming] = statement.entries.as_slice() else { panic!() };
    assert_eq!(back.remittance, "PRLV SEPA IMPAYE TRAITEUR & FILS");
    assert!(back.is_reversal && coming.status == EntryStatus::Pending);
}

#[test]
fn mt940_in_its_dialects() {
    let dutch = sample("mt940/jejik-rabobank-iban.sta");
    assert_eq!(dutch.statements[0].account.as_deref(), Some("NL71RABO0123456789"));
    let entry = &dutch.statements[0].entries[0];
    let reference = "01-01-2013 12:00 0030000987654321";
    assert_eq!(told(entry)[..3], ["CONTRA ACCOUNT HOLDER", "", reference]);
    let german = sample("mt940/self-provided-details_60-63.sta");
    let entry = &german.statements[0].entries[0];
    assert_eq!(told(entry)[..2], ["Finanzamt Muenchen Abteilung Erhebung", "DE99700500000000012345"]);
    assert_eq!(german.statements[0].account.as_deref(), Some("12345678/1020304050"));
    // 30 February is no value day: the entry day counts.
    let february = sample("mt940/self-provided-february_30.sta");
    assert_eq!(february.statements[0].entries[0].booked_on, Date::constant(2016, 3, 1));
    let interim = sample("mt940/self-provided-mt942.sta");
    assert!(interim.statements[0].is_interim);
    assert_eq!(interim.statements[0].entries[0].status, EntryStatus::Pending);
    let swiss = &sample("mt940/jejik-postfinance.sta").statements[0];
    assert_eq!((swiss.currency.code(), balances(swiss)), ("CHF", [Some(0), Some(22_920)]));
}

#[test]
fn mt940_reversals_and_year_ends() {
    let text = "{1:F01X}{2:O940}{4:\r\n:20:R\r\n:25:30006/00001/12345678901\r\n:28C:1/1\r\n:60F:C261230EUR100,00\r\n\
        :61:2612310102RC10,00NTRFREF1//B1\r\n:86:x\r\n:61:2701020102RD5,00NTRF\r\n:86:y\r\n\
        :61:2701020102D7,00NRTINONREF//B2\r\n:86:/EREF/E-1/NAME/DUPONT/REMI/z/RTRN/AC04\r\n:62F:C270102EUR88,00\r\n-}";
    let reading = read(text.as_bytes()).unwrap();
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let statement = &reading.statements[0];
    assert_eq!(statement.account.as_deref(), Some("FR7630006000011234567890189"));
    let [taken, given, back] = statement.entries.as_slice() else { panic!() };
    assert_eq!((taken.amount, given.amount), (Cents::new(-1_000), Cents::new(500)));
    assert!(taken.is_reversal && given.is_reversal && back.is_reversal);
    assert_eq!(taken.booked_on, Date::constant(2027, 1, 2));
    assert_eq!((back.end_to_end_id.as_deref(), back.bank_reference.as_deref()), (Some("E-1"), Some("B2")));
}

#[test]
fn qif_with_its_opening_balance_and_spellings() {
    let reading = sample("qif/gen-bank.qif");
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(reading.format, Some(Format::Qif));
    let statement = &reading.statements[0];
    assert_eq!((statement.account.as_deref(), balances(statement)), (Some("Compte courant"), [Some(100_000), None]));
    let [credit, back, rent] = statement.entries.as_slice() else { panic!() };
    assert_eq!(credit.remittance, "VIR SEPA CLINIQUE DES QUAIS F-2026-0101");
    assert_eq!((credit.booked_on, rent.amount), (day(3), Cents::new(-125_000)));
    assert!(back.is_reversal && !rent.is_reversal);
    let quicken = sample("qif/gen-quicken.qif");
    let entries = &quicken.statements[0].entries;
    assert_eq!((entries[0].booked_on, entries[1].booked_on), (day(3), day(14)));
    assert_eq!((entries[1].amount, entries[1].remittance.as_str()), (Cents::new(136_060), "Café du Marché"));
    let shares = read(b"!Type:Invst\nD03/11/2026\nNBuy\n^\n").unwrap();
    assert!(shares.is_refused() && shares.problems[0].what.contains("titres"));
}

#[test]
fn returns_in_the_words_of_french_csv_exports() {
    let agricole = sample("csv-fr/gen-credit-agricole.csv");
    let reversals: Vec<bool> = agricole.statements[0].entries.iter().map(|e| e.is_reversal).collect();
    assert_eq!(reversals, [false, true]);
}

#[test]
fn money_that_iso_4217_does_not_list_refuses_the_file() {
    for (name, from, to) in [
        ("ofx/ofxparse-bank_medium.ofx", "CAD", "ABC"),
        ("cfonb/gen-cfonb120.txt", "EUR", "QQQ"),
        ("mt940/jejik-abnamro.sta", "EUR", "QQQ"),
        ("camt053/sr-camt053_multicurrency.xml", "\"USD\"", "\"QQQ\""),
        ("csv-fr/gen-qonto.csv", "EUR", "XYZ"),
    ] {
        let bytes = std::fs::read(copied().join("bank").join(name)).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let reading = read(text.replace(from, to).as_bytes()).unwrap();
        let problem =
            reading.problems.iter().find(|p| p.code == "unknown_currency").unwrap_or_else(|| panic!("{name}"));
        assert!(reading.is_refused() && problem.what.contains("ISO 4217"), "{name}: {problem}");
        assert!(problem.place.line.is_some(), "{name}: {problem}");
    }
    let old = std::fs::read(copied().join("bank/mt940/jejik-abnamro.sta")).unwrap();
    let old = String::from_utf8(old).unwrap().replace("EUR", "NLG");
    assert!(!read(old.as_bytes()).unwrap().is_refused(), "a statement tells the past");
}
