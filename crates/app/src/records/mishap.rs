use base::id::{ActId, CompanyId, RestorationId};
use base::{Date, Timestamp};

/// A letter to the customer's present address came back: nobody of that name is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnedAddress {
    pub act: ActId,
    pub returned_on: Date,
    pub recorded_at: Timestamp,
}

/// The books were put back from a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestorationRecord {
    pub id: RestorationId,
    pub company: CompanyId,
    /// The copy.
    pub file: String,
    /// When the journal of the copy ends: what left later is not in the books.
    pub known_until: Timestamp,
    pub restored_on: Date,
    pub recorded_at: Timestamp,
}

/// A person said what left since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestorationReview {
    pub restoration: RestorationId,
    pub company: CompanyId,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}
