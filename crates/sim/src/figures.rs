//! The figures of a story: how fast money came, how much of what was late came in, and what it took.
//!
//! They are those of a dashboard, in integers: a bad scenario shows up as a bad number.

use crate::market::{Issued, Market, Transfer};
use base::{Date, days_between};
use std::collections::BTreeMap;
use std::fmt;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub invoices: u64,
    pub invoiced_cents: i64,
    pub received_cents: i64,
    /// Contacts that took place, and heads-up to salespeople.
    pub acts: u64,
    /// When what is not yet paid falls due, and how much it is.
    dues: BTreeMap<String, (Date, i64)>,
    late_received_cents: i64,
    recent: Vec<(Date, i64)>,
}

impl Figures {
    pub(crate) fn issued(&mut self, issued: &[Issued]) {
        for document in issued.iter().filter(|d| d.against.is_none()) {
            self.invoices += 1;
            self.invoiced_cents += document.cents;
            self.dues.insert(document.number.clone(), (document.due_on, document.cents));
            self.recent.push((document.issued_on, document.cents));
        }
        let newest = self.recent.last().map(|(on, _)| *on);
        self.recent.retain(|(on, _)| newest.is_none_or(|last| days_between(*on, last) < 90));
    }

    pub(crate) fn received(&mut self, transfer: &Transfer) {
        self.received_cents += transfer.cents;
        for (number, cents) in &transfer.pays {
            let Some((due_on, left)) = self.dues.get_mut(number) else { continue };
            *left -= cents;
            let (was_late, is_paid) = (*due_on < transfer.on, *left <= 0);
            self.late_received_cents += if was_late { *cents } else { 0 };
            if is_paid {
                self.dues.remove(number);
            }
        }
    }

    /// The figures at the end of a day.
    pub fn summary(&self, market: &Market, day: Date) -> Summary {
        let open: i64 = market.debts.values().map(|d| d.left).sum();
        let overdue: i64 = market.debts.values().filter(|d| d.due_on < day).map(|d| d.left).sum();
        let ninety: i64 = self.recent.iter().filter(|(on, _)| days_between(*on, day) < 90).map(|(_, c)| c).sum();
        let late = self.late_received_cents + overdue;
        Summary {
            invoices: self.invoices,
            invoiced_cents: self.invoiced_cents,
            open_cents: open,
            overdue_cents: overdue,
            dso_days: open.saturating_mul(90) / ninety.max(1),
            recovered_permille: self.late_received_cents.saturating_mul(1_000) / late.max(1),
            acts: self.acts,
            acts_per_million_cents: i64::try_from(self.acts).unwrap_or(0).saturating_mul(1_000_000)
                / self.late_received_cents.max(1),
        }
    }
}

/// What a story came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    pub invoices: u64,
    pub invoiced_cents: i64,
    pub open_cents: i64,
    pub overdue_cents: i64,
    /// Days sales outstanding, on the invoices of the last ninety days.
    pub dso_days: i64,
    /// Of everything that was late, what came in.
    pub recovered_permille: i64,
    pub acts: u64,
    /// Acts for each 10 000 € of late money that came in.
    pub acts_per_million_cents: i64,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} invoices for {} €, {} € open of which {} € late; DSO {} days; {}.{} % of late money recovered; {} acts, {} for each 10 000 €",
            self.invoices,
            self.invoiced_cents / 100,
            self.open_cents / 100,
            self.overdue_cents / 100,
            self.dso_days,
            self.recovered_permille / 10,
            self.recovered_permille % 10,
            self.acts,
            self.acts_per_million_cents
        )
    }
}
