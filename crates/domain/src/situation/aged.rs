//! The aged balance: what each debtor owes by age, on any date, with buckets that sum to the whole.

use base::id::PartyId;
use base::{Cents, Date, MoneyError, days_between};
use serde::Serialize;

/// One column: from and to how many days late, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bucket {
    pub code: &'static str,
    pub label: &'static str,
    pub from_days: Option<i64>,
    pub to_days: Option<i64>,
}

/// The columns, from not yet due to the oldest; credits in the debtor's favour stand apart.
pub const BUCKETS: [Bucket; 6] = [
    Bucket { code: "not_due", label: "non échu", from_days: None, to_days: Some(0) },
    Bucket { code: "days_1_30", label: "1 à 30 j", from_days: Some(1), to_days: Some(30) },
    Bucket { code: "days_31_60", label: "31 à 60 j", from_days: Some(31), to_days: Some(60) },
    Bucket { code: "days_61_90", label: "61 à 90 j", from_days: Some(61), to_days: Some(90) },
    Bucket { code: "days_over_90", label: "plus de 90 j", from_days: Some(91), to_days: None },
    Bucket { code: "credits", label: "avoirs et avances", from_days: None, to_days: None },
];

/// What one debtor owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgedRow {
    pub party: PartyId,
    pub buckets: [Cents; BUCKETS.len()],
    pub total: Cents,
    pub invoices: u64,
}

impl AgedRow {
    fn new(party: PartyId) -> Self {
        AgedRow { party, buckets: [Cents::ZERO; BUCKETS.len()], total: Cents::ZERO, invoices: 0 }
    }

    pub fn overdue(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.buckets[1..5].iter().copied())
    }
}

/// The aged balance of a company on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgedBalance {
    pub as_of: Date,
    pub rows: Vec<AgedRow>,
    pub buckets: [Cents; BUCKETS.len()],
    pub total: Cents,
}

impl AgedBalance {
    pub fn new(as_of: Date) -> Self {
        AgedBalance { as_of, rows: Vec::new(), buckets: [Cents::ZERO; BUCKETS.len()], total: Cents::ZERO }
    }

    /// Adds what is outstanding of one receivable. Receivables of one party come one after the other.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when a sum leaves what can be counted.
    pub fn add(&mut self, party: PartyId, due_on: Date, outstanding: Cents) -> Result<(), MoneyError> {
        if outstanding.is_zero() {
            return Ok(());
        }
        let column = column_of(due_on, outstanding, self.as_of);
        if self.rows.last().is_none_or(|row| row.party != party) {
            self.rows.push(AgedRow::new(party));
        }
        if let Some(row) = self.rows.last_mut() {
            row.buckets[column] = row.buckets[column].add(outstanding)?;
            row.total = row.total.add(outstanding)?;
            row.invoices += 1;
        }
        self.buckets[column] = self.buckets[column].add(outstanding)?;
        self.total = self.total.add(outstanding)?;
        Ok(())
    }
}

/// The place in [`BUCKETS`] of what is outstanding of one receivable.
pub fn column_of(due_on: Date, outstanding: Cents, as_of: Date) -> usize {
    if outstanding.is_negative() {
        return 5;
    }
    match days_between(due_on, as_of) {
        i64::MIN..=0 => 0,
        1..=30 => 1,
        31..=60 => 2,
        61..=90 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_sum_to_the_whole_and_edges_fall_where_they_say() {
        let as_of = Date::constant(2026, 3, 31);
        let mut balance = AgedBalance::new(as_of);
        let party = PartyId::from_bytes([1; 16]);
        for (due, cents, column) in [
            (Date::constant(2026, 3, 31), 100, 0),
            (Date::constant(2026, 3, 30), 200, 1),
            (Date::constant(2026, 3, 1), 300, 1),
            (Date::constant(2026, 2, 28), 400, 2),
            (Date::constant(2026, 1, 29), 500, 3),
            (Date::constant(2025, 12, 30), 600, 4),
            (Date::constant(2026, 1, 1), -50, 5),
        ] {
            let before = balance.buckets[column];
            balance.add(party, due, Cents::new(cents)).unwrap();
            assert_eq!(balance.buckets[column], before.add(Cents::new(cents)).unwrap(), "{due}");
        }
        assert_eq!(Cents::sum(balance.buckets), Ok(balance.total));
        assert_eq!(balance.total, Cents::new(2_050));
        assert_eq!(balance.rows.len(), 1);
    }
}
