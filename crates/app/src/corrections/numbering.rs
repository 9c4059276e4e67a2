//! Numbers given by Quitus: one series a year for credit notes, one for invoices, each continuous from 1 (CGI ann. II
//! 242 nonies A: a unique number in a chronological and continuous sequence; distinct series are allowed where justified).
//!
//! Their prefix keeps them apart from the numbers of the user's invoicing program.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use base::Date;
use base::id::CompanyId;

/// Prefix of credit notes made out here.
pub const CREDIT_NOTES: &str = "QAV";
/// Prefix of invoices made out here.
pub const INVOICES: &str = "QFA";

/// A place in a series, and how it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub series: String,
    pub position: i64,
    pub number: String,
}

/// The next place of the year's series. Two writers cannot both take it: the second fails and runs again.
pub(super) fn next(books: &mut dyn Books, company: CompanyId, prefix: &str, issued_on: Date) -> AppResult<Place> {
    let series = format!("{prefix}-{}", issued_on.year());
    let position = books
        .last_position(company, &series)?
        .checked_add(1)
        .ok_or_else(|| AppError::Broken(format!("the series {series} is full")))?;
    let number = format!("{series}-{position:04}");
    Ok(Place { series, position, number })
}
