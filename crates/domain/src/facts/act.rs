use base::Date;
use base::id::{ActId, InvoiceId};
use serde::{Deserialize, Serialize};

/// How a step reaches its addressee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    Call,
    Letter,
    RegisteredLetter,
    Visit,
    /// A task for somebody of our own house.
    Internal,
}

impl Channel {
    pub const ALL: [Channel; 6] =
        [Channel::Email, Channel::Call, Channel::Letter, Channel::RegisteredLetter, Channel::Visit, Channel::Internal];

    pub fn code(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Call => "call",
            Channel::Letter => "letter",
            Channel::RegisteredLetter => "registered_letter",
            Channel::Visit => "visit",
            Channel::Internal => "internal",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            Channel::Email => "e-mail",
            Channel::Call => "appel",
            Channel::Letter => "courrier",
            Channel::RegisteredLetter => "lettre recommandée",
            Channel::Visit => "visite",
            Channel::Internal => "en interne",
        }
    }

    /// Minutes of a person it usually takes, preparation included.
    pub fn minutes(self) -> i64 {
        match self {
            Channel::Email => 1,
            Channel::Internal => 2,
            Channel::Letter => 4,
            Channel::Call => 6,
            Channel::RegisteredLetter => 10,
            Channel::Visit => 45,
        }
    }

    /// Needs a person to do something with their hands or voice; the program only prepares it.
    pub fn is_task(self) -> bool {
        !matches!(self, Channel::Email)
    }

    /// The debtor notices it.
    pub fn reaches_debtor(self) -> bool {
        self != Channel::Internal
    }
}

/// Where an act stands, from its recorded events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActState {
    /// Committed, not yet out of the building.
    Prepared,
    /// Claimed by a worker: from here on the outcome is unknown until recorded.
    Dispatching,
    HandedOver,
    Delivered,
    /// Reached nobody: it certainly did not leave, or it came back.
    Failed,
    /// May or may not have left: a person decides, never a retry.
    Unknown,
    Cancelled,
    /// A task that was carried out.
    Done,
}

impl ActState {
    pub const ALL: [ActState; 8] = [
        ActState::Prepared,
        ActState::Dispatching,
        ActState::HandedOver,
        ActState::Delivered,
        ActState::Failed,
        ActState::Unknown,
        ActState::Cancelled,
        ActState::Done,
    ];

    pub fn code(self) -> &'static str {
        match self {
            ActState::Prepared => "prepared",
            ActState::Dispatching => "dispatching",
            ActState::HandedOver => "handed_over",
            ActState::Delivered => "delivered",
            ActState::Failed => "failed",
            ActState::Unknown => "unknown",
            ActState::Cancelled => "cancelled",
            ActState::Done => "done",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            ActState::Prepared => "prête",
            ActState::Dispatching => "en cours d’envoi",
            ActState::HandedOver => "partie",
            ActState::Delivered => "distribuée",
            ActState::Failed => "échouée",
            ActState::Unknown => "issue inconnue",
            ActState::Cancelled => "annulée",
            ActState::Done => "faite",
        }
    }

    /// The debtor was, or may have been, reached: the step counts as performed.
    pub fn counts_as_performed(self) -> bool {
        matches!(self, ActState::HandedOver | ActState::Delivered | ActState::Done)
    }

    /// Waits for something; nothing else is proposed to this debtor meanwhile.
    pub fn is_pending(self) -> bool {
        matches!(self, ActState::Prepared | ActState::Dispatching | ActState::Unknown)
    }
}

/// A reminder, call, letter or notice as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActFacts {
    pub id: ActId,
    pub scenario: String,
    pub scenario_version: String,
    pub step: String,
    pub channel: Channel,
    /// The day of the agenda it came from; never after the day it was prepared.
    pub planned_on: Date,
    /// The day it left or was done.
    pub performed_on: Option<Date>,
    pub state: ActState,
    /// False for a message of the trial: it went to a local folder and reached nobody.
    pub live: bool,
    pub invoices: Vec<InvoiceId>,
}

impl ActFacts {
    /// The day it left or was done, when it did; the day it was planned for, when nobody noted another.
    pub fn left_on(&self) -> Option<Date> {
        self.state.counts_as_performed().then(|| self.performed_on.unwrap_or(self.planned_on))
    }

    /// Prepared by then, and its outcome not yet known then.
    pub fn waits_on(&self, as_of: Date) -> bool {
        let left_later = self.left_on().is_some_and(|on| on > as_of);
        self.planned_on <= as_of && (self.state.is_pending() || left_later)
    }
}
