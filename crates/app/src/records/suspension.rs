use base::id::{ActId, CompanyId, PartyId, ServiceTermsId};
use base::{Date, Timestamp};
use domain::facts::ServiceTerms;

/// What the terms that a customer accepted say of services that are not paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceTermsRecord {
    pub id: ServiceTermsId,
    pub company: CompanyId,
    pub party: PartyId,
    pub on: Date,
    /// `None`: nothing of the kind is agreed any more.
    pub terms: Option<ServiceTerms>,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// A service that runs again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRestored {
    /// The act that suspended it.
    pub act: ActId,
    pub company: CompanyId,
    pub party: PartyId,
    pub on: Date,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// A service that was suspended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuspendedService {
    pub act: ActId,
    pub party: PartyId,
    pub customer: String,
    pub suspended_on: Date,
    /// Nothing is left of what it was suspended for: it is to run again.
    pub is_paid: bool,
    /// The day the end of the contract was told.
    pub ended_on: Option<Date>,
    pub restored_on: Option<Date>,
}

impl SuspendedService {
    pub fn state(&self) -> &'static str {
        match (self.restored_on, self.ended_on, self.is_paid) {
            (Some(_), ..) => "restored",
            (None, Some(_), _) => "terminated",
            (None, None, true) => "to_restore",
            (None, None, false) => "suspended",
        }
    }
}
