//! Every kind of entry, as one closed list: its stable name, the version of its payload, and its French sentence.
//!
//! A payload struct that changes in any way gets a new version; the reader of the old one is kept for ever, because old
//! entries are never rewritten. Payload structs belong to the journal alone: they do not follow the domain types as those
//! change.

mod acts;
mod agreements;
mod alerts;
mod bad_debts;
mod bank;
mod dispute;
mod intake;
mod ledger;
mod plans;
mod policy;
mod replies;
mod settings;

pub use acts::*;
pub use agreements::*;
pub use alerts::*;
pub use bad_debts::*;
pub use bank::*;
pub use dispute::*;
pub use intake::*;
pub use ledger::*;
pub use plans::*;
pub use policy::*;
pub use replies::*;
pub use settings::*;

use super::personal::Lookup;
use super::sentence::Words;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Writes a payload as one French sentence, capital letter and full stop included.
trait Sentence {
    fn sentence(&self, words: Words<'_>) -> String;
}

/// Why an entry cannot be read as a typed value. It is still whole, stored and verified.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("unknown kind of journal entry: {0}")]
    UnknownKind(String),
    #[error("unknown version {version} of {kind}")]
    UnknownVersion { kind: String, version: u32 },
    #[error("the payload is not one of {kind}: {why}")]
    Payload { kind: String, why: String },
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal $version:literal;)*) => {
        /// What happened, with everything needed to say it.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum JournalKind { $($(#[$doc])* $variant($variant),)* }

        /// The kind alone, without its payload.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum KindTag { $($(#[$doc])* $variant,)* }

        impl KindTag {
            /// All of them, in the order of the specification.
            pub const ALL: &'static [KindTag] = &[$(KindTag::$variant,)*];

            /// The stable name stored in entries.
            pub fn name(self) -> &'static str {
                match self { $(KindTag::$variant => $name,)* }
            }

            /// The version of the payload that this program writes.
            pub fn payload_version(self) -> u32 {
                match self { $(KindTag::$variant => $version,)* }
            }
        }

        impl JournalKind {
            pub fn tag(&self) -> KindTag {
                match self { $(JournalKind::$variant(_) => KindTag::$variant,)* }
            }

            /// The payload as JSON.
            pub(super) fn payload(&self) -> Result<Value, serde_json::Error> {
                match self { $(JournalKind::$variant(payload) => serde_json::to_value(payload),)* }
            }

            /// One French sentence, personal data looked up.
            pub fn sentence(&self, personal: Lookup<'_>) -> String {
                match self { $(JournalKind::$variant(payload) => payload.sentence(Words::new(personal)),)* }
            }

            /// Reads a stored entry.
            ///
            /// # Errors
            /// An unknown kind or version, or a payload of another shape.
            pub fn read(kind: &str, version: u32, payload: &str) -> Result<JournalKind, ReadError> {
                match (kind, version) {
                    $(($name, $version) => serde_json::from_str(payload)
                        .map(JournalKind::$variant)
                        .map_err(|error| ReadError::Payload { kind: kind.to_string(), why: error.to_string() }),)*
                    $(($name, _) => Err(ReadError::UnknownVersion { kind: kind.to_string(), version }),)*
                    _ => Err(ReadError::UnknownKind(kind.to_string())),
                }
            }
        }

        $(impl From<$variant> for JournalKind {
            fn from(payload: $variant) -> Self { JournalKind::$variant(payload) }
        })*
    };
}

