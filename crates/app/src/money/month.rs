//! The target of the month: what was due or overdue in it, what was collected of that, and what is left.

use super::figures::month_to_date;
use super::look::{Look, kept};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::screens::Scope;
use crate::ports::terms::BooksError;
use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    pub ends_on: Date,
    /// Collected and left.
    pub target: Cents,
    /// Payments of this month set against invoices due by its end.
    pub collected: Cents,
    /// What is open of invoices due by its end.
    pub left: Cents,
}

impl Month {
    /// Collected of the target, in hundredths; `None` without a target.
    pub fn rate_percent(&self) -> Option<i64> {
        let whole = i128::from(self.target.get());
        let rate = || i64::try_from((i128::from(self.collected.get()) * 100 + whole / 2) / whole).ok();
        if whole > 0 { rate() } else { None }
    }
}

/// The month of a day, until that day.
///
/// # Errors
/// A broken store, sums that leave what can be counted, or `NotCounted`.
pub fn of(look: &Look<'_>, day: Date) -> AppResult<Month> {
    kept(look, "month", day, "", |books| compute(books, look.scope, day))
}

fn compute(books: &mut dyn Books, scope: Scope, day: Date) -> AppResult<Month> {
    let ends_on = day.last_of_month();
    let collected = books.collected(scope, month_to_date(day), ends_on)?.max(Cents::ZERO);
    let mut left = Cents::ZERO;
    books.open_amounts(scope, day, &mut |open| {
        if open.currency == Currency::EUR && open.due_on <= ends_on && open.outstanding.is_positive() {
            left = left.add(open.outstanding).map_err(|e| BooksError::Broken(e.to_string()))?;
        }
        Ok(())
    })?;
    Ok(Month { ends_on, target: collected.add(left)?, collected, left })
}
