//! Canonical JSON and the bytes of an entry.

use super::{chain, company, draft};
use crate::journal::kinds::PaymentRecorded;
use crate::journal::{CanonicalError, EntryError, EntryHash, Head, JournalKind, KindTag, append, canonical};
use base::{Cents, Currency, Date};
use serde_json::{Value, json};

#[test]
fn keys_sort_by_utf16_code_units_as_in_rfc_8785() {
    let value = json!({
        "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
        "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis",
    });
    let expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}";
    assert_eq!(canonical(&value).unwrap(), expected);
}

#[test]
fn strings_are_escaped_in_their_shortest_form() {
    let value = json!("\u{20ac}$\u{f}\nA'B\"\\\\\"/\u{8}\t\u{c}\r\u{7f}\u{2028}é");
    let expected = "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\t\\f\\r\u{7f}\u{2028}é\"";
    assert_eq!(canonical(&value).unwrap(), expected);
}

#[test]
fn only_whole_exact_numbers_are_written() {
    assert_eq!(canonical(&json!([0, -1, 9_007_199_254_740_991_i64])).unwrap(), "[0,-1,9007199254740991]");
    for text in ["1.5", "1e2", "1.0", "-0.0", "9007199254740992", "-9007199254740992", "18446744073709551615"] {
        let value: Value = serde_json::from_str(text).unwrap();
        assert!(matches!(canonical(&value), Err(CanonicalError::Number(_))), "{text}");
    }
}

#[test]
fn absurd_nesting_is_refused_not_a_crash() {
    let deep = (0..100).fold(Value::Null, |inner, _| json!([inner]));
    assert_eq!(canonical(&deep), Err(CanonicalError::Depth));
}

#[test]
fn an_amount_beyond_exact_numbers_is_refused_at_the_door() {
    let kind: JournalKind = PaymentRecorded {
        reference: None,
        amount_cents: Cents::new(i64::MAX),
        currency: Currency::EUR,
        received_on: Date::constant(2026, 4, 1),
        source: "saisie".into(),
    }
    .into();
    let refused = append(None, crate::journal::EntryDraft { kind, ..draft(0) });
    assert!(matches!(refused, Err(EntryError::Payload(CanonicalError::Number(_)))), "{refused:?}");
}

#[test]
fn the_text_that_is_hashed_is_itself_canonical_json_of_the_nine_fields() {
    for entry in chain(KindTag::ALL.len()) {
        let text = entry.canonical_text();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(canonical(&value).unwrap(), text);
        let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        let fields = [
            "actor",
            "company",
            "kind",
            "payload",
            "payload_version",
            "previous_hash",
            "recorded_at",
            "seq",
            "subject",
        ];
        assert_eq!(keys.len(), fields.len());
        assert!(fields.iter().all(|field| keys.contains(field)), "{keys:?}");
        assert_eq!(serde_json::to_value(&entry.actor).unwrap(), value["actor"]);
    }
}

#[test]
fn an_entry_is_kept_to_the_microsecond() {
    let mut draft = draft(0);
    draft.recorded_at = "2026-03-12T09:30:00.123456789Z".parse().unwrap();
    let entry = append(None, draft).unwrap();
    assert_eq!(entry.recorded_at.to_string(), "2026-03-12T09:30:00.123456Z");
    assert!(entry.canonical_text().contains("\"recorded_at\":\"2026-03-12T09:30:00.123456Z\""));
}

#[test]
fn the_first_entry_follows_zeros_and_each_company_has_its_own_chain() {
    let first = append(None, draft(0)).unwrap();
    assert_eq!((first.seq, first.previous_hash.to_string()), (1, "0".repeat(64)));
    let second = append(Some(&first.head()), draft(1)).unwrap();
    assert_eq!((second.seq, second.previous_hash), (2, first.hash));
    let other = Head { company: company(8), ..first.head() };
    assert!(matches!(append(Some(&other), draft(1)), Err(EntryError::OtherCompany { .. })));
}

#[test]
fn a_hash_reads_back_and_nothing_else_does() {
    let hash = EntryHash::of(b"abc");
    assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(EntryHash::parse(&hash.to_string()), Some(hash));
    for text in ["", "0", &"0".repeat(63), &"0".repeat(65), &"A".repeat(64), &"é".repeat(32)] {
        assert_eq!(EntryHash::parse(text), None, "{text}");
    }
}
