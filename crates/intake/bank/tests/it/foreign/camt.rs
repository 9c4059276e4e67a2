use super::{alone, balances, entries, said, taken};
use draft::Format;

fn document(version: &str, body: &str) -> String {
    let (kind, root, element) = match &version[..3] {
        "052" => ("052", "BkToCstmrAcctRpt", "Rpt"),
        "054" => ("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn"),
        _ => ("053", "BkToCstmrStmt", "Stmt"),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<ns2:Document xmlns:ns2=\"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{}\">\
         <ns2:{root}><ns2:GrpHdr><ns2:MsgId>M1</ns2:MsgId><ns2:CreDtTm>2026-11-10T06:00:00.000+01:00</ns2:CreDtTm><ns2:MsgPgntn><ns2:PgNb>1</ns2:PgNb>\
         <ns2:LastPgInd>true</ns2:LastPgInd></ns2:MsgPgntn></ns2:GrpHdr><ns2:{element}>{}</ns2:{element}></ns2:{root}></ns2:Document>",
        &version[4..],
        body.replace("</", "</ns2:").replace('<', "<ns2:").replace("<ns2:/ns2:", "</ns2:")
    )
}

fn balance(code: &str, amount: &str, side: &str, day: &str) -> String {
    format!(
        "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>\
         <Dt><Dt>{day}</Dt></Dt></Bal>"
    )
}

const ACCOUNT: &str = "<Id>S1</Id><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>";

/// A returned direct debit that only the bank's transaction code tells, one told by its reason, and charges beside an entry.
#[test]
fn returns_by_code_and_by_reason() {
    for (version, status) in
        [("053.02", "<Sts>BOOK</Sts>"), ("053.08", "<Sts><Cd>BOOK</Cd></Sts>"), ("053.13", "<Sts><Cd>BOOK</Cd></Sts>")]
    {
        let code = |family: &str, sub: &str| {
            format!(
                "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>"
            )
        };
        let entry = |amount: &str, side: &str, rest: &str| {
            format!(
                "<Ntry><NtryRef>1</NtryRef><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{status}\
                 <BookgDt><DtTm>2026-11-05T14:03:00+01:00</DtTm></BookgDt><ValDt><Dt>2026-11-06</Dt></ValDt>{rest}</Ntry>"
            )
        };
        let body = format!(
            "{ACCOUNT}{}{}{}{}{}{}{}",
            balance("OPBD", "100.00", "DBIT", "2026-11-04"),
            balance("CLBD", "829.5", "CRDT", "2026-11-05"),
            entry("1000", "CRDT", &code("RCDT", "ESCT")),
            entry("40.00", "DBIT", &code("IDDT", "UPDD")),
            entry(
                "30.00",
                "DBIT",
                &format!(
                    "{}<NtryDtls><TxDtls><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>",
                    code("IDDT", "OTHR")
                )
            ),
            entry("12.50", "CRDT", &code("ICDT", "RRTN")),
            entry(
                "13.00",
                "DBIT",
                "<Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">1.00</TtlChrgsAndTaxAmt><Rcrd><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Rcrd></Chrgs>"
            ),
        );
        let statement = alone(&document(version, &body));
        assert_eq!(
            entries(&statement),
            ["2026-11-05 100000", "2026-11-05 -4000!", "2026-11-05 -3000!", "2026-11-05 1250!", "2026-11-05 -1300"],
            "{version}"
        );
        assert_eq!(balances(&statement), (Some(-10_000), 92_950, Some(82_950)));
    }
}

/// What is told for information is on no account.
#[test]
fn only_what_is_booked_is_booked() {
    let entry = |status: &str| {
        format!(
            "<Ntry><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>{status}<BookgDt><Dt>2026-11-05</Dt></BookgDt></Ntry>"
        )
    };
    let all: String = [
        "<Sts>BOOK</Sts>",
        "<Sts>PDNG</Sts>",
        "<Sts>INFO</Sts>",
        "<Sts><Cd>FUTR</Cd></Sts>",
        "<Sts><Cd>INFO</Cd></Sts>",
        "",
    ]
    .map(entry)
    .concat();
    let statement = alone(&document("053.04", &format!("{ACCOUNT}{all}")));
    let day = "2026-11-05 1000";
    assert_eq!(
        entries(&statement),
        [day, &format!("{day}~"), &format!("{day}~"), &format!("{day}~"), &format!("{day}~"), day]
    );
}

