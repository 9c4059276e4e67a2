//! How fresh the book is: for each table, the last day it covers, when it was last checked, and what remains to verify.
//!
//! It judges nothing by the clock: the date is an argument, and the answer is a list for the screen and the tests.

use crate::book::LawBook;
use crate::typography::typeset;
use crate::value::{LawValue, Status, Table};
use base::{Date, days_between, fr};

/// The state of one table on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFreshness {
    pub table: Table,
    /// Last day covered without a hole; `None` when the table has no end.
    pub last_covered: Option<Date>,
    /// The oldest check among the values in force on the date asked for or later.
    pub checked_on: Option<Date>,
    /// The worst status among the values in force.
    pub status: Status,
    /// Days from the date asked for to the last covered one; negative when the table has run out.
    pub days_left: Option<i64>,
    /// How many values there are, and how many are still to be verified.
    pub values: usize,
    pub to_verify: usize,
}

impl TableFreshness {
    /// One sentence for the screen.
    pub fn french(&self) -> String {
        let reach = match (self.last_covered, self.days_left) {
            (Some(last), Some(left)) if left < 0 => format!("épuisée depuis le {}", fr::date(last)),
            (Some(last), Some(left)) => {
                format!(
                    "couvre jusqu’au {} (encore {})",
                    fr::date(last),
                    fr::count(left.unsigned_abs(), "jour", "jours")
                )
            }
            _ => "sans date de fin".to_string(),
        };
        let doubt = match self.to_verify {
            0 => String::new(),
            n => format!(" ; {} à vérifier", fr::count(n as u64, "valeur", "valeurs")),
        };
        typeset(&format!("{} : {reach}{doubt}", self.table.french()))
    }
}

impl LawBook {
    /// The state of every table on a date, in the order of [`Table::ALL`].
    pub fn freshness(&self, as_of: Date) -> Vec<TableFreshness> {
        Table::ALL.into_iter().map(|table| self.table_freshness(table, as_of)).collect()
    }

    fn table_freshness(&self, table: Table, as_of: Date) -> TableFreshness {
        let in_force = |v: &&LawValue| v.valid_to.is_none_or(|to| as_of <= to);
        let last_covered = self.semester_table(table).and_then(|t| t.last_covered());
        TableFreshness {
            table,
            last_covered,
            checked_on: self.values_of(table).filter(in_force).map(|v| v.checked_on).min(),
            status: self.values_of(table).filter(in_force).map(|v| v.status).max().unwrap_or(Status::Unverified),
            days_left: last_covered.map(|last| days_between(as_of, last)),
            values: self.values_of(table).count(),
            to_verify: self.values_of(table).filter(|v| v.status.needs_check()).count(),
        }
    }
}
