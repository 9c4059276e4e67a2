//! Interest against the reference vectors, and each rule of the three regimes.

use crate::{day, law};
use base::{Cents, Currency, RateBp};
use law::allocation::AllocationOrder;
use law::interest::{
    BalanceEvent, EventKind, FloorChoice, InterestClaim, Note, Regime, StatementOfSums, Waiver, statement,
};
use law::{LawError, Table};

fn claim<'a>(cents: i64, due: &str, as_of: &str) -> InterestClaim<'a> {
    InterestClaim::business(Cents::new(cents), day(due), day(as_of))
}

fn sums(claim: &InterestClaim<'_>) -> StatementOfSums {
    statement(claim, law()).unwrap()
}

fn payment(on: &str, cents: i64) -> BalanceEvent {
    BalanceEvent { on: day(on), amount: Cents::new(cents), kind: EventKind::Payment }
}

fn credit(on: &str, cents: i64) -> BalanceEvent {
    BalanceEvent { on: day(on), amount: Cents::new(cents), kind: EventKind::CreditNote }
}

/// `30×12.15 + 77×12.40`.
fn days_by_rate(s: &StatementOfSums) -> String {
    let part = |d: i64, r: RateBp| format!("{d}×{}.{:02}", r.get() / 100, r.get() % 100);
    s.segments.iter().map(|x| part(x.days, x.rate)).collect::<Vec<_>>().join(" + ")
}

#[test]
fn the_vectors_of_the_reference_come_out_to_the_cent() {
    let public = InterestClaim { regime: Regime::PublicBody, ..claim(500_000, "2025-11-30", "2026-11-22") };
    let consumer = Regime::Consumer { formal_notice_on: Some(day("2026-03-10")) };
    let consumer = InterestClaim { regime: consumer, ..claim(80_000, "2026-02-01", "2026-09-10") };
    for (claim, segments, cents) in [
        (claim(120_000, "2026-05-31", "2026-09-15"), "30×12.15 + 77×12.40", 4_337),
        (claim(500_000, "2025-11-30", "2026-11-22"), "31×12.15 + 181×12.15 + 145×12.40", 59_915),
        (claim(99_999, "2026-06-30", "2026-07-01"), "1×12.40", 34),
        (
            claim(1_200_000, "2024-01-31", "2026-11-22"),
            "151×14.50 + 184×14.25 + 181×13.15 + 184×12.15 + 181×12.15 + 145×12.40",
            441_350,
        ),
        (public, "357×10.15", 49_638),
        (consumer, "112×2.62 + 72×2.75", 1_077),
    ] {
        let s = sums(&claim);
        assert_eq!(days_by_rate(&s), segments);
        assert_eq!(s.interest_accrued, Cents::new(cents), "{segments}");
        assert_eq!(Cents::sum(s.segments.iter().map(|x| x.amount)), Ok(s.interest_accrued));
    }
}

#[test]
fn a_late_business_invoice_owes_forty_euros_once() {
    let s = sums(&claim(120_000, "2026-05-31", "2026-09-15"));
    assert_eq!(s.fixed_compensation, Cents::new(4_000));
    assert_eq!(s.total_due, Cents::new(120_000 + 4_337 + 4_000));
    let public = InterestClaim { regime: Regime::PublicBody, ..claim(120_000, "2026-05-31", "2026-09-15") };
    assert_eq!(sums(&public).fixed_compensation, Cents::new(4_000));
    let consumer = Regime::Consumer { formal_notice_on: Some(day("2026-06-01")) };
    let consumer = InterestClaim { regime: consumer, ..claim(120_000, "2026-05-31", "2026-09-15") };
    assert_eq!(sums(&consumer).fixed_compensation, Cents::ZERO);
    // Part payments do not multiply it, nor divide it.
    let events = [payment("2026-07-01", 10_000), payment("2026-08-01", 10_000)];
    let s = sums(&InterestClaim { events: &events, ..claim(120_000, "2026-05-31", "2026-09-15") });
    assert_eq!(s.fixed_compensation, Cents::new(4_000));
}

