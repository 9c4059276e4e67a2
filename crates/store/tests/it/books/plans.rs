//! What counts as received under an instalment plan, and what was taken off the debt since.

use super::make::{allocation, at, day, id, invoice, payment};
use super::{both, read, write};
use app::records::{
    AllocationBasis, AllocationRecord, PlanEventKind, PlanEventRecord, PlanInvoice, PlanRecord, PlanRow,
};
use base::{Cents, Currency};
use domain::facts::{Instalment, PlanTerms};
use store::SqlStore;

/// 1 000,00 in two payments of 500,00, proposed at the hundredth minute and accepted the same day.
fn accepted(store: &SqlStore) {
    let plan = PlanRecord {
        id: id(7),
        company: id(1),
        party: id(1),
        proposed_on: day(40),
        currency: Currency::EUR,
        terms: PlanTerms::default(),
        invoices: vec![PlanInvoice {
            invoice: id(1),
            principal: Cents::new(100_000),
            interest: Cents::ZERO,
            compensation: Cents::ZERO,
        }],
        instalments: [50, 80].map(|on| Instalment { due_on: day(on), amount: Cents::new(50_000) }).to_vec(),
        document: None,
        author: "Claire".into(),
        why: "vu ensemble".into(),
        recorded_at: at(100),
    };
    let event = PlanEventRecord {
        plan: plan.id,
        company: plan.company,
        party: plan.party,
        kind: PlanEventKind::Accepted,
        on: day(40),
        source: None,
        author: "Claire".into(),
        why: "signé".into(),
        recorded_at: at(101),
    };
    write(store, |books| {
        books.insert_invoices(&[invoice(1, 1, 110_000, day(0)), invoice(2, 1, -5_000, day(0))])?;
        books.insert_payments(&[payment(1, 1, 10_000, day(40)), payment(2, 1, 50_000, day(40))])?;
        books.insert_plan(&plan)?;
        books.insert_plan_event(&event)
    })
    .unwrap();
}

fn plan(store: &SqlStore) -> PlanRow {
    read(store, |books| books.plan(id(7))).unwrap()
}

fn waived(n: u64, cents: i64, minutes: i64) -> AllocationRecord {
    AllocationRecord {
        basis: AllocationBasis::Waiver,
        recorded_at: at(minutes),
        ..allocation(n, 1, None, cents, day(40))
    }
}

fn allocate(store: &SqlStore, rows: &[AllocationRecord]) {
    write(store, |books| books.insert_allocations(rows)).unwrap();
}

#[test]
fn only_money_of_after_the_proposal_is_received_under_a_plan() {
    both(|store| {
        accepted(store);
        // What came earlier that day, and what was given up then, were off the debt when the plan was made.
        let before = AllocationRecord { recorded_at: at(90), ..allocation(1, 1, Some(1), 7_500, day(40)) };
        allocate(store, &[before.clone(), waived(2, 2_500, 91)]);
        assert_eq!(plan(store).received, []);
        allocate(store, &[AllocationRecord { recorded_at: at(110), ..allocation(3, 1, Some(2), 30_000, day(40)) }]);
        assert_eq!(plan(store).received, [(day(40), Cents::new(30_000))]);
        // Taking back the money of before takes nothing from the plan; what came under it does.
        let back = |n: u64, row: AllocationRecord, on: i64| AllocationRecord {
            id: id(n),
            amount: row.amount.neg().unwrap(),
            effective_on: day(on),
            basis: AllocationBasis::Reversal,
            reverses: Some(row.id),
            recorded_at: at(120),
            ..row
        };
        allocate(store, &[back(4, before, 45)]);
        assert_eq!(plan(store).received, [(day(40), Cents::new(30_000))]);
        let paid = AllocationRecord { recorded_at: at(110), ..allocation(3, 1, Some(2), 30_000, day(40)) };
        allocate(store, &[back(5, paid, 46)]);
        assert_eq!(plan(store).received, [(day(40), Cents::new(30_000)), (day(46), Cents::new(-30_000))]);
    });
}

#[test]
fn what_is_given_up_since_shortens_the_plan_and_is_not_received() {
    both(|store| {
        accepted(store);
        let given = waived(1, 2_500, 110);
        let note = AllocationRecord {
            basis: AllocationBasis::CreditNote,
            against: Some(id(2)),
            recorded_at: at(111),
            ..allocation(2, 1, None, 50_000, day(41))
        };
        allocate(store, std::slice::from_ref(&given));
        let amounts =
            |row: &PlanRow| row.facts().unwrap().instalments.iter().map(|i| i.amount.get()).collect::<Vec<_>>();
        assert_eq!((plan(store).received, amounts(&plan(store))), (vec![], vec![50_000, 47_500]));
        allocate(store, &[note]);
        assert_eq!((plan(store).received, amounts(&plan(store))), (vec![], vec![47_500, 0]));
        // A waiver that is withdrawn is owed again, and was never money that went.
        allocate(
            store,
            &[AllocationRecord {
                id: id(3),
                amount: Cents::new(-2_500),
                basis: AllocationBasis::Reversal,
                reverses: Some(given.id),
                recorded_at: at(112),
                ..given
            }],
        );
        assert_eq!((plan(store).received, amounts(&plan(store))), (vec![], vec![50_000, 0]));
    });
}
