//! Credits that name no invoice: among several of just that amount, the one that this customer would usually pay that day
//! comes first, and a person is asked.

use super::world::d;
use base::{Cents, Currency};
use domain::matching::engine::{Credit, Customer, Decision, Engine, Evidence, Receivable, Verdict};

fn invoice(number: &str, due_on: &str) -> Receivable {
    Receivable {
        customer: 0,
        number: number.into(),
        issued_on: d("2025-12-01"),
        due_on: d(due_on),
        currency: Currency::EUR,
        principal: Cents::new(50_000),
        outstanding: Cents::new(50_000),
        is_factored: false,
    }
}

/// What is made of a credit of 2 March.
fn offers(invoices: Vec<Receivable>, usual_delay: Option<i64>, label: &str) -> (Engine, Verdict) {
    let customer = Customer { names: vec!["Fleurs Aubin".into()], usual_delay, ..Customer::default() };
    let mut engine = Engine::new(vec![customer], invoices);
    let credit =
        Credit { booked_on: d("2026-03-02"), amount: Cents::new(50_000), label: label.into(), ..Credit::default() };
    let verdict = engine.settle(&[credit]).remove(0);
    (engine, verdict)
}

/// The numbers in the order they are offered, with the days off the habit, for a credit of 2 March.
fn offered(usual_delay: Option<i64>) -> Vec<(String, Option<i64>)> {
    let invoices = vec![invoice("F-2025-0001", "2025-12-31"), invoice("F-2025-0002", "2026-01-31")];
    let (engine, verdict) = offers(invoices, usual_delay, "VIR SEPA FLEURS AUBIN");
    assert_eq!(verdict.decision, Decision::Ask, "two invoices of one amount are never told apart by a habit alone");
    let days = |evidence: &[Evidence]| {
        evidence.iter().find_map(|e| match e {
            Evidence::Habit { days } => Some(*days),
            _ => None,
        })
    };
    let numbers = |at: usize| engine.receivables()[at].number.clone();
    let single = verdict.candidates.iter().filter(|c| c.parts.len() == 1 && c.rest == Cents::ZERO);
    single.map(|c| (numbers(c.parts[0].receivable), days(&c.evidence))).collect()
}

#[test]
fn the_usual_delay_decides_which_of_two_equal_invoices_comes_first() {
    let (old, new) = ("F-2025-0001".to_string(), "F-2025-0002".to_string());
    // 61 and 30 days after their due dates.
    assert_eq!(offered(Some(60)), [(old.clone(), Some(1)), (new.clone(), Some(30))]);
    assert_eq!(offered(Some(30)), [(new.clone(), Some(0)), (old.clone(), Some(31))]);
    assert_eq!(offered(Some(0)), [(new.clone(), Some(30)), (old.clone(), Some(61))]);
    // Halfway, the oldest due.
    assert_eq!(offered(Some(46)), [(old.clone(), Some(15)), (new.clone(), Some(16))]);
    // Whose habit is not known says nothing of it.
    let unknown = offered(None);
    assert!(unknown.len() == 2 && unknown.iter().all(|(_, days)| days.is_none()), "{unknown:?}");
}

#[test]
fn money_without_a_word_goes_to_no_invoice_of_a_later_day() {
    let later = || Receivable { issued_on: d("2026-03-10"), ..invoice("F-2026-0009", "2026-04-10") };
    let says_later = |evidence: &[Evidence]| {
        evidence.iter().any(|e| matches!(e, Evidence::IssuedAfter { number, .. } if number == "F-2026-0009"))
    };
    let (_, silent) = offers(vec![later()], None, "VIR SEPA FLEURS AUBIN");
    assert_eq!(silent.decision, Decision::Ask);
    for candidate in &silent.candidates {
        assert!(candidate.parts.is_empty() || says_later(&candidate.evidence), "{candidate:?}");
    }
    let on_account =
        |verdict: &Verdict| verdict.candidates.iter().any(|c| c.parts.is_empty() && c.rest.get() == 50_000);
    assert!(on_account(&silent), "kept for what comes: {:?}", silent.candidates);

    let (engine, both) = offers(vec![later(), invoice("F-2025-0001", "2025-12-31")], None, "VIR SEPA FLEURS AUBIN");
    let first = &both.candidates[0];
    assert_eq!(engine.receivables()[first.parts[0].receivable].number, "F-2025-0001");
    let places: Vec<bool> = both.candidates.iter().map(|c| says_later(&c.evidence)).collect();
    assert!(places.is_sorted() && places.contains(&true), "those of a later day stand last: {places:?}");

    let (_, named) = offers(vec![later()], None, "VIR SEPA FLEURS AUBIN F-2026-0009");
    assert!(!named.candidates.iter().any(|c| says_later(&c.evidence)), "the label says it is paid before its day");
}
