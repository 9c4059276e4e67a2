use base::id::{AlertWordId, CompanyId, PartyId};
use base::{Date, Timestamp};

/// An alert that somebody set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertWord {
    pub id: AlertWordId,
    pub company: CompanyId,
    /// `None` when it concerns many.
    pub party: Option<PartyId>,
    /// What the alert said: its cause, whom it is about, its amount.
    pub alert: String,
    /// The day it is shown again.
    pub until: Date,
    pub author: String,
    pub why: String,
    pub set_on: Date,
    pub recorded_at: Timestamp,
}

/// It was brought back before that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertWordLift {
    pub word: AlertWordId,
    pub company: CompanyId,
    pub author: String,
    pub recorded_at: Timestamp,
}
