//! `quitus journal`: one French sentence for each thing that happened.

use crate::args::Journal;
use crate::fail::Outcome;
use crate::rim::Rim;
use crate::show::{json, line};
use domain::journal::JournalEntry;
use serde_json::json;
use std::collections::{HashMap, VecDeque};

pub fn run(rim: &Rim, args: &Journal) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let keep = if args.all { usize::MAX } else { args.last };
    let entries = world.read(|books| {
        let mut last: VecDeque<JournalEntry> = VecDeque::new();
        books.journal(company.id, &mut |entry| {
            if last.len() >= keep {
                last.pop_front();
            }
            last.push_back(entry);
            Ok(())
        })?;
        Ok(last)
    })?;
    let known = personal(rim, &entries)?;
    let lookup = |reference: &domain::journal::PersonalRef| known.get(reference.as_str()).cloned();
    if rim.common.json {
        let rows: Vec<_> = entries
            .iter()
            .map(|e| {
                json!({
                    "seq": e.seq, "recorded_at": e.recorded_at.to_string(), "actor": e.actor, "subject": e.subject.as_str(),
                    "kind": e.kind, "sentence": e.sentence(&lookup), "hash": e.hash.to_string(),
                })
            })
            .collect();
        json(&json!({ "entries": rows }))?;
        return Ok(0);
    }
    for entry in &entries {
        let at = entry
            .recorded_at
            .in_tz("Europe/Paris")
            .map_or_else(|_| entry.recorded_at.to_string(), |z| z.strftime("%d/%m/%Y %H:%M").to_string());
        line(format!("{:>5}  {at}  {} : {}", entry.seq, entry.actor, entry.sentence(&lookup)));
    }
    Ok(0)
}

/// Personal texts that the entries refer to and that were not erased.
fn personal(rim: &Rim, entries: &VecDeque<JournalEntry>) -> Outcome<HashMap<String, String>> {
    let mut wanted: Vec<String> = Vec::new();
    for entry in entries {
        let mut rest = entry.payload.as_str();
        while let Some(at) = rest.find("psn_") {
            wanted.push(rest[at..].chars().take(68).collect());
            rest = &rest[at + 4..];
        }
    }
    Ok(rim.world().read(|books| {
        let mut known = HashMap::new();
        for reference in &wanted {
            if let Some(text) = books.personal(reference)? {
                known.insert(reference.clone(), text);
            }
        }
        Ok(known)
    })?)
}
