//! Figures that sum up bank statements, for the report of an import and for checks against other readers.
//! Pending entries and reversals count like the others, on the side their sign puts them.

use base::{Cents, MoneyError};
use draft::{EntryStatus, StatementDraft};

/// Counts and sums over statements, whatever the currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Those that the file frames as such; entries outside of any are counted, their place is not.
    pub statements: u64,
    pub entries: u64,
    /// Entries announced but not booked.
    pub pending: u64,
    /// Entries that take back an earlier one.
    pub reversals: u64,
    /// End-to-end references, of entries and of the transactions inside batches.
    pub end_to_end_ids: u64,
    /// Sum of all positive entries.
    pub credit: Cents,
    /// Sum of all negative entries, as a positive amount.
    pub debit: Cents,
}

/// Sums statements up.
///
/// # Errors
/// `Overflow` when a sum leaves the range of an `i64`.
pub fn totals(statements: &[StatementDraft]) -> Result<Totals, MoneyError> {
    let mut totals =
        Totals { statements: statements.iter().filter(|s| !s.is_headless).count() as u64, ..Totals::default() };
    for entry in statements.iter().flat_map(|s| &s.entries) {
        totals.entries += 1;
        totals.pending += u64::from(entry.status == EntryStatus::Pending);
        totals.reversals += u64::from(entry.is_reversal);
        let references = std::iter::once(entry).chain(&entry.details).filter(|e| e.end_to_end_id.is_some());
        totals.end_to_end_ids += references.count() as u64;
        if entry.amount.is_negative() {
            totals.debit = totals.debit.sub(entry.amount)?;
        } else {
            totals.credit = totals.credit.add(entry.amount)?;
        }
    }
    Ok(totals)
}
