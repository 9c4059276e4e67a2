//! `docs/spec/journal.md` says what the code does: its vectors are computed again, its table of kinds is compared.

use super::samples::{lookup, sample};
use crate::journal::{EntryHash, JournalEntry, KindTag, PersonalRef, Subject, canonical, verify};
use serde_json::Value;

const SPECIFICATION: &str = include_str!("../../../../../docs/spec/journal.md");

/// The fenced blocks opened by this line.
fn blocks(opening: &str) -> Vec<Value> {
    let fence = format!("```{opening}\n");
    let after = SPECIFICATION.split(&fence).skip(1);
    after.map(|rest| serde_json::from_str(rest.split("\n```").next().unwrap()).unwrap()).collect()
}

#[test]
fn the_canonical_vectors_hold() {
    let vectors = blocks("json canonical");
    assert!(vectors.len() >= 4);
    for vector in vectors {
        let text = vector["canonical"].as_str().unwrap();
        assert_eq!(canonical(&vector["value"]).unwrap(), text);
        assert_eq!(EntryHash::of(text.as_bytes()).to_string(), vector["sha256"].as_str().unwrap(), "{text}");
    }
}

#[test]
fn the_example_of_a_reference_holds() {
    let salt: [u8; 16] = std::array::from_fn(|n| u8::try_from(n).unwrap());
    assert!(SPECIFICATION.contains(PersonalRef::commit(&salt, "compta@client.fr").as_str()));
}

#[test]
fn the_chain_of_the_specification_holds() {
    let entries: Vec<JournalEntry> = blocks("json entry").iter().map(entry).collect();
    assert!(entries.len() >= 3);
    for (entry, vector) in entries.iter().zip(blocks("json entry")) {
        assert_eq!(entry.canonical_text(), vector["canonical"].as_str().unwrap());
        assert!(entry.read().is_ok(), "{}", entry.kind);
    }
    assert_eq!(verify(entries.clone(), None).unwrap(), entries.last().map(JournalEntry::head));
}

fn entry(vector: &Value) -> JournalEntry {
    let fields: Value = serde_json::from_str(vector["canonical"].as_str().unwrap()).unwrap();
    let text = |key: &str| fields[key].as_str().unwrap().to_string();
    JournalEntry {
        seq: fields["seq"].as_u64().unwrap(),
        recorded_at: text("recorded_at").parse().unwrap(),
        company: serde_json::from_value(fields["company"].clone()).unwrap(),
        actor: serde_json::from_value(fields["actor"].clone()).unwrap(),
        subject: Subject::stored(text("subject")),
        kind: text("kind"),
        payload: canonical(&fields["payload"]).unwrap(),
        payload_version: u32::try_from(fields["payload_version"].as_u64().unwrap()).unwrap(),
        previous_hash: EntryHash::parse(&text("previous_hash")).unwrap(),
        hash: EntryHash::parse(vector["hash"].as_str().unwrap()).unwrap(),
    }
}

#[test]
fn the_table_of_kinds_is_that_of_the_code() {
    let rows: Vec<String> = KindTag::ALL
        .iter()
        .map(|tag| {
            let kind = sample(*tag);
            let payload = kind.payload().unwrap();
            let mut fields: Vec<String> = payload.as_object().unwrap().keys().map(|key| format!("`{key}`")).collect();
            fields.sort();
            let sentence = kind.sentence(&lookup);
            format!("| `{}` | {} | {} | {sentence} |", tag.name(), tag.payload_version(), fields.join(", "))
        })
        .collect();
    let table = rows.join("\n");
    assert!(SPECIFICATION.contains(&table), "the table of kinds in docs/spec/journal.md must read:\n{table}\n");
}
