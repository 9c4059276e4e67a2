//! Credits that name no invoice: among several of just that amount, the one that this customer would usually pay that day
//! comes first, and a person is asked.

use super::world::d;
use base::{Cents, Currency};
use domain::matching::engine::{Credit, Customer, Decision, Engine, Evidence, Receivable};

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

/// The numbers in the order they are offered, with the days off the habit, for a credit of 2 March.
fn offered(usual_delay: Option<i64>) -> Vec<(String, Option<i64>)> {
    let invoices = vec![invoice("F-2025-0001", "2025-12-31"), invoice("F-2025-0002", "2026-01-31")];
    let customer = Customer { names: vec!["Fleurs Aubin".into()], usual_delay, ..Customer::default() };
    let mut engine = Engine::new(vec![customer], invoices);
    let credit = Credit {
        booked_on: d("2026-03-02"),
        amount: Cents::new(50_000),
        label: "VIR SEPA FLEURS AUBIN".into(),
        ..Credit::default()
    };
    let verdict = engine.settle(&[credit]).remove(0);
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
