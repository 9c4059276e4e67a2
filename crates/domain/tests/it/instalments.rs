//! Credits of just what the next payments of a plan ask: they hold its messages back, and are matched under the same standard
//! of certainty as the others.

use super::world::{World, d, invoice_id};
use base::id::{BankLineId, PlanId};
use base::{Cents, Currency};
use domain::agenda::sentence;
use domain::facts::{HoldKind, Instalment, PlanFacts, PlanTerms};
use domain::matching::engine::{Credit, Customer, Decision, Doubt, Engine, Part, Plan, Receivable, Share, Verdict};
use domain::matching::{BankCredit, Clue, CreditIndex};

fn plan(invoices: &[&str], instalments: &[(&str, i64)]) -> PlanFacts {
    PlanFacts {
        id: PlanId::from_bytes([7; 16]),
        agreed_on: d("2026-01-06"),
        currency: Currency::EUR,
        invoices: invoices.iter().map(|n| invoice_id(n)).collect(),
        instalments: instalments
            .iter()
            .map(|(on, cents)| Instalment { due_on: d(on), amount: Cents::new(*cents) })
            .collect(),
        terms: PlanTerms::default(),
        received: Vec::new(),
        lapsed_on: None,
        withdrawn_on: None,
    }
}

/// 1 000,00 on two invoices, to be paid in four; the first came.
fn under_plan() -> World {
    let mut world = World::business().invoice("F-1", "2025-12-31", 700).invoice("F-2", "2025-12-31", 300);
    world = world.hold(HoldKind::Plan, "F-1", "2026-01-06", None).hold(HoldKind::Plan, "F-2", "2026-01-06", None);
    let four = [("2026-01-15", 25_000), ("2026-02-16", 25_000), ("2026-03-16", 25_000), ("2026-04-15", 25_000)];
    world
        .debtor
        .plans
        .push(PlanFacts { received: vec![(d("2026-01-15"), Cents::new(25_000))], ..plan(&["F-1", "F-2"], &four) });
    world.receivable("F-1").outstanding = Cents::new(45_000);
    world
}

fn credit(cents: i64, on: &str) -> BankCredit {
    BankCredit {
        id: BankLineId::from_bytes([3; 16]),
        booked_on: d(on),
        amount: Cents::new(cents),
        currency: Currency::EUR,
        text: "VIR SEPA RECU".into(),
        payer: None,
        iban: None,
        is_reopened: false,
        perhaps_told_on: None,
        ruled_out: Vec::new(),
    }
}

fn with_credit(mut world: World, credit: BankCredit, on: &str) -> World {
    world.debtor.possible_payments = CreditIndex::new([credit]).possible_payments(&world.debtor, d(on));
    world
}

#[test]
fn an_unnamed_credit_of_an_instalment_holds_the_reminder_back_and_says_so() {
    let late = "2026-02-20";
    assert_eq!(under_plan().day(late), ["plan-reminder email: F-1 = 250.00", "F-2 plan_late -"]);
    let waits = with_credit(under_plan(), credit(25_000, "2026-02-17"), late);
    let told = waits.day(late);
    assert_eq!(told, ["F-1 possibly_paid+plan_late 2026-04-19", "F-2 possibly_paid+plan_late 2026-04-19"]);
    let said = sentence(&waits.plan(late).silences[0].reasons[0]).replace(base::fr::NBSP, " ");
    assert!(said.contains("versement no 2 de l’échéancier"), "{said}");
    // Two of them at once, and the notice of default, are held back alike.
    let two = with_credit(under_plan(), credit(50_000, "2026-02-17"), late);
    let said = sentence(&two.plan(late).silences[0].reasons[0]).replace(base::fr::NBSP, " ");
    assert!(said.contains("versements nos 2 à 3 de l’échéancier"), "{said}");
    let reminded = under_plan().sent("plan-reminder", "2026-02-20", &["F-1"]);
    assert_eq!(reminded.clone().day("2026-03-02")[0], "plan-default-notice registered_letter: F-1 = 250.00");
    let held = with_credit(reminded, credit(25_000, "2026-02-27"), "2026-03-02");
    assert_eq!(held.day("2026-03-02")[0], "F-1 possibly_paid+plan_late 2026-04-29");
}

