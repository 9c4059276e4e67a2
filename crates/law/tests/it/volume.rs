//! A whole book of invoices: lookups do not parse or search, so 150,000 statements stay a matter of a moment.

use crate::{day, law};
use base::{Cents, add_days};
use law::interest::{InterestClaim, statement};

#[test]
fn a_hundred_and_fifty_thousand_statements() {
    let mut total = Cents::ZERO;
    let mut segments = 0;
    for n in 0..150_000i64 {
        let due_on = add_days(day("2025-01-01"), n % 600).unwrap();
        let claim = InterestClaim::business(Cents::new(10_000 + n), due_on, day("2026-11-22"));
        let sums = statement(&claim, law()).unwrap();
        total = total.add(sums.interest_accrued).unwrap();
        segments += sums.segments.len();
    }
    assert!(total.is_positive());
    assert!((150_000..=600_000).contains(&segments), "{segments}");
}
