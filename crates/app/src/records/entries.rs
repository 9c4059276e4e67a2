use base::id::{AllocationId, BadDebtWordId, CompanyId, ExportId, InvoiceId, PartyId, PaymentId};
use base::{Cents, Date, Timestamp};
use domain::entries::Line;

/// Entries handed over to the accountant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRecord {
    pub id: ExportId,
    pub company: CompanyId,
    /// From 1 in each company.
    pub number: i64,
    /// Movements until that day are in the ledger that was imported.
    pub after_on: Option<Date>,
    pub until_on: Date,
    /// JSON of the accounts they were put on.
    pub accounts: String,
    pub movements: i64,
    /// Received less taken back.
    pub total: Cents,
    pub author: String,
    pub recorded_at: Timestamp,
}

/// A payment as the bank account saw it, or its return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementRow {
    pub payment: PaymentId,
    pub is_return: bool,
    pub on: Date,
    /// Of the payment: positive, also for a return.
    pub amount: Cents,
    pub party: Option<PartyId>,
    pub reference: String,
    /// When the bank took it back, if it did.
    pub returned_on: Option<Date>,
}

/// What an entry tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    Payment(PaymentId),
    /// The bank took the payment back.
    Return(PaymentId),
    /// A credit note or invoice made out here.
    Document(InvoiceId),
    /// A depreciation or a write-off that was approved, or that ended.
    Debt(BadDebtWordId),
    /// Principal given up by agreement, or its taking back.
    Waiver(AllocationId),
    /// What changed of a payment since it was handed over. May come again.
    Change(PaymentId),
}

impl Told {
    pub fn code(self) -> &'static str {
        match self {
            Told::Payment(_) => "payment",
            Told::Return(_) => "return",
            Told::Document(_) => "document",
            Told::Debt(_) => "debt",
            Told::Waiver(_) => "waiver",
            Told::Change(_) => "change",
        }
    }

    /// The bytes of what it is about.
    pub fn subject(self) -> [u8; 16] {
        match self {
            Told::Payment(id) | Told::Return(id) | Told::Change(id) => *id.as_bytes(),
            Told::Document(id) => *id.as_bytes(),
            Told::Debt(id) => *id.as_bytes(),
            Told::Waiver(id) => *id.as_bytes(),
        }
    }

    pub fn read(code: &str, subject: [u8; 16]) -> Option<Told> {
        let payment = PaymentId::from_bytes(subject);
        Some(match code {
            "payment" => Told::Payment(payment),
            "return" => Told::Return(payment),
            "change" => Told::Change(payment),
            "document" => Told::Document(InvoiceId::from_bytes(subject)),
            "debt" => Told::Debt(BadDebtWordId::from_bytes(subject)),
            "waiver" => Told::Waiver(AllocationId::from_bytes(subject)),
            _ => return None,
        })
    }

    pub fn french(self) -> &'static str {
        match self {
            Told::Payment(_) => "Règlement",
            Told::Return(_) => "Retour de règlement",
            Told::Document(_) => "Facture ou avoir",
            Told::Debt(_) => "Dépréciation ou perte",
            Told::Waiver(_) => "Remise accordée ou reprise",
            Told::Change(_) => "Changement d’imputation",
        }
    }
}

/// A line of an entry, with what the entry tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldLine {
    pub told: Told,
    pub line: Line,
}

/// A line handed over before whose lettering is no longer what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterChange {
    pub export: ExportId,
    /// Number of that export.
    pub number: i64,
    pub place: i64,
    pub line: Line,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Letterings that changed, as they were told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetteringRecord {
    pub company: CompanyId,
    /// From 1 in each company.
    pub number: i64,
    pub lines: i64,
    pub author: String,
    pub recorded_at: Timestamp,
}
