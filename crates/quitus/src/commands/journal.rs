//! `quitus journal`: one French sentence for each thing that happened.

use crate::args::Journal;
use crate::fail::Outcome;
use crate::rim::Rim;
use crate::show::{instant, json, line};
use app::logbook::{Wanted, filter, page};
use serde_json::json;

pub fn run(rim: &Rim, args: &Journal) -> Outcome<u8> {
    let limit = if args.all { u64::MAX } else { args.last as u64 };
    let wanted = Wanted {
        kinds: args.kinds.clone(),
        person: args.person.clone().unwrap_or_default(),
        from: args.from,
        until: args.until,
        search: args.search.clone().unwrap_or_default(),
        ..Wanted::default()
    };
    let (world, company) = (rim.world(), rim.company()?);
    let mut entries = page(&world, &company, &filter(&world, &company, &wanted)?, limit)?;
    entries.reverse();
    if rim.common.json {
        let rows: Vec<_> = entries
            .iter()
            .map(|told| {
                let e = &told.entry;
                json!({
                    "seq": e.seq, "recorded_at": e.recorded_at.to_string(), "actor": e.actor, "subject": e.subject.as_str(),
                    "kind": e.kind, "sentence": told.sentence, "hash": e.hash.to_string(),
                })
            })
            .collect();
        json(&json!({ "entries": rows }))?;
        return Ok(0);
    }
    for told in &entries {
        let at = instant(told.recorded_at);
        line(format!("{:>5}  {at}  {} : {}", told.seq, told.actor, told.sentence));
    }
    Ok(0)
}
