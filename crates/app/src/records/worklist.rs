use base::id::{CompanyId, ContactId, InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::agenda::ApprovalNeeded;
use domain::facts::{Channel, ContactRole};

/// A proposal of today as the list of the day sorts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkItem {
    pub company: CompanyId,
    pub party: PartyId,
    pub step: String,
    pub currency: Currency,
    pub approval: ApprovalNeeded,
    pub channel: Channel,
    pub role: ContactRole,
    pub contact: Option<ContactId>,
    pub total: Cents,
    pub invoices: u64,
    /// Of the oldest invoice; negative before its due date.
    pub days_late: i64,
    /// What a minute spent on it is expected to bring.
    pub per_minute: Cents,
    pub last_contact_on: Option<Date>,
    pub last_channel: Option<Channel>,
    /// The sum behind `per_minute`, as JSON of the domain's type.
    pub worth: String,
    /// The proposal, as the planner gave it.
    pub json: String,
}

/// Why nothing is done today for one overdue invoice, as the list of silences sorts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietItem {
    pub company: CompanyId,
    pub party: PartyId,
    pub invoice: InvoiceId,
    /// Only its contested part.
    pub is_contested: bool,
    pub number: String,
    pub due_on: Date,
    pub currency: Currency,
    pub outstanding: Cents,
    /// Code of the first reason.
    pub reason: String,
    pub next_on: Option<Date>,
    /// The silence, as the planner gave it.
    pub json: String,
}