#[test]
fn a_word_broken_before_the_plan_does_not_silence_it() {
    let broken = under_plan().hold(HoldKind::Promise, "F-1", "2025-12-20", Some("2026-01-02"));
    assert_eq!(broken.day("2026-02-20")[0], "plan-reminder email: F-1 = 250.00");
    let given = under_plan().hold(HoldKind::Promise, "F-1", "2026-02-18", Some("2026-02-24"));
    assert!(given.plan("2026-02-20").proposals.is_empty(), "a word still given holds it back");
    let contested =
        under_plan().hold(HoldKind::Dispute, "F-1", "2026-02-10", None).with_hold(|h| h.amount = Some(Cents::new(100)));
    assert!(
        contested.plan("2026-02-20").proposals.iter().all(|p| !p.step.starts_with("plan-")),
        "nor while a part is contested"
    );
}

#[test]
fn what_stops_one_invoice_of_a_plan_stops_the_plan_whatever_part_was_paid() {
    // 606,00 were to come, the younger invoice is factored; once 6,00 came, what is late fits on the other one alone.
    let mut world = World::business().invoice("F3", "2026-03-01", 600).invoice("F2", "2026-03-02", 6);
    world = world.hold(HoldKind::Plan, "F2", "2026-02-20", None).hold(HoldKind::Plan, "F3", "2026-02-20", None);
    world.debtor.plans.push(PlanFacts { agreed_on: d("2026-02-20"), ..plan(&["F2", "F3"], &[("2026-03-02", 60_600)]) });
    let paid = |mut world: World| {
        world.debtor.plans[0].received.push((d("2026-03-23"), Cents::new(600)));
        world
    };
    assert_eq!(world.day("2026-03-23")[0], "plan-reminder email: F3+F2 = 606.00");
    assert_eq!(paid(world.clone()).day("2026-03-23")[0], "plan-reminder email: F3 = 600.00");
    let factored = world.clone().hold(HoldKind::Factored, "F2", "2026-03-02", None);
    assert!(factored.plan("2026-03-23").proposals.is_empty());
    assert!(paid(factored).plan("2026-03-23").proposals.is_empty());
    // A credit that names one invoice of the plan pays the oldest payment of it: the other invoices say that they wait for it.
    let named = world.possibly_paid("F2", "2026-03-20", Clue::NamesInvoice);
    assert!(named.plan("2026-03-23").proposals.is_empty());
    let waits = paid(named).day("2026-03-23");
    assert_eq!(waits, ["F3 possibly_paid+plan_late 2026-05-20", "F2 possibly_paid+plan_late 2026-05-20"]);
}

#[test]
fn a_credit_of_another_amount_day_or_customer_holds_nothing_back() {
    let late = "2026-02-20";
    let goes = |credit| with_credit(under_plan(), credit, late).day(late)[0].starts_with("plan-reminder");
    assert!(goes(credit(25_001, "2026-02-17")), "another amount");
    assert!(goes(credit(25_000, "2026-01-05")), "before the plan");
    let said = vec![(under_plan().debtor.party.id, None)];
    assert!(
        goes(BankCredit { ruled_out: said, ..credit(25_000, "2026-02-17") }),
        "a person said that it is not theirs"
    );
    let dollars = Currency::parse("USD").unwrap();
    assert!(goes(BankCredit { currency: dollars, ..credit(25_000, "2026-02-17") }), "another currency");
    let mut over = under_plan();
    over.debtor.plans[0].withdrawn_on = Some(d("2026-02-18"));
    assert!(
        with_credit(over, credit(25_000, "2026-02-17"), late).debtor.possible_payments.is_empty(),
        "no plan any more"
    );
}

