//! What a user sees of a day: the agenda and the aged balance, in plain types. It interprets nothing.

use crate::office::Office;
use app::aging::Aging;
use app::planning::DayPlanned;
use app::records::StoredProposal;
use app::{AppError, AppResult, World};
use base::id::{AgendaId, PartyId};
use base::{Currency, Date, parse_iso_date};
use serde_json::Value;
use std::collections::BTreeMap;

/// The agenda of a day.
#[derive(Clone, Debug)]
pub struct Seen {
    pub run: AgendaId,
    pub day: Date,
    /// Nothing had changed since the day was planned before.
    pub was_known: bool,
    pub proposals: Vec<SeenProposal>,
    pub silences: Vec<SeenSilence>,
    /// The contested parts of overdue invoices, in cents.
    pub contested: Vec<(String, i64)>,
}

#[derive(Clone, Debug)]
pub struct SeenProposal {
    pub stored: StoredProposal,
    pub party: PartyId,
    pub customer: u32,
    pub scenario: String,
    pub step: String,
    pub channel: String,
    /// `owner`, `anybody` or `standing_order`.
    pub approval: String,
    /// Numbers of the invoices in it, and of those that are overdue.
    pub all: Vec<String>,
    pub overdue: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct SeenSilence {
    pub party: PartyId,
    pub customer: u32,
    pub number: String,
    pub reason: String,
    pub next_on: Option<Date>,
}

impl Seen {
    /// # Errors
    /// A broken store, or a stored agenda that does not read.
    pub fn read(world: &World<'_>, planned: DayPlanned, office: &Office<'_>) -> AppResult<Seen> {
        let run = planned.run.id;
        let mut seen = Seen {
            run,
            day: planned.run.as_of,
            was_known: planned.was_known,
            proposals: Vec::new(),
            silences: Vec::new(),
            contested: Vec::new(),
        };
        let (proposals, lines) = world.read(|books| {
            let proposals = books.proposals(run, 0, u64::from(u32::MAX))?;
            let mut lines = Vec::new();
            for (_, party) in office.known_customers() {
                lines.extend(books.agenda_lines(run, party)?.into_iter().filter(|l| l.proposal.is_none()));
            }
            Ok((proposals, lines))
        })?;
        for stored in proposals {
            seen.proposals.push(proposal(stored, office)?);
        }
        for line in lines {
            let json = json(&line.json)?;
            if line.is_contested {
                let cents = json.get("outstanding_cents").and_then(Value::as_i64).unwrap_or_default();
                seen.contested.push((text(&json, "number"), cents));
                continue;
            }
            seen.silences.push(SeenSilence {
                party: line.party,
                customer: office.customer(line.party).unwrap_or(u32::MAX),
                number: text(&json, "number"),
                reason: line.reason,
                next_on: parse_iso_date(&text(&json, "next_on")),
            });
        }
        Ok(seen)
    }
}

fn proposal(stored: StoredProposal, office: &Office<'_>) -> AppResult<SeenProposal> {
    let json = json(&stored.json)?;
    let lines = json.get("lines").and_then(Value::as_array).cloned().unwrap_or_default();
    let late = |l: &&Value| l.get("days_late").and_then(Value::as_i64).is_some_and(|days| days > 0);
    Ok(SeenProposal {
        party: stored.party,
        customer: office.customer(stored.party).unwrap_or(u32::MAX),
        scenario: json.get("scenario").map_or_else(String::new, |s| text(s, "name")),
        step: text(&json, "step"),
        channel: text(&json, "channel"),
        approval: text(&json, "approval"),
        all: lines.iter().map(|l| text(l, "number")).collect(),
        overdue: lines.iter().filter(late).map(|l| text(l, "number")).collect(),
        stored,
    })
}

fn json(text: &str) -> AppResult<Value> {
    serde_json::from_str(text).map_err(|e| AppError::Broken(format!("a stored agenda does not read: {e}")))
}

fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or("").to_string()
}

/// The aged balance of a day, in cents.
#[derive(Clone, Debug, Default)]
pub struct Aged {
    /// By number: when it falls due, what is left.
    pub items: BTreeMap<String, (Date, i64)>,
    pub buckets: [i64; 6],
    pub total: i64,
}

impl From<Aging> for Aged {
    fn from(aging: Aging) -> Aged {
        let items = aging.items.into_iter().map(|i| (i.number, (i.due_on, i.outstanding.get()))).collect();
        let euro = aging.by_currency.get(&Currency::EUR);
        let mut buckets = [0; 6];
        for (slot, cents) in buckets.iter_mut().zip(euro.iter().flat_map(|e| e.buckets)) {
            *slot = cents.get();
        }
        Aged { items, buckets, total: euro.map_or(0, |e| e.total.get()) }
    }
}
