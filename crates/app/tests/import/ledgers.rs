//! Accounting exports with known open items: what the books hold after the import is what the files are known to hold.

use crate::office::{Account, Office, cents, data, one};
use serde_json::Value;
use std::collections::BTreeMap;

const NAME: &str = "732829320FEC20251231.txt";

fn expected(habit: &str) -> BTreeMap<String, Account> {
    let json: Value = serde_json::from_slice(&data(&format!("fec/expected-{habit}.json"))).unwrap();
    let account = |(code, party): (&String, &Value)| {
        let open = party["open"].as_array().unwrap().iter();
        let mut open: Vec<_> =
            open.map(|o| (o["ref"].as_str().unwrap().to_string(), o["open_cents"].as_i64().unwrap())).collect();
        open.sort();
        let name = party["name"].as_str().unwrap().to_string();
        (code.clone(), Account { name, balance: party["balance_cents"].as_i64().unwrap(), open })
    };
    json.as_object().unwrap().iter().map(account).collect()
}

#[test]
fn four_habits_give_the_known_open_items() {
    testkit::both(|url| {
        for habit in ["clean", "nodate", "unlettered", "subaccounts"] {
            let office = Office::of(url, |c| {
                c.name = habit.into();
                c.siren = None;
                c.id = base::id::CompanyId::new(1, [habit.len() as u8; 10]);
            });
            let file = one(NAME, &data(&format!("fec/732829320FEC20251231-{habit}.txt")));
            office.take(&file);
            assert_eq!(office.accounts(), expected(habit), "{habit}");
            office.is_sound();
        }
    });
}

/// A claim whose payment was rejected, or that moved to doubtful accounts, is still the same invoice: ours keeps the
/// invoice's number, where the export's own line has the reference of the rejection (`REJ0720`). That is what a customer
/// can be asked to pay; date, balance and total are the same.
#[test]
fn a_rejected_or_doubtful_claim_stays_its_invoice() {
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&one(NAME, &data("fec/synthetic-732829320FEC20251231.txt")));
        let json: Value = serde_json::from_slice(&data("fec/expected-open-items-synthetic.json")).unwrap();
        let mut accounts = office.accounts();
        for (code, party) in json.as_object().unwrap() {
            let found = accounts.remove(code).unwrap();
            assert_eq!(found.name, party["name"].as_str().unwrap());
            assert_eq!(found.balance, cents(party["balance"].as_str().unwrap()), "{code}");
            let items = party["items"].as_array().unwrap().iter();
            let mut open: Vec<_> = items
                .map(|i| {
                    (i["ref"].as_str().unwrap().replace("REJ0720", "F2025-004"), cents(i["open"].as_str().unwrap()))
                })
                .collect();
            open.sort();
            assert_eq!(found.open, open, "{code}");
        }
        // The advance is money that can be offered, not a claim settled: it is kept as a payment nothing is set on.
        assert_eq!(accounts.remove("CNEUF").unwrap(), Account { name: "NEUF SAS".into(), ..Account::default() });
        assert!(accounts.is_empty());
        assert!(office.payments().iter().any(|p| p.amount.get() == 50_000));
        office.is_sound();
    });
}