fn customer(name: &str) -> Customer {
    Customer { names: vec![name.into()], ..Customer::default() }
}

fn invoice(number: &str, cents: i64) -> Receivable {
    Receivable {
        customer: 0,
        number: number.into(),
        issued_on: d("2025-12-01"),
        due_on: d("2025-12-31"),
        currency: Currency::EUR,
        principal: Cents::new(cents),
        outstanding: Cents::new(cents),
        is_factored: false,
    }
}

/// 810,00 on two invoices, interest of 30,00 first; three payments of 280,00 are left.
fn engine(others: &[Receivable]) -> Engine {
    let mut receivables = vec![invoice("F-2025-0001", 50_000), invoice("F-2025-0002", 31_000)];
    receivables.extend_from_slice(others);
    let share = |receivable, cents, is_principal| Share { receivable, amount: Cents::new(cents), is_principal };
    let plan = Plan {
        customer: 0,
        currency: Currency::EUR,
        agreed_on: d("2026-01-06"),
        of: 4,
        left: vec![(2, Cents::new(28_000)), (3, Cents::new(28_000)), (4, Cents::new(28_000))],
        shares: vec![share(0, 3_000, false), share(0, 50_000, true), share(1, 31_000, true)],
    };
    let customers = vec![customer("Fleurs Aubin"), customer("Garage Morel")];
    Engine::new(customers, receivables).with_plans(vec![plan])
}

fn from(label: &str, cents: i64) -> Credit {
    Credit {
        booked_on: d("2026-02-16"),
        amount: Cents::new(cents),
        label: format!("VIR SEPA {label}"),
        ..Credit::default()
    }
}

/// The bank gives the payer apart.
fn by_name(label: &str, cents: i64) -> Credit {
    Credit { payer: Some("FLEURS AUBIN".into()), ..from(label, cents) }
}

fn judged(engine: &Engine, credit: &Credit) -> Verdict {
    engine.judge(credit)
}

#[test]
fn the_next_payments_are_certain_and_go_in_the_order_agreed() {
    let verdict = judged(&engine(&[]), &by_name("ECHEANCE FEVRIER", 28_000));
    assert_eq!(verdict.decision, Decision::Auto, "{verdict:?}");
    let sure = &verdict.candidates[0];
    assert_eq!(sure.accessories, [Part { receivable: 0, amount: Cents::new(3_000) }]);
    assert_eq!(sure.parts, [Part { receivable: 0, amount: Cents::new(25_000) }]);
    let told: Vec<String> = sure.evidence.iter().map(|e| e.french().replace(base::fr::NBSP, " ")).collect();
    assert!(told.contains(&"c’est le versement no 2 sur 4 de l’échéancier du 6 janvier 2026".to_string()), "{told:?}");
    // Named by an invoice of the plan, or two payments at once.
    assert_eq!(judged(&engine(&[]), &by_name("F-2025-0002", 28_000)).decision, Decision::Auto);
    let two = judged(&engine(&[]), &from("FLEURS AUBIN", 56_000));
    assert_eq!((two.decision, two.candidates[0].parts.len()), (Decision::Auto, 2));
}

#[test]
fn one_payment_after_the_other_each_takes_its_turn() {
    let mut engine = engine(&[]);
    let credits = [28_000, 28_000, 28_000, 28_000].map(|cents| from("FLEURS AUBIN", cents));
    let verdicts = engine.settle(&credits);
    let decisions: Vec<Decision> = verdicts.iter().map(|v| v.decision).collect();
    assert_eq!(decisions, [Decision::Auto, Decision::Auto, Decision::Auto, Decision::Ask]);
    assert!(engine.receivables().iter().all(|r| r.outstanding.is_zero()), "{:?}", engine.receivables());
}

