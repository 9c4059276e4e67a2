//! Whole years with known open items, in the habits of several programs.

use crate::{assert_invariants, reading, roots};
use draft::{Confidence, LedgerDraft, LedgerItemKind};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

fn folders() -> Vec<PathBuf> {
    let folder = |root: PathBuf| {
        ["open-items", "fec-open-items"].into_iter().map(|f| root.join(f)).find(|p| p.exists()).unwrap()
    };
    roots().into_iter().map(folder).collect()
}

fn load(folder: &std::path::Path, file: &str) -> LedgerDraft {
    let reading = reading(&folder.join(file));
    assert!(reading.problems.is_empty(), "{file}: {:?}", reading.problems);
    let ledger = reading.ledger.unwrap();
    assert_invariants(&ledger);
    assert_eq!(ledger.siren.as_deref(), Some("732829320"));
    ledger
}

pub(crate) type Open = BTreeMap<String, (String, i64, Vec<(String, i64)>)>;

/// Party to name, balance and open items, from a ledger.
pub(crate) fn open_of(ledger: &LedgerDraft) -> Open {
    let party = |p: &draft::LedgerParty| {
        let items = ledger.open_items().filter(|(_, i)| i.party == p.code);
        let mut items: Vec<_> = items.map(|(_, i)| (i.reference.to_string(), i.open.get())).collect();
        items.sort();
        (p.code.clone(), (p.name.clone(), p.balance.get(), items))
    };
    ledger.parties.iter().map(party).collect()
}

fn expected(json: &Value) -> Open {
    let party = |(code, p): (&String, &Value)| {
        let item = |o: &Value| (o["ref"].as_str().unwrap().to_string(), o["open_cents"].as_i64().unwrap());
        let mut items: Vec<_> = p["open"].as_array().unwrap().iter().map(item).collect();
        items.sort();
        (code.clone(), (p["name"].as_str().unwrap().to_string(), p["balance_cents"].as_i64().unwrap(), items))
    };
    json.as_object().unwrap().iter().map(party).collect()
}

#[test]
fn four_habits_give_the_known_open_items() {
    for folder in folders() {
        for habit in ["clean", "nodate", "subaccounts", "unlettered"] {
            let ledger = load(&folder, &format!("732829320FEC20251231-{habit}.txt"));
            let json: Value =
                serde_json::from_slice(&crate::bytes(&folder.join(format!("expected-{habit}.json")))).unwrap();
            assert_eq!(open_of(&ledger), expected(&json), "{habit}");
            assert!(ledger.parties.iter().all(|p| !p.is_pseudo && !p.to_confirm), "{habit}");
            assert_eq!(ledger.closing_on, base::parse_iso_date("2025-12-31"));
            assert!(ledger.bank_known_until > base::parse_iso_date("2025-12-01"));
        }
    }
}

fn kind_name(kind: LedgerItemKind) -> &'static str {
    match kind {
        LedgerItemKind::Opening => "opening",
        LedgerItemKind::Invoice => "invoice",
        LedgerItemKind::UnpaidOrRefund => "unpaid_or_refund",
        // The expected file has no name for a transfer between customer accounts.
        LedgerItemKind::Transfer => "other",
        other => panic!("{other:?}"),
    }
}

fn settled_by(ledger: &LedgerDraft, item: usize) -> Vec<Value> {
    let how = |c: Confidence| {
        if c == Confidence::Ledger {
            "lettering"
        } else if c == Confidence::Reference {
            "reference"
        } else {
            "guess"
        }
    };
    ledger
        .settlements_of(item)
        .map(|s| serde_json::json!([ledger.items[s.credit].line, s.amount.to_string(), how(s.confidence)]))
        .collect()
}

#[test]
fn the_small_file_gives_kinds_and_settlements() {
    for folder in folders() {
        let ledger = load(&folder, "synthetic-732829320FEC20251231.txt");
        let json: Value =
            serde_json::from_slice(&crate::bytes(&folder.join("expected-open-items-synthetic.json"))).unwrap();
        for (code, party) in json.as_object().unwrap() {
            let found = ledger.party(code).unwrap();
            assert_eq!(
                (found.name.as_str(), found.balance.to_string()),
                (party["name"].as_str().unwrap(), party["balance"].as_str().unwrap().to_string())
            );
            assert!(!found.to_confirm);
            let items: Vec<Value> = ledger
                .open_items()
                .filter(|(_, i)| i.party == *code)
                .map(|(at, i)| {
                    serde_json::json!({
                        "line": i.line, "kind": kind_name(i.kind), "account": i.account, "ref": i.reference,
                        "date": i.booked_on.to_string(), "label": i.label, "amount": i.amount.to_string(),
                        "open": i.open.to_string(), "settled_by": settled_by(&ledger, at),
                    })
                })
                .collect();
            assert_eq!(Value::Array(items), party["items"], "{code}");
        }
        let others: Vec<_> = ledger.parties.iter().filter(|p| json.get(&p.code).is_none()).collect();
        assert_eq!(others.len(), 1);
        assert_eq!((others[0].code.as_str(), others[0].balance.get(), others[0].advances.get()), ("CNEUF", 0, -50_000));
    }
}

#[test]
fn a_rejected_or_doubtful_claim_points_to_its_invoice() {
    let ledger = load(&folders()[0], "synthetic-732829320FEC20251231.txt");
    for (party, invoice) in [("CLEROY", "F2025-004"), ("CPETIT", "F2025-006")] {
        let (_, open) = ledger.open_items().find(|(_, i)| i.party == party).unwrap();
        let origin = &ledger.items[open.continues.unwrap()];
        assert_eq!((origin.kind, origin.reference.as_str()), (LedgerItemKind::Invoice, invoice));
    }
}
