use crate::expected::{bank_files, copied};
use bank::{is_split, read_camt, totals};
use base::{Cents, Currency, Date};
use draft::{EntryStatus, Format, Reading, Severity};

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(copied().join("bank").join(name)).unwrap()
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    reading.problems.iter().map(|p| p.code).collect()
}

#[test]
fn every_file_gives_the_figures_expected_of_it() {
    for expected in bank_files("camt") {
        let reading = read_camt(&expected.bytes());
        assert!(!reading.is_refused(), "{}: {:?}", expected.file, reading.problems);
        assert_eq!(reading.variant.as_deref(), Some(expected.format.as_str()), "{}", expected.file);
        let sums = totals(&reading.statements).unwrap();
        let found = [sums.statements, sums.entries, sums.pending, sums.end_to_end_ids, sums.reversals];
        assert_eq!(found, [2, 3, 4, 6, 8].map(|c| expected.number(c)), "{}", expected.file);
        let money = [sums.credit, sums.debit].map(Cents::get);
        assert_eq!(money, [9, 10].map(|c| expected.cents(c)), "{}", expected.file);
    }
}

/// An independent reader counts the transactions and the payers' texts; each must be found in a draft.
#[test]
fn no_transaction_and_no_text_of_a_payer_is_lost() {
    for expected in bank_files("camt") {
        let bytes = expected.bytes();
        let text = std::str::from_utf8(&bytes).unwrap();
        let document = roxmltree::Document::parse(text).unwrap();
        let reading = read_camt(&bytes);
        let entries: Vec<_> = reading.statements.iter().flat_map(|s| &s.entries).collect();
        let named = |name: &'static str| document.descendants().filter(move |n| n.tag_name().name() == name);
        let (mut transactions, mut texts) = (0, 0);
        for (node, entry) in named("Ntry").zip(&entries) {
            let inside: Vec<_> = node.descendants().filter(|n| n.tag_name().name() == "TxDtls").collect();
            transactions += inside.len() as u64;
            assert_eq!(entry.details.len(), if inside.len() == 1 { 0 } else { inside.len() }, "{}", expected.file);
            for wanted in node.descendants().filter(|n| n.tag_name().name() == "Ustrd") {
                texts += 1;
                let wanted = wanted.text().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
                let mut places = std::iter::once(*entry).chain(&entry.details);
                assert!(places.any(|e| e.remittance.contains(&wanted)), "{}: {wanted}", expected.file);
            }
        }
        assert_eq!((transactions, texts), (expected.number(5), expected.number(7)), "{}", expected.file);
    }
}

#[test]
fn a_batch_a_return_and_a_pending_entry_are_understood() {
    let reading = read_camt(&sample("camt053/gen-camt053-v08-batch-return-pending.xml"));
    assert_eq!(reading.format, Some(Format::Camt053));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let statement = &reading.statements[0];
    assert_eq!(statement.account.as_deref(), Some("FR7699999000010000000000115"));
    assert_eq!((statement.opening, statement.closing), (Some(Cents::new(100_000)), Some(Cents::new(504_800))));
    assert_eq!(
        (statement.from, statement.until),
        (Some(Date::constant(2026, 11, 2)), Some(Date::constant(2026, 11, 8)))
    );
    let [first, second, batch, back, structured, fee, pending] = statement.entries.as_slice() else { panic!() };
    assert_eq!(first.counterparty.as_deref(), Some("CLINIQUE VETERINAIRE DES QUAIS"));
    assert_eq!((first.end_to_end_id.as_deref(), first.bank_reference.as_deref()), (Some("F-2026-0101"), Some("BK1")));
    assert_eq!(first.line, Some(3));
    assert_eq!(second.end_to_end_id, None);
    assert_eq!(second.remittance, "REGLT FACT F-2026-0102 ET AV-2026-0007 MOINS ESCOMPTE");
    assert!(is_split(batch) && batch.details.len() == 2);
    assert_eq!(batch.details[1].counterparty.as_deref(), Some("TRAITEUR DES HALLES"));
    assert_eq!(batch.remittance, "REMISE PRELEVEMENTS SEPA");
    assert_eq!((back.amount, back.is_reversal), (Cents::new(-3_990), true));
    assert_eq!(back.counterparty.as_deref(), Some("TRAITEUR DES HALLES"));
    assert_eq!(structured.remittance, "F-2026-0103 RF18539007547034");
    assert_eq!((fee.amount, fee.remittance.as_str()), (Cents::new(-1_250), "COMMISSION DE TENUE DE COMPTE"));
    assert_eq!(pending.status, EntryStatus::Pending);
}

#[test]
fn parties_are_found_in_old_and_new_versions() {
    for name in ["camt053/genkgo-camt053.v3.xml", "camt053/genkgo-camt053.v8.xml"] {
        let reading = read_camt(&sample(name));
        let entry = &reading.statements[0].entries[0];
        assert_eq!(entry.counterparty.as_deref(), Some("NAME NAME"), "{name}");
        assert_eq!(entry.counterparty_iban.as_deref(), Some("NL56AGDH9619008421"), "{name}");
        assert_eq!(entry.booked_on, Date::constant(2014, 12, 31));
    }
}