#[test]
fn whatever_else_it_may_be_is_asked_about() {
    let ask = |others: &[Receivable], credit: &Credit| {
        let verdict = judged(&engine(others), credit);
        assert_eq!(verdict.decision, Decision::Ask, "{verdict:?}");
        verdict
    };
    // Another invoice of just this amount: never taken for it without a person, as it was.
    let also = ask(&[invoice("F-2026-0009", 28_000)], &from("FLEURS AUBIN", 28_000));
    assert_eq!(also.doubts, [Doubt::AmountOfAnother { number: "F-2026-0009".into() }]);
    assert_eq!(also.candidates[0].plan, Some(0), "the plan comes first");
    let sum = ask(&[invoice("F-2026-0009", 20_000), invoice("F-2026-0010", 8_000)], &from("FLEURS AUBIN", 28_000));
    assert_eq!(sum.doubts, [Doubt::SeveralSets]);
    let unknown = ask(&[], &from("RECU", 28_000));
    assert_eq!((unknown.doubts.as_slice(), unknown.candidates[0].plan), ([Doubt::PayerUnknown].as_slice(), Some(0)));
    // Before the plan, or from somebody else: nothing of the plan.
    let early = Credit { booked_on: d("2026-01-05"), ..from("FLEURS AUBIN", 28_000) };
    assert!(judged(&engine(&[]), &early).candidates.iter().all(|c| c.plan.is_none()));
    assert!(judged(&engine(&[]), &from("GARAGE MOREL", 28_000)).candidates.iter().all(|c| c.plan.is_none()));
    // A person took it back, or said that it is not theirs.
    let back = Credit { is_reopened: true, ..from("FLEURS AUBIN", 28_000) };
    assert_eq!(ask(&[], &back).doubts, [Doubt::Reopened]);
    let not = Credit { ruled_out: vec![(0, None)], ..from("FLEURS AUBIN", 28_000) };
    assert!(judged(&engine(&[]), &not).candidates.iter().all(|c| c.plan.is_none()));
}

#[test]
fn after_one_that_waits_the_next_is_asked_about() {
    let mut engine = engine(&[]);
    let back = Credit { is_reopened: true, ..from("FLEURS AUBIN", 28_000) };
    let verdicts = engine.settle(&[back, from("FLEURS AUBIN", 28_000)]);
    assert_eq!(verdicts[1].doubts, [Doubt::EarlierCredit { booked_on: d("2026-02-16") }]);
}

#[test]
fn a_later_payment_while_an_older_one_is_missing_is_asked_about() {
    let plan = |left: Vec<(u64, i64)>| Plan {
        customer: 0,
        currency: Currency::EUR,
        agreed_on: d("2026-01-06"),
        of: 2,
        left: left.into_iter().map(|(rank, cents)| (rank, Cents::new(cents))).collect(),
        shares: vec![Share { receivable: 0, amount: Cents::new(50_000), is_principal: true }],
    };
    let engine = |left| {
        Engine::new(vec![customer("Fleurs Aubin")], vec![invoice("F-2025-0001", 50_000)]).with_plans(vec![plan(left)])
    };
    let unequal = engine(vec![(1, 30_000), (2, 20_000)]);
    let second = unequal.judge(&from("FLEURS AUBIN", 20_000));
    assert_eq!(second.doubts, [Doubt::InstalmentMissing { rank: 1 }]);
    // The last payment is all that the invoice owes: one explanation, not two.
    let mut last = engine(vec![(2, 20_000)]);
    last.take(&[Part { receivable: 0, amount: Cents::new(30_000) }]);
    let last = engine_after(last);
    assert_eq!(last.judge(&from("FLEURS AUBIN", 20_000)).decision, Decision::Auto);
}

/// The plan as it stands once the first payment came.
fn engine_after(paid: Engine) -> Engine {
    let left = paid.receivables()[0].outstanding;
    let plan = Plan {
        customer: 0,
        currency: Currency::EUR,
        agreed_on: d("2026-01-06"),
        of: 2,
        left: vec![(2, left)],
        shares: vec![Share { receivable: 0, amount: left, is_principal: true }],
    };
    paid.with_plans(vec![plan])
}
