use base::id::{CompanyId, InvoiceId, NoteId, PartyId};
use base::{Date, Timestamp};

/// What somebody of ours wrote down about a customer. The words are kept beside, under a reference, and may be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRecord {
    pub id: NoteId,
    pub company: CompanyId,
    pub party: PartyId,
    pub invoice: Option<InvoiceId>,
    pub noted_on: Date,
    pub reference: String,
    pub author: String,
    pub recorded_at: Timestamp,
}
