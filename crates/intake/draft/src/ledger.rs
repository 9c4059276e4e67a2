use base::{Cents, Date};
use serde::Serialize;

/// How a settlement was established.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The ledger's own lettering.
    Ledger,
    /// The same reference on both sides.
    Reference,
    /// The only open item of that amount: to be confirmed.
    Amount,
    /// Oldest first: to be confirmed.
    Fifo,
}

impl Confidence {
    /// Settled only by amount or age: shown "à confirmer", and no formal notice rests on it.
    pub fn is_estimate(self) -> bool {
        matches!(self, Confidence::Amount | Confidence::Fifo)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerItemKind {
    /// A line of the opening journal.
    Opening,
    Invoice,
    CreditNote,
    Payment,
    /// Advance received (4191).
    Advance,
    /// Rejected cheque or direct debit, or a refund: a debit against the bank.
    UnpaidOrRefund,
    /// Transfer to doubtful accounts (416).
    Transfer,
    WriteOff,
    Other,
}

/// A customer as the ledger knows it, with its balance in that ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerParty {
    /// Auxiliary account, or the 411 sub-account.
    pub code: String,
    pub name: String,
    /// Sum of debits less credits on 411*/413*/416* accounts (advances 4191 included).
    pub balance: Cents,
    /// Pseudo-customers ("recettes CB", "divers"): kept apart, never chased.
    pub is_pseudo: bool,
}

/// One line on a customer account. Debits positive, credits negative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerItem {
    /// Line in the file.
    pub line: u64,
    pub party: String,
    pub account: String,
    pub kind: LedgerItemKind,
    /// Invoice number as best known: from the label or the piece reference.
    pub reference: String,
    pub booked_on: Date,
    pub piece_on: Option<Date>,
    pub label: String,
    pub amount: Cents,
    /// What is left open after settlements: debits ≥ 0, credits ≤ 0.
    pub open: Cents,
}

/// A credit set against a debit, both by index into `LedgerDraft::items`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerSettlement {
    pub debit: usize,
    pub credit: usize,
    pub amount: Cents,
    pub confidence: Confidence,
}

/// The customer side of an accounting export (FEC).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LedgerDraft {
    /// From the file name when it follows `SIRENFECAAAAMMJJ`.
    pub siren: Option<String>,
    pub closing_on: Option<Date>,
    /// Last entry in a bank journal: what this ledger knows of payments.
    pub bank_known_until: Option<Date>,
    pub parties: Vec<LedgerParty>,
    pub items: Vec<LedgerItem>,
    pub settlements: Vec<LedgerSettlement>,
    pub entries: u64,
    pub total_debit: Cents,
    pub total_credit: Cents,
}