#[test]
fn nothing_runs_before_the_day_after_the_due_date() {
    for as_of in ["2026-05-01", "2026-05-31"] {
        let s = sums(&claim(120_000, "2026-05-31", as_of));
        assert_eq!(
            (s.interest_accrued, s.fixed_compensation, s.total_due),
            (Cents::ZERO, Cents::ZERO, Cents::new(120_000))
        );
    }
    let first = sums(&claim(120_000, "2026-05-31", "2026-06-01"));
    assert_eq!((days_by_rate(&first).as_str(), first.fixed_compensation), ("1×12.15", Cents::new(4_000)));
}

#[test]
fn paid_in_time_owes_nothing_and_paid_a_day_late_owes_one_day() {
    let in_time = [payment("2026-05-31", 120_000)];
    let s = sums(&InterestClaim { events: &in_time, ..claim(120_000, "2026-05-31", "2026-09-15") });
    assert_eq!((s.total_due, s.fixed_compensation, s.segments.len()), (Cents::ZERO, Cents::ZERO, 0));
    let late = [payment("2026-06-01", 120_000)];
    let s = sums(&InterestClaim {
        events: &late,
        order: AllocationOrder::PrincipalFirst,
        ..claim(120_000, "2026-05-31", "2026-09-15")
    });
    // 120 000 × 12,15 % / 365 = 39,945 cents.
    assert_eq!(
        (s.interest_due, s.principal_due, s.fixed_compensation_due),
        (Cents::new(40), Cents::ZERO, Cents::new(4_000))
    );
}

#[test]
fn a_payment_pays_interest_first_and_its_own_day_bears_interest_on_the_old_base() {
    let events = [payment("2026-06-30", 50_000)];
    let s = sums(&InterestClaim { events: &events, ..claim(120_000, "2026-05-31", "2026-07-31") });
    // 120 000 × 12,15 % × 30 / 365 = 1 198,356 → 11,98 € paid first; 500 − 11,98 = 488,02 on principal.
    let split = s.allocations.first().unwrap().split;
    assert_eq!((split.to_interest, split.to_principal), (Cents::new(1_198), Cents::new(48_802)));
    let bases: Vec<(i64, i64)> = s.segments.iter().map(|x| (x.days, x.base.get())).collect();
    assert_eq!(bases, [(30, 120_000), (31, 71_198)]);
    // 71 198 × 12,40 % × 31 / 365 = 749,818…; with 1 198,356: 1 948,174 → 19,48, of which 11,98 paid.
    assert_eq!(
        (s.interest_accrued, s.interest_paid, s.interest_due),
        (Cents::new(1_948), Cents::new(1_198), Cents::new(750))
    );
    assert_eq!(s.total_due, Cents::new(71_198 + 750 + 4_000));
}

#[test]
fn as_agreed_a_payment_may_reduce_the_principal_first() {
    let events = [payment("2026-06-30", 50_000)];
    let order = AllocationOrder::PrincipalFirst;
    let s = sums(&InterestClaim { events: &events, order, ..claim(120_000, "2026-05-31", "2026-07-31") });
    assert_eq!((s.principal_due, s.interest_paid), (Cents::new(70_000), Cents::ZERO));
    // 1 198,356 + 70 000 × 12,40 % × 31 / 365 = 737,205 → 1 935,561.
    assert_eq!(s.interest_due, Cents::new(1_936));
}

#[test]
fn a_credit_note_corrects_the_principal_from_its_own_day() {
    let events = [credit("2026-06-30", 20_000)];
    let s = sums(&InterestClaim { events: &events, ..claim(120_000, "2026-05-31", "2026-07-31") });
    let bases: Vec<(i64, i64)> = s.segments.iter().map(|x| (x.days, x.base.get())).collect();
    assert_eq!(bases, [(29, 120_000), (1, 100_000), (31, 100_000)]);
    assert_eq!((s.interest_paid, s.principal_due), (Cents::ZERO, Cents::new(100_000)));
    let whole = [credit("2026-06-01", 120_000)];
    let s = sums(&InterestClaim { events: &whole, ..claim(120_000, "2026-05-31", "2026-07-31") });
    assert_eq!((s.total_due, s.fixed_compensation), (Cents::ZERO, Cents::ZERO));
}

