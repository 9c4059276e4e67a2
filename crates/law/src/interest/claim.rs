//! The question: what was owed since when, by whom, what was paid, and until when to count.
//!
//! These are facts already established by the caller; nothing here is read from a document or guessed.

use crate::allocation::AllocationOrder;
use base::{Cents, Currency, Date, RateBp};
use serde::{Deserialize, Serialize};

/// What to do with an agreed rate below three times the legal rate. No ruling settles it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FloorChoice {
    /// The floor replaces the clause: the prudent choice.
    #[default]
    Floor,
    /// The clause falls, and the rate of the law (reference + 10) applies.
    Supplementary,
}

/// Which law governs the delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Between businesses: reference rate + 10 of each half-year, or the rate agreed (C. com. L441-10 II).
    Business { agreed: Option<RateBp>, floor: FloorChoice },
    /// Debtor is a consumer: legal rate, only from the formal notice (C. civ. 1231-6, 1344-1).
    Consumer {
        /// Day the formal notice was presented.
        formal_notice_on: Option<Date>,
    },
    /// Debtor is a public body: reference rate + 8 of the half-year in which interest started, for the whole delay (CCP R2192-31).
    PublicBody,
}

impl Regime {
    /// Businesses without an agreed rate.
    pub const DEFAULT_BUSINESS: Regime = Regime::Business { agreed: None, floor: FloorChoice::Floor };

    /// Of the articles that a table serving several regimes rests on (« C. com. L441-10 II ; CCP R2192-31 »), the one of
    /// this regime: public bodies have the public procurement code.
    pub(super) fn article(self, articles: &str) -> String {
        let is_public = matches!(self, Regime::PublicBody);
        let ours = articles.split(" ; ").find(|article| article.starts_with("CCP") == is_public);
        ours.unwrap_or(articles).to_string()
    }
}

/// What changes the balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Corrects the principal from its effective date on, that day included; pays no interest.
    CreditNote,
    /// As a payment, but for the interest: it was designated so, or agreed (C. civ. 1342-10). The rest follows the order.
    InterestPayment,
    /// As a payment, but for the flat compensation. The rest follows the order.
    CompensationPayment,
    /// Bears interest to its own date included on the old balance (the last day late is the day of payment).
    Payment,
}

/// A payment or a credit note on a date, both as positive amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceEvent {
    pub on: Date,
    pub amount: Cents,
    pub kind: EventKind,
}

/// What the creditor gave up. A waiver is a fact with an author, kept by the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiver {
    #[default]
    Nothing,
    Interest,
    FixedCompensation,
    InterestAndCompensation,
}

impl Waiver {
    pub const fn interest(self) -> bool {
        matches!(self, Waiver::Interest | Waiver::InterestAndCompensation)
    }

    pub const fn fixed_compensation(self) -> bool {
        matches!(self, Waiver::FixedCompensation | Waiver::InterestAndCompensation)
    }
}

/// One invoice and all that bears on its interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InterestClaim<'a> {
    /// Amount of the invoice, taxes included.
    pub principal: Cents,
    /// Of the invoice and its interest. The fixed compensation is in euros whatever it is (C. com. D441-5).
    pub currency: Currency,
    /// Last day to pay.
    pub due_on: Date,
    pub regime: Regime,
    /// In any order; those after `as_of` are ignored.
    pub events: &'a [BalanceEvent],
    /// Last day counted.
    pub as_of: Date,
    pub order: AllocationOrder,
    /// Date of the judgment opening insolvency proceedings: interest stops the day before (C. com. L622-28).
    pub stop_before: Option<Date>,
    /// The day on which the amount of the invoice itself was received or credited in full, and the creditor took it as
    /// such: what part payments had put on interest is then on the principal, nothing accrues any more, and what is left
    /// is interest and compensation.
    pub settled_on: Option<Date>,
    pub waiver: Waiver,
}

impl<'a> InterestClaim<'a> {
    /// An unpaid business invoice at the default rate; change what differs.
    pub fn business(principal: Cents, due_on: Date, as_of: Date) -> InterestClaim<'a> {
        InterestClaim {
            principal,
            currency: Currency::EUR,
            due_on,
            regime: Regime::DEFAULT_BUSINESS,
            events: &[],
            as_of,
            order: AllocationOrder::InterestFirst,
            stop_before: None,
            settled_on: None,
            waiver: Waiver::Nothing,
        }
    }

    /// First day that bears interest, or `None` when no day does.
    pub fn first_day(&self) -> Option<Date> {
        let last_free = match self.regime {
            Regime::Consumer { formal_notice_on: None } => return None,
            Regime::Consumer { formal_notice_on: Some(notice) } => notice.max(self.due_on),
            Regime::Business { .. } | Regime::PublicBody => self.due_on,
        };
        if self.waiver.interest() { None } else { last_free.tomorrow().ok() }
    }

    /// Last day that may bear interest.
    pub fn last_day(&self) -> Option<Date> {
        match self.stop_before {
            Some(judgment) => judgment.yesterday().ok().map(|eve| eve.min(self.as_of)),
            None => Some(self.as_of),
        }
    }
}
