//! What reading a file yields: typed drafts, and problems a person can act on. No draft is a fact yet.
//!
//! Readers never fail and never panic: they return what they understood and say the rest.
//! Amounts are cents, dates civil; a value the file does not state is `None`, never a guess.

mod invoice;
mod ledger;
mod problem;
mod statement;
mod table;
mod text;

pub use invoice::{Finding, InvoiceDraft, InvoiceKind, PartyDraft, Precedent};
pub use ledger::{Confidence, LedgerDraft, LedgerItem, LedgerItemKind, LedgerParty, LedgerSettlement};
pub use problem::{Place, Problem, Severity};
pub use statement::{BankEntryDraft, EntryStatus, StatementDraft};
pub use table::{Field, Mapping, TableDraft, ToMend, WrongLine};
pub use text::Text;

use serde::{Deserialize, Serialize};

/// What a file turned out to be, from its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// PDF with an embedded CII invoice (Factur-X, ZUGFeRD 1 and 2, XRechnung).
    FacturX,
    Cii,
    Ubl,
    /// Lifecycle status message (UN/CEFACT CDAR): recognised, not an invoice.
    Cdar,
    /// A PDF without readable data.
    PlainPdf,
    /// No file: what a person typed.
    Typed,
    Fec,
    Camt052,
    Camt053,
    Camt054,
    Ofx,
    /// SWIFT MT940, and its interim form MT942.
    Mt940,
    /// CFONB 120, the statement of French banks.
    Cfonb,
    Qif,
    BankCsv,
    BankXlsx,
    InvoiceCsv,
    InvoiceXlsx,
    Zip,
    /// A bank file that is no statement (an order of payment).
    OtherBank,
    Unknown,
}

impl Format {
    /// In a few French words, for tables and the journal.
    pub fn french(self) -> &'static str {
        match self {
            Format::FacturX => "Factur-X",
            Format::Cii => "facture CII",
            Format::Ubl => "facture UBL",
            Format::Cdar => "statut de facture",
            Format::PlainPdf => "PDF",
            Format::Typed => "saisie",
            Format::Fec => "FEC",
            Format::Camt052 => "CAMT.052",
            Format::Camt053 => "CAMT.053",
            Format::Camt054 => "CAMT.054",
            Format::Ofx => "relevé OFX",
            Format::Mt940 => "relevé MT940",
            Format::Cfonb => "relevé CFONB",
            Format::Qif => "relevé QIF",
            Format::BankCsv => "relevé CSV",
            Format::BankXlsx => "relevé Excel",
            Format::InvoiceCsv => "liste CSV",
            Format::InvoiceXlsx => "liste Excel",
            Format::Zip => "archive",
            Format::OtherBank => "fichier bancaire",
            Format::Unknown => "inconnu",
        }
    }
}

/// What one file holds.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub format: Option<Format>,
    /// The exact variant, e.g. `camt.053.001.08` or `urn:cen.eu:en16931:2017`.
    pub variant: Option<String>,
    pub invoices: Vec<InvoiceDraft>,
    pub ledger: Option<LedgerDraft>,
    pub statements: Vec<StatementDraft>,
    /// For CSV and XLSX: the columns and the mapping that was detected or given.
    pub table: Option<TableDraft>,
    pub problems: Vec<Problem>,
}

impl Reading {
    pub fn of(format: Format) -> Self {
        Reading { format: Some(format), ..Reading::default() }
    }

    pub fn with_problem(mut self, problem: Problem) -> Self {
        self.problems.push(problem);
        self
    }

    /// True when a problem forbids taking the file: a file is taken whole or not at all.
    pub fn is_refused(&self) -> bool {
        self.problems.iter().any(|p| p.severity == Severity::Error)
    }

    /// The wrong lines of a list, when nothing else refuses it and good ones are left.
    pub fn to_mend(&self) -> Option<ToMend> {
        let table = self.table.as_ref().filter(|t| !t.wrong.is_empty())?;
        let is_wrong = |line: Option<u64>| line.is_some_and(|line| table.wrong.iter().any(|w| w.line == line));
        let only_lines = self.problems.iter().all(|p| p.severity != Severity::Error || is_wrong(p.place.line));
        let has_good = self.invoices.iter().any(|i| !is_wrong(i.line));
        let to_mend = || ToMend { headers: table.headers.clone(), lines: table.wrong.clone() };
        (only_lines && has_good).then(to_mend)
    }

    /// The same without its wrong lines, which it still tells; `None` when it cannot be taken so.
    pub fn without_wrong_lines(&self) -> Option<Reading> {
        let to_mend = self.to_mend()?;
        let is_wrong = |line: Option<u64>| line.is_some_and(|line| to_mend.lines.iter().any(|w| w.line == line));
        let mut left = self.clone();
        left.invoices.retain(|invoice| !is_wrong(invoice.line));
        for problem in left.problems.iter_mut().filter(|p| p.severity == Severity::Error) {
            problem.severity = Severity::Warning;
        }
        let count = base::fr::count(to_mend.lines.len() as u64, "ligne fausse laissée", "lignes fausses laissées");
        let remedy =
            "Corrigez-les dans le fichier des lignes à corriger, puis importez-le : rien n’est pris deux fois.";
        left.problems.insert(0, Problem::warning("lines_left_out", format!("{count} de côté."), remedy));
        Some(left)
    }
}
