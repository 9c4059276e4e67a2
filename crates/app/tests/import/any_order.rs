//! Invoices and statements of several kinds in any order of import: the same allocations, the same credits that wait, and the same
//! made of each of them.

use crate::bank_paper::{Kind, Move, statement};
use crate::office::{Office, day};
use crate::paper::{Paper, csv};
use app::import::{FileOutcome, ReadFile};
use app::matching::Studied;
use app::ports::terms::View;
use app::records::{Company, Component};
use domain::matching::engine::Decision;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }
}

const CUSTOMERS: [(&str, &str); 4] = [
    ("Dupont Menuiserie SARL", "552081317"),
    ("Martin Plomberie SAS", "404833048"),
    ("Garage du Port", "922222203"),
    ("Librairie Tournesol", "732829320"),
];
/// Few, so that several invoices of one customer have the same amount.
const EUROS: [i64; 4] = [100_000, 100_000, 36_060, 125_050];
const DAYS: u32 = 12;

struct Bill {
    number: String,
    customer: usize,
    cents: i64,
}

struct Case {
    files: Vec<ReadFile>,
    story: String,
}

/// Invoices, some in a list and some as documents; payments with the number, without it, in parts, of nobody we know.
fn case(seed: u64) -> Case {
    let mut dice = Dice(seed.wrapping_mul(77).wrapping_add(5));
    let bills: Vec<Bill> = (0..5 + dice.below(5))
        .map(|at| Bill {
            number: format!("F-2026-{:04}", 11 + at * 7),
            customer: dice.below(CUSTOMERS.len()),
            cents: EUROS[dice.below(EUROS.len())],
        })
        .collect();
    let mut moves: Vec<Move> = bills.iter().enumerate().filter_map(|(at, bill)| paid(at, bill, &mut dice)).collect();
    moves.push(Move {
        day: 1 + dice.below(DAYS as usize) as u32,
        cents: 12_345,
        label: "DGFIP TVA".into(),
        reference: String::new(),
    });
    moves.sort();
    let (mut files, mut rows) = (Vec::new(), String::from("Numéro;Client;Date facture;Échéance;Montant TTC\n"));
    for bill in &bills {
        let (name, siren) = CUSTOMERS[bill.customer];
        let euros = format!("{}.{:02}", bill.cents / 100, bill.cents % 100);
        if dice.below(2) == 0 {
            let buyer = (name, Some(siren));
            let paper = Paper {
                number: &bill.number,
                issued: "2026-04-01",
                due: Some("2026-05-01"),
                euros: &euros,
                buyer,
                ..Paper::default()
            };
            files.push(paper.xml());
        } else {
            rows += &format!("{};{name};01/04/2026;01/05/2026;{}\n", bill.number, euros.replace('.', ","));
        }
    }
    if rows.lines().count() > 1 {
        files.push(csv("liste.csv", &rows));
    }
    for (kind, name) in [(Kind::Camt, "camt"), (Kind::Csv, "csv"), (Kind::Ofx, "ofx"), (Kind::Mt940, "mt940")] {
        let cut = 2 + dice.below(DAYS as usize - 3) as u32;
        let told: Vec<Move> = moves.iter().map(|m| as_told(kind, m)).collect();
        let mut part = |from: u32, until: u32| {
            let before: i64 = told.iter().filter(|m| m.day < from).map(|m| m.cents).sum();
            let inside: Vec<Move> = told.iter().filter(|m| (from..=until).contains(&m.day)).cloned().collect();
            files.push(statement(kind, &format!("{name}-{from}"), &inside, (from, until), 1_000_000 + before));
        };
        match dice.below(3) {
            0 => part(1, DAYS),
            1 => {
                part(1, cut + 1);
                part(cut, DAYS);
            }
            _ => {}
        }
    }
    Case { files, story: format!("{moves:#?}") }
}

fn paid(at: usize, bill: &Bill, dice: &mut Dice) -> Option<Move> {
    let name = CUSTOMERS[bill.customer].0.to_uppercase();
    let (label, cents) = match dice.below(6) {
        0 => return None,
        1 => (format!("VIR SEPA {name}"), bill.cents),
        2 => (format!("VIR SEPA {name} {}", bill.number), bill.cents - 2_000),
        3 => (format!("VIR {}", bill.number), bill.cents),
        _ => (format!("VIR SEPA {name} {}", bill.number), bill.cents),
    };
    let reference = if at.is_multiple_of(2) { format!("E2E{at:03}") } else { String::new() };
    Some(Move { day: 1 + dice.below(DAYS as usize) as u32, cents, label, reference })
}