#[test]
fn what_is_paid_too_much_is_kept_apart() {
    let events = [payment("2026-06-30", 130_000), credit("2026-07-05", 500)];
    let s = sums(&InterestClaim { events: &events, ..claim(120_000, "2026-05-31", "2026-07-31") });
    assert_eq!(
        (s.total_due, s.interest_paid, s.fixed_compensation_paid),
        (Cents::ZERO, Cents::new(1_198), Cents::new(4_000))
    );
    assert_eq!(s.unallocated, Cents::new(130_000 - 120_000 - 1_198 - 4_000 + 500));
    assert!(s.notes.contains(&Note::Overpaid { amount: s.unallocated, currency: Currency::EUR }));
    let negative = sums(&claim(-5_000, "2026-05-31", "2026-07-31"));
    assert_eq!(
        (negative.total_due, negative.unallocated, negative.segments.len()),
        (Cents::ZERO, Cents::new(5_000), 0)
    );
}

#[test]
fn an_agreed_rate_below_the_floor_is_flagged_and_replaced_as_chosen() {
    let with = |agreed: i32, floor| InterestClaim {
        regime: Regime::Business { agreed: Some(RateBp::new(agreed)), floor },
        ..claim(100_000, "2025-12-31", "2026-07-02")
    };
    let above = sums(&with(900, FloorChoice::Floor));
    assert_eq!(days_by_rate(&above), "181×9.00 + 2×9.00");
    assert!(!above.notes.iter().any(|n| matches!(n, Note::AgreedRateBelowFloor { .. })));
    // 8,00 % is above 7,86 % in the first half of 2026 and below 8,25 % in the second.
    assert_eq!(days_by_rate(&sums(&with(800, FloorChoice::Floor))), "181×8.00 + 2×8.25");
    assert_eq!(days_by_rate(&sums(&with(800, FloorChoice::Supplementary))), "181×8.00 + 2×12.40");
    let note =
        sums(&with(800, FloorChoice::Floor)).notes.into_iter().find(|n| n.code() == "agreed_rate_below_floor").unwrap();
    assert!(note.french().contains("8,00\u{a0}%") && note.french().contains("1er juillet 2026"), "{}", note.french());
}

#[test]
fn the_floor_never_raises_the_rate_of_the_law() {
    // In the first half of 2024 three times the legal rate (15,21 %) exceeds the default (14,50 %), which still applies.
    assert_eq!(days_by_rate(&sums(&claim(100_000, "2024-01-31", "2024-02-10"))), "10×14.50");
}

#[test]
fn a_public_body_keeps_the_rate_of_the_half_year_in_which_interest_started() {
    let public = |due, as_of| sums(&InterestClaim { regime: Regime::PublicBody, ..claim(100_000, due, as_of) });
    assert_eq!(days_by_rate(&public("2026-06-29", "2026-07-10")), "11×10.15");
    assert_eq!(days_by_rate(&public("2026-06-30", "2026-07-10")), "10×10.40");
}

#[test]
fn a_consumer_owes_nothing_without_a_formal_notice() {
    let regime = Regime::Consumer { formal_notice_on: None };
    let s = sums(&InterestClaim { regime, ..claim(80_000, "2026-02-01", "2027-09-10") });
    assert_eq!((s.interest_accrued, s.total_due), (Cents::ZERO, Cents::new(80_000)));
    assert!(s.notes.contains(&Note::ConsumerWithoutFormalNotice));
    let early = Regime::Consumer { formal_notice_on: Some(day("2026-01-01")) };
    let s = sums(&InterestClaim { regime: early, ..claim(80_000, "2026-02-01", "2026-02-03") });
    assert_eq!(days_by_rate(&s), "2×2.62");
}

#[test]
fn insolvency_stops_interest_the_day_before_the_judgment() {
    let stopped = InterestClaim { stop_before: Some(day("2026-06-11")), ..claim(120_000, "2026-05-31", "2026-09-15") };
    let s = sums(&stopped);
    assert_eq!((days_by_rate(&s).as_str(), s.fixed_compensation), ("10×12.15", Cents::new(4_000)));
    assert!(s.notes.contains(&Note::StoppedByInsolvency { judgment_on: day("2026-06-11") }));
    for judgment in ["2026-05-31", "2026-05-01"] {
        let s = sums(&InterestClaim { stop_before: Some(day(judgment)), ..stopped });
        assert_eq!((s.interest_accrued, s.fixed_compensation), (Cents::ZERO, Cents::ZERO), "{judgment}");
        assert!(s.notes.contains(&Note::CompensationExcluded { judgment_on: day(judgment) }));
    }
}

