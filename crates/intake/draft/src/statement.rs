use base::{Cents, Currency, Date};
use serde::Serialize;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryStatus {
    #[default]
    Booked,
    /// Announced by the bank, may still change: never counted as money received.
    Pending,
}

/// One line of a bank statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BankEntryDraft {
    pub line: Option<u64>,
    pub booked_on: Date,
    pub value_on: Option<Date>,
    /// Credits positive, debits negative.
    pub amount: Cents,
    pub currency: Currency,
    pub status: EntryStatus,
    /// The bank's own reference when it has one (AcctSvcrRef, transaction id).
    pub bank_reference: Option<String>,
    pub end_to_end_id: Option<String>,
    pub counterparty: Option<String>,
    pub counterparty_iban: Option<String>,
    /// Everything the payer wrote, and the label.
    pub remittance: String,
    /// True when it takes back an earlier entry.
    pub is_reversal: bool,
    /// The transactions inside a batch entry; empty when the entry stands for itself.
    pub details: Vec<BankEntryDraft>,
}

/// One statement: an account over a period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatementDraft {
    /// IBAN or the bank's account number.
    pub account: Option<String>,
    pub currency: Currency,
    pub opening: Option<Cents>,
    pub closing: Option<Cents>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Entries that the file gives outside of any statement.
    pub is_headless: bool,
    /// An announcement within the day (CAMT.052, MT942): what it holds comes again in the day's statement.
    pub is_interim: bool,
    pub entries: Vec<BankEntryDraft>,
}
