use base::Timestamp;
use base::id::{CompanyId, DeliveryId, WebhookId};

/// Whether a subscription is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WebhookState {
    On,
    /// Stopped by somebody; what happens meanwhile is told once it goes on.
    Off,
    /// Stopped by the program after days of failure.
    GivenUp,
    /// Removed; its log stays for a while.
    Ended,
}

impl WebhookState {
    pub const ALL: [WebhookState; 4] =
        [WebhookState::On, WebhookState::Off, WebhookState::GivenUp, WebhookState::Ended];

    pub fn code(self) -> &'static str {
        match self {
            WebhookState::On => "on",
            WebhookState::Off => "off",
            WebhookState::GivenUp => "given_up",
            WebhookState::Ended => "ended",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            WebhookState::On => "en service",
            WebhookState::Off => "arrêté",
            WebhookState::GivenUp => "abandonné après des jours d’échec",
            WebhookState::Ended => "supprimé",
        }
    }
}

/// Another program that is told what the journal tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookRecord {
    pub id: WebhookId,
    pub company: CompanyId,
    pub url: String,
    /// What signs the messages, sealed.
    pub secret: String,
    /// Names of the kinds of entries told; empty for all.
    pub events: Vec<String>,
    /// Sentences and details go along, personal data included; otherwise identifiers alone.
    pub tells: bool,
    /// The owner allowed an address of this machine or of a private network.
    pub is_private: bool,
    /// The last entry of the journal that was turned into a message, or left out.
    pub cursor: u64,
    pub state: WebhookState,
    /// Failures in a row, over all messages.
    pub failures: u32,
    /// Since when nothing but failures came back.
    pub failing_since: Option<Timestamp>,
    /// Nothing is tried before.
    pub resume_at: Option<Timestamp>,
    pub created_by: String,
    pub created_at: Timestamp,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeliveryState {
    Waiting,
    Delivered,
    /// Tried too often.
    GivenUp,
}

impl DeliveryState {
    pub const ALL: [DeliveryState; 3] = [DeliveryState::Waiting, DeliveryState::Delivered, DeliveryState::GivenUp];

    pub fn code(self) -> &'static str {
        match self {
            DeliveryState::Waiting => "waiting",
            DeliveryState::Delivered => "delivered",
            DeliveryState::GivenUp => "given_up",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            DeliveryState::Waiting => "à envoyer",
            DeliveryState::Delivered => "reçu",
            DeliveryState::GivenUp => "abandonné",
        }
    }
}

/// One entry of the journal for one subscription. Its text is made from the entry each time it is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// The same at each attempt: a receiver knows by it what it already has.
    pub id: DeliveryId,
    pub company: CompanyId,
    pub webhook: WebhookId,
    /// The entry of the journal.
    pub seq: u64,
    pub event: String,
    pub state: DeliveryState,
    pub attempts: u32,
    pub next_at: Timestamp,
    /// A server is at it; past that instant it is held to have been killed.
    pub claimed_until: Option<Timestamp>,
    /// What the receiver answered last.
    pub status: Option<u16>,
    /// Why it failed last, in French.
    pub detail: String,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}