#[test]
fn a_waiver_is_applied_and_said() {
    let waived = |waiver, regime| sums(&InterestClaim { waiver, regime, ..claim(120_000, "2026-05-31", "2026-09-15") });
    let s = waived(Waiver::Interest, Regime::DEFAULT_BUSINESS);
    assert_eq!((s.interest_accrued, s.fixed_compensation_due), (Cents::ZERO, Cents::new(4_000)));
    assert!(s.notes.contains(&Note::InterestWaived) && !s.notes.contains(&Note::PublicWaiver));
    let s = waived(Waiver::InterestAndCompensation, Regime::PublicBody);
    assert_eq!(s.total_due, Cents::new(120_000));
    assert!(s.notes.contains(&Note::CompensationWaived) && s.notes.contains(&Note::PublicWaiver));
}

#[test]
fn a_computation_that_reaches_2027_is_refused_in_every_regime() {
    let on = day("2027-01-01");
    let agreed = Regime::Business { agreed: Some(RateBp::new(1_500)), floor: FloorChoice::Floor };
    let consumer = Regime::Consumer { formal_notice_on: Some(day("2026-06-01")) };
    for (regime, table) in [
        (Regime::DEFAULT_BUSINESS, Table::ReferenceRate),
        (agreed, Table::LegalRateProfessional),
        (consumer, Table::LegalRateProfessional),
        (Regime::PublicBody, Table::ReferenceRate),
    ] {
        let error =
            statement(&InterestClaim { regime, ..claim(120_000, "2026-05-31", "2027-01-01") }, law()).unwrap_err();
        assert_eq!(error, LawError::NotCovered { table, on });
        assert!(statement(&InterestClaim { regime, ..claim(120_000, "2026-05-31", "2026-12-31") }, law()).is_ok());
    }
    // Nothing is asked of 2027 once the debt is paid, or stopped.
    let paid = [payment("2026-06-30", 200_000)];
    assert!(statement(&InterestClaim { events: &paid, ..claim(120_000, "2026-05-31", "2027-03-01") }, law()).is_ok());
    let stopped = InterestClaim { stop_before: Some(day("2026-10-01")), ..claim(120_000, "2026-05-31", "2027-03-01") };
    assert!(statement(&stopped, law()).is_ok());
    assert!(statement(&claim(120_000, "2026-12-31", "2026-12-31"), law()).is_ok());
}

#[test]
fn doubtful_values_are_said() {
    let codes = |c: &InterestClaim<'_>| sums(c).notes.iter().map(Note::french).collect::<Vec<_>>().join("\n");
    assert_eq!(codes(&claim(100_000, "2026-05-31", "2026-09-15")), "");
    let old = codes(&claim(100_000, "2017-05-31", "2017-08-01"));
    assert!(old.contains("le taux de référence BCE, valeur «\u{a0}2017-S1\u{a0}»") && old.contains("2017-S2"), "{old}");
    let leap = codes(&claim(100_000, "2024-01-31", "2024-02-10"));
    assert!(leap.contains("year-basis-days"), "{leap}");
    let consumer = Regime::Consumer { formal_notice_on: Some(day("2026-07-10")) };
    let told = codes(&InterestClaim { regime: consumer, ..claim(80_000, "2026-02-01", "2026-09-10") });
    assert!(told.contains("2026-S2"), "{told}");
}

#[test]
fn hostile_amounts_and_dates_end_in_an_error() {
    let negative = [payment("2026-06-30", -1)];
    let error =
        statement(&InterestClaim { events: &negative, ..claim(1, "2026-05-31", "2026-09-15") }, law()).unwrap_err();
    assert_eq!(error, LawError::NegativeAmount { on: day("2026-06-30") });
    assert!(statement(&claim(i64::MAX, "2015-01-01", "2026-09-15"), law()).is_err());
    assert!(statement(&claim(i64::MIN, "2015-01-01", "2026-09-15"), law()).is_err());
    let ends = claim(100, "9999-12-31", "9999-12-31");
    assert_eq!(statement(&ends, law()).unwrap().total_due, Cents::new(100));
}

