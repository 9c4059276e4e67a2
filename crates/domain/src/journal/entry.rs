//! One entry: who did what to what, when, and the bytes that bind it to the entry before.
//!
//! An entry keeps its payload as canonical text, not as a typed value: an old or newer entry is still verified and kept by
//! a program that does not know its kind. Reading it as a [`JournalKind`] is a separate step.

use super::canonical::{CanonicalError, MAX_INTEGER, canonical, write_string};
use super::hash::EntryHash;
use super::kinds::{JournalKind, ReadError};
use super::personal::Lookup;
use super::sentence::Words;
use base::id::CompanyId;
use base::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Actor {
    /// A user, by the name of the account.
    Person { name: String },
    /// A signed standing order acting in its owner's place.
    StandingOrder { reference: String },
    /// The program itself: planning, importing what it was told to watch.
    Program,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Person { name } => f.write_str(name),
            Actor::StandingOrder { reference } => write!(f, "consigne permanente {reference}"),
            Actor::Program => f.write_str("Quitus"),
        }
    }
}

/// What an entry is about: the text of an identifier (`inv_…`, `act_…`, `cmp_…`), so that all entries about one thing are
/// found together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Subject(String);

impl Subject {
    pub fn of<K: base::id::Kind>(id: Id<K>) -> Self {
        Subject(id.to_string())
    }

    /// The subject as it was stored.
    pub fn stored(text: impl Into<String>) -> Self {
        Subject(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a caller supplies; the chain adds the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryDraft {
    pub recorded_at: Timestamp,
    pub company: CompanyId,
    pub actor: Actor,
    pub subject: Subject,
    pub kind: JournalKind,
}

/// The last entry of a company's chain. Noted outside the database (backup, evidence), it shows a removed tail too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub company: CompanyId,
    pub seq: u64,
    pub hash: EntryHash,
}

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// From 1, without gaps, for each company. This is the order; `recorded_at` follows the clock, which may go back.
    pub seq: u64,
    /// To the microsecond.
    pub recorded_at: Timestamp,
    pub company: CompanyId,
    pub actor: Actor,
    pub subject: Subject,
    /// Stable snake_case name.
    pub kind: String,
    /// Canonical JSON text.
    pub payload: String,
    pub payload_version: u32,
    pub previous_hash: EntryHash,
    pub hash: EntryHash,
}

/// Why an entry cannot be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    #[error("the chain belongs to {chain}, the entry to {entry}")]
    OtherCompany { chain: CompanyId, entry: CompanyId },
    #[error(transparent)]
    Payload(#[from] CanonicalError),
    #[error("the chain is full")]
    Full,
    #[error("the payload cannot be written as JSON: {0}")]
    Json(String),
}

/// The entry that follows `previous`, or the first of a chain.
///
/// # Errors
/// An entry for another company than the chain's, or amounts no JSON reader keeps exactly.
pub fn append(previous: Option<&Head>, draft: EntryDraft) -> Result<JournalEntry, EntryError> {
    if let Some(head) = previous.filter(|head| head.company != draft.company) {
        return Err(EntryError::OtherCompany { chain: head.company, entry: draft.company });
    }
    let seq = previous.map_or(0, |head| head.seq).checked_add(1).filter(|seq| *seq <= MAX_INTEGER);
    let payload = draft.kind.payload().map_err(|error| EntryError::Json(error.to_string()))?;
    let mut entry = JournalEntry {
        seq: seq.ok_or(EntryError::Full)?,
        recorded_at: to_the_microsecond(draft.recorded_at),
        company: draft.company,
        actor: draft.actor,
        subject: draft.subject,
        kind: draft.kind.name().to_string(),
        payload: canonical(&payload)?,
        payload_version: draft.kind.payload_version(),
        previous_hash: previous.map_or(EntryHash::GENESIS, |head| head.hash),
        hash: EntryHash::GENESIS,
    };
    entry.hash = EntryHash::of(entry.canonical_text().as_bytes());
    Ok(entry)
}

impl JournalEntry {
    /// The text that is hashed: every field but the hash, as `docs/spec/journal.md` says.
    pub fn canonical_text(&self) -> String {
        let mut out = String::with_capacity(400 + self.payload.len());
        out.push_str("{\"actor\":");
        self.write_actor(&mut out);
        out.push_str(",\"company\":");
        write_string(&self.company.to_string(), &mut out);
        out.push_str(",\"kind\":");
        write_string(&self.kind, &mut out);
        out.push_str(",\"payload\":");
        out.push_str(&self.payload);
        out.push_str(&format!(
            ",\"payload_version\":{},\"previous_hash\":\"{}\",\"recorded_at\":\"{:.6}\",\"seq\":{},\"subject\":",
            self.payload_version, self.previous_hash, self.recorded_at, self.seq
        ));
        write_string(self.subject.as_str(), &mut out);
        out.push('}');
        out
    }

    fn write_actor(&self, out: &mut String) {
        let (member, kind) = match &self.actor {
            Actor::Person { name } => (Some(("name", name)), "person"),
            Actor::StandingOrder { reference } => (Some(("reference", reference)), "standing_order"),
            Actor::Program => (None, "program"),
        };
        out.push('{');
        if let Some((key, text)) = member {
            out.push_str(&format!("\"{key}\":"));
            write_string(text, out);
            out.push(',');
        }
        out.push_str(&format!("\"type\":\"{kind}\"}}"));
    }

    /// Where the chain stands after this entry.
    pub fn head(&self) -> Head {
        Head { company: self.company, seq: self.seq, hash: self.hash }
    }

    /// The entry as a typed value.
    ///
    /// # Errors
    /// A kind or version this program does not know, or a payload that is not of its kind.
    pub fn read(&self) -> Result<JournalKind, ReadError> {
        JournalKind::read(&self.kind, self.payload_version, &self.payload)
    }

    /// One French sentence. An entry of an unknown kind says so instead of disappearing.
    pub fn sentence(&self, personal: Lookup<'_>) -> String {
        match self.read() {
            Ok(kind) => kind.sentence(personal),
            Err(_) => Words::new(personal).unknown_kind(&self.kind, self.payload_version),
        }
    }
}

fn to_the_microsecond(instant: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(instant.as_microsecond()).unwrap_or(instant)
}
