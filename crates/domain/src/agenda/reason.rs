//! Reasons as data. Text is made from them elsewhere; nothing decides on a text.

use crate::facts::{ActState, Channel, ContactRole, DisputeCause, DisputeStage, Guard};
use crate::matching::Clue;
use crate::scenario::{Choice, Gate};
use base::id::BankLineId;
use base::{Cents, Date};
use serde::{Deserialize, Serialize};

/// Why something is proposed, or why nothing is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Reason {
    // Why this, today.
    Overdue {
        number: String,
        due_on: Date,
        days: i64,
    },
    Grouped {
        invoices: u64,
        total_cents: Cents,
    },
    /// The first step after the due date has come.
    DueSince {
        needed_days: i64,
        since: Date,
    },
    /// The delay after the step before has run.
    AfterStep {
        step: String,
        performed_on: Date,
        needed_days: i64,
    },
    /// The step before was skipped by a person and never done; its delay has run all the same.
    AfterSkip {
        step: String,
        skipped_on: Date,
        author: String,
        why: String,
        /// The day of the skip, or the day the step would have come when that is later.
        counted_from: Date,
        needed_days: i64,
    },
    PreDue {
        number: String,
        due_on: Date,
        in_days: i64,
    },
    ScenarioChosen {
        scenario: String,
        choice: Choice,
    },
    PassedOver {
        step: String,
        condition: Unmet,
    },
    LateOnboarding {
        known_on: Date,
        days_late_then: i64,
    },
    /// A promise, or a payment announced, whose last day has passed without all of the money.
    WordBroken {
        promised_on: Date,
        until: Date,
        #[serde(default)]
        asked_cents: Option<Cents>,
        /// What came of it, when something did.
        #[serde(default)]
        received_cents: Option<Cents>,
        /// How many words this debtor broke within a year, this one included.
        #[serde(default = "once")]
        times: u32,
    },
    /// An instalment of a plan falls due, or fell due unpaid.
    PlanInstalment {
        /// From 1.
        rank: u64,
        of: u64,
        due_on: Date,
        amount_cents: Cents,
        /// Negative once its date has passed.
        in_days: i64,
    },
    /// A plan was not kept: the whole is due again.
    PlanLapsed {
        agreed_on: Date,
        on: Date,
    },
    /// The general terms that the customer accepted provide for it.
    ServiceTerms {
        clause: String,
        stage: ServiceStage,
        after_days: i64,
        days_late: i64,
    },
    PreviousAttemptFailed {
        on: Date,
    },
    DueDateEstimated {
        number: String,
    },
    PartDisputed {
        number: String,
        contested_cents: Cents,
    },
    /// No statement or ledger was ever given: look at the account before approving.
    NoBankData,
    /// Credits that the message does not count.
    CreditsOpen {
        credits_cents: Cents,
    },
    ChannelFallback {
        wanted: Channel,
        chosen: Channel,
    },
    RoleFallback {
        wanted: ContactRole,
        chosen: ContactRole,
    },
    Overridden {
        guard: Guard,
        author: String,
        why: String,
    },

    // Why nothing, today.
    PseudoCustomer,
    Insolvency {
        since: Date,
        why: String,
    },
    /// All of it is contested.
    Dispute {
        since: Date,
        why: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<DisputeWords>,
    },
    /// The part that is contested; the rest goes its way.
    ContestedPart {
        since: Date,
        why: String,
        /// What this dispute bears on.
        contested_cents: Cents,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<DisputeWords>,
    },
    Promise {
        until: Option<Date>,
        amount_cents: Option<Cents>,
    },
    Plan {
        until: Option<Date>,
    },
    /// An instalment is late; what the agreement says follows.
    PlanLate {
        since: Date,
        arrears_cents: Cents,
        left_cents: Cents,
    },
    /// The formal notice of default runs.
    PlanNoticed {
        on: Date,
        until: Date,
    },
    /// The notice ran out unpaid: a person may record that the whole is due.
    PlanForfeitable {
        since: Date,
        left_cents: Cents,
    },
    Factored {
        since: Date,
    },
    Pause {
        until: Option<Date>,
        why: String,
    },
    PaymentAnnounced {
        until: Option<Date>,
    },
    AwaitingValidation {
        until: Option<Date>,
    },
    WrittenOff {
        since: Date,
        why: String,
    },
    /// What a payment left open, and what may explain it.
    Remainder {
        left_cents: Cents,
        guess: String,
    },
    Postponed {
        until: Date,
        author: String,
        why: String,
    },
    PossiblyPaid {
        line: BankLineId,
        booked_on: Date,
        amount_cents: Cents,
        clue: Clue,
    },
    CreditsCover {
        credits_cents: Cents,
    },
    /// The customer answered, and nobody has said what came of it.
    ReplyUnread {
        received_on: Date,
        /// The first day on which messages no longer wait for it.
        until: Date,
    },
    BankDataStale {
        known_until: Date,
        max_age_days: i64,
        /// The account that is behind, when another is known further.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<String>,
        /// Last day of what is missing between its statements, when that is what stops it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gap_until: Option<Date>,
    },
    ContactTooRecent {
        last_on: Date,
        minimum_days: i64,
    },
    NonWorkingDay {
        day: String,
    },
    /// The company itself is closed.
    CompanyClosed {
        until: Date,
        why: String,
    },
    BelowMinimum {
        total_cents: Cents,
        minimum_cents: Cents,
    },
    NoUsableContact {
        roles: Vec<ContactRole>,
        channels: Vec<Channel>,
    },
    /// A letter to the customer's address came back, nobody of that name being there.
    AddressReturned {
        on: Date,
    },
    WaitingForStep {
        step: String,
        earliest_on: Date,
    },
    /// Late, and followed by us, for fewer days than the step wants.
    TooFresh {
        days: i64,
        needed_days: i64,
    },
    /// It has not seen a step that the others have, and is not drawn past it.
    BehindGroup {
        step: String,
    },
    /// Another message reaches this debtor today.
    AfterOtherMessage {
        step: String,
    },
    GateClosed {
        step: String,
        gate: Gate,
    },
    /// Nothing tells which law applies to the customer, and the step depends on it.
    KindUnknown {
        step: String,
        customer: String,
    },
    ActPending {
        step: String,
        state: ActState,
        planned_on: Date,
    },
    ScenarioFinished {
        last_step: String,
    },
    NoScenario,
}

