//! Policy as typed data: which steps, when, through which channel, to whom, in which tone, under which conditions.
//!
//! A scenario is a closed vocabulary read from TOML, never an expression language; a version is immutable and named by
//! the hash of its text. It decides nothing by itself: the planner reads it together with a `Situation`.

mod book;
mod edit;
mod read;
mod shape;
mod shipped;
mod wording;
mod words;
mod write;

pub use book::{Choice, ScenarioBook};
pub use read::{ScenarioError, parse};
pub use shape::{Firmness, Shape, Voice, shaped};
pub use shipped::{shipped, shipped_text};
pub use write::write;

use crate::facts::{Channel, ContactRole, PartyKind};
use base::Cents;
use serde::{Deserialize, Serialize};

/// The name and version that an act or an agenda refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ScenarioRef {
    pub name: String,
    /// First sixteen hexadecimal digits of the SHA-256 of the text.
    pub version: String,
}

/// One immutable version of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    pub reference: ScenarioRef,
    pub title: String,
    pub summary: String,
    pub applies_to: AppliesTo,
    pub policy: Policy,
    /// In the order they are performed; a pre-due step comes first.
    pub steps: Vec<Step>,
    /// The text it was read from.
    pub source: String,
}

/// For whom a scenario is chosen when nobody chose by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliesTo {
    pub debtor: PartyKind,
    /// Higher is tried first.
    pub priority: i64,
    /// Only for customers marked as key accounts.
    pub key_account: bool,
    /// Only when at least this many invoices were settled late in the last twelve months…
    pub settled_late_min: Option<u32>,
    /// Only when the overdue total does not exceed this.
    pub overdue_max: Option<Cents>,
}

/// Words broken before soft steps are left out, where the text says nothing.
pub const BROKEN_WORDS_TO_FIRM: u32 = 2;

/// Working days for which an answer that nobody has dealt with holds messages back, where the text says nothing.
pub const REPLY_DAYS: i64 = 3;

/// Rules that hold for every step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Below this overdue total nobody is bothered.
    pub minimum_amount: Cents,
    pub days_between_contacts: i64,
    /// Older bank data stops every step that reaches the debtor.
    pub bank_data_max_age_days: i64,
    /// Days left to a promise after its date, for the bank.
    pub promise_grace_days: i64,
    /// From so many words broken within a year on, steps softer than firm are left out; zero for never.
    pub broken_words_to_firm: u32,
    pub working_days_only: bool,
    /// Working days for which an answer that nobody has dealt with holds back what reaches the debtor, counted from the day
    /// after it was recorded; zero for never.
    pub reply_days: i64,
    /// What is proposed once everything late is paid.
    pub after_payment: AfterPayment,
}

/// What is proposed once a customer has paid all that was late; never more than one message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterPayment {
    /// Thanks; what is left of interest and compensation stays visible, and nothing asks for it.
    #[default]
    Thank,
    /// Thanks that recall, once, the interest and compensation asked for before.
    ThankAndRecall,
    Silent,
}

/// One step of the graded plan (M22).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: String,
    pub title: String,
    pub when: When,
    /// In order of preference; the first that can reach somebody is taken.
    pub channels: Vec<Channel>,
    /// In order of preference.
    pub to: Vec<ContactRole>,
    pub tone: Tone,
    pub template: String,
    pub approval: ApprovalRule,
    /// Not met: the step is passed over.
    pub only_if: Conditions,
    /// Not met: nothing happens until they are.
    pub gates: Vec<Gate>,
    /// Younger overdue invoices are not named in it yet.
    pub include_from_days: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    BeforeDue {
        days: i64,
    },
    AfterDue {
        days: i64,
    },
    /// Counted from the day that step was performed.
    AfterStep {
        step: String,
        days: i64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Service,
    Courteous,
    Neutral,
    Firm,
    Formal,
}

/// Who must say yes before the step leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalRule {
    /// May be put under a signed standing order.
    Standing,
    /// Always one by one.
    Each,
    /// One by one, by the owner.
    Owner,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    pub outstanding_min: Option<Cents>,
    pub has_role: Option<ContactRole>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// No dispute open anywhere with this debtor.
    NoOpenDispute,
    /// No due date in the message is an estimate.
    DueDateConfirmed,
    /// No settlement of the debtor was only inferred from amounts or age.
    SettlementsConfirmed,
    /// Something tells whether the customer is a business, a consumer or a public body. Formal steps always have it.
    CustomerKindKnown,
}

impl Step {
    /// A task for our own house: the debtor notices nothing.
    pub fn is_internal(&self) -> bool {
        self.channels.iter().all(|c| !c.reaches_debtor())
    }

    /// A formal notice (mise en demeure), by its letter or by its tone.
    pub fn is_formal(&self) -> bool {
        self.tone == Tone::Formal || self.channels.contains(&Channel::RegisteredLetter)
    }

    /// What it asks for depends on the law that applies to the debtor: interest, fixed compensation.
    pub fn claims_by_law(&self) -> bool {
        self.is_formal() || self.template == "formal-notice"
    }

    /// The delay from the due date, for a step counted from it.
    pub fn days_after_due(&self) -> Option<i64> {
        match self.when {
            When::AfterDue { days } => Some(days),
            When::BeforeDue { .. } | When::AfterStep { .. } => None,
        }
    }

    pub fn is_pre_due(&self) -> bool {
        matches!(self.when, When::BeforeDue { .. })
    }
}

impl Scenario {
    pub fn position(&self, step: &str) -> Option<usize> {
        self.steps.iter().position(|s| s.id == step)
    }

    /// Steps after the due date, with their position.
    pub fn after_due(&self) -> impl Iterator<Item = (usize, &Step)> {
        self.steps.iter().enumerate().filter(|(_, s)| !s.is_pre_due())
    }

    pub fn pre_due(&self) -> Option<&Step> {
        self.steps.iter().find(|s| s.is_pre_due())
    }
}
