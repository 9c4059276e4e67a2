use base::id::{AllocationId, BankLineId, CompanyId, InvoiceId, PartyId, PaymentId, SourceId};
use base::{Cents, Currency, Date, Timestamp};

/// Where we learnt of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentOrigin {
    Bank,
    Ledger,
    /// A column of an invoice list; the day is not known and taken as the invoice's.
    Table,
    ByHand,
    /// Paid before the invoice was issued (BT-113).
    Prepaid,
}

impl PaymentOrigin {
    pub const ALL: [PaymentOrigin; 5] = [
        PaymentOrigin::Bank,
        PaymentOrigin::Ledger,
        PaymentOrigin::Table,
        PaymentOrigin::ByHand,
        PaymentOrigin::Prepaid,
    ];

    pub fn code(self) -> &'static str {
        match self {
            PaymentOrigin::Bank => "bank",
            PaymentOrigin::Ledger => "ledger",
            PaymentOrigin::Table => "table",
            PaymentOrigin::ByHand => "by_hand",
            PaymentOrigin::Prepaid => "prepaid",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.code() == code)
    }
}

/// Money received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRecord {
    pub id: PaymentId,
    pub company: CompanyId,
    /// `None` while nobody knows whose it is.
    pub party: Option<PartyId>,
    pub source: Option<SourceId>,
    /// What makes it the same payment again, unique within a company.
    pub key: String,
    pub content_hash: String,
    pub received_on: Date,
    pub amount: Cents,
    pub currency: Currency,
    pub reference: String,
    pub origin: PaymentOrigin,
    pub bank_line: Option<BankLineId>,
    pub recorded_at: Timestamp,
}

/// What an allocation settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    Principal,
    Interest,
    FixedCompensation,
}

impl Component {
    pub const ALL: [Component; 3] = [Component::Principal, Component::Interest, Component::FixedCompensation];

    pub fn code(self) -> &'static str {
        match self {
            Component::Principal => "principal",
            Component::Interest => "interest",
            Component::FixedCompensation => "fixed_compensation",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }
}

/// Why an allocation was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AllocationBasis {
    /// The bank line names the invoice and has just its amount.
    CertainMatch,
    LedgerLettering,
    SameReference,
    /// Inferred from the amount only: to be confirmed.
    SameAmount,
    /// Oldest first: to be confirmed.
    OldestFirst,
    CreditNote,
    /// A credit note that answers a dispute: what it takes away was never owed, and bore no interest.
    DisputeCredit,
    /// Interest that a document had asked for, before the principal (C. civ. 1343-1).
    ClaimedInterest,
    /// Given up by us: a granted waiver.
    Waiver,
    Table,
    ByHand,
    Reversal,
}

impl AllocationBasis {
    pub const ALL: [AllocationBasis; 12] = [
        AllocationBasis::CertainMatch,
        AllocationBasis::LedgerLettering,
        AllocationBasis::SameReference,
        AllocationBasis::SameAmount,
        AllocationBasis::OldestFirst,
        AllocationBasis::CreditNote,
        AllocationBasis::DisputeCredit,
        AllocationBasis::ClaimedInterest,
        AllocationBasis::Waiver,
        AllocationBasis::Table,
        AllocationBasis::ByHand,
        AllocationBasis::Reversal,
    ];

    pub fn code(self) -> &'static str {
        match self {
            AllocationBasis::CertainMatch => "certain_match",
            AllocationBasis::LedgerLettering => "ledger_lettering",
            AllocationBasis::SameReference => "same_reference",
            AllocationBasis::SameAmount => "same_amount",
            AllocationBasis::OldestFirst => "oldest_first",
            AllocationBasis::CreditNote => "credit_note",
            AllocationBasis::DisputeCredit => "dispute_credit",
            AllocationBasis::ClaimedInterest => "claimed_interest",
            AllocationBasis::Waiver => "waiver",
            AllocationBasis::Table => "table",
            AllocationBasis::ByHand => "by_hand",
            AllocationBasis::Reversal => "reversal",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.code() == code)
    }

    /// Waits for confirmation; a formal notice does not rest on it.
    pub fn is_estimate(self) -> bool {
        matches!(self, AllocationBasis::SameAmount | AllocationBasis::OldestFirst)
    }
}

/// Money or credit set against an invoice; negative amounts take back or, on a credit note, use it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllocationRecord {
    pub id: AllocationId,
    pub company: CompanyId,
    pub invoice: InvoiceId,
    pub payment: Option<PaymentId>,
    /// The credit note that pays, or on the credit note's own row the invoice that it pays.
    pub against: Option<InvoiceId>,
    pub component: Component,
    /// Positive reduces what is outstanding.
    pub amount: Cents,
    /// The day it counts from.
    pub effective_on: Date,
    pub basis: AllocationBasis,
    pub reverses: Option<AllocationId>,
    pub recorded_at: Timestamp,
}
