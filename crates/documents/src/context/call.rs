//! The sheet a person holds during a call or a visit: facts, history, questions, room for notes, outcomes.
//!
//! It stays inside the company; that is why it may show doubts which no letter shows.

use super::{Cents, Date, InvoiceLine, Letterhead, PreviousContact, PromiseMade};
use serde::{Deserialize, Serialize};

/// The invoice as the caller needs it.
pub type SheetInvoice = InvoiceLine;

/// Everything a call sheet or a visit sheet shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSheetContext {
    pub letterhead: Letterhead,
    /// Whom to ask for, with role: `Mme Durand, comptabilité`.
    pub ask_for: Option<String>,
    pub phone: Option<String>,
    /// Why this call is made today, in one sentence.
    pub purpose: String,
    pub invoices: Vec<SheetInvoice>,
    pub total_outstanding: Cents,
    /// What the caller should know, each a label and a value: `Délai de paiement moyen`, `42 jours`.
    pub facts: Vec<(String, String)>,
    /// Latest first.
    pub history: Vec<PreviousContact>,
    pub promise: Option<PromiseMade>,
    pub questions: Vec<String>,
    /// What to write down during the exchange.
    pub to_note: Vec<String>,
    /// The outcomes to tick, as the software will ask for them.
    pub outcomes: Vec<String>,
    #[serde(default)]
    pub to_check: Vec<String>,
    pub next_step_on: Option<Date>,
}
