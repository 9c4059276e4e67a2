//! Identifiers: one type for each kind of thing, UUIDv7 built from a date and random bytes that the caller supplies.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, hash::Hash, marker::PhantomData};
use uuid::Uuid;

/// What a typed identifier belongs to; the prefix makes a pasted id say what it is (`inv_…`).
pub trait Kind: 'static {
    const PREFIX: &'static str;
}

/// A UUIDv7 that only compares with identifiers of the same kind.
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

impl<K: Kind> Id<K> {
    /// Builds the identifier from milliseconds since 1970 and ten random bytes (RFC 9562 version 7).
    pub fn new(unix_millis: u64, random: [u8; 10]) -> Self {
        Id(uuid::Builder::from_unix_timestamp_millis(unix_millis, &random).into_uuid(), PhantomData)
    }

    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Id(Uuid::from_bytes(bytes), PhantomData)
    }

    /// `None` unless there are exactly sixteen bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// Reads `prefix_` followed by 32 hexadecimal digits; `None` for another kind.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix(K::PREFIX)?.strip_prefix('_')?;
        Uuid::try_parse(hex).ok().map(|u| Id(u, PhantomData))
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.0.simple())
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Id::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not a {} identifier: {text}", K::PREFIX)))
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $marker:ident $alias:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        pub enum $marker {}
        impl Kind for $marker { const PREFIX: &'static str = $prefix; }
        $(#[$doc])*
        pub type $alias = Id<$marker>;
    )*};
}

kinds! {
    /// A creditor company kept in this instance.
    CompanyKind CompanyId "cmp";
    /// A customer, debtor or other third party.
    PartyKind PartyId "pty";
    /// A person at a party.
    ContactKind ContactId "ctc";
    /// An imported file, kept byte for byte.
    SourceKind SourceId "src";
    /// An invoice or credit note, and the receivable it makes.
    InvoiceKind InvoiceId "inv";
    /// Money received.
    PaymentKind PaymentId "pay";
    /// Money or credit set against a receivable.
    AllocationKind AllocationId "alc";
    /// A line of a bank statement.
    BankLineKind BankLineId "bnk";
    /// Something that stops or bends recovery.
    HoldKind HoldId "hld";
    /// What a customer answered.
    ReplyKind ReplyId "rpl";
    /// A contested invoice, from its opening to its outcome.
    DisputeKind DisputeId "dsp";
    /// A message, file or word in a dispute.
    DisputeEntryKind DisputeEntryId "dse";
    /// A reminder, letter, call, visit or notice.
    ActKind ActId "act";
    /// What somebody of ours wrote down about a customer.
    NoteKind NoteId "not";
    /// Somebody who logs in.
    UserKind UserId "usr";
    /// What another program comes in with.
    TokenKind TokenId "tok";
    /// Another program that is told what happens.
    WebhookKind WebhookId "whk";
    /// One entry of the journal for one such program.
    DeliveryKind DeliveryId "dlv";
    /// A skip, postponement, override or waiver decided by a person.
    DecisionKind DecisionId "dec";
    LineWordKind LineWordId "wrd";
    /// An instalment plan, proposed or agreed.
    PlanKind PlanId "pln";
    /// A debt depreciated or written off.
    BadDebtKind BadDebtId "bad";
    /// What was said of one since.
    BadDebtWordKind BadDebtWordId "bdw";
    /// A part of what is owed, given up or asked to be.
    WaiverKind WaiverId "wvr";
    /// A due date put off by agreement.
    ExtensionKind ExtensionId "ext";
    /// What accepted terms say of services that are not paid.
    ServiceTermsKind ServiceTermsId "svt";
    /// Entries handed to the accountant.
    ExportKind ExportId "exp";
    /// The books put back from a copy.
    RestorationKind RestorationId "rst";
    /// An alert set aside by a person.
    AlertWordKind AlertWordId "alw";
    /// One planning of one day.
    AgendaKind AgendaId "agd";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_what_it_is_and_reads_back() {
        let id = InvoiceId::new(1_700_000_000_000, [7; 10]);
        assert!(id.to_string().starts_with("inv_"));
        assert_eq!(InvoiceId::parse(&id.to_string()), Some(id));
        assert_eq!(PaymentId::parse(&id.to_string()), None);
    }

    #[test]
    fn later_ids_sort_later() {
        assert!(InvoiceId::new(1, [255; 10]) < InvoiceId::new(2, [0; 10]));
    }
}