/// 1 200,00 USD: interest in dollars, 40 € in euros, and never one total of both.
#[test]
fn an_invoice_in_another_currency_has_its_compensation_apart() {
    let dollars = Currency::parse("USD").unwrap();
    let s = sums(&InterestClaim { currency: dollars, ..claim(120_000, "2026-05-31", "2026-09-15") });
    assert_eq!((s.interest_due, s.fixed_compensation_due), (Cents::new(4_337), Cents::new(4_000)));
    assert_eq!((s.total_due, s.compensation_apart()), (Cents::new(124_337), Some(Cents::new(4_000))));
    assert!(s.notes.contains(&Note::CompensationApart { currency: dollars }));

    let paid = [BalanceEvent { on: day("2026-09-15"), amount: Cents::new(125_000), kind: EventKind::Payment }];
    let s = sums(&InterestClaim { currency: dollars, events: &paid, ..claim(120_000, "2026-05-31", "2026-09-15") });
    assert_eq!((s.total_due, s.compensation_apart()), (Cents::ZERO, Some(Cents::new(4_000))), "dollars pay no euros");
    assert_eq!(s.unallocated, Cents::new(663));

    let euros = sums(&claim(120_000, "2026-05-31", "2026-09-15"));
    assert_eq!((euros.total_due, euros.compensation_apart()), (Cents::new(128_337), None));
}

/// The invoice was paid in two times, its interest by its name, the rest given up: what is left is told by claim.
#[test]
fn a_settled_invoice_leaves_its_interest_and_compensation_as_claims() {
    let paid = [payment("2026-06-30", 50_000), payment("2026-07-31", 70_000)];
    let claim = InterestClaim {
        events: &paid,
        settled_on: Some(day("2026-07-31")),
        ..InterestClaim::business(Cents::new(120_000), day("2026-05-31"), day("2026-12-01"))
    };
    let sums = statement(&claim, law()).unwrap();
    // Until the settlement, 11.98 + 7.50 as for part payments; nothing after it, and all the money was for the invoice.
    assert_eq!(sums.interest_accrued, Cents::new(1_948));
    assert_eq!((sums.interest_paid, sums.interest_due), (Cents::ZERO, Cents::new(1_948)));
    assert_eq!((sums.principal_due, sums.fixed_compensation_due), (Cents::ZERO, Cents::new(4_000)));
    assert_eq!(sums.total_due, Cents::new(5_948));
    // The day before, the law's own order still holds.
    let before = statement(&InterestClaim { as_of: day("2026-07-30"), ..claim }, law()).unwrap();
    assert_eq!((before.interest_paid, before.principal_due), (Cents::new(1_198), Cents::new(71_198)));
    // Paid by name, then the rest given up: what was paid stays paid.
    let named = |kind, on: &str, cents| BalanceEvent { on: day(on), amount: Cents::new(cents), kind };
    let events = [
        payment("2026-06-30", 50_000),
        payment("2026-07-31", 70_000),
        named(EventKind::InterestPayment, "2026-08-10", 1_948),
        named(EventKind::CompensationPayment, "2026-08-10", 1_000),
    ];
    let after = statement(&InterestClaim { events: &events, ..claim }, law()).unwrap();
    assert_eq!((after.interest_due, after.fixed_compensation_due), (Cents::ZERO, Cents::new(3_000)));
    let waiver = Waiver::InterestAndCompensation;
    let waived = statement(&InterestClaim { events: &events, waiver, ..claim }, law()).unwrap();
    assert_eq!((waived.interest_paid, waived.interest_due), (Cents::new(1_948), Cents::ZERO));
    assert_eq!((waived.fixed_compensation_paid, waived.fixed_compensation_due), (Cents::new(1_000), Cents::ZERO));
    assert_eq!((waived.total_due, waived.unallocated), (Cents::ZERO, Cents::ZERO));
}
