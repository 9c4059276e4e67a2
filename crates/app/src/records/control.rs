use base::id::{CompanyId, InvoiceId, PartyId, SourceId};
use base::{Cents, Date, Timestamp};

/// An imported ledger, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerSource {
    pub id: SourceId,
    pub name: String,
    pub recorded_at: Timestamp,
}

/// A document of ours, as a balance counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OurDocument {
    pub id: InvoiceId,
    pub number: String,
    pub kind: String,
    pub issued_on: Date,
    pub principal: Cents,
}

/// Our balances beside those of a ledger, on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlRecord {
    pub company: CompanyId,
    pub source: SourceId,
    pub source_name: String,
    /// The ledger's last day.
    pub as_of: Date,
    pub customers: i64,
    pub differing: i64,
    pub ledger: Cents,
    pub ours: Cents,
    pub author: String,
    pub made_at: Timestamp,
}

/// A customer whose balance is not the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// From 1, the largest difference first.
    pub place: i64,
    pub party: Option<PartyId>,
    pub code: String,
    pub name: String,
    pub ledger: Cents,
    pub ours: Cents,
    pub culprits: i64,
}

/// What makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Culprit {
    pub kind: CulpritKind,
    /// Number of the document, or words of the payment.
    pub label: String,
    pub on: Option<Date>,
    pub invoice: Option<InvoiceId>,
    /// What it adds to the balance on each side.
    pub ledger: Cents,
    pub ours: Cents,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CulpritKind {
    Document,
    Payment,
    /// What was carried over from the years before.
    Opening,
    WriteOff,
    /// Given up by agreement, or owed again since that was taken back.
    Waiver,
    /// What no single line explains.
    Rest,
}

impl CulpritKind {
    pub const ALL: [CulpritKind; 6] = [
        CulpritKind::Document,
        CulpritKind::Payment,
        CulpritKind::Opening,
        CulpritKind::WriteOff,
        CulpritKind::Waiver,
        CulpritKind::Rest,
    ];

    pub fn code(self) -> &'static str {
        match self {
            CulpritKind::Document => "document",
            CulpritKind::Payment => "payment",
            CulpritKind::Opening => "opening",
            CulpritKind::WriteOff => "write_off",
            CulpritKind::Waiver => "waiver",
            CulpritKind::Rest => "rest",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            CulpritKind::Document => "facture ou avoir",
            CulpritKind::Payment => "règlement",
            CulpritKind::Opening => "à-nouveau",
            CulpritKind::WriteOff => "passage en perte",
            CulpritKind::Waiver => "remise",
            CulpritKind::Rest => "autres écritures",
        }
    }
}

impl Difference {
    /// Ours less the ledger's.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn amount(&self) -> Result<Cents, base::MoneyError> {
        self.ours.sub(self.ledger)
    }
}

impl Culprit {
    /// Ours less the ledger's.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn amount(&self) -> Result<Cents, base::MoneyError> {
        self.ours.sub(self.ledger)
    }

    /// On which side it is: `ledger`, `ours`, or `both` with other amounts.
    pub fn side(&self) -> &'static str {
        match (self.ledger.is_zero(), self.ours.is_zero()) {
            (false, true) => "ledger",
            (true, false) => "ours",
            _ => "both",
        }
    }

    pub fn french(&self) -> &'static str {
        match (self.kind, self.side()) {
            (CulpritKind::Rest, _) => "Ce que ces lignes n’expliquent pas",
            (CulpritKind::WriteOff, _) => "Passée en perte ici, pas dans la comptabilité",
            (CulpritKind::Opening, _) => "Le report des exercices précédents n’est pas le même",
            (_, "ledger") => "Seulement dans la comptabilité",
            (_, "ours") => "Seulement dans Quitus",
            _ => "Les montants diffèrent",
        }
    }
}
