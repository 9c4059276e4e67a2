//! What is kept: the rows behind facts and records, as the use cases write and read them.
//!
//! Facts (invoices, payments, allocations, holds, decisions, acts and their events, agendas) are only ever inserted;
//! records (companies, parties, contacts) may change, each change leaving a journal line. Nothing here knows SQL.

mod account;
mod act;
mod agenda;
mod alert;
mod api;
mod bad_debt;
mod bank;
mod claim;
mod company;
mod control;
mod dispute;
mod entries;
mod hold;
mod invoice;
mod matching;
mod mishap;
mod note;
mod party;
mod payment;
mod plan;
mod reply;
mod suspension;
mod waiver;
mod webhook;
mod worklist;
mod workshop;

pub use account::{LoginFailures, Membership, Role, SessionRecord, UserRecord};
pub use act::{ActEventRecord, ActLine, ActRecord, ActRow};
pub use agenda::{AgendaLine, AgendaRun, StoredProposal};
pub use alert::{AlertWord, AlertWordLift};
pub use api::{ApiRequest, ApiScope, TokenRecord};
pub use bad_debt::{BadDebtListed, BadDebtRecord, BadDebtRow, BadDebtWord};
pub use bank::{
    BankLineRecord, EchoRecord, EchoVerdict, LineWordLift, LineWordRecord, SightingRecord, StatementRecord, Telling,
};
pub use claim::{ClaimRecord, WaiverSaid};
pub use company::{Company, GoingOn, PostalAddress, Settings, SmtpRecord, WaiverLimits};
pub use control::{ControlRecord, Culprit, CulpritKind, Difference, LedgerSource, OurDocument};
pub use dispute::{
    CorrectionRecord, DisputeEntry, DisputeHold, DisputeOutcome, DisputeOwner, DisputeRecord, DisputeWord, IssuedRecord,
};
pub use entries::{ExportRecord, LetterChange, LetteringRecord, MovementRow, Told, ToldLine};
pub use hold::{DecisionRecord, GivenUp, HoldRecord, LiftRecord, PromiseRecord};
pub use invoice::{Balance, DueStatement, InvoiceRecord, KnownInvoice, SourceRecord, TypedInvoiceRecord};
pub use matching::{LineProposal, LineSetAside, MatchedLine, PayerSeen, RemainderRow, WaitingLine};
pub use mishap::{RestorationRecord, RestorationReview, ReturnedAddress};
pub use note::NoteRecord;
pub use party::{ContactRecord, KeyKind, PartyKey, PartyRecord};
pub use payment::{AllocationBasis, AllocationRecord, Component, PaymentOrigin, PaymentRecord};
pub use plan::{PlanEventKind, PlanEventRecord, PlanInvoice, PlanRecord, PlanRow};
pub use reply::{ReplyEnd, ReplyEnded, ReplyFile, ReplyMeant, ReplyRecord, ReplyRow, ReplyWord};
pub use suspension::{ServiceRestored, ServiceTermsRecord, SuspendedService};
pub use waiver::{
    AssignedMoney, ExtensionRecord, HandoverRecord, WaiverEventKind, WaiverEventRecord, WaiverLine, WaiverRecord,
    WaiverRow, WaiverState,
};
pub use webhook::{DeliveryRecord, DeliveryState, WebhookRecord, WebhookState};
pub use worklist::{QuietItem, WorkItem};
pub use workshop::{CaseRecord, DraftRecord, OwnText, ReplayRecord, ReplayState, ScenarioRetirement, VersionRecord};