/// Who sees to a dispute, why it was opened and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeWords {
    pub cause: DisputeCause,
    pub owner: Option<String>,
    pub target_on: Option<Date>,
    pub stage: DisputeStage,
}

/// How far a service that is not paid has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "stage")]
pub enum ServiceStage {
    /// The formal notice that comes before anything is stopped.
    Notice,
    Suspension {
        noticed_on: Date,
    },
    Termination {
        noticed_on: Date,
    },
}

/// A condition of a step that is not met, so that the step is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Unmet {
    OutstandingMin {
        minimum_cents: Cents,
        total_cents: Cents,
    },
    HasRole {
        role: ContactRole,
    },
    /// Too soft a step for who broke so many words.
    WordsBroken {
        times: u32,
    },
    /// Too soft a step for who did not keep an instalment plan.
    PlanLapsed,
}

fn once() -> u32 {
    1
}

impl Reason {
    /// The short stable name that JSON and tests use.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Overdue { .. } => "overdue",
            Reason::Grouped { .. } => "grouped",
            Reason::DueSince { .. } => "due_since",
            Reason::AfterStep { .. } => "after_step",
            Reason::AfterSkip { .. } => "after_skip",
            Reason::PreDue { .. } => "pre_due",
            Reason::ScenarioChosen { .. } => "scenario_chosen",
            Reason::PassedOver { .. } => "passed_over",
            Reason::LateOnboarding { .. } => "late_onboarding",
            Reason::WordBroken { .. } => "word_broken",
            Reason::PlanInstalment { .. } => "plan_instalment",
            Reason::PlanLapsed { .. } => "plan_lapsed",
            Reason::ServiceTerms { .. } => "service_terms",
            Reason::PreviousAttemptFailed { .. } => "previous_attempt_failed",
            Reason::DueDateEstimated { .. } => "due_date_estimated",
            Reason::PartDisputed { .. } => "part_disputed",
            Reason::NoBankData => "no_bank_data",
            Reason::CreditsOpen { .. } => "credits_open",
            Reason::ChannelFallback { .. } => "channel_fallback",
            Reason::RoleFallback { .. } => "role_fallback",
            Reason::Overridden { .. } => "overridden",
            Reason::PseudoCustomer => "pseudo_customer",
            Reason::Insolvency { .. } => "insolvency",
            Reason::Dispute { .. } => "dispute",
            Reason::ContestedPart { .. } => "contested_part",
            Reason::Promise { .. } => "promise",
            Reason::Plan { .. } => "plan",
            Reason::PlanLate { .. } => "plan_late",
            Reason::PlanNoticed { .. } => "plan_noticed",
            Reason::PlanForfeitable { .. } => "plan_forfeitable",
            Reason::Factored { .. } => "factored",
            Reason::Pause { .. } => "pause",
            Reason::PaymentAnnounced { .. } => "payment_announced",
            Reason::AwaitingValidation { .. } => "awaiting_validation",
            Reason::WrittenOff { .. } => "written_off",
            Reason::Remainder { .. } => "remainder",
            Reason::Postponed { .. } => "postponed",
            Reason::PossiblyPaid { .. } => "possibly_paid",
            Reason::CreditsCover { .. } => "credits_cover",
            Reason::ReplyUnread { .. } => "reply_unread",
            Reason::BankDataStale { .. } => "bank_data_stale",
            Reason::ContactTooRecent { .. } => "contact_too_recent",
            Reason::NonWorkingDay { .. } => "non_working_day",
            Reason::CompanyClosed { .. } => "company_closed",
            Reason::BelowMinimum { .. } => "below_minimum",
            Reason::NoUsableContact { .. } => "no_usable_contact",
            Reason::AddressReturned { .. } => "address_returned",
            Reason::WaitingForStep { .. } => "waiting_for_step",
            Reason::TooFresh { .. } => "too_fresh",
            Reason::BehindGroup { .. } => "behind_group",
            Reason::AfterOtherMessage { .. } => "after_other_message",
            Reason::GateClosed { .. } => "gate_closed",
            Reason::KindUnknown { .. } => "kind_unknown",
            Reason::ActPending { .. } => "act_pending",
            Reason::ScenarioFinished { .. } => "scenario_finished",
            Reason::NoScenario => "no_scenario",
        }
    }
}
