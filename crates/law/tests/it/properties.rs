//! What any statement and any allocation must keep, whatever the figures.

use crate::law;
use base::{Cents, Date, RateBp, add_days, days_between};
use law::allocation::{AllocationOrder, Debt, Owed, spread};
use law::interest::{BalanceEvent, EventKind, FloorChoice, InterestClaim, Regime, StatementOfSums, Waiver, statement};
use proptest::prelude::*;

fn start() -> Date {
    Date::constant(2015, 1, 1)
}

/// 2015-01-01 and the 4,382 following days stay inside the tables.
fn date() -> impl Strategy<Value = Date> {
    (0i64..4_382).prop_map(|n| add_days(start(), n).unwrap())
}

fn regime() -> impl Strategy<Value = Regime> {
    let floor = prop_oneof![Just(FloorChoice::Floor), Just(FloorChoice::Supplementary)];
    prop_oneof![
        Just(Regime::DEFAULT_BUSINESS),
        (0i32..2_500, floor).prop_map(|(r, floor)| Regime::Business { agreed: Some(RateBp::new(r)), floor }),
        proptest::option::of(date()).prop_map(|formal_notice_on| Regime::Consumer { formal_notice_on }),
        Just(Regime::PublicBody),
    ]
}

fn order() -> impl Strategy<Value = AllocationOrder> {
    prop_oneof![
        Just(AllocationOrder::InterestFirst),
        Just(AllocationOrder::PrincipalFirst),
        Just(AllocationOrder::InterestCompensationPrincipal),
    ]
}

fn event() -> impl Strategy<Value = BalanceEvent> {
    let kind = prop_oneof![
        3 => Just(EventKind::Payment),
        1 => Just(EventKind::CreditNote),
        1 => Just(EventKind::InterestPayment),
        1 => Just(EventKind::CompensationPayment),
    ];
    (date(), 0i64..300_000, kind).prop_map(|(on, cents, kind)| BalanceEvent { on, amount: Cents::new(cents), kind })
}

#[derive(Clone, Debug)]
pub struct Case {
    pub principal: i64,
    pub due_on: Date,
    pub as_of: Date,
    pub regime: Regime,
    pub order: AllocationOrder,
    pub stop_before: Option<Date>,
    pub events: Vec<BalanceEvent>,
}

impl Case {
    fn claim<'a>(&'a self, events: &'a [BalanceEvent], as_of: Date) -> InterestClaim<'a> {
        InterestClaim {
            currency: base::Currency::EUR,
            principal: Cents::new(self.principal),
            due_on: self.due_on,
            regime: self.regime,
            events,
            as_of,
            order: self.order,
            stop_before: self.stop_before,
            settled_on: None,
            waiver: Waiver::Nothing,
        }
    }

    pub fn sums(&self) -> StatementOfSums {
        statement(&self.claim(&self.events, self.as_of), law()).unwrap()
    }
}

