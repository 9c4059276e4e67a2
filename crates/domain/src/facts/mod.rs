//! What is known: parties, receivables, holds, acts and decisions, as recorded. Facts are never edited here.
//!
//! `DebtorFacts` is everything one planning needs to know about one debtor. It holds no conclusion: whether something is
//! late, blocked or forgotten is said by the `Situation` made from it on a date.

mod act;
mod bad_debt;
mod company;
mod decision;
mod dispute;
mod hold;
mod party;
mod plan;
mod receivable;
mod reply;
mod suspension;

pub use act::{ActFacts, ActState, Channel};
pub use bad_debt::{DebtFault, DebtGround, DebtKind, DebtState, DebtSums, DebtWord, debt_sums, tax_mention};
pub use company::{Closing, CompanyFacts, StandingOrder, closed_on, next_open_day};
pub use decision::{DecisionFacts, DecisionKind, Guard};
pub use dispute::{DisputeCause, DisputeFacts, DisputeStage, ESCALATES_AFTER_DAYS, Fault, Finding, dispute_stage};
pub use hold::{Heard, HoldFacts, HoldKind, Word, WordFacts};
pub use party::{ContactFacts, ContactRole, KindBasis, PartyFacts, PartyKind, PayerHistory};
pub use plan::{Instalment, PlanFacts, PlanInterest, PlanTerms};
pub use receivable::{DueBasis, PossiblePayment, ReceivableFacts};
pub use reply::ReplyFacts;
pub use suspension::ServiceTerms;

/// Everything a planning reads about one debtor.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct DebtorFacts {
    pub party: PartyFacts,
    pub contacts: Vec<ContactFacts>,
    /// Receivables with something outstanding (credits included, negative).
    pub receivables: Vec<ReceivableFacts>,
    pub holds: Vec<HoldFacts>,
    /// What became of the words given, by hold.
    pub words: Vec<WordFacts>,
    /// Instalment plans that were accepted, kept or not, in the order they were agreed.
    pub plans: Vec<PlanFacts>,
    /// Acts that name at least one of the receivables; and any other that waits, or reached this debtor in the last
    /// weeks, even about something paid since: the pause between two contacts is counted on all of them.
    pub acts: Vec<ActFacts>,
    pub decisions: Vec<DecisionFacts>,
    /// Unmatched bank credits that could be this debtor's.
    pub possible_payments: Vec<PossiblePayment>,
    pub history: PayerHistory,
    /// What the general terms it accepted say of services that are not paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceTerms>,
    /// Answers that nobody has dealt with, recorded within the last weeks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<ReplyFacts>,
}