/// Two pages of one statement, the second beginning with an interim balance, then another account in dollars.
#[test]
fn pages_and_accounts_in_one_message() {
    let entry = |amount: &str, currency: &str| {
        format!(
            "<Ntry><Amt Ccy=\"{currency}\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-05</Dt></BookgDt></Ntry>"
        )
    };
    let page = |number: u32, last: bool, balances: &str, amount: &str| {
        format!(
            "<Id>S1</Id><StmtPgntn><PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd></StmtPgntn><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></Acct>{balances}{}",
            entry(amount, "EUR")
        )
    };
    let first = page(
        1,
        false,
        &(balance("OPBD", "0.00", "CRDT", "2026-11-05") + &balance("ITBD", "10.00", "CRDT", "2026-11-05")),
        "10.00",
    );
    let second = page(
        2,
        true,
        &(balance("ITBD", "10.00", "CRDT", "2026-11-05") + &balance("CLBD", "15.25", "CRDT", "2026-11-05")),
        "5.25",
    );
    let third = format!(
        "<Id>S2</Id><Acct><Id><Othr><Id>US-0001</Id></Othr></Id><Ccy>USD</Ccy></Acct>{}",
        entry("99.99", "USD")
    );
    let reading = taken(&document("053.06", &format!("{first}</Stmt><Stmt>{second}</Stmt><Stmt>{third}")));
    assert_eq!(said(&reading), Vec::<&str>::new());
    let told: Vec<_> =
        reading.statements.iter().map(|s| (s.account.clone().unwrap(), s.currency.to_string(), balances(s))).collect();
    let iban = "FR7630006000011234567890189".to_string();
    assert_eq!(
        told,
        [
            (iban.clone(), "EUR".to_string(), (Some(0), 1_000, None)),
            (iban, "EUR".to_string(), (None, 525, Some(1_525))),
            ("US-0001".to_string(), "USD".to_string(), (None, 9_999, None)),
        ]
    );
}

/// A batch whose transactions come in several blocks, with amounts of each version.
#[test]
fn batches_of_each_version() {
    let v2 = |amount: &str, id: &str| {
        format!(
            "<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs><AmtDtls><InstdAmt><Amt Ccy=\"EUR\">{amount}</Amt></InstdAmt><TxAmt><Amt Ccy=\"EUR\">{amount}</Amt></TxAmt></AmtDtls>\
            <RltdPties><Dbtr><Nm>DUPONT</Nm></Dbtr><DbtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></DbtrAcct></RltdPties></TxDtls>"
        )
    };
    let v8 = |amount: &str, id: &str| {
        format!(
            "<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
            <RltdPties><Dbtr><Pty><Nm>DUPONT</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></DbtrAcct></RltdPties></TxDtls>"
        )
    };
    for (version, details) in [
        ("054.02", [v2("10.00", "A"), v2("20.5", "B")]),
        ("053.02", [v2("10.00", "A"), v2("20.5", "B")]),
        ("052.08", [v8("10.00", "A"), v8("20.50", "B")]),
    ] {
        let body = format!(
            "{ACCOUNT}<Ntry><Amt Ccy=\"EUR\">30.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-05</Dt></BookgDt>\
             <NtryDtls><Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy=\"EUR\">30.50</TtlAmt><CdtDbtInd>CRDT</CdtDbtInd></Btch>{}</NtryDtls><NtryDtls>{}</NtryDtls></Ntry>",
            details[0], details[1]
        );
        let reading = taken(&document(version, &body));
        let entry = &reading.statements[0].entries[0];
        let inner: Vec<_> = entry
            .details
            .iter()
            .map(|d| {
                (
                    d.amount.get(),
                    d.end_to_end_id.clone().unwrap(),
                    d.counterparty.clone().unwrap(),
                    d.counterparty_iban.clone().unwrap(),
                )
            })
            .collect();
        let one = |cents: i64, id: &str| {
            (cents, id.to_string(), "DUPONT".to_string(), "FR1420041010050500013M02606".to_string())
        };
        assert_eq!((entry.amount.get(), inner), (3_050, vec![one(1_000, "A"), one(2_050, "B")]), "{version}");
        let format = match &version[..3] {
            "052" => Format::Camt052,
            "054" => Format::Camt054,
            _ => Format::Camt053,
        };
        assert_eq!(reading.format, Some(format));
    }
}

#[test]
fn mutilated_statements_are_refused_in_french() {
    let entry = |inside: &str| document("053.02", &format!("{ACCOUNT}<Ntry>{inside}</Ntry>"));
    let whole = entry("<Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-05</Dt></BookgDt>");
    for (text, code) in [
        (entry("<Amt Ccy=\"EUR\">1,00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"), "unreadable_amount"),
        (entry("<Amt Ccy=\"EUR\">1.00</Amt>"), "missing_direction"),
        (entry("<CdtDbtInd>CRDT</CdtDbtInd>"), "missing_amount"),
        (entry("<Amt Ccy=\"EUR\">1.001</Amt><CdtDbtInd>CRDT</CdtDbtInd>"), "amount_precision"),
        (whole[..whole.len() - "</ns2:Document>".len()].to_string(), "truncated_xml"),
        (whole.replace("</ns2:Amt>", "</ns2:Amount>"), "malformed_xml"),
    ] {
        let reading = bank::read(text.as_bytes()).unwrap();
        assert!(reading.is_refused() && said(&reading).contains(&code), "{code}: {:?}", reading.problems);
    }
}
