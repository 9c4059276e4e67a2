use crate::Text;
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
    /// Advance received (4191), or its use: never set against an invoice without being asked.
    Advance,
    /// Rejected cheque or direct debit, or a refund: a debit against the bank.
    UnpaidOrRefund,
    /// The same claim carried from one customer account to another: doubtful (416), bill of exchange (413).
    Transfer,
    /// Retention money (4117): owed, but only due at the end of the guarantee period.
    Retention,
    WriteOff,
    Other,
}

/// A customer as the ledger knows it, with its balance in that ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerParty {
    /// Auxiliary account, or the 411 sub-account.
    pub code: String,
    pub name: String,
    /// Sum of debits less credits on 411*, 413* and 416* accounts; equals the sum of the open amounts of its items,
    /// advances left out.
    pub balance: Cents,
    /// Sum of debits less credits on 4191* accounts: negative when an advance can be offered against what is open.
    pub advances: Cents,
    /// Pseudo-customers ("recettes CB", "divers"): kept apart, never chased.
    pub is_pseudo: bool,
    /// True when at least one of its settlements is an estimate: what looks open may be another item.
    pub to_confirm: bool,
}

/// One line on a customer account. Debits positive, credits negative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerItem {
    /// Line in its file (with several years, the one whose period holds `booked_on`).
    pub line: u64,
    /// Code of its party.
    pub party: Text,
    pub account: Text,
    pub kind: LedgerItemKind,
    /// Invoice number as best known: from the label or the piece reference.
    pub reference: Text,
    /// `PieceRef` as written; may be a batch ("REM CB") or empty.
    pub piece: Text,
    /// `EcritureLet` as written: opaque, case matters, only unique within its account and party.
    pub letter: Text,
    /// The balanced entry it stands in, numbered from 0 within its file.
    pub entry: u64,
    pub booked_on: Date,
    pub piece_on: Option<Date>,
    pub label: Text,
    pub amount: Cents,
    /// What is left open after settlements: debits ≥ 0, credits ≤ 0.
    pub open: Cents,
    /// Index into `LedgerDraft::items` of the earlier claim that this debit carries on: the invoice whose payment was
    /// rejected, or the one moved to doubtful accounts. Its date and number are those of the claim.
    pub continues: Option<usize>,
}

impl LedgerItem {
    /// On an account of advances received (4191): money that can be offered against a claim, not a claim paid.
    pub fn is_advance(&self) -> bool {
        self.account.starts_with("4191")
    }
}

/// A credit set against a debit, both by index into `LedgerDraft::items`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerSettlement {
    pub debit: usize,
    pub credit: usize,
    /// Always positive.
    pub amount: Cents,
    pub confidence: Confidence,
}

/// The customer side of an accounting export (FEC).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LedgerDraft {
    /// From the file name when it follows `SIRENFECAAAAMMJJ`.
    pub siren: Option<String>,
    pub closing_on: Option<Date>,
    /// First and last entry dates, all accounts included.
    pub first_entry_on: Option<Date>,
    pub last_entry_on: Option<Date>,
    /// Last entry in a bank journal: what this ledger knows of payments.
    pub bank_known_until: Option<Date>,
    /// Sorted by code.
    pub parties: Vec<LedgerParty>,
    /// In file order.
    pub items: Vec<LedgerItem>,
    pub settlements: Vec<LedgerSettlement>,
    pub entries: u64,
    pub total_debit: Cents,
    pub total_credit: Cents,
}

impl LedgerDraft {
    pub fn party(&self, code: &str) -> Option<&LedgerParty> {
        let found = self.parties.binary_search_by(|p| p.code.as_str().cmp(code)).ok()?;
        self.parties.get(found)
    }

    /// Claims and credits that are not fully settled, with their index.
    pub fn open_items(&self) -> impl Iterator<Item = (usize, &LedgerItem)> {
        self.items.iter().enumerate().filter(|(_, item)| !item.open.is_zero())
    }

    /// What settled an item, on whichever side it stands.
    pub fn settlements_of(&self, item: usize) -> impl Iterator<Item = &LedgerSettlement> {
        self.settlements.iter().filter(move |s| s.debit == item || s.credit == item)
    }
}
