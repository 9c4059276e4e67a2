//! What a document is filled with: plain facts about the sender, the customer, the invoices and the sums.
//!
//! The application fills these types and keeps them; nothing here decides what to send, and no amount is formatted here.
//! They serialise, so that a context can be stored beside the document it produced and as a sample beside a template.

mod call;
mod plan;
mod statement;
mod sums;
mod suspension;

pub use call::{CallSheetContext, SheetInvoice};
pub use plan::{PlanPart, PlanSpoken};
pub use statement::{AccountStatementContext, AgeingBucket, LineKind, StatementLine};
pub(crate) use sums::same;
pub use sums::{InterestSegment, InvoiceSums, SegmentSpan, StatementOfSums, SumsError};
pub use suspension::ServiceSpoken;

use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};

/// The language of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    #[default]
    Fr,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Fr, Lang::En];

    /// `fr` or `en`, as in file names.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }
}

/// Which law the debt falls under: it changes the interest, the fixed compensation and what may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Between professionals (C. com. L441-10).
    Business,
    /// A consumer owes legal interest from the formal notice, and no collection fee (C. civ. 1231-6, CPCEx L111-8).
    Consumer,
    /// A public buyer (CCP L2192-13, R2192-31).
    Public,
    /// Nothing tells which: no law is spoken of, and only the principal is asked for.
    Unknown,
}

impl Regime {
    pub fn code(self) -> &'static str {
        match self {
            Regime::Business => "business",
            Regime::Consumer => "consumer",
            Regime::Public => "public",
            Regime::Unknown => "unknown",
        }
    }
}

/// Who signs and answers for the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    pub name: String,
    pub title: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// The company in whose name, and only in whose name, the document goes out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creditor {
    pub name: String,
    /// `SARL`, `SAS`, `EI`… A sole trader writes `EI` beside the name (C. com. R526-27).
    pub legal_form: Option<String>,
    pub capital: Option<Cents>,
    /// Nine digits; spaces are added when printed.
    pub siren: Option<String>,
    /// City of the trade register: printed `RCS Lyon`.
    pub rcs: Option<String>,
    pub vat_id: Option<String>,
    /// Street lines, then postcode and city.
    pub address: Vec<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub iban: Option<String>,
    pub bic: Option<String>,
    pub signatory: Signatory,
    /// Name and address of the consumer mediator (C. conso. L616-1), printed on letters to consumers.
    pub consumer_mediator: Option<String>,
}

/// Who receives the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// Company, public body, or the person's full name.
    pub name: String,
    pub siren: Option<String>,
    /// Printed `À l’attention de …`.
    pub contact_name: Option<String>,
    /// What follows `Bonjour` and opens a letter: `Madame Durand`, `Camille`.
    pub salutation: Option<String>,
    pub address: Vec<String>,
    pub email: Option<String>,
    pub language: Lang,
}

/// The frame every document shares: from whom, to whom, when, under which reference and law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// Our reference for the exchange, e.g. `R-2026-0042`.
    pub reference: String,
    pub dated_on: Date,
    pub place: Option<String>,
    pub creditor: Creditor,
    pub addressee: Addressee,
    pub regime: Regime,
    /// What the customer is asked to write in the transfer, at most 140 characters in a QR code.
    pub payment_reference: String,
    #[serde(default)]
    pub currency: Currency,
}

/// One invoice as the customer should recognise it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    pub number: String,
    pub issued_on: Date,
    pub due_on: Date,
    /// True when the file gave no due date and it was computed from the payment terms.
    #[serde(default)]
    pub due_is_estimated: bool,
    pub gross: Cents,
    /// What is asked for: contested parts left out.
    pub outstanding: Cents,
    /// What is contested of it and under examination, beside `outstanding`; zero when nothing is.
    #[serde(default)]
    pub contested: Cents,
    /// Days after the due date on the day of the document; zero or negative before it.
    pub days_late: i64,
}

/// An earlier message or call, told in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousContact {
    pub date: Date,
    pub sentence: String,
}

/// What the customer promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseMade {
    pub made_on: Date,
    pub promised_for: Date,
    pub amount: Cents,
    /// What came of it.
    #[serde(default)]
    pub received: Cents,
    /// Who gave it, e.g. `Mme Durand, par téléphone`.
    pub by: Option<String>,
}

/// Interest and compensation that earlier documents asked for on the same invoices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlreadyClaimed {
    /// Of the last one.
    pub on: Date,
    pub interest: Cents,
    /// In euros (C. com. D441-5).
    pub fixed_compensation: Cents,
}

/// Money that arrived, to be thanked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceived {
    pub received_on: Date,
    pub amount: Cents,
}

/// Everything a reminder, a reminder letter or a formal notice says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DunningContext {
    pub letterhead: Letterhead,
    /// Oldest due date first. For a thank-you message: the invoices just settled.
    pub invoices: Vec<InvoiceLine>,
    /// Sum of `outstanding`; checked before anything is printed.
    pub total_outstanding: Cents,
    pub sums: Option<StatementOfSums>,
    /// What `sums` asks for again, and does not add.
    #[serde(default)]
    pub claimed: Option<AlreadyClaimed>,
    pub payment_deadline: Option<Date>,
    #[serde(default)]
    pub previous_contacts: Vec<PreviousContact>,
    pub promise: Option<PromiseMade>,
    /// The instalment plan that the document is about.
    #[serde(default)]
    pub plan: Option<PlanSpoken>,
    /// The service that the document is about.
    #[serde(default)]
    pub service: Option<ServiceSpoken>,
    pub payment: Option<PaymentReceived>,
    /// Names of the attached files as the reader should see them, e.g. `la facture F-2026-014`.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// The step planned next and its day, for the colleague warned by `salesperson-heads-up`.
    pub next_step: Option<PreviousContact>,
    /// Points nobody has verified yet, each a sentence. Shown to colleagues only, never to the customer.
    #[serde(default)]
    pub to_check: Vec<String>,
}
