use base::id::{ActId, AgendaId, CompanyId, ContactId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, Timestamp};
use domain::act::ActEvent;
use domain::facts::{ActState, Channel, ContactRole};

/// A receivable named in an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActLine {
    pub invoice: InvoiceId,
    pub number: String,
    pub amount: Cents,
}

/// An act as prepared, with the exact bytes that leave. Committed before anything does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActRecord {
    pub id: ActId,
    pub company: CompanyId,
    pub party: PartyId,
    pub agenda: Option<AgendaId>,
    pub scenario: String,
    pub scenario_version: String,
    pub step: String,
    pub step_title: String,
    pub channel: Channel,
    pub template: String,
    pub role: ContactRole,
    pub contact: Option<ContactId>,
    /// Who it goes to, as addressed: e-mail addresses, or the lines of the envelope.
    pub addressed_to: String,
    pub subject: String,
    pub planned_on: Date,
    pub total: Cents,
    pub currency: Currency,
    pub lines: Vec<ActLine>,
    /// The MIME message, PDF or call sheet; the exact bytes.
    pub content: Vec<u8>,
    pub content_type: String,
    pub content_sha256: String,
    /// `Message-ID` of a mail.
    pub message_id: Option<String>,
    /// False when prepared in trial mode: it goes to the local outbox.
    pub live: bool,
    pub approved_by: String,
    pub prepared_at: Timestamp,
}

/// Something that happened to an act. The pair (act, seq) is unique: the second writer of a claim fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActEventRecord {
    pub act: ActId,
    pub company: CompanyId,
    /// From 1.
    pub seq: i64,
    pub event: ActEvent,
    pub on: Date,
    pub author: String,
    pub detail: String,
    pub recorded_at: Timestamp,
}

/// An act with where it stands; without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActRow {
    /// `content` is empty here; read it with `Books::act_content`.
    pub act: ActRecord,
    pub state: ActState,
    pub performed_on: Option<Date>,
    pub last_seq: i64,
    /// When the last event was recorded; the preparation without events.
    pub last_at: Timestamp,
    pub last_detail: String,
}
