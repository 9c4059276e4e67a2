//! How a customer pays, worked out by hand.

use base::id::{HoldId, InvoiceId};
use base::{Cents, Date, add_days};
use domain::facts::{Word, WordFacts};
use domain::payer::{Confidence, Drift, GRACE_DAYS, PayerProfile, Settlement, WHOLE, last_day, weight};

const TODAY: Date = Date::constant(2026, 11, 20);

fn ago(days: i64) -> Date {
    add_days(TODAY, -days).unwrap()
}

/// Settled so many days ago, so many days late.
fn settled(n: u8, ago_days: i64, late: i64, euros: i64) -> Settlement {
    Settlement {
        invoice: InvoiceId::from_bytes([n; 16]),
        number: format!("F-{n:03}"),
        due_on: add_days(ago(ago_days), -late).unwrap(),
        settled_on: Some(ago(ago_days)),
        principal: Cents::new(euros * 100),
        parts: vec![(ago(ago_days), Cents::new(euros * 100))],
        was_disputed: false,
    }
}

fn profile(settlements: &[Settlement]) -> PayerProfile {
    PayerProfile::of(settlements, &[], TODAY).unwrap()
}

#[test]
fn a_weight_is_halved_each_half_year_and_never_grows() {
    assert_eq!([0, 90, 180, 360, 540].map(weight), [WHOLE, 7_500, 5_000, 2_500, 1_250]);
    assert_eq!(weight(-3), WHOLE);
    assert_eq!(weight(100_000), 0);
    assert!((0..2_000).all(|age| weight(age + 1) <= weight(age)));
}

#[test]
fn large_and_recent_invoices_weigh_more() {
    // 1 000 € today at 10 days, 1 000 € half a year ago at 40: (1000×10 + 500×40) ÷ 1500 = 20.
    let mean = profile(&[settled(1, 0, 10, 1_000), settled(2, 180, 40, 1_000)]).mean.unwrap();
    assert_eq!((mean.tenths(), mean.french().as_str()), (200, "20\u{a0}j"));
    // 3 000 € at 0 day and 1 000 € at 10 days, both today: 2,5.
    let mean = profile(&[settled(1, 0, 0, 3_000), settled(2, 0, 10, 1_000)]).mean.unwrap();
    assert_eq!((mean.tenths(), mean.french().as_str()), (25, "2,5\u{a0}j"));
}

#[test]
fn paying_early_makes_up_for_no_delay_and_open_invoices_count_once_late() {
    let mut overdue = settled(2, 0, 20, 1_000);
    overdue.settled_on = None;
    overdue.parts.clear();
    let mut to_come = settled(3, 0, -10, 9_000);
    to_come.settled_on = None;
    to_come.parts.clear();
    let found = profile(&[settled(1, 0, -30, 1_000), overdue, to_come]);
    assert_eq!(found.mean.unwrap().tenths(), 100);
    assert_eq!((found.points.len(), found.on_time), (2, 1));
    assert!(found.points.iter().any(|p| p.is_open && p.days_late == 20));
    assert_eq!(found.points[found.worst.unwrap()].number, "F-002");
}

#[test]
fn each_part_counts_with_its_own_delay() {
    // 990 € on the day and 10 € a hundred days later: one day late, not a hundred.
    let mut parted = settled(1, 0, 100, 1_000);
    parted.parts = vec![(parted.due_on, Cents::new(99_000)), (TODAY, Cents::new(1_000))];
    assert_eq!(profile(std::slice::from_ref(&parted)).points[0].days_late, 1);
    // The same with the 10 € still due.
    parted.settled_on = None;
    parted.parts.pop();
    let found = profile(std::slice::from_ref(&parted));
    assert_eq!((found.points[0].days_late, found.points[0].is_open), (1, true));
    // A cheque that came on the day, was refused thirty days later and paid again after sixty: thirty days without it.
    let mut refused = settled(2, 0, 60, 1_000);
    let whole = Cents::new(100_000);
    refused.parts = vec![(refused.due_on, whole), (ago(30), whole.neg().unwrap()), (TODAY, whole)];
    assert_eq!(profile(&[refused]).points[0].days_late, 30);
}

#[test]
fn what_was_contested_is_left_out_and_said() {
    let contested = Settlement { was_disputed: true, ..settled(1, 10, 90, 5_000) };
    let found = profile(&[contested, settled(2, 10, 5, 100)]);
    assert_eq!((found.left_out, found.points.len(), found.mean.unwrap().tenths()), (1, 1, 50));
}

#[test]
fn nothing_is_said_of_a_customer_who_has_paid_nothing() {
    let found = profile(&[]);
    assert_eq!((found.mean, found.drift, found.worst), (None, Drift::Unknown, None));
    assert_eq!(found.confidence(), Confidence::Nothing);
}

