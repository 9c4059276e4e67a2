//! A sum cut into dated instalments whose sum is that sum, to the cent.

use crate::facts::Instalment;
use base::{Cents, Date, MoneyError, add_months};

/// Longer than this is credit, not patience.
pub const MOST_INSTALMENTS: u32 = 60;

/// The sum in equal monthly instalments from `first_on`; the first ones take the cents that do not divide. `None` for no
/// instalment, more than [`MOST_INSTALMENTS`], or more instalments than cents.
///
/// # Errors
/// `MoneyError::Overflow` when the sum leaves what can be counted.
pub fn equal(total: Cents, count: u32, first_on: Date) -> Result<Option<Vec<Instalment>>, MoneyError> {
    let parts = i64::from(count);
    if count == 0 || count > MOST_INSTALMENTS || total.get() < parts {
        return Ok(None);
    }
    let (each, left) = (total.get() / parts, total.get() % parts);
    let mut instalments = Vec::new();
    for n in 0..parts {
        let Some(due_on) = add_months(first_on, n) else { return Ok(None) };
        instalments.push(Instalment { due_on, amount: Cents::new(each).add(Cents::new(i64::from(n < left)))? });
    }
    Ok(Some(instalments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cents_that_do_not_divide_go_to_the_first_instalments() {
        let parts = equal(Cents::new(100_000), 6, Date::constant(2026, 8, 31)).unwrap().unwrap();
        let amounts: Vec<i64> = parts.iter().map(|p| p.amount.get()).collect();
        assert_eq!(amounts, [16_667, 16_667, 16_667, 16_667, 16_666, 16_666]);
        assert_eq!(Cents::sum(parts.iter().map(|p| p.amount)), Ok(Cents::new(100_000)));
        assert_eq!(parts[1].due_on, Date::constant(2026, 9, 30), "the last day of a shorter month");
        assert_eq!(parts[2].due_on, Date::constant(2026, 10, 31), "and back to the day agreed");
    }

    #[test]
    fn nothing_and_too_much_are_not_cut() {
        let day = Date::constant(2026, 1, 1);
        for (total, count) in [(100, 0), (100, 61), (2, 3), (-100, 2)] {
            assert_eq!(equal(Cents::new(total), count, day), Ok(None));
        }
    }
}
