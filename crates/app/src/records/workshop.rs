use base::id::PartyId;
use base::{Date, Timestamp};

/// A scenario being changed: not live until it is adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRecord {
    pub name: String,
    pub source: String,
    pub author: String,
    pub saved_at: Timestamp,
}

/// One version of a scenario that a company adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRecord {
    pub version: String,
    pub source: String,
    pub is_current: bool,
    pub recorded_at: Timestamp,
}

/// A scenario of the company's own that is no longer in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioRetirement {
    pub name: String,
    pub on: Date,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// Where a replay stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplayState {
    Running,
    Done,
    Failed,
}

impl ReplayState {
    pub fn code(self) -> &'static str {
        match self {
            ReplayState::Running => "running",
            ReplayState::Done => "done",
            ReplayState::Failed => "failed",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [ReplayState::Running, ReplayState::Done, ReplayState::Failed].into_iter().find(|s| s.code() == code)
    }
}

/// The last replay of a scenario's draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayRecord {
    pub name: String,
    /// Version of the draft.
    pub draft: String,
    /// Version it is compared with.
    pub current: String,
    pub state: ReplayState,
    /// Days replayed, of how many.
    pub done: u64,
    pub total: u64,
    /// The comparison as JSON; when it failed, why, in French.
    pub outcome: String,
    /// Tells one replay from the next.
    pub started_at: Timestamp,
    pub touched_at: Timestamp,
}

/// A text of the company's own, or the return to the shipped one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnText {
    pub template: String,
    /// `fr` or `en`.
    pub lang: String,
    /// From 1; the last one counts.
    pub seq: i64,
    /// Subject and body; `None` where the shipped text came back.
    pub texts: Option<(String, String)>,
    pub author: String,
    pub recorded_at: Timestamp,
}

/// The scenario a customer was followed under when the day was last planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRecord {
    pub party: PartyId,
    pub scenario: String,
    pub version: String,
}
