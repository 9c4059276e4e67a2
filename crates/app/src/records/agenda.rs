use base::id::{AgendaId, CompanyId, InvoiceId, PartyId};
use base::{Date, Timestamp};

/// One planning of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaRun {
    pub id: AgendaId,
    pub company: CompanyId,
    pub as_of: Date,
    pub recorded_at: Timestamp,
    /// SHA-256 of the facts, scenarios and law it was made from.
    pub inputs_hash: String,
    pub law_edition: String,
    pub program_version: String,
    pub proposals: u64,
    pub silences: u64,
}

/// A proposal as stored: the canonical JSON that the planner gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProposal {
    pub seq: i64,
    pub party: PartyId,
    pub json: String,
}

/// Where one overdue receivable stood that day: in a proposal, or silent with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaLine {
    pub invoice: InvoiceId,
    pub party: PartyId,
    /// The proposal that names it; `None` for a silence.
    pub proposal: Option<i64>,
    /// Code of the first reason.
    pub reason: String,
    pub next_on: Option<Date>,
    /// The silence as canonical JSON; empty for a line of a proposal.
    pub json: String,
    /// Only its contested part; the rest stands in a line of its own.
    pub is_contested: bool,
}
