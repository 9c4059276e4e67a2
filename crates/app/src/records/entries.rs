use base::id::{CompanyId, ExportId, PartyId, PaymentId};
use base::{Cents, Date, Timestamp};

/// Entries handed to the accountant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRecord {
    pub id: ExportId,
    pub company: CompanyId,
    /// From 1 in each company.
    pub number: i64,
    /// Movements until that day are in the ledger that was imported.
    pub after_on: Option<Date>,
    pub until_on: Date,
    /// JSON of the accounts they were put on.
    pub accounts: String,
    pub movements: i64,
    /// Received less taken back.
    pub total: Cents,
    pub author: String,
    pub recorded_at: Timestamp,
}

/// A payment as the bank account saw it, or its return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementRow {
    pub payment: PaymentId,
    pub is_return: bool,
    pub on: Date,
    /// Of the payment: positive, also for a return.
    pub amount: Cents,
    pub party: Option<PartyId>,
    pub reference: String,
}
