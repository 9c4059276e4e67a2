//! What is to be done today: how many actions, for how much, in about how long.

use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::screens::Scope;
use base::{Cents, Currency, Date};
use domain::agenda::ApprovalNeeded;
use domain::facts::Channel;
use std::collections::BTreeMap;

/// What the list of the day holds now, summed up: what was approved, noted or put off is not in it any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    pub actions: u64,
    /// Of them, those that wait for the owner or a standing order.
    pub to_confirm: u64,
    /// What is owed on their invoices, in euros.
    pub at_stake: Cents,
    pub minutes: u64,
    pub by_channel: BTreeMap<Channel, u64>,
}

/// What is to be done; `None` while that day was not planned yet.
///
/// # Errors
/// A broken store, or sums that leave what can be counted.
pub fn of(books: &mut dyn Books, scope: Scope, day: Date) -> AppResult<Option<Today>> {
    if books.current_run(scope.company)?.is_none_or(|(_, planned)| planned != day) {
        return Ok(None);
    }
    let mut today = Today::default();
    for work in books.work_counts(scope)? {
        today.actions += work.count;
        if work.approval != ApprovalNeeded::Anybody {
            today.to_confirm += work.count;
        }
        today.minutes += work.channel.minutes().unsigned_abs() * work.count;
        *today.by_channel.entry(work.channel).or_default() += work.count;
        if work.currency == Currency::EUR {
            today.at_stake = today.at_stake.add(work.total)?;
        }
    }
    Ok(Some(today))
}