pub fn case() -> impl Strategy<Value = Case> {
    let events = proptest::collection::vec(event(), 0..6);
    (1i64..1_000_000, date(), date(), regime(), order(), proptest::option::weighted(0.2, date()), events).prop_map(
        |(principal, due_on, as_of, regime, order, stop_before, events)| Case {
            principal,
            due_on,
            as_of,
            regime,
            order,
            stop_before,
            events,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn segments_tile_the_period(case in case()) {
        let s = case.sums();
        let claim = case.claim(&case.events, case.as_of);
        if let Some(first) = s.segments.first() {
            prop_assert_eq!(Some(first.from), claim.first_day());
        }
        for pair in s.segments.windows(2) {
            let gap = days_between(pair[0].to, pair[1].from) - 1;
            prop_assert!(gap >= 0);
            prop_assert_eq!(gap, 0, "a paid balance does not owe again");
        }
        for x in &s.segments {
            prop_assert!(x.from <= x.to && Some(x.to) <= claim.last_day() && x.base.is_positive());
            prop_assert_eq!(x.days, days_between(x.from, x.to) + 1);
            prop_assert_eq!(x.numerator, i128::from(x.base.get()) * i128::from(x.rate.get()) * i128::from(x.days));
        }
        if s.principal_due.is_positive() && let (Some(last), Some(end)) = (s.segments.last(), claim.last_day()) {
            prop_assert_eq!(last.to, end);
        }
    }

    #[test]
    fn the_total_is_the_exact_sum_rounded_once(case in case()) {
        let s = case.sums();
        let exact: i128 = s.segments.iter().map(|x| x.numerator).sum();
        let twice = 2 * (i128::from(s.interest_accrued.get()) * s.denominator - exact);
        prop_assert!(-s.denominator < twice && twice <= s.denominator, "more than half a cent away");
        prop_assert_eq!(Cents::sum(s.segments.iter().map(|x| x.amount)).unwrap(), s.interest_accrued);
    }

    #[test]
    fn exact_interest_is_additive_over_a_cut(case in case(), cut in date()) {
        let mut dates = [case.due_on, cut, case.as_of];
        dates.sort();
        let [due_on, cut, as_of] = dates;
        // A public body keeps its first rate: the second half alone would take another.
        let regime = if case.regime == Regime::PublicBody { Regime::DEFAULT_BUSINESS } else { case.regime };
        let unpaid = Case { events: Vec::new(), due_on, as_of, regime, ..case };
        let exact = |due_on, as_of| -> i128 {
            let claim = InterestClaim { due_on, ..unpaid.claim(&[], as_of) };
            statement(&claim, law()).unwrap().segments.iter().map(|x| x.numerator).sum()
        };
        prop_assert_eq!(exact(unpaid.due_on, unpaid.as_of), exact(unpaid.due_on, cut) + exact(cut, unpaid.as_of));
    }

    #[test]
    fn interest_never_decreases_with_time(case in case(), other in date()) {
        let (earlier, case) = (other.min(case.as_of), Case { as_of: other.max(case.as_of), ..case });
        let before = statement(&case.claim(&case.events, earlier), law()).unwrap();
        let after = case.sums();
        prop_assert!(before.interest_accrued <= after.interest_accrued);
        prop_assert!(before.interest_paid <= after.interest_paid);
        prop_assert!(before.fixed_compensation <= after.fixed_compensation);
    }

    #[test]
    fn interest_never_increases_with_a_payment(case in case(), extra in event()) {
        let extra = BalanceEvent { kind: EventKind::Payment, ..extra };
        let mut events = case.events.clone();
        events.push(extra);
        let with = statement(&case.claim(&events, case.as_of), law()).unwrap();
        let without = case.sums();
        prop_assert!(with.interest_accrued <= without.interest_accrued);
        prop_assert!(with.total_due <= without.total_due);
    }

    #[test]
    fn no_cent_is_lost(case in case()) {
        let s = case.sums();
        let received: i64 = case.events.iter().filter(|e| e.on <= case.as_of).map(|e| e.amount.get()).sum();
        let owed = s.principal.get() + s.interest_accrued.get() + s.fixed_compensation.get();
        prop_assert_eq!(owed - received, s.total_due.get() - s.unallocated.get());
        for a in &s.allocations {
            prop_assert_eq!(a.split.allocated().unwrap().add(a.split.unallocated).unwrap(), a.amount);
        }
        for amount in [s.interest_due, s.principal_due, s.fixed_compensation_due, s.unallocated, s.interest_paid] {
            prop_assert!(!amount.is_negative());
        }
        prop_assert_eq!(s.interest_paid.add(s.interest_due).unwrap(), s.interest_accrued);
    }

    #[test]
    fn the_order_of_the_events_is_irrelevant(case in case()) {
        let mut backwards = case.events.clone();
        backwards.reverse();
        let a = case.sums();
        let b = statement(&case.claim(&backwards, case.as_of), law()).unwrap();
        prop_assert_eq!((a.total_due, a.interest_accrued, a.unallocated), (b.total_due, b.interest_accrued, b.unallocated));
    }

    #[test]
    fn a_spread_payment_loses_no_cent_and_overpays_no_debt(
        payment in 0i64..2_000_000,
        debts in proptest::collection::vec((0i64..4, 0i32..3, 0i64..50_000, 0i64..900, 0i64..4_001), 0..8),
        designated in proptest::collection::vec(0usize..8, 0..3),
        order in order(),
    ) {
        let debts: Vec<Debt<usize>> = debts.into_iter().enumerate().map(|(key, (due, rate, principal, interest, compensation))| Debt {
            key,
            due_on: add_days(start(), due).unwrap(),
            yearly_rate: RateBp::new(rate),
            owed: Owed { principal: Cents::new(principal), interest: Cents::new(interest), compensation: Cents::new(compensation) },
        }).collect();
        let spread = spread(Cents::new(payment), &debts, add_days(start(), 1).unwrap(), &designated, order).unwrap();
        let given = Cents::sum(spread.parts.iter().map(|p| p.amount)).unwrap();
        prop_assert_eq!(given.add(spread.unallocated).unwrap(), Cents::new(payment));
        let owed = Cents::sum(debts.iter().map(|d| d.owed.total().unwrap())).unwrap();
        prop_assert_eq!(given, owed.min(Cents::new(payment)));
        for part in &spread.parts {
            let debt = debts.iter().find(|d| d.key == part.key).unwrap();
            prop_assert!(part.amount <= debt.owed.total().unwrap() && part.amount.is_positive());
            prop_assert_eq!(part.split.allocated().unwrap(), part.amount);
        }
    }
}
