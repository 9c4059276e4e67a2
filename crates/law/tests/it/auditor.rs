//! A second, deliberately naive count of interest: one day at a time, straight from the text of the law.
//! It shares nothing with the code under test but the tables, and must give the same cents.

use crate::properties::{Case, case};
use crate::{day, law};
use base::{Cents, Date, add_days};
use law::CreditorKind;
use law::allocation::AllocationOrder;
use law::interest::{EventKind, FloorChoice, Regime};
use proptest::prelude::*;

#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    interest: i64,
    interest_paid: i64,
    principal: i64,
    compensation: i64,
    compensation_paid: i64,
    over: i64,
}

fn rate(case: &Case, first: Date, on: Date) -> i64 {
    let ecb = |on| i64::from(law().reference_rate(on).unwrap().value.get());
    let legal = |on| i64::from(law().legal_rate(CreditorKind::Professional, on).unwrap().value.get());
    match case.regime {
        Regime::Business { agreed: None, .. } => ecb(on) + 1_000,
        Regime::Business { agreed: Some(r), floor } if i64::from(r.get()) < 3 * legal(on) => match floor {
            FloorChoice::Floor => 3 * legal(on),
            FloorChoice::Supplementary => ecb(on) + 1_000,
        },
        Regime::Business { agreed: Some(r), .. } => i64::from(r.get()),
        Regime::Consumer { .. } => legal(on),
        Regime::PublicBody => ecb(first) + 800,
    }
}

fn cents(exact: i128) -> i64 {
    let unit = 365 * 10_000;
    i64::try_from(exact / unit + i128::from(exact % unit * 2 >= unit)).unwrap()
}

fn count(case: &Case) -> Sums {
    let first = match case.regime {
        Regime::Consumer { formal_notice_on } => formal_notice_on.map(|n| n.max(case.due_on)),
        _ => Some(case.due_on),
    };
    let first = first.map(|d| add_days(d, 1).unwrap());
    let consumer = matches!(case.regime, Regime::Consumer { .. });
    let mut sums = Sums { principal: case.principal, ..Sums::default() };
    let mut exact = 0i128;
    let mut on = case.events.iter().map(|e| e.on).min().unwrap_or(case.due_on).min(case.due_on).min(day("2015-01-01"));
    while on <= case.as_of {
        for e in case.events.iter().filter(|e| e.on == on && e.kind == EventKind::CreditNote) {
            let used = e.amount.get().min(sums.principal);
            sums.principal -= used;
            sums.over += e.amount.get() - used;
        }
        if let Some(first) = first.filter(|f| *f <= on && case.stop_before.is_none_or(|j| on < j)) {
            exact += i128::from(sums.principal) * i128::from(rate(case, first, on));
        }
        let excluded = consumer || case.stop_before.is_some_and(|j| case.due_on >= j);
        if on == add_days(case.due_on, 1).unwrap() && sums.principal > 0 && !excluded {
            sums.compensation = 4_000;
        }
        for (kind, first) in
            [(EventKind::InterestPayment, "i"), (EventKind::CompensationPayment, "c"), (EventKind::Payment, "")]
        {
            for e in case.events.iter().filter(|e| e.on == on && e.kind == kind) {
                pay(&mut sums, first, case.order, cents(exact), e.amount.get());
            }
        }
        on = add_days(on, 1).unwrap();
    }
    sums.interest = cents(exact);
    sums
}

fn pay(sums: &mut Sums, first: &str, order: AllocationOrder, interest: i64, mut rest: i64) {
    let sequence = match order {
        AllocationOrder::InterestFirst => "ipc",
        AllocationOrder::PrincipalFirst => "pic",
        AllocationOrder::InterestCompensationPrincipal => "icp",
        // What is recorded for interest or the compensation pays nothing else.
        AllocationOrder::PrincipalOnly => {
            if first.is_empty() {
                "p"
            } else {
                ""
            }
        }
    };
    for what in first.chars().chain(sequence.chars()) {
        let owed = match what {
            'i' => interest - sums.interest_paid,
            'p' => sums.principal,
            _ => sums.compensation - sums.compensation_paid,
        };
        let used = owed.min(rest);
        rest -= used;
        match what {
            'i' => sums.interest_paid += used,
            'p' => sums.principal -= used,
            _ => sums.compensation_paid += used,
        }
    }
    sums.over += rest;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn counting_day_by_day_gives_the_same_cents(case in case()) {
        let s = case.sums();
        let found = Sums {
            interest: s.interest_accrued.get(),
            interest_paid: s.interest_paid.get(),
            principal: s.principal_due.get(),
            compensation: s.fixed_compensation.get(),
            compensation_paid: s.fixed_compensation_paid.get(),
            over: s.unallocated.get(),
        };
        prop_assert_eq!(found, count(&case));
        prop_assert_eq!(Cents::sum([s.interest_due, s.principal_due, s.fixed_compensation_due]).unwrap(), s.total_due);
    }
}