kinds! {
    /// A creditor company starts being kept in this instance.
    CompanyCreated "company_created" 1;
    /// A setting of the company changed.
    SettingsChanged "settings_changed" 1;
    /// Real sending was switched on or off.
    SendingSwitched "sending_switched" 1;
    /// The owner signed that some steps leave without asking.
    StandingOrderSigned "standing_order_signed" 1;
    /// The owner took a standing order back.
    StandingOrderRevoked "standing_order_revoked" 1;
    /// A value was added to the tables of law.
    LawValueSet "law_value_set" 1;
    /// The data was copied to a file.
    BackupMade "backup_made" 1;
    /// The data was brought back from a copy.
    Restored "restored" 1;
    /// A person said what left since the copy that was put back.
    RestorationReviewed "restoration_reviewed" 1;
    /// Chain, sums and caches were checked.
    Verified "verified" 1;
    /// A file was taken in.
    FileImported "file_imported" 1;
    /// A file was not taken in.
    FileRefused "file_refused" 1;
    /// The same key came with other content.
    ImportConflict "import_conflict" 1;
    /// Invoices became receivables.
    InvoiceRecorded "invoice_recorded" 1;
    /// A person typed an invoice in.
    InvoiceTyped "invoice_typed" 1;
    /// Credit notes reduce receivables.
    CreditNoteRecorded "credit_note_recorded" 1;
    /// Money was received.
    PaymentRecorded "payment_recorded" 1;
    /// Lines of a bank statement were taken in.
    BankLinesRecorded "bank_lines_recorded" 1;
    /// A person said that a bank account is followed, or not any more.
    AccountFollowed "account_followed" 1;
    /// A person said that nothing is missing in a gap between statements, or that something may be.
    GapJudged "gap_judged" 1;
    /// A person said whose a credit is not.
    CreditJudged "credit_judged" 1;
    /// A bank line is no longer the payment it was taken for.
    LineUnmatched "line_unmatched" 1;
    /// The bank took money back.
    MoneyReturned "money_returned" 1;
    /// Money was set against an invoice.
    AllocationRecorded "allocation_recorded" 1;
    /// An allocation was undone.
    AllocationReversed "allocation_reversed" 1;
    /// Entries were handed to the accountant.
    EntriesExported "entries_exported" 1;
    /// The accountant was told of letterings that changed.
    LetteringTold "lettering_told" 1;
    /// A depreciation or a write-off was proposed.
    BadDebtProposed "bad_debt_proposed" 1;
    /// One was decided, or ended.
    BadDebtDecided "bad_debt_decided" 1;
    /// A due date was said or corrected.
    DueDateStated "due_date_stated" 1;
    /// Something stops or bends recovery.
    HoldOpened "hold_opened" 1;
    /// It no longer does.
    HoldLifted "hold_lifted" 1;
    /// A customer contests an invoice.
    DisputeOpened "dispute_opened" 1;
    /// Something of a dispute changed.
    DisputeChanged "dispute_changed" 1;
    /// A message or file was added to a dispute.
    DisputeEntryAdded "dispute_entry_added" 1;
    /// What came of a dispute.
    DisputeSettled "dispute_settled" 1;
    /// The customer accepted or rejected it.
    DisputeAnswered "dispute_answered" 1;
    /// A credit note or invoice was made out here.
    DocumentIssued "document_issued" 1;
    /// An instalment plan was proposed.
    PlanProposed "plan_proposed" 1;
    /// A customer accepted one.
    PlanAccepted "plan_accepted" 1;
    /// One ended other than by being paid.
    PlanEnded "plan_ended" 1;
    /// Somebody asked that a part of what is owed be given up.
    WaiverAsked "waiver_asked" 1;
    /// It was given up, or not.
    WaiverDecided "waiver_decided" 1;
    /// A due date was put off by agreement.
    DueDateExtended "due_date_extended" 1;
    /// Money of an assigned invoice went to whom it is assigned.
    MoneyHandedOver "money_handed_over" 1;
    /// A person decided otherwise than the plan.
    DecisionRecorded "decision_recorded" 1;
    /// A version of a scenario was adopted.
    ScenarioAdopted "scenario_adopted" 1;
    /// A scenario of the company's own is no longer in use.
    ScenarioRetired "scenario_retired" 1;
    /// The text of a letter or message was replaced.
    TemplateChanged "template_changed" 1;
    /// A customer is followed by a scenario.
    ScenarioAssigned "scenario_assigned" 1;
    /// What is known of a customer changed.
    PartyChanged "party_changed" 1;
    /// What is known of a person at a customer changed.
    ContactChanged "contact_changed" 1;
    /// Somebody wrote something down about a customer.
    NoteRecorded "note_recorded" 1;
    /// Something amiss is not shown until a day.
    AlertSetAside "alert_set_aside" 1;
    /// It is shown again before that day.
    AlertBroughtBack "alert_brought_back" 1;
    /// A day was planned.
    AgendaPlanned "agenda_planned" 1;
    /// A reminder, letter or call was approved and its content fixed.
    ActPrepared "act_prepared" 1;
    /// A carrier took charge of it.
    ActHandedOver "act_handed_over" 1;
    /// It reached its recipient.
    ActDelivered "act_delivered" 1;
    /// It did not leave, or came back.
    ActFailed "act_failed" 1;
    /// Nobody can tell whether it left.
    ActUnknown "act_unknown" 1;
    /// It was given up before leaving.
    ActCancelled "act_cancelled" 1;
    /// It leaves all the same, whatever came up since it was approved.
    ActUpheld "act_upheld" 1;
    /// A person said what became of it.
    ActResolvedByHand "act_resolved_by_hand" 1;
    /// A letter came back.
    LetterReturned "letter_returned" 1;
    /// A call took place.
    CallRecorded "call_recorded" 1;
    /// A customer answered.
    ReplyRecorded "reply_recorded" 1;
    /// Somebody read the answer and said what it means.
    ReplyHandled "reply_handled" 1;
    /// An answer had been recorded by mistake.
    ReplyWithdrawn "reply_withdrawn" 1;
    /// A document was produced.
    DocumentRendered "document_rendered" 1;
}

impl JournalKind {
    /// The stable name stored in entries.
    pub fn name(&self) -> &'static str {
        self.tag().name()
    }

    /// The version of the payload that this program writes.
    pub fn payload_version(&self) -> u32 {
        self.tag().payload_version()
    }
}

/// An invoice or credit note, by identifier and by the number people know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceRef {
    pub id: base::id::InvoiceId,
    pub number: String,
}

/// A customer. The name of a private person or sole trader is personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyRef {
    pub id: base::id::PartyId,
    pub name: super::Said,
}