#[test]
fn currencies_stay_with_their_statement() {
    let reading = read_camt(&sample("camt053/sr-camt053_multicurrency.xml"));
    let currencies: Vec<_> = reading.statements.iter().map(|s| s.currency).collect();
    assert_eq!(currencies, [Currency::EUR, Currency::parse("USD").unwrap()]);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
}

#[test]
fn randomised_balances_are_a_warning_and_missing_dates_an_information() {
    let reading = read_camt(&sample("camt053/daily/2024-03-07.xml"));
    assert!(!reading.is_refused());
    assert!(codes(&reading).contains(&"undated_entries"));
    let text = String::from_utf8(sample("camt053/sr-camt.053.001.02.xml")).unwrap();
    assert!(read_camt(text.as_bytes()).problems.is_empty());
    let gap = read_camt(text.replace("435678.50", "435678.49").as_bytes());
    assert_eq!(codes(&gap), ["balance_gap"]);
    assert_eq!(gap.problems[0].severity, Severity::Warning);
    assert!(gap.problems[0].what.contains("-0,01") || gap.problems[0].what.contains("−0,01"), "{}", gap.problems[0]);
}

fn statement(entries: &str) -> String {
    format!("<Document><BkToCstmrStmt><Stmt><Acct><Ccy>EUR</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>")
}

fn entry(amount: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-01-05</Dt></BookgDt></Ntry>"
    )
}

#[test]
fn namespaces_and_prefixes_do_not_matter() {
    let bare = statement(&entry("10.5"));
    let prefixed = bare
        .replace("</", "</c:")
        .replace("<c", "<_")
        .replace('<', "<c:")
        .replace("<c:/c:", "</c:")
        .replace("<c:_", "<c:c");
    for text in [bare, prefixed] {
        let reading = read_camt(text.as_bytes());
        assert!(!reading.is_refused(), "{text}: {:?}", reading.problems);
        assert_eq!(reading.statements[0].entries[0].amount, Cents::new(1_050));
    }
}

#[test]
fn amounts_are_exact_or_refused() {
    for (text, cents) in [("1234.50", 123_450), ("0.1", 10), ("7", 700), ("1.2300", 123), ("+3.00", 300), (".5", 50)] {
        let reading = read_camt(statement(&entry(text)).as_bytes());
        assert_eq!(reading.statements[0].entries[0].amount, Cents::new(cents), "{text}");
    }
    for (text, code) in [
        ("1.234", "amount_precision"),
        ("-1.00", "negative_amount"),
        ("1,00", "unreadable_amount"),
        ("1e5", "unreadable_amount"),
        ("99999999999999999999", "absurd_amount"),
        ("100000000000.01", "absurd_amount"),
        ("", "missing_amount"),
    ] {
        let reading = read_camt(statement(&entry(text)).as_bytes());
        assert_eq!(codes(&reading), [code], "{text}");
        assert!(reading.is_refused() && reading.problems[0].place.line == Some(1));
    }
}

#[test]
fn details_that_do_not_add_up_are_not_a_split() {
    let pair = |a: &str, b: &str| {
        let detail = |amount: &str| {
            format!("<TxDtls><Amt Ccy=\"EUR\">{amount}</Amt><RmtInf><Ustrd>F-1</Ustrd></RmtInf></TxDtls>")
        };
        statement(&entry("30").replace("</Ntry>", &format!("<NtryDtls>{}{}</NtryDtls></Ntry>", detail(a), detail(b))))
    };
    let split = read_camt(pair("10", "20").as_bytes());
    assert!(is_split(&split.statements[0].entries[0]));
    let loose = read_camt(pair("10", "21").as_bytes());
    assert!(!is_split(&loose.statements[0].entries[0]));
    assert_eq!(loose.statements[0].entries[0].remittance, "F-1 F-1");
}

#[test]
fn hostile_files_end_in_a_message() {
    let deep = "<a>".repeat(100_000);
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><Document>&b;</Document>";
    let outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><Document>&a;</Document>";
    let good = statement(&entry("1"));
    for (text, code) in [
        (deep.as_str(), "xml_too_deep"),
        (bomb, "dtd_refused"),
        (outside, "dtd_refused"),
        ("<Document>&a;</Document>", "entity_refused"),
        (&good[..good.len() - 30], "malformed_xml"),
        (&good[..good.len() - "</Document>".len()], "truncated_xml"),
        ("<Document><a></Document>", "malformed_xml"),
        ("", "truncated_xml"),
        ("<html></html>", "not_a_statement"),
    ] {
        let reading = read_camt(text.as_bytes());
        assert!(codes(&reading).contains(&code), "{code}: {:?}", codes(&reading));
        assert!(reading.is_refused());
        assert!(reading.problems.iter().all(|p| !p.what.is_empty() && !p.remedy.is_empty()));
    }
    assert!(read_camt(b"\0\x01\x02").is_refused());
}
