use base::id::{ActId, CompanyId, PartyId, ReplyId};
use base::{Date, Timestamp};

/// What a customer answered, as recorded. Who wrote, the subject and the text are kept beside, under references, and may be
/// erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyRecord {
    pub id: ReplyId,
    pub company: CompanyId,
    pub party: PartyId,
    /// What it answers, when that is known.
    pub act: Option<ActId>,
    /// The day the customer wrote.
    pub received_on: Date,
    /// The day it was recorded here.
    pub noted_on: Date,
    pub sender: Option<String>,
    pub subject: Option<String>,
    pub text: Option<String>,
    pub file: Option<ReplyFile>,
    pub author: String,
    pub recorded_at: Timestamp,
}

/// The file that came with it; its exact bytes are read apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyFile {
    pub name: String,
    pub sha256: String,
}

/// What became of a reply: each of them once, as a fact beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyEnd {
    /// Somebody said what it means.
    Handled,
    /// It had been recorded by mistake.
    Withdrawn,
}

impl ReplyEnd {
    pub fn code(self) -> &'static str {
        match self {
            ReplyEnd::Handled => "handled",
            ReplyEnd::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [ReplyEnd::Handled, ReplyEnd::Withdrawn].into_iter().find(|e| e.code() == code)
    }
}

/// The word that ends a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyWord {
    pub reply: ReplyId,
    pub company: CompanyId,
    pub end: ReplyEnd,
    /// What it was taken to mean, when it was handled.
    pub meaning: Option<ReplyMeant>,
    pub on: Date,
    /// Reference of what was noted, or why it was withdrawn.
    pub note: Option<String>,
    pub author: String,
    pub recorded_at: Timestamp,
}

/// What a customer meant by an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyMeant {
    Promise,
    PaymentSent,
    AwaitingValidation,
    Dispute,
    InvoiceNotReceived,
    WrongContact,
    Other,
}

impl ReplyMeant {
    pub const ALL: [ReplyMeant; 7] = [
        ReplyMeant::Promise,
        ReplyMeant::PaymentSent,
        ReplyMeant::AwaitingValidation,
        ReplyMeant::Dispute,
        ReplyMeant::InvoiceNotReceived,
        ReplyMeant::WrongContact,
        ReplyMeant::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            ReplyMeant::Promise => "promise",
            ReplyMeant::PaymentSent => "payment_sent",
            ReplyMeant::AwaitingValidation => "awaiting_validation",
            ReplyMeant::Dispute => "dispute",
            ReplyMeant::InvoiceNotReceived => "invoice_not_received",
            ReplyMeant::WrongContact => "wrong_contact",
            ReplyMeant::Other => "other",
        }
    }

    pub fn french(self) -> &'static str {
        match self {
            ReplyMeant::Promise => "promesse de paiement",
            ReplyMeant::PaymentSent => "paiement annoncé",
            ReplyMeant::AwaitingValidation => "facture en attente de validation",
            ReplyMeant::Dispute => "facture contestée",
            ReplyMeant::InvoiceNotReceived => "facture non reçue",
            ReplyMeant::WrongContact => "mauvais interlocuteur",
            ReplyMeant::Other => "lue, sans autre suite",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.code() == code)
    }
}

/// A reply with its words, what it answers and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyRow {
    pub reply: ReplyRecord,
    pub customer: String,
    /// Blank when there is none, or when it was erased.
    pub sender: String,
    pub subject: String,
    /// In a list, its beginning.
    pub text: String,
    /// Title and day of the act it answers.
    pub answers: Option<(String, Date)>,
    pub handled: Option<ReplyEnded>,
    pub withdrawn: Option<ReplyEnded>,
}

impl ReplyRow {
    /// Nobody has dealt with it yet.
    pub fn waits(&self) -> bool {
        self.handled.is_none() && self.withdrawn.is_none()
    }
}

/// How a reply ended, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyEnded {
    pub meaning: Option<ReplyMeant>,
    pub on: Date,
    pub note: String,
    pub author: String,
}
