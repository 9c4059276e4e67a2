use super::{balances, entries, said, taken};

fn signed(cents: i64) -> String {
    let digits = format!("{:014}", cents.abs());
    let last = digits.as_bytes()[13] - b'0';
    let mark = match (cents < 0, last) {
        (false, 0) => '{',
        (true, 0) => '}',
        (false, n) => char::from(b'A' + n - 1),
        (true, n) => char::from(b'J' + n - 1),
    };
    format!("{}{mark}", &digits[..13])
}

/// A record of exactly 120 characters.
fn record(parts: &[(usize, &str)]) -> String {
    let mut out: Vec<char> = vec![' '; 120];
    for (at, text) in parts {
        for (place, c) in text.chars().enumerate() {
            out[at + place] = c;
        }
    }
    out.into_iter().collect()
}

fn balance(code: &str, account: &str, day: &str, units: i64, (currency, decimals): (&str, &str)) -> String {
    record(&[
        (0, code),
        (2, "30006"),
        (11, "00001"),
        (16, currency),
        (19, decimals),
        (21, account),
        (34, day),
        (90, &signed(units)),
    ])
}

fn movement(
    account: &str,
    day: &str,
    label: &str,
    units: i64,
    reject: &str,
    (currency, decimals): (&str, &str),
) -> String {
    record(&[
        (0, "04"),
        (2, "30006"),
        (7, "0001"),
        (11, "00001"),
        (16, currency),
        (19, decimals),
        (21, account),
        (32, "05"),
        (34, day),
        (40, reject),
        (42, day),
        (48, label),
        (81, "0000123"),
        (90, &signed(units)),
        (104, "REF0001"),
    ])
}

fn complement(account: &str, day: &str, qualifier: &str, text: &str) -> String {
    record(&[
        (0, "05"),
        (2, "30006"),
        (7, "0001"),
        (11, "00001"),
        (16, "EUR"),
        (19, "2"),
        (21, account),
        (32, "05"),
        (34, day),
        (45, qualifier),
        (48, text),
    ])
}

const EUR: (&str, &str) = ("EUR", "2");

#[test]
fn accounts_currencies_complements_and_signs() {
    let one = "12345678901";
    let file = [
        balance("01", one, "311225", -123_456, EUR),
        movement(one, "020126", "VIR SEPA DUPONT", 150_001, "", EUR),
        complement(one, "020126", "NPY", "DUPONT MENUISERIE SARL"),
        complement(one, "020126", "LCC", "FACTURE F-2026-0001"),
        complement(one, "020126", "RCN", "E2E-1                              "),
        movement(one, "020126", "PRLV IMPAYE", -3_990, "31", EUR),
        balance("07", one, "020126", 22_555, EUR),
        balance("01", "0500013M026", "010126", 1_000, ("JPY", "0")),
        movement("0500013M026", "020126", "TRANSFER", 250, "", ("JPY", "0")),
        balance("07", "0500013M026", "020126", 1_250, ("JPY", "0")),
        balance("01", "00000000042", "010126", 10_000, ("TND", "3")),
        movement("00000000042", "020126", "VIREMENT", 12_340, "", ("TND", "3")),
        balance("07", "00000000042", "020126", 22_340, ("TND", "3")),
    ];
    for text in [
        file.join("\n"),
        file.join("\r\n") + "\r\n\u{1a}",
        file.concat(),
        file.iter().map(|l| l.trim_end()).collect::<Vec<_>>().join("\r\n"),
    ] {
        let reading = taken(&text);
        assert_eq!(said(&reading), Vec::<&str>::new());
        let told: Vec<_> =
            reading.statements.iter().map(|s| (s.currency.to_string(), entries(s), balances(s))).collect();
        assert_eq!(
            told,
            [
                (
                    "EUR".to_string(),
                    vec!["2026-01-02 150001".to_string(), "2026-01-02 -3990!".into()],
                    (Some(-123_456), 146_011, Some(22_555))
                ),
                ("JPY".to_string(), vec!["2026-01-02 25000".to_string()], (Some(100_000), 25_000, Some(125_000))),
                ("TND".to_string(), vec!["2026-01-02 1234".to_string()], (Some(1_000), 1_234, Some(2_234))),
            ]
        );
        let first = &reading.statements[0].entries[0];
        assert_eq!(
            (first.counterparty.as_deref(), first.end_to_end_id.as_deref()),
            (Some("DUPONT MENUISERIE SARL"), Some("E2E-1"))
        );
        assert!(first.remittance.contains("F-2026-0001"), "{}", first.remittance);
        assert_eq!(reading.statements[0].account.as_deref(), Some("FR7630006000011234567890189"));
    }
}

#[test]
fn mutilated_records_say_so() {
    let one = "12345678901";
    let good = movement(one, "020126", "VIR", 100, "", EUR);
    for (line, code) in [
        (good.replace("0000000000010{", "00000000X0010{"), "unreadable_amount"),
        (good.replace("020126", "320126"), "unreadable_date"),
        (good[..60].to_string(), "unreadable_amount"),
    ] {
        let text = [balance("01", one, "311225", 0, EUR), line, balance("07", one, "020126", 100, EUR)].join("\n");
        let reading = bank::read(text.as_bytes()).unwrap();
        assert!(reading.is_refused() && said(&reading).contains(&code), "{code} {:?}", reading.problems);
    }
    let cut = [balance("01", one, "311225", 0, EUR), good].join("\n");
    assert_eq!(said(&taken(&cut)), ["no_closing_balance"]);
}