/// Exports cut labels, so that only some kinds of file give the invoice's number.
fn as_told(kind: Kind, m: &Move) -> Move {
    let longest = if kind == Kind::Csv { 28 } else { 200 };
    Move { label: m.label.chars().take(longest).collect::<String>().trim_end().to_string(), ..m.clone() }
}

/// Numbers and cents.
type Choice = Vec<(String, i64)>;
type Credit = (base::Date, i64, String, Decision, Vec<Choice>);

/// What of the books may not depend on the order.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    /// Invoice, cents, basis, day.
    allocations: Vec<(String, i64, String, base::Date)>,
    /// Day, cents, label, decision, and what each explanation would pay.
    waiting: Vec<Credit>,
    open: Vec<(String, i64)>,
}

fn outcome(office: &Office) -> Outcome {
    let (world, company) = (office.world(), &office.company);
    let view = View { as_of: office.today, known_at: None };
    let open = office.open_items();
    let mut numbers: Vec<String> = Vec::new();
    for at in 0..12 {
        numbers.push(format!("F-2026-{:04}", 11 + at * 7));
    }
    world
        .read(|books| {
            let (mut allocations, mut waiting) = (Vec::new(), Vec::new());
            for number in &numbers {
                for invoice in books.invoices_by_number(company.id, number)? {
                    for a in books.allocations_of_invoice(invoice.id)? {
                        assert_eq!(a.component, Component::Principal);
                        allocations.push((number.clone(), a.amount.get(), format!("{:?}", a.basis), a.effective_on));
                    }
                }
            }
            for credit in books.unmatched_credits(company.id, day("2026-01-01"), view)? {
                let studied = books.line_proposal(company.id, credit.id)?.as_deref().and_then(Studied::read).unwrap();
                let pays =
                    |c: &app::matching::Choice| c.parts.iter().map(|p| (p.number.clone(), p.cents.get())).collect();
                let choices = studied.choices.iter().map(pays).collect();
                waiting.push((credit.booked_on, credit.amount.get(), credit.text, studied.decision, choices));
            }
            allocations.sort();
            waiting.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
            Ok(Outcome { allocations, waiting, open: open.clone() })
        })
        .unwrap()
}

fn imported(url: &str, files: &[ReadFile], at_once: bool, change: fn(&mut Company)) -> Outcome {
    let office = Office::of(url, change);
    let parts = if at_once { vec![files] } else { files.chunks(1).collect() };
    for part in parts {
        for report in office.import(part).files {
            assert_eq!(report.outcome, FileOutcome::Taken, "{report:?}");
        }
    }
    office.is_sound();
    outcome(&office)
}

/// Each case in several orders, some on PostgreSQL.
fn same_in_any_order(cases: u64, at_once: bool, change: fn(&mut Company)) {
    for seed in 0..cases {
        let Case { mut files, story } = case(seed);
        let mut dice = Dice(seed);
        let mut expected: Option<Outcome> = None;
        for round in 0..5 {
            let mut found = None;
            let import = |url: &str| found = Some(imported(url, &files, at_once, change));
            if seed % 8 == 0 && round == 1 {
                testkit::on_postgres(import)
            } else {
                testkit::on_sqlite(import)
            }
            let found = found.unwrap();
            assert!(!found.open.is_empty() || !found.allocations.is_empty(), "nothing to compare in case {seed}");
            match &expected {
                None => expected = Some(found),
                Some(expected) => {
                    let names: Vec<_> = files.iter().map(|f| &f.name).collect();
                    assert_eq!(&found, expected, "case {seed}, round {round}: {names:?}\n{story}");
                }
            }
            dice.shuffle(&mut files);
        }
    }
}

fn signed(company: &mut Company) {
    let order = &mut company.settings.standing_order;
    order.steps.push(format!("{}/{}", app::matching::order::SCENARIO, app::matching::order::STEP));
    order.signed_on = Some(day("2026-01-05"));
    order.signed_by = "Anne".into();
}

#[test]
fn one_file_after_the_other() {
    same_in_any_order(24, false, |_| {});
}

#[test]
fn all_files_in_one_import() {
    same_in_any_order(12, true, |_| {});
    same_in_any_order(12, true, signed);
}
