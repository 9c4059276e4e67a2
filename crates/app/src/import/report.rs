use super::ReadFile;
use super::returns::Returned;
use super::settle::Settled;
use draft::{Problem, Reading, ToMend};
use serde::Serialize;

/// What became of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileOutcome {
    Taken,
    /// A year of a ledger that was read with the years after it: kept, and its entries counted with theirs.
    Joined,
    /// The very same bytes were imported before.
    AlreadyImported,
    /// Read, but not ours to chase: a purchase, or another company's ledger.
    SetAside,
    /// Nothing of it was taken.
    Refused,
    #[default]
    NothingInside,
}

/// One file's part of an import.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FileReport {
    pub name: String,
    pub format: String,
    pub outcome: FileOutcome,
    /// Facts that are new: invoices, credit notes, payments, bank lines.
    pub created: u64,
    pub already_known: u64,
    pub invoices: u64,
    pub credit_notes: u64,
    pub payments: u64,
    pub bank_lines: u64,
    pub customers: u64,
    /// Why it was set aside, in French.
    pub set_aside: Option<String>,
    /// Money that the bank took back, and what is open again.
    pub returned: Vec<Returned>,
    pub problems: Vec<Problem>,
    /// Wrong lines of a list: left out when it was taken; when it was refused, it could be taken without them.
    pub to_mend: Option<ToMend>,
}

/// A whole import.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportReport {
    pub files: Vec<FileReport>,
    pub settled: Settled,
    /// Customers who owe something and of whom nothing tells what they are, in all the books.
    pub unknown_kinds: u64,
}

impl FileReport {
    pub(super) fn of(file: &ReadFile) -> Self {
        FileReport {
            name: file.name.clone(),
            format: super::format_code(file.reading.format),
            problems: file.reading.problems.clone(),
            to_mend: file.reading.to_mend(),
            ..FileReport::default()
        }
    }
}

impl ImportReport {
    pub fn created(&self) -> u64 {
        self.files.iter().map(|f| f.created).sum()
    }

    pub fn already_known(&self) -> u64 {
        self.files.iter().map(|f| f.already_known).sum()
    }

    pub fn problems(&self) -> usize {
        self.files.iter().map(|f| f.problems.len()).sum()
    }

    pub fn refused(&self) -> usize {
        self.files.iter().filter(|f| f.outcome == FileOutcome::Refused).count()
    }

    pub(super) fn changed_anything(&self) -> bool {
        self.files.iter().any(|f| f.outcome == FileOutcome::Taken)
    }
}

/// How many facts a reading could make.
pub(super) fn things_in(reading: &Reading) -> u64 {
    let ledger = reading.ledger.as_ref().map_or(0, |l| l.items.len());
    let lines: usize = reading.statements.iter().map(|s| s.entries.len().max(1)).sum();
    (reading.invoices.len() + ledger + lines) as u64
}