#[test]
fn the_median_follows_the_last_five() {
    let delays = [0, 0, 30, 30, 30, 2];
    let points: Vec<Settlement> =
        delays.iter().zip(1..).map(|(late, n)| settled(n, 100 - i64::from(n), *late, 100)).collect();
    let medians: Vec<i64> = profile(&points).points.iter().map(|p| p.median).collect();
    assert_eq!(medians, [0, 0, 0, 0, 30, 30]);
}

#[test]
fn a_drift_needs_three_invoices_on_each_side_and_three_days() {
    let old = |late| (1..=3).map(move |n| settled(n, 300, late, 100));
    let new = |late| (4..=6).map(move |n| settled(n, 20, late, 100));
    let drift = |a: i64, b: i64| profile(&old(a).chain(new(b)).collect::<Vec<_>>()).drift;
    assert!(
        matches!(drift(5, 25), Drift::Slower { before, recent } if (before.tenths(), recent.tenths()) == (50, 250))
    );
    assert!(matches!(drift(25, 5), Drift::Faster { .. }));
    assert!(matches!(drift(5, 7), Drift::Steady { .. }));
    assert_eq!(profile(&old(5).chain(new(25).take(2)).collect::<Vec<_>>()).drift, Drift::Unknown);
}

#[test]
fn an_open_invoice_short_of_the_usual_delay_is_no_sign_of_paying_sooner() {
    let old = (1..=3).map(|n| settled(n, 300, 60, 100));
    let paid = (4..=6).map(|n| settled(n, 20, 61, 100));
    let open = (7..=9).map(|n| Settlement { settled_on: None, parts: Vec::new(), ..settled(n, 0, 13, 100) });
    let both = profile(&old.clone().chain(paid).chain(open.clone()).collect::<Vec<_>>());
    assert!(matches!(both.drift, Drift::Steady { recent, .. } if recent.tenths() == 610), "{:?}", both.drift);
    assert_eq!(profile(&old.clone().chain(open).collect::<Vec<_>>()).drift, Drift::Unknown);
    let longer = (4..=6).map(|n| Settlement { settled_on: None, parts: Vec::new(), ..settled(n, 0, 90, 100) });
    assert!(matches!(profile(&old.chain(longer).collect::<Vec<_>>()).drift, Drift::Slower { .. }));
}

#[test]
fn a_promise_about_nothing_that_was_owed_is_neither_kept_nor_broken() {
    let nothing = WordFacts {
        hold: HoldId::from_bytes([1; 16]),
        last_day: ago(3),
        asked: Cents::ZERO,
        owed: Cents::ZERO,
        received: Cents::ZERO,
        credited: Cents::ZERO,
    };
    let found = PayerProfile::of(&[], &[nothing], TODAY).unwrap().words;
    assert_eq!((found.over(), found.pending), (0, 0));
}

#[test]
fn confidence_grows_with_the_number_of_invoices() {
    let some = |n: u8| profile(&(1..=n).map(|n| settled(n, 1, 0, 100)).collect::<Vec<_>>()).confidence();
    assert_eq!([1, 4].map(some), [Confidence::Indicative; 2]);
    assert_eq!([5, 11].map(some), [Confidence::Fair; 2]);
    assert_eq!(some(12), Confidence::Good);
}

#[test]
fn a_promise_is_kept_by_money_and_broken_after_its_grace() {
    let given = |until, asked: i64, received, credited| WordFacts {
        hold: HoldId::from_bytes([1; 16]),
        last_day: last_day(until, GRACE_DAYS),
        asked: Cents::new(asked),
        owed: Cents::new(1_000),
        received: Cents::new(received),
        credited: Cents::new(credited),
    };
    assert_eq!(given(ago(10), 500, 500, 0).word(TODAY), Word::Kept);
    assert_eq!(given(ago(10), 500, 499, 0).word(TODAY), Word::PartlyKept);
    assert_eq!(given(ago(10), 1_000, 0, 0).word(TODAY), Word::Broken);
    assert_eq!(given(ago(10), 1_000, 800, 200).word(TODAY), Word::Kept, "a credit note settled the rest");
    assert_eq!(given(ago(10), 500, 300, 200).word(TODAY), Word::PartlyKept, "a credit note is not what was promised");
    assert_eq!(given(ago(3), 500, 499, 0).word(TODAY), Word::Pending);
    assert_eq!(given(ago(4), 500, 0, 0).word(TODAY), Word::Broken);
    assert_eq!(given(ago(-5), 500, 500, 0).word(TODAY), Word::Kept, "paid before its day");
    let four =
        [given(ago(10), 500, 500, 0), given(ago(10), 500, 1, 0), given(ago(10), 500, 0, 0), given(TODAY, 500, 0, 0)];
    let words = PayerProfile::of(&[], &four, TODAY).unwrap().words;
    assert_eq!((words.kept, words.partly, words.broken, words.pending, words.over()), (1, 1, 1, 1, 3));
}
