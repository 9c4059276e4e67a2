use base::id::{ActId, CompanyId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, Timestamp};

/// Interest and fixed compensation of an invoice, as a document asks for them. It counts once the document left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRecord {
    pub act: ActId,
    pub invoice: InvoiceId,
    pub company: CompanyId,
    pub party: PartyId,
    /// Last day counted.
    pub until: Date,
    /// Of the interest; the compensation is in euros.
    pub currency: Currency,
    /// Asked for; what was paid by then is not in it.
    pub interest: Cents,
    /// All of it since the first day.
    pub interest_accrued: Cents,
    pub compensation: Cents,
    pub compensation_accrued: Cents,
    /// Days, rates and bases, as JSON of the document's own segments.
    pub segments: String,
    pub recorded_at: Timestamp,
}

/// A word that gave up interest or compensation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverSaid {
    pub on: Date,
    pub interest: bool,
    pub compensation: bool,
    pub author: String,
    pub why: String,
}
